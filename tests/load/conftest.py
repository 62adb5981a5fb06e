"""For every test of loading: leaflets to load, and databases to load them into, with servers that live for the run."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

GOLDENS = Path(__file__).resolve().parents[1] / "golden"
KINDS = ("sqlite", "duckdb", "postgresql", "mariadb")

Server = Callable[[str], str]
"""Given a name, makes an empty database of that name and tells its URL."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with four leaflets, one of them in a folder, and the files of a run beside them."""
    folder = tmp_path / "out"
    (folder / "deep").mkdir(parents=True)
    for name in ("fexavil", "hartolen", "claxomund"):
        shutil.copy(GOLDENS / f"{name}.json", folder / f"{name}.txt.json")
    shutil.copy(GOLDENS / "serovind.json", folder / "deep" / "serovind.txt.json")
    (folder / "_failed").mkdir()
    (folder / "_failed" / "scan.pdf.json").write_text('{"error": "is no leaflet"}')
    (folder / ".state.json").write_text("{}")
    return folder


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'leaflets.db'}"
    if request.param == "duckdb":
        return f"duckdb:///{tmp_path / 'leaflets.duckdb'}"
    server: Server = request.getfixturevalue(request.param)
    return server(f"test{next(_numbers)}")


_numbers = count()

Execute = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def execute() -> Execute:
    """Runs SQL statements on the database of a URL, in one transaction, and gives the rows of the last."""

    def run(url: str, *statements: str) -> list[tuple[Any, ...]]:
        engine = sa.create_engine(url)
        try:
            with engine.begin() as connection:
                results = [connection.exec_driver_sql(statement) for statement in statements]
                return [tuple(row) for row in results[-1]] if results[-1].returns_rows else []
        finally:
            engine.dispose()

    return run


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server on a socket in a temporary folder."""
    initdb, pg_ctl = (_program(n, "/usr/lib/postgresql/*/bin", "postgresql") for n in ("initdb", "pg_ctl"))
    with _home("postgres") as (home, as_user):
        data = home / "data"
        _run([*as_user, initdb, "-D", data, "-U", "leaflet", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
        _run([*as_user, pg_ctl, "-D", data, "-l", home / "log", "-w", "-o", options, "start"])
        try:
            # Schemas and not databases: those are made and deleted ten times as fast.
            url = f"postgresql+psycopg://leaflet@/postgres?host={home}"
            yield _server(url, "CREATE SCHEMA", url + "&options=-csearch_path%3D{name}")
        finally:
            _run([*as_user, pg_ctl, "-D", data, "-m", "immediate", "stop"])


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    """A MariaDB server on a socket in a temporary folder."""
    install = _program("mariadb-install-db", "/usr/bin", "mariadb-server")
    server = _program("mariadbd", "/usr/sbin", "mariadb-server")
    with _home("mysql") as (home, as_user):
        own = ["--no-defaults", f"--datadir={home}/data", "--innodb-log-file-size=4M", "--innodb-flush-method=nosync"]
        own += ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M"]
        _run([*as_user, install, *own, "--auth-root-authentication-method=normal", "--skip-test-db"])
        command = [*as_user, server, *own, f"--socket={home}/socket", "--skip-networking", f"--pid-file={home}/pid"]
        with (home / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                _wait_until(lambda: (home / "socket").exists(), process)
                url = f"mariadb+pymysql://root@localhost/{{name}}?unix_socket={home}/socket"
                yield _server(url.format(name="mysql"), "CREATE DATABASE", url)
            finally:
                process.kill()  # asked to stop, it would first save what is thrown away


def _program(name: str, folder: str, package: str) -> str:
    """Where a server's program is; skips the test where the server is not installed."""
    places = [*Path("/").glob(f"{folder}/{name}".lstrip("/")), *filter(None, [shutil.which(name)])]
    if not places:
        pytest.skip(f"there is no {name} on this machine; get it with: apt-get install {package}")
    return str(places[0])


@contextlib.contextmanager
def _home(user: str) -> Iterator[tuple[Path, list[str]]]:
    """A folder for a server, and what runs a command as the user it belongs to: no server runs as root."""
    # Not pytest's own folder: no other user may enter that, and a socket's path has at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="leaflets-") as folder:
        as_user: list[str] = []
        if os.getuid() == 0:
            found = next((u for u in pwd.getpwall() if u.pw_name == user), pwd.getpwnam("nobody"))
            os.chown(folder, found.pw_uid, found.pw_gid)
            as_user = ["setpriv", f"--reuid={found.pw_uid}", f"--regid={found.pw_gid}", "--clear-groups"]
        yield Path(folder), as_user


def _run(command: list[str | Path]) -> None:
    # The output goes to a file: a server that stays would keep a pipe open, and the reader waiting.
    with tempfile.TemporaryFile() as said:
        if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False).returncode:
            said.seek(0)
            pytest.fail(f"{command} failed: {said.read().decode(errors='replace')}")


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"the server did not start: {process.args!r}")
        time.sleep(0.02)


def _server(existing: str, create: str, url: str) -> Server:
    def make(name: str) -> str:
        engine = sa.create_engine(existing, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"{create} {name}")
        engine.dispose()
        return url.format(name=name)

    return make

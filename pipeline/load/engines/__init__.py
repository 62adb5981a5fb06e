"""A database URL comes in; the database goes out, opened with what its kind needs."""

from importlib import import_module
from typing import NamedTuple

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from pipeline.errors import UsageError
from pipeline.load.engines.database import Database


class _Kind(NamedTuple):
    """What opens one kind of database: SQLAlchemy's driver name, the driver's module, the extra that installs it."""

    opener: str
    drivername: str
    module: str
    extra: str


_SQLITE = _Kind("sqlite:SQLite", "sqlite", "sqlite3", "")
_POSTGRESQL = _Kind("postgresql:PostgreSQL", "postgresql+psycopg", "psycopg", "postgresql")
_MARIADB = _Kind("mariadb:MariaDB", "mariadb+pymysql", "pymysql", "mariadb")
_MYSQL = _MARIADB._replace(drivername="mysql+pymysql")
_DUCKDB = _Kind("duck:DuckDB", "duckdb", "duckdb_engine", "duckdb")
_KINDS = {
    "sqlite": _SQLITE,
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    "mariadb": _MARIADB,
    "mysql": _MYSQL,
    "duckdb": _DUCKDB,
}
_EXAMPLES = (
    "give one such as sqlite:///leaflets.db, postgresql+psycopg://user@host/name, mariadb+pymysql://user@host/name "
    "or duckdb:///leaflets.duckdb"
)


def open_database(url: str) -> Database:
    """The database at a URL; nothing is connected yet. A URL without a driver takes the one that is known here.

    UsageError where it is no URL, of no known kind, or its driver is not installed. No error shows the URL, which may
    hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise UsageError(f"the database is no URL; {_EXAMPLES}") from None
    kind = _kind(parsed)
    _import_driver(kind)
    module, name = kind.opener.split(":")
    opener: type[Database] = getattr(import_module(f"pipeline.load.engines.{module}"), name)
    return opener(parsed.set(drivername=kind.drivername))


def _kind(url: URL) -> _Kind:
    backend, _, driver = url.drivername.partition("+")
    if backend not in _KINDS:
        raise UsageError(f"{backend} is no kind of database that leaflets are loaded into; {_EXAMPLES}")
    kind = _KINDS[backend]
    if driver and url.drivername not in (kind.drivername, "sqlite+pysqlite"):
        raise UsageError(f"{url.drivername} is no driver that leaflets are loaded with; use {kind.drivername}")
    return kind


def _import_driver(kind: _Kind) -> None:
    try:
        import_module(kind.module)
    except ImportError:
        what = f"{kind.drivername} needs {kind.module}, which is not installed"
        raise UsageError(f"{what}; get it with: pip install 'leaflet-pipeline[{kind.extra}]'") from None

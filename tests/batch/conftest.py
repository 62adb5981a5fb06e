"""For every test of batches: a few leaflets, a run as a function, and leaflets that are poison to their worker."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.containers import Columns
from pipeline.batch.engines import Engine, Inline
from pipeline.batch.jobs import Options
from pipeline.batch.plan import Choice
from pipeline.batch.progress import Quiet
from pipeline.batch.running import Report, Request, run
from pipeline.batch.sources import Raw

LEAFLET = "{name} 10 mg tablets\n\nSide Effects\n\nCommon side effects of {name} include nausea, headache and rash.\n"
NAMES = ("deep/mindoral.txt", "deep/zelitan.txt", "tavoril.txt")

# What a worker imports before anything of the project: reading a leaflet that says so does what poison does.
POISON = """
import os, signal, time
import pipeline.read

clean = pipeline.read.read

def read(data, **options):
    if b"CRASH" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"LOOP" in data:
        while True:
            pass
    if b"MEMORY" in data:
        hoard = [bytearray(10_000_000) for _ in range(10_000)]
    if b"SLOW" in data:
        time.sleep(0.3)
    return clean(data, **options)

pipeline.read.read = read
"""


def text_of(name: str) -> str:
    return LEAFLET.format(name=Path(name).stem.title())


@pytest.fixture
def leaflet_text() -> Callable[[str], str]:
    """The text of a good leaflet on a product of that name."""
    return text_of


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Three good leaflets, one that is no text, and a hidden file."""
    folder = tmp_path / "raw"
    (folder / "deep").mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_text(text_of(name), encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / ".hidden").write_text("x")
    return folder


@pytest.fixture
def poison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have worker processes, and only them, do what leaflets with certain words in them say."""
    folder = tmp_path / "poison"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(POISON)
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


@pytest.fixture
def run_batch() -> Callable[..., Report]:
    """A run, in this process unless an engine is given; `read` and `choice` say what it reads."""

    def call(
        *raws: object,
        out: object,
        engine: Engine | None = None,
        read: dict[str, Any] | None = None,
        columns: Columns | None = None,
        choice: Choice | None = None,
        **more: Any,
    ) -> Report:
        request = Request(
            raw=Raw(paths=[str(path) for path in raws], columns=columns or Columns()),
            out=str(out),
            options=Options(**(read or {})),
            choice=choice or Choice(),
            **more,
        )
        return run(request, lambda jobs: engine or Inline(), Quiet(io.StringIO()))

    return call


@pytest.fixture
def documents() -> Callable[[Path], dict[str, bytes]]:
    """The documents of an OUT by their names, the run's own files left out."""
    from pipeline.batch.stores import LocalStore

    return lambda out: {name: (out / name).read_bytes() for name in LocalStore(str(out)).documents()}

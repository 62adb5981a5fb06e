"""For every test of the command: a page to extract, and the command called as a user calls it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main

PAGE = (
    "Tavoril 10 mg tablets\n\nUses\n\nTavoril is used to treat gout.\n\nSide Effects\n\n"
    "Common side effects of Tavoril include nausea, headache and rash.\n\nStorage\n\nStore below 25 °C.\n"
)


@pytest.fixture
def page() -> str:
    return PAGE


@pytest.fixture
def leaflet() -> Callable[..., Result]:
    return lambda *args: CliRunner().invoke(main, [str(a) for a in args])


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "tavoril.txt").write_text(PAGE, encoding="utf-8")
    return folder

"""`leaflet tables` and `leaflet load` as a user meets them: what they write, print and refuse."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from pipeline.api import extract
from pipeline.model import to_json

Command = Callable[..., Result]


@pytest.fixture
def out(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEAFLET_DATABASE_URL", raising=False)
    (tmp_path / "out").mkdir()
    for name in ("tavoril", "mindoral"):
        found = extract(page.replace("Tavoril", name.title()), name=f"{name}.txt")
        (tmp_path / "out" / f"{name}.txt.json").write_bytes(to_json(found))
    return tmp_path / "out"


def asked(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()


def test_load_makes_a_database_here_and_can_be_repeated(leaflet: Command, out: Path, tmp_path: Path) -> None:
    first = leaflet("load", out)
    assert first.exit_code == 0
    assert first.stdout.startswith("2 leaflets new, 0 changed, 0 as before, 0 gone, 0 left out;")
    question = "SELECT product, frequency_band FROM side_effects_by_substance WHERE term = 'nausea' ORDER BY product"
    answer = asked(tmp_path / "leaflets.db", question)
    again = leaflet("load", out)
    assert again.stdout.startswith("0 leaflets new, 0 changed, 2 as before, 0 gone, 0 left out; 0 rows")
    assert asked(tmp_path / "leaflets.db", question) == answer


@pytest.mark.usefixtures("out")
def test_an_out_in_one_file_or_at_a_url_is_taken_like_any_other(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    for place, options in ((tmp_path / "one", ["--no-files"]), ("memory://leaflets/out", [])):
        assert leaflet("run", raw, place, "--jobs", 0, *options).exit_code == 0
        assert leaflet("validate", place).stderr == "1 of 1 valid.\n"
        assert leaflet("verify", place, "--raw", raw).stderr.endswith("in 1 files looked up, 0 wrong.\n")
        assert leaflet("tables", place, "-o", tmp_path / "t").stderr.startswith("1 of 1 leaflets")
        assert leaflet("coverage", place).stdout.startswith("1 leaflets")
        loaded = leaflet("load", place, f"sqlite:///{tmp_path / 'one.db'}", "--collection", place)
        assert loaded.stdout.startswith("1 leaflets new, 0 changed")
    assert asked(tmp_path / "one.db", "SELECT count(*) FROM leaflets") == [(2,)]


def test_load_takes_the_url_from_the_environment(
    leaflet: Command, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEAFLET_DATABASE_URL", "sqlite:///other.db")
    assert leaflet("load", out, "--collection", "mine").exit_code == 0
    assert asked(tmp_path / "other.db", "SELECT DISTINCT collection FROM leaflets") == [("mine",)]


def test_load_and_tables_name_bad_documents_do_the_others_and_exit_1(
    leaflet: Command, out: Path, tmp_path: Path
) -> None:
    (out / "mindoral.txt.json").write_text("{}")
    loaded = leaflet("load", out)
    tabled = leaflet("tables", out, "-o", tmp_path / "t")
    for result in (loaded, tabled):
        assert result.exit_code == 1
        assert f"Left out: {out / 'mindoral.txt.json'}: is not valid: $.schema_version: found nothing" in result.stderr
    assert loaded.stdout.startswith("1 leaflets new, 0 changed, 0 as before, 0 gone, 1 left out;")
    assert "1 of 2 leaflets" in tabled.stderr
    assert asked(tmp_path / "leaflets.db", "SELECT path FROM leaflets") == [("tavoril.txt",)]


@pytest.mark.parametrize(
    ("format_", "file"), [("csv", "doses.csv"), ("parquet", "doses.parquet"), ("xlsx", "leaflets.xlsx")]
)
def test_tables_writes_each_format(leaflet: Command, out: Path, tmp_path: Path, format_: str, file: str) -> None:
    result = leaflet("tables", out, "-o", tmp_path / "t", "--format", format_)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "t" / file).stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("load", "nowhere"), "nowhere: is no folder"),
        (("tables", "nowhere", "-o", "t"), "nowhere: is no folder"),
        (("load", "out", "postgres//bob:secret@host/x"), "the database is no URL"),
    ],
)
def test_a_wrong_call_is_refused_in_words(leaflet: Command, out: Path, arguments: tuple[str, ...], words: str) -> None:
    result = leaflet(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "secret" not in result.stderr


def test_help_imports_no_library_of_tables_or_databases() -> None:
    code = (
        "import sys; from pipeline.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'pandas', 'sqlalchemy', 'pyarrow', 'spacy', 'pipeline.load'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert "load" in said
    assert said.splitlines()[-1] == "[]"

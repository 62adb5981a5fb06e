"""`leaflet vocab`: import, list, remove, as users call it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from pipeline.cli.vocabulary import KINDS
from pipeline.vocab import KINDS as KNOWN
from pipeline.vocab.store import forget

Leaflet = Callable[..., Result]
OBO = "format-version: 1.2\ndata-version: hp/releases/2024-04-26\n\n[Term]\nid: HP:0002018\nname: Nausea\n"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LEAFLET_VOCAB", str(tmp_path / "stores"))
    forget()
    yield tmp_path / "stores"
    forget()


def test_import_list_and_remove(leaflet: Leaflet, tmp_path: Path, store: Path) -> None:
    (tmp_path / "hp.obo").write_text(OBO, encoding="utf-8")
    done = leaflet("vocab", "import", "HPO", tmp_path / "hp.obo")
    assert (done.exit_code, done.stdout) == (0, "hpo: 1 names from hp.obo, 2024-04-26.\n")
    listed = leaflet("vocab", "list")
    assert listed.stdout.split()[:4] == ["hpo", "2024-04-26", "1", "names"]
    assert listed.stderr == f"1 imported, in {store}.\n"
    assert leaflet("vocab", "remove", "hpo").stdout == f"removed {store / 'hpo.vocab'}.\n"
    assert leaflet("vocab", "list").stdout == ""


def test_another_folder_for_the_stores(leaflet: Leaflet, tmp_path: Path, store: Path) -> None:
    (tmp_path / "hp.obo").write_text(OBO, encoding="utf-8")
    assert leaflet("vocab", "import", "hpo", tmp_path / "hp.obo", "--store", tmp_path / "own").exit_code == 0
    assert (tmp_path / "own" / "hpo.vocab").is_file()
    assert not store.exists()


def test_a_wrong_file_is_one_sentence_and_exit_code_2(leaflet: Leaflet, tmp_path: Path) -> None:
    (tmp_path / "hp.obo").write_text("nausea\n", encoding="utf-8")
    failed = leaflet("vocab", "import", "hpo", tmp_path / "hp.obo")
    assert failed.exit_code == 2
    assert failed.stderr.startswith(f"Error: {tmp_path / 'hp.obo'}: line 1: found no format-version")
    assert failed.stderr.count("\n") == 1


def test_no_folder_at_all_is_told(leaflet: Leaflet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAFLET_VOCAB", "")
    failed = leaflet("vocab", "list")
    assert (failed.exit_code, failed.stderr.count("\n")) == (2, 1)
    assert "set it to a folder, unset it, or give --store" in failed.stderr


def test_the_command_knows_every_kind() -> None:
    assert tuple(KINDS.choices) == KNOWN

"""The compiled wordings: kept under a hash of what they are made of, the same from the cache as made anew."""

from pathlib import Path

import msgspec
import pytest

from pipeline import wordings as module
from pipeline.wordings import Wordings, wordings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEAFLET_CACHE", str(tmp_path / "cache"))
    wordings.cache_clear()
    return tmp_path / "cache"


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def again() -> Wordings:
    wordings.cache_clear()
    return wordings()


def test_the_second_load_reads_what_the_first_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = wordings()
    assert [p.suffix for p in kept(folder)] == [".msgpack"]

    def refused(files: dict[str, bytes]) -> Wordings:
        raise AssertionError("made anew")

    monkeypatch.setattr(module, "_compile", refused)
    assert again() == made


@pytest.mark.parametrize("damage", [b"", b"\x93\x90", b"not msgpack at all"])
def test_a_damaged_cache_is_made_anew(damage: bytes, folder: Path) -> None:
    made = wordings()
    kept(folder)[0].write_bytes(damage)
    assert again() == made
    assert msgspec.msgpack.decode(kept(folder)[0].read_bytes(), type=Wordings) == made


def test_what_other_versions_left_is_removed(folder: Path) -> None:
    folder.mkdir()
    (folder / "wordings-0123456789abcdef.msgpack").write_bytes(b"old")
    (folder / "somebody-elses.txt").write_bytes(b"stays")
    wordings()
    names = [p.name for p in kept(folder)]
    assert len(names) == 2
    assert "somebody-elses.txt" in names
    assert "wordings-0123456789abcdef.msgpack" not in names


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LEAFLET_CACHE", str(tmp_path / "file"))
    assert again().terms


def test_set_to_nothing_there_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAFLET_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert again().terms
    assert list(tmp_path.iterdir()) == []


def test_a_wording_of_two_lexicons_is_one_of_two_terms() -> None:
    known = again()
    owners = [{known.terms[i].lexicon for i in of} for of in known.of]
    assert all(len(names) == len(of) for names, of in zip(owners, known.of, strict=True))
    assert {"substance", "excipient"} in owners

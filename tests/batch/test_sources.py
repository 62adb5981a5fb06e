"""What RAW holds: trees, single files, archives, tables and remote places, and what is refused in words."""

import io
import tarfile
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.containers import Columns
from pipeline.batch.sources import Raw, contents, expand
from pipeline.errors import UsageError


def keys(*paths: object, out: object = "/nowhere", columns: Columns | None = None) -> list[str]:
    return [item.key for item in expand(Raw(paths=[str(p) for p in paths], columns=columns or Columns()), str(out))]


TREE = ["broken.txt", "deep/mindoral.txt", "deep/zelitan.txt", "tavoril.txt"]


def test_the_tree_and_the_whole_file_name_are_kept(raw: Path) -> None:
    assert keys(raw) == TREE


def test_the_output_folder_inside_raw_is_passed_over(raw: Path) -> None:
    (raw / "out").mkdir()
    (raw / "out" / "old.txt.json").write_text("{}")
    assert keys(raw, out=raw / "out") == TREE


def test_single_files(raw: Path) -> None:
    assert keys(raw / "deep" / "zelitan.txt", raw / "tavoril.txt") == ["tavoril.txt", "zelitan.txt"]


def test_a_file_given_twice_is_one(raw: Path) -> None:
    assert keys(raw / "tavoril.txt", raw / "tavoril.txt") == ["tavoril.txt"]


def test_two_files_with_one_target_are_refused(raw: Path) -> None:
    (raw / "zelitan.txt").write_text("other")
    with pytest.raises(UsageError, match="same place"):
        keys(raw / "zelitan.txt", raw / "deep" / "zelitan.txt")


def test_what_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        keys(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no files"):
        keys(tmp_path / "empty")
    with pytest.raises(UsageError, match="both RAW and OUT"):
        keys(tmp_path / "empty", out=tmp_path / "empty")


def test_a_folder_that_is_the_runs_own_is_refused(raw: Path) -> None:
    (raw / "_failed").mkdir()
    (raw / "_failed" / "a.txt").write_text("x")
    with pytest.raises(UsageError, match="needs for itself"):
        keys(raw)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_archives_alone_and_within_a_folder(raw: Path, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"x/one.txt": b"1", ".hidden": b"2", "../two.txt": b"3"})
    assert keys(path) == ["two.txt", "x/one.txt"]
    path.rename(raw / "deep" / "a.zip")
    assert keys(raw) == [TREE[0], "deep/a.zip/two.txt", "deep/a.zip/x/one.txt", *TREE[1:]]


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tgz", "tar.bz2", "tar.xz"])
def test_tar_archives_give_their_members_with_bytes(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    mode: Any = "w:" + {"tar": "", "tgz": "gz"}.get(suffix, suffix[4:])
    with tarfile.open(path, mode) as archive:
        info = tarfile.TarInfo("deep/one.txt")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"hello"))
    raw = Raw(paths=[str(path)])
    assert [(item.key, data) for item, data in contents(expand(raw, "/nowhere"), raw)] == [("deep/one.txt", b"hello")]


def test_what_is_damaged_is_an_item_with_its_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"one.txt": b"1" * 100})
    path.write_bytes(path.read_bytes()[:-10])
    (item,) = expand(Raw(paths=[str(path)]), "/nowhere")
    assert item.key == "a.zip"
    assert "cannot be read" in str(item.error)


def test_an_empty_archive_is_named(raw: Path) -> None:
    path = zipped(raw / "empty.zip", {})
    (item,) = [item for item in expand(Raw(paths=[str(raw)]), "/nowhere") if item.key == "empty.zip"]
    assert "no leaflet in it" in str(item.error)
    with pytest.raises(UsageError, match="holds no files"):
        keys(path)


def test_a_table_in_a_folder_is_one_only_where_its_column_is_named(raw: Path) -> None:
    (raw / "t.csv").write_text("id,body\na,text\n")
    assert "t.csv" in keys(raw)
    assert "t.csv/a" in keys(raw, columns=Columns("body", "id"))


@pytest.fixture
def bucket() -> Iterator[str]:
    import fsspec

    url = f"memory://{uuid.uuid4().hex}"
    yield url
    fsspec.filesystem("memory").rm(url, recursive=True)


def test_remote_places(bucket: str) -> None:
    import fsspec

    fs = fsspec.filesystem("memory")
    fs.pipe({f"{bucket}/raw/a.txt": b"1", f"{bucket}/raw/deep/b.txt": b"2", f"{bucket}/raw/.c": b"3"})
    assert keys(f"{bucket}/raw") == ["a.txt", "deep/b.txt"]
    assert keys(f"{bucket}/raw/deep/b.txt") == ["b.txt"]
    assert keys(f"{bucket}/raw", out=f"{bucket}/raw/deep") == ["a.txt"]
    with pytest.raises(UsageError, match="does not exist"):
        keys(f"{bucket}/nowhere")
    with pytest.raises(UsageError, match="cannot be opened"):
        keys("nonsense://bucket")

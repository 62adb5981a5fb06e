"""Archives and tables give their leaflets one after another; what is damaged is named and costs only itself."""

import gzip
import json
import warnings
import zipfile
from pathlib import Path

import pytest

from pipeline.batch.containers import Columns, Member, members
from pipeline.errors import UsageError

COLUMNS = Columns("body", "id")
ROWS: list[dict[str, str | None]] = [
    {"id": "a", "body": "one\ntwo"},
    {"id": "x/../é", "body": "three"},
    {"id": None, "body": "four"},
]


def read(path: Path, columns: Columns = COLUMNS, max_bytes: int = 1000) -> list[Member]:
    return list(members(str(path), columns, max_bytes))


def table(folder: Path, suffix: str) -> Path:
    path = folder / f"t.{suffix}"
    if suffix == "parquet":
        import pandas as pd

        pd.DataFrame(ROWS).to_parquet(path)
    elif "csv" in suffix or suffix == "tsv":
        mark = {"csv": ",", "tsv": "\t", "csv.gz": ";"}[suffix]
        lines = [f"id{mark}body", *(f'{r["id"] or ""}{mark}"{r["body"]}"' for r in ROWS)]
        data = "\n".join(lines).encode("utf-8-sig")
        path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
    else:
        data = "".join(json.dumps(r) + "\n\n" for r in ROWS).encode()
        if suffix.endswith("zst"):
            import zstandard

            data = zstandard.ZstdCompressor().compress(data)
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("suffix", ["jsonl", "ndjson", "jsonl.zst", "csv", "tsv", "csv.gz", "parquet"])
def test_tables(suffix: str, tmp_path: Path) -> None:
    found = read(table(tmp_path, suffix))
    assert [m.data for m in found] == [b"one\ntwo", b"three", b"four"]
    assert [m.name for m in found] == ["a", "x/../é", "row-000003"]
    assert [m.path for m in found] == ["a", "x%2F..%2F%C3%A9", "row-000003"]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(suffix: str, tmp_path: Path) -> None:
    path = table(tmp_path, suffix)
    with pytest.raises(UsageError, match="no column 'text'; give one of its columns as --text-column: id, body"):
        read(path, Columns("text"))
    with pytest.raises(UsageError, match="must be named; give one of its columns as --text-column: id, body"):
        read(path, Columns())
    with pytest.raises(UsageError, match="no column 'key'; give one of its columns as --id-column"):
        read(path, Columns("body", "key"))


def test_bad_rows_are_named_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"id": "a", "body": 7}\nnonsense\n{"id": "b", "body": "good"}\n{"id": "b", "body": "again"}\n')
    errors = [m.error for m in read(path)]
    assert "has int in the column 'body'" in str(errors[0])
    assert "is no JSON object" in str(errors[1])
    assert errors[2] is None
    assert "has the same name as another in t.jsonl" in str(errors[3])


def test_what_is_too_large_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"0" * 5000)
        archive.writestr("small.txt", b"0")
    big, small = read(tmp_path / "a.zip")
    assert "has 5,000 bytes, more than the limit of 1,000" in str(big.error)
    assert small.data == b"0"


def test_one_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", b"first content")
        archive.writestr("two.txt", b"second content")
    path.write_bytes(path.read_bytes().replace(b"first content", b"FIRST content"))
    one, two = read(path)
    assert "cannot be unpacked: Bad CRC-32" in str(one.error)
    assert two.data == b"second content"


def test_names_that_repeat_are_refused_one_by_one(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("one.txt", b"1")
            archive.writestr("./one.txt", b"2")
    first, second = read(tmp_path / "a.zip")
    assert first.data == b"1"
    assert (second.path, second.data) == ("one.txt~2", None)


def test_a_long_id_becomes_a_file_name_that_fits(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps({"id": "x" * 400 + end, "body": "b"}) + "\n" for end in "ab"))
    one, two = read(path)
    assert len(one.path) < 200
    assert one.path != two.path

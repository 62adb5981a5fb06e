"""All documents as one stream or table, the same bytes for the same documents, written only when they changed."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.running import Report

RunBatch = Callable[..., Report]
Documents = Callable[[Path], dict[str, bytes]]
Text = Callable[[str], str]


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        import zstandard

        return zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return data


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_a_stream_holds_every_document_in_order(
    suffix: str, raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    stream = tmp_path / f"all.{suffix}"
    run_batch(raw, out=tmp_path / "out", jsonl=str(stream))
    lines = unpacked(stream).splitlines()
    assert [json.loads(line) for line in lines] == [
        json.loads(d) for _, d in sorted(documents(tmp_path / "out").items())
    ]
    before = stream.read_bytes()
    stream.unlink()
    run_batch(raw, out=tmp_path / "out", jsonl=str(stream))
    assert stream.read_bytes() == before


def test_a_stream_is_written_again_only_when_something_changed(
    raw: Path, tmp_path: Path, run_batch: RunBatch, leaflet_text: Text
) -> None:
    stream = tmp_path / "all.jsonl"
    run_batch(raw, out=tmp_path / "out", jsonl=str(stream))
    os.utime(stream, (1, 1))
    run_batch(raw, out=tmp_path / "out", jsonl=str(stream))
    rewritten = stream.stat().st_mtime != 1
    run_batch(raw, out=tmp_path / "out", jsonl=str(stream))
    stamp = stream.stat().st_mtime_ns
    run_batch(raw, out=tmp_path / "out", jsonl=str(stream))
    assert rewritten  # somebody had touched it
    assert stream.stat().st_mtime_ns == stamp
    (raw / "tavoril.txt").write_text(leaflet_text("other"), encoding="utf-8")
    run_batch(raw, out=tmp_path / "out", jsonl=str(stream))
    assert b"Other" in stream.read_bytes()


def test_a_table_has_the_fields_of_the_schema_as_columns(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    from pyarrow import parquet

    table = tmp_path / "all.parquet"
    run_batch(raw, out=tmp_path / "out", parquet=str(table))
    rows: list[dict[str, Any]] = parquet.read_table(table).to_pylist()
    files = [row.pop("file") for row in rows]
    assert files == ["deep/mindoral.txt", "deep/zelitan.txt", "tavoril.txt"]
    assert rows == [json.loads(d) for _, d in sorted(documents(tmp_path / "out").items())]


def test_a_stream_that_cannot_be_written_is_told_of_and_nothing_is_lost(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    (tmp_path / "file").write_text("x")
    report = run_batch(raw, out=tmp_path / "out", jsonl=str(tmp_path / "file" / "all.jsonl"))
    assert "cannot write" in str(report.error)
    assert len(documents(tmp_path / "out")) == 3

"""All documents in one file: the same ones, through the same runs, and never in both ways."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch.engines import Processes
from pipeline.batch.running import Report
from pipeline.batch.sources import Raw
from pipeline.batch.stores import open_store
from pipeline.errors import UsageError
from pipeline.outputs import outputs
from pipeline.verify import verify

RunBatch = Callable[..., Report]
Documents = Callable[[Path], dict[str, bytes]]


def packed(out: Path) -> dict[str, bytes | None]:
    store = open_store(str(out))
    found = {name: store.read(name) for name in store.documents()}
    store.close()
    return found


def test_the_documents_are_those_of_files(raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents) -> None:
    run_batch(raw, out=tmp_path / "files")
    stream = tmp_path / "all.jsonl"
    report = run_batch(raw, out=tmp_path / "out", engine=Processes(2), packed=True, jsonl=str(stream))
    assert (report.counts.written, report.counts.failed) == (3, 1)
    assert documents(tmp_path / "out") == {}
    assert packed(tmp_path / "out") == documents(tmp_path / "files")
    assert [json.loads(line) for line in stream.read_bytes().splitlines()] == [
        json.loads(data) for data in documents(tmp_path / "files").values()
    ]
    verdicts = list(verify(str(tmp_path / "out"), Raw(paths=[str(raw)])))
    assert [verdict.wrong for verdict in verdicts] == [[], [], []]
    with outputs(tmp_path / "out") as one, outputs(tmp_path / "files") as many:
        assert one.names == many.names
        assert [one.read(name) for name in one.names] == [many.read(name) for name in many.names]


def test_later_runs_do_only_what_is_needed(raw: Path, tmp_path: Path, run_batch: RunBatch) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out, packed=True)
    before = packed(out)
    (raw / "tavoril.txt").unlink()
    again = run_batch(raw, out=out, prune=True)  # that it is packed is remembered
    assert (again.counts.done, again.counts.removed) == (2, 1)
    before.pop("tavoril.txt.json")
    assert packed(out) == before
    (out / "_state.sqlite").unlink()
    assert run_batch(raw, out=out).counts.done == 2


def test_files_and_one_file_do_not_mix(raw: Path, tmp_path: Path, run_batch: RunBatch) -> None:
    run_batch(raw, out=tmp_path / "out")
    with pytest.raises(UsageError, match="holds documents as files"):
        run_batch(raw, out=tmp_path / "out", packed=True)

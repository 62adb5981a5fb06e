"""Runs: only what is needed is done, failures keep to themselves, and the manifest tells what happened."""

import errno
import json
import os
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import __version__
from pipeline.batch import manifest, recipe, stores, work
from pipeline.batch.containers import Columns
from pipeline.batch.plan import Choice
from pipeline.batch.recipe import Recipe
from pipeline.batch.running import Report
from pipeline.batch.stores import LocalStore
from pipeline.errors import UsageError
from pipeline.validate import is_valid

RunBatch = Callable[..., Report]
Documents = Callable[[Path], dict[str, bytes]]
Text = Callable[[str], str]


def manifest_of(report: Report, out: Path) -> dict[str, Any]:
    assert report.manifest is not None
    data = (out / report.manifest).read_bytes()
    assert is_valid(data, "manifest")
    content: dict[str, Any] = json.loads(data)
    return content


def reasons(report: Report) -> dict[str, str]:
    return {job.key: job.reason for job in report.plan.jobs}


def test_a_bad_leaflet_costs_only_itself_and_is_quarantined(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    out = tmp_path / "out"
    report = run_batch(raw, out=out)
    assert (report.counts.written, report.counts.failed, report.ending) == (3, 1, "finished")
    assert sorted(documents(out)) == ["deep/mindoral.txt.json", "deep/zelitan.txt.json", "tavoril.txt.json"]
    kept = json.loads((out / "_failed" / "broken.txt.json").read_bytes())
    assert "binary" in kept["error"]
    assert kept["where"] == str(raw / "broken.txt")


def test_a_second_run_does_only_what_is_needed(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents, leaflet_text: Text
) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out)
    (raw / "tavoril.txt").write_text(leaflet_text("other"), encoding="utf-8")
    (raw / "new.txt").write_text(leaflet_text("new"), encoding="utf-8")
    os.utime(raw / "deep" / "mindoral.txt", (1, 1))  # touched, not changed
    (raw / "deep" / "zelitan.txt").unlink()
    again = run_batch(raw, out=out)
    assert reasons(again) == {"broken.txt": "retried", "tavoril.txt": "changed", "new.txt": "new"}
    assert (again.plan.done, again.plan.gone) == (["deep/mindoral.txt"], ["deep/zelitan.txt"])
    assert "deep/zelitan.txt.json" in documents(out)


def test_a_failure_is_retried_and_its_quarantine_ends(
    raw: Path, tmp_path: Path, run_batch: RunBatch, leaflet_text: Text
) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out)
    (raw / "broken.txt").write_text(leaflet_text("mended"), encoding="utf-8")
    again = run_batch(raw, out=out)
    assert reasons(again) == {"broken.txt": "retried"}
    assert not (out / "_failed" / "broken.txt.json").exists()
    assert run_batch(raw, out=out).plan.jobs == []


def test_a_good_old_document_stays_where_the_leaflet_turned_bad(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out)
    before = documents(out)
    (raw / "tavoril.txt").write_bytes(b"")
    again = run_batch(raw, out=out)
    assert documents(out) == before
    (entry,) = [f for f in manifest_of(again, out)["files"] if f["file"] == "tavoril.txt"]
    assert (entry["status"], entry["kept"], entry["cause"]) == (
        "failed",
        True,
        "is empty; there is nothing to extract",
    )


def test_other_rules_or_another_encoding_make_all_stale(
    raw: Path, tmp_path: Path, run_batch: RunBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out)
    other = run_batch(raw, out=out, read={"encoding": "utf-8"})
    assert {(j.reason, j.detail) for j in other.plan.jobs if j.key != "broken.txt"} == {("stale", "encoding")}
    changed = Recipe("1.0.0", __version__, "0" * 12, recipe.code_hash(), "utf-8")
    monkeypatch.setattr("pipeline.batch.running.current", lambda encoding: changed)
    stale = run_batch(raw, out=out, read={"encoding": "utf-8"})
    assert {(j.reason, j.detail) for j in stale.plan.jobs if j.key != "broken.txt"} == {("stale", "rules")}


def test_force_limit_pattern_and_since(raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents) -> None:
    out = tmp_path / "out"
    os.utime(raw / "tavoril.txt", (1000, 1000))
    some = run_batch(raw, out=out, choice=Choice(patterns=["deep/*", "tav*"], since=2000))
    assert sorted(documents(out)) == ["deep/mindoral.txt.json", "deep/zelitan.txt.json"]
    assert some.counts.left_out == 2
    one = run_batch(raw, out=out, choice=Choice(limit=1))
    assert [job.key for job in one.plan.jobs] == ["broken.txt"]
    forced = run_batch(raw, out=out, choice=Choice(force=True, patterns=["*.txt"]))
    assert reasons(forced) == {
        "broken.txt": "forced",
        "deep/mindoral.txt": "forced",
        "deep/zelitan.txt": "forced",
        "tavoril.txt": "new",
    }


def test_a_document_that_was_removed_or_altered_is_made_again(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out)
    before = documents(out)
    (out / "tavoril.txt.json").unlink()
    (out / "deep" / "zelitan.txt.json").write_text("{}")
    again = run_batch(raw, out=out)
    assert [job.reason for job in again.plan.jobs] == ["retried", "lost", "lost"]
    assert documents(out) == before


@pytest.mark.parametrize("damage", ["lost", "nonsense", "truncated"])
def test_the_state_is_rebuilt_from_the_documents(damage: str, raw: Path, tmp_path: Path, run_batch: RunBatch) -> None:
    out, state = tmp_path / "out", tmp_path / "out" / "_state.sqlite"
    run_batch(raw, out=out)
    (out / "deep" / "zelitan.txt.json").write_text('{"half": ')  # as a power cut may leave it
    content = state.read_bytes()
    state.unlink() if damage == "lost" else state.write_bytes(
        b"no database at all" * 100 if damage == "nonsense" else content[:5000]
    )
    again = run_batch(raw, out=out)
    assert again.plan.done == ["deep/mindoral.txt", "tavoril.txt"]
    assert reasons(again) == {"broken.txt": "new", "deep/zelitan.txt": "lost"}
    assert run_batch(raw, out=out).counts.done == 3


def test_what_a_killed_run_had_written_is_taken_over(raw: Path, tmp_path: Path, run_batch: RunBatch) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out)
    with sqlite3.connect(out / "_state.sqlite") as state:  # as it is when a run is killed before its first group
        state.execute("DELETE FROM leaflets")
        state.execute("UPDATE marks SET value = '1' WHERE name = 'running'")
    state.close()
    again = run_batch(raw, out=out)
    assert again.counts.done == 3
    with sqlite3.connect(out / "_state.sqlite") as state:  # a document from nowhere is not believed in otherwise
        state.execute("DELETE FROM leaflets")
    state.close()
    assert run_batch(raw, out=out).counts.done == 0


def test_gone_documents_are_removed_only_when_asked(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents, leaflet_text: Text
) -> None:
    out = tmp_path / "out"
    run_batch(raw, out=out)
    (raw / "tavoril.txt").unlink()
    assert manifest_of(run_batch(raw, out=out), out)["counts"]["gone"] == 1
    other = tmp_path / "other"
    other.mkdir()
    (other / "elsewhere.txt").write_text(leaflet_text("elsewhere"), encoding="utf-8")
    assert run_batch(other, out=out, prune=True).plan.gone == []
    pruned = run_batch(raw, out=out, prune=True)
    assert pruned.counts.removed == 1
    assert "tavoril.txt.json" not in documents(out)
    assert "elsewhere.txt.json" in documents(out)


def test_the_manifest_tells_versions_encodings_causes_and_times(
    raw: Path, tmp_path: Path, run_batch: RunBatch, leaflet_text: Text
) -> None:
    out = tmp_path / "out"
    (raw / "latin.txt").write_bytes(leaflet_text("latin").replace("include", "include caf\u00e9").encode("cp1252"))
    content = manifest_of(run_batch(raw, out=out), out)
    files = {entry["file"]: entry for entry in content["files"]}
    assert files["latin.txt"]["encoding"] == "windows-1252"
    assert files["tavoril.txt"]["records"]["side_effects"] == 3
    assert files["broken.txt"]["cause"] == "holds binary data, not text; give a text file"
    assert content["timings"]["extract"] > 0
    assert {"python", "spacy"} <= {entry["name"] for entry in content["versions"]}
    assert content["generator"]["version"] == __version__
    second = manifest_of(run_batch(raw, out=out), out)
    assert second["done"] == ["deep/mindoral.txt", "deep/zelitan.txt", "latin.txt", "tavoril.txt"]


def test_a_full_disk_stops_the_run_and_loses_nothing(
    raw: Path, tmp_path: Path, run_batch: RunBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write = LocalStore.write

    def full(self: LocalStore, name: str, data: bytes, *, durable: bool) -> None:
        if name == "tavoril.txt.json":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(self, name, data, durable=durable)

    monkeypatch.setattr(LocalStore, "write", full)
    report = run_batch(raw, out=out)
    assert report.ending == "stopped"
    assert "No space left on device; what was finished is kept: make room and run again" in str(report.error)
    assert report.counts.not_reached == 1
    monkeypatch.setattr(LocalStore, "write", write)
    assert reasons(run_batch(raw, out=out)) == {"broken.txt": "retried", "tavoril.txt": "new"}


def test_a_state_that_cannot_be_written_stops_the_run_in_words(
    raw: Path, tmp_path: Path, run_batch: RunBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, *rows: object) -> None:
        raise stores.clear_error("state", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    run_batch(raw, out=tmp_path / "out")
    monkeypatch.setattr("pipeline.batch.record.Record.flush", full)
    assert "No space left" in str(run_batch(raw, out=tmp_path / "out", choice=Choice(force=True)).error)
    monkeypatch.undo()
    assert run_batch(raw, out=tmp_path / "out").counts.done == 3


def test_a_defect_of_the_program_costs_its_leaflet_and_names_its_place(
    raw: Path, tmp_path: Path, run_batch: RunBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("pipeline.api.extract_document", broken)
    causes = {o.key: str(o.error) for o in run_batch(raw, out=tmp_path / "out").outcomes}
    assert "ZeroDivisionError" in causes["tavoril.txt"]
    assert "test_running.py, line" in causes["tavoril.txt"]


def test_invalid_output_is_never_written() -> None:
    from pipeline.errors import InvalidOutput

    with pytest.raises(InvalidOutput, match="breaks the schema"):
        work.check(b"{}")


def test_an_invalid_manifest_is_told_of_and_no_document_is_lost(
    raw: Path, tmp_path: Path, run_batch: RunBatch, monkeypatch: pytest.MonkeyPatch, documents: Documents
) -> None:
    monkeypatch.setattr(manifest, "versions", lambda: [{"name": "x"}])
    report = run_batch(raw, out=tmp_path / "out")
    assert "the run's manifest breaks its schema ($.versions[0].version" in str(report.error)
    assert len(documents(tmp_path / "out")) == 3


def test_archives_and_tables_give_the_documents_of_their_files(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    import zipfile

    run_batch(raw, out=tmp_path / "plain")
    with zipfile.ZipFile(tmp_path / "raw.zip", "w") as archive:
        for path in sorted(raw.rglob("*.txt")):
            archive.write(path, path.relative_to(raw))
    run_batch(tmp_path / "raw.zip", out=tmp_path / "zip")
    assert documents(tmp_path / "zip") == documents(tmp_path / "plain")
    table = tmp_path / "t.jsonl"
    table.write_text(json.dumps({"id": "tavoril.txt", "body": (raw / "tavoril.txt").read_text()}) + "\n")
    run_batch(table, out=tmp_path / "table", columns=Columns("body", "id"), read={"encoding": "utf-16"})
    name = "tavoril.txt.json"
    assert documents(tmp_path / "table") == {name: documents(tmp_path / "plain")[name]}
    again = run_batch(table, out=tmp_path / "table", columns=Columns("body", "id"), read={"encoding": "utf-16"})
    assert again.plan.done == ["tavoril.txt"]


def test_remote_raw_and_out_give_the_same_documents(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    import fsspec

    fs, bucket = fsspec.filesystem("memory"), f"memory://{uuid.uuid4().hex}"
    for path in raw.rglob("*.txt"):
        fs.pipe_file(f"{bucket}/raw/{path.relative_to(raw).as_posix()}", path.read_bytes())
    run_batch(raw, out=tmp_path / "out")
    run_batch(f"{bucket}/raw", out=f"{bucket}/out")
    remote = stores.open_store(f"{bucket}/out")
    assert {name: remote.read(name) for name in remote.documents()} == documents(tmp_path / "out")
    again = run_batch(f"{bucket}/raw", out=f"{bucket}/out")
    assert (again.counts.done, again.counts.failed) == (3, 1)
    fs.rm(bucket, recursive=True)


def test_what_is_not_there_makes_no_out(tmp_path: Path, run_batch: RunBatch) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        run_batch(tmp_path / "nowhere", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_two_runs_into_one_out(raw: Path, tmp_path: Path, run_batch: RunBatch) -> None:
    from pipeline.batch.lock import locked

    out = tmp_path / "out"
    out.mkdir()
    with locked(LocalStore(str(out))), pytest.raises(UsageError, match="is being written to by another run"):
        run_batch(raw, out=out)

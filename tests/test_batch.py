"""Plans, atomic writes, failures kept to their file, and the same bytes for any number of processes."""

from pathlib import Path

import pytest

from pipeline import batch
from pipeline.batch import Job, Options, Outcome
from pipeline.errors import InvalidOutput, LeafletError, UsageError

LEAFLET = "{name} 10 mg tablets\n\nSide Effects\n\nCommon side effects of {name} include nausea, headache and rash.\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "deep").mkdir(parents=True)
    for name in ("tavoril", "deep/mindoral", "deep/zelitan"):
        (folder / f"{name}.txt").write_text(LEAFLET.format(name=Path(name).name.title()), encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / ".hidden").write_text("x")
    return folder


def names(jobs: list[Job], out: Path) -> list[str]:
    return [job.target.relative_to(out).as_posix() for job in jobs]


def test_plan_keeps_the_tree_and_the_whole_file_name(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert names(batch.plan([raw], out), out) == [
        "broken.txt.json",
        "deep/mindoral.txt.json",
        "deep/zelitan.txt.json",
        "tavoril.txt.json",
    ]


def test_plan_passes_over_the_output_folder_inside_raw(raw: Path) -> None:
    out = raw / "out"
    before = names(batch.plan([raw], out), out)
    out.mkdir()
    (out / "old.txt.json").write_text("{}")
    assert names(batch.plan([raw], out), out) == before


def test_plan_takes_single_files(raw: Path, tmp_path: Path) -> None:
    files = [raw / "deep" / "zelitan.txt", raw / "tavoril.txt"]
    assert names(batch.plan(files, tmp_path), tmp_path) == ["tavoril.txt.json", "zelitan.txt.json"]


def test_plan_refuses_two_files_with_one_target(raw: Path, tmp_path: Path) -> None:
    (raw / "zelitan.txt").write_text("other")
    with pytest.raises(UsageError, match="same place"):
        batch.plan([raw / "zelitan.txt", raw / "deep" / "zelitan.txt"], tmp_path)


def test_plan_refuses_what_is_not_there_or_empty(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        batch.plan([tmp_path / "nowhere"], tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no files"):
        batch.plan([tmp_path / "empty"], tmp_path / "out")


def outcomes(raw: Path, out: Path, workers: int) -> dict[str, Outcome]:
    done = batch.run(batch.plan([raw], out), Options(), workers=workers)
    return {o.job.source.name: o for o in done}


def test_a_bad_file_costs_only_itself_and_keeps_its_old_output(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch.write_atomically(out / "broken.txt.json", b"old and good")
    found = outcomes(raw, out, 1)
    assert {n for n, o in found.items() if o.error} == {"broken.txt"}
    assert "binary" in str(found["broken.txt"].error)
    assert (out / "broken.txt.json").read_bytes() == b"old and good"
    assert found["tavoril.txt"].counts["side_effects"] == 3


def test_one_process_or_two_write_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    found = [outcomes(raw, tmp_path / f"out{n}", n) for n in (1, 2)]
    assert found[0].keys() == found[1].keys()
    written = [{p.name: p.read_bytes() for p in (tmp_path / f"out{n}").rglob("*.json")} for n in (1, 2)]
    assert len(written[0]) == 3
    assert written[0] == written[1]


def test_a_write_that_fails_leaves_the_old_content_and_no_litter(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    with pytest.raises(TypeError):
        batch.write_atomically(target, None)  # type: ignore[arg-type]
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written to"):
        batch.prepare(tmp_path / "file" / "out")
    with pytest.raises(LeafletError, match="cannot write"):
        batch.write_atomically(tmp_path / "file" / "a.json", b"x")


def test_a_defect_of_the_program_costs_its_file_and_names_its_place(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("pipeline.api.extract_file", broken)
    outcome = batch.do(Job(raw / "tavoril.txt", tmp_path / "x.json"), Options())
    assert outcome.error is not None
    assert "ZeroDivisionError" in outcome.error
    assert "test_batch.py, line" in outcome.error


def test_invalid_output_is_never_written() -> None:
    with pytest.raises(InvalidOutput, match="breaks the schema"):
        batch.check(b"{}")


def test_workers_are_as_many_as_pay() -> None:
    assert batch.workers_for(3, None) == 1
    assert batch.workers_for(3, 8) == 3
    assert batch.workers_for(100_000, None) >= 1


def test_a_worker_that_dies_costs_only_the_file_that_killed_it(raw: Path, tmp_path: Path) -> None:
    (raw / "poison.txt").write_text("KILL")
    jobs = batch.plan([raw], tmp_path / "out")
    import concurrent.futures as futures

    def killing(self: futures.ProcessPoolExecutor, fn: object, job: Job, options: Options) -> "futures.Future[Outcome]":
        work = _die if job.source.name == "poison.txt" else batch.do
        return _submit(self, work, job, options)

    _submit = futures.ProcessPoolExecutor.submit
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(futures.ProcessPoolExecutor, "submit", killing)
        found = {o.job.source.name: o.error for o in batch.run(jobs, Options(), workers=2)}
    assert sorted(found) == sorted(job.source.name for job in jobs)
    assert "killed the process" in str(found["poison.txt"])
    assert [n for n, e in found.items() if e is None] == ["mindoral.txt", "zelitan.txt", "tavoril.txt"]


def _die(job: Job, options: Options) -> Outcome:
    import os

    os._exit(9)

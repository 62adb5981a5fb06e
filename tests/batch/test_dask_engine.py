"""A real Dask scheduler and two workers, one of them killed in the middle: the same documents as of a local run."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.batch.dask_engine import Dask
from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.batch.progress import Quiet
from pipeline.batch.running import Report, Request, run
from pipeline.batch.sources import Raw

pytest.importorskip("distributed")
RunBatch = Callable[..., Report]
Documents = Callable[[Path], dict[str, bytes]]
Text = Callable[[str], str]


class Killer(Quiet):
    """Kills a Dask worker and its processes when the third leaflet is done."""

    def __init__(self, victim: "subprocess.Popen[str]") -> None:
        super().__init__(sys.stderr)
        self.victim = victim
        self.steps = 0

    def step(self, job: Job, outcome: Outcome) -> None:
        self.steps += 1
        if self.steps == 3:
            os.killpg(self.victim.pid, signal.SIGKILL)
            self.victim.wait()


def dask(role: str, *args: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "distributed.cli.dask_" + role, *args]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def ended(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[str]"]]]:
    """The address of a scheduler, and its two workers."""
    with ExitStack() as stack:
        scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        stack.callback(ended, scheduler)
        assert scheduler.stderr is not None
        address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
        workers = []
        for _ in range(2):
            options = ["--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(tmp_path / "dask")]
            workers.append(dask("worker", address, *options))
            stack.callback(ended, workers[-1])
        yield address, workers


@pytest.mark.usefixtures("poison")
def test_a_lost_worker_changes_no_byte(
    cluster: tuple[str, list["subprocess.Popen[str]"]],
    raw: Path,
    tmp_path: Path,
    run_batch: RunBatch,
    documents: Documents,
    leaflet_text: Text,
) -> None:
    address, workers = cluster
    for number in range(10):
        (raw / f"slow{number}.txt").write_text(leaflet_text(f"slow{number}") + "SLOW\n", encoding="utf-8")
    request = Request(raw=Raw(paths=[str(raw)]), out=str(tmp_path / "dask-out"), options=Options())
    killer = Killer(workers[0])
    report = run(request, lambda jobs: Dask(address), killer)
    assert workers[0].returncode == -signal.SIGKILL
    assert (report.counts.written, report.counts.failed, report.ending) == (13, 1, "finished")
    run_batch(raw, out=tmp_path / "local-out")
    assert documents(tmp_path / "dask-out") == documents(tmp_path / "local-out")


def test_a_scheduler_that_does_not_answer_is_told_of(raw: Path, tmp_path: Path, run_batch: RunBatch) -> None:
    report = run_batch(raw, out=tmp_path / "out", engine=Dask("tcp://127.0.0.1:1", wait=0.2))
    assert "tcp://127.0.0.1:1: no Dask scheduler with workers answers" in str(report.error)

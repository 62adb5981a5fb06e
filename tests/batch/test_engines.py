"""Processes: the same bytes for any number, and a poisonous leaflet costs only itself, however it kills."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch.engines import Processes, workers_for
from pipeline.batch.running import Report
from pipeline.batch.stop import Stop, listening
from pipeline.batch.workers import Worker

RunBatch = Callable[..., Report]
Documents = Callable[[Path], dict[str, bytes]]
Text = Callable[[str], str]


def test_this_process_or_two_workers_write_the_same_bytes(
    raw: Path, tmp_path: Path, run_batch: RunBatch, documents: Documents
) -> None:
    for number, engine in enumerate((None, Processes(2))):
        report = run_batch(raw, out=tmp_path / f"out{number}", engine=engine)
        assert (report.counts.written, report.counts.failed) == (3, 1)
    one, two = (documents(tmp_path / f"out{number}") for number in range(2))
    assert len(one) == 3
    assert one == two


@pytest.mark.usefixtures("poison")
def test_a_poisonous_leaflet_costs_only_itself_and_a_kill_from_outside_nothing(
    raw: Path, tmp_path: Path, run_batch: RunBatch, leaflet_text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("CRASH", "LOOP", "MEMORY"):
        (raw / f"{word}.txt").write_text(leaflet_text("poison") + word, encoding="utf-8")
    exchange = Worker._exchange
    killed: list[int | None] = []

    def killing(self: Worker, message: object, *args: object) -> object:
        # Once as it starts, once as it works.
        if len(killed) == 0 or (getattr(message, "key", "") == "tavoril.txt" and len(killed) == 1):
            killed.append(self.pid)
            os.kill(self.pid or 0, signal.SIGKILL)
        return exchange(self, message, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Worker, "_exchange", killing)
    limits = {"timeout": 2.0, "memory": 300}
    report = run_batch(raw, out=tmp_path / "out", engine=Processes(1), read=limits)
    causes = {outcome.key: outcome.error for outcome in report.outcomes}
    assert "killed the process that read it, twice (SIGKILL)" in str(causes.pop("CRASH.txt"))
    assert "took longer than 2 seconds; raise it with --timeout" in str(causes.pop("LOOP.txt"))
    if sys.platform == "linux":
        assert "needs more than 300 MB of memory" in str(causes.pop("MEMORY.txt"))
    good = sorted(key for key, cause in causes.items() if cause is None)
    assert good == ["deep/mindoral.txt", "deep/zelitan.txt", "tavoril.txt"]
    assert len(killed) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_asks_for_a_stop_and_a_second_one_insists(number: signal.Signals) -> None:
    stop = Stop()
    before = signal.getsignal(number)
    with listening(stop):
        signal.raise_signal(number)
        assert (stop.asked, stop.by_user, stop.overdue(60)) == (True, True, False)
        signal.raise_signal(number)
        assert stop.overdue(60)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) == before


def test_workers_are_as_many_as_pay() -> None:
    assert workers_for(3, None) == 1
    assert workers_for(3, 8) == 3
    assert workers_for(100_000, None) >= 1


COMMAND = (sys.executable, "-m", "pipeline.cli", "run")


@pytest.fixture
def slow(raw: Path, leaflet_text: Text) -> Path:
    """Twelve leaflets of 0.3 seconds each."""
    for number in range(12):
        (raw / f"slow{number:02}.txt").write_text(leaflet_text("slow") + "SLOW\n", encoding="utf-8")
    return raw


def start(raw: Path, out: Path) -> "subprocess.Popen[str]":
    """A run that has written its first document."""
    command = [*COMMAND, str(raw), str(out), "--jobs", "1"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not list(out.glob("slow*.json")):
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)
    return run


def go_on(raw: Path, out: Path) -> dict[str, int]:
    """Run again to the end, in one clean process, and give the counts of the manifest."""
    clean = os.pathsep.join(os.environ["PYTHONPATH"].split(os.pathsep)[1:])  # without the poison
    command = [*COMMAND, str(raw), str(out), "-q", "--jobs", "0"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": clean}, capture_output=True)
    assert done.returncode == 1  # of the leaflet that is no text
    newest = max((out / "_runs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    counts: dict[str, int] = json.loads(newest.read_bytes())["counts"]
    return counts


@pytest.mark.usefixtures("poison")
def test_a_run_told_to_stop_ends_cleanly_and_is_gone_on_with(slow: Path, tmp_path: Path, documents: Documents) -> None:
    out = tmp_path / "out"
    run = start(slow, out)
    run.send_signal(signal.SIGTERM)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Interrupted; what was finished is kept." in errors
    assert len(list((out / "_runs").iterdir())) == 1
    finished = len(documents(out))
    assert 0 < finished < 15
    assert go_on(slow, out)["done"] == finished
    assert len(documents(out)) == 15


@pytest.mark.usefixtures("poison")
def test_a_killed_run_loses_nothing_finished(slow: Path, tmp_path: Path, documents: Documents) -> None:
    out = tmp_path / "out"
    run = start(slow, out)
    run.kill()
    run.communicate()
    finished = len(documents(out))
    assert go_on(slow, out)["done"] >= finished  # its worker may have put one more in place
    go_on(slow, tmp_path / "undisturbed")
    assert documents(out) == documents(tmp_path / "undisturbed")
    assert not list(out.rglob("*.part"))

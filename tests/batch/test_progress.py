"""What a run says while it goes, on a terminal, in a log, to a program, or not at all."""

import io
import json

import pytest

from pipeline.batch import progress as module
from pipeline.batch.jobs import Job, Outcome
from pipeline.batch.progress import Bar, JsonLog, Log, Progress, Quiet, progress


def told(to: Progress, stream: io.StringIO) -> str:
    to.begin(3, {"done": 5})
    for number in range(3):
        job = Job(key=f"{number}.txt", name=f"{number}.txt", where=f"raw/{number}.txt")
        to.step(job, Outcome(key=job.key, error="is empty" if number == 1 else None))
    to.end({"written": 2})
    return stream.getvalue()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_each_place_gets_what_suits_it() -> None:
    assert isinstance(progress(stream=Terminal()), Bar)
    assert type(progress(stream=io.StringIO())) is Log
    assert type(progress(stream=Terminal(), quiet=True)) is Quiet
    assert isinstance(progress(stream=Terminal(), json_log=True), JsonLog)


def test_quiet_names_failures_only() -> None:
    stream = io.StringIO()
    assert told(Quiet(stream), stream) == "Failed: raw/1.txt: is empty\n"


def test_a_bar_shows_place_rate_and_failures() -> None:
    stream = Terminal()
    text = told(Bar(stream), stream)
    assert "3/3" in text
    assert "a second" in text
    assert "Failed: raw/1.txt: is empty\n" in text


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST", 0.0)
    monkeypatch.setattr(module, "_EVERY", 0.0)
    stream = io.StringIO()
    lines = told(Log(stream), stream).splitlines()
    assert lines[0].startswith("1 of 3 leaflets (33%), ")
    assert lines[0].endswith(" left, 0 failed")
    assert lines[1] == "Failed: raw/1.txt: is empty"
    assert len(lines) == 3


def test_json_lines_are_events_with_a_time() -> None:
    stream = io.StringIO()
    events = [json.loads(line) for line in told(JsonLog(stream), stream).splitlines()]
    assert [e["event"] for e in events] == ["started", "failed", "ended"]
    assert events[0]["to_do"] == 3
    assert events[1]["error"] == "is empty"
    assert all(e["time"].endswith("Z") for e in events)

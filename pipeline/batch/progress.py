"""How a run tells how it goes: a bar on a terminal, a line now and then in a log, JSON lines, or nothing."""

import datetime
import json
import sys
import time
from types import TracebackType
from typing import Any, Protocol, TextIO

import click
import msgspec

from pipeline.batch.jobs import Job, Outcome

_EVERY = 30.0
_FIRST = 10.0


class Progress(Protocol):
    """Told of a run as it goes: entered when the number of leaflets to do is known, left when all are done."""

    def begin(self, jobs: int, facts: dict[str, Any]) -> None:
        """The run begins, with so many leaflets to do; `facts` are about the others."""

    def step(self, job: Job, outcome: Outcome) -> None:
        """One leaflet is done, or failed."""

    def end(self, facts: dict[str, Any]) -> None:
        """The run is over."""


def progress(*, quiet: bool = False, json_log: bool = False, stream: TextIO | None = None) -> Progress:
    """What suits where the messages go: standard error unless a `stream` is given."""
    file = stream or sys.stderr
    if json_log:
        return JsonLog(file)
    if quiet:
        return Quiet(file)
    return Bar(file) if file.isatty() else Log(file)


class Quiet:
    """Failures, one line each, and nothing else."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def begin(self, jobs: int, facts: dict[str, Any]) -> None:
        """Nothing is said."""

    def step(self, job: Job, outcome: Outcome) -> None:
        """A failure is named."""
        if outcome.error is not None:
            click.echo(f"Failed: {job.where}: {outcome.error}", file=self._stream)

    def end(self, facts: dict[str, Any]) -> None:
        """Nothing is said."""


class Bar(Quiet):
    """A bar with the rate and the time left."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._pace = _Pace(0)
        self._bar: Any = None

    def begin(self, jobs: int, facts: dict[str, Any]) -> None:
        """Draw the empty bar."""
        self._pace = _Pace(jobs)
        self._bar = click.progressbar(
            length=jobs,
            label="Leaflets",
            file=self._stream,
            show_pos=True,
            item_show_func=lambda _: f"{self._pace.rate():.1f} a second",
            update_min_steps=max(1, jobs // 2000),
        )
        self._bar.__enter__()

    def step(self, job: Job, outcome: Outcome) -> None:
        """Draw the bar one leaflet longer; a failure goes on a line of its own."""
        self._pace.step(outcome)
        if outcome.error is not None:
            click.echo("\r\033[K", nl=False, file=self._stream)
            super().step(job, outcome)
        if self._bar is not None:
            self._bar.update(1, job.key)

    def end(self, facts: dict[str, Any]) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            _exit(self._bar)


def _exit(bar: Any) -> None:
    nothing: tuple[type[BaseException] | None, BaseException | None, TracebackType | None] = (None, None, None)
    bar.__exit__(*nothing)


class Log(Quiet):
    """A line every half a minute, for those who read it later."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._pace = _Pace(0)

    def begin(self, jobs: int, facts: dict[str, Any]) -> None:
        """Nothing is said of what may be over at once."""
        self._pace = _Pace(jobs)

    def step(self, job: Job, outcome: Outcome) -> None:
        """Say how far the run is, if it is time to."""
        super().step(job, outcome)
        self._pace.step(outcome)
        if self._pace.is_time():
            click.echo(str(self._pace), file=self._stream)


class JsonLog:
    """Each event as one line of JSON with its time, for programs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._pace = _Pace(0)

    def _say(self, event: str, **facts: Any) -> None:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        click.echo(json.dumps({"time": now, "event": event, **facts}, ensure_ascii=False), file=self._stream)

    def begin(self, jobs: int, facts: dict[str, Any]) -> None:
        """Event `started`."""
        self._pace = _Pace(jobs)
        self._say("started", to_do=jobs, **facts)

    def step(self, job: Job, outcome: Outcome) -> None:
        """Event `failed` for a failure, and `progress` now and then."""
        self._pace.step(outcome)
        if outcome.error is not None:
            self._say("failed", file=job.key, where=job.where, error=outcome.error)
        if self._pace.is_time():
            self._say("progress", **self._pace.facts())

    def end(self, facts: dict[str, Any]) -> None:
        """Event `ended`."""
        self._say("ended", **facts)


class _Pace:
    """How far a run is and how fast it goes."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._done = self._failed = 0
        self._started = time.monotonic()
        self._next = self._started + _FIRST

    def step(self, outcome: Outcome) -> None:
        if not self._done:  # the start of the workers says nothing on their pace
            self._started = time.monotonic() - sum(msgspec.structs.astuple(outcome.seconds))
        self._done += 1
        self._failed += outcome.error is not None

    def is_time(self) -> bool:
        now = time.monotonic()
        if now < self._next or self._done == self._jobs:
            return False
        self._next = now + _EVERY
        return True

    def rate(self) -> float:
        return self._done / max(time.monotonic() - self._started, 1e-9)

    def facts(self) -> dict[str, Any]:
        left = (self._jobs - self._done) / max(self.rate(), 1e-9)
        return {
            "done": self._done,
            "of": self._jobs,
            "failed": self._failed,
            "per_second": round(self.rate(), 2),
            "seconds_left": round(left),
        }

    def __str__(self) -> str:
        facts = self.facts()
        left = datetime.timedelta(seconds=facts["seconds_left"])
        share = self._done / max(self._jobs, 1)
        return (
            f"{self._done:,} of {self._jobs:,} leaflets ({share:.0%}), {facts['per_second']:g} a second, "
            f"{left} left, {self._failed:,} failed"
        )

"""Worker processes as their parent sees them: started, given jobs one at a time, and ended when they go wrong."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

import msgspec

from pipeline.batch.child import Ready, Start, receive, send
from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.errors import LeafletError

_START_TIME = 120.0
_STARTS = 3
_CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pipeline.batch.child import main; main()"
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


class Died(Exception):
    """A worker process ended in the middle of a job; `overdue` if it was ended because the job took too long."""

    def __init__(self, code: int, *, overdue: bool) -> None:
        super().__init__(code)
        self.code = code
        self.overdue = overdue


class Worker:
    """One worker process. It is started by the first job, and again by the first after it died."""

    def __init__(self, options: Options, store: str) -> None:
        self._start = Start(options, store)
        self._process: subprocess.Popen[bytes] | None = None
        self._recipe = ""
        self.deadline: float | None = None
        self.overdue = False
        self._abandoned = False
        _watch(self)

    @property
    def pid(self) -> int | None:
        """The id of the process, None where none is running."""
        return None if self._process is None else self._process.pid

    def do(self, job: Job) -> Outcome:
        """Do a job; whatever it does to the process becomes its outcome's error.

        A process that dies is given a second chance with the same leaflet: it may have been killed from outside.
        """
        for _ in range(2):
            started = time.perf_counter()
            try:
                return self._do(job)
            except Died as death:
                died = death
                if death.overdue or self._abandoned:
                    break
        return _fatality(job, died, self._start.options, time.perf_counter() - started)

    def _do(self, job: Job) -> Outcome:
        if self._process is None:
            self._begin()
        outcome: Outcome = self._exchange(job, Outcome, self._start.options.timeout)
        outcome.recipe = self._recipe
        if outcome.worn:
            self.close()
        return outcome

    def _begin(self) -> None:
        """Start the process, again if it dies in starting: it may have been killed. LeafletError where it cannot be."""
        for _ in range(_STARTS):
            try:
                self._launch()
                return
            except Died as death:
                code = death.code
                if self._abandoned:
                    raise
        raise LeafletError(f"a worker process could not start ({_cause(code)}), {_STARTS} times")

    def _launch(self) -> None:
        """Start the process and wait until it is ready. LeafletError where it says why it cannot be."""
        command = [sys.executable, "-c", _CODE, json.dumps(sys.path)]
        environment = {**_ONE_THREAD, **os.environ}
        # In a group of its own, for Ctrl-C in a terminal goes to the whole group of the command.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        ready = self._exchange(self._start, Ready, _START_TIME)
        if ready.error is not None:
            self.close()
            error = LeafletError(ready.error)
            error.exit_code = ready.exit_code
            raise error
        self._recipe = ready.recipe

    def _exchange(self, message: msgspec.Struct, answer: Any, seconds: float) -> Any:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        self.overdue = False
        self.deadline = time.monotonic() + seconds
        try:
            send(process.stdin, message)  # type: ignore[arg-type]
            data = receive(process.stdout)  # type: ignore[arg-type]
        except OSError:
            data = None
        finally:
            self.deadline = None
        if data is None:
            self.kill()
            raise Died(self._reap(), overdue=self.overdue)
        return msgspec.msgpack.decode(data, type=answer)

    def abandon(self) -> None:
        """End the process at once, and start no other."""
        self._abandoned = True
        self.kill()

    def kill(self) -> None:
        """End the process at once. Its job ends with Died."""
        if self._process is not None:
            self._process.kill()

    def _reap(self) -> int:
        process, self._process = self._process, None
        assert process is not None
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return process.wait()

    def close(self) -> None:
        """End the process, which has nothing to do."""
        if self._process is not None:
            self.kill()
            self._reap()


def _fatality(job: Job, died: Died, options: Options, seconds: float) -> Outcome:
    if died.overdue:
        error = f"took longer than {options.timeout:g} seconds; raise it with --timeout"
    else:
        error = f"killed the process that read it, twice ({_cause(died.code)}); try it alone with `leaflet extract`"
    outcome = Outcome(key=job.key, error=error)
    outcome.seconds.extract = seconds
    return outcome


def _cause(code: int) -> str:
    import signal

    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


_watched: "WeakSet[Worker]" = WeakSet()
_lock = threading.Lock()
_watching = False


def _watch(worker: Worker) -> None:
    """Have one thread end the workers that are overdue or no longer wanted, whoever waits for them."""
    global _watching
    with _lock:
        _watched.add(worker)
        if not _watching:
            threading.Thread(target=_end_overdue, daemon=True).start()
            _watching = True


def _end_overdue() -> None:
    while True:
        time.sleep(0.1)
        with _lock:
            late = [w for w in _watched if w.deadline is not None and w.deadline < time.monotonic()]
            unwanted = _expired()
        for worker in late:
            worker.overdue = True
            worker.kill()
        for worker in unwanted:
            worker.close()


_idle: dict[tuple[str, str], list[tuple[float, Worker]]] = {}
_IDLE_TIME = 60.0


@contextmanager
def borrowed(options: Options, store: str) -> Iterator[Worker]:
    """A worker of this process that nobody is using, for those who do one job now and then (a Dask worker).

    One that nobody has wanted for a minute is ended.
    """
    key = (repr(options), store)
    with _lock:
        idle = _idle.setdefault(key, [])
        found = idle.pop()[1] if idle else None
    worker = found or Worker(options, store)
    try:
        yield worker
    finally:
        with _lock:
            _idle.setdefault(key, []).append((time.monotonic(), worker))


def _expired() -> list[Worker]:
    """Take away the workers that nobody has wanted for a while."""
    oldest = time.monotonic() - _IDLE_TIME
    gone = [worker for idle in _idle.values() for since, worker in idle if since < oldest]
    for key, idle in list(_idle.items()):
        _idle[key] = [(since, worker) for since, worker in idle if since >= oldest]
    return gone

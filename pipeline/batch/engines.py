"""Jobs in, outcomes out as they come, by one of the engines: this process, worker processes, or a Dask cluster.

The documents written are the same whoever writes them, and in whatever order.
"""

import os
import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from typing import Protocol

import msgspec

from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.batch.stop import Stop
from pipeline.batch.stores import Store
from pipeline.batch.work import do
from pipeline.batch.workers import Worker

FILES_A_WORKER = 40
"""A worker takes about a second to load spaCy and the lexicons: below this many files each it does not pay."""
_GRACE = 20.0


class Engine(Protocol):
    """How a run's jobs get done."""

    name: str
    workers: int
    """How many work at the same time, 0 where it is not known beforehand."""

    def run(self, jobs: Iterable[Job], options: Options, store: Store, stop: Stop) -> Generator[Outcome, None, None]:
        """The outcome of every job; after a stop, of those only that were under way."""


class Inline:
    """Everything in this process: quickly begun, but a leaflet that kills or hangs it kills or hangs the run."""

    name = "inline"
    workers = 1

    def run(self, jobs: Iterable[Job], options: Options, store: Store, stop: Stop) -> Generator[Outcome, None, None]:
        """One job after another."""
        for job in jobs:
            if stop.asked:
                return
            yield do(job, options, store)


class Processes:
    """Worker processes of this machine. Each is held by a thread that does nothing but wait for it."""

    name = "processes"

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(self, jobs: Iterable[Job], options: Options, store: Store, stop: Stop) -> Generator[Outcome, None, None]:
        """Every worker takes the next job as it has done one, so that none waits for another."""
        source, lock, over = iter(jobs), threading.Lock(), threading.Event()
        results: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
        options = msgspec.structs.replace(options, recipe=None)  # there is but one program on one machine
        hands = [Worker(options, store.url) for _ in range(self.workers)]

        def work(worker: Worker) -> None:
            try:
                while not (stop.asked or over.is_set()):
                    with lock:  # an archive is read through by whoever needs the next leaflet of it
                        job = next(source, None)
                    if job is None:
                        break
                    results.put(worker.do(job))
            except BaseException as error:
                results.put(error)
            finally:
                results.put(None)

        threads = [threading.Thread(target=work, args=(hand,), daemon=True) for hand in hands]
        for thread in threads:
            thread.start()
        try:
            yield from _results(results, len(threads), stop)
        finally:
            over.set()
            for hand in hands:
                hand.abandon()
            for thread in threads:
                thread.join(_GRACE)
            for hand in hands:
                hand.close()


def _results(
    results: "queue.SimpleQueue[Outcome | BaseException | None]", running: int, stop: Stop
) -> Iterator[Outcome]:
    """What the threads have put there, until the last has ended, or a stop is not obeyed in time."""
    while running:
        try:
            result = results.get(timeout=0.2)
        except queue.Empty:
            if stop.overdue(_GRACE):
                return
            continue
        if result is None:
            running -= 1
        elif isinstance(result, BaseException):
            raise result
        else:
            yield result


def workers_for(files: int, wanted: int | None) -> int:
    """How many processes to use: as wanted, else as many as there are processors and enough files for."""
    if wanted is not None:
        return max(1, min(wanted, files))
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, files // FILES_A_WORKER))

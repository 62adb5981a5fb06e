"""A Dask cluster as an engine: the same jobs, documents and outcomes, on as many machines as the cluster has.

The workers write the documents, so RAW and OUT must be places that all of them reach under the same path or URL.
Each Dask worker does its leaflets in a worker process of its own, so that time and memory limits hold there too.
"""

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import msgspec

from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.batch.stop import Stop
from pipeline.batch.stores import Store
from pipeline.errors import LeafletError, UsageError

_AHEAD = 3
_TRIES = 3
_PAUSE = 0.02
_STOP_TIME = 20.0


class Dask:
    """The workers of the scheduler at an `address`, or of a cluster on this machine that ends with the run."""

    name = "dask"

    def __init__(self, address: str | None, workers: int = 0, *, wait: float = 30.0) -> None:
        """`wait` is how long the scheduler and its first worker may take to answer, in seconds."""
        self.address = address
        self.workers = workers
        self._wait = wait

    def run(self, jobs: Iterable[Job], options: Options, store: Store, stop: Stop) -> Generator[Outcome, None, None]:
        """Keep every worker busy and a few jobs ahead. What a lost worker had is done by another."""
        try:
            import distributed
        except ImportError:
            raise UsageError("--engine dask needs Dask: pip install 'leaflet-pipeline[dask]'") from None
        with ExitStack() as stack:
            client = stack.enter_context(self._client(distributed, stack))
            yield from _Flow(client, distributed, msgspec.structs.replace(options, durable=True), store.url).run(
                iter(jobs), stop
            )

    def _client(self, distributed: Any, stack: ExitStack) -> Any:
        if self.address is None:
            cluster = distributed.LocalCluster(
                n_workers=self.workers or None, threads_per_worker=1, dashboard_address=None
            )
            return distributed.Client(stack.enter_context(cluster))
        try:
            client = distributed.Client(self.address, timeout=self._wait, set_as_default=False)
            client.wait_for_workers(1, timeout=self._wait)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(f"no Dask scheduler with workers answers: {error}", file=self.address) from error
        return client


class _Flow:
    """The jobs on their way through one cluster."""

    def __init__(self, client: Any, distributed: Any, options: Options, store: str) -> None:
        self._client = client
        self._killed_worker = distributed.KilledWorker
        self._options = options
        self._store = store
        self._done = distributed.as_completed(loop=client.loop)
        self._under_way: dict[Any, tuple[Job, int]] = {}

    def run(self, jobs: Iterator[Job], stop: Stop) -> Iterator[Outcome]:
        """The outcome of every job, in the order in which they are done."""
        while True:
            room = 0 if stop.asked else _AHEAD * max(1, sum(self._client.nthreads().values())) - len(self._under_way)
            for job in _take(jobs, room):
                self._submit(job, 1)
            if not self._under_way:
                return
            while not self._done.has_ready():
                if stop.overdue(_STOP_TIME):
                    self._client.cancel(list(self._under_way))
                    return
                time.sleep(_PAUSE)
            yield from self._finished()

    def _submit(self, job: Job, attempt: int) -> None:
        future = self._client.submit(do_on_worker, job, self._options, self._store, pure=False)
        self._under_way[future] = (job, attempt)
        self._done.add(future)

    def _finished(self) -> Iterator[Outcome]:
        """The outcome of the next that is done; none where it is to be tried again."""
        future = next(self._done)
        job, attempt = self._under_way.pop(future)
        try:
            yield future.result()
        except self._killed_worker:
            # Not the leaflet's doing, which dies in a process of its own; its machines were taken away.
            if attempt < _TRIES:
                self._submit(job, attempt + 1)
            else:
                yield Outcome(key=job.key, error="was lost with the Dask workers that had it; run again")
        except ImportError as error:
            words = f"the Dask workers lack the program: {error}; install the same version on all machines"
            raise LeafletError(words) from error
        except LeafletError:
            raise
        except Exception as error:
            raise LeafletError(f"the Dask cluster failed: {error}; what was finished is kept") from error
        finally:
            future.release()


def do_on_worker(job: Job, options: Options, store: str) -> Outcome:
    """Do one job on a Dask worker, in a process that the worker keeps for it."""
    from pipeline.batch.workers import borrowed

    with borrowed(options, store) as worker:
        return worker.do(job)


def _take(jobs: Iterator[Job], number: int) -> Iterator[Job]:
    for _ in range(number):
        job = next(jobs, None)
        if job is None:
            return
        yield job

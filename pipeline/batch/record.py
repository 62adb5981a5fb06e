"""Outcomes in, the state and the quarantine of a run kept: what is finished is known to the next run, whatever comes.

The order makes it safe. A worker has renamed a document into its place before its outcome arrives: no kill can undo
that. Documents are then flushed to the disk in groups, and only then the state says that they are done; a power cut
before that leaves documents that the state does not know, which the next run looks at before it believes them.
"""

import time

import msgspec

from pipeline.batch.jobs import Job, Outcome
from pipeline.batch.manifest import FAILED_FOLDER, Timings, failure
from pipeline.batch.plan import Plan
from pipeline.batch.recipe import Recipe
from pipeline.batch.state import Row, State
from pipeline.batch.stores import Store

_GROUP = 200
_GROUP_TIME = 2.0
_SEND_TIME = 60.0


class Record:
    """Writes down a run's outcomes, in groups of at most 200 or two seconds."""

    def __init__(self, store: Store, state: State, recipe: Recipe, run: str, timings: Timings) -> None:
        self._store = store
        self._state = state
        self._recipe = recipe
        self._recipe_text = msgspec.json.encode(recipe).decode()
        self._run = run
        self._timings = timings
        self._rows: list[Row] = []
        self._flushed = self._sent = time.monotonic()

    def begin(self, plan: Plan) -> None:
        """Note that a run begins, and what its planning has learned."""
        started = time.perf_counter()
        self._store.sync(f"{row.key}.json" for row in plan.learned if row.size is not None)
        self._state.begin(self._recipe)
        self._state.put(plan.learned)
        self._timings.record += time.perf_counter() - started

    def add(self, job: Job, outcome: Outcome) -> None:
        """Take in one outcome. OSError or LeafletError where nothing can be written any more."""
        started = time.perf_counter()
        before = self._state.rows.get(job.key)
        if outcome.error is None:
            self._rows.append(self._done(job, outcome))
            if before is not None and before.status == "failed":
                self._store.remove(f"{FAILED_FOLDER}/{job.key}.json")
        else:
            self._rows.append(self._failed(job, outcome, before))
            self._store.write(
                f"{FAILED_FOLDER}/{job.key}.json", failure(job, outcome, self._run, self._recipe), durable=False
            )
        if len(self._rows) >= _GROUP or time.monotonic() - self._flushed > _GROUP_TIME:
            self._flush()
        self._timings.record += time.perf_counter() - started

    def _done(self, job: Job, outcome: Outcome) -> Row:
        return Row(
            key=job.key,
            status="done",
            origin=job.origin,
            stamp=job.stamp,
            sha256=outcome.sha256,
            recipe=outcome.recipe or self._recipe_text,  # the program may be changed while it runs
            size=outcome.size,
        )

    def _failed(self, job: Job, outcome: Outcome, before: Row | None) -> Row:
        """The row of a failure: what the older document was made of and with stays known."""
        row = before or Row(key=job.key, status="failed")
        return msgspec.structs.replace(row, status="failed", origin=job.origin, stamp=None, error=outcome.error)

    def flush(self) -> None:
        """Write down what has been taken in so far."""
        started = time.perf_counter()
        self._flush()
        self._timings.record += time.perf_counter() - started

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        self._store.sync(f"{row.key}.json" for row in rows if row.status == "done")
        self._state.put(rows)
        self._flushed = time.monotonic()
        if self._flushed - self._sent > _SEND_TIME:
            self._state.send()
            self._sent = self._flushed

    def forget(self, key: str) -> None:
        """Remove a leaflet's document and all that is known of it."""
        self._store.remove(f"{key}.json")
        self._store.remove(f"{FAILED_FOLDER}/{key}.json")
        self._state.drop([key])

"""A request in, a run done: planned, worked off, recorded, and told of in a manifest."""

import datetime
import os
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any, get_args

import msgspec

from pipeline.batch import manifest, sinks
from pipeline.batch.engines import Engine
from pipeline.batch.jobs import Job, Options, Outcome, Reason
from pipeline.batch.lock import locked
from pipeline.batch.manifest import Counts, FileEntry, Manifest, Timings
from pipeline.batch.packed import pack
from pipeline.batch.plan import Choice, Plan, job_for, make_plan, supplied
from pipeline.batch.progress import Progress
from pipeline.batch.recipe import Recipe, current
from pipeline.batch.record import Record
from pipeline.batch.sources import Item, Raw, expand
from pipeline.batch.state import State
from pipeline.batch.stop import Stop, listening
from pipeline.batch.stores import Store, open_store
from pipeline.batch.work import do
from pipeline.errors import LeafletError


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for: read `raw`, write to `out`, and also the streams `jsonl` and `parquet`.

    `packed` keeps all documents in one file of OUT; an OUT that does so stays so.
    """

    raw: Raw
    out: str
    options: Options
    choice: Choice = Choice()
    prune: bool = False
    packed: bool = False
    jsonl: str | None = None
    parquet: str | None = None


class Report(msgspec.Struct, kw_only=True):
    """What a run did. `error` is why it was stopped; `manifest` is where the manifest is."""

    plan: Plan
    outcomes: list[Outcome]
    counts: Counts
    ending: manifest.Ending
    error: str | None
    manifest: str | None


def plan_only(request: Request) -> Plan:
    """The plan of a run that is not to be: nothing is written, not even OUT made."""
    store = open_store(request.out)
    state = State(store, writable=False)
    try:
        items = expand(request.raw, request.out)
        return make_plan(items, request.choice, current(request.options.encoding), state, store)
    finally:
        state.close(ended=False)
        store.close()


def run(request: Request, engine_for: Callable[[int], Engine], progress: Progress) -> Report:
    """Do what has not been done. UsageError where it cannot begin; whatever happens later is in the report.

    `engine_for` makes the engine when the number of jobs is known.
    """
    run = _Run(request, progress)
    with ExitStack() as stack:
        stack.enter_context(listening(run.stop))
        items = expand(request.raw, request.out)
        run.store.prepare()
        stack.enter_context(locked(run.store))
        if request.packed:
            run.store = pack(run.store)
        stack.callback(run.store.close)
        return run.do(items, engine_for)


class _Run:
    """One run on its way."""

    def __init__(self, request: Request, progress: Progress) -> None:
        self.request = request
        self.progress = progress
        self.store: Store = open_store(request.out)
        self.stop = Stop()
        self.started = datetime.datetime.now(datetime.UTC)
        self.id = f"{self.started:%Y%m%dT%H%M%SZ}-{os.urandom(3).hex()}"
        self.clock = time.perf_counter()
        self.timings = Timings()
        self.outcomes: list[Outcome] = []
        self.entries: dict[str, FileEntry] = {}
        self.error: str | None = None

    def do(self, items: list[Item], engine_for: Callable[[int], Engine]) -> Report:
        """Plan, work, record and report."""
        recipe = current(self.request.options.encoding)
        state = State(self.store)
        ended = False
        try:
            if state.killed or state.fresh:
                self.store.sweep()
            plan = make_plan(items, self.request.choice, recipe, state, self.store)
            self.timings.plan = time.perf_counter() - self.clock
            engine = engine_for(len(plan.jobs))
            record = Record(self.store, state, recipe, self.id, self.timings)
            record.begin(plan)
            self._work(plan, engine, record, recipe)
            self._see_off(plan, state, record)
            self._streams(plan, state)
            report = self._report(plan, engine, recipe)
            ended = self.error is None
            return report
        finally:
            state.close(ended=ended)

    def _work(self, plan: Plan, engine: Engine, record: Record, recipe: Recipe) -> None:
        """Have the jobs done and each outcome recorded. What stops the run is kept in `error`."""
        options = msgspec.structs.replace(self.request.options, recipe=msgspec.json.encode(recipe).decode())
        jobs = supplied(plan.jobs, plan.items, self.request.raw)
        by_key = {job.key: job for job in plan.jobs}
        self.progress.begin(len(by_key), {"done": len(plan.done), "gone": len(plan.gone), "run": self.id})
        try:
            if by_key:
                with closing(engine.run(jobs, options, self.store, self.stop)) as outcomes:
                    for outcome in outcomes:
                        self._note(by_key[outcome.key], outcome, record)
                self.store.sweep()  # what a worker was writing when it was ended
            record.flush()
        except LeafletError as error:
            self.error = self.error or str(error)
            self.stop.ask()
        except OSError as error:
            words = f"cannot write to {self.store.url}: {error.strerror or error}"
            self.error = self.error or f"{words}; what was finished is kept: run again"
            self.stop.ask()

    def _note(self, job: Job, outcome: Outcome, record: Record) -> None:
        if outcome.fatal:
            self.error = self.error or f"{outcome.error}; what was finished is kept: make room and run again"
            self.stop.ask()
            return
        self.outcomes.append(outcome)
        self.entries[job.key] = manifest.written(job, outcome)
        record.add(job, outcome)
        self.progress.step(job, outcome)

    def _see_off(self, plan: Plan, state: State, record: Record) -> None:
        """Note the documents whose leaflet is gone, and remove them if that was asked for."""
        if self.stop.asked:
            return
        names = [f"{key}.json" for key in plan.gone]
        for key, size in zip(plan.gone, list(self.store.sizes(names)), strict=True):
            remove = self.request.prune and bool(state.rows[key].origin)
            if size is None or remove:
                record.forget(key)
            if size is not None:
                self.entries[key] = FileEntry(file=key, status="removed" if remove else "gone")

    def _streams(self, plan: Plan, state: State) -> None:
        """Write the streams that were asked for, unless they hold these very documents already."""
        if self.stop.asked:
            return
        keys = sorted(k for k, row in state.rows.items() if k in plan.items and row.size is not None)
        about = [(r.key, r.sha256, r.recipe, r.size) for r in map(state.rows.__getitem__, keys)]
        for path, write in ((self.request.jsonl, sinks.write_jsonl), (self.request.parquet, sinks.write_parquet)):
            if path is None:
                continue
            mark = f"stream {path if '://' in path else os.path.abspath(path)}"
            try:
                if state.mark(mark) != sinks.fingerprint(path, about):
                    write(path, self.store, keys)
                    state.set_mark(mark, sinks.fingerprint(path, about))
            except LeafletError as error:
                self.error = self.error or str(error)

    def _report(self, plan: Plan, engine: Engine, recipe: Recipe) -> Report:
        for job in plan.jobs:
            if job.key not in self.entries:
                self.entries[job.key] = FileEntry(
                    file=job.key, status="not_reached", reason=job.reason, detail=job.detail, kept=job.replaces
                )
        counts = self._counts(plan)
        ending: manifest.Ending = "stopped" if self.error else "interrupted" if self.stop.by_user else "finished"
        place = self._write_manifest(plan, engine, recipe, counts, ending)
        self.progress.end({"ending": ending, "manifest": place, **msgspec.to_builtins(counts)})
        return Report(plan=plan, outcomes=self.outcomes, counts=counts, ending=ending, error=self.error, manifest=place)

    def _counts(self, plan: Plan) -> Counts:
        statuses = [entry.status for entry in self.entries.values()]
        return Counts(
            found=len(plan.items),
            done=len(plan.done),
            left_out=len(plan.left_out),
            **{name: statuses.count(name) for name in ("written", "failed", "gone", "removed", "not_reached")},
        )

    def _write_manifest(
        self, plan: Plan, engine: Engine, recipe: Recipe, counts: Counts, ending: manifest.Ending
    ) -> str | None:
        for name in ("read", "extract", "validate", "write"):
            setattr(self.timings, name, sum(getattr(o.seconds, name) for o in self.outcomes))
        self.timings.total = time.perf_counter() - self.clock
        document = Manifest(
            id=self.id,
            started=manifest.stamp(self.started),
            ended=manifest.stamp(datetime.datetime.now(datetime.UTC)),
            ending=ending,
            cause=self.error,
            host=manifest.host(),
            raw=list(self.request.raw.paths),
            out=self.request.out,
            engine=engine.name,
            workers=engine.workers,
            options=_options(self.request),
            schema_version=recipe.schema,
            generator=manifest.generator(recipe),
            code=recipe.code,
            versions=manifest.versions(),
            counts=counts,
            reasons={reason: plan.reasons().get(reason, 0) for reason in get_args(Reason)},
            timings=Timings(*(round(seconds, 6) for seconds in msgspec.structs.astuple(self.timings))),
            files=[self.entries[key] for key in sorted(self.entries)],
            done=plan.done,
        )
        try:
            return manifest.write(document, self.store)
        except (LeafletError, OSError) as error:
            self.error = self.error or f"cannot write the run's manifest: {error}; the documents are written"
            return None


def _options(request: Request) -> dict[str, Any]:
    since = request.choice.since
    options: dict[str, Any] = {
        name: getattr(request.options, name) for name in ("encoding", "max_bytes", "timeout", "memory")
    }
    return options | {
        "force": request.choice.force,
        "patterns": list(request.choice.patterns),
        "since": None if since is None else manifest.stamp(datetime.datetime.fromtimestamp(since, datetime.UTC)),
        "limit": request.choice.limit,
        "text_column": request.raw.columns.text,
        "id_column": request.raw.columns.id,
    }


def extract_all(raw: Raw, out: str, options: Options) -> list[tuple[Job, Outcome]]:
    """Do a few leaflets in this process, whatever was done before, and keep no state: `leaflet extract -o`."""
    store = open_store(out)
    items = {item.key: item for item in expand(raw, out)}
    store.prepare()
    options = msgspec.structs.replace(options, durable=True)
    jobs = supplied((job_for(item, "new", None, replaces=False) for item in items.values()), items, raw)
    return [(job, do(job, options, store)) for job in jobs]

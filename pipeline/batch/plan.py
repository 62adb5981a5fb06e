"""Leaflets and what earlier runs did in, a plan out: what is to be done and why, what is done, what is gone."""

import fnmatch
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from pipeline.batch.jobs import Job, Reason
from pipeline.batch.recipe import Recipe
from pipeline.batch.sources import Item, Raw, contents, read_source
from pipeline.batch.state import Row, State
from pipeline.batch.stores import Store, is_remote, local_path
from pipeline.errors import LeafletError


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the leaflets to look at. `since` is in seconds since 1970; `limit` counts those that need doing."""

    force: bool = False
    patterns: Sequence[str] = ()
    since: float | None = None
    limit: int | None = None

    def takes(self, item: Item) -> bool:
        """Whether a leaflet is looked at at all."""
        if self.since is not None and item.modified is not None and item.modified < self.since:
            return False
        return not self.patterns or any(
            fnmatch.fnmatch(item.key, p) or fnmatch.fnmatch(item.name, p) for p in self.patterns
        )


class Plan(msgspec.Struct, kw_only=True):
    """What a run will do: `jobs` in order of key, each with its `item`; the keys of the others, by why not.

    `left_out` were not chosen; `gone` have a document, and no leaflet in RAW any more. `learned` are rows that the
    state should have: documents found that it did not know, and files touched but not changed.
    """

    jobs: list[Job]
    items: dict[str, Item]
    done: list[str]
    gone: list[str]
    left_out: list[str]
    learned: list[Row]

    def reasons(self) -> dict[str, int]:
        """How many leaflets are to be done, by why."""
        return dict(Counter(job.reason for job in self.jobs))


def make_plan(items: Sequence[Item], choice: Choice, recipe: Recipe, state: State, store: Store) -> Plan:
    """Compare the leaflets with the state and with the documents that are there."""
    plan = Plan(jobs=[], items={item.key: item for item in items}, done=[], gone=[], left_out=[], learned=[])
    judge = _Judge(recipe, state, store, plan)
    for item, size in zip(items, store.sizes(f"{item.key}.json" for item in items), strict=True):
        if not choice.takes(item):
            plan.left_out.append(item.key)
            continue
        reason, detail = judge.reason(item, size)
        if choice.force:
            reason, detail = ("new" if reason == "new" else "forced"), None
        if reason is None:
            plan.done.append(item.key)
        elif choice.limit is not None and len(plan.jobs) >= choice.limit:
            plan.left_out.append(item.key)
        else:
            plan.jobs.append(job_for(item, reason, detail, replaces=size is not None))
    plan.gone = _gone(plan, state)
    return plan


def job_for(item: Item, reason: Reason, detail: str | None, *, replaces: bool) -> Job:
    """The job of an item, as yet without the bytes of what comes out of an archive or a table."""
    source = item.source
    return Job(
        key=item.key,
        name=item.name,
        where=item.where,
        source=source if source is None or is_remote(source) else os.path.abspath(local_path(source)),
        encoding=item.encoding,
        error=item.error,
        reason=reason,
        detail=detail,
        replaces=replaces,
        origin=item.origin,
        stamp=item.stamp,
    )


def supplied(jobs: Iterable[Job], items: Mapping[str, Item], raw: Raw) -> Iterator[Job]:
    """The jobs, those of archives and tables with their bytes: only those under way are in memory."""
    inside: dict[str, Job] = {}
    for job in jobs:
        if job.source is None and job.error is None:
            inside[job.key] = job
        else:
            yield job
    for item, data in contents((items[key] for key in inside), raw):
        error = "is not there any more, or cannot be read any more" if data is None else None
        yield msgspec.structs.replace(inside[item.key], data=data, error=error)


def _gone(plan: Plan, state: State) -> list[str]:
    """The documents whose leaflet was in one of these RAWs (or nobody knows where), and is not there any more."""
    origins = {item.origin for item in plan.items.values()} | {""}
    return sorted(k for k, row in state.rows.items() if k not in plan.items and row.origin in origins)


class _Judge:
    """Decides for each leaflet why it has to be done, or that it has not."""

    def __init__(self, recipe: Recipe, state: State, store: Store, plan: Plan) -> None:
        self._recipe = recipe
        self._state = state
        self._store = store
        self._plan = plan
        self._differences: dict[str | None, list[str]] = {}
        # What a killed run wrote, its state may not know. It can be taken over if that run was like this one.
        last = state.last_recipe
        self._adopts = state.fresh or (state.killed and last is not None and not recipe.differs(last))

    def reason(self, item: Item, size: int | None) -> tuple[Reason | None, str | None]:
        """Why a leaflet is to be done (None: it is done), and in what way. `size` is that of its document."""
        row = self._state.rows.get(item.key)
        if row is None or (row.status == "failed" and self._adopts and size is not None):
            return ("new", None) if size is None else self._adopted(item, size, row)
        if row.status == "failed":
            return "retried", row.error
        if size is None:
            return "lost", "the document is missing"
        if size != row.size:
            adopted = self._adopted(item, size, row) if self._adopts else ("lost", None)
            return adopted if adopted[0] is None else ("lost", "the document is not as it was written")
        if differing := self._differing(row.recipe):
            return "stale", ", ".join(differing)
        if item.stamp is not None and item.stamp == row.stamp:
            return None, None
        if self._hash(item) != row.sha256:
            return "changed", None
        self._learn(item, row.recipe or "", size)
        return None, None

    def _differing(self, recipe: str | None) -> list[str]:
        found = self._differences.get(recipe)
        if found is None:
            other = None if recipe is None else msgspec.json.decode(recipe, type=Recipe)
            found = ["recipe"] if other is None else self._recipe.differs(other)
            self._differences[recipe] = found
        return found

    def _adopted(self, item: Item, size: int, row: Row | None) -> tuple[Reason | None, str | None]:
        """The answer for a document that the state does not know: it is taken over where it is right in all."""
        if not self._adopts:
            return ("new" if row is None else "retried"), "the document is not known to the state"
        recipe, sha256 = _described(self._store.read(f"{item.key}.json") or b"")
        if recipe is None:
            return "lost", "the document is damaged"
        recipe = msgspec.structs.replace(recipe, encoding=self._recipe.encoding)
        if differing := self._recipe.differs(recipe):
            return "stale", ", ".join(differing)
        if self._hash(item) != sha256:
            return "changed", None
        whole = recipe if self._state.fresh else self._recipe
        self._learn(item, msgspec.json.encode(whole).decode(), size)
        return None, None

    def _learn(self, item: Item, recipe: str, size: int) -> None:
        row = Row(
            key=item.key, status="done", origin=item.origin, stamp=item.stamp, sha256=self._hash(item),
            recipe=recipe, size=size,
        )  # fmt: skip
        self._plan.learned.append(row)

    def _hash(self, item: Item) -> str | None:
        """The hash of a leaflet's bytes, None where they cannot be read: then the attempt will say why."""
        if item.sha256 is None and item.source is not None:
            try:
                item.sha256 = hashlib.sha256(read_source(item.source, 1 << 30)).hexdigest()
            except LeafletError:
                return None
        return item.sha256


def _described(data: bytes) -> tuple[Recipe | None, str | None]:
    """What a document says it was made with and of; nothing where it is no valid document."""
    from pipeline.validate import is_valid

    if not is_valid(data):
        return None, None
    document: dict[str, Any] = msgspec.json.decode(data)
    generator = document["generator"]
    made = Recipe(document["schema_version"], generator["version"], generator["rules"], None, None)
    return made, document["document"]["sha256"]

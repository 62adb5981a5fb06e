"""Records of single mentions in, one Leaflet out: equal facts merged, all in order of place, coverage counted."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import Any

from pipeline import __version__
from pipeline.entities import entities
from pipeline.findings import findings
from pipeline.lexicon import data_files
from pipeline.model import (
    SCHEMA_VERSION,
    Coverage,
    DocumentInfo,
    Evidence,
    Generator,
    Leaflet,
    SectionKind,
    Unread,
)
from pipeline.view import View

SAFETY = ("contraindications", "boxed_warning", "warnings", "interactions", "pregnancy_lactation", "driving",
          "special_populations", "side_effects", "overdose")  # fmt: skip
"""Section kinds whose every sentence should yield a fact; those that do not are listed as unread."""
EXPECTED: tuple[SectionKind, ...] = ("indications", "contraindications", "warnings", "interactions", "dosage",
                                     "side_effects", "storage", "composition")  # fmt: skip
"""Section kinds any full leaflet has; those missing are listed as absent. `before_use` and `how_to_use` stand in."""
_STANDS_IN = {"dosage": {"how_to_use"}, "warnings": {"boxed_warning", "before_use"}, "indications": {"overview"}}
_MIN_UNREAD_WORDS = 4


@cache
def rules_hash() -> str:
    """SHA-256 over all rule and lexicon files (names and contents), the first 12 hex digits."""
    digest = hashlib.sha256()
    for name, data in data_files():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:12]


def assemble(view: View, document: DocumentInfo) -> Leaflet:
    """The Leaflet of a view whose entity stages have all run."""
    records: dict[str, Any] = {}
    for entity in entities():
        found = view.records[entity.KEY]
        records[entity.KEY] = merge(found, entity.same) if isinstance(found, list) else found
    product = records.pop("product")
    return Leaflet(
        schema_version=SCHEMA_VERSION,
        document=document,
        generator=Generator(name="leaflet-pipeline", version=__version__, rules=rules_hash()),
        product=product,
        sections=view.sections,
        findings=findings(view),
        coverage=coverage(view, records),
        **records,
    )


def merge(records: list[Any], same: Any) -> list[Any]:
    """One record a fact, in order of its best place; later mentions add evidence and what the first left open."""
    by_key: dict[Any, Any] = {}
    for record in records:
        kept = by_key.setdefault(same(record), record)
        if kept is not record:
            _absorb(kept, record)
    out = list(by_key.values())
    for record in out:
        record.evidence = _ordered(record.evidence)
    return sorted(out, key=lambda r: (r.evidence[0].start, r.evidence[0].end))


def _absorb(kept: Any, other: Any) -> None:
    """Add to `kept` what `other` knows more: list items, true flags, values where `kept` has none."""
    for name in kept.__struct_fields__:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if isinstance(mine, list):
            mine += [x for x in theirs if x not in mine]
        elif mine is None or mine is False:
            setattr(kept, name, theirs)


def _ordered(evidence: list[Evidence]) -> list[Evidence]:
    """The best place (the first) first, the others by place, none twice."""
    rest = {(e.start, e.end): e for e in evidence[1:] if (e.start, e.end) != (evidence[0].start, evidence[0].end)}
    return [evidence[0], *(rest[k] for k in sorted(rest))]


def coverage(view: View, records: dict[str, Any]) -> Coverage:
    """Which expected sections are absent, and which sentences of safety sections yielded nothing."""
    kinds = {s.kind for s in view.sections}
    absent = [k for k in EXPECTED if k not in kinds and kinds.isdisjoint(_STANDS_IN.get(k, ()))]
    read = _Stretches((e.start, e.end) for r in records.values() if r for x in r for e in x.evidence)
    unread: list[Unread] = []
    for s in view.within(SAFETY):
        quote = view.quote(s)
        aside = "patient_advice" in view.kinds(s)  # "Reporting of side effects" stands among them and states none
        short = aside or view.blocks[s.block].kind == "heading" or len(quote.split()) < _MIN_UNREAD_WORDS
        if short or read.touch(s.start, s.end):
            continue
        section = view.sections[s.section].id if s.section >= 0 else None
        unread.append(Unread(start=s.start, end=s.end, section=section, text=quote))
    return Coverage(sections_absent=absent, unread=unread)


class _Stretches:
    """A union of spans, asked whether another span touches it: two look-ups, however the spans nest."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether the characters `[start, end)` share any with the union."""
        before = bisect_left(self._starts, end) - 1
        return before >= 0 and self._ends[before] > start

"""A view and its records in, what was not understood out: sections that are absent, sentences that yielded nothing."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model import Coverage, SectionKind, Unread
from pipeline.phrases.idle import idle
from pipeline.view import Sentence, View

SAFETY = ("contraindications", "boxed_warning", "warnings", "interactions", "pregnancy_lactation", "driving",
          "special_populations", "side_effects", "overdose")  # fmt: skip
"""Section kinds whose every sentence should yield a fact; those that do not are listed as unread."""
EXPECTED: tuple[SectionKind, ...] = ("indications", "contraindications", "warnings", "interactions", "dosage",
                                     "side_effects", "storage", "composition")  # fmt: skip
"""Section kinds any full leaflet has; those missing are listed as absent. `before_use` and `how_to_use` stand in."""
_STANDS_IN = {"dosage": {"how_to_use"}, "warnings": {"boxed_warning", "before_use"}, "indications": {"overview"}}
_MIN_WORDS = 4
_TELLING: dict[str, tuple[str, ...]] = {
    "introduction": ("effect",),
    "ask": ("effect", "substance", "drug_class"),
    "origin": ("effect",),
    "explanation": ("effect", "substance", "drug_class"),
    "doctor_decides": ("effect",),
}
"""Kinds of idle sentences that are none where they name a term of these lexicons."""
_HANDLING = frozenset({"dosage", "how_to_use"})
"""Within these the children's and elderly people's part tells doses and how to handle the product."""


def coverage(view: View, records: dict[str, Any]) -> Coverage:
    """Which expected sections are absent, and which sentences of safety sections yielded nothing.

    Sentences that by their kind state nothing (pipeline.phrases.idle) are not listed.
    """
    kinds = {s.kind for s in view.sections}
    absent = [k for k in EXPECTED if k not in kinds and kinds.isdisjoint(_STANDS_IN.get(k, ()))]
    read = _Stretches((e.start, e.end) for r in records.values() if r for x in r for e in x.evidence)
    unread = [
        Unread(start=s.start, end=s.end, section=view.sections[s.section].id, text=view.quote(s))
        for s in _of_safety(view)
        if not read.touch(s.start, s.end) and _states(view, s)
    ]
    return Coverage(sections_absent=absent, unread=unread)


def _of_safety(view: View) -> Iterator[Sentence]:
    """The sentences of safety sections, but for headings, scraps, and how to report a side effect."""
    blocks = view.blocks
    section, counts = -2, False
    for s in view.within(SAFETY):
        if s.section != section:
            section, kinds = s.section, view.kinds(s)
            handling = view.kind(s) == "special_populations" and not _HANDLING.isdisjoint(kinds)
            counts = not handling and "patient_advice" not in kinds
        if counts and blocks[s.block].kind != "heading":
            yield s


def _states(view: View, sentence: Sentence) -> bool:
    """Whether a sentence has something to say: it is of no idle kind, or names what a record could hold."""
    quote = view.quote(sentence)
    if len(quote.split()) < _MIN_WORDS:
        return False
    kind = idle(quote)
    if kind is None:
        return True
    named = _TELLING.get(kind, ())
    terms = (view.text[t.start : t.end].lower() for t in view.terms(sentence, *named) if not t.term.ambiguous)
    return bool(named) and any(all(term not in name for name in view.product_names) for term in terms)


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

"""A view in, the leaflet's warnings out: one record a precaution, with categories, whom it is for and what to do."""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable

from pipeline.cautions.elsewhere import asking, beside, prose, topical
from pipeline.cautions.reader import Reader
from pipeline.model import LeafletWarning
from pipeline.view import Sentence, View

KEY = "warnings"
NEEDS: tuple[str, ...] = ("contraindications", "side_effects")

_OWN = frozenset(
    {"warnings", "boxed_warning", "before_use", "special_populations", "pregnancy_lactation", "driving", "stopping"}
)
_DOSING = frozenset({"dosage", "how_to_use"})
_NO_PROSE = frozenset(
    {
        "mechanism",
        "benefits",
        "pharmacology",
        "clinical_studies",
        "storage",
        "composition",
        "supply",
        "contents",
        "disclaimer",
    }
)
_WAYS = {"interactions": "topical", "contraindications": "beside", "side_effects": "asking", "overdose": "asking"}
_STOPPING_REACH = 1500
"""Characters of a section on stopping: what stands further on tells how to handle the product."""
_CLOSING = "further questions on the use"
"""The template's last sentence on how to take a medicine: what stands behind it is no part of the section."""


class _Places:
    """Where the records of another stage begin, and so which sentences they stand in."""

    def __init__(self, view: View, starts: Iterable[int]) -> None:
        self._sentences = view.sentences
        self._starts = sorted(starts)

    def within(self, sentence: Sentence) -> bool:
        """Whether one begins in a sentence, or between it and the next."""
        at = bisect_left(self._starts, sentence.start)
        if at == len(self._starts):
            return False
        behind = sentence.index + 1
        return behind == len(self._sentences) or self._starts[at] < self._sentences[behind].start


def extract(view: View) -> list[LeafletWarning] | None:
    """One record a precaution, quoted with every sentence that says more of it; None where nothing could warn."""
    reader = Reader(view)
    triggers = view.lexicon.rules("warning").triggers
    own = False
    forbidden = _Places(view, (r.evidence[0].start for r in view.records.get("contraindications") or []))
    effects = _Places(view, (e.start for r in view.records.get("side_effects") or [] for e in r.evidence))
    section, way, kind, reach = -2, "", "", 0
    for sentence in view.sentences:
        if sentence.section != section:
            section, kind = sentence.section, view.kind(sentence) or ""
            way = _way(kind, view.kinds(sentence))
            own = own or way == "read"
            reach = _stopping_end(view, sentence) if kind == "stopping" else len(view.text)
        if way == "read" and sentence.start < reach:
            reader.read(sentence, kind)
        elif way == "topical":
            topical(reader, sentence, kind)
        elif way == "beside":
            if not forbidden.within(sentence):  # what is forbidden is no precaution
                beside(reader, sentence, kind)
        elif way == "asking" and asking(reader, sentence, kind, effects.within):
            continue
        elif way in ("prose", "asking") and not triggers.isdisjoint(sentence.cues):
            prose(reader, sentence, kind)
    return reader.records if own or reader.records else None


def _stopping_end(view: View, sentence: Sentence) -> int:
    """Where a section on stopping that begins with this sentence is over, whatever the next heading is."""
    end = sentence.start + _STOPPING_REACH
    closing = view.text.find(_CLOSING, sentence.start, end)
    return closing if closing >= 0 else end


def _way(kind: str, kinds: frozenset[str]) -> str:
    """How the sentences of a section of this kind, within sections of these kinds, are read; "" if not at all."""
    if "disclaimer" in kinds:
        return ""
    if kind == "special_populations" and "side_effects" in kinds:
        return "asking"
    if kind in _OWN and (kind == "stopping" or _DOSING.isdisjoint(kinds)):
        return "read"
    named = _WAYS.get(kind)
    return named or ("" if kind in _NO_PROSE else "prose")


def same(record: LeafletWarning) -> Hashable:
    """Warnings of the same words and category, which ask for the same first, are one."""
    return record.category, tuple(record.actions[:1]), " ".join(re.findall(r"[a-z0-9]+", record.text.lower()))

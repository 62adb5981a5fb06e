"""Storage: a leaflet's view in, its storage instructions out: temperatures, what to protect from, shelf life in use."""

import re
from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, field

from pipeline.model import Storage
from pipeline.phrases.case import lower
from pipeline.quantities.temperatures import Temperature, find
from pipeline.rules import Hit
from pipeline.view import Sentence, View

KEY = "storage"
NEEDS: tuple[str, ...] = ()

_ELSEWHERE = frozenset(
    {"supply", "other", "contents", "how_to_use", "dosage", "patient_advice", "overview", "composition"}
)
"""Sections in which a sentence counts only if it says by itself that it is about storing the medicine."""
_STORING = re.compile(r"\b(?:stor(?:e|ed|age|ing)|keep|kept|refrigerat\w*|fridge|freez\w*|shelf|unopened)\b", re.I)
_ABOUT_MEDICINE = re.compile(r"\W*(?:do\s+not\s+)?(?:store|keep|protect|refrigerate|freeze)\b", re.I)
_WORDS = ("stor", "keep", "kept", "refrigerat", "fridge", "freez", "shelf", "unopened", "protect", "opening")
"""Parts of words: each match of _STORING, _ABOUT_MEDICINE and _ONCE_OPEN has one. They are found fast."""
_DEGREES = re.compile(r"\d\s*(?:[°º˚]|[oO]\s?[CF]\b|deg|[CF]\b)")
_ONCE_OPEN = re.compile(
    r"\b(?:use|used|discard|throw|kept?)\b[^.]{0,40}?\d+ (?:hour|day|week|month)s?\b[^.]{0,30}$", re.I
)
_STOP = re.compile(r"[.;]\s+(?=[A-Z])|\.(?=[A-Z][a-z])")
_IMPERATIVE = re.compile(
    r"(?:always\s+|then\s+)?(?:store|keep|protect|do\s+not|refrigerate|use|once|after|discard|throw)\b", re.I
)
_LONGEST_CLAUSE = 170
# What a span takes in before its first mark, above all what denies it: "should not be put back in the refrigerator".
_LEAD = re.compile(
    r"(?:\b(?:do|does|should|must|can|may|would|will)\s+not\s+(?:be\s+)?(?:[^\s.;,]+\s+){0,4}|\bnever\s+(?:[^\s.;,]+\s+){0,3}"
    r"|\b(?:no|not)\s+(?:for\s+|be\s+)?|\b(?:do|does|should|must)\s+(?:be\s+)?|\bat\s+|\bbetween\s+|\()\s*$",
    re.I,
)
# "If stored in a refrigerator, let it warm up" tells no place to store it.
_SUPPOSED = re.compile(r"\b(?:if|when)\s+(?:[\w-]+\s+){0,4}?(?:stor|kept|keep|refrigerat)[^,.;]*$", re.I)
_NOT_PROTECTED = re.compile(r"\b(?:not|without)\s+(?:be\s+)?protect(?:ed|ion)\s+$", re.I)
_PLACES = frozenset({"storage.refrigerate", "storage.room_temperature"})
# "Dispose of syringes if stored above 8 °C": what is not to be, so the temperature is the highest allowed.
_DISCARD_IF = re.compile(r"\b(?:discard|dispose|throw|not\s+(?:be\s+)?used?)\b[^.;]*\b(?:if|when)\b[^.;]*$", re.I)
_NO_MEDICINE = re.compile(
    r"\W*(?:always\s+)?keep\s+(?:this|the|your|a)\s+(?:[\w-]+\s+){0,3}?(?:card|leaflet|diary|booklet|appointments?|record|list)\b",
    re.I,
)
_TAIL = re.compile(
    r"\s*(?:and|or)\s+(?:pets|animals|moisture|humidity|light|heat|sunlight|dampness|oxygen)\b(?:\s+and\s+\w+)?|\)",
    re.I,
)


@dataclass(slots=True)
class _Mark:
    """Something a sentence says about storage at the characters `[start, end)`: a rule's match or a temperature."""

    start: int
    end: int
    rule: str
    protect: list[str] = field(default_factory=list)
    temperature: Temperature | None = None


def extract(view: View) -> list[Storage] | None:
    """One record a statement, a sentence with two temperatures giving two; None where nothing could state storage."""
    found: list[Storage] = []
    here: dict[int, int] = {}
    named = _named(lower(view.text), view.sentences)
    for sentence in view.sentences:
        interest = here.get(sentence.section)
        if interest is None:
            interest = here[sentence.section] = _interest(view, sentence)
        if interest == 2 or (interest and sentence.index in named):
            found += _records(view, sentence, interest)
    return found if found or view.has("storage") else None


def _named(low: str, sentences: list[Sentence]) -> set[int]:
    """The indexes of the sentences that hold a word without which none outside storage sections is about storing."""
    starts = [s.start for s in sentences]
    found: set[int] = set()
    for word in _WORDS:
        at = low.find(word)
        while at >= 0:
            found.add(bisect_right(starts, at) - 1)
            at = low.find(word, at + 1)
    return found


def same(record: Storage) -> Hashable:
    """Equal temperatures and protections are one instruction; words alone are, where they are equal."""
    bare = record.low is None and record.high is None and not record.protect_from
    worded = bare or record.evidence[0].rule == "storage.in_use"
    text = re.sub(r"\W+", " ", record.text.lower()).strip() if worded else ""
    return record.low, record.high, record.unit, tuple(sorted(record.protect_from)), text


def _interest(view: View, sentence: Sentence) -> int:
    """2 in a storage section, 1 where a sentence may speak of storage in passing, 0 elsewhere."""
    kinds = view.kinds(sentence)
    if "disclaimer" in kinds:
        return 0
    if "storage" in kinds:
        return 2
    return 1 if not kinds or not _ELSEWHERE.isdisjoint(kinds) else 0


def _records(view: View, sentence: Sentence, interest: int) -> list[Storage]:
    if interest == 1 and not _speaks_of_storage(view.text, sentence):
        return []
    marks = _marks(view, sentence, view.hits("storage", sentence))
    if not marks or _NO_MEDICINE.match(view.text, sentence.start, sentence.end):
        return []
    groups = _groups(view.text, marks)
    return [_record(view, sentence, group) for group in groups if not _supposed(view.text, sentence, group)]


def _supposed(text: str, sentence: Sentence, marks: list[_Mark]) -> bool:
    """Whether a group only supposes a place: "if stored in a refrigerator", and says not how long or how cold."""
    bare = all(m.rule in _PLACES and not m.protect for m in marks)
    return bare and _SUPPOSED.search(text[sentence.start : marks[0].end]) is not None


def _speaks_of_storage(text: str, sentence: Sentence) -> bool:
    """Whether a sentence outside storage sections tells how to keep the medicine, or at what temperature."""
    if _ABOUT_MEDICINE.match(text, sentence.start, sentence.end):
        return True
    opening = text.find("opening", sentence.start, sentence.end)
    if opening >= 0 and _ONCE_OPEN.search(text, sentence.start, opening):
        return True
    degrees = _DEGREES.search(text, sentence.start, sentence.end)
    return bool(degrees and _STORING.search(text, sentence.start, sentence.end))


def _marks(view: View, sentence: Sentence, hits: list[Hit]) -> list[_Mark]:
    marks = [_Mark(h.start, h.end, h.rule.id, list(h.value or ())) for h in hits if not _denied(view.text, h)]
    if _DEGREES.search(view.text, sentence.start, sentence.end):
        degrees = find(view.text, sentence.start, sentence.end)
        for t in degrees:
            discard = _DISCARD_IF.search(view.text[sentence.start : t.start]) if t.high is None else None
            if discard:
                t = t._replace(start=sentence.start + discard.start(), low=None, high=t.low)
            marks.append(_Mark(t.start, t.end, "storage.temperature", temperature=t))
    return sorted(marks, key=lambda m: (m.start, m.end))


def _denied(text: str, hit: Hit) -> bool:
    """Whether a text says that the product is "not protected from light" here."""
    return hit.rule.label == "protect" and _NOT_PROTECTED.search(text, max(0, hit.start - 20), hit.start) is not None


def _groups(text: str, marks: list[_Mark]) -> list[list[_Mark]]:
    """The marks that make one instruction: a second temperature or a full stop ("25 C. Keep") begins another."""
    groups: list[list[_Mark]] = []
    for mark in marks:
        full = groups and mark.temperature and any(m.temperature for m in groups[-1])
        if full:
            groups.append(_next_duration(groups[-1]))
        elif not groups or _STOP.search(text, max(m.end for m in groups[-1]), mark.start):
            groups.append([])
        groups[-1].append(mark)
    return groups


def _next_duration(marks: list[_Mark]) -> list[_Mark]:
    """The marks, taken off a full group, that begin the next: of "14 days at 2 °C and 24 hours", the second time."""
    times = [i for i, m in enumerate(marks) if m.rule == "storage.in_use"]
    heat = next(i for i, m in enumerate(marks) if m.temperature)
    if len(times) > 1 and times[0] < heat < times[-1]:
        cut = next(i for i in times if i > heat)
    elif marks[-1].rule == "storage.room_temperature" and len(marks) - 1 > heat:
        cut = len(marks) - 1
    else:
        return []
    taken = marks[cut:]
    del marks[cut:]
    return taken


def _record(view: View, sentence: Sentence, marks: list[_Mark]) -> Storage:
    start, end = _span(view, sentence, marks)
    temperature = next((m.temperature for m in marks if m.temperature), None)
    protect = dict.fromkeys(p for m in marks for p in m.protect)
    rules = [m.rule for m in marks]
    rule = "storage.in_use" if "storage.in_use" in rules else rules[0]
    found = view.evidence(start, end, rule)
    return Storage(
        text=found.text,
        low=temperature.low if temperature else None,
        high=temperature.high if temperature else None,
        unit=temperature.unit if temperature else None,
        protect_from=list(protect),
        evidence=[found],
    )


def _span(view: View, sentence: Sentence, marks: list[_Mark]) -> tuple[int, int]:
    """A clause that tells the reader what to do as a whole; else from the first word of the marks to their last."""
    start, end = min(m.start for m in marks), max(m.end for m in marks)
    behind, ahead = max(sentence.start, start - _LONGEST_CLAUSE), min(sentence.end, end + _LONGEST_CLAUSE)
    stops = [m.end() for m in _STOP.finditer(view.text, behind, start)]
    opening = stops[-1] if stops else behind
    stop = _STOP.search(view.text, end, ahead)
    closing = stop.start() if stop else ahead
    whole = closing - opening <= _LONGEST_CLAUSE and (stops or behind == sentence.start)
    if whole and _IMPERATIVE.match(view.text, opening):
        return opening, closing - (view.text[closing - 1] == ".")
    if lead := _LEAD.search(view.text[behind:start]):
        start = behind + lead.start()
    if tail := _TAIL.match(view.text, end, sentence.end):
        bracket = tail.group() == ")"
        end = tail.end() if not bracket or "(" in view.text[start:end] else end
    return start, end

"""Storage: a leaflet's view in, its storage instructions out: temperatures, what to protect from, shelf life in use."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field

from pipeline.model import Storage
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
_DEGREES = re.compile(r"\d\s*(?:[°º˚]|[oO]\s?[CF]\b|deg|[CF]\b)")
_ONCE_OPEN = re.compile(
    r"\b(?:use|used|discard|throw|kept?)\b[^.]{0,40}?\d+ (?:hour|day|week|month)s?\b[^.]{0,30}$", re.I
)
_STOP = re.compile(r"[.;]\s+(?=[A-Z])|\.(?=[A-Z][a-z])")
_IMPERATIVE = re.compile(
    r"(?:always\s+|then\s+)?(?:store|keep|protect|do\s+not|refrigerate|use|once|after|discard|throw)\b", re.I
)
_LONGEST_CLAUSE = 170
_LEAD = re.compile(r"(?:\b(?:do|does|should|must)\s+(?:not\s+)?(?:be\s+)?|\bat\s+|\bbetween\s+|\()\s*$", re.I)
_TAIL = re.compile(
    r"\s*(?:and|or)\s+(?:pets|animals|moisture|humidity|light|heat|sunlight|dampness)\b(?:\s+and\s+\w+)?|\)", re.I
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
    for sentence in view.sentences:
        if sentence.section not in here:
            here[sentence.section] = _interest(view, sentence)
        interest = here[sentence.section]
        if interest:
            found += _records(view, sentence, interest)
    return found if found or view.has("storage") else None


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
    return [_record(view, sentence, group) for group in _groups(view.text, marks)]


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
    marks = [_Mark(h.start, h.end, h.rule.id, list(h.value or ())) for h in hits]
    if _DEGREES.search(view.text, sentence.start, sentence.end):
        degrees = find(view.text, sentence.start, sentence.end)
        marks += [_Mark(t.start, t.end, "storage.temperature", temperature=t) for t in degrees]
    return sorted(marks, key=lambda m: (m.start, m.end))


def _groups(text: str, marks: list[_Mark]) -> list[list[_Mark]]:
    """The marks that make one instruction: a second temperature or a full stop ("25 C. Keep") begins another."""
    groups: list[list[_Mark]] = []
    for mark in marks:
        full = groups and mark.temperature and any(m.temperature for m in groups[-1])
        if not groups or full or _STOP.search(text, max(m.end for m in groups[-1]), mark.start):
            groups.append([])
        groups[-1].append(mark)
    return groups


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

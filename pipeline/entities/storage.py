"""Storage: a leaflet's view in, its storage instructions out: temperatures, what to protect from, shelf life in use."""

import re
from bisect import bisect_right
from collections.abc import Hashable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from pipeline.model import Storage
from pipeline.phrases.case import lower
from pipeline.quantities.temperatures import Temperature, find
from pipeline.view import Sentence, View

KEY = "storage"
NEEDS: tuple[str, ...] = ()

_ELSEWHERE = frozenset(
    {"supply", "other", "contents", "how_to_use", "dosage", "patient_advice", "overview", "composition"}
)
"""Sections in which a sentence counts only if it says by itself that it is about storing the medicine."""
_SECTION, _START = attrgetter("section"), attrgetter("start")
_STORING = re.compile(r"\b(?:stor(?:e|ed|age|ing)|keep|kept|refrigerat\w*|fridge|freez\w*|shelf|unopened)\b", re.I)
_ABOUT_MEDICINE = re.compile(r"\W*(?:do\s+not\s+)?(?:store|keep|protect|refrigerate|freeze)\b", re.I)
_WORDS = ("stor", "keep", "kept", "fri", "freez", "shelf", "open", "protect")
"""Parts of words: each match of _STORING, _ABOUT_MEDICINE and _ONCE_OPEN has one. They are found fast."""
_DEGREES = re.compile(r"\d\s*(?:[°º˚]|[oO]\s?[CF]\b|deg|[CF]\b)")
_ONCE_OPEN = re.compile(
    r"\b(?:use|used|discard|throw|kept?)\b[^.]{0,40}?\d+ (?:hour|day|week|month)s?\b[^.]{0,30}$", re.I
)
_STOP = re.compile(r"[.;]\s+(?=[A-Z])|\.(?=[A-Z][a-z])")
_IMPERATIVE = re.compile(
    r"(?:always\s+|then\s+)?(?:store|keep|protect|do\s+not|refrigerate|use|once|after|discard|throw)\b", re.I
)
_MARKS = re.compile(r"\W+")
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


class _Mark(NamedTuple):
    """Something a sentence says about storage at its characters `[start, end)`: a rule's match or a temperature."""

    start: int
    end: int
    rule: str
    protect: tuple[str, ...] = ()
    temperature: Temperature | None = None


class _Instruction(NamedTuple):
    """One instruction at the characters `[start, end)` of a sentence, as its record will say it."""

    start: int
    end: int
    rule: str
    temperature: Temperature | None
    protect: tuple[str, ...]


def extract(view: View) -> list[Storage] | None:
    """One record a statement, a sentence with two temperatures giving two; None where nothing could state storage."""
    found: list[Storage] = []
    low = lower(view.text)
    for _, run in groupby(view.sentences, _SECTION):
        sentences = list(run)
        interest = _interest(view, sentences[0])
        if interest == 2:
            speaking = sentences
        elif interest == 1:
            speaking = [s for s in _naming(low, sentences) if _speaks_of_storage(view.text, s)]
        else:
            continue
        for sentence in speaking:
            found += _records(view, sentence)
    return found if found or view.has("storage") else None


def _naming(low: str, sentences: list[Sentence]) -> list[Sentence]:
    """Those of a run of sentences that hold a word without which none outside storage sections is about storing."""
    found: set[int] = set()
    start, end = sentences[0].start, sentences[-1].end
    for word in _WORDS:
        at = low.find(word, start, end)
        while at >= 0:
            found.add(bisect_right(sentences, at, key=_START) - 1)
            at = low.find(word, at + 1, end)
    return [sentences[i] for i in sorted(found)]


def same(record: Storage) -> Hashable:
    """Equal temperatures and protections are one instruction; words alone are, where they are equal."""
    bare = record.low is None and record.high is None and not record.protect_from
    worded = bare or record.evidence[0].rule == "storage.in_use"
    text = _MARKS.sub(" ", record.text.lower()).strip() if worded else ""
    return record.low, record.high, record.unit, tuple(sorted(record.protect_from)), text


def _interest(view: View, sentence: Sentence) -> int:
    """2 in a storage section, 1 where a sentence may speak of storage in passing, 0 elsewhere."""
    kinds = view.kinds(sentence)
    if "disclaimer" in kinds:
        return 0
    if "storage" in kinds:
        return 2
    return 1 if not kinds or not _ELSEWHERE.isdisjoint(kinds) else 0


def _speaks_of_storage(text: str, sentence: Sentence) -> bool:
    """Whether a sentence outside storage sections tells how to keep the medicine, or at what temperature."""
    if _ABOUT_MEDICINE.match(text, sentence.start, sentence.end):
        return True
    opening = text.find("opening", sentence.start, sentence.end)
    if opening >= 0 and _ONCE_OPEN.search(text, sentence.start, opening):
        return True
    degrees = _DEGREES.search(text, sentence.start, sentence.end)
    return bool(degrees and _STORING.search(text, sentence.start, sentence.end))


def _records(view: View, sentence: Sentence) -> list[Storage]:
    text = view.quote(sentence)
    return [_record(view, sentence.start, told) for told in _instructions(text, _hits(view, sentence, text))]


def _hits(view: View, sentence: Sentence, text: str) -> tuple[_Mark, ...]:
    """The matches of the rules in a sentence of this text, remembered: leaflets tell of storage in the same words."""
    rules = view.lexicon.rules("storage")
    key = text, sentence.last - sentence.first
    known = rules.seen.get(key)
    if known is None:
        at, first = sentence.start, sentence.first
        hits = view.hits("storage", sentence)
        known = [(h.rule, h.start - at, h.end - at, h.first - first, h.last - first) for h in hits]
        rules.remember(key, known)
    return tuple(_Mark(start, end, rule.id, tuple(rule.value or ())) for rule, start, end, _, _ in known)


def _record(view: View, at: int, told: _Instruction) -> Storage:
    """The record of an instruction in the sentence that begins at `at`."""
    found = view.evidence(at + told.start, at + told.end, told.rule)
    return Storage(
        text=found.text,
        low=told.temperature.low if told.temperature else None,
        high=told.temperature.high if told.temperature else None,
        unit=told.temperature.unit if told.temperature else None,
        protect_from=list(told.protect),
        evidence=[found],
    )


@lru_cache(maxsize=4096)
def _instructions(text: str, hits: tuple[_Mark, ...]) -> tuple[_Instruction, ...]:
    """What a sentence with these matches in it tells; the same for the same sentence in any leaflet."""
    marks = _marks(text, hits)
    if not marks or _NO_MEDICINE.match(text):
        return ()
    return tuple(_instruction(text, group) for group in _groups(text, marks) if not _supposed(text, group))


def _marks(text: str, hits: tuple[_Mark, ...]) -> list[_Mark]:
    marks = [hit for hit in hits if not _denied(text, hit)]
    for t in find(text, 0, len(text)) if _DEGREES.search(text) else ():
        discard = _DISCARD_IF.search(text, 0, t.start) if t.high is None else None
        if discard:
            t = t._replace(start=discard.start(), low=None, high=t.low)
        marks.append(_Mark(t.start, t.end, "storage.temperature", temperature=t))
    return sorted(marks, key=lambda m: (m.start, m.end))


def _denied(text: str, hit: _Mark) -> bool:
    """Whether a text says that the product is "not protected from light" here."""
    return bool(hit.protect) and _NOT_PROTECTED.search(text, max(0, hit.start - 20), hit.start) is not None


def _supposed(text: str, marks: list[_Mark]) -> bool:
    """Whether a group only supposes a place: "if stored in a refrigerator", and says not how long or how cold."""
    bare = all(m.rule in _PLACES and not m.protect for m in marks)
    return bare and _SUPPOSED.search(text, 0, marks[0].end) is not None


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


def _instruction(text: str, marks: list[_Mark]) -> _Instruction:
    temperature = next((m.temperature for m in marks if m.temperature), None)
    protect = tuple(dict.fromkeys(p for m in marks for p in m.protect))
    rules = [m.rule for m in marks]
    rule = "storage.in_use" if "storage.in_use" in rules else rules[0]
    return _Instruction(*_span(text, marks), rule, temperature, protect)


def _span(text: str, marks: list[_Mark]) -> tuple[int, int]:
    """A clause that tells the reader what to do as a whole; else from the first word of the marks to their last."""
    start, end = min(m.start for m in marks), max(m.end for m in marks)
    behind, ahead = max(0, start - _LONGEST_CLAUSE), min(len(text), end + _LONGEST_CLAUSE)
    stops = [m.end() for m in _STOP.finditer(text, behind, start)]
    opening = stops[-1] if stops else behind
    stop = _STOP.search(text, end, ahead)
    closing = stop.start() if stop else ahead
    whole = closing - opening <= _LONGEST_CLAUSE and (stops or not behind)
    if whole and _IMPERATIVE.match(text, opening):
        return opening, closing - (text[closing - 1] == ".")
    if lead := _LEAD.search(text, behind, start):
        start = lead.start()
    if tail := _TAIL.match(text, end):
        bracket = tail.group() == ")"
        end = tail.end() if not bracket or "(" in text[start:end] else end
    return start, end

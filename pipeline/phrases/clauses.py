"""Spans of one sentence in, the spans of its parts out: a list taken apart, a condition freed of what surrounds it.

All functions take the whole text with `[start, end)` in code points and give spans of the same text.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.phrases.case import lower

SpanOf = tuple[int, int]

_BRACKET = re.compile(r"[()\[\]]")
_OF_PART = re.compile(r"\bof (?:the|your)\b")
_EXAMPLES = re.compile(r"(?:such as|e\.g\b|for example|including|especially)\b")
_EDGE = frozenset(" \t\r\n\f\v\u00a0.,;:•-–—*·")
_END_EDGE = _EDGE | {"(", "["}
_CROSS_REFERENCE = re.compile(
    r"[,;]?\s*[(\[]?\s*(?:please\s+)?(?:(?:see|refer to|listed (?:in|at)|as listed in|described in|read)"
    r"(?:\s+(?:also\s+)?|$)"
    r"(?:the\s+)?(?:end of\s+)?(?:section|below|above|under|list|warnings|pregnancy|other medicines|do not|[\"“”‘']"
    r"|$)[^()\[\]]*)[)\]]?\s*$",
)
_REFERENCE_WORDS = ("see", "listed in", "listed at", "refer to", "described in", "read")
_REFERS = re.compile(
    rf"(?:{'|'.join(_REFERENCE_WORDS)})\s+(?:also\s+)?(?:the\s+)?(?:end of\s+)?(?:section|below|above|under"
    r"|list|warnings|pregnancy|other medicines|do not|[\"“”‘'])"
)
_REFERENCE_REACH = 160
_TRAILING_WORD = re.compile(r"[\s,;]+(?:and|or|and/or)$")
_LEADING_WORD = re.compile(r"(?:and/or|and|or)\s+")
# Written to begin with a set of characters, which is found fast; each choice tells which of them it goes on from.
_SEPARATOR = re.compile(
    r"[,;&\s](?:(?<=[,;])\s*(?:(?:and/or|and|or|as well as)\s+)?|(?<=\s)\s*(?:and/or|and|or|as well as|&)\s+|(?<=&)\s*)"
)


def trim(text: str, start: int, end: int) -> SpanOf:
    """The span without marks, conjunctions and cross references ("(see section 4)") at its edges."""
    low = lower(text)
    while True:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _END_EDGE:
            end -= 1
        bare = start, end
        if reference := _reference(low, start, end):
            end = _before_bracket(text, start, reference.start())
        if low.endswith(("and", "or"), start, end) and (word := _TRAILING_WORD.search(low, max(start, end - 12), end)):
            end = word.start()
        if low.startswith(("and", "or"), start, end) and (word := _LEADING_WORD.match(low, start, end)):
            start = word.end()
        if (start, end) == bare:
            return _without_open_bracket(text, start, end)


def _before_bracket(text: str, start: int, end: int) -> int:
    """The end of a span, before a bracket that the cross reference cut off behind it was part of."""
    opened = text.rfind("(", start, end)
    return opened if opened > start and text.find(")", opened, end) < 0 else end


def _reference(low: str, start: int, end: int) -> re.Match[str] | None:
    """A cross reference at the end of the span. Most have none: the words that begin one are looked for first.

    One that breaks off behind such a word has nothing that it refers to.
    """
    start = max(start, end - _REFERENCE_REACH)
    places = _reference_places(low)
    before = bisect_left(places, end)
    may = (before and places[before - 1] >= start) or low.endswith(_REFERENCE_WORDS, start, end)
    return _CROSS_REFERENCE.search(low, start, end) if may else None


@lru_cache(maxsize=4)
def _reference_places(low: str) -> list[int]:
    """Where the words that begin a cross reference stand in a leaflet, and something to refer to, by place."""
    return sorted(place for word in _REFERENCE_WORDS for place in _places(low, word) if _REFERS.match(low, place))


def _places(low: str, word: str) -> Iterator[int]:
    at = low.find(word)
    while at >= 0:
        yield at
        at = low.find(word, at + 1)


def _without_open_bracket(text: str, start: int, end: int) -> SpanOf:
    """A span that lost one half of a pair of brackets at its edge loses the other, or what stands behind it."""
    if end > start and text[end - 1] == ")" and "(" not in text[start:end]:
        return start, end - 1
    if end > start and text[start] == "(" and ")" not in text[start:end]:
        return start + 1, end
    return start, end


def outside_brackets(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of `pattern` that do not stand in brackets."""
    inside: list[SpanOf] | None = None
    for match in pattern.finditer(text, start, end):
        if inside is None:
            inside = bracketed(text, start, end)
        if not inside or not any(a < match.end() and match.start() < b for a, b in inside):
            yield match


def bracketed(text: str, start: int, end: int) -> list[SpanOf]:
    """The outermost brackets, marks included; one left open reaches to the end."""
    if text.find("(", start, end) < 0 and text.find("[", start, end) < 0:
        return []
    spans: list[SpanOf] = []
    depth = 0
    opened = start
    for mark in _BRACKET.finditer(text, start, end):
        if mark.group() in "([":
            opened = mark.start() if not depth else opened
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((opened, mark.end()))
    if depth:
        spans.append((opened, end))
    return spans


def members(text: str, start: int, end: int) -> list[SpanOf]:
    """The members of a list "A, B (x, y) and C", each trimmed; commas and conjunctions in brackets do not split."""
    spans: list[SpanOf] = []
    at = start
    for separator in outside_brackets(lower(text), start, end, _SEPARATOR):
        stop = separator.start()
        while stop > at and text[stop - 1].isspace():
            stop -= 1
        spans.append((at, stop))
        at = separator.end()
    spans.append((at, end))
    return [(a, b) for a, b in (trim(text, *span) for span in spans) if a < b]


def coordinated(text: str, start: int, end: int, whole: Callable[[int, int], bool]) -> list[SpanOf]:
    """The members of a list of conditions, split only between members that can stand alone.

    `whole(a, b)` tells whether the span is a condition by itself: "kidney" in "kidney or liver problems" is not, so
    that pair stays together, as does "moderate to severe" with what it describes.
    """
    spans = members(text, start, end)
    out: list[SpanOf] = []
    for a, b in spans:
        if out and (_one_of(text, out[-1], a) or not (whole(*out[-1]) and whole(a, b))):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _one_of(text: str, before: SpanOf, start: int) -> bool:
    """Whether a member goes on with what the one before is of or names examples of it.

    "A disease of the nerves and the muscles", "low blood pressure, such as shock".
    """
    if _EXAMPLES.match(text, start):
        return True
    return text.startswith(("the ", "your "), start) and _OF_PART.search(text, *before) is not None


def has_words(text: str, span: SpanOf) -> bool:
    """Whether a span has any letters."""
    return any(map(str.isalpha, text[slice(*span)]))


def balanced(text: str, start: int, end: int) -> SpanOf:
    """The span without a bracket at its end that lost its closing mark with a cross reference."""
    opened = text.rfind("(", start, end)
    if opened > start and text.find(")", opened, end) < 0:
        return trim(text, start, opened)
    return start, end

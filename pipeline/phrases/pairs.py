"""The members of a list of conditions in, those that only make one condition together joined again out."""

import re
from collections.abc import Callable, Iterable

from pipeline.phrases.clauses import SpanOf

_BETWEEN = re.compile(r"[\s,]*(?:(?:and/or|and|or|&)\s+)?")
_ACHES = re.compile(r".*\baches?", re.I | re.S)
_PAINS = re.compile(r"pains?\b", re.I)
# "itchy, watery eyes", "runny or stuffy nose": what it is said of comes with the next member.
_ADJECTIVE = re.compile(
    r".*\b(?:itchy|watery|runny|stuffy|dry|scaly|flaky|achy|puffy|tired|painful|swollen|cracked|chapped|chafed"
    r"|sore|red"
    r"|irritated|inflamed|upset|blocked)",
    re.I | re.S,
)
# "sinus congestion and pressure": what it is of stands with the member before.
_RELATIVE = re.compile(r"pressure", re.I)
_LINK = re.compile(r".*\b(?:due to|caused by)\s+(?!the\b|an?\b|your\b)", re.I | re.S)


def paired(text: str, spans: Iterable[SpanOf], whole: Callable[[int, int], bool]) -> list[SpanOf]:
    """The spans with pairs joined: "minor aches and pains", "cough due to minor throat and bronchial irritation".

    `whole(a, b)` tells whether a span is a condition by itself.
    """
    out: list[SpanOf] = []
    for start, end in spans:
        if out and _BETWEEN.fullmatch(text, out[-1][1], start) and _one(text, *out[-1], start, end, whole):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def describes(text: str, start: int, end: int) -> bool:
    """Whether a span ends with a word for how something is, which has to follow: "itchy", "runny"."""
    return _ADJECTIVE.fullmatch(text, start, end) is not None


def _one(text: str, first: int, stop: int, start: int, end: int, whole: Callable[[int, int], bool]) -> bool:
    """Whether the member `[start, end)` goes with `[first, stop)` before it."""
    if _ACHES.fullmatch(text, first, stop):
        return _PAINS.match(text, start, end) is not None
    if _ADJECTIVE.fullmatch(text, first, stop) or _RELATIVE.fullmatch(text, start, end):
        return True
    link = _LINK.match(text, first, stop)
    return link is not None and link.end() < stop and not whole(link.end(), stop) and whole(start, end)

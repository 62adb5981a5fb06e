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
_DEGREE = re.compile(r",?\s+(?:and\s+|or\s+)?(?P<degree>mild|moderate|acute|recurrent|relapsed|advanced)$", re.I)
# "clots in the veins and in the lungs", "Type 1 or Type 2 diabetes": one part is nothing without the other.
_PLACE = re.compile(r"(?:in|of|on|at|around) (?:the|your) (?!treatment|prevention|management|relief|prophylaxis)", re.I)
_OF_BEFORE = re.compile(r"(?:associated with|due to|caused by|accompanying|resulting from)\b", re.I)
_TYPE = re.compile(r".*\btypes? \w{1,3}", re.I | re.S)
# "advanced, metastatic or recurrent tumours": nothing but how the condition is that follows.
_STATES = re.compile(
    r"(?:(?:(?:locally|non)[- ]?)?(?:advanced|operable|inoperable|metastatic|recurrent|refractory|relapsed|relapsing"
    r"|unresectable|resectable|persistent|mild|moderate|severe|acute|chronic|early|active|progressive|uncontrolled)"
    r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and\s+|or\s+|to\s+)?|$))+",
    re.I,
)
_FURTHER = re.compile(r",?\s+(?:and|or)\s+(?=(?:mild|moderate)\s+(?:or|to|and)\s+(?:moderate|severe)\b)", re.I)
_LINK = re.compile(r".*\b(?:due to|caused by)\s+(?!the\b|an?\b|your\b)", re.I | re.S)


def paired(text: str, spans: Iterable[SpanOf], whole: Callable[[int, int], bool]) -> list[SpanOf]:
    """The spans with pairs joined: "minor aches and pains", "cough due to minor throat and bronchial irritation".

    `whole(a, b)` tells whether a span is a condition by itself.
    """
    out: list[SpanOf] = []
    for start, end in spans:
        degree = _DEGREE.search(text, *out[-1]) if out and text[out[-1][1] - 1] in "detDET" else None
        if degree and degree.start() > out[-1][0] and _BETWEEN.fullmatch(text, out[-1][1], start) and whole(start, end):
            # "gout, and moderate or severe psoriasis": the degree goes with what follows.
            out[-1], start = (out[-1][0], degree.start()), degree.start("degree")
        if out and _BETWEEN.fullmatch(text, out[-1][1], start) and _one(text, *out[-1], start, end, whole):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def apart(text: str, span: SpanOf, whole: Callable[[int, int], bool]) -> list[SpanOf]:
    """A member in two where a further condition begins with its degree: "gout, and moderate or severe psoriasis"."""
    start, end = span
    further = _FURTHER.search(text, start, end) if text.find("moderate", start, end) > start else None
    if further is None or not (whole(start, further.start()) and whole(further.end(), end)):
        return [span]
    return [(start, further.start()), (further.end(), end)]


def describes(text: str, start: int, end: int) -> bool:
    """Whether a span ends with a word for how something is, which has to follow: "itchy", "runny"."""
    return _ADJECTIVE.fullmatch(text, start, end) is not None


def _one(text: str, first: int, stop: int, start: int, end: int, whole: Callable[[int, int], bool]) -> bool:
    """Whether the member `[start, end)` goes with `[first, stop)` before it."""
    if _ACHES.fullmatch(text, first, stop):
        return _PAINS.match(text, start, end) is not None
    if _STATES.fullmatch(text, first, stop):
        return True
    if _ADJECTIVE.fullmatch(text, first, stop) or _RELATIVE.fullmatch(text, start, end):
        return True
    if (
        _PLACE.match(text, start, end)
        or _OF_BEFORE.match(text, start, end)
        or (_TYPE.fullmatch(text, first, stop) and text[start : start + 4].lower() == "type")
    ):
        return True
    link = _LINK.match(text, first, stop)
    return link is not None and link.end() < stop and not whole(link.end(), stop) and whole(start, end)

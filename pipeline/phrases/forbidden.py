"""A line that forbids the use in, the spans of its separate conditions out: "pregnant or have gout" holds two."""

import re
from collections.abc import Iterator

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, coordinated, outside_brackets, trim
from pipeline.phrases.conditions import condition_of, names_condition
from pipeline.view import Sentence, View

_NEXT_CASE = (
    r"(?:\b(?:or|and|and/or)\s+)?(?=\b(?:if you|if your|in patients?|in women|in people|in children|in case of"
    r"|if the patient|when you|while you|while breast|during (?:pregnancy|lactation|breast))\b)"
)
_EXPLAINS = r"(?:when the|which|an?|the|as|this|these|also|your|e\.g|i\.e|such|who|to|used|it|see)\b"
_NEXT_IF = r"(?:\b(?:or|and|and/or)\s+(?=while |when )|(?!while |when ))" + _NEXT_CASE
# Written to begin with a set of characters, which is found fast.
_NEXT_ITEM = re.compile(
    rf"[;,\s](?:(?<=;)\s*(?:{_NEXT_CASE}|(?:(?:or|and)\s+)?)|(?<=,)\s*{_NEXT_CASE}"
    rf"|(?<=\s)\s*(?=[oaiwd–•*-])(?:{_NEXT_IF}|[-–•*]\s+(?!{_EXPLAINS})(?=[a-z])))",
)
_OR_YOU = re.compile(
    r"[,\s](?:(?<=,)\s+|(?<=\s)\s*)(?:and\s+(?=if\b)|(?:or|and/or)\s+(?=(?:you\s+)?(?:if|are|have|is|has|think you"
    r"|planning|drink)\b))",
)
_STATES = re.compile(
    r"((?:pregnan\w+|lactati\w+|breast[- ]?feeding|nursing)[^,]*?)(?:,?\s+(?:and/or|and|or|&)\s+|\s*,\s*|\s*/\s*)"
    r"((?:while |during |are |if )?(?:pregnan\w+|lactati\w+|breast[- ]?feed\w*|nursing)[^,]*)$",
)
_LIST_CASE = re.compile(r"(?:if|you|are|have|when|in)\b")
_HEAD_VERB = re.compile(r"(?:has|is|had|suffers?|takes?|taking|using|being|your|under|during)\b")
# "children and adolescents with epilepsy" are one group; so are "other hepatitis B, tetanus or Hib vaccines" one list.
_ONE = re.compile(r"(?:children|adolescents|infants|girls|boys)\s+(?:and|or)\s+\w+(?!\w|,)|.*\bvaccines?$")
_NO_OBJECT = re.compile(
    r"(?:^|\b(?:you|if|have|are|has|is|had|be|been|currently|recently|ever|may|might)\s+)(?:taken|taking|take|had"
    r"|received|used|using|have|has|having|are|is|was|were)(?:\s+(?:now|currently|previously|recently))?$",
)
_RELATIVE = re.compile(r"\b(?:that|which|who)\b")


def items(text: str, start: int, end: int) -> list[SpanOf]:
    """The items of a line that lost its bullets: "if you are …; if you have …"."""
    spans: list[SpanOf] = []
    at = start
    for cut in outside_brackets(lower(text), start, end, _NEXT_ITEM):
        if cut.start() > at:
            spans.append((at, cut.start()))
            at = cut.end()
    return [*spans, (at, end)]


def conditions_in(view: View, sentence: Sentence, start: int, end: int) -> Iterator[SpanOf]:
    """The separate conditions of one item."""
    text = view.text
    low = lower(text)
    clause = _LIST_CASE.match(low, start, end) or _HEAD_VERB.match(low, start, end)
    for a, b in _cut(text, start, end, _OR_YOU):
        a, b = condition_of(text, a, b)
        pair = _STATES.fullmatch(low, a, b)
        if pair:
            spans = [trim(text, *pair.span(1)), condition_of(text, *pair.span(2))]
        elif clause or low.startswith(("allerg", "hypersens", "taking", "using"), a, b) or _ONE.match(low, a, b):
            spans = [(a, b)]
        else:
            spans = coordinated(text, a, b, names_condition(view, sentence))
        yield from spans


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[SpanOf]:
    low = lower(text)
    at = start
    for cut in outside_brackets(low, start, end, pattern):
        # "have taken or are taking x" is one condition: what stands before "or" lacks its object.
        before = low[at : cut.start()].strip()
        relative = low.startswith(("is ", "has "), cut.end()) and _RELATIVE.search(before)
        if not relative and not _NO_OBJECT.search(before):
            yield at, cut.start()
            at = cut.end()
    yield at, end

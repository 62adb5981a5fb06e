"""A list of conditions in, also one that lost its lines ("headache, a cold toothache"), its members as spans out."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, coordinated, members, outside_brackets, trim
from pipeline.phrases.pairs import apart, describes, paired
from pipeline.phrases.treated import LEAD, MEASURE, SPECIES
from pipeline.view import Sentence, View

_NEXT_USE = re.compile(
    r"[^0-9a-z_](?=[hrtpcsdm]|us|an|al)(?:helps?|helping|reduces?|relieves?|temporarily|promotes?|provides?|restores?"
    r"|controls?|clears?|suppresses|decreases|makes?|also|usage|limitations?|see|directions?|the (?:safety|efficacy"
    r"|effectiveness|use|drug|usual))\s|\.\s"
)
"""Where such a list ends without a full stop: the next thing that the product does begins."""
_LINK = re.compile(r"[^0-9a-z_](?:of|in|due|with|from|caused|associated|by|during|after|for|as|to)\s")
_LATIN = re.compile(r"\s+[a-z]+(?:ae|is|um|[^o\W]us|ans|oides|iformis)\b")
"""The second word of a Latin name: "tinea barbae", "mycosis fungoides"."""
# Where a member may begin with a capital, but not one that is the kind of the condition before ("Duodenal Ulcer
# Disease") or that links it to another.
_CAPITAL = re.compile(
    r"\s(?<=[a-z)\]]\s)(?=[A-Z][\w'’-]+)(?!(?:Disease|Infection|Syndrome|Disorder|Failure|Attack|Episode|Pain"
    r"|Exacerbation|Symptom|Headache|Condition|Relapse|Recurrence|Reaction|Virus|Inflammation|Bleeding|Flare"
    r"|Prophylaxis"
    r"|Injur|Deficienc|State|Fever|Dementia|Hyperactivity|Complex|Vulgaris|Associated|Caused|Due|With|And|Or|In|Of"
    r"|After|Following|From|Type|Mellitus)[a-z]*\b)"
)
_PRODUCT = re.compile(
    r"[A-Z][\w®™-]*\s+(?:is|are|tablets?|capsules?|injection|cream|gel|ointment|solution|oral)\b", re.I
)
_LINKED = re.compile(
    r".*\b(?:of|in|with|by|to|from|at|following|after|on|for|the|and|or|including|like|such as)\b", re.I | re.S
)


def conditions(
    view: View, sentence: Sentence, span: SpanOf, whole: Callable[[int, int], bool], risk: bool
) -> Iterator[SpanOf]:
    """The conditions of a list in a sentence, each without the purpose or measure in front ("relief of", "signs of").

    Of what a `risk` is of, only what names a condition: "the risk of stroke and the need for surgery".
    """
    text = view.text
    listed = [s for member in paired(text, coordinated(text, *span, whole), whole) for s in apart(text, member, whole)]
    for start, end in (part for member in listed for part in capitalised(view, sentence, member, whole)):
        if risk and not whole(start, end):
            start, end = next((named for named in members(text, start, end) if whole(*named)), (start, end))
        if lead := LEAD.match(text, start, end):
            start = lead.end()
        if measure := MEASURE.match(text, start, end):
            start = measure.end()
        yield start, end


def flat_list(view: View, sentence: Sentence, start: int, whole: Callable[[int, int], bool]) -> Iterator[SpanOf]:
    """The members of the list that begins at `start` and ends with the sentence or before its next verb.

    Where no mark parts them, the effect lexicon does; only what names a condition (`whole`) is one.
    """
    low = lower(view.text)
    stops = _NEXT_USE.finditer(low, start, sentence.end)
    stop = next((m.start() for m in stops if not SPECIES.match(view.text, m.start() - 1)), sentence.end)
    terms = [(t.start, t.end) for t in view.terms(sentence, "effect")]
    for a, b in paired(view.text, members(view.text, start, stop), whole):
        titled = capitalised(view, sentence, (a, b), whole)
        for first, last in titled:
            inside = [t for t in terms if first <= t[0] and t[1] <= last] if len(titled) == 1 else []
            for span in _parted(view.text, low, first, last, inside):
                yield from (part for part in _beside_colon(view.text, *span) if whole(*part))


def _beside_colon(text: str, start: int, end: int) -> Iterator[SpanOf]:
    """A member, in two where a colon parts its name from what is of it: "Lymphomas: Hodgkin's disease"."""
    colon = text.find(":", start, end)
    yield from (((start, end),) if colon < 0 else (trim(text, start, colon), trim(text, colon + 1, end)))


def _parted(text: str, low: str, start: int, end: int, terms: list[SpanOf]) -> Iterator[SpanOf]:
    """A member once for each term in it, the words before a term being its own; whole where words link the terms."""
    at = start
    for (first, stop), (following, _) in pairwise(terms):
        if latin := _LATIN.match(low, stop, following):
            stop = latin.end()
        if not _LINK.search(low, stop, following + 1) and not describes(text, first, stop):
            yield trim(text, at, stop)
            at = stop
    yield trim(text, at, end)


def capitalised(view: View, sentence: Sentence, span: SpanOf, whole: Callable[[int, int], bool]) -> list[SpanOf]:
    """Conditions that nothing parts but that each begins with a capital: "Sinusitis Skin infections Acute gout".

    A part that names no condition goes with the one before it.
    """
    start, end = span
    terms = [(t.start, t.end) for t in view.terms(sentence, "effect")]
    parts = [start]
    for gap in outside_brackets(view.text, start, end, _CAPITAL):
        link = _LINKED.match(view.text, parts[-1], gap.start())
        head = trim(view.text, link.end() if link else parts[-1], gap.start())
        if whole(*head) and not any(a < gap.start() < b for a, b in terms):
            parts.append(gap.end())
    if len(parts) > 1 and not whole(parts[-1], end):
        last = parts.pop()
        named = any(t.start == last for t in view.terms(sentence, "substance"))
        if named or view.text[last : last + 4].isupper() or _PRODUCT.match(view.text, last):
            end = last  # the product, of which the next line speaks
    return [trim(view.text, a, b) for a, b in zip(parts, [*parts[1:], end], strict=True)]

"""A list of conditions that lost its lines ("headache toothache backache, a cold") in, the spans of its members out."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, members, trim
from pipeline.view import Sentence, View

_NEXT_USE = re.compile(
    r"[^0-9a-z_](?=[hrtpcsdm]|us|an|al)(?:helps?|helping|reduces?|relieves?|temporarily|promotes?|provides?|restores?"
    r"|controls?|clears?|suppresses|decreases|makes?|also|usage|limitations?|see|directions?|the (?:safety|efficacy"
    r"|effectiveness|use|drug|usual))\s|\.\s"
)
"""Where such a list ends without a full stop: the next thing that the product does begins."""
_LINK = re.compile(r"[^0-9a-z_](?:of|in|due|with|from|caused|associated|by|during|after|for|as|to)\s")


def flat_list(view: View, sentence: Sentence, start: int, whole: Callable[[int, int], bool]) -> Iterator[SpanOf]:
    """The members of the list that begins at `start` and ends with the sentence or before its next verb.

    Where no mark parts them, the effect lexicon does; only what names a condition (`whole`) is one.
    """
    low = lower(view.text)
    stop = _NEXT_USE.search(low, start, sentence.end)
    terms = [(t.start, t.end) for t in view.terms(sentence, "effect")]
    for a, b in members(view.text, start, stop.start() if stop else sentence.end):
        for span in _parted(view.text, low, a, b, [t for t in terms if a <= t[0] and t[1] <= b]):
            if whole(*span):
                yield span


def _parted(text: str, low: str, start: int, end: int, terms: list[SpanOf]) -> Iterator[SpanOf]:
    """A member once for each term in it, the words before a term being its own; whole where words link the terms."""
    at = start
    for (_, stop), (following, _) in pairwise(terms):
        if not _LINK.search(low, stop, following + 1):
            yield trim(text, at, stop)
            at = stop
    yield trim(text, at, end)

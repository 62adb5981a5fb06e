"""A sentence in, parts of bounded length out: what one dose looks around itself for then costs the same everywhere.

A sentence is hardly ever this long; text that lost its full stops, or a table run together, can be.
"""

from collections.abc import Iterable, Iterator

import msgspec

from pipeline.view import Sentence, View

_LONGEST = 2000
"""Characters of a part. The longest sentence with a dose in 500 leaflets of the EU has fewer."""


def bounded(view: View, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, each that is too long cut at white space; parts have negative indexes, unique in a leaflet."""
    for sentence in sentences:
        if sentence.end - sentence.start <= _LONGEST:
            yield sentence
        else:
            yield from _parts(view, sentence)


def _parts(view: View, sentence: Sentence) -> Iterator[Sentence]:
    start = sentence.start
    while start < sentence.end:
        end = min(start + _LONGEST, sentence.end)
        if end < sentence.end:
            end = max(view.text.rfind(mark, start + _LONGEST // 2, end) for mark in " \n") + 1 or end
        first, last = view.tokens_of(start, end)
        norms = view.norms[first:last]
        yield msgspec.structs.replace(
            sentence,
            start=start,
            end=end,
            first=first,
            last=last,
            opens=sentence.opens and start == sentence.start,
            index=-1 - first,
            norms=norms,
            cues=sentence.cues.intersection(norms),
        )
        start = end

"""The text of one block in, its sentences out, as spans."""

import re

# A full stop ends a sentence before white space and a capital, number, bullet or bracket, but not behind an
# abbreviation; also where the blank was lost ("30 degree C.Keep away").
_BEHIND = r"(?:[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9•>≥])|(?<=[a-z)\]C]\.)(?=[A-Z][a-z]))"
_MARK = re.compile(r"[.!?]" + _BEHIND)
_STOP = re.compile(r"\." + _BEHIND)  # a pattern that begins with a letter is searched for several times as fast
_NO_STOP = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|incl|resp|vs|Dr|Mr|Mrs|St|No|Fig|cf|ca|spp|max|min|tel|Tel|etc)"
    r"|(?<![\d°] )(?<![\w°])[A-Z]|^\W*\d{1,2}|\s[a-z])\.$"  # an initial, but not the unit of "25 C."
)


def split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, without surrounding white space, none empty."""
    marks = text.find("?", start, end) >= 0 or text.find("!", start, end) >= 0
    if not marks and text.find(".", start, end - 1) < 0:
        return [(start, end)] if start < end else []
    spans: list[tuple[int, int]] = []
    at = start
    for stop in (_MARK if marks else _STOP).finditer(text, start, end):
        dot = stop.start()
        word = text[dot - 5 : dot]
        # Five small letters are the end of no abbreviation but one: asked first, for so end most sentences.
        if not (word.islower() and word.isalpha() and word != "pprox") and _NO_STOP.search(
            text[max(at, dot - 10) : dot + 1]
        ):
            continue
        spans.append((at, stop.end()))
        at = stop.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        spans.append((at, end))
    return spans

"""The items of a list and the brackets behind them in, the items with what the brackets say out.

A bracket holds another name of the effect ("nausea (feeling sick)"), its signs, how often it occurs, or nothing of use.
"""

from bisect import bisect_right
from collections.abc import Callable

from pipeline.effects.frequency import frequencies
from pipeline.effects.items import Item, Known, Span
from pipeline.effects.words import CALLED, EXAMPLES, FINITE, MEDICAL, NO_NAME, PROBLEM, SIGN, SIGN_LEAD, SIGN_OF

Reader = Callable[[str, int, int, Known], list[Item]]
"""The grammar of lists itself, for what stands in brackets is a list again."""
_DEEPEST = 4
"""Brackets within brackets that are still read."""


def with_brackets(text: str, found: list[Item], brackets: list[Span], known: Known, read: Reader) -> list[Item]:
    """The items with what their brackets say: other names and frequencies added, signs as items of their own."""
    if not brackets or not found:
        return found
    out = list(found)
    starts = [i.start for i in found]
    extra: list[Item] = []
    for a, b in brackets:
        index = _before(out, bisect_right(starts, a), a, b)
        if index < 0:
            continue
        inner = (a + 1, b - 1 if text[b - 1] in ")]" else b)
        near = text[out[index].end : a].strip(" ,") == ""
        out, more = _bracket(text, out, index, inner, near, known, read)
        extra += more
    return sorted([*out, *extra], key=lambda i: (i.start, i.end)) if extra else out


def _before(found: list[Item], begun: int, start: int, end: int) -> int:
    """The index of the last item before the bracket `[start, end)`; -1 where there is none or it stands in an item.

    `begun`: how many items begin before the bracket or with it.
    """
    for index in range(begun - 1, -1, -1):
        item = found[index]
        if item.end <= start + 1:
            return index
        if item.start < start and end < item.end:
            return -1
    return -1


_MOST_SIGNS = 4
"""Of a longer list only the last item is meant by the "(signs of …)" behind it."""


def _bracket(
    text: str, out: list[Item], index: int, inner: Span, near: bool, known: Known, read: Reader
) -> tuple[list[Item], list[Item]]:
    a, b = inner
    piece = text[a:b]
    if piece.count("(") > _DEEPEST:
        return out, []
    item = out[index]
    hits = frequencies(text, a, b)
    if hits and len(piece) - (hits[0].end - hits[0].start) < 16:
        out[index] = item._replace(frequency=hits[0].frequency)
        return out, []
    lead = SIGN_OF.match(piece)
    if lead or (len(out) > 1 and PROBLEM.search(piece)):
        effects = read(text, a + (lead.end() if lead else 0), b, known)
        first = 0 if len(out) <= _MOST_SIGNS else index
        return [i._replace(sign=True) if n >= first else i for n, i in enumerate(out)], effects
    if lead := EXAMPLES.match(piece) or SIGN_LEAD.match(piece):
        stated = "nclud" in lead[0] and not SIGN.search(lead[0])
        return out, [i._replace(sign=i.sign or not stated) for i in read(text, a + lead.end(), b, known)]
    if lead := CALLED.match(piece):
        a, piece = a + lead.end(), piece[lead.end() :]
    elif NO_NAME.match(piece):
        return out, []
    if not near or FINITE.search(piece.lower()):
        return out, []
    names = read(text, a, b, known)
    if len(names) == 1 and len(names[0].term.split()) <= 8:
        out[index] = item._replace(aliases=(*item.aliases, (names[0].start, names[0].end)))
        return out, []
    return out, [n._replace(sign=not MEDICAL.search(n.term)) for n in names if len(n.term.split()) <= 8]

"""One line of a list of effects in; what the grammar of lists cannot tell from the items alone out.

How often the one effect of the line occurs, which line it goes on with, and what it names as a whole.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.effects.edges import trimmed
from pipeline.effects.frequency import frequencies
from pipeline.effects.items import Item, KnownTerms, Span, is_effect, unknown
from pipeline.effects.merge import is_concept
from pipeline.effects.words import MODIFIERS, NESTED
from pipeline.model import EffectFrequency
from pipeline.view import View


def name_of(text: str, start: int, end: int) -> str:
    """The words of an item without its edges."""
    a, b = trimmed(text, start, end)
    return " ".join(text[a:b].split())


def nested(view: View, start: int, end: int, parent: str) -> Item | None:
    """An item that goes on with the one that ends in a colon above it: "bleeding:" and then "in the brain"."""
    if not NESTED.match(view.text, start, end):
        return None
    a, b = start, trimmed(view.text, start, end)[1]
    return Item(a, b, f"{parent} {' '.join(view.text[a:b].split())}") if a < b else None


def whole(view: View, start: int, end: int) -> Iterator[Item]:
    """The whole of an item in which the grammar of lists found no effect: "decrease in cells that help clotting"."""
    stop = re.compile(r"[.;:(]").search(view.text, start, end)
    a, b = trimmed(view.text, start, stop.start() if stop else end)
    item = Item(a, b, " ".join(view.text[a:b].split()))
    if (
        len(item.term.split()) >= 2
        and not re.search(r"\b(?:you|we|please|should|must)\b", item.term, re.I)
        and is_effect(item, unknown, view.product_names)
    ):
        yield item


_RUN_ON = re.compile(r"\s(?<=[a-z)\]]\s)\s*(?=[A-Z][a-z])")


def parted(text: str, item: Item, known: KnownTerms, *, bullet: bool) -> list[Item]:
    """The effects of an item whose line breaks were lost: "rash Fever Itching", "blurred vision weight gain".

    A capital begins another effect where the lexicon knows one of the two; without capitals it must know all of them,
    and in a `bullet` no such run is looked for.
    """
    spaces = item.term.count(" ")
    if not spaces:
        return [item]
    capitals = _RUN_ON.search(text, item.start, item.end) is not None
    if not capitals and (bullet or spaces < 2 or len(item.term) > 2 * _LONGEST_NAME):
        return [item]
    if known(item.start, item.end):
        return [item]
    return (_at_capitals(text, item, known) if capitals else []) or (
        _at_names(text, item, known) if not bullet and spaces >= 2 else [item]
    )


def _at_capitals(text: str, item: Item, known: KnownTerms) -> list[Item]:
    """The item cut before its capitals; empty where the lexicon knows less than half of what comes of it."""
    places = [
        m.span()
        for m in _RUN_ON.finditer(text, item.start, item.end)
        if not _OPEN_END.search(text[max(m.start() - 9, 0) : m.start()])
    ]
    starts = [item.start, *(b for _, b in places)]
    pieces = list(zip(starts, [*(a for a, _ in places), item.end], strict=True))
    sure = [known(a, b) or is_concept(_BRACKETS.sub("", text[a:b])) for a, b in pieces]
    if len(pieces) < 2 or 2 * sum(sure) < len(pieces):
        return []
    named = zip(pieces, sure, strict=True)
    return _split(text, item, [p for p, is_known in named if is_known or not _TELLS.search(text[slice(*p)])])


def _at_names(text: str, item: Item, known: KnownTerms) -> list[Item]:
    """The item cut between effects that the lexicon knows, where it is made of such and nothing else."""
    inner = [(t.start, t.end) for t in known.terms if item.start <= t.start and t.end <= item.end]
    if len(inner) < 2 or (inner[0][0], inner[-1][1]) != (item.start, item.end):
        return [item]
    gaps = [text[b:a] for (_, b), (a, _) in pairwise(inner)]
    if "".join(gaps).strip() or text[slice(*inner[0])].lower() in MODIFIERS:
        return [item]
    return _split(text, item, inner)


_LONGEST_NAME = 40
"""Characters of the name of an effect, seldom more."""
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_OPEN_END = re.compile(r"\b(?:of|in|with|the|to|for|by|and|or|from|an?|on|than|like|as|called)$|[-’']$", re.I)
_TELLS = re.compile(
    r"\b(?:symptoms?|signs?|effects?|include|these|this|contains?|affecting|treatment|your|may|tests)\b", re.I
)
"""Words of a sentence or heading that was run into a list."""


def _split(text: str, item: Item, pieces: list[Span]) -> list[Item]:
    """The item as several; what stands in brackets behind it belongs to the last."""
    out: list[Item] = []
    for a, b in pieces:
        closed = text[a:b].rstrip().endswith(")") and _BRACKETS.search(text, a, b)
        start, end = trimmed(text, a, closed.start() if closed else b)
        if start < end:
            out.append(Item(start, end, " ".join(_BRACKETS.sub("", text[start:end]).split()), sign=item.sign))
    if out:
        out[-1] = out[-1]._replace(aliases=item.aliases, frequency=item.frequency)
    return out


def own_frequency(text: str, start: int, end: int) -> tuple[EffectFrequency | None, int]:
    """How often the one item `text[start:end]` occurs, as it says behind its name, and where the name ends.

    "Frequent urination" and "a rare cancer" name effects: only what a comma, dash or bracket parts, or numbers, counts.
    """
    for hit in frequencies(text, start, end):
        before = text[start : hit.start].rstrip()
        numbers = hit.frequency.low is not None or hit.frequency.high is not None
        apart = before.endswith(("(", ",", "-", "–", ":")) or before.endswith(
            (" seen", " reported", " is", " frequency")
        )
        if not before or not (numbers or apart) or text[hit.end : end].strip(" .)*;,"):
            continue
        opened = before.rfind("(")
        name = before[:opened] if opened > before.rfind(")") else before
        return hit.frequency, start + len(name.rstrip(" (,-–:"))
    return None, end

"""One line of a list of effects in; what the grammar of lists cannot tell from the items alone out.

How often the one effect of the line occurs, which line it goes on with, and what it names as a whole.
"""

import re
from collections.abc import Iterator

from pipeline.effects.edges import trimmed
from pipeline.effects.frequency import frequencies
from pipeline.effects.items import Item, is_effect
from pipeline.effects.words import NESTED
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
        and is_effect(item, set(), view.product_names)
    ):
        yield item


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

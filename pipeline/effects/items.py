"""One effect of a list as the grammar of lists reads it, and whether it can be an effect at all."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pipeline.effects.edges import SEVERITY
from pipeline.effects.words import ADVICE, CONTINUES, FRAME, MAX_WORDS
from pipeline.lexicon import load_words
from pipeline.model import EffectFrequency

Span = tuple[int, int]
Known = Callable[[int, int], bool]
"""Whether the characters [start, end) are, as a whole, a term of the lexicon of effects."""


class Item(NamedTuple):
    """One effect of a list: its place `[start, end)`, the full `term`, places of other names, and how often it occurs.

    `sign` marks what only describes another effect. Where two effects share a head, `term` says in full what the place
    says in part.
    """

    start: int
    end: int
    term: str
    aliases: tuple[Span, ...] = ()
    frequency: EffectFrequency | None = None
    sign: bool = False


def is_effect(item: Item, known: set[Span], names: tuple[str, ...]) -> bool:
    """Whether an item of a list can be an effect: known, or a short phrase with letters and none of the stop list.

    `names` are how the product is called.
    """
    if (item.start, item.end) in known:
        return True
    term = item.term.lower()
    return term not in names and _may_name(term)


@lru_cache(maxsize=20_000)
def _may_name(term: str) -> bool:
    """Whether a term in lower case can name an effect, by its words alone."""
    if term in load_words("effect_stop.txt") or term in load_words("body_part.txt"):
        return False
    if not re.search(r"[a-z]{3}", term) or len(term.split()) > MAX_WORDS:
        return False
    return not FRAME.search(term) and not ADVICE.match(term) and not CONTINUES.match(term)


def bare(term: str) -> str:
    """A term without words of severity at its front."""
    return SEVERITY.sub("", term)

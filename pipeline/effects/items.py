"""One effect of a list as the grammar of lists reads it, and whether it can be an effect at all."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pipeline.effects.edges import SEVERITY
from pipeline.effects.words import CONTINUES, FRAME, MAX_WORDS, advises
from pipeline.lexicon import TermHit, load_words
from pipeline.model import EffectFrequency
from pipeline.view import Sentence, View

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


def is_effect(item: Item, known: Known, names: tuple[str, ...]) -> bool:
    """Whether an item of a list can be an effect: known, or a short phrase with letters and none of the stop list.

    `names` are how the product is called. What the lexicon knows is asked last: looking that up takes longer.
    """
    term = item.term.lower()
    return (term not in names and _may_name(term)) or known(item.start, item.end)


@lru_cache(maxsize=20_000)
def _may_name(term: str) -> bool:
    """Whether a term in lower case can name an effect, by its words alone."""
    if term in load_words("effect_stop.txt") or term in load_words("body_part.txt"):
        return False
    if not re.search(r"[a-z]{3}", term) or len(term.split()) > MAX_WORDS:
        return False
    return not FRAME.search(term) and not advises(term) and not CONTINUES.match(term)


class KnownTerms:
    """The lexicon's terms of effects in one sentence, looked up when first asked for: most lists are read without."""

    __slots__ = ("_sentence", "_spans", "_terms", "_view")

    def __init__(self, view: View, sentence: Sentence) -> None:
        self._view, self._sentence = view, sentence
        self._terms: list[TermHit] | None = None
        self._spans: set[Span] | None = None

    @property
    def terms(self) -> list[TermHit]:
        """The terms, by place."""
        if self._terms is None:
            self._terms = self._view.terms(self._sentence, "effect")
        return self._terms

    def __call__(self, start: int, end: int) -> bool:
        """Whether the characters `[start, end)` are, as a whole, such a term."""
        if self._spans is None:
            self._spans = {(t.start, t.end) for t in self.terms}
        return (start, end) in self._spans


def unknown(_start: int, _end: int) -> bool:
    """What the lexicon knows, where it is not asked."""
    return False


def bare(term: str) -> str:
    """A term without words of severity at its front."""
    found = SEVERITY.match(term)
    return term[found.end() :] if found else term

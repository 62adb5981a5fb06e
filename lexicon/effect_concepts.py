"""From wordings with their evidence to concepts: which wordings name one effect, which is its term, which codes it has."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from lexicon.effect_phrases import Words
from lexicon.effect_sources import Term

Bag = tuple[str, ...]

_FUNCTION = frozenset("of the a an in to and or on at for with your - ' 's by as from level levels value count concentration".split()) - {"level"}
_RISE = frozenset("increase increased increasing elevated elevation raised rise high higher raising".split())
_FALL = frozenset("decrease decreased decreasing low lower lowered lowering reduced reduction fall decline diminished".split())
_PLACE = re.compile(r"\b(of|in|on|around|under|at|behind|inside|to) (?:(?:the|your) )?(?=[a-z])")


@dataclass(slots=True)
class Wording:
    """One distinct wording: how it was spelled, in which leaflets and labels it was seen, in how many as a whole item."""

    spellings: Counter[str] = field(default_factory=Counter)
    ema: set[str] = field(default_factory=set)
    tac: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The commonest spelling; the first in the alphabet of equals."""
        return min(self.spellings, key=lambda s: (-self.spellings[s], s))

    @property
    def weight(self) -> int:
        return len(self.ema) + len(self.tac)


def bag(words: Words) -> Bag:
    """What is left of a wording without order and function words: "pain in the back" and "back pain" are equal.

    Words of rise ("elevated", "increase in") count as one word, and so do words of fall.
    """
    kept = {"+" if w in _RISE else "−" if w in _FALL else w for w in words if w not in _FUNCTION}
    return tuple(sorted(kept)) or words


class Grouping:
    """Gives every bag at most one concept; the first that claims it keeps it, so callers go from sure to unsure."""

    def __init__(self) -> None:
        self.concept: dict[Bag, Hashable] = {}

    def claim(self, bags: Iterable[Bag], concept: Hashable) -> None:
        for each in bags:
            self.concept.setdefault(each, concept)

    def claim_votes(self, votes: Mapping[Bag, Counter[str]], own: Mapping[str, Bag]) -> None:
        """Annotated concepts: each bag goes to the concept most labels gave it, and with it to the one that owns its name."""
        for each, names in votes.items():
            best = min(names, key=lambda n: (-names[n], n))
            self.claim([each], self.concept.get(own[best], ("annotated", best)))

    def claim_terms(self, terms: Iterable[tuple[Term, set[Bag]]]) -> None:
        """Vocabulary terms: their names join the concept that already owns some of them, unless several do."""
        for term, bags in terms:
            owners = {self.concept[b] for b in bags if b in self.concept}
            if len(owners) < 2:
                self.claim(sorted(bags), owners.pop() if owners else (term.system, term.code))

    def claim_pairs(self, pairs: Mapping[tuple[Bag, Bag], int], *, least: int) -> None:
        """Brackets: a bag joins the partner it stands with most often, if in `least` leaflets and half of its cases."""
        partners: dict[Bag, Counter[Bag]] = defaultdict(Counter)
        for (outer, inner), count in pairs.items():
            partners[outer][inner] += count
            partners[inner][outer] += count
        for (outer, inner), count in sorted(pairs.items(), key=lambda p: (-p[1], p[0])):
            for one, other in ((outer, inner), (inner, outer)):
                strong = count >= least and 2 * partners[one][other] >= partners[one].total()
                if strong and one not in self.concept:
                    self.claim([other], ("name", inner))
                    self.claim([one], self.concept[other])


def code_of(terms: Mapping[Words, Term], term: Words, names: Iterable[Words]) -> str | None:
    """The code of the vocabulary term that bears the concept's own term, else of the only one that bears any name of it."""
    if term in terms:
        return terms[term].code
    found = {terms[name].code for name in names if name in terms}
    return found.pop() if len(found) == 1 else None


def variants(name: str) -> list[str]:
    """Other wordings of a name that mean the same: articles and "your" before the place, orders of rise and fall."""
    found: list[str] = []
    if _PLACE.search(name):
        found += [_PLACE.sub(rf"\1 {word}", name) for word in ("the ", "your ", "")]
    change = re.fullmatch(
        r"(?:(increased?|raised|elevated|elevations?|high|rise|decreased?|reduced|reductions?|low) (?:levels? )?(?:of |in )?(?:the )?(.+?)(?: levels?)?|"
        r"(.+?)(?: levels?)? (increased?|raised|elevated|elevations?|decreased?|reduced))",
        name,
        re.IGNORECASE,
    )
    if change:
        verb, what = (change.group(1) or change.group(4)).lower(), change.group(2) or change.group(3)
        found += _changes(what, rise=verb[0] in "ieh" or verb[:2] in ("ra", "ri"))
    return [each for each in dict.fromkeys(found) if each != name]


def _changes(what: str, *, rise: bool) -> list[str]:
    if len(what.split()) > 5 or re.search(r"\b(?:and|or|of|in|with|to)\b", what):
        return []
    if rise:
        before, after = ("increased", "elevated", "raised", "high", "increase in", "increases in", "elevation of", "elevations in"), (
            "increased", "increase", "elevated", "elevation")  # fmt: skip
    else:
        before, after = ("decreased", "reduced", "low", "decrease in", "decreases in", "reduction in"), ("decreased", "decrease")
    return [f"{word} {what}" for word in before] + [f"{what} {word}" for word in after]

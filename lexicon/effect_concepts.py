"""From wordings with their evidence to concepts: which wordings name one effect, and which codes it has."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from lexicon.effect_phrases import Words, word_set
from lexicon.effect_sources import Term

Bag = tuple[str, ...]

_FUNCTION = word_set("of the a an in to and or on at for with your - ' 's by as from level value count")
_RISE = word_set("increase increased increasing elevated elevation raised rise high higher raising")
_FALL = word_set("decrease decreased decreasing low lower lowered lowering reduced reduction fall diminished")


@dataclass(slots=True)
class Wording:
    """One distinct wording: how it was spelled, in which leaflets and labels seen, in how many as a whole item."""

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
        """In how many documents it was seen."""
        return len(self.ema) + len(self.tac)


def bag(words: Words) -> Bag:
    """What is left of a wording without order and function words: "pain in the back" and "back pain" are equal.

    Words of rise ("elevated", "increase in") count as one word, and so do words of fall.
    """
    kept = {"+" if w in _RISE else "−" if w in _FALL else w for w in words if w not in _FUNCTION}
    return tuple(sorted(kept)) or words


class Grouping:
    """Gives every bag at most one concept; the first that claims it keeps it: callers go from sure to unsure."""

    def __init__(self) -> None:
        self.concept: dict[Bag, Hashable] = {}

    def claim(self, bags: Iterable[Bag], concept: Hashable) -> None:
        """Give the bags that have no concept yet this one."""
        for each in bags:
            self.concept.setdefault(each, concept)

    def claim_terms(self, terms: Iterable[tuple[Term, set[Bag]]]) -> None:
        """Vocabulary terms: their names join the concept that already owns some of them, unless several do."""
        for term, bags in terms:
            owners = {self.concept[b] for b in bags if b in self.concept}
            if len(owners) < 2:
                self.claim(sorted(bags), owners.pop() if owners else (term.system, term.code))

    def claim_pairs(
        self, pairs: Mapping[tuple[Bag, Bag], int], *, least: int, trusted: Callable[[Bag, Bag], bool]
    ) -> None:
        """Brackets: a bag joins the partner it stands with most often, if in `least` leaflets and half of its cases.

        `trusted` says whether the two can be names of one effect at all.
        """
        partners: dict[Bag, Counter[Bag]] = defaultdict(Counter)
        for (outer, inner), count in pairs.items():
            partners[outer][inner] += count
            partners[inner][outer] += count
        for (outer, inner), count in sorted(pairs.items(), key=lambda p: (-p[1], p[0])):
            if count < least or not trusted(outer, inner):
                continue
            for one, other in ((outer, inner), (inner, outer)):
                if one not in self.concept and 2 * partners[one][other] >= partners[one].total():
                    self.claim([other], ("name", inner))
                    self.claim([one], self.concept[other])


def code_of(terms: Mapping[Words, Term], ranked: Iterable[Words], others: Iterable[Words]) -> str | None:
    """The code of the vocabulary term that bears the first of the `ranked` names, else of the only one for `others`."""
    for name in ranked:
        if name in terms:
            return terms[name].code
    found = {terms[name].code for name in others if name in terms}
    return found.pop() if len(found) == 1 else None

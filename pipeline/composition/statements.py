"""A stretch of a sentence in, what it states of active substances out: which, how surely, and of which strengths."""

from dataclasses import dataclass
from enum import IntEnum

from pipeline.composition.substances import Stated, read_list
from pipeline.view import Sentence, View

_LONGEST = 1500
"""Characters that a statement of active substances is read on for."""


class Rank(IntEnum):
    """How good a place is to quote for what a leaflet contains, the best first."""

    DECLARED = 0
    MEASURED = 1
    LISTED = 2
    TITLE = 3
    TOLD = 4
    NAMED = 5


@dataclass(slots=True)
class Statement:
    """A substance as one place states it. `prepared` marks strengths of what the user mixes, not of what is sold."""

    stated: Stated
    sentence: Sentence
    rule: str
    rank: Rank
    prepared: bool = False


def read(view: View, sentence: Sentence, start: int, rule: str, rank: Rank, end: int | None = None) -> list[Statement]:
    """The substances listed from `start` on, up to the end of the sentence or `end`."""
    stated = read_list(view.text, start, min(sentence.end if end is None else end, start + _LONGEST))
    for one in stated:
        one.end = _before_brand(view, one)
    return [Statement(s, sentence, rule, rank) for s in stated]


def _before_brand(view: View, stated: Stated) -> int:
    """Where a name ends that runs into the product's name where a full stop was lost: "crizotinib Tavoril 200 mg"."""
    name = view.text[stated.start : stated.end].lower()
    cuts = [at for brand in view.product_names if (at := name.find(" " + brand)) > 2]
    return stated.start + min(cuts) if cuts else stated.end


def reckon(statements: list[Statement], per: tuple[float, str]) -> None:
    """Give the strengths of statements that say not what they are per the volume that the words around them name."""
    for statement in statements:
        stated = statement.stated
        for strength in [*stated.strengths, *(s for e in stated.equals for s in e.strengths)]:
            if strength.per_unit is None and strength.unit != "%":
                strength.per_value, strength.per_unit = per


def is_known(view: View, statement: Statement) -> bool:
    """Whether the vocabulary knows the substance that a statement names."""
    return any(h.start == statement.stated.start for h in view.terms(statement.sentence, "substance"))

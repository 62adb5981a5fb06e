"""Atoms in, into how many parts a dose is divided out: "in 2 or 3 divided doses", "as 2 separate doses"."""

from typing import NamedTuple

from pipeline.quantities import Atom, read_range
from pipeline.quantities.ranges import Range, is_dash


class Divided(NamedTuple):
    """Into how many parts an amount is divided, (None, None) where only that it is."""

    value: tuple[int | None, int | None]
    stop: int


STARTS = frozenset("in as divided split into preferably equally twice thrice".split())
"""The words that a division can begin with."""
_PARTS = frozenset(
    {"doses", "dose", "portions", "parts", "administrations", "intakes", "applications", "injections", "infusions"}
)
_PART_WORDS = frozenset(
    "divided equally equal into in separate separated single split individual smaller as over between daily given "
    "taken or more preferably evenly".split()
)


def read_divided(atoms: list[Atom], i: int) -> Divided | None:
    """ "in 2 or 3 divided doses", "divided into two doses", "as 2 separate doses" at atom `i`."""
    word = atoms[i].word
    if word not in STARTS:
        return None
    divided = False
    numbers: Range | None = None
    j = i
    while j < i + 10:
        word = atoms[j].word
        divided = divided or word in ("divided", "split", "separate", "separated")
        if word in _PARTS:
            break
        if atoms[j].kind == "number":
            numbers = read_range(atoms, j)
            if numbers is None:
                return None
            j = numbers.stop
        elif word in _PART_WORDS or is_dash(atoms[j]):
            j += 1
        else:
            return None
    else:
        return None
    if numbers is None and not divided:
        return None
    if numbers is None or numbers.low is None:
        return Divided((None, None), j + 1)
    low, high = int(numbers.low), numbers.high
    if low < 1 or (low == 1 and not divided) or numbers.low != low:
        return None
    return Divided((low, None if high in (None, low) else int(high or low)), j + 1)

"""Atoms in, what an amount is reckoned by out: the weight or the surface of the body."""

from pipeline.model import Per
from pipeline.quantities.atoms import Atom

_PER = frozenset({"/", "per", "for", "a"})
_BODY = frozenset(
    "of your the child 's ’ s their his her body bodyweight weight bw b.w. surface area bsa patient total lean".split()
)


def read_per(atoms: list[Atom], i: int) -> tuple[Per | None, int]:
    """ "/kg", "per kilogram of body weight", "for every kg of your weight", "/m²" at atom `i`, the index behind it."""
    j = i
    if atoms[j].word not in _PER:
        return None, i
    j += 1
    while atoms[j].word in ("each", "every", "1", "one") and j < i + 3:
        j += 1
    if atoms[j].kind == "area" or (atoms[j].word == "m" and (atoms[i].word == "/" or atoms[j + 1].word in _BODY)):
        j += 2 if atoms[j].kind == "word" and atoms[j + 1].word == "2" and atoms[j + 2].kind != "measure" else 1
        return "m2", _skip_body(atoms, j)
    if atoms[j].kind == "measure" and atoms[j].value[0] == "kg":
        return "kg", _skip_body(atoms, j + 1)
    return None, i


def _skip_body(atoms: list[Atom], j: int) -> int:
    """The index behind "of body weight", "bodyweight", "body surface area", or `j` where there is no such thing."""
    k, last = j, j
    while k < j + 7 and atoms[k].word in _BODY:
        k += 1
        if atoms[k - 1].word in ("weight", "bodyweight", "bw", "b.w.", "area", "bsa"):
            last = k
    return last

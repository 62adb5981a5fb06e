"""Atoms in, counts of dose units out: "one tablet", "two 5 ml spoonfuls", and what restates an amount: "(1 tablet)"."""

from typing import NamedTuple

from pipeline.model import Amount, Count
from pipeline.quantities import Atom, Quantity, read_quantity, read_range
from pipeline.quantities.atoms import LOOKAHEAD
from pipeline.quantities.ranges import Range, is_dash
from pipeline.quantities.units import tidy


class Dosed(NamedTuple):
    """An amount and the count beside it; `bound` is "up to" or "at least" where the text says so.

    `single`: it is taken at one time, since its volume or its unit is given: "1.8 mg (0.3 ml)", "one 10 mg tablet".
    `bare`: no unit stands at the number; the one given holds where nothing was counted before it.
    `limits`: the text says that no more than this may be taken.
    """

    amount: Amount
    units: Count | None = None
    bound: str | None = None
    single: bool = False
    bare: bool = False
    limits: bool = False


VERBS = {"taken": "tablet", "chewed": "tablet", "swallowed": "tablet", "sucked": "tablet", "dissolved": "tablet"}
USED = frozenset("used inhaled inserted applied given injected administered instilled sprayed placed".split())
_NOT_NAMING = frozenset(
    "to in or and up then at with a the every each once twice daily increase increased taken given for by per".split()
)
_EQUATING = frozenset("i.e. equivalent to equal corresponding as = a total of that is".split())
"""What may open a bracket that restates an amount."""
_NEVER_BETWEEN = frozenset(
    "of to in a an the or and times time with for per if is are be at on by every each than from as doses day days not "
    "when should must can then patients people children adults different small".split()
)


_STRENGTHS = frozenset({"mg", "g", "ug", "[iU]", "unit", "mmol"})


def read_counted(atoms: list[Atom], i: int, found: Range) -> tuple[Dosed | None, int]:
    """ "one tablet", "one 10 mg tablet", "two 5 ml spoonfuls", "2 x 10 ml", "one to be taken"; the index behind it."""
    j = found.stop
    times = atoms[j].word in ("x", "×")
    j += times
    if atoms[j].kind == "number" and (strength := read_quantity(atoms, j)) is not None:
        return _of_strength(atoms, *strength, found, times=times) or (None, j)
    at = find_counted(atoms, j)
    if at is not None:
        stop = _plural(atoms, at + 1)
        if (each := _each_of(atoms, stop)) is not None:
            return _together(found, each[0], atoms[at].value), each[1]
        return Dosed(amount_of(found, atoms[at].value), None, found.bound), _strength(atoms, stop)
    words = [a.word for a in atoms[j : j + 3]]
    if words[:2] == ["to", "be"] and (words[2] in VERBS or words[2] in USED):
        return Dosed(amount_of(found, VERBS.get(words[2], "dose")), None, found.bound), j + 3
    return None, j


def _of_strength(
    atoms: list[Atom], strength: Quantity, behind: int, found: Range, *, times: bool
) -> tuple[Dosed, int] | None:
    """So many units of a strength that ends before atom `behind`: "one 10 mg tablet"; with `times`, "2 x 10 ml"."""
    other = read_quantity(atoms, behind + 1) if atoms[behind].word == "/" else None
    behind = behind if other is None else other[1]
    at = find_counted(atoms, behind)
    if at is None:
        return (_together(found, strength, None), _strength(atoms, _plural(atoms, behind))) if times else None
    unit, stop = atoms[at].value, _plural(atoms, at + 1)
    if unit == "spoonful" or (other is not None and other[0].unit in _STRENGTHS):
        # "one 25 mg/45 mg tablet" holds two substances and no one amount; spoonfuls are what a reader measures out
        return Dosed(amount_of(found, unit), None, found.bound), stop
    return _together(found, strength, unit), _strength(atoms, stop)


def _together(found: Range, each: Quantity, unit: str | None) -> Dosed:
    """What so many times a strength come to, with their count where a `unit` is counted."""
    low, high = _product(found.low, each.low), _product(found.high, each.high)
    amount = Amount(low=low, high=high, unit=each.unit, per=each.per)
    count = None if unit is None else Count(low=_tidy(found.low), high=_tidy(found.high), unit=unit)
    return Dosed(amount, count, found.bound, count is not None and (count.high or 0) <= 1)


def _each_of(atoms: list[Atom], i: int) -> tuple[Quantity, int] | None:
    """The strength of each of the units counted in front of atom `i`: "of 200 mg", "of 200 mg each"."""
    read = read_quantity(atoms, i + 1) if atoms[i].word == "of" and atoms[i + 1].kind == "number" else None
    if read is None or read[0].unit not in _STRENGTHS or read[0].per or atoms[read[1]].word in ("/", "per", "in"):
        return None
    return read[0], read[1] + (atoms[read[1]].word == "each")


def find_counted(atoms: list[Atom], i: int) -> int | None:
    """The index of the counted unit that the number in front of atom `i` counts: "film-coated tablets", "puffs"."""
    for k in range(i, min(i + 6, len(atoms) - LOOKAHEAD)):
        atom = atoms[k]
        if atom.kind == "counted":
            nested = atom.value in ("film", "injection", "infusion", "inhalation", "insert", "patch", "capsule", "dose")
            following = atoms[k + 2] if is_dash(atoms[k + 1]) else atoms[k + 1]
            part = (nested and following.kind == "counted") or following.word == "coated"
            return find_counted(atoms, k + 1) if part else k
        strength = k > i and (atom.kind == "measure" or (atom.kind == "number" and atoms[k + 1].kind == "measure"))
        if not (strength or is_dash(atom) or (atom.kind == "word" and atom.word not in _NEVER_BETWEEN)):
            return None
    return None


def _plural(atoms: list[Atom], i: int) -> int:
    """The index behind "(s)"."""
    return i + 3 if [a.word for a in atoms[i : i + 3]] == ["(", "s", ")"] else i


def _strength(atoms: list[Atom], i: int) -> int:
    """The index behind a strength that only describes the counted unit: "(200 mg)", "of 200 mg", "Tavoril 0.5 mg"."""
    _, stop = _bracket(atoms, i)
    if stop > i:
        return stop
    j = i
    while j < i + 3 and atoms[j].kind == "word" and atoms[j].value not in _NOT_NAMING:
        j += 1
    found = read_quantity(atoms, j) if j > i and atoms[j].kind == "number" else None
    if found is None or found[0].per is not None or atoms[j + 1].kind != "measure":
        return i
    other = read_quantity(atoms, found[1] + 1) if atoms[found[1]].word == "/" else None
    return other[1] if other is not None else found[1]


def taken_as(atoms: list[Atom], i: int) -> tuple[Count, int] | None:
    """The count in ", to be taken as 4 tablets" behind an amount, and the index behind it."""
    j = i + (atoms[i].word in (",", "("))
    j += 2 * ([a.word for a in atoms[j : j + 2]] == ["to", "be"])
    if [a.word for a in atoms[j : j + 2]] not in (["taken", "as"], ["given", "as"]) or atoms[j + 2].kind != "number":
        return None
    found = read_range(atoms, j + 2)
    dosed, stop = read_counted(atoms, j + 2, found) if found and atoms[found.stop].kind != "measure" else (None, j)
    if dosed is None or dosed.amount.unit == "dose":
        return None
    count = dosed.units or Count(low=dosed.amount.low, high=dosed.amount.high, unit=dosed.amount.unit)
    return count, stop + (atoms[i].word == "(" and atoms[stop].word == ")")


def named_bracket(atoms: list[Atom], i: int, outer: Quantity) -> tuple[Count | None, int]:
    """The bracket at atom `i`, or behind the name of what is dosed: "5 mg (1 tablet)", "5 mg of Tavoril (1 tablet)"."""
    if atoms[i].word == "(":
        return _bracket(atoms, i, outer)
    j = i + (atoms[i].word == "of")
    for k in (j + 1, j + 2):
        if any((a.kind != "word" and a.value != "dose") or a.word in _NOT_NAMING for a in atoms[j:k]):
            break
        if atoms[k].word == "(":
            count, stop = _bracket(atoms, k, outer)
            return (count, stop) if stop > k else (None, i)
    return None, i


def _bracket(atoms: list[Atom], i: int, outer: Quantity | None = None) -> tuple[Count | None, int]:
    """The bracket at atom `i` if it restates an amount: its count of units, and the index behind it.

    One with a time in it, "80 mg (two 40 mg injections in one day)", restates where it comes to the `outer` amount.
    """
    if atoms[i].word != "(":
        return None, i
    j = i + 1
    while atoms[j].word in _EQUATING:
        j += 1
    close = next((k for k in range(j, min(i + 28, len(atoms) - LOOKAHEAD)) if atoms[k].word == ")"), None)
    inner = read_range(atoms, j)
    if close is None or inner is None or inner.bound:
        return None, i
    dosed, _ = read_counted(atoms, j, inner) if atoms[inner.stop].kind != "measure" else (None, j)
    if any(a.kind == "time" or a.word in ("once", "twice", "daily") for a in atoms[j:close]):
        total = dosed.amount if dosed and dosed.units else None
        if outer is None or total is None or (total.low, total.high, total.unit) != (outer.low, outer.high, outer.unit):
            return None, i
    if dosed is None or _has_alternative(atoms, inner.stop, close):
        return None, close + 1
    count = dosed.units or Count(low=dosed.amount.low, high=dosed.amount.high, unit=dosed.amount.unit)
    return count, close + 1


def _has_alternative(atoms: list[Atom], i: int, close: int) -> bool:
    """Whether a bracket goes on with another count: "(1 tablet of 300 mg or 4 tablets of 75 mg)"."""
    return any(atoms[k].word == "or" and atoms[k + 1].kind == "number" for k in range(i, close))


def amount_of(found: Range, unit: str) -> Amount:
    """So many of a unit."""
    return Amount(low=_tidy(found.low), high=_tidy(found.high), unit=unit)


def _tidy(value: float | None) -> float | None:
    return None if value is None else tidy(value)


def _product(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else tidy(a * b)

"""Atoms in, numbers and ranges out: "5", "0.5 to 1", "between 2 and 4", "5 mg–10 mg", "up to 4"."""

from typing import Literal

import msgspec

from pipeline.quantities.atoms import Atom
from pipeline.quantities.per import read_per
from pipeline.quantities.units import converted

Bound = Literal["up to", "at least"]
_BOUNDS: tuple[tuple[tuple[str, ...], Bound], ...] = (
    (("up", "to"), "up to"),
    (("no", "more", "than"), "up to"),
    (("not", "more", "than"), "up to"),
    (("no", "longer", "than"), "up to"),
    (("not", "longer", "than"), "up to"),
    (("not", "exceeding"), "up to"),
    (("not", "exceed"), "up to"),
    (("at", "most"), "up to"),
    (("maximum", "of"), "up to"),
    (("maximum",), "up to"),
    (("max", "."), "up to"),
    (("max",), "up to"),
    (("at", "least"), "at least"),
    (("no", "less", "than"), "at least"),
    (("not", "less", "than"), "at least"),
    (("minimum", "of"), "at least"),
)
BOUND_STARTS = frozenset(words[0] for words, _ in _BOUNDS)
_MILLION = 1_000_000
_LONGEST = 6
"""Numbers in one range or enumeration: "5 mg, 7.5 mg, 10 mg or 15 mg"."""
_DASHES = frozenset("-–—‑−‐")
_RANGE_WORDS = frozenset({"to", "or"})


class Range(msgspec.Struct, frozen=True):
    """Numbers `low` to `high` written in the atoms up to `stop`; a unit that stood at the first number is in `unit`."""

    low: float | None
    high: float | None
    stop: int
    unit: tuple[str, float] | None = None
    bound: Bound | None = None


def read_bound(atoms: list[Atom], i: int) -> tuple[Bound | None, int]:
    """The words "up to", "at least" and the like at atom `i`, and the index behind them."""
    if atoms[i].value not in BOUND_STARTS:
        return None, i
    for words, bound in _BOUNDS:
        if words[0] == atoms[i].value and all(atoms[i + k].word == w for k, w in enumerate(words)):
            return bound, i + len(words)
    return None, i


def is_dash(atom: Atom) -> bool:
    """Whether an atom is a hyphen or dash of any kind."""
    return atom.word in _DASHES


def read_range(atoms: list[Atom], i: int) -> Range | None:
    """The number or range at atom `i`: "5", "0.5 to 1", "1 or 2", "between 2 and 4", "5 mg–10 mg", "up to 4"."""
    bound: Bound | None = None
    j, between = i, False
    if atoms[i].kind != "number":
        bound, j = read_bound(atoms, i)
        between = atoms[j].word in ("between", "from")
        j += between
        if atoms[j].kind != "number":
            return None
    low = high = atoms[j].value
    unit: tuple[str, float] | None = None
    j += 1
    if _lost_dash(atoms, j):
        high, j = atoms[j].value, j + 1
    for _ in range(_LONGEST):
        k = _behind_unit(atoms, j)
        if not _is_linked(atoms, j, k, between=between):
            break
        unit = atoms[j].value if k > j else unit
        if not _rises(low, unit if k > j else None, atoms[k + 1].value, atoms[k + 2]):
            break
        high, j = atoms[k + 1].value, k + 2
    if high >= _MILLION > 1000 * low:
        low *= _MILLION  # "2 to 3 million units"
    if bound and low == high:
        return Range(None, high, j, unit, bound) if bound == "up to" else Range(low, None, j, unit, bound)
    return Range(low, high, j, unit, bound)


def _is_linked(atoms: list[Atom], j: int, k: int, *, between: bool) -> bool:
    """Whether atom `k` links the number that ends before atom `j` to another: a dash, "to", "or", "between … and".

    `k` is `j` where the first number has no unit of its own; where it has one, the other must have one too.
    """
    link, other = atoms[k], atoms[k + 1]
    if other.kind != "number" or (k > j and not _measure_follows(atoms, k + 2)):
        return False
    return (
        is_dash(link)
        or (k > j and _enumerated(atoms, k))
        or link.word in _RANGE_WORDS
        or (between and link.word == "and")
        or (link.word == "/" and k == j and _words(atoms[k - 1], other))
    )


def _words(one: Atom, two: Atom) -> bool:
    """Whether both numbers are words, so that a slash between them means "or": "one/two"; "1/2" is a half."""
    return one.word.isalpha() and two.word.isalpha()


def _rises(low: float, unit: tuple[str, float] | None, high: float, other: Atom) -> bool:
    """Whether `high` is more than `low`, which may have a unit of its own: "500 mg to 1 g", but not "50 kg or 3 mg"."""
    if unit is None or unit == other.value:
        return high > low
    as_other = converted(low, unit, other.value)
    return as_other is not None and high > as_other


def _behind_unit(atoms: list[Atom], i: int) -> int:
    """The index behind the unit at atom `i` and its "/kg/day", `i` where a number has no unit of its own."""
    if atoms[i].kind != "measure" or atoms[i + 1].kind == "end":
        return i
    k = read_per(atoms, i + 1)[1]
    return k + 2 if atoms[k].word in ("/", "per", "a") and atoms[k + 1].kind == "time" else k


def _lost_dash(atoms: list[Atom], i: int) -> bool:
    """Whether the number at atom `i` ends a range whose dash was lost on the way here: "45 60 IU per kg"."""
    low, high = atoms[i - 1], atoms[i]
    if high.kind != "number" or atoms[i + 1].kind != "measure" or high.start != low.end + 1:
        return False
    if "." in low.word and "." in high.word:
        return bool(low.value < high.value)
    return (
        low.word.isdigit()
        and high.word.isdigit()
        and len(low.word) == len(high.word) == 2
        and 10 <= low.value < high.value
    )


def _enumerated(atoms: list[Atom], i: int) -> bool:
    """Whether the comma at atom `i` parts two of an enumeration that ends with "or": "5 mg, 7.5 mg or 10 mg"."""
    for _ in range(_LONGEST):
        if atoms[i].word != "," or atoms[i + 1].kind != "number" or not _measure_follows(atoms, i + 2):
            return False
        i += 3
        if atoms[i].word == "or":
            return True
    return False


def _measure_follows(atoms: list[Atom], i: int) -> bool:
    return atoms[min(i, len(atoms) - 1)].kind == "measure"

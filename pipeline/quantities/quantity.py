"""Atoms in, quantities out: a number or range with its unit and what it is reckoned by, and its UCUM code."""

from typing import Literal, get_args

import msgspec

from pipeline.model import Per, number
from pipeline.quantities.atoms import Atom, scan
from pipeline.quantities.words import DIMENSION, SCALE, UCUM, UCUM_OTHER

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
_MILLION = 1_000_000
_LONGEST = 6
"""Numbers in one range or enumeration: "5 mg, 7.5 mg, 10 mg or 15 mg"."""
BOUND_STARTS = frozenset(words[0] for words, _ in _BOUNDS)
_EXPLANATION = 14
"""Atoms of a bracket between an amount and its "per kg"."""
_DASHES = frozenset("-–—‑−‐")
_RANGE_WORDS = frozenset({"to", "or"})
_PER = frozenset({"/", "per", "for", "a"})
PERS: tuple[Per, ...] = get_args(Per)


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """`low` to `high` of `unit`, per kg, m2, h or min (`per`), and per `period` of `period_unit` (h, d, wk, mo).

    `low` is None for "up to", `high` for "at least"; for a single value they are equal. A concentration has what it
    is dissolved in as `in_value` and `in_unit`.
    """

    low: float | None
    high: float | None
    unit: str
    per: Per | None = None
    period: float | None = None
    period_unit: str | None = None
    in_value: float | None = None
    in_unit: str | None = None


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
        link = atoms[k]
        linked = (
            is_dash(link)
            or (k > j and _enumerated(atoms, k))
            or link.word in _RANGE_WORDS
            or (between and link.word == "and")
            or (link.word == "/" and k == j and _words(atoms[k - 1], atoms[k + 1]))
        )
        if not linked or atoms[k + 1].kind != "number" or (k > j and not _measure_follows(atoms, k + 2)):
            break
        if k > j:
            unit = atoms[j].value
        if not _rises(low, unit if k > j else None, atoms[k + 1].value, atoms[k + 2]):
            break
        high, j = atoms[k + 1].value, k + 2
    if high >= _MILLION > 1000 * low:
        # "2 to 3 million units"
        low *= _MILLION
    if bound and low == high:
        return Range(None, high, j, unit, bound) if bound == "up to" else Range(low, None, j, unit, bound)
    return Range(low, high, j, unit, bound)


def _words(one: Atom, two: Atom) -> bool:
    """Whether both numbers are words, so that a slash between them means "or": "one/two"; "1/2" is a half."""
    return one.word.isalpha() and two.word.isalpha()


def _rises(low: float, unit: tuple[str, float] | None, high: float, other: Atom) -> bool:
    """Whether `high` is more than `low`, which may have a unit of its own: "500 mg to 1 g", but not "50 kg or 3 mg"."""
    if unit is None or unit == other.value:
        return high > low
    as_other = _converted(low, unit, other.value)
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


def read_quantity(atoms: list[Atom], i: int, found: Range | None = None) -> tuple[Quantity, int] | None:
    """The quantity with a measured unit at atom `i`, with its "per kg" or "per m²", and the index behind it.

    `found` is the range at atom `i` where it was read before.
    """
    found = found or read_range(atoms, i)
    if found is None or atoms[found.stop].kind != "measure":
        return None
    unit, factor = atoms[found.stop].value
    low, high = found.low, found.high
    if found.unit is not None and low is not None:
        low = _converted(low, found.unit, (unit, factor))
        if low is None:
            return None
    low = None if low is None else tidy(low * factor)
    high = None if high is None else tidy(high * factor)
    j = found.stop + 1
    if atoms[j].word == "(" and atoms[j + 1].kind == "measure" and atoms[j + 2].word == ")":
        j += 3  # "international units (IU)"
    per, j = read_per(atoms, j)
    if per is None and atoms[j].word == "(":
        per, j = _per_behind_bracket(atoms, j)
    return Quantity(low=low, high=high, unit=unit, per=per), j


def _per_behind_bracket(atoms: list[Atom], i: int) -> tuple[Per | None, int]:
    """The "per kg" behind a bracket that says more of an amount: "90 mg (range is 80 to 120 mg) per kg"."""
    for j in range(i + 1, min(i + _EXPLANATION, len(atoms))):
        if atoms[j].word == ")":
            per, stop = read_per(atoms, j + 1)
            return (per, stop) if per is not None else (None, i)
        if atoms[j].kind == "end":
            break
    return None, i


def tidy(value: float) -> float:
    """A number without the dust of floating-point arithmetic, whole where it is whole."""
    return number(round(value, 9))


def _converted(value: float, old: tuple[str, float], new: tuple[str, float]) -> float | None:
    """A value written in the unit `old`, in the unit `new`; None where one cannot be turned into the other."""
    if old[0] == new[0]:
        return value * old[1] / new[1]
    if DIMENSION.get(old[0]) is None or DIMENSION.get(old[0]) != DIMENSION.get(new[0]):
        return None
    return value * SCALE[old[0]] / SCALE[new[0]]


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


_BODY = frozenset(
    "of your the child 's ’ s their his her body bodyweight weight bw b.w. surface area bsa patient total lean".split()
)


def _skip_body(atoms: list[Atom], j: int) -> int:
    """The index behind "of body weight", "bodyweight", "body surface area", or `j` where there is no such thing."""
    k, last = j, j
    while k < j + 7 and atoms[k].word in _BODY:
        k += 1
        if atoms[k - 1].word in ("weight", "bodyweight", "bw", "b.w.", "area", "bsa"):
            last = k
    return last


def ucum(unit: str, per: str | None = None, period: float | None = None, period_unit: str | None = None) -> str | None:
    """The UCUM code of a quantity in `unit`, per `per`, per `period` of `period_unit`; None where the unit has no code.

    >>> ucum("mg", "kg", 1, "d"), ucum("g", None, 24, "h"), ucum("tablet")
    ('mg/kg/d', 'g/(24.h)', None)
    """
    code = unit if unit in UCUM else UCUM_OTHER.get(unit)
    if code is None:
        return None
    if per is not None:
        code += f"/{per}"
    if period_unit is not None and period is not None:
        if period != int(period):
            return None
        code += f"/{period_unit}" if period == 1 else f"/({int(period)}.{period_unit})"
    return code


def parse(text: str) -> Quantity | None:
    """The quantity that `text` states from its first to its last character, None where it is anything else.

    >>> parse("0.5 to 1 mg/kg/day")
    Quantity(low=0.5, high=1, unit='mg', per='kg', period=1, period_unit='d', in_value=None, in_unit=None)
    """
    atoms = scan(text)
    found = read_quantity(atoms, 0)
    if found is None:
        return None
    quantity, j = found
    if atoms[j].kind == "end":
        return quantity
    if atoms[j].word not in ("/", "per", "a", "in", "every", "each"):
        return None
    j += 1
    value: float = 1
    if atoms[j].kind == "number":
        value, j = atoms[j].value, j + 1
    last = atoms[j + 1].kind == "end"
    if atoms[j].kind == "time" and last:
        return msgspec.structs.replace(quantity, period=tidy(value), period_unit=atoms[j].value)
    if atoms[j].kind == "measure" and last:
        unit, factor = atoms[j].value
        return msgspec.structs.replace(quantity, in_value=tidy(value * factor), in_unit=unit)
    return None


def show(quantity: Quantity) -> str:
    """The quantity as a leaflet may write it; `parse(show(q)) == q` for every quantity that can be written."""
    q = quantity
    unit = {"ug": "micrograms", "[iU]": "IU", "unit": "units"}.get(q.unit, q.unit)
    if q.low is None:
        text = f"up to {_written(q.high)} {unit}"
    elif q.high is None:
        text = f"at least {_written(q.low)} {unit}"
    else:
        text = f"{_written(q.low)} {unit}" if q.low == q.high else f"{_written(q.low)} to {_written(q.high)} {unit}"
    if q.per:
        text += f"/{q.per}"
    if q.period_unit:
        text += f"/{q.period_unit}" if q.period == 1 else f" per {_written(q.period)} {q.period_unit}"
    if q.in_unit:
        text += f"/{_written(q.in_value)} {'IU' if q.in_unit == '[iU]' else q.in_unit}"
    return text


def _written(value: float | None) -> str:
    return "" if value is None else f"{value:.9f}".rstrip("0").rstrip(".")

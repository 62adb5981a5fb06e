"""Atoms in, quantities out: a number or range with its unit and what it is reckoned by."""

import msgspec

from pipeline.model import Per
from pipeline.quantities.atoms import Atom, scan
from pipeline.quantities.per import read_per
from pipeline.quantities.ranges import Range, read_range
from pipeline.quantities.units import converted, tidy

_EXPLANATION = 14
"""Atoms of a bracket between an amount and its "per kg"."""


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
        low = converted(low, found.unit, (unit, factor))
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

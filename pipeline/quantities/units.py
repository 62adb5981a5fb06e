"""A unit in, what it is in another and how UCUM writes it out."""

from pipeline.model import number
from pipeline.quantities.words import DIMENSION, SCALE, UCUM, UCUM_OTHER


def tidy(value: float) -> float:
    """A number without the dust of floating-point arithmetic, whole where it is whole."""
    return int(value) if value % 1 == 0 else number(round(value, 9))


def converted(value: float, old: tuple[str, float], new: tuple[str, float]) -> float | None:
    """A value written in the unit `old`, in the unit `new`; None where one cannot be turned into the other."""
    if old[0] == new[0]:
        return value * old[1] / new[1]
    if DIMENSION.get(old[0]) is None or DIMENSION.get(old[0]) != DIMENSION.get(new[0]):
        return None
    return value * SCALE[old[0]] / SCALE[new[0]]


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

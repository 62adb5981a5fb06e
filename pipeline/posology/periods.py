"""Atoms in, the stretch of time that a dose is reckoned by out: "daily", "a day", "every 4 to 6 hours"."""

from typing import NamedTuple

from pipeline.quantities import Atom, read_range
from pipeline.quantities.ranges import is_dash
from pipeline.quantities.units import tidy


class Period(NamedTuple):
    """A stretch of time, `low` to `high` of `unit`; `each` where it is stated as an interval ("every 8 hours")."""

    low: float
    high: float | None
    unit: str
    stop: int
    each: bool


ADVERBS = {
    "daily": (1, "d"), "weekly": (1, "wk"), "fortnightly": (2, "wk"), "monthly": (1, "mo"), "quarterly": (3, "mo"),
    "yearly": (1, "a"), "annually": (1, "a"), "hourly": (1, "h"), "hrly": (1, "h"), "nightly": (1, "d"),
}  # fmt: skip
EVERY = frozenset({"every", "each", "q"})
PER = frozenset({"a", "an", "per", "/", "any"})
WITHIN = frozenset({"in", "over", "during", "within", "of"})


def read_period(atoms: list[Atom], i: int) -> Period | None:
    """ "daily", "a day", "/ 24 hours", "every 4 to 6 hours", "every other day", "on alternate days" at atom `i`."""
    while is_dash(atoms[i]):
        i += 1
    word = atoms[i].word
    if word in ADVERBS:
        low, unit = ADVERBS[word]
        return Period(low, None, unit, i + 1, unit != "d" or word == "nightly")
    if word == "on" or word in WITHIN:
        inner = read_period(atoms, i + 1) if atoms[i + 1].word in EVERY | PER | {"alternate", "alternating"} else None
        if inner is not None:
            return inner
        return _stretch(atoms, i + 1, each=False) if word != "on" and atoms[i + 1].kind == "number" else None
    if word in ("alternate", "alternating") and atoms[i + 1].kind == "time":
        return Period(2, None, atoms[i + 1].value, i + 2, True)
    if word in EVERY or word in PER:
        return _stretch(atoms, i + 1, each=word in EVERY)
    return None


def _stretch(atoms: list[Atom], i: int, *, each: bool) -> Period | None:
    """ "day", "24-hour period", "4 to 6 hours", "other day", "third week", behind its "every" or "per"."""
    low: float = 1
    high: float | None = None
    word = atoms[i].word
    if word in ("other", "alternate", "second") or atoms[i].kind == "ordinal":
        low, i = (2 if atoms[i].kind == "word" else atoms[i].value), i + 1
    elif word == "single":
        i += 1
    elif (found := read_range(atoms, i)) is not None and found.low is not None:
        low, high, i = found.low, found.high, found.stop
        if atoms[i].word in ("th", "rd", "nd"):
            i += 1
    if is_dash(atoms[i]):
        i += 1
    if each and atoms[i].word in ("morning", "evening", "night", "afternoon", "fortnight"):
        unit, factor = ("wk", 2) if atoms[i].word == "fortnight" else ("d", 1)
        return Period(factor, None, unit, i + 1, True)
    if atoms[i].word == "fortnight":
        return Period(2, None, "wk", i + 1, each)
    if atoms[i].kind != "time" or low <= 0:
        return None
    if atoms[i + 1].word == "apart":
        return None  # "two doses a week apart"
    stop = i + 2 if atoms[i + 1].word in ("period", "interval", "intervals") else i + 1
    return Period(tidy(low), tidy(high) if high not in (None, low) else None, atoms[i].value, stop, each)

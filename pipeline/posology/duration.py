"""Atoms in, how long a dose is taken out: "for 7 to 10 days", "for several months", "days 1-5", "a 5-day course"."""

from typing import NamedTuple

from pipeline.model import Duration
from pipeline.quantities import Atom, read_range
from pipeline.quantities.quantity import is_dash, read_bound, tidy


class Lasting(NamedTuple):
    """A duration, the characters it stands in, and the index behind it."""

    value: Duration
    span: tuple[int, int]
    stop: int


_VAGUE = frozenset({"several", "few", "some", "many"})
_INTRODUCING = frozenset(
    "the a an period total of further another first next about around approximately duration for course usually only "
    "additional maximum minimum initial least at up to longer than".split()
)
_BOUNDS = frozenset({"maximum", "minimum", "least", "up"})


def read_duration(text: str, atoms: list[Atom], i: int) -> Lasting | None:
    """ "for 7 to 10 days", "for several months", "for days 1-5", "a 5-day course" at atom `i`."""
    word = atoms[i].word.lower()
    if word in ("day", "days"):
        return _day_range(text, atoms, i)
    if word not in ("for", "lasting", "lasts", "last"):
        return _course(text, atoms, i)
    j = i + 1
    while atoms[j].word.lower() in _INTRODUCING and j < i + 8:
        if atoms[j].word.lower() in _BOUNDS and (
            j == i + 1 or atoms[j - 1].word.lower() in ("a", "an", "the", "at", "of", "for")
        ):
            break
        j += 1
    if atoms[j].word.lower() == "least" and atoms[j - 1].word.lower() == "at":
        j -= 1
    return _lasting(text, atoms, i, j)


def _lasting(text: str, atoms: list[Atom], i: int, j: int) -> Lasting | None:
    begin = atoms[j].start
    if atoms[j].word.lower() in _VAGUE and (atoms[j + 1].kind == "time" or atoms[j + 2].kind == "time"):
        k = j + 1 if atoms[j + 1].kind == "time" else j + 2
        span = (begin, atoms[k].end)
        return Lasting(Duration(text=text[slice(*span)]), span, k + 1)
    bound = read_bound(atoms, j)[0]
    found = read_range(atoms, j)
    if bound and found is None and atoms[j + 2].word.lower() in ("a", "an", "one"):
        j += 3
    article = found is None and atoms[j].kind in ("time",) and atoms[j - 1].word.lower() in ("a", "one", "an")
    if found is None and not article:
        return None
    k = j if found is None else found.stop
    if is_dash(atoms[k]):
        k += 1
    k += atoms[k].word.lower() in ("full", "consecutive", "more", "whole")
    unit = atoms[k].value if atoms[k].kind == "time" else None
    low, high = (
        (None if bound == "up to" else 1, None if bound == "at least" else 1)
        if found is None
        else (found.low, found.high)
    )
    if unit in (None, "s", "min") or (unit == "h" and (high or low or 0) < 12):
        return None
    if atoms[k + 1].word.lower() in ("old", "before", "after", "of", "prior") and atoms[k + 2].word.lower() not in (
        "treatment",
        "therapy",
    ):
        return None
    span = (begin if found else atoms[j - 1].start, atoms[k].end)
    return Lasting(Duration(low=_plain(low), high=_plain(high), unit=unit, text=text[slice(*span)]), span, k + 1)


def _plain(value: float | None) -> float | None:
    return None if value is None else tidy(value)


def _day_range(text: str, atoms: list[Atom], i: int) -> Lasting | None:
    """ "days 1-5" lasts 5 days."""
    found = read_range(atoms, i + 1)
    if found is None or found.low is None or found.high is None or found.high <= found.low or found.bound:
        return None
    length = tidy(found.high - found.low + 1)
    span = (atoms[i].start, atoms[found.stop - 1].end)
    return Lasting(Duration(low=length, high=length, unit="d", text=text[slice(*span)]), span, found.stop)


def _course(text: str, atoms: list[Atom], i: int) -> Lasting | None:
    """ "5-day course", "2 weeks' treatment"."""
    found = read_range(atoms, i) if atoms[i].kind == "number" else None
    if found is None:
        return None
    k = found.stop + 1 if is_dash(atoms[found.stop]) else found.stop
    unit = atoms[k].value if atoms[k].kind == "time" else None
    j = k + 2 if atoms[k + 1].word in ("'", "’") else k + 1
    if unit in (None, "s", "min", "h") or atoms[j].word.lower() not in ("course", "treatment"):
        return None
    span = (atoms[i].start, atoms[k].end)
    return Lasting(
        Duration(low=_plain(found.low), high=_plain(found.high), unit=unit, text=text[slice(*span)]), span, j + 1
    )

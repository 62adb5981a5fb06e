"""Atoms in, how long a dose is taken out: "for 7 to 10 days", "for several months", "days 1-5", "a 5-day course"."""

from typing import NamedTuple

from pipeline.model import Duration
from pipeline.quantities import Atom, read_range
from pipeline.quantities.ranges import Range, is_dash, read_bound
from pipeline.quantities.units import tidy


class Lasting(NamedTuple):
    """A duration, the characters it stands in, and the index behind it."""

    value: Duration
    span: tuple[int, int]
    stop: int


_VAGUE = frozenset({"several", "few", "some", "many"})
_INTRODUCING = frozenset(
    "the a an period total of further another first next about around approximately duration for course usually only "
    "additional treatment courses maximum minimum initial least at up to longer than".split()
)
_EVENTS = frozenset({"surgery", "an", "a", "your", "birth", "delivery", "transplantation"})
"""Behind "for 14 days after": what a course of treatment follows, not the last dose."""
_LASTING = frozenset({"for", "lasting", "lasts", "last"})
STARTS = _LASTING | {"day", "days", "during", "over"}
"""The words that a duration can begin with, if not with a number."""
_ONE = frozenset({"a", "one", "an", "first", "next", "following"})
"""Words in front of "week" that make it one week."""
_BOUNDS = frozenset({"maximum", "minimum", "least", "up"})


def read_duration(text: str, atoms: list[Atom], i: int, found: Range | None) -> Lasting | None:
    """ "for 7 to 10 days", "for several months", "days 1-5", a "5-day course" at atom `i`; `found` is the range."""
    word = atoms[i].word
    if word in ("day", "days"):
        return _day_range(text, atoms, i)
    if found is not None:
        return _at_most(text, atoms, i, found) if found.bound else _course(text, atoms, i, found)
    if word not in _LASTING and not (word in ("during", "over") and _is_stretch(atoms, i + 1)):
        return None
    j = i + 1
    while atoms[j].word in _INTRODUCING and j < i + 8:
        if atoms[j].word in _BOUNDS and (j == i + 1 or atoms[j - 1].word in ("a", "an", "the", "at", "of", "for")):
            break
        j += 1
    if atoms[j].word == "least" and atoms[j - 1].word == "at":
        j -= 1
    return _lasting(text, atoms, i, j)


def _is_stretch(atoms: list[Atom], i: int) -> bool:
    """Whether a length of time follows "during" or "over": "the first week", "3 months", but no age and no hours."""
    if [a.word for a in atoms[i : i + 2]] == ["the", "first"]:
        return atoms[i - 1].word == "during"
    if [a.word for a in atoms[i : i + 3]] in (["a", "period", "of"], ["the", "course", "of"]):
        i += 3
    found = read_range(atoms, i)
    unit = atoms[found.stop].value if found else None
    return unit in ("d", "wk") or (unit == "mo" and atoms[i - 1].word == "during")


def _at_most(text: str, atoms: list[Atom], i: int, found: Range) -> Lasting | None:
    """ "maximum 5 days", "up to 2 weeks" without a "for" in front."""
    unit = atoms[found.stop].value if atoms[found.stop].kind == "time" else None
    if atoms[i - 1].word in ("of", "after", "within", "every", "in") and i:
        return None
    if unit not in ("d", "wk", "mo") or _is_span_of_other(atoms, found.stop + 1):
        return None
    span = (atoms[i].start, atoms[found.stop].end)
    duration = Duration(low=_plain(found.low), high=_plain(found.high), unit=unit, text=text[slice(*span)])
    return Lasting(duration, span, found.stop + 1)


def _lasting(text: str, atoms: list[Atom], i: int, j: int) -> Lasting | None:
    begin = atoms[j - 1 if atoms[j].word == "few" and atoms[j - 1].word == "a" else j].start
    if atoms[j].word in _VAGUE and (atoms[j + 1].kind == "time" or atoms[j + 2].kind == "time"):
        k = j + 1 if atoms[j + 1].kind == "time" else j + 2
        span = (begin, atoms[k].end)
        return Lasting(Duration(text=text[slice(*span)]), span, k + 1)
    bound = read_bound(atoms, j)[0]
    found = read_range(atoms, j)
    if bound and found is None and atoms[j + 2].word in ("a", "an", "one"):
        j += 3
    article = found is None and atoms[j].kind in ("time",) and atoms[j - 1].word in _ONE
    if found is None and not article:
        return None
    k = j if found is None else found.stop
    if is_dash(atoms[k]):
        k += 1
    k += atoms[k].word in ("full", "consecutive", "more", "whole")
    unit = "d" if atoms[k].word in ("night", "nights") else atoms[k].value if atoms[k].kind == "time" else None
    low, high = (
        (None if bound == "up to" else 1, None if bound == "at least" else 1)
        if found is None
        else (found.low, found.high)
    )
    if unit in (None, "s", "min") or (unit == "h" and (high or low or 0) < 12):
        return None
    if _is_span_of_other(atoms, k + 1) and not (atoms[k + 1].word == "after" and atoms[k + 2].word in _EVENTS):
        return None
    span = (begin if found else atoms[j - 1].start, atoms[k].end)
    return Lasting(Duration(low=_plain(low), high=_plain(high), unit=unit, text=text[slice(*span)]), span, k + 1)


def _is_span_of_other(atoms: list[Atom], i: int) -> bool:
    """Whether what stands behind a time makes it no duration: "6 years old", "3 months of pregnancy"; a cycle may."""
    if atoms[i].word == "of":
        return atoms[i + 1].word not in ("treatment", "therapy") and not any(
            a.word in ("cycle", "cycles") for a in atoms[i + 1 : i + 7]
        )
    return atoms[i].word in ("old", "before", "after", "prior", "apart")


def _plain(value: float | None) -> float | None:
    return None if value is None else tidy(value)


def _day_range(text: str, atoms: list[Atom], i: int) -> Lasting | None:
    """ "days 1-5" lasts 5 days."""
    found = read_range(atoms, i + 1)
    if found is None or found.low is None or found.high is None or found.high <= found.low or found.bound:
        return None
    if any(a.word == "or" for a in atoms[i : found.stop]):
        return None  # "on day 2 or 3"
    length = tidy(found.high - found.low + 1)
    span = (atoms[i].start, atoms[found.stop - 1].end)
    return Lasting(Duration(low=length, high=length, unit="d", text=text[slice(*span)]), span, found.stop)


def _course(text: str, atoms: list[Atom], i: int, found: Range) -> Lasting | None:
    """ "5-day course", "2 weeks' treatment"."""
    if atoms[i].kind != "number":
        return None
    k = found.stop + 1 if is_dash(atoms[found.stop]) else found.stop
    unit = atoms[k].value if atoms[k].kind == "time" else None
    j = k + 2 if atoms[k + 1].word in ("'", "’") else k + 1
    if unit in (None, "s", "min", "h") or atoms[j].word not in ("course", "treatment"):
        return None
    span = (atoms[i].start, atoms[k].end)
    return Lasting(
        Duration(low=_plain(found.low), high=_plain(found.high), unit=unit, text=text[slice(*span)]), span, j + 1
    )

"""Atoms in, how often a dose is taken out."""

from typing import NamedTuple

from pipeline.model import Frequency
from pipeline.posology.periods import ADVERBS, EVERY, PER, WITHIN, Period, read_period
from pipeline.quantities import Atom, read_range
from pipeline.quantities.ranges import Range, is_dash, read_bound
from pipeline.quantities.units import tidy


class Often(NamedTuple):
    """A frequency that ends before atom `stop`; `times` tells whether the number of times is stated."""

    value: Frequency
    stop: int
    times: bool


_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_TIMES = frozenset({"times", "time", "x", "×", "occasions"})
LATIN: dict[str, tuple[int, int, str]] = {
    word: (times, period, unit)
    for words, times, period, unit in (
        ("od o.d. qd q.d. nocte mane om o.m. o.n.", 1, 1, "d"),
        ("bd b.d. bid b.i.d. bds", 2, 1, "d"),
        ("tds t.d.s. tid t.i.d.", 3, 1, "d"),
        ("qds q.d.s. qid q.i.d.", 4, 1, "d"),
        ("qod q.o.d.", 1, 2, "d"),
        ("qh q.h.", 1, 1, "h"),
    )
    for word in words.split()
}
"""Prescribers' abbreviations (British National Formulary, "Abbreviations"); times, period, its unit."""
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_STRETCHES = frozenset("course cycle cycles treatment rest break gap".split())
"""Behind a length of time, which is then no frequency: "a 28-day cycle"."""
_NOT_BEHIND_ARTICLE = frozenset("before after or to ago later old".split())
"""Behind "a day", "one week", which then says when, and not how often."""
_ONE_DAY = frozenset({("h", 24), ("d", 1)})
"""The stretches of time that a dose is reckoned by with "in" and "during"."""
_SLASHED = {"o": "od", "b": "bd", "t": "tds", "q": "qds"}
STARTS = frozenset({*ADVERBS, *_OFTEN, *LATIN, *EVERY, *PER, *_SLASHED}) | frozenset(
    "in during on alternate alternating day days x".split()
)
"""The words that a frequency can begin with, if not with a number."""


def _frequency(low: float | None, high: float | None, period: Period) -> Frequency:
    return Frequency(low=low, high=high, period=period.low, period_high=period.high, period_unit=period.unit)


def read_frequency(atoms: list[Atom], i: int, found: Range | None) -> Often | None:
    """How often, at atom `i`: "once or twice daily", "every 6 hours", "up to 4 times a day", "6-hourly".

    `found` is the range at atom `i`.
    """
    if found is not None:
        return _times(atoms, i, found)
    word = atoms[i].word
    if (word == "x" or word in _SLASHED) and (slashed := _slashed(atoms, i)) is not None:
        return slashed
    if word in LATIN and atoms[i].kind == "word":
        times, days, unit = LATIN[word]
        return Often(Frequency(low=times, high=times, period=days, period_unit=unit), i + 1, True)
    if (days_of := _on_days(atoms, i) or _on_weekdays(atoms, i)) is not None:
        return days_of
    if (counted := _times(atoms, i, None)) is not None:
        return counted
    period = _reckoned_by(atoms, i)
    if period is None:
        return None
    once = 1 if period.each else None
    return Often(_frequency(once, once, period), period.stop, period.each)


def _reckoned_by(atoms: list[Atom], i: int) -> Period | None:
    """The stretch of time at atom `i` where it says how often by itself: "daily", "every 8 hours", "in 24 hours"."""
    word = atoms[i].word
    if word in WITHIN and not (atoms[i + 1].kind == "number" or atoms[i + 1].word in PER):
        return None
    period = read_period(atoms, i)
    if period is None or (period.unit in ("s", "min") and not period.each and word != "/"):
        return None
    if word in WITHIN and (word not in ("in", "during") or (period.unit, period.low) not in _ONE_DAY):
        return None
    behind = atoms[period.stop].word
    if behind in _STRETCHES or (behind == "is" and atoms[period.stop - 1].word == "period"):
        return None
    return None if word in ("a", "an", "one") and behind in _NOT_BEHIND_ARTICLE else period


def _slashed(atoms: list[Atom], i: int) -> Often | None:
    """ "b/d", "t/d/s" at atom `i`, and "x3 daily"."""
    word = atoms[i].word
    if word == "x" and (found := read_range(atoms, i + 1)) is not None and found.high is not None:
        period = read_period(atoms, found.stop)
        return period and Often(_frequency(found.low, found.high, period), period.stop, True)
    if word not in _SLASHED or atoms[i + 1].word != "/" or atoms[i + 2].word != "d":
        return None
    stop = i + 5 if (atoms[i + 3].word, atoms[i + 4].word) == ("/", "s") else i + 3
    times, days, unit = LATIN[_SLASHED[word]]
    return Often(Frequency(low=times, high=times, period=days, period_unit=unit), stop, True)


def _times(atoms: list[Atom], i: int, found: Range | None) -> Often | None:
    """ "once or twice a day", "3 to 4 times daily", "4 doses in 24 hours", "6-hourly"."""
    bound, j = read_bound(atoms, i)
    if found is None and atoms[j].word in _OFTEN:
        low: float = _OFTEN[atoms[j].word]
        high, j = low, j + 1
        if (atoms[j].word in ("or", "to") or is_dash(atoms[j])) and (more := _one_count(atoms, j + 1)) is not None:
            high, j = more
    else:
        found = read_range(atoms, j) if bound else found
        if found is None or found.low is None or found.high is None:
            return None
        low, high, j = found.low, found.high, found.stop
        hourly = atoms[j + 1] if is_dash(atoms[j]) else atoms[j]
        if hourly.word in ("hourly", "hrly"):
            every = Period(tidy(low), None if low == high else tidy(high), "h", j + 1 + is_dash(atoms[j]), True)
            return Often(_frequency(1, 1, every), every.stop, True)
        if is_dash(atoms[j]) and atoms[j + 1].word in _TIMES:
            j += 1
        if not _is_times(atoms, j):
            return None
        j += 1 + _in_a_row(atoms, j + 1)
    period = read_period(atoms, j)
    if period is None:
        return None
    later = read_period(atoms, period.stop)
    if later is not None and later.each and later.low > 1 and period.unit == later.unit:
        # "once daily every other day"
        period = later
    if bound and low == high:
        low_, high_ = (None, high) if bound == "up to" else (low, None)
        return Often(_frequency(low_, high_, period), period.stop, True)
    return Often(_frequency(tidy(low), tidy(high), period), period.stop, True)


def _is_times(atoms: list[Atom], i: int) -> bool:
    """Whether the atom behind a number says that it counts times: "times", "doses in" 24 hours, "days a" week."""
    word = atoms[i].word
    if word in ("doses", "days", "nights"):
        i += _in_a_row(atoms, i + 1)
        period = atoms[i + 2].value if word != "doses" else "wk"
        return atoms[i + 1].word in ("in", "each", "per", "a", "every", "within") and period in ("wk", "mo")
    return word in _TIMES


def _in_a_row(atoms: list[Atom], i: int) -> int:
    """The number of atoms of "in a row" at atom `i`: "2 days in a row each week"."""
    return 3 if [a.word for a in atoms[i : i + 3]] == ["in", "a", "row"] else 0


def _one_count(atoms: list[Atom], i: int) -> tuple[float, int] | None:
    """The second number of "once or twice", "once to 3 times", and the index behind it."""
    word = atoms[i].word
    if word in _OFTEN:
        return _OFTEN[word], i + 1
    if atoms[i].kind == "number" and atoms[i + 1].word in _TIMES:
        return atoms[i].value, i + 2
    return None


def _on_days(atoms: list[Atom], i: int) -> Often | None:
    """ "on days 1, 8 and 15 of a 21-day cycle": three times in 21 days."""
    if atoms[i].word not in ("day", "days") or atoms[i + 1].kind != "number":
        return None
    j, days = i + 1, 0
    while atoms[j].kind == "number" or (
        days and atoms[j + 1].kind != "end" and atoms[j].word in (",", "and", "&", "day", "days")
    ):
        days += atoms[j].kind == "number"
        j += 1
    if atoms[j].word not in ("of", "every", "in"):
        return None
    j += atoms[j].word != "every"
    j += atoms[j].word in ("a", "an", "each", "every", "the", "repeated")
    if atoms[j].kind != "number":
        return None
    k = j + 2 if is_dash(atoms[j + 1]) else j + 1
    if atoms[k].kind != "time" or not 0 < days <= 31:
        return None
    stop = k + 1 + (atoms[k + 1].word == "treatment")
    stop = stop + 1 if atoms[stop].word in ("cycle", "cycles", "period", "course") else k + 1
    return Often(Frequency(low=days, high=days, period=atoms[j].value, period_unit=atoms[k].value), stop, True)


def _on_weekdays(atoms: list[Atom], i: int) -> Often | None:
    """ "on Mondays, Wednesdays and Fridays", "every Monday": so many times a week."""
    if atoms[i].word not in ("on", "every", "each"):
        return None
    days: set[str] = set()
    j = i + 1
    while atoms[j].word.removesuffix("s") in _WEEKDAYS or (days and atoms[j].word in (",", "and", "&")):
        days |= {atoms[j].word.removesuffix("s")} & _WEEKDAYS
        j += 1
    stop = j - (atoms[j - 1].word in (",", "and", "&"))
    return Often(Frequency(low=len(days), high=len(days), period=1, period_unit="wk"), stop, True) if days else None

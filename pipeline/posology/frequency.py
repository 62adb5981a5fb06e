"""Atoms in, how often a dose is taken and in how many parts out."""

from typing import NamedTuple

from pipeline.model import Frequency
from pipeline.quantities import Atom, read_range
from pipeline.quantities.quantity import Range, is_dash, read_bound, tidy


class Often(NamedTuple):
    """A frequency that ends before atom `stop`; `times` tells whether the number of times is stated."""

    value: Frequency
    stop: int
    times: bool


class Period(NamedTuple):
    """A stretch of time, `low` to `high` of `unit`; `each` where it is stated as an interval ("every 8 hours")."""

    low: float
    high: float | None
    unit: str
    stop: int
    each: bool


class Divided(NamedTuple):
    """Into how many parts an amount is divided, (None, None) where only that it is."""

    value: tuple[int | None, int | None]
    stop: int


ADVERBS = {
    "daily": (1, "d"), "weekly": (1, "wk"), "fortnightly": (2, "wk"), "monthly": (1, "mo"), "quarterly": (3, "mo"),
    "yearly": (1, "a"), "annually": (1, "a"), "hourly": (1, "h"), "hrly": (1, "h"), "nightly": (1, "d"),
}  # fmt: skip
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
_EVERY = frozenset({"every", "each", "q"})
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_STRETCHES = frozenset("course cycle cycles treatment rest break gap".split())
"""What a length of time in front of makes no frequency: "a 28-day cycle"."""
_PER = frozenset({"a", "an", "per", "/", "any"})
_WITHIN = frozenset({"in", "over", "during", "within", "of"})
_PARTS = frozenset(
    {"doses", "dose", "portions", "parts", "administrations", "intakes", "applications", "injections", "infusions"}
)
_PART_WORDS = frozenset(
    "divided equally equal into in separate separated single split individual smaller as over between daily given "
    "taken or more preferably evenly".split()
)
STARTS = frozenset({*ADVERBS, *_OFTEN, *LATIN, *_EVERY, *_PER, *_WITHIN}) | frozenset(
    "on alternate alternating as divided split into preferably equally for lasting lasts last during over day "
    "days x o b t".split()
)
"""The words that a frequency, division or duration can begin with."""


def read_period(atoms: list[Atom], i: int) -> Period | None:
    """ "daily", "a day", "/ 24 hours", "every 4 to 6 hours", "every other day", "on alternate days" at atom `i`."""
    while is_dash(atoms[i]):
        i += 1
    word = atoms[i].word
    if word in ADVERBS:
        low, unit = ADVERBS[word]
        return Period(low, None, unit, i + 1, unit != "d" or word == "nightly")
    if word == "on" or word in _WITHIN:
        inner = read_period(atoms, i + 1) if atoms[i + 1].word in _EVERY | _PER | {"alternate", "alternating"} else None
        if inner is not None:
            return inner
        return _stretch(atoms, i + 1, each=False) if word != "on" and atoms[i + 1].kind == "number" else None
    if word in ("alternate", "alternating") and atoms[i + 1].kind == "time":
        return Period(2, None, atoms[i + 1].value, i + 2, True)
    if word in _EVERY or word in _PER:
        return _stretch(atoms, i + 1, each=word in _EVERY)
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
    period = (
        read_period(atoms, i)
        if word not in _WITHIN or atoms[i + 1].kind == "number" or atoms[i + 1].word in _PER
        else None
    )
    if period is None or (period.unit in ("s", "min") and not period.each and word != "/"):
        return None
    if word in ("a", "an", "one") and atoms[period.stop].word in (
        "before",
        "after",
        "or",
        "to",
        "ago",
        "later",
        "old",
    ):
        return None
    if atoms[period.stop].word in _STRETCHES or (
        atoms[period.stop].word == "is" and atoms[period.stop - 1].word == "period"
    ):
        return None
    if word in ("in", "over", "during", "within", "of") and period.unit not in ("d", "h"):
        return None
    if word in ("over", "within", "of") or (
        word in ("in", "during") and (period.unit, period.low) not in (("h", 24), ("d", 1))
    ):
        return None
    return (
        Often(_frequency(1, 1, period), period.stop, True)
        if period.each
        else Often(_frequency(None, None, period), period.stop, False)
    )


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


_SLASHED = {"o": "od", "b": "bd", "t": "tds", "q": "qds"}


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


def read_divided(atoms: list[Atom], i: int) -> Divided | None:
    """ "in 2 or 3 divided doses", "divided into two doses", "as 2 separate doses" at atom `i`."""
    word = atoms[i].word
    if word not in ("in", "as", "divided", "split", "into", "preferably", "equally", "twice", "thrice"):
        return None
    divided = False
    numbers: Range | None = None
    j = i
    while j < i + 10:
        word = atoms[j].word
        divided = divided or word in ("divided", "split", "separate", "separated")
        if word in _PARTS:
            break
        if atoms[j].kind == "number":
            numbers = read_range(atoms, j)
            if numbers is None:
                return None
            j = numbers.stop
        elif word in _PART_WORDS or is_dash(atoms[j]):
            j += 1
        else:
            return None
    else:
        return None
    if numbers is None and not divided:
        return None
    if numbers is None or numbers.low is None:
        return Divided((None, None), j + 1)
    low, high = int(numbers.low), numbers.high
    if low < 1 or (low == 1 and not divided) or numbers.low != low:
        return None
    return Divided((low, None if high in (None, low) else int(high or low)), j + 1)

"""Atoms in, the counts of pharmacy shorthand out: numbers without a unit, "1-2 at night", "max 8 in 24h", "2 now".

What is counted is named elsewhere, if at all: a maximum counts what the dose in front of it counts, and a direction to
the patient that names nothing counts tablets, as prescribers write it ("one to be taken", "1 bd").
"""

from typing import NamedTuple

from pipeline.posology.frequency import read_frequency
from pipeline.posology.periods import read_period
from pipeline.quantities import Atom, read_range
from pipeline.quantities.ranges import Range

SAME = ""
"""The unit of a bare number that counts what was counted before: "2 capsules in the morning and 1 at night"."""


class Bare(NamedTuple):
    """What a bare number counts where nothing was counted before it (SAME: then it is none), and whether it limits."""

    unit: str
    limits: bool


_MOST = 40
"""No dose and no daily maximum counts more units than this; larger bare numbers are years, pages, telephone numbers."""
_NEAR = 12
"""Atoms in front of a limit among which "take" says that tablets are counted."""
_LIMITING = frozenset({"than", "exceed", "exceeding"})
_OPENS = frozenset({"then", ":", ";", ",", "by", "."})
_TAKES = frozenset({"take", "taking", "swallow"})
_WHEN_PREPOSITIONS = frozenset({"at", "in", "with", "before", "after", "on"})
_OF_DAY = frozenset(
    "morning midday noon lunchtime lunch afternoon evening dinner supper night bedtime breakfast teatime".split()
)
_MEALS = frozenset("food meal meals milk".split())
_BETWEEN = frozenset("the a each every your main evening midday going to bed".split())
_AT_ONCE = frozenset("now stat immediately mane prn p.r.n. sos".split())
_NEEDED = frozenset({"needed", "required", "necessary"})


def read_bare(text: str, atoms: list[Atom], i: int, found: Range) -> Bare | None:
    """What the numbers `found` at atom `i`, which have no unit, count; None where they are no count of dose units."""
    j = found.stop
    most = found.high or found.low or 0
    before = atoms[i - 1].word if i else ""
    if (found.bound == "up to" or before in _LIMITING) and _is_total(atoms, j):
        taken = any(a.word in _TAKES for a in atoms[max(0, i - _NEAR) : i])
        return Bare("tablet" if taken and most <= _MOST else SAME, limits=True)
    if most > _MOST:
        return None
    opens = i == 0 or before in _OPENS
    often = read_frequency(atoms, j, read_range(atoms, j)) if opens or before in _TAKES else None
    if opens and found.bound is None:
        if often is not None and (often.times or atoms[j].word == "daily"):
            return Bare("tablet", limits=False)
        if before not in ("by", ",") and _when(atoms, j) and not _is_heading(text, atoms, i):
            return Bare("tablet" if i == 0 else SAME, limits=False)
    if before in _TAKES and (often is not None or atoms[j].word in _WHEN_PREPOSITIONS | {"to"} or _when(atoms, j)):
        return Bare("tablet", limits=False)
    if before in (",", "and") and _is_time_of_day(atoms, j):
        return Bare(SAME, limits=False)
    return None


def _is_total(atoms: list[Atom], i: int) -> bool:
    """Whether "in 24 hours", "a day", "/day", "daily" stands at atom `i`: the stretch of time that a maximum is for."""
    period = read_period(atoms, i)
    return period is not None and period.unit in ("h", "d", "wk") and not (period.each and period.low > 1)


def _when(atoms: list[Atom], i: int) -> bool:
    """Whether atom `i` begins a time for taking: "at night", "with meals", "before food", "when required"."""
    word = atoms[i].word
    if word in _AT_ONCE:
        return True
    if word in ("when", "if", "as", "where"):
        return atoms[i + 1].word in _NEEDED
    if word not in _WHEN_PREPOSITIONS:
        return False
    j = i + 1
    while atoms[j].word in _BETWEEN and j < i + 4:
        j += 1
    return atoms[j].word in _OF_DAY | _MEALS or atoms[j - 1].word == "bed"


def _is_time_of_day(atoms: list[Atom], i: int) -> bool:
    """Whether "at night", "in the morning", "mane" stands at atom `i`."""
    if atoms[i].word in ("mane", "nocte"):
        return True
    return atoms[i].word in _WHEN_PREPOSITIONS and not _OF_DAY.isdisjoint(a.word for a in atoms[i + 1 : i + 3])


def _is_heading(text: str, atoms: list[Atom], i: int) -> bool:
    """Whether what begins at atom `i` is the title of a numbered part: "3 With food and drink"."""
    number, first, second = atoms[i : i + 3]
    capital = text[first.start].isupper()
    return number.word.isdigit() and capital and not text[second.start : second.start + 1].isupper()

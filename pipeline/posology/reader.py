"""The pieces of one sentence in, its regimens out: which frequency, duration and division go with which amount."""

import re
from collections.abc import Sequence
from typing import cast

import msgspec

from pipeline.model import Amount, Duration, Frequency
from pipeline.posology.counts import Dosed
from pipeline.posology.pieces import Piece
from pipeline.posology.regimen import HARD, NEAR, Divided, Regimen, is_counted
from pipeline.posology.shorthand import SAME

_REPEATED = re.compile(r"(?:\bthen|\band|\bthereafter|\bfollowed\sby(?:\s(?:a|one))?(?:\s\w+)?)\s?(?:once)?\s?$")
_TREATMENT = re.compile(r"[;.]\s(?:the\s)?(?:treatment|therapy|course)\b", re.I)
_FAR = 9
"""Words that may stand between two parts of one regimen."""
_BESIDE = re.compile(
    r"[\s,;.(–-]*(?:(?:when|if|as)\s(?:required|needed|necessary)|prn|p\.r\.n\.)?[\s,;.(–-]*(?:to\s(?:a\s)?)?", re.I
)
_AND_TAKE = re.compile(r"\b(?:and|or)\s(?:also\s)?(?:take|use|inject|give|apply|swallow)\b", re.I)
_EFFECT = re.compile(r"\beffects?\b[^.;]*$", re.I)
_CLAUSE = re.compile(r"[,;:(]|\bif\b")
_FURTHEST = 16
"""Words that may stand between an amount and how often it is taken, within one clause."""
_NOUNS = frozenset(
    "dose doses dosage dosing amount total injection injections infusion infusions treatment treatments therapy "
    "regimen schedule".split()
)
"""Behind "daily" or "weekly", which then says of what it is the dose, and not how often."""
_KINDS_OF_DOSE = frozenset("recommended usual total maximum maintenance starting initial normal standard".split())


class Reader:
    """Walks the pieces of one sentence by place and gathers its regimens."""

    def __init__(self, text: str, pieces: Sequence[Piece], counted: str | None) -> None:
        self.text = text
        self.counted = counted
        self.pieces = pieces
        self.found: list[Regimen] = []
        self.parted = False
        self.depth = 0
        self.pending: Frequency | None = None
        self.pending_duration: Duration | None = None
        self.pending_divided: Divided | None = None

    def gap(self, end: int, start: int) -> int:
        """The number of words between two places."""
        return len(self.text[end:start].split()) if start > end else 0

    def read(self) -> list[Regimen]:
        for piece in self.pieces:
            getattr(self, f"_{piece.kind}")(piece)
        return self.found

    def _link(self, piece: Piece) -> None:
        if piece.value in HARD:
            self.parted = True
        self.depth += (piece.value == "(") - (piece.value == ")")

    def _last(self, piece: Piece, words: int) -> Regimen | None:
        """The regimen in front of `piece` if the piece may belong to it."""
        if not self.found or self.parted or self.gap(self.found[-1].end, piece.start) > words:
            return None
        last = self.found[-1]
        if last.in_bracket and self.depth <= 0 and last.bound == "up to" and len(self.found) > 1:
            dose = self.found[-2]  # "5 mg/kg (up to a maximum of 50 mg) once a week"
            return dose if dose.amount is not None and dose.frequency is None else last
        return last

    def _amount(self, piece: Piece) -> None:
        dosed: Dosed = piece.value
        if dosed.bare:
            dosed.amount.unit = self._counted(dosed) or dosed.amount.unit
            if dosed.amount.unit == SAME:
                return
        last = None if dosed.limits else self._last(piece, 6)
        starts_anew = last is not None and _AND_TAKE.search(self.text, last.end, piece.start) is not None
        if last is not None and last.amount is None and last.frequency is not None and not starts_anew:
            last.amount, last.count, last.bound, last.end = dosed.amount, dosed.units, dosed.bound, piece.end
            # "every 2 weeks up to 2.5 mg three times a day": a frequency behind the amount will take precedence
            last.amount_at, last.borrowed = piece.start, True
            return
        self._add(self._new(piece, last))

    def _new(self, piece: Piece, last: Regimen | None) -> Regimen:
        """The regimen that an amount begins, with what stood in front of it and waited for one."""
        dosed: Dosed = piece.value
        new = Regimen(piece.start, piece.end, dosed.amount, dosed.units, dosed.bound)
        if last is not None and last.frequency is None and self._is_next_cell(last, piece):
            last.in_column = new.in_column = True
        new.single, new.bare, new.limits = dosed.single, dosed.bare, dosed.limits
        new.in_bracket = self.depth > 0
        new.stated_maximum = new.in_bracket and dosed.bound == "up to" and bool(self.found)
        new.duration, self.pending_duration = self.pending_duration, None
        parts, self.pending_divided = self.pending_divided, None
        if parts is not None and self.text.endswith("of ", 0, piece.start):
            # "the daily dose is split into two doses of two capsules": the amount is that of one dose
            new.frequency = Frequency(low=parts[0], high=parts[1] or parts[0], period=1, period_unit="d")
            self.pending = None
        else:
            new.divided = parts
        if self.pending is not None:
            new.frequency, new.borrowed, self.pending = self.pending, True, None
        return new

    def _is_next_cell(self, last: Regimen, piece: Piece) -> bool:
        """Whether an amount stands right behind one of its kind: "200 mg 200 mg", two cells of a table run together."""
        return not self.text[last.end : piece.start].strip() and _alike(last.amount, piece.value.amount)

    def _counted(self, bare: Dosed) -> str | None:
        """The unit of a number that has none: what the nearest dose in front of it counts; a limit may be in mg too."""
        for regimen in reversed(self.found):
            if (unit := regimen.counted()) is not None:
                return unit
            amount = regimen.amount
            if amount is not None and bare.limits and amount.per is None:
                return amount.unit if (bare.amount.high or 0) >= (amount.high or amount.low or 0) else None
        return self.counted

    def _add(self, new: Regimen) -> None:
        self.found.append(new)
        self.parted = False

    def _is_of_dose(self, piece: Piece) -> bool:
        """Whether "daily" or "weekly" stands before "dose", "recommended dose"."""
        return self._noun_behind(piece) in _NOUNS and " " not in self.text[piece.start : piece.end].strip()

    def _noun_behind(self, piece: Piece) -> str:
        following = self.text[piece.end : piece.end + 40].split()
        return next((w.lower() for w in following if w not in _KINDS_OF_DOSE and not w[0].isupper()), "").strip(".,:")

    def _rate(self, piece: Piece) -> None:
        if self._is_of_dose(piece):
            self.pending = piece.value
            return
        last = self._last(piece, _FAR)
        if last is None or last.amount is None:
            return
        if last.frequency is None or last.borrowed:
            self._give_rate(last, piece)

    def _give_rate(self, last: Regimen, piece: Piece) -> None:
        f: Frequency = piece.value
        amount = cast(Amount, last.amount)
        if f.period_unit in ("h", "min") and f.period == 1 and amount.per is None and amount.unit != "tablet":
            amount.per = "h" if f.period_unit == "h" else "min"
        elif last.single or (f.period == 1 and is_counted(amount) and (amount.high or 0) <= 1):
            # one tablet a day is taken once a day; of two tablets a day nobody knows
            last.frequency = msgspec.structs.replace(f, low=1, high=1)
        else:
            last.frequency = f
        last.stated_maximum = self._is_limit(last)
        last.borrowed = False
        last.start = max(last.start, last.amount_at)
        last.end = max(last.end, piece.end)

    def _is_limit(self, last: Regimen) -> bool:
        """Whether "up to 8 daily" right behind "1 or 2 when required" or "1 every 6 hours" is the most of that dose."""
        if last.bound != "up to" or len(self.found) < 2:
            return False
        dose = self.found[-2]
        timed = dose.frequency is None or dose.frequency.low is not None or dose.frequency.high is not None
        return timed and dose.amount is not None and is_counted(cast(Amount, last.amount)) and self._adjoins(dose, last)

    def _adjoins(self, one: Regimen, two: Regimen) -> bool:
        """Whether nothing stands between two regimens but when to take the first: ", ", " when required ("."""
        return _BESIDE.fullmatch(self.text, one.end, two.start) is not None

    def _often(self, piece: Piece) -> None:
        f: Frequency = piece.value
        if f.period_unit == "min" and (f.low, f.high, f.period) == (1, 1, 1):
            # "each minute": how fast an infusion runs
            self._rate(piece._replace(value=msgspec.structs.replace(f, low=None, high=None)))
            return
        if self._is_of_dose(piece) and f.low == 1 and f.period == 1:
            self.pending = msgspec.structs.replace(f, low=None, high=None)
            return
        before = self.text[max(0, piece.start - 24) : piece.start].lower().split()
        if before[-1:] == ["your"] and self._noun_behind(piece) == "dose":
            self.pending = f  # "increase your twice daily dose"
        elif self.found and before[-2:] == ["same", "time"]:
            regimen = self.found[-1]  # "once daily at the same time each day", "one tablet at the same time each day"
            if regimen.amount is not None and regimen.frequency is None:
                regimen.frequency = f
        elif before[-2:] not in (["often", "than"], ["frequently", "than"], ["frequent", "than"]):
            self._give_times(piece, f, either=before[-1:] == ["or"])

    def _give_times(self, piece: Piece, f: Frequency, *, either: bool) -> None:
        """Give a number of times to the regimen in front, or begin one; `either`: an "or" stands before it."""
        last = self._last(piece, _FAR) or self._far_behind(piece)
        if last is not None and last.amount is not None and (last.frequency is None or last.borrowed):
            if (_is_many(last) or last.bound == "up to") and self._is_each_day(piece):
                f = msgspec.structs.replace(f, low=None, high=None)
            last.frequency, last.borrowed, last.end = f, False, piece.end
            last.start = max(last.start, last.amount_at)
        elif last is not None and last.frequency is not None and (_is_cycle(last, f) or self._is_step(last, piece)):
            return
        elif (joined := self._awaiting(piece)) is not None:
            joined.frequency, joined.end = f, piece.end if self.gap(joined.end, piece.start) <= NEAR else joined.end
        elif last is not None and last.frequency is not None and last.divided is None and f.low is None:
            self._add(Regimen(piece.start, piece.end, frequency=f, stated_maximum=True))
        elif (
            last is not None and last.frequency is not None and (self.depth > 0 or not self.gap(last.end, piece.start))
        ):
            return
        elif last is not None and last.amount is not None and either:
            self._add(Regimen(piece.start, piece.end, msgspec.structs.replace(last.amount), last.count, last.bound, f))
        else:
            self._add(Regimen(piece.start, piece.end, frequency=f))
            self.found[-1].duration, self.pending_duration = self.pending_duration, None

    def _far_behind(self, piece: Piece) -> Regimen | None:
        """An amount without a frequency, further in front but in the same clause."""
        last = self._last(piece, _FURTHEST)
        if last is None or last.amount is None or last.frequency is not None:
            return None
        return None if _CLAUSE.search(self.text[last.end : piece.start]) else last

    def _of_treatment(self, piece: Piece) -> Regimen | None:
        """The regimen in front of "; treatment should last at least 12 months"."""
        last = self.found[-1] if self.found else None
        if last is None or self.gap(last.end, piece.start) > _FAR:
            return None
        return last if _TREATMENT.search(self.text, last.end, piece.start) else None

    def _is_step(self, last: Regimen, piece: Piece) -> bool:
        """Whether "every 4 days" right behind "5 mg per day" says how often the dose is changed."""
        f, old = piece.value, cast(Frequency, last.frequency)
        close = self.text[last.end : piece.start].strip(" ,") == ""
        return close and f.period_unit == old.period_unit and (f.period or 0) > (old.period or 0) and f.low == 1

    def _is_each_day(self, piece: Piece) -> bool:
        return self.text[piece.start : piece.end].lower() in ("each day", "every day")

    def _awaiting(self, piece: Piece) -> Regimen | None:
        """The regimen of an amount alone that is repeated from a frequency on: "300 mg, then every 4 weeks"."""
        last = self.found[-1] if self.found else None
        f: Frequency = piece.value
        if last is None or last.amount is None or last.frequency is not None or (f.low, f.high) != (1, 1):
            return None
        between = self.text[last.end : piece.start].lower()
        return last if self.gap(last.end, piece.start) <= _FAR + 6 and _REPEATED.search(between) else None

    def _divided(self, piece: Piece) -> None:
        last = self._last(piece, _FAR + 3)
        if self.text.endswith(" or ", 0, piece.start):
            return  # "1,500 mg once or in two doses": another way to give it
        if last is not None and last.in_bracket and self.depth <= 0 and len(self.found) > 1:
            last = self.found[-2]
        if last is not None and last.divided is None:
            last.divided = piece.value
            f = last.frequency
            if (
                piece.value[0]
                and f is not None
                and last.amount is not None
                and (f.low, f.high, f.period, f.period_unit) == (1, 1, 1, "d")
            ):
                # "150 mg each day, divided into 2 doses" is a daily amount
                last.frequency = msgspec.structs.replace(f, low=None, high=None)
            last.end = piece.end if self.gap(last.end, piece.start) <= NEAR else last.end
        elif last is None and piece.value[0] is not None:
            self.pending_divided = piece.value

    def _duration(self, piece: Piece) -> None:
        if _EFFECT.search(self.text, max(0, piece.start - 60), piece.start):
            return  # "the effect of this medicine lasts for 24 hours"
        last = self._last(piece, 14) or self._of_treatment(piece)
        if last is None or last.duration is not None:
            self.pending_duration = self.pending_duration or (piece.value if not self.found else None)
            return
        last.duration = piece.value
        for other in self.found[-2:-1]:
            # "one tablet twice daily (one every 12 hours) for 10 days": the bracket restates, the duration is of both
            if self.text[other.end : last.start].strip() == "(" and other.duration is None:
                other.duration = piece.value


def _alike(one: Amount | None, two: Amount) -> bool:
    """Whether two amounts are of the same kind: both counted, both weighed, or in the same unit."""
    if one is None:
        return False
    return one.unit == two.unit or not (is_counted(one) or is_counted(two))


def _is_cycle(regimen: Regimen, f: Frequency) -> bool:
    """Whether "every 28 days" behind "75 mg daily for 7 days" says how often that course comes, and not the dose."""
    d = regimen.duration
    return d is not None and d.high is not None and d.unit == f.period_unit and (f.period or 0) > d.high


def _is_many(regimen: Regimen) -> bool:
    """Whether more than one unit is counted: of two tablets "each day" nobody knows whether they are taken at once."""
    a = regimen.amount
    return a is not None and is_counted(a) and a.unit != "ml" and (a.high or 0) > 1 and not regimen.single

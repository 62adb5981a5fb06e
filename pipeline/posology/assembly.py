"""Pieces and cues of one sentence in, regimens out: which frequency, duration and division go with which amount."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

import msgspec

from pipeline.model import Amount, Duration, Frequency
from pipeline.posology.amounts import Dosed
from pipeline.posology.manner import owns, set_kind, set_manner, united
from pipeline.posology.pieces import Piece
from pipeline.posology.regimen import HARD, NEAR, Cue, Divided, Regimen
from pipeline.quantities import ucum

_TOTAL = re.compile(r"\btotal(?:\s(?:daily\s)?dose)?(?:\sof|\sis)?\s*$", re.I)
_FAR = 9
"""Words that may stand between two parts of one regimen."""
_NOUNS = ("dose", "doses", "dosage", "amount", "total", "dosing")


class _Reader:
    """Walks the pieces of one sentence by place and gathers its regimens."""

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self.text = text
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
        return self.found[-1]

    def _amount(self, piece: Piece) -> None:
        dosed: Dosed = piece.value
        last = self._last(piece, 6)
        if last is not None and last.amount is None and last.frequency is not None:
            last.amount, last.count, last.bound, last.end = dosed.amount, dosed.units, dosed.bound, piece.end
            # "every 2 weeks up to 2.5 mg three times a day": a frequency behind the amount will take precedence
            last.amount_at, last.borrowed = piece.start, True
            return
        new = Regimen(piece.start, piece.end, dosed.amount, dosed.units, dosed.bound)
        new.single = dosed.single
        new.duration, self.pending_duration = self.pending_duration, None
        parts, self.pending_divided = self.pending_divided, None
        if parts is not None and self.text[: piece.start].endswith("of "):
            # "the daily dose is split into two doses of two capsules": the amount is that of one dose
            new.frequency, self.pending = (
                Frequency(low=parts[0], high=parts[1] or parts[0], period=1, period_unit="d"),
                None,
            )
        else:
            new.divided = parts
        if self.pending is not None:
            new.frequency, new.borrowed, self.pending = self.pending, True, None
        self._add(new)

    def _add(self, new: Regimen) -> None:
        self.found.append(new)
        self.parted = False

    def _is_of_dose(self, piece: Piece) -> bool:
        """Whether "daily" or "weekly" stands before "dose"."""
        following = self.text[piece.end : piece.end + 24].lower().split()
        return (
            bool(following)
            and following[0].strip(".,:") in _NOUNS
            and " " not in self.text[piece.start : piece.end].strip()
        )

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
        written = self.text[piece.start : piece.end].lower()
        if f.period_unit in ("h", "min") and f.period == 1 and amount.per is None and amount.unit != "tablet":
            amount.per = "h" if f.period_unit == "h" else "min"
        elif (_is_counted(amount) or last.single) and written.lstrip("-– ").startswith(("daily", "a ")):
            last.frequency = msgspec.structs.replace(f, low=1, high=1)
        else:
            last.frequency = f
        last.borrowed = False
        last.start = max(last.start, last.amount_at)
        last.end = max(last.end, piece.end)

    def _often(self, piece: Piece) -> None:
        f: Frequency = piece.value
        if self._is_of_dose(piece) and f.low == 1 and f.period == 1:
            self.pending = msgspec.structs.replace(f, low=None, high=None)
            return
        before = self.text[max(0, piece.start - 24) : piece.start].lower().split()
        if self.found and before[-2:] == ["same", "time"]:
            return  # "once daily at the same time each day"
        if before[-2:] in (["often", "than"], ["frequently", "than"], ["frequent", "than"]):
            return
        last = self._last(piece, _FAR)
        if last is not None and last.amount is not None and (last.frequency is None or last.borrowed):
            last.frequency, last.borrowed, last.end = f, False, piece.end
            last.start = max(last.start, last.amount_at)
        elif last is not None and last.frequency is not None and last.divided is None and f.low is None:
            self._add(Regimen(piece.start, piece.end, frequency=f, stated_maximum=True))
        elif (
            last is not None and last.frequency is not None and (self.depth > 0 or self.gap(last.end, piece.start) == 0)
        ):
            return
        elif last is not None and last.amount is not None and before[-1:] == ["or"]:
            self._add(Regimen(piece.start, piece.end, msgspec.structs.replace(last.amount), last.count, last.bound, f))
        else:
            self._add(Regimen(piece.start, piece.end, frequency=f))
            self.found[-1].duration, self.pending_duration = self.pending_duration, None

    def _divided(self, piece: Piece) -> None:
        last = self._last(piece, _FAR + 3)
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
        last = self._last(piece, 14)
        if last is None or last.duration is not None:
            self.pending_duration = self.pending_duration or (piece.value if not self.found else None)
            return
        last.duration = piece.value
        for other in self.found[-2:-1]:
            # "one tablet twice daily (one every 12 hours) for 10 days": the bracket restates, the duration is of both
            if self.text[other.end : last.start].strip() == "(" and other.duration is None:
                other.duration = piece.value


def _is_counted(amount: Amount) -> bool:
    return amount.per is None and (
        amount.unit in ("drop", "ml") or (ucum(amount.unit) is None and amount.unit != "unit")
    )


def regimens(text: str, start: int, end: int, pieces: Sequence[Piece], cues: Sequence[Cue]) -> list[Regimen]:
    """The regimens stated in `text[start:end]`, by place, completed by the cues around each."""
    found = _Reader(text, pieces).read()
    _share_frequency(text, found)
    for k, regimen in enumerate(found):
        if (
            regimen.frequency is not None
            and regimen.frequency.period_unit == "d"
            and _TOTAL.search(text, max(start, regimen.start - 24), regimen.start)
        ):
            # "a total of 6 capsules each day" says nothing of how many times
            regimen.frequency = msgspec.structs.replace(regimen.frequency, low=None, high=None)
        before = found[k - 1].end if k else start
        after = found[k + 1].start if k + 1 < len(found) else end
        set_kind(text, found, k, [c for c in cues if before <= c.start < after])
        set_manner(text, regimen, [c for c in cues if owns(text, found, k, c, before, after)])
    return united(text, found)


def _share_frequency(text: str, found: list[Regimen]) -> None:
    """ "150 mg or two capsules twice daily": an amount without a frequency takes that of the one it is joined to."""
    for one, two in pairwise(found):
        joined = text[one.end : two.start].strip(" ,").lower() in ("or", "to", "and", "plus", "or even")
        if joined and one.frequency is None and one.amount is not None and two.amount is not None:
            one.frequency = msgspec.structs.replace(two.frequency) if two.frequency else None
            one.duration = one.duration or two.duration

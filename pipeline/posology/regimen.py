"""Pieces and cues of one sentence in, regimens out: which frequency, duration, kind and timing go with which amount."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import msgspec

from pipeline.model import Amount, Count, DoseKind, Duration, Frequency
from pipeline.posology.pieces import Dosed, Piece
from pipeline.quantities import ucum

Divided = tuple[int | None, int | None]


class Cue(NamedTuple):
    """A match of a rule: `label` kind, kind_after, route, timing or as_needed, its `value`, `[start, end)`, the rule's id."""

    label: str
    value: Any
    start: int
    end: int
    rule: str


class Regimen(msgspec.Struct):
    """One dosage statement of a sentence, `[start, end)` its tight span; what the text leaves open is None."""

    start: int
    end: int
    amount: Amount | None = None
    count: Count | None = None
    bound: str | None = None
    frequency: Frequency | None = None
    divided: Divided | None = None
    duration: Duration | None = None
    kind: DoseKind | None = None
    route: str | None = None
    timing: list[str] = []
    as_needed: bool = False
    times_of_day: int = 0
    borrowed: bool = False
    stated_maximum: bool = False
    single: bool = False
    amount_at: int = 0

    def ucum(self) -> str | None:
        """The UCUM code of the amount, with its period where the text gives no number of times."""
        if self.amount is None:
            return None
        f = self.frequency
        plain = f is not None and f.low is None and f.high is None and f.period_high is None
        return ucum(self.amount.unit, self.amount.per, f.period if plain and f else None, f.period_unit if plain and f else None)


_HARD = frozenset({";", ".", "then", "followed", "thereafter", "afterwards", "subsequently"})
_OR = re.compile(r"[\s,]*or(?:\sa)?(?:\s\w+)?(?:\sdose)?(?:\sof)?\s*")
_TOTAL = re.compile(r"\btotal(?:\s(?:daily\s)?dose)?(?:\sof|\sis)?\s*$", re.I)
_NEAR, _FAR = 3, 9
"""Words that may stand between the parts of one regimen: within its quoted span, and for belonging together at all."""
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
        if piece.value in _HARD:
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
            new.frequency, self.pending = Frequency(low=parts[0], high=parts[1] or parts[0], period=1, period_unit="d"), None
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
        return bool(following) and following[0].strip(".,:") in _NOUNS and " " not in self.text[piece.start : piece.end].strip()

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
        if before[-2:] in (["often", "than"], ["frequently", "than"], ["frequent", "than"]):
            return
        last = self._last(piece, _FAR)
        if last is not None and last.amount is not None and (last.frequency is None or last.borrowed):
            last.frequency, last.borrowed, last.end = f, False, piece.end
            last.start = max(last.start, last.amount_at)
        elif last is not None and last.frequency is not None and last.divided is None and f.low is None:
            self._add(Regimen(piece.start, piece.end, frequency=f, stated_maximum=True))
        elif last is not None and last.frequency is not None and (self.depth > 0 or self.gap(last.end, piece.start) == 0):
            return
        elif last is not None and last.amount is not None and before[-1:] == ["or"]:
            self._add(Regimen(piece.start, piece.end, last.amount, last.count, last.bound, f))
        else:
            self._add(Regimen(piece.start, piece.end, frequency=f))
            self.found[-1].duration, self.pending_duration = self.pending_duration, None

    def _divided(self, piece: Piece) -> None:
        last = self._last(piece, _FAR + 3)
        if last is not None and last.divided is None:
            last.divided = piece.value
            f = last.frequency
            if piece.value[0] and f is not None and last.amount is not None and (f.low, f.high, f.period, f.period_unit) == (1, 1, 1, "d"):
                # "150 mg each day, divided into 2 doses" is a daily amount
                last.frequency = msgspec.structs.replace(f, low=None, high=None)
            last.end = piece.end if self.gap(last.end, piece.start) <= _NEAR else last.end
        elif last is None and piece.value[0] is not None:
            self.pending_divided = piece.value

    def _duration(self, piece: Piece) -> None:
        last = self._last(piece, 14)
        if last is None or last.duration is not None:
            self.pending_duration = self.pending_duration or (piece.value if not self.found else None)
            return
        last.duration = piece.value
        for other in self.found[-2:-1]:
            # "one tablet twice daily (one tablet every 12 hours) for 10 days": the bracket restates, the duration is of both
            if self.text[other.end : last.start].strip() == "(" and other.duration is None:
                other.duration = piece.value


def _is_counted(amount: Amount) -> bool:
    return amount.per is None and ucum(amount.unit) is None and amount.unit != "unit" or amount.unit in ("drop", "ml")


def regimens(text: str, start: int, end: int, pieces: Sequence[Piece], cues: Sequence[Cue]) -> list[Regimen]:
    """The regimens stated in `text[start:end]`, by place, completed by the cues around each."""
    found = _Reader(text, pieces).read()
    _share_frequency(text, found)
    for k, regimen in enumerate(found):
        if regimen.frequency is not None and regimen.frequency.period_unit == "d" and _TOTAL.search(text, max(start, regimen.start - 24), regimen.start):
            # "a total of 6 capsules each day" says nothing of how many times
            regimen.frequency = msgspec.structs.replace(regimen.frequency, low=None, high=None)
        before = found[k - 1].end if k else start
        after = found[k + 1].start if k + 1 < len(found) else end
        _set_kind(text, found, k, [c for c in cues if before <= c.start < after])
        _set_manner(text, regimen, [c for c in cues if _owns(text, found, k, c, before, after)])
    return _united(text, found)


def _share_frequency(text: str, found: list[Regimen]) -> None:
    """ "150 mg or two capsules twice daily": an amount without a frequency takes that of the one it is joined to."""
    for one, two in zip(found, found[1:], strict=False):
        joined = text[one.end : two.start].strip(" ,").lower() in ("or", "to", "and", "plus", "or even")
        if joined and one.frequency is None and one.amount is not None and two.amount is not None:
            one.frequency = two.frequency
            one.duration = one.duration or two.duration


def _set_kind(text: str, found: list[Regimen], k: int, cues: list[Cue]) -> None:
    regimen = found[k]
    kinds = [c.value for c in cues if c.label == "kind" and c.start < max(regimen.start + 1, min(regimen.end, regimen.start + 20))]
    special = [v for v in kinds if v != "usual"]
    later = [c.value for c in cues if c.label == "kind_after" and c.start >= regimen.start]
    if regimen.stated_maximum or (later and "maximum" in later):
        regimen.kind = "maximum"
    elif special:
        regimen.kind = "maximum" if "maximum" in special[-2:] else special[-1]
    elif later:
        regimen.kind = later[0]
    elif kinds:
        regimen.kind = "usual"
    elif k and found[k - 1].kind in ("maximum", "titration") and _OR.fullmatch(text[found[k - 1].end : regimen.start]):
        regimen.kind = found[k - 1].kind
    elif k and not _HARD & set(text[found[k - 1].end : regimen.start].lower().replace(";", " ; ").split()):
        regimen.kind = found[k - 1].kind if found[k - 1].kind in ("initial", "maintenance", "loading") else None
    else:
        regimen.kind = "usual" if k else None
    _settle_bound(regimen)


def _settle_bound(regimen: Regimen) -> None:
    """ "adjust up to 10 mg" and "maximum of 10 mg" name the amount reached, not a range that begins at nothing."""
    for part in (regimen.amount, regimen.frequency):
        if part is None or part.low is not None or part.high is None or regimen.bound == "at least":
            continue
        if regimen.kind == "maximum" or (regimen.kind == "titration" and part is regimen.amount):
            part.low = part.high


def _owns(text: str, found: list[Regimen], k: int, cue: Cue, before: int, after: int) -> bool:
    """Whether a cue of manner is regimen k's: from its start to the next one, or in front of it from a new clause on."""
    if found[k].start <= cue.start < after:
        following = k + 1 < len(found)
        return not following or not _clause_between(text, found[k].end, cue.start)
    if k == 0:
        return cue.start < found[0].start
    return before <= cue.start < found[k].start and _clause_between(text, before, cue.start)


def _clause_between(text: str, start: int, end: int) -> bool:
    words = text[start:end].lower().replace(";", " ; ").replace(",", " , ").split()
    return any(w in _HARD or w in ("and", "or", "but", ",") for w in words) if start < end else False


def _set_manner(text: str, regimen: Regimen, cues: list[Cue]) -> None:
    """Route, timing and "as needed" from the cues that are this regimen's."""
    seen: set[str] = set()
    timing = list(regimen.timing)
    for cue in cues:
        if cue.label == "route":
            regimen.route = regimen.route or cue.value
        elif cue.label == "as_needed":
            # "increase to 25 mg if needed" is the prescriber's decision, not a dose taken on demand
            repeated = "repeat" in text[regimen.end : cue.start].lower()
            regimen.as_needed = regimen.as_needed or (regimen.kind not in ("titration", "maximum") and not repeated)
        elif cue.label == "timing":
            timing += [n for n in cue.value["names"] if n not in timing]
            if cue.value["times"] and cue.value["names"][-1] not in seen:
                seen.add(cue.value["names"][-1])
                regimen.times_of_day += cue.value["times"]
        else:
            continue
        if cue.label != "route" and cue.end > regimen.end and len(text[regimen.end : cue.start].split()) < _NEAR:
            regimen.end = cue.end
    regimen.timing = timing
    if text[regimen.end : regimen.end + 1] == ")" and "(" in text[regimen.start : regimen.end]:
        regimen.end += 1
    f = regimen.frequency
    vague = f is None or (f.low is None and f.high is None and f.period == 1 and f.period_unit == "d")
    if regimen.times_of_day and vague and regimen.amount is not None:
        n = regimen.times_of_day
        regimen.frequency = Frequency(low=n, high=n, period=1, period_unit="d")


def _united(text: str, found: list[Regimen]) -> list[Regimen]:
    """ "2 capsules in the morning and 2 in the evening": equal amounts at two times of a day are one regimen."""
    out: list[Regimen] = []
    for regimen in found:
        last = out[-1] if out else None
        if last is not None and _same_amount_other_time(text, last, regimen):
            f = cast(Frequency, last.frequency)
            last.frequency = msgspec.structs.replace(f, low=_sum(f.low, regimen), high=_sum(f.high, regimen))
            last.timing += [t for t in regimen.timing if t not in last.timing]
            last.end = regimen.end
        else:
            out.append(regimen)
    return out


def _sum(times: float | None, regimen: Regimen) -> float | None:
    return None if times is None else times + regimen.times_of_day


def _same_amount_other_time(text: str, one: Regimen, two: Regimen) -> bool:
    if not (one.times_of_day and two.times_of_day) or one.amount is None or set(one.timing) & set(two.timing):
        return False
    return one.amount == two.amount and "and" in text[one.end : two.start].lower().split()

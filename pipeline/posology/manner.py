"""A regimen and the cues around it in, its kind, route, timing and "as needed" set."""

import re
from itertools import pairwise
from typing import cast

import msgspec

from pipeline.model import Frequency
from pipeline.posology.regimen import HARD, NEAR, Cue, Regimen

_AND = re.compile(r"\band\b|^\s?,\s?$|^\s(?:and\s)?then\s$", re.I)
_CHANGED = re.compile(r"\b(?:repeat|increas|reduc|adjust|chang|rais|lower|water|liquid)", re.I)
_IF = re.compile(r"\bif\b[^.;,]*$", re.I)
_OR = re.compile(
    r"[\s,]*\(|\s(?:for|in)\s[^.;:]{1,60}\s(?:and|or)\s|(?:\s\w+)?[\s,]*(?:or|and)(?:\sa)?(?:\s\w+)?(?:\sdose)?(?:\sof)?\s*"
)


_FOLLOWING = "dose.kind_following"
_INITIALLY = re.compile(r"\binitially\b[^.;]{0,12}\b(?:then|followed|and\sthen|thereafter)\b", re.I)


def set_kind(text: str, found: list[Regimen], k: int, cues: list[Cue]) -> None:
    """Set the kind of regimen `k` from the cues in front of it and behind it, else from the one it is joined to."""
    regimen, before = found[k], _before(found, k)
    kinds = [
        c.value
        for c in cues
        if c.label == "kind"
        and c.start < _reach(text, found, k)
        and not (c.value == "titration" and _of_condition(text, c, regimen.start))
        and not _is_aside(text, c, regimen.start)
    ]
    special = [v for v in kinds if v != "usual"]
    if special and _is_following([c for c in cues if c.label == "kind" and c.start < regimen.start]):
        special = []
    if k and special == ["initial"] and _INITIALLY.search(text, found[k - 1].end, regimen.start):
        # "100 mg initially, followed by 50 mg": the word belongs to what is in front of it
        special, found[k - 1].kind = [], found[k - 1].kind if found[k - 1].kind not in (None, "usual") else "initial"
    later = [c.value for c in cues if c.label == "kind_after" and c.start >= regimen.start]
    if regimen.stated_maximum or (later and "maximum" in later):
        regimen.kind = "maximum"
    elif special:
        regimen.kind = "maximum" if "maximum" in special[-2:] else special[-1]
    elif later:
        regimen.kind, regimen.kind_behind = later[0], True
    elif before and regimen.bound == "up to" and before.kind == "titration":
        regimen.kind = "titration"
    elif kinds:
        regimen.kind = "usual"
    elif before and before.kind in ("maximum", "titration") and _OR.fullmatch(text, before.end, regimen.start):
        regimen.kind = before.kind
    elif before and not before.kind_behind and not _parted(text[before.end : regimen.start]):
        regimen.kind = before.kind if before.kind in ("initial", "maintenance", "loading") else None
    else:
        regimen.kind = "usual" if k else None
    _settle_bound(regimen)


def _reach(text: str, found: list[Regimen], k: int) -> int:
    """Where cues that say the kind of regimen `k` must begin at the latest: near its start, and before a bracket."""
    regimen = found[k]
    reach = max(regimen.start + 1, min(regimen.end, regimen.start + 20))
    bracketed = k + 1 < len(found) and found[k + 1].in_bracket
    bracket = text.find("(", regimen.start, found[k + 1].start) if bracketed else -1
    return reach if bracket < 0 else min(reach, bracket)


def _before(found: list[Regimen], k: int) -> Regimen | None:
    """The regimen in front of regimen `k`, passing over one in brackets: "5 mg/kg (maximum 50 mg) or 8 mg/kg"."""
    while k > 1 and found[k - 1].in_bracket:
        k -= 1
    return found[k - 1] if k else None


def _is_following(kinds: list[Cue]) -> bool:
    """Whether "the subsequent doses" stands behind every other kind, so that what they say is of the dose before."""
    special = [c.start for c in kinds if c.value != "usual"]
    return any(c.rule == _FOLLOWING and c.start > max(special, default=-1) for c in kinds)


_BEFORE_BRACKET = re.compile(r"\(([^()]*)$")
_CLOSED = re.compile(r"([^()]*)\)")
_REMARK = 5
"""Words of a bracket that explains: "a loading dose (which is more than the maintenance dose) of 400 mg"."""


def _is_aside(text: str, cue: Cue, stop: int) -> bool:
    """Whether a cue stands in a remark in brackets that is closed before `stop`."""
    behind = _CLOSED.match(text, cue.end, stop)
    before = _BEFORE_BRACKET.search(text, max(0, cue.start - 90), cue.start) if behind else None
    return behind is not None and before is not None and len(f"{before[1]} {behind[1]}".split()) >= _REMARK


def _of_condition(text: str, cue: Cue, stop: int) -> bool:
    """Whether a cue stands in the condition before a dose: "if your kidney function is reduced by half, take 5 mg"."""
    return "," in text[cue.end : stop] and _IF.search(text, max(0, cue.start - 80), cue.start) is not None


def _parted(between: str) -> bool:
    return not HARD.isdisjoint(between.lower().replace(";", " ; ").split())


def _settle_bound(regimen: Regimen) -> None:
    """ "adjust up to 10 mg" and "maximum of 10 mg" name the amount reached, not a range that begins at nothing."""
    for part in (regimen.amount, regimen.frequency):
        if part is None or part.low is not None or part.high is None or regimen.bound == "at least":
            continue
        if regimen.kind == "maximum" or (regimen.kind == "titration" and part is regimen.amount):
            part.low = part.high


def owns(text: str, found: list[Regimen], k: int, cue: Cue, before: int, after: int) -> bool:
    """Whether a cue of manner is regimen k's: from its start to the next, or in front of it from a new clause on."""
    if found[k].start <= cue.start < after:
        following = k + 1 < len(found)
        return not following or not _clause_between(text, found[k].end, cue.start)
    if found[k].limits:
        return False
    if k == 0:
        return cue.start < found[0].start
    return before <= cue.start < found[k].start and _clause_between(text, before, cue.start)


def _clause_between(text: str, start: int, end: int) -> bool:
    words = text[start:end].lower().replace(";", " ; ").replace(",", " , ").split()
    return any(w in HARD or w in ("and", "or", "but", ",") for w in words) if start < end else False


def set_manner(text: str, regimen: Regimen, cues: list[Cue]) -> None:
    """Route, timing and "as needed" from the cues that are this regimen's."""
    seen: set[str] = set()
    timing = list(regimen.timing)
    for cue in cues:
        if cue.label == "route":
            regimen.route = regimen.route or cue.value
        elif cue.label == "as_needed":
            # "increase to 25 mg if needed" is the prescriber's decision, not a dose taken on demand
            repeated = _CHANGED.search(text, regimen.end, cue.start) is not None
            regimen.as_needed = regimen.as_needed or (regimen.kind not in ("titration", "maximum") and not repeated)
        elif cue.label == "timing":
            timing += [n for n in cue.value["names"] if n not in timing]
            if cue.value["times"] and cue.value["names"][-1] not in seen:
                seen.add(cue.value["names"][-1])
                regimen.times_of_day += cue.value["times"]
        else:
            continue
        if cue.label != "route" and cue.end > regimen.end and len(text[regimen.end : cue.start].split()) < NEAR:
            regimen.end = cue.end
    regimen.timing = timing
    regimen.route = regimen.route or next((c.value for c in cues if c.label == "route_else"), None)
    if text[regimen.end : regimen.end + 1] == ")" and "(" in text[regimen.start : regimen.end]:
        regimen.end += 1
    f = regimen.frequency
    vague = f is None or (f.low is None and f.high is None and f.period == 1 and f.period_unit == "d")
    if regimen.times_of_day and vague and regimen.amount is not None and not _at_meals(text, cues):
        n = regimen.times_of_day
        regimen.frequency = Frequency(low=n, high=n, period=1, period_unit="d")


def _at_meals(text: str, cues: list[Cue]) -> bool:
    """Whether one of the times is "after meals and at bedtime": how many meals there are the text does not say."""
    return any(
        one.label == two.label == "timing"
        and one.value["times"] == 0
        and _MEALS.match(text, one.end - 5, one.end) is not None
        and _AND_AT.fullmatch(text, one.end, two.start) is not None
        for one, two in pairwise(cues)
    )


_MEALS = re.compile("meals", re.I)
_AND_AT = re.compile(r",?\s(?:and|&)\s(?:again\s)?(?:(?:at|before|in|on)\s)?(?:the\s)?", re.I)


def united(text: str, found: list[Regimen]) -> list[Regimen]:
    """ "2 capsules in the morning and 2 in the evening": equal amounts at two times of a day are one regimen."""
    out: list[Regimen] = []
    for regimen in found:
        last = out[-1] if out else None
        if last is not None and _same_amount_other_time(text, last, regimen):
            f = cast(Frequency, last.frequency)
            if f.low == last.times_of_day:
                last.frequency = msgspec.structs.replace(f, low=_sum(f.low, regimen), high=_sum(f.high, regimen))
            last.timing += [t for t in regimen.timing if t not in last.timing]
            last.end = regimen.end
            if text[last.end : last.end + 1] == ")" and "(" in text[last.start : last.end]:
                last.end += 1
        else:
            out.append(regimen)
    return out


def _sum(times: float | None, regimen: Regimen) -> float | None:
    return None if times is None else times + regimen.times_of_day


def _same_amount_other_time(text: str, one: Regimen, two: Regimen) -> bool:
    if not (one.times_of_day and two.times_of_day) or one.amount is None or set(one.timing) & set(two.timing):
        return False
    times = one.times_of_day
    if one.frequency is None or one.frequency.low not in (times, times + two.times_of_day):
        return False
    return one.amount == two.amount and _AND.search(text[one.end : two.start]) is not None

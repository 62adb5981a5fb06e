"""A view whose doses are read in, contradictions inside the leaflet out: findings, which never make a leaflet fail.

One check so far: a dose whose single amount times its frequency exceeds the maximum that the leaflet states for the
same people and the same condition.
"""

from collections.abc import Hashable

from pipeline.model import Dose, Finding, Number
from pipeline.quantities.words import DIMENSION, SCALE
from pipeline.view import View

_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.0, "a": 365.0}
"""Length of a period in days; a month is taken as 30 days, which the tolerance below allows for."""
_TOLERANCE = 1.05
_COMPARED = frozenset({"usual", "initial", "maintenance"})
"""Kinds of dose that a maximum binds. A loading dose may lie above it, and a titration names where it ends."""


def findings(view: View) -> list[Finding]:
    """What contradicts itself in the leaflet, in order of place; empty where no doses were read."""
    doses: list[Dose] = view.records.get("doses") or []
    return sorted(dose_findings(doses), key=lambda f: f.evidence[0].start)


def dose_findings(doses: list[Dose]) -> list[Finding]:
    """A finding for each dose that exceeds a maximum stated for the same population and indication."""
    limits = _limits(doses)
    found: list[Finding] = []
    for dose in doses:
        if dose.kind not in _COMPARED:
            continue
        for limit in limits.get(_compared_by(dose), {}).values():
            same_route = dose.route == limit.route or not (dose.route and limit.route)
            if same_route and _exceeds(dose, limit):
                found.append(_finding(dose, limit))
                break
    return found


def _limits(doses: list[Dose]) -> dict[Hashable, dict[Hashable, Dose]]:
    """The lowest maximum for each route and kind of period, by what a dose must share with it to be compared."""
    limits: dict[Hashable, dict[Hashable, Dose]] = {}
    for dose in doses:
        ceiling = _per_day(dose, least=False)
        if dose.kind != "maximum" or dose.frequency is None or ceiling is None:
            continue
        known = limits.setdefault(_compared_by(dose), {})
        place = (dose.route, dose.frequency.period_unit)
        if place not in known or ceiling < (_per_day(known[place], least=False) or 0):
            known[place] = dose
    return limits


def _compared_by(dose: Dose) -> Hashable:
    """The people, the condition, and what the amount measures: doses that differ in these are not comparable."""
    a = dose.amount
    return a and (DIMENSION.get(a.unit, a.unit), a.per, dose.population, dose.indication)


def _exceeds(dose: Dose, limit: Dose) -> bool:
    most, ceiling = _per_day(dose, least=True), _per_day(limit, least=False)
    spans = {_DAYS.get(d.frequency.period_unit or "", 0) for d in (dose, limit) if d.frequency is not None}
    if len(spans) > 1 and max(spans) > 1:
        return False  # a weekly maximum says nothing of a monthly form
    return most is not None and ceiling is not None and most > ceiling * _TOLERANCE


def _per_day(dose: Dose, *, least: bool) -> float | None:
    """The daily amount in the base unit: the least that the statement asks for, or the most that it allows."""
    amount, f = dose.amount, dose.frequency
    if amount is None or f is None or f.period is None or f.period_unit not in _DAYS:
        return None
    value = _either(amount.low, amount.high, least=least)
    times = 1 if f.low is None and f.high is None else _either(f.low, f.high, least=least)
    period = f.period_high or f.period if least else f.period
    if value is None or times is None:
        return None
    return float(value) * SCALE.get(amount.unit, 1.0) * float(times) / (float(period) * _DAYS[f.period_unit])


def _either(low: Number | None, high: Number | None, *, least: bool) -> Number | None:
    first, second = (low, high) if least else (high, low)
    return second if first is None else first


def _finding(dose: Dose, limit: Dose) -> Finding:
    text = f"the dose {dose.text!r} is more than the stated maximum {limit.text!r}"
    return Finding(kind="dose_above_maximum", text=text, evidence=[dose.evidence[0], limit.evidence[0]])

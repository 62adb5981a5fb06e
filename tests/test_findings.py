"""Findings: a dose above the maximum stated for the same people, and nothing where the two may not be compared."""

import pytest

from pipeline import extract
from pipeline.findings import dose_findings
from pipeline.model import Amount, Dose, DoseKind, Evidence, Frequency, to_json
from pipeline.validate import violations


def dose(
    text: str, kind: DoseKind, value: float, unit: str, times: float | None, unit_of_time: str = "d", **more: str
) -> Dose:
    return Dose(
        text=text,
        kind=kind,
        amount=Amount(low=value, high=value, unit=unit),
        frequency=Frequency(low=times, high=times, period=1, period_unit=unit_of_time),
        evidence=[Evidence(start=0, end=len(text), text=text, section=None, rule="dose.regimen")],
        **more,  # type: ignore[arg-type]
    )


def test_a_leaflet_with_such_a_dose_is_read_and_says_so() -> None:
    text = """Velmorin

How to Use

The usual dose is 400 mg four times a day.

Do not take more than 1200 mg a day.
"""
    leaflet = extract(text)
    assert [f.kind for f in leaflet.findings] == ["dose_above_maximum"]
    assert [e.text for e in leaflet.findings[0].evidence] == ["400 mg four times a day", "1200 mg a day"]
    assert list(violations(to_json(leaflet))) == []


def test_of_several_maxima_the_lowest_binds() -> None:
    higher = dose("maximum 8 g a day", "maximum", 8, "g", None)
    (found,) = dose_findings([higher, dose("2 g twice a day", "usual", 2, "g", 2), LIMIT])
    assert found.evidence[1].text == "maximum 3 g a day"


LIMIT = dose("maximum 3 g a day", "maximum", 3, "g", None)


def test_a_dose_above_the_maximum_is_found_with_both_quotes() -> None:
    (found,) = dose_findings([dose("1000 mg four times a day", "usual", 1000, "mg", 4), LIMIT])
    assert found.kind == "dose_above_maximum"
    assert [e.text for e in found.evidence] == ["1000 mg four times a day", "maximum 3 g a day"]


@pytest.mark.parametrize(
    "other",
    [
        dose("1 g three times a day", "usual", 1, "g", 3),
        dose("2 g twice a day", "loading", 2, "g", 2),
        dose("2 g twice a day", "usual", 2, "g", 2, population="adults"),
        dose("2 g twice a day", "usual", 2, "g", 2, indication="gout"),
        dose("10 tablets a day", "usual", 10, "tablet", 1),
        dose("30 g once a week", "usual", 30, "g", 1, "wk"),
    ],
)
def test_what_is_within_the_maximum_or_not_comparable_is_no_finding(other: Dose) -> None:
    assert dose_findings([other, LIMIT]) == []

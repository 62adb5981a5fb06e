"""Findings: a dose above the maximum stated for the same people, and nothing where the two may not be compared."""

import pytest

from pipeline.findings import dose_findings
from pipeline.model import Amount, Dose, DoseKind, Evidence, Frequency


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

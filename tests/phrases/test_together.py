"""Sentences outside the interactions section: what is taken beside the product, and what is part of the treatment."""

import pytest

from pipeline.api import extract


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Tell your doctor if you are taking warfarin.", ["warfarin"]),
        ("It is used to treat gout if you are taking warfarin.", []),
        ("It is given if you are taking warfarin in combination with lithium.", ["warfarin"]),
        ("See your doctor if you are using your inhaler more often.", []),
    ],
)
def test_taken_together(passage: str, expected: list[str]) -> None:
    found = extract(f"Tavoril\n\nWarnings\n\n{passage}\n").interactions or []
    assert [r.agent for r in found] == expected

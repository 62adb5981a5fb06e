"""Sentences of labels that lost the breaks between their lines and headings."""

import pytest

from pipeline.api import extract


@pytest.mark.parametrize(
    ("passage", "conditions"),
    [
        (
            "Tavoril is used for gout 1.2 Asthma Tavoril tablets are indicated for asthma attacks.",
            ["gout", "Asthma", "asthma attacks"],
        ),
        (
            "Tavoril is indicated for: Treatment of heart failure Prevention of migraine.",
            ["heart failure", "migraine"],
        ),
        ("Relieves itching and burning temporarily reduces fever.", ["itching", "burning", "fever"]),
        ("Tavoril is indicated for gout Limitations of Use Not for the treatment of pain.", ["gout"]),
        ("Kidney disease: to bring about a diuresis.", ["Kidney disease"]),
        ("Heart Failure Tavoril is indicated to treat heart failure in adults.", ["Heart Failure"]),
        ("Tavoril is used to treat infections with H. pylori.", ["infections with H. pylori"]),
    ],
)
def test_lines_and_headings_are_told_apart(passage: str, conditions: list[str]) -> None:
    found = extract(f"Indications and Usage\n\n{passage}\n").indications or []
    assert [r.condition for r in found] == conditions

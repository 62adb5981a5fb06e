"""Members of a list that only make one condition together, and those that stay apart."""

import pytest

from pipeline.api import extract


@pytest.mark.parametrize(
    ("passage", "conditions"),
    [
        ("Relieves minor aches and pains and fever.", ["minor aches and pains", "fever"]),
        ("Relieves itchy, watery eyes and sneezing.", ["itchy, watery eyes", "sneezing"]),
        ("Relieves sinus congestion and pressure.", ["sinus congestion and pressure"]),
        (
            "Eases a cough due to minor throat and bronchial irritation.",
            ["cough due to minor throat and bronchial irritation"],
        ),
        ("Relieves pain due to arthritis and headache.", ["pain due to arthritis", "headache"]),
        ("For the treatment of gout, and moderate or severe psoriasis.", ["gout", "moderate or severe psoriasis"]),
        (
            "For the treatment of advanced, metastatic or recurrent breast cancer.",
            ["advanced, metastatic or recurrent breast cancer"],
        ),
        (
            "To treat blood clots in the veins of the legs and in the vessels of the lungs.",
            ["blood clots in the veins of the legs and in the vessels of the lungs"],
        ),
        ("To treat Type 1 or Type 2 diabetes.", ["Type 1 or Type 2 diabetes"]),
    ],
)
def test_pairs_are_joined(passage: str, conditions: list[str]) -> None:
    found = extract(f"Indications and Usage\n\n{passage}\n").indications or []
    assert [r.condition for r in found] == conditions

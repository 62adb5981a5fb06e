"""Agents with the words that belong to them, and what names none although it holds an agent's name."""

import pytest

from pipeline.api import extract


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("- antiplatelet therapy, for the heart\n", ["antiplatelet therapy"]),
        ("- aluminium-based antacids\n", ["aluminium-based antacids"]),
        ("- other vaccines\n", ["vaccines"]),
        ("Avoid drinking alcohol.\n", ["alcohol"]),
        ("- quinidine a medicine used to treat heart problems\n", ["quinidine"]),
        ("- methadone, used as a heroin substitute\n", ["methadone"]),
        ("- lithium salts\n", ["lithium"]),
        ("- medicines for treating\n\n- gout (allopurinol)\n", ["allopurinol"]),
        ("Food may lower the amount of medicine that gets into your blood.\n", []),
        ("Ask your doctor about medicines bought without a prescription.\n", []),
        ("It may cause a deficiency of vitamin K.\n", []),
    ],
)
def test_edges(passage: str, expected: list[str]) -> None:
    found = extract(f"Tavoril\n\nDrug Interactions\n\nTell your doctor if you take:\n\n{passage}").interactions or []
    assert [r.agent for r in found] == expected

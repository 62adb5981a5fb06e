"""The edges of an item: what stands around the bare name of an effect."""

import pytest

from pipeline.effects.edges import trimmed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("- a headache.", "headache"),
        ("3. Rash", "Rash"),
        ("5 .Rash;", "Rash"),
        ("and/or some swelling of the legs, ", "swelling of the legs"),
        ("signs of an infection", "infection"),
        ("if you experience chest pain", "chest pain"),
        ("you may notice hair loss", "hair loss"),
        ("blood tests may show an increase in urea", "increase in urea"),
        ("nausea 12 %", "nausea"),
        ("fits, seen", "fits"),
        ("increased risk of bleeding", "bleeding"),
        ("having to pass urine often", "having to pass urine often"),
        (" ,; ", ""),
    ],
)
def test_only_the_name_is_left(text: str, name: str) -> None:
    start, end = trimmed(text, 0, len(text))
    assert text[start:end] == name

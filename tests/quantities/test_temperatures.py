"""Temperatures: with degree signs, without them, and in words; bounds and ranges."""

import pytest

from pipeline.quantities.temperatures import find


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Store in a refrigerator (2 °C – 8 °C).", 2, 8, "Cel"),
        ("Store in a refrigerator (2 C 8 C).", 2, 8, "Cel"),
        ("kept at 2-8 C until use", 2, 8, "Cel"),
        ("between 2 and 8 degrees Celsius", 2, 8, "Cel"),
        ("up to 24 hours at 2 C to 8 .", 2, 8, "Cel"),
        ("between 20° to 25°C", 20, 25, "Cel"),
        ("Do not store above 25 oC.", None, 25, "Cel"),
        ("Store below 30 degree C.Keep dry", None, 30, "Cel"),
        ("must not be stored at temperatures above 30 °C", None, 30, "Cel"),
        ("not exceeding 30°C", None, 30, "Cel"),
        ("Do not store below 15 °C", 15, None, "Cel"),
        ("above 40ºC", 40, None, "Cel"),
        ("(25 C or below)", None, 25, "Cel"),
        ("frozen at or below -60 C", None, -60, "Cel"),
        ("between -25 °C and -15 °C", -25, -15, "Cel"),
        ("Do not store above 25 C or below 2 C", 2, 25, "Cel"),
        ("at 36 °F to 46 °F", 36, 46, "[degF]"),
        ("68°F to 77°F (20°C to 25°C)", 20, 25, "Cel"),
        ("20°C to 25°C (68°F to 77°F)", 20, 25, "Cel"),
    ],
)
def test_one_temperature(text: str, low: float | None, high: float | None, unit: str) -> None:
    assert [(t.low, t.high, t.unit) for t in find(text, 0, len(text))] == [(low, high, unit)]


@pytest.mark.parametrize(
    "text", ["1 to 2 tablets", "vitamin C 500", "in 5 to 10 days", "section 5 Contents", "size 8 Caps"]
)
def test_no_temperature(text: str) -> None:
    assert find(text, 0, len(text)) == []


def test_the_words_of_the_bound_belong_to_its_place() -> None:
    text = "Keep it dry. Do not store above 25 °C."
    (found,) = find(text, 0, len(text))
    assert text[found.start : found.end] == "Do not store above 25 °C"


def test_two_temperatures_stay_two() -> None:
    text = "Store at 2 °C to 8 °C. Once taken out, keep the pen below 30 °C."
    assert [(t.low, t.high) for t in find(text, 0, len(text))] == [(2, 8), (None, 30)]

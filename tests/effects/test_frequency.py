"""Frequency: every wording of the bands, with the fractions that it states."""

import pytest

from pipeline.effects.frequency import band_of, frequencies


def read(text: str) -> list[tuple[str, str | None, float | None, float | None]]:
    return [
        (text[h.start : h.end], h.frequency.band, h.frequency.low, h.frequency.high)
        for h in frequencies(text, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "band", "low", "high"),
    [
        ("Very common (may affect more than 1 in 10 people)", "very_common", 0.1, None),
        ("Common: may affect up to 1 in 10 people", "common", None, 0.1),
        ("Common (affects 1 to 10 users in 100):", "common", 0.01, 0.1),
        ("Uncommon side effects (may affect up to 1 in 100 people):", "uncommon", None, 0.01),
        ("Uncommon (affects 1 to 10 users in 1,000)", "uncommon", 0.001, 0.01),
        ("Rare (affecting less than 1 in 1,000 but more than 1 in 10,000 people)", "rare", 0.0001, 0.001),
        ("Very rare: may affect up to 1 in 10.000 people", "very_rare", None, 0.0001),
        ("Very rare (may affect up to 1 in 10 000 people)", "very_rare", None, 0.0001),
        ("Not known (frequency cannot be estimated from the available data)", "not_known", None, None),
        ("Common (≥ 1/100 to < 1/10)", "common", 0.01, 0.1),
        ("(≥10%)", "very_common", 0.1, None),
        ("occurring in 1% to 5% of patients", "common", 0.01, 0.05),
        ("may affect up to 1 in 1,000 people", "rare", None, 0.001),
        ("The most common side effects (at least 20%) were", "very_common", 0.2, None),
        ("have been reported very rarely", "very_rare", None, None),
        ("Infrequent", "uncommon", None, None),
        ("Common (may occur with up to 1 in 10 doses of the vaccine)", "common", None, 0.1),
    ],
)
def test_a_wording_gives_its_band_and_fractions(text: str, band: str, low: float | None, high: float | None) -> None:
    assert [x[1:] for x in read(text)] == [(band, low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "symptoms of the common cold",
        "a rare hereditary problem",
        "take 1 of 2 tablets",
        "2 in 3 tablets",
        "150 % of the dose",
        "no words on how often",
    ],
)
def test_what_is_no_frequency_gives_none(text: str) -> None:
    assert read(text) == []


def test_two_bands_are_two_statements() -> None:
    text = "Uncommon (may affect up to 1 in 100 people) or rare (may affect up to 1 in 1,000 people):"
    assert [x[1] for x in read(text)] == ["uncommon", "rare"]


def test_the_span_takes_its_bracket_with_it_and_no_more() -> None:
    text = "Not known (frequency cannot be estimated from the available data) rash"
    assert read(text)[0][0] == "Not known (frequency cannot be estimated from the available data)"


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [
        (0.1, None, "very_common"), (0.01, 0.1, "common"), (0.123, 0.123, "very_common"), (0.05, 0.05, "common"),
        (None, 0.0001, "very_rare"), (None, 0.5, "very_common"), (0.00001, None, "very_rare"), (None, None, None),
    ],
)  # fmt: skip
def test_bounds_name_their_band(low: float | None, high: float | None, band: str | None) -> None:
    assert band_of(low, high) == band

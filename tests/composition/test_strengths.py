"""Strengths: as leaflets, cartons and price lists write them, read as values, units and what they are per."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.composition.strengths import find, volume_in
from pipeline.model import Strength


def brief(strength: Strength) -> str:
    per = f" / {strength.per_value:g} {strength.per_unit}" if strength.per_value else ""
    return f"{strength.value:.12g} {strength.unit}{per}"


def options(text: str) -> list[list[list[str]]]:
    return [[[brief(s) for s in option] for option in group.options] for group in find(text)]


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("250 mg", "250 mg"),
        ("0.5mg", "0.5 mg"),
        ("2gm", "2 g"),
        ("75 micrograms", "75 ug"),
        ("15 µg", "15 ug"),
        ("1,000 IU", "1000 [iU]"),
        ("2 000 international units", "2000 [iU]"),
        ("30 MIU", "30000000 [iU]"),
        ("12 million units (MU)", "12000000 unit"),
        ("250 mg/5 ml", "250 mg / 5 ml"),
        ("100 units/mL", "100 unit / 1 ml"),
        ("5 mg in 1 ml", "5 mg / 1 ml"),
        ("3 mg/g", "3 mg / 1 g"),
        ("20 micrograms/80 microliters", "20 ug / 80 ul"),
        ("9.5 mg/24 h", "9.5 mg / 24 h"),
        ("1 % w/w", "1 %"),
        ("0.3% (w/v)", "0.3 %"),
        ("5 × 106 cells/ml", "5000000 cell / 1 ml"),
        ("360 ELISA units", "360 ELISA unit"),
    ],
)
def test_one_strength(text: str, strength: str) -> None:
    assert options(text) == [[[strength]]]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("10 mg/160 mg", ["10 mg", "160 mg"]),
        ("1 g/1 g", ["1 g", "1 g"]),
        ("20/10 mg", ["20 mg", "10 mg"]),
        ("80 mg/400 mg per 5 ml", ["80 mg / 5 ml", "400 mg / 5 ml"]),
        ("10 mg/ml + 5 mg/ml", ["10 mg / 1 ml", "5 mg / 1 ml"]),
        ("160 micrograms / 4.5 micrograms", ["160 ug", "4.5 ug"]),
    ],
)
def test_combination(text: str, parts: list[str]) -> None:
    assert options(text) == [[parts]]


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("100 or 300 mg", ["100 mg", "300 mg"]),
        ("250, 500, 1 000 or 2 000 IU", ["250 [iU]", "500 [iU]", "1000 [iU]", "2000 [iU]"]),
        ("0.5 mg, 1 mg, or 2 mg", ["0.5 mg", "1 mg", "2 mg"]),
    ],
)
def test_alternatives(text: str, each: list[str]) -> None:
    assert options(text) == [[[s] for s in each]]


def test_the_same_in_other_units_shares_the_volume() -> None:
    (group,) = find("2,000 IU (20 mg)/0.2 ml")
    assert group.same
    assert [brief(s) for option in group.options for s in option] == ["2000 [iU] / 0.2 ml", "20 mg / 0.2 ml"]


@pytest.mark.parametrize("text", ["Mix 25 100IU/ml", "a mix of 25 100IU/ml"])
def test_a_blank_makes_thousands_only_before_a_parted_unit(text: str) -> None:
    assert options(text) == [[["100 [iU] / 1 ml"]]]


@pytest.mark.parametrize("text", ["2 tablets", "H1N1", "step 3", "E171", "within 5 days", "5 mgfoo"])
def test_no_strength(text: str) -> None:
    assert find(text) == []


def test_places_and_wording_are_those_of_the_text() -> None:
    text = "Tavoril 250  mg / 5 ml syrup"
    (group,) = find(text)
    assert text[group.start : group.end] == "250  mg / 5 ml"
    assert group.options[0][0].text == "250 mg / 5 ml"


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("Each 5 ml of syrup", (5, "ml")),
        ("One vial of 10 mL concentrate", (10, "ml")),
        ("Each millilitre", (1, "ml")),
        ("100 g of cream", (100, "g")),
        ("Each 1 g tablet", None),
        ("Each tablet", None),
    ],
)
def test_volume_of_what_contains_it(text: str, volume: tuple[float, str] | None) -> None:
    assert volume_in(text) == volume


@given(st.text(alphabet="0123456789 .,/+()mgIUlor%×x^", max_size=60))
def test_any_text_gives_groups_in_order_that_do_not_overlap(text: str) -> None:
    groups = find(text)
    assert all(0 <= g.start < g.end <= len(text) for g in groups)
    assert all(a.end <= b.start for a, b in pairwise(groups))

"""Contraindications: passages as leaflets word them, each with the conditions they must yield."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import contraindication
from pipeline.language import blank

NLP = blank()


def conditions(text: str) -> list[str] | None:
    found = contraindication.extract(view_of(NLP.make_doc(text)))
    return None if found is None else [r.condition for r in merge(found, contraindication.same)]


def listed(passage: str) -> list[str] | None:
    return conditions(f"Tavoril\n\nContraindications\n\n{passage}\n\nStorage\n\nKeep it dry.\n")


def warned(passage: str) -> list[str] | None:
    return conditions(f"Tavoril\n\nWarnings and Precautions\n\n{passage}\n\nStorage\n\nKeep it dry.\n")


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("- if you are allergic to tavorane (see section 6)", ["allergic to tavorane"]),
        ("- if you have severe liver disease\n- if you ever had gout.", ["severe liver disease", "ever had gout"]),
        ("- if you are pregnant or breast-feeding", ["pregnant", "breast-feeding"]),
        ("- are taking, or have taken, zeldamine", ["taking, or have taken, zeldamine"]),
        ("1.Hypersensitivity to Tavorane\n2. Porphyria", ["Hypersensitivity to Tavorane", "Porphyria"]),
        ("Severe renal impairment, pregnancy and lactation", ["Severe renal impairment", "pregnancy", "lactation"]),
        ("- severe heart, liver or kidney disease", ["severe heart, liver or kidney disease"]),
        ("- if you have asthma, because it may get worse", ["asthma"]),
        ("- if you have an ulcer. Ask your doctor if you are not sure.", ["ulcer"]),
        ("Tavoril is contraindicated in patients with epilepsy.", ["epilepsy"]),
    ],
)
def test_listed_condition(passage: str, expected: list[str]) -> None:
    assert listed(passage) == expected


@pytest.mark.parametrize(
    "passage",
    [
        "- If any of these applies to you, tell your doctor.",
        "- If you are not sure, ask your pharmacist.",
        "Your doctor will explain this to you.",
    ],
)
def test_advice_is_no_condition(passage: str) -> None:
    assert listed(f"- if you have gout\n\n{passage}") == ["gout"]


def test_lines_that_lost_their_bullets() -> None:
    passage = "if you are allergic to tavorane; if you have a viral infection; if you have untreated gout."
    assert listed(passage) == ["allergic to tavorane", "viral infection", "untreated gout"]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Do not use Tavoril if you are pregnant.", ["pregnant"]),
        ("Do not take it during pregnancy or while breast-feeding.", ["pregnancy", "breast-feeding"]),
        ("You should not take it if you have type 1 diabetes.", ["type 1 diabetes"]),
        ("Tavoril must not be used in children under 2 years.", ["children under 2 years"]),
    ],
)
def test_prose_elsewhere(passage: str, expected: list[str]) -> None:
    assert warned(passage) == expected


@pytest.mark.parametrize(
    "passage",
    [
        "You should not take it if you are pregnant, unless your doctor says so.",
        "Do not drive if you feel dizzy.",
        "It is not recommended in gout.",
        "Tavoril must not be used in combination with zeldamine.",
    ],
)
def test_other_advice_is_none(passage: str) -> None:
    assert warned(passage) is None


def test_verdict_under_a_heading_is_about_the_heading() -> None:
    text = (
        "Tavoril\n\nWarnings and Precautions\n\n1. Gout\n\nBreast Feeding\n\nContraindicated\n\n"
        "Children\n\nBelow 12 : Contraindicated\n\nStorage\n\nKeep it dry.\n"
    )
    assert conditions(text) == ["Breast Feeding", "Below 12"]


def test_nothing_where_no_place_could_state_one() -> None:
    assert conditions("Tavoril\n\nStorage\n\nKeep it dry.\n") is None


def test_evidence_is_tight() -> None:
    view = view_of(NLP.make_doc("Tavoril\n\nContraindications\n\n- if you have severe gout (see section 4).\n"))
    found = contraindication.extract(view)
    assert found is not None
    place = found[0].evidence[0]
    assert (place.text, view.text[place.start : place.end]) == ("severe gout", "severe gout")


def test_where_the_heading_of_the_warnings_runs_in_the_contraindications_end() -> None:
    text = (
        "Do not take Tavoril\n\nif you have severe liver problems Warnings and precautions Talk to your doctor before "
        "taking Tavoril if\n\nyou have asthma\n"
    )
    assert conditions(text) == ["severe liver problems"]


def test_a_line_that_forbids_opens_a_list() -> None:
    text = (
        "2. What you need to know before you take Tavoril\n\nTavoril should not be given if you:\n"
        "are allergic to gold\nhave gout\n\nTake it with food.\n"
    )
    assert conditions(text) == ["allergic to gold", "gout"]


@pytest.mark.parametrize(
    "item",
    [
        "you should have a blood test first",
        "you notice a change of your eyesight",
        "your doctor can tell you more",
        "the pack shows any damage",
    ],
)
def test_what_is_to_be_done_or_watched_is_no_condition(item: str) -> None:
    assert conditions(f"Do not take Tavoril\n\n- if you have gout\n- {item}\n") == ["gout"]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("- if you have gout. If you think you may be allergic, ask your doctor.", ["gout"]),
        ("- if you are taking any of the following medicines\n- if you have gout", ["gout"]),
        ("- if you have gout\n- if you can become pregnant, your doctor will test you first", ["gout"]),
        ("- if you are allergic to:\n- formaldehyde\n- neomycin", ["allergic to formaldehyde", "allergic to neomycin"]),
        ("- if you are a woman:\n- with large ovaries", ["woman with large ovaries"]),
        ("- if you have gout\n\nTell your doctor if you have:\n- asthma", ["gout"]),
        ("- if you are more than 6 months pregnant (avoid it earlier too - see pregnancy section).",
         ["more than 6 months pregnant"]),
        ("- after other tetanus, hepatitis B or Hib vaccines", ["after other tetanus, hepatitis B or Hib vaccines"]),
    ],
)  # fmt: skip
def test_what_lines_above_and_behind_say(passage: str, expected: list[str]) -> None:
    assert listed(passage) == expected


def test_a_line_of_its_own_that_names_the_warnings_ends_the_list() -> None:
    text = (
        "Do not take Tavoril\n\n- if you have gout.\n\n- Warnings and precautions\nAllergic reactions are possible.\n"
    )
    assert conditions(text) == ["gout"]


@pytest.mark.parametrize("opening", ["Do not use Tavoril if:", "You will not usually be given Tavoril:"])
def test_openings_outside_the_section(opening: str) -> None:
    text = (
        f"2. What you need to know before you take Tavoril\n\nImportant information\n\n{opening}\n\n- you have gout\n"
    )
    assert conditions(text) == ["gout"]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Higher doses of Tavoril should not be used in children.", None),
        ("Tavoril must not be used in children and adolescents with gout.", ["children and adolescents with gout"]),
        ("Do not take an antacid during the 6 hours before you take Tavoril.", None),
    ],
)  # fmt: skip
def test_whom_and_what_a_sentence_elsewhere_forbids(passage: str, expected: list[str] | None) -> None:
    assert warned(passage) == expected

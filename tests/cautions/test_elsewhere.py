"""Precautions that stand in sections of other things."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import warning
from pipeline.language import blank
from pipeline.model import LeafletWarning

NLP = blank()


def under(passage: str, heading: str) -> list[LeafletWarning]:
    text = f"Tavoril\n\n{heading}\n\n{passage}\n\nStorage\n\nKeep it dry.\n"
    return merge(warning.extract(view_of(NLP.make_doc(text))) or [], warning.same)


def test_what_is_asked_after_an_effect_is_about_the_effect() -> None:
    (found,) = under(
        "Severe allergic reactions have been seen. If you notice any of these, stop taking it and get medical help.",
        "Side Effects",
    )
    assert (found.text, found.category) == ("Severe allergic reactions have been seen", "allergy")
    assert found.actions == ["stop taking it", "get medical help"]


@pytest.mark.parametrize(
    ("passage", "heading"),
    [
        ("Infuse it at a rate that does not exceed 10 ml per minute, not to exceed 15 minutes.", "Dosage"),
        ("- Oxytocin given to pregnant women.", "Drug Interactions"),
        ("If you forget a dose, ask your doctor for help.", "Overdose"),
    ],
)
def test_what_is_no_precaution(passage: str, heading: str) -> None:
    assert under(passage, heading) == []


def test_an_item_among_interactions_that_directs_is_one() -> None:
    (found,) = under("- Do not drink alcohol with Tavoril.", "Drug Interactions")
    assert found.category == "alcohol"


def test_what_is_asked_after_a_sentence_that_warns_of_nothing_is_about_none() -> None:
    found = under(
        "Very common (may affect more than 1 in 10 people with liver disease). If it happens, stop taking it.",
        "Side Effects",
    )
    assert found == []


def test_whom_prose_speaks_of() -> None:
    (found,) = under("It is not recommended in children under 6 years.", "Dosage")
    assert found.population == "children under 6 years"

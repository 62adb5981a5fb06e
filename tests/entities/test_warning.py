"""Warnings: passages as leaflets word them, each with text, category, population and actions of the records."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import warning
from pipeline.language import blank
from pipeline.model import LeafletWarning

NLP = blank()


def warnings_of(text: str) -> list[LeafletWarning] | None:
    found = warning.extract(view_of(NLP.make_doc(text)))
    return None if found is None else merge(found, warning.same)


def under(passage: str, heading: str = "Warnings and Precautions") -> list[LeafletWarning]:
    return warnings_of(f"Tavoril\n\n{heading}\n\n{passage}\n\nStorage\n\nKeep it dry.\n") or []


@pytest.mark.parametrize(
    ("passage", "text", "category"),
    [
        ("- have a stomach ulcer", "have a stomach ulcer", "gastrointestinal"),
        ("- if you have epilepsy, tell your doctor", "if you have epilepsy", "neurological"),
        ("1. Hepatic dysfunction", "Hepatic dysfunction", "hepatic"),
        ("Tavoril may harm the unborn baby.", "Tavoril may harm the unborn baby", "pregnancy"),
        ("Do not drive if you feel dizzy.", "Do not drive if you feel dizzy", "driving_machines"),
        ("It contains lactose.", "It contains lactose", "excipient"),
        ("Your doctor will check your liver.", "Your doctor will check your liver", "monitoring"),
        ("However, it may raise your blood sugar.", "it may raise your blood sugar", "endocrine_metabolic"),
        ("- are 75 years old or older", "are 75 years old or older", "elderly"),
        ("- use zeldamine", "use zeldamine", "other"),
    ],
)
def test_text_and_category(passage: str, text: str, category: str) -> None:
    assert [(w.text, w.category) for w in under(passage)] == [(text, category)]


@pytest.mark.parametrize(
    "passage",
    [
        "Talk to your doctor or pharmacist before taking Tavoril.",
        "If any of these apply to you, tell your doctor.",
        "If you are not sure, ask your pharmacist.",
        "Lactose is a type of sugar.",
        "Symptoms may include rash and fever.",
        "See section 4.",
    ],
)
def test_what_states_no_precaution(passage: str) -> None:
    assert under(passage) == []


def test_organs_are_parted() -> None:
    found = under("- have kidney or liver problems")
    assert [(w.text, w.category) for w in found] == [
        ("kidney or liver problems", "renal"),
        ("liver problems", "hepatic"),
    ]


def test_pregnancy_and_breast_feeding_are_parted() -> None:
    found = under("Do not take it during pregnancy or while breast-feeding.")
    assert [(w.text, w.category) for w in found] == [
        ("Do not take it during pregnancy or while breast-feeding", "pregnancy"),
        ("while breast-feeding", "breastfeeding"),
    ]


def test_several_categories_best_first() -> None:
    (found,) = under("- had a heart attack after an operation")
    assert (found.category, found.further_categories) == ("cardiovascular", ["surgery_anaesthesia"])


def test_population() -> None:
    (found,) = under("It may increase the risk of depression, particularly in patients with a history of mania.")
    assert (found.text, found.population) == (
        "It may increase the risk of depression",
        "patients with a history of mania",
    )
    assert [e.text for e in found.evidence] == [found.text, found.population]


def test_actions_of_the_line_above_and_of_what_follows() -> None:
    (found,) = under(
        "Talk to your doctor before taking Tavoril if you have:\n- liver disease. You will need regular blood tests."
    )
    assert (found.text, found.category, found.actions) == (
        "liver disease",
        "hepatic",
        ["Talk to your doctor", "need regular blood tests"],
    )


def test_what_is_to_be_done_counts_for_the_risk_before() -> None:
    first, second = under(
        "Tavoril carries several risks, including the risk of birth defects if taken in pregnancy. "
        "Women must use two forms of contraception and undergo regular pregnancy testing."
    )
    assert (first.text, first.category) == ("risk of birth defects if taken in pregnancy", "pregnancy")
    assert first.actions == ["use two forms of contraception", "undergo regular pregnancy testing"]
    assert (second.category, second.population) == ("fertility_contraception", "Women")


def test_verdict_takes_its_topic_from_the_heading_and_its_explanation_with_it() -> None:
    found = warnings_of(
        "Tavoril\n\nWarnings and Precautions\n\n1. Gout\n\nBreast Feeding\n\nContraindicated\n"
        "It may be unsafe for the infant.\n\nOld Age\n\nUse with caution\n\nStorage\n\nKeep it dry.\n"
    )
    assert found is not None
    assert [(w.text, w.category, len(w.evidence)) for w in found] == [
        ("Gout", "endocrine_metabolic", 1),
        ("Contraindicated", "breastfeeding", 2),
        ("Use with caution", "elderly", 1),
    ]


def test_boxed() -> None:
    (found,) = under("Tavoril can cause fatal bleeding.", "BOXED WARNING")
    assert (found.boxed, found.category) == (True, "blood")


@pytest.mark.parametrize(
    ("heading", "passage", "text", "category"),
    [
        ("Dosage", "Take one tablet and do not exceed the given dose.", None, "misuse_overdose"),
        (
            "Side Effects",
            "It can cause mood changes, requiring close monitoring.",
            "It can cause mood changes, requiring close monitoring",
            "monitoring",
        ),
        (
            "How to Use",
            "Do not stop taking it without asking.",
            "Do not stop taking it without asking",
            "dependence_withdrawal",
        ),
    ],
)
def test_prose_elsewhere(heading: str, passage: str, text: str | None, category: str) -> None:
    (found,) = under(passage, heading)
    assert found.category == category
    assert text is None or found.text == text


def test_nothing_where_no_place_could_warn() -> None:
    assert warnings_of("Tavoril\n\nStorage\n\nKeep it dry.\n") is None
    assert under("Talk to your doctor before taking Tavoril.") == []


def test_enumerated_organ_without_a_category_of_its_own() -> None:
    found = under("- if you have blood, heart or liver problems, tell your doctor")
    assert [w.text for w in found] == ["blood, heart or liver problems", "heart or liver problems", "liver problems"]


def test_what_to_do_after_an_overdose_is_a_warning() -> None:
    (found,) = under("If you take too much Tavoril, call your doctor at once.", "Overdose")
    assert found.category == "misuse_overdose"
    assert found.text == "If you take too much Tavoril"
    assert found.actions


def test_what_to_do_when_an_effect_comes_is_a_warning_even_where_effects_are_listed() -> None:
    found = under("Stop using Tavoril and see a doctor at once if your breathing gets hard.", "Side Effects")
    assert [w.category for w in found] == ["respiratory"]


def test_advice_to_ask_about_any_effect_is_none() -> None:
    assert under("If you get any side effects, talk to your doctor.", "Side Effects") == []


@pytest.mark.parametrize(
    "passage", ["WARNINGS AND PRECAUTIONS", "Data from a study of 4 weeks in adults are shown in Table 1."]
)
def test_titles_and_tables_warn_of_nothing(passage: str) -> None:
    assert under(f"- {passage}") == []


def test_before_treatment_alone_is_no_precaution() -> None:
    (found,) = under("Before treatment with Tavoril, your doctor will make sure that you rest.")
    assert found.text.startswith("Before treatment with Tavoril, your doctor will make sure")

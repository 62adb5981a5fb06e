"""Sentences of warnings sections in their order: lists, headings in running text, what goes on about what."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import warning
from pipeline.language import blank
from pipeline.model import LeafletWarning

NLP = blank()


def under(passage: str, heading: str = "Warnings and Precautions") -> list[LeafletWarning]:
    text = f"Tavoril\n\n{heading}\n\n{passage}\n\nStorage\n\nKeep it dry.\n"
    return merge(warning.extract(view_of(NLP.make_doc(text))) or [], warning.same)


def test_signs_of_a_precaution_are_no_precautions() -> None:
    (found,) = under("Tavoril can cause ketoacidosis. Its signs include:\n- thirst\n- stomach pain\n- fever")
    assert (found.text, found.category) == ("Tavoril can cause ketoacidosis", "endocrine_metabolic")
    assert [e.text for e in found.evidence[1:]] == ["thirst", "stomach pain", "fever"]


def test_what_the_doctor_may_do_is_an_action() -> None:
    (found,) = under("Tavoril may harm your liver. Your doctor may:\n- lower the number of tablets\n- change the drug")
    assert found.actions == ["lower the number of tablets", "change the drug"]


def test_what_is_watched_for_is_monitoring_first() -> None:
    (found,) = under("Your doctor will monitor you for:\n- kidney problems")
    assert (found.category, found.further_categories) == ("monitoring", ["renal"])


def test_items_that_only_say_when_belong_to_their_line() -> None:
    (found,) = under("Use contraception:\n- during treatment and\n- for two weeks after the last dose")
    assert (found.text, found.category, len(found.evidence)) == ("Use contraception", "fertility_contraception", 3)


@pytest.mark.parametrize(
    "passage",
    [
        "If you notice any of these signs, tell your doctor.",
        "Tell your doctor if any of the conditions above apply to you.",
        "When should you contact your doctor?",
    ],
)
def test_what_names_nothing_is_no_precaution(passage: str) -> None:
    assert under(passage) == []


def test_a_sentence_that_closes_a_list_ends_its_last_item() -> None:
    (found, other) = under(
        "- liver disease. Talk to your doctor if any of these apply to you. Your doctor may give you iron."
    )
    assert (found.text, found.actions) == ("liver disease", [])
    assert other.text == "Your doctor may give you iron"


def test_a_heading_in_running_text_is_quoted_with_what_it_heads() -> None:
    (found,) = under("Vaccinations\nAsk which live vaccines should not be given to you this year.")
    assert found.text == "Ask which live vaccines should not be given to you this year"
    assert [e.text for e in found.evidence[1:]] == ["Vaccinations"]


@pytest.mark.parametrize(
    ("passage", "text", "category"),
    [
        ("Bone loss Your bones may get thin.", "Your bones may get thin", "musculoskeletal"),
        ("Tell your doctor if you are dizzy", "Tell your doctor if you are dizzy", "neurological"),
        ("- weak muscles You may need a scan.", "weak muscles", "musculoskeletal"),
        (
            "If your asthma symptoms do not improve, rest.",
            "If your asthma symptoms do not improve, rest",
            "respiratory",
        ),
        ("Those with arthritis may get a lymphoma.", "Those with arthritis may get a lymphoma", "musculoskeletal"),
        ("People with arthritis may get a lymphoma.", "People with arthritis may get a lymphoma", "cancer"),
    ],
)
def test_where_a_precaution_begins_and_ends(passage: str, text: str, category: str) -> None:
    first, *_ = under(passage)
    assert (first.text, first.category) == (text, category)


def test_items_within_a_line() -> None:
    assert [w.category for w in under("- if you have gout. -if you have asthma. -if you have fits")] == [
        "endocrine_metabolic",
        "respiratory",
        "neurological",
    ]


@pytest.mark.parametrize(
    ("passage", "population"),
    [
        ("Do not give it to children under 6 because it was not studied.", "children under 6"),
        ("Women who could become pregnant must use condoms.", "Women who could become pregnant"),
        ("Fits were seen in patients.", None),
        ("It was not tested in pregnant women.", "pregnant women"),
    ],
)
def test_population(passage: str, population: str | None) -> None:
    assert under(passage)[0].population == population


def test_what_is_told_to_one_part_is_not_told_to_the_other() -> None:
    first, second = under("Do not take it if you are pregnant, or if you are breast-feeding.")
    assert (second.category, second.text, second.actions) == ("breastfeeding", "if you are breast-feeding", [])
    assert first.category == "pregnancy"


@pytest.mark.parametrize(
    "passage",
    [
        "Please see section 4 for the : ( of low blood sugar Warnings Your doctor may test your blood sugar.",
        "See section Warning and precautions . Somela and breast-feeding If you are pregnant, ask your doctor.",
        "- (\n- . : Pregnancy .\n- If ( you",
    ],
)
def test_garbled_sentences_make_no_record_without_words(passage: str) -> None:
    assert [r for r in under(passage) if not any(map(str.isalpha, r.text))] == []


@pytest.mark.parametrize(
    ("passage", "texts"),
    [
        (
            "Tell your doctor:\n- if you need an operation:\n- take it exactly as told\n- if you have gout",
            ["if you need an operation", "if you have gout"],
        ),
        (
            "Consult your doctor:\nIf you have weak kidneys.\n\nIf you do sports.",
            ["If you have weak kidneys", "If you do sports"],
        ),
        (
            "Talk to your doctor: -if you have gout. -if you have asthma.",
            ["if you have gout", "if you have asthma"],
        ),
    ],
)
def test_lists(passage: str, texts: list[str]) -> None:
    assert [w.text for w in under(passage)] == texts


def test_signs_under_a_full_stop() -> None:
    (found,) = under("Tavoril can cause ketoacidosis. Look for any of the following signs.\n\n- thirst\n\n- fever")
    assert [e.text for e in found.evidence[1:]] == ["thirst", "fever"]


@pytest.mark.parametrize(
    ("passage", "category", "further"),
    [
        ("You may feel very thirsty and sick. These may be signs of diabetes.", "endocrine_metabolic", []),
        ("Liver damage Tavoril may cause a rash and tiredness.", "hepatic", ["skin"]),
        ("Some people cannot take it. These may have a weak heart.", "cardiovascular", []),
        ("If you are a man, you must not father a baby with it.", "fertility_contraception", []),
    ],
)
def test_what_a_precaution_is_about(passage: str, category: str, further: list[str]) -> None:
    (found,) = under(passage)
    assert (found.category, found.further_categories) == (category, further)


@pytest.mark.parametrize(
    ("passage", "actions"),
    [
        ("Tavoril can harm your liver. If you have any further questions, ask your own doctor in Rome.", []),
        ("Tavoril can harm your liver. If this happens, tell your doctor.", ["tell your doctor"]),
        (
            "If you have Parkinson disease you should not stop treatment abruptly.",
            ["you should not stop treatment abruptly"],
        ),
    ],
)
def test_what_is_asked(passage: str, actions: list[str]) -> None:
    assert under(passage)[0].actions == actions


def test_precautions_that_do_not_belong_together() -> None:
    assert [w.category for w in under("Tavoril may harm your liver. Your doctor will check your eyes.")] == [
        "hepatic",
        "monitoring",
    ]
    sugars = under("Tavoril contains lactose. Ask your doctor. This medicine contains less than 1 mmol sodium.")
    assert [w.text for w in sugars] == ["Tavoril contains lactose", "This medicine contains less than 1 mmol sodium"]

"""Whole names around known effects in texts for professionals."""

import pytest

from pipeline.effects.boundaries import changes, headed, is_modifier, parts, widened


def pieces(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize(
    ("text", "known", "whole"),
    [
        ("with penile hematoma.", "hematoma", "penile hematoma"),
        ("posterior subcapsular cataract formed", "cataract", "posterior subcapsular cataract"),
        ("catheter-site infections", "infections", "catheter-site infections"),
        ("severe rash", "rash", "rash"),
        ("clinical hepatitis", "hepatitis", "hepatitis"),
        ("swelling of the neck, and fever", "swelling", "swelling of the neck"),
        ("swelling of the patient", "swelling", "swelling"),
        ("hypoglycemia-related adverse events", "hypoglycemia", "hypoglycemia-related adverse events"),
        ("increases in lipase levels", "increases in lipase", "increases in lipase levels"),
        ("bleeding events", "bleeding events", "bleeding"),
        ("dermatitis allergic, fever", "dermatitis", "dermatitis allergic"),
    ],
)
def test_a_known_effect_is_widened_to_its_whole_name(text: str, known: str, whole: str) -> None:
    start = text.index(known)
    a, b = widened(text, 0, start, start + len(known), len(text))
    assert text[a:b] == whole


@pytest.mark.parametrize(
    ("wording", "names"),
    [
        ("nausea and vomiting", ["nausea", "vomiting"]),
        ("suicidal thoughts and behaviors", ["suicidal thoughts"]),
        ("severe allergic reactions", ["allergic reactions"]),
        ("pins and needles", ["pins and needles"]),
    ],
)
def test_grades_are_cut_off_and_two_effects_parted(wording: str, names: list[str]) -> None:
    assert pieces(wording, parts(wording, 0, len(wording))) == names


def test_a_head_noun_needs_a_word_before_it() -> None:
    text = "Retinal abnormalities and reactions, serious reactions"
    assert pieces(text, headed(text, 0, len(text))) == ["Retinal abnormalities"]


def test_what_is_measured_rises_and_falls() -> None:
    text = "bicarbonate decreased, elevated serum zinc and decreased libido"
    assert pieces(text, changes(text, 0, len(text))) == ["elevated serum zinc", "bicarbonate decreased"]


@pytest.mark.parametrize(("word", "is_one"), [("fungal", True), ("skin", True), ("several", False), ("PATIENT", False)])
def test_modifiers(word: str, is_one: bool) -> None:
    assert is_modifier(word) is is_one

"""Headings that ran into their sentence, and sentences that ran into one another."""

import pytest

from pipeline.phrases.titles import is_title, sentence_end, title_end


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Risk of gout Tavoril may raise your uric acid", "Risk of gout "),
        ("Bone loss This medicine thins bones", "Bone loss "),
        ("Tavoril contains sodium This medicine contains salt", "Tavoril contains sodium "),
        ("Liver damage Liver damage has been seen", "Liver damage "),
        ("During treatment You may feel ill", "During treatment "),
        ("Treatment with Tavoril may thin bones", ""),
        ("Tell your doctor if The Drug fails", ""),
        ("Gout (see also Do not take it above) can come", ""),
        ("In patients with gout Tavoril may fail", ""),
        ("bone loss This is bad", ""),
    ],
)
def test_title_end(text: str, title: str) -> None:
    assert text[: title_end(text, 0, len(text), ("tavoril",))] == title


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Bone loss", True), ("What to do if you fall", True), ("Bones are thin", False), ("Thinning of the", False)],
)
def test_is_title(words: str, expected: bool) -> None:
    assert is_title(words) is expected


def test_sentence_end() -> None:
    text = "weak or painful muscles You may need a scan"
    assert text[: sentence_end(text, 0, len(text), ())] == "weak or painful muscles"
    assert sentence_end("weak muscles, if You", 0, 20, ()) == 20


def test_a_heading_ran_in_behind_a_sentence() -> None:
    text = "Do not drive if you feel dizzy Tavoril tablets contain lactose"
    assert text[: sentence_end(text, 0, len(text), ("tavoril",))] == "Do not drive if you feel dizzy"
    within = "Each ml of Tavoril contains lactose"
    assert sentence_end(within, 0, len(within), ("tavoril",)) == len(within)

"""Effects in running text: cues for patients, terms for professionals, and what neither takes."""

import pytest

from pipeline.components import view_of
from pipeline.effects.labels import reported
from pipeline.effects.prose import mentions
from pipeline.language import blank

NLP = blank()


def found(sentence: str, *, professional: bool = False) -> list[tuple[str, bool]]:
    view = view_of(NLP.make_doc(f"Warnings\n\n{sentence}\n"))
    out = [
        m
        for s in view.sentences[1:]
        for m in (reported(view, s, listed=False, short=set()) if professional else mentions(view, s, s.start, s.end))
    ]
    return [(m.item.term, m.item.sign) for m in out]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("Tavoril can cause dizziness and headache.", ["dizziness", "headache"]),
        ("Cases of hepatitis have been reported.", ["hepatitis"]),
        ("Dizziness may occur.", ["Dizziness"]),
        ("It may increase the risk of depression and psychiatric disorders.", ["depression", "psychiatric disorders"]),
        ("It carries a risk of severe birth defects.", ["severe birth defects"]),
        ("It can cause swelling of the face or throat.", ["swelling of the face or throat"]),
        ("Hepatitis is a disease of the liver.", []),
        ("Tell your doctor about hepatitis.", []),
    ],
)
def test_a_text_for_patients_needs_a_cue(sentence: str, terms: list[str]) -> None:
    assert [term for term, _ in found(sentence)] == terms


def test_symptoms_are_signs_and_what_they_are_symptoms_of_is_not() -> None:
    assert found("You may notice symptoms of hepatitis such as fever.") == [("hepatitis", False), ("fever", True)]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("Severe hepatotoxicity and fatal sepsis.", ["hepatotoxicity", "death", "sepsis"]),
        ("Gastrointestinal disorders: nausea", ["nausea"]),
        ("Discontinue if hepatitis occurs.", []),
    ],
)
def test_a_text_for_professionals_needs_none(sentence: str, terms: list[str]) -> None:
    assert [term for term, _ in found(sentence, professional=True)] == terms


@pytest.mark.parametrize("sentence", ["It can cause bleeds.", "It can cause tumours."])
def test_a_word_with_another_meaning_is_untrusted_in_whatever_spelling_or_number(sentence: str) -> None:
    assert found(sentence) == []

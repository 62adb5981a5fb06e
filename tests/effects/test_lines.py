"""Items whose line breaks were lost, and what a line says of its one effect."""

import pytest

from pipeline.components import view_of
from pipeline.effects.items import Item, KnownTerms
from pipeline.effects.lines import own_frequency, parted
from pipeline.language import blank

NLP = blank()


def names(line: str, *, bullet: bool = False) -> list[str]:
    view = view_of(NLP.make_doc(f"Side effects\n\n{line}\n"))
    sentence = view.sentences[-1]
    item = Item(sentence.start, sentence.end, line)
    return [i.term for i in parted(view.text, item, KnownTerms(view, sentence), bullet=bullet)]


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("rash Fever Itching", ["rash", "Fever", "Itching"]),
        ("blurred vision weight gain headache", ["blurred vision", "weight gain", "headache"]),
        ("recurrence of Hepatitis", ["recurrence of Hepatitis"]),
        ("itchy red rash", ["itchy red rash"]),
        ("muscle weakness Other symptoms include", ["muscle weakness"]),
        ("swelling of the face", ["swelling of the face"]),
    ],
)
def test_a_run_of_effects_is_parted(line: str, terms: list[str]) -> None:
    assert names(line) == terms


def test_in_a_bullet_only_capitals_part() -> None:
    assert names("blurred vision weight gain headache", bullet=True) == ["blurred vision weight gain headache"]


def test_the_frequency_behind_a_name_is_its_own() -> None:
    text = "Rash (may affect up to 1 in 10 people)"
    frequency, end = own_frequency(text, 0, len(text))
    assert frequency is not None and frequency.band == "common" and text[:end] == "Rash"
    assert own_frequency("frequent urination", 0, 18) == (None, 18)

"""Warnings about excipients: which the product is said to contain, and which listed excipients each is about."""

import pytest

from pipeline.components import view_of
from pipeline.composition.excipient_warnings import concerns, read_warned
from pipeline.language import blank
from pipeline.lexicon import TermHit, load_terms

NLP = blank()


def warned(warning: str) -> list[str]:
    text = (
        "Tavoril 5 mg tablets\n\n1. What Tavoril is and what it is used for\n\nTavoril is a medicine.\n\n"
        "2. What you need to know before you take Tavoril\n\nWarnings and precautions\nTalk to your doctor.\n\n"
        f"{warning}\nTell your doctor.\n\n3. How to take Tavoril\n\nTake one tablet.\n"
    )
    view = view_of(NLP.make_doc(text))
    return [view.text[w.hit.start : w.hit.end] for w in read_warned(view)]


@pytest.mark.parametrize(
    ("warning", "expected"),
    [
        ("Tavoril contains lactose and sodium", ["lactose", "sodium"]),
        ("This medicine contains 2 mg of benzyl alcohol in each ml.", ["benzyl alcohol"]),
        ("Each tablet contains less than 1 mmol sodium (23 mg), that is to say it is essentially sodium-free.",
         ["sodium"]),
        ("It also contains aspartame.", ["aspartame"]),
        ("This medicine does not contain lactose.", []),
        ("Avoid food that contains potassium.", []),
        ("Ask if the other medicine contains sorbitol.", []),
        ("This medicine contains talc.", []),
    ],
)  # fmt: skip
def test_excipients_that_the_product_is_said_to_contain(warning: str, expected: list[str]) -> None:
    assert warned(warning) == expected


def hit(name: str) -> TermHit:
    return TermHit(next(t for t in load_terms("excipient") if t.name == name), 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("warning", "name", "term", "expected"),
    [
        ("lactose", "lactose monohydrate", "lactose monohydrate", True),
        ("lactose", "anhydrous lactose", "lactose", True),
        ("sodium", "croscarmellose sodium", "croscarmellose sodium", True),
        ("sodium", "disodium phosphate", None, True),
        ("sodium", "potassium chloride", "potassium chloride", False),
        ("ethanol", "polyvinyl alcohol", "polyvinyl alcohol", False),
        ("aspartame", "aspartame", None, True),
    ],
)
def test_what_a_warning_is_about(warning: str, name: str, term: str | None, expected: bool) -> None:
    assert concerns(hit(warning), name, term) is expected

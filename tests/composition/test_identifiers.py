"""Codes of substances: those of a vocabulary's own name, never those of something narrower or broader."""

import pytest

from pipeline.composition.identifiers import open_codes, together
from pipeline.lexicon import load_terms
from pipeline.model import Code
from pipeline.wordings import Term


def term(name: str) -> Term:
    return next(t for t in load_terms("substance") if t.name == name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("paracetamol", "acetaminophen"), ("salbutamol", "albuterol"), ("adrenaline", "epinephrine")],
)
def test_both_names_of_one_substance_have_its_codes(one: str, other: str) -> None:
    assert other in term(one).synonyms
    assert open_codes(term(one), other) == open_codes(term(one), one) != []


def test_a_narrower_name_has_not_the_codes_of_the_broader() -> None:
    assert open_codes(term("pertussis toxoid"), "Pertussis Toxoid") != []
    assert open_codes(term("pertussis toxoid"), "pertactin") == []


def test_what_the_vocabulary_knows_stands_before_what_is_imported() -> None:
    mesh, other, unii = Code(system="mesh", code="D1"), Code(system="mesh", code="D2"), Code(system="unii", code="X")
    assert together([mesh], [other, unii]) == [mesh, unii]

"""Whom a clause is about: no clause that tells it is passed over by its words."""

import pytest

from pipeline.language import blank
from pipeline.phrases.populations import population_of, speaks_of_people

NLP = blank()


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Liver damage may occur in patients with gout", "patients with gout"),
        ("Women who may become pregnant must use contraception", "Women who may become pregnant"),
        ("It is harmful to newborns", "newborns"),
        ("It may cause falls in elderly people", "elderly"),
        ("Seizures are more likely in older people", "older people"),
        ("It may harm babies", None),
        ("Your blood pressure may rise", None),
    ],
)
def test_whom_a_clause_is_about(text: str, whom: str | None) -> None:
    found, _ = population_of(text, 0, len(text))
    assert (text[slice(*found)] if found else None) == whom
    speaks = speaks_of_people(NLP.vocab, [t.norm for t in NLP.make_doc(text)])
    assert speaks or found is None
    assert not speaks or "pressure" not in text

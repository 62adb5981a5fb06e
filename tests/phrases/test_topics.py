"""What the clauses of a leaflet are about."""

import pytest

from pipeline.components import view_of
from pipeline.language import blank
from pipeline.phrases.topics import Topics

NLP = blank()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tell your doctor before taking Tavoril Paediatric if you have gout", ["endocrine_metabolic"]),
        ("Paediatric patients have not been studied", ["children"]),
    ],
)
def test_the_name_of_the_product_is_no_topic(text: str, expected: list[str]) -> None:
    view = view_of(NLP.make_doc(text))
    view.product_names = ("tavoril paediatric",)
    assert [f.category for f in Topics(view).of(0, len(text))] == expected

"""In whom a product is used, said before the use, in the line above a list, or behind what the condition is."""

import pytest

from pipeline.api import extract
from pipeline.phrases.who import used_in


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Tavoril is used in adults to treat gout.", "adults"),
        ("Tavoril is used in adult women for the first-line treatment of gout.", "adult women"),
        ("In adults (aged 18 and over), Tavoril can be used for gout.", "adults (aged 18 and over)"),
        ("It is used in children and adolescents from 2 to 17 years to prevent gout.",
         "children and adolescents from 2 to 17 years"),
        ("Tavoril is a vaccine that helps to protect adults against measles.", "adults"),
        ("Tavoril is indicated in adults for gout.", "adults"),
        ("It is used to treat gout, a disease of the joints, in children 2 years of age and older.",
         "children 2 years of age and older"),
        ("It is used to treat gout in children who weigh at least 25 kg.", "children who weigh at least 25 kg"),
        ("It is used in adults to treat:\n\n- gout\n", "adults"),
        ("It is used to treat children (from birth) and adults with:\n\n- gout\n", "children (from birth) and adults"),
        ("It is used in children to:\n\n- treat gout\n", "children"),
        ("It is used in patients to treat gout.", None),
    ],
)  # fmt: skip
def test_population(passage: str, expected: str | None) -> None:
    found = extract(f"Tavoril\n\nIndications\n\n{passage}\n").indications or []
    assert [r.population for r in found] == [expected]


def test_the_last_group_before_the_use_counts() -> None:
    text = "given in children, and used in adults to"
    span = used_in(text, 0, len(text))
    assert span is not None
    assert text[span[0] : span[1]] == "adults"


def test_a_group_that_is_left_out_is_none() -> None:
    text = "not recommended in children to"
    assert used_in(text, 0, len(text)) is None


def test_the_place_of_the_group_above_a_list_is_kept() -> None:
    text = "Tavoril\n\nIndications\n\nIt is used in adults to treat:\n\n- gout\n"
    (found,) = extract(text).indications or []
    assert [e.text for e in found.evidence] == ["gout", "adults"]

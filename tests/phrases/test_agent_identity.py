"""Names of agents: what is compared of them, and which are the product itself."""

import pytest

from pipeline.api import extract
from pipeline.phrases.agent_identity import bare_name


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anticoagulant therapy", "anticoagulants"), ("Rifampicin", "rifampicin"), ("Beta-blockers", "beta blocker")],
)
def test_names_of_one_agent_are_equal(one: str, other: str) -> None:
    assert bare_name(one) == bare_name(other)


def test_a_word_for_medicines_alone_is_kept() -> None:
    assert bare_name("medicines") == "medicine"
    assert bare_name("lithium medicines") != bare_name("medicines")


def test_the_product_is_no_agent_of_its_own() -> None:
    text = "What Tavoril contains\n\nThe active substance is naproxen.\n\nOther medicines and Tavoril\n\n"
    found = extract(text + "Tell your doctor if you take naproxen or lithium.\n").interactions or []
    assert [r.agent for r in found] == ["lithium"]

"""Categories of a clause: best first, each by the rule whose cue showed it."""

import pytest

from pipeline.language import blank
from pipeline.model import WARNING_CATEGORIES
from pipeline.phrases.categories import categories
from pipeline.rules import load_rules

NLP = blank()


def found(text: str) -> list[str]:
    return [f.category for f in categories(NLP.vocab, [t.norm for t in NLP.make_doc(text)])]


def test_every_category_but_other_has_a_rule() -> None:
    labels = {rule.label for rule in load_rules("categories")} - {"none", "meant"}
    assert labels == set(WARNING_CATEGORIES) - {"other"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the risk of ketoacidosis rises with alcohol", ["endocrine_metabolic", "alcohol"]),
        ("do not drive if you feel dizzy", ["driving_machines", "neurological"]),
        ("if your child has asthma", ["respiratory"]),
        ("not for children with asthma", ["children", "respiratory"]),
        ("a quiet afternoon", []),
        (
            "a fast pulse and a headache may be signs of a liver infection",
            ["hepatic", "infection", "cardiovascular", "neurological"],
        ),
        ("tell us of fampridine (used in multiple sclerosis)", []),
        ("do not take it in pregnancy without asking your doctor", ["pregnancy"]),
        ("do not change it without asking your doctor", ["dependence_withdrawal"]),
        ("if you stop taking it your asthma may come back", ["respiratory", "dependence_withdrawal"]),
        ("contains benzyl alcohol", ["excipient"]),
        ("an autoimmune disease, where your own immune system attacks you", []),
    ],
)
def test_order(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_the_rule_explains_the_category() -> None:
    (only,) = categories(NLP.vocab, [t.norm for t in NLP.make_doc("cirrhosis")])
    assert (only.category, only.rule) == ("hepatic", "categories.hepatic")

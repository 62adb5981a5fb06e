"""Every kind of sentence that states nothing holds to its examples; what states something is none."""

import re

import pytest

from pipeline.phrases.unsaid import UNSAID, Unsaid, explains, says_nothing


@pytest.mark.parametrize("kind", UNSAID, ids=lambda kind: kind.name)
def test_a_kind_matches_its_examples_only(kind: Unsaid) -> None:
    pattern = re.compile(kind.pattern, re.S)
    assert all(pattern.match(text) for text in kind.examples)
    assert not any(pattern.match(text) for text in kind.counterexamples)
    assert all(says_nothing(text, 0, len(text)) for text in kind.examples)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Signs of an infection include fever", True),
        ("Gout is a type of arthritis", True),
        ("An allergic reaction may be recognised by a rash", True),
        ("Gout may become worse", False),
        ("This is a serious risk", False),
    ],
)
def test_explains(text: str, expected: bool) -> None:
    assert explains(text, 0, len(text)) is expected

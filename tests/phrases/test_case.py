"""Lower case that keeps every character at its place."""

import pytest

from pipeline.phrases.case import lower, lower_piece


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do NOT take", "do not take"),
        ("", ""),
        ("ΑΣ", "ας"),
        # U+0130 has two characters in lower case and stays.
        ("Tell İDA", "tell İda"),
    ],
)
def test_lower(text: str, expected: str) -> None:
    assert lower(text) == lower_piece(text) == expected
    assert len(lower(text)) == len(text)

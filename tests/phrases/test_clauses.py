"""Spans of one sentence: trimmed, split at top level, and parted only where the parts stand alone."""

import pytest

from pipeline.phrases.clauses import bracketed, coordinated, members, trim


def texts(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  gout;", "gout"),
        ("• gout (see section 4).", "gout"),
        ("or gout and", "gout"),
        ("gout (a joint disease)", "gout (a joint disease)"),
        ("gout (listed in", "gout"),
        ("", ""),
        (" . ", ""),
    ],
)
def test_trim(text: str, expected: str) -> None:
    start, end = trim(text, 0, len(text))
    assert text[start:end] == expected


def test_members_leave_brackets_whole() -> None:
    text = "nsaids (a, b or c), lithium and zinc"
    assert texts(text, members(text, 0, len(text))) == ["nsaids (a, b or c)", "lithium", "zinc"]


def test_open_bracket_reaches_to_the_end() -> None:
    assert bracketed("a (b (c) d", 0, 10) == [(2, 10)]


def test_coordinated_splits_only_what_stands_alone() -> None:
    text = "kidney or liver problems, gout and asthma"
    whole = {"liver problems", "gout", "asthma"}
    spans = coordinated(text, 0, len(text), lambda a, b: text[a:b] in whole or text[a:b].endswith("liver problems"))
    assert texts(text, spans) == ["kidney or liver problems", "gout", "asthma"]

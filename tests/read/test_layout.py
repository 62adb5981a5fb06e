"""Layout to blocks: kinds, bullets, wrapped lines, columns; every visible character in exactly one block."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.layout import blocks_of


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, text[b.body : b.end]) for b in blocks_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Side Effects\n\nNausea may occur.", [("heading", "Side Effects"), ("paragraph", "Nausea may occur.")]),
        ("Uses:\n- gout\n• acne\n1.Rash\n2) Flu", [("paragraph", "Uses:"), ("list_item", "gout"), ("list_item", "acne"),
                                                    ("list_item", "Rash"), ("list_item", "Flu")]),
        ("2.5 mg a day", [("paragraph", "2.5 mg a day")]),
        ("Look out for •rash •hives", [("paragraph", "Look out for"), ("list_item", "rash"), ("list_item", "hives")]),
        ("6 ADVERSE REACTIONS\nNone", [("heading", "ADVERSE REACTIONS"), ("paragraph", "None")]),
        ("Nausea\t12\t5", [("table_row", "Nausea\t12\t5")]),
        ("a\r\nb", [("paragraph", "a"), ("paragraph", "b")]),
    ],
)  # fmt: skip
def test_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_cells_are_the_columns_of_a_row() -> None:
    text = "Nausea   12 %   5 %"
    (block,) = blocks_of(text)
    assert [text[a:b] for a, b in block.cells] == ["Nausea", "12 %", "5 %"]


def test_lines_wrapped_at_one_width_are_one_paragraph() -> None:
    sentence = "This medicine may make you feel dizzy or sleepy, so do not drive until you know. "
    words, lines, line = (sentence * 12).split(), [], ""
    for word in words:
        if len(line) + len(word) > 60:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    text = "\n".join([*lines, line])
    assert len(blocks_of(text)) == 1


def test_gap_counts_blank_lines() -> None:
    assert [b.gap for b in blocks_of("a.\nb.\n\nc.\n\n\nd.")] == [0, 0, 1, 2]


@given(st.text(alphabet="aB1 .,:;-•\n\t(%)", max_size=300))
def test_every_visible_character_is_in_exactly_one_block(text: str) -> None:
    blocks = blocks_of(text)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    assert all(b.start <= b.body <= b.end for b in blocks)
    assert "".join(text[b.start : b.end] for b in blocks).split() == text.split() or sum(
        not c.isspace() for b in blocks for c in text[b.start : b.end]
    ) == sum(not c.isspace() for c in text)

"""Plain text in, blocks out: headings, paragraphs, list items and table rows, read from the layout alone."""

import re
from typing import NamedTuple

from pipeline.document import Block, BlockKind

_MARKER = re.compile(
    r"(?:[-•·●▪■◦○►➢✓*–—\uf0b7]+[ \t\u00a0]*(?=[^\W_]|[\"“‘'(<>≥≤\[])"  # bullets
    r"|\(?\d{1,3}[.)](?!\d)[ \t\u00a0]*(?=\S)"  # 1.  2)  (3)
    r"|\(?[a-hivx]{1,4}\)[ \t\u00a0]*(?=\S)"  # a)  iv)
    r"|o[ \t]+(?=[A-Za-z]))"  # a word processor's second-level bullet
)
# "6.1 Clinical trials", "6 ADVERSE REACTIONS"; "1. Rash" is left a list item, for a section rule to claim if it can.
_NUMBERED_HEADING = re.compile(r"\d{1,2}(?:(?:\.\d{1,2})+\.?[ \t\u00a0]+(?=[A-Z])|[ \t\u00a0]+(?=[A-Z]{3}))")
_CELL_GAP = re.compile(r"\t+|[ \u00a0]{3,}|[ \t]*\|[ \t]*")
_ENDS_SENTENCE = re.compile(r"[.!?;,:][\"”’')\]]*$")
_BULLET = re.compile(r"[•●▪■►➢\uf0b7]")
_INLINE_BULLET = re.compile(r"(?<=\S)[ \t]*(?=[•●▪■►➢\uf0b7])")
HEADING_CHARACTERS = 120
"""Longer lines are never headings: the longest of the EU template's own headings is about 80 characters."""


class Line(NamedTuple):
    """One line without its surrounding blanks: `[start, end)`, the blank lines before it, its indentation."""

    start: int
    end: int
    gap: int
    indent: int


def lines_of(text: str) -> list[Line]:
    """The non-blank lines of `text`; bullets standing inside a line begin a line of their own."""
    out: list[Line] = []
    bulleted = bool(_BULLET.search(text))
    at = gap = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if not body:
            gap += 1
        else:
            indent = raw.find(body[0])
            start, end = at + indent, at + indent + len(body)
            if bulleted and len(body) > 1 and _BULLET.search(body, 1):
                out += _parts(text, Line(start, end, gap if out else 0, indent))
            else:
                out.append(Line(start, end, gap if out else 0, indent))
            gap = 0
        at += len(raw)
    return out


def _parts(text: str, line: Line) -> list[Line]:
    """A line cut before each bullet inside it."""
    cuts = [m for m in _INLINE_BULLET.finditer(text, line.start + 1, line.end)]
    starts = [line.start, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), line.end]
    return [
        Line(a, b, line.gap if i == 0 else 0, line.indent) for i, (a, b) in enumerate(zip(starts, ends, strict=True))
    ]


def wrap_width(lines: list[Line]) -> int:
    """The column at which the text was wrapped by hand or machine, or 0 where each line is a paragraph of its own.

    Wrapped text has many lines just short of one width and hardly any beyond it.
    """
    lengths = sorted(line.end - line.start + line.indent for line in lines)
    if len(lengths) < 12:
        return 0
    width = lengths[int(len(lengths) * 0.98)]
    if not 45 <= width <= 130:
        return 0
    near = sum(length >= 0.8 * width for length in lengths)
    return width if near >= 0.3 * len(lengths) else 0


def blocks_of(text: str) -> list[Block]:
    """The blocks of a plain text, in order, none overlapping; every non-blank character lies in exactly one."""
    lines = lines_of(text)
    width = wrap_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and width and _continues(text, groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    # A text without any of these has no columns, which spares looking for them in every line.
    columns = any(mark in text for mark in ("\t", "|", "   ", "\u00a0\u00a0"))
    return [_block(text, group, _isolated(groups, i), columns) for i, group in enumerate(groups)]


def _isolated(groups: list[list[Line]], index: int) -> bool:
    """Whether blank lines (or the text's ends) stand on both sides."""
    before = index == 0 or groups[index][0].gap > 0
    return before and (index + 1 == len(groups) or groups[index + 1][0].gap > 0)


def _continues(text: str, previous: Line, line: Line, width: int) -> bool:
    """Whether `line` goes on with the paragraph of `previous`: its first word would not have fitted there any more."""
    if line.gap or _MARKER.match(text, line.start) or _CELL_GAP.search(text, line.start, line.end):
        return False
    first_word = len(text[line.start : line.end].split(None, 1)[0])
    return previous.end - previous.start + previous.indent + 1 + first_word > width * 0.92


def _block(text: str, group: list[Line], isolated: bool, columns: bool) -> Block:
    start, end = group[0].start, group[-1].end
    # Most lines begin with a capital, and no bullet or number does.
    marker = None if text[start].isupper() else _MARKER.match(text, start)
    kind: BlockKind = "paragraph"
    body = start
    cells: tuple[tuple[int, int], ...] = ()
    if columns and len(group) == 1 and (cells := _cells(text, start, end)):
        kind = "table_row"
    elif not marker and (isolated or text[start:end].isupper()) and looks_like_heading(text[start:end]):
        kind = "heading"
        numbered = _NUMBERED_HEADING.match(text, start)
        body = numbered.end() if numbered else start
    elif marker and marker.end() < end:
        kind, body = "list_item", marker.end()
    depth = 1 if kind == "list_item" and text[start] in "o◦○" else 0
    return Block(kind, start, end, body, depth=depth, gap=group[0].gap, cells=cells)


def looks_like_heading(line: str) -> bool:
    """Whether a line standing alone has a heading's shape: short, begun with a capital or number, unpunctuated."""
    if len(line) > HEADING_CHARACTERS or len(line.split()) > 14:
        return False
    head = line[_m.end() :] if (_m := _NUMBERED_HEADING.match(line)) else line
    return bool(head) and (head[0].isupper() or head[0] in "\"'“‘") and not _ENDS_SENTENCE.search(line.rstrip(":?"))


def _cells(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The cells of a line set in columns: at least two, parted by tabs, bars or three blanks, and none a sentence."""
    if not _CELL_GAP.search(text, start, end):
        return ()
    spans: list[tuple[int, int]] = []
    at = start
    for gap in _CELL_GAP.finditer(text, start, end):
        if gap.start() > at:
            spans.append((at, gap.start()))
        at = gap.end()
    if at < end:
        spans.append((at, end))
    if len(spans) < 2 or any(b - a > 80 or ". " in text[a:b] for a, b in spans):
        return ()
    return tuple(spans)

"""What readers hand to the core: the text of one leaflet and the blocks it is laid out in."""

from typing import Literal

import msgspec

BlockKind = Literal["heading", "paragraph", "list_item", "table_row"]


class Block(msgspec.Struct, frozen=True, gc=False):
    """One piece of layout, a span `[start, end)` of the document's text without surrounding white space.

    `body` is where the words begin, after a bullet or number. `level` is a heading's level if the format states it
    (1 the highest), else 0. `depth` is how deep a list item is nested, from 0. `gap` counts the blank lines before.
    `cells` are the spans of a table row's cells, else empty.
    """

    kind: BlockKind
    start: int
    end: int
    body: int
    level: int = 0
    depth: int = 0
    gap: int = 0
    cells: tuple[tuple[int, int], ...] = ()


class Document(msgspec.Struct, frozen=True):
    """One leaflet as read: `text` is what all offsets refer to; `encoding` is how the bytes were decoded."""

    text: str
    blocks: list[Block]
    format: str
    encoding: str

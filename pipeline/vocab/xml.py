"""An XML file of any size in, its record elements out one at a time, each forgotten once it has been read.

Entities that a file defines for itself are refused: no terminology needs them, and they can swell without end.
"""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from pipeline.vocab.source import Source, show

_PIECE = 1 << 16
"""Bytes that tell what a file is."""


def looks_like_xml(source: Source) -> bool:
    """Whether the file's first character that is not blank opens a tag."""
    return _beginning(source).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def elements(source: Source, names: tuple[str, ...], wanted: str) -> Iterator[tuple[int, Element]]:
    """The elements of these names (namespaces left out) with the record's number from 1, in order."""
    start = _beginning(source)
    if b"<!ENTITY" in start:
        raise source.wrong(1, "definitions of entities", wanted)
    if not looks_like_xml(source):
        raise source.wrong(1, f"{show(start[:60].decode('utf-8', 'replace'))} where XML should begin", wanted)
    try:
        with source.opened() as stream:
            yield from enumerate(_ended(stream, names), 1)
    except ParseError as error:
        raise source.wrong(error.position[0], f"XML that cannot be read ({error})", wanted) from error


def _ended(stream: IO[bytes], names: tuple[str, ...]) -> Iterator[Element]:
    around: list[Element] = []
    for event, element in iterparse(stream, ("start", "end")):
        if event == "start":
            around.append(element)
            continue
        around.pop()
        element.tag = element.tag.rpartition("}")[2]
        if element.tag in names:
            yield element
            # What is done with leaves its parent, which else would grow to the whole file.
            element.clear()
            if around:
                around[-1].remove(element)


def _beginning(source: Source) -> bytes:
    with source.opened() as stream:
        return stream.read(_PIECE)

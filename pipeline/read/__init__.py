"""Bytes of one leaflet file in, a Document out: what the bytes begin with picks the reader."""

from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.read.layout import blocks_of
from pipeline.read.text import decode

MAX_BYTES = 10 * 1024 * 1024
"""Larger files are refused unless the caller allows more: the longest leaflet known is under 1 MB of text."""

# What begins like this is no plain text, whatever its suffix says.
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"<?xml", "an XML file"),
    (b"<!doctype html", "an HTML file"),
    (b"<html", "an HTML file"),
    (b'{"', "a JSON file"),
    (b"{\n", "a JSON file"),
)


def too_large(size: int, limit: int) -> str:
    """What is said of a file over the limit."""
    return f"has {size:,} bytes, more than the limit of {limit:,}; raise it with --max-bytes"


def read(data: bytes, *, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Document:
    """The Document of a leaflet's bytes. ReadError where they are empty, too many, binary, or of an unread format."""
    if len(data) > max_bytes:
        raise ReadError(too_large(len(data), max_bytes))
    if not data.strip():
        raise ReadError("is empty; there is nothing to extract")
    head = data[:64].lstrip(b" \t\r\n\xef\xbb\xbf").lower()
    for signature, name in _SIGNATURES:
        if head.startswith(signature.lower()):
            raise ReadError(f"is {name}; plain text is what this version reads: convert it to .txt first")
    text, used = decode(data, encoding)
    if not text.strip():
        raise ReadError("is empty; there is nothing to extract")
    return Document(text, blocks_of(text), "text", used)

"""Decoding: right encodings found, offsets true to the decoded file, wrong bytes refused by place."""

import pytest

from pipeline.errors import ReadError
from pipeline.read import read
from pipeline.read.text import decode

WORDS = "Store below 25 °C – keep “dry”.\r\nDon’t freeze.\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "windows-1252"),
    ],
)
def test_encodings(encoding: str, found: str) -> None:
    assert decode((WORDS * 4).encode(encoding)) == (WORDS * 4, found)


def test_a_declared_encoding_is_believed() -> None:
    assert decode("µ".encode("cp1252"), "latin-1") == ("µ", "latin-1")


@pytest.mark.parametrize(
    ("data", "declared", "words"),
    [
        (b"caf\xe9", "utf-8", "is not utf-8: byte 3 is 0xe9"),
        (b"x", "klingon", "no known encoding"),
        (b"\x81\x8d bad", None, "neither UTF-8"),
        (b"\xef\xbb\xbfcaf\xe9", None, "is not utf-8-sig"),
    ],
)
def test_wrong_bytes_are_named(data: bytes, declared: str | None, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        decode(data, declared)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        ("\n".encode("utf-16"), "is empty"),
        (b"%PDF-1.7 ...", "is a PDF file"),
        (b"<!DOCTYPE html><p>", "is an HTML file"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>', "is an XML file"),
        (b'{"doc": 1}', "is a JSON file"),
        (bytes(range(256)) * 4, "holds binary data"),
        (b"a" * 101, "has 101 bytes, more than the limit of 100"),
    ],
)
def test_what_is_no_text_leaflet_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read(data, max_bytes=100 if len(data) == 101 else 5000)


def test_the_document_is_the_decoded_file_unchanged() -> None:
    document = read(b"\xef\xbb\xbfTavoril\r\n\r\nUses\r\n\r\nGout\r\n")
    assert document.text == "Tavoril\r\n\r\nUses\r\n\r\nGout\r\n"
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Tavoril", "Uses", "Gout"]

"""Bytes of a plain-text leaflet in, decoded text out, with offsets true to the decoded file."""

import codecs

from pipeline.errors import ReadError

# Longer marks first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """(text, encoding) of `data`. A byte order mark is the encoding's, not the text's; line ends stay as they are.

    A declared encoding is believed or refused, never replaced. Without one: the byte order mark, UTF-8, UTF-16 by its
    zero bytes, then Windows-1252, in which English leaflets that are not UTF-8 are written. ReadError names the byte.
    """
    if declared:
        return _strictly(data, declared), declared
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    zeros = _utf16_by_zeros(data)
    if zeros:
        return _strictly(data, zeros), zeros
    if is_binary(data):
        raise ReadError("holds binary data, not text; give a text file")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as not_utf8:
        try:
            return data.decode("cp1252"), "windows-1252"
        except UnicodeDecodeError as error:
            raise ReadError(
                f"is neither UTF-8 (byte {not_utf8.start}) nor Windows-1252 (byte {error.start} is "
                f"0x{data[error.start]:02x}); name its encoding with --encoding"
            ) from None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise ReadError(
            f"cannot be read as {encoding!r}, which is no known encoding; try utf-8 or windows-1252"
        ) from None
    except UnicodeDecodeError as error:
        raise ReadError(
            f"is not {encoding}: byte {error.start} is 0x{data[error.start]:02x}; name its encoding with --encoding"
        ) from None


def _utf16_by_zeros(data: bytes) -> str | None:
    """The UTF-16 in which the sample is English: half of its bytes zero, the other half ASCII."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = sample[offset::2], sample[1 - offset :: 2]
        letters = sum(32 <= byte < 127 for byte in low)
        if high.count(0) >= 0.7 * len(high) and low.count(0) == 0 and letters >= 0.7 * len(low):
            return encoding
    return None


def is_binary(data: bytes) -> bool:
    """Whether the bytes hold control characters that no text holds (a zero byte, or more than one in a hundred)."""
    sample = data[:_SAMPLE]
    return 0 in sample or sum(b in _CONTROLS for b in sample) > len(sample) / 100

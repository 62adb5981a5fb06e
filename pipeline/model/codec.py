"""A Leaflet in, its canonical JSON out; and back."""

import msgspec

from pipeline.model.records import Leaflet

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Leaflet)


def to_json(leaflet: Leaflet) -> bytes:
    """Return the canonical JSON: contract key order, two-space indent, UTF-8, one trailing newline."""
    return msgspec.json.format(_encoder.encode(leaflet), indent=2) + b"\n"


def from_json(data: bytes) -> Leaflet:
    """Read a document back; raises msgspec.ValidationError or msgspec.DecodeError where it does not fit."""
    return _decoder.decode(data)

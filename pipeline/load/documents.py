"""A run's output folder comes in; its leaflets go out one by one as rows, and the bad ones as refusals in words."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.errors import LeafletError
from pipeline.load.rows import Origin, Rows, rows
from pipeline.model import from_json
from pipeline.validate import is_valid, violations

COLLECTION = "main"
"""The collection that leaflets belong to where none is named."""


class Output(msgspec.Struct, frozen=True):
    """One JSON file of a run, which leaflet it is, and its bytes."""

    file: Path
    origin: Origin
    data: bytes


class Refusal(msgspec.Struct, frozen=True):
    """One output that is left out, which leaflet it is, and why, in a sentence."""

    file: Path
    leaflet_id: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


def leaflet_id_of(out: Path, file: Path, collection: str) -> str:
    """The key of the leaflet whose document a file of the output folder holds."""
    return _origin(out, file, collection).leaflet_id


def _origin(out: Path, file: Path, collection: str, sha256: str = "") -> Origin:
    return Origin(collection, file.relative_to(out).as_posix().removesuffix(".json"), sha256)


def read_outputs(out: Path, files: Iterable[Path], collection: str = COLLECTION) -> Iterator[Output | Refusal]:
    """Read the JSON files of the output folder, in the order given."""
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            leaflet_id = leaflet_id_of(out, file, collection)
            yield Refusal(file, leaflet_id, f"cannot be read: {error.strerror or error}")
        else:
            yield Output(file, _origin(out, file, collection, sha256(data).hexdigest()), data)


def rows_of(output: Output) -> Rows | Refusal:
    """The rows of an output that keeps the schema, by table; a refusal where it does not."""
    if not is_valid(output.data):
        return _refusal(output, _what_is_wrong(output.data))
    try:
        return rows(from_json(output.data), output.origin)
    except (LeafletError, msgspec.DecodeError) as error:
        return _refusal(output, str(error))


def _refusal(output: Output, reason: str) -> Refusal:
    return Refusal(output.file, output.origin.leaflet_id, reason)


def _what_is_wrong(data: bytes) -> str:
    found = violations(data)
    more = f" (and {len(found) - 1} more; `leaflet validate` lists them)" if len(found) > 1 else ""
    return f"is not valid: {found[0]}{more}"

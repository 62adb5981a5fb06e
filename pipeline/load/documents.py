"""A run's output folder comes in; its leaflets go out one by one as rows, and the bad ones as refusals in words."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec

from pipeline.errors import LeafletError
from pipeline.load.rows import Origin, Rows, rows
from pipeline.model import from_json
from pipeline.outputs import Outputs
from pipeline.validate import is_valid, violations

COLLECTION = "main"
"""The collection that leaflets belong to where none is named."""


class Output(msgspec.Struct, frozen=True):
    """One document of a run, what it is called in messages, which leaflet it is of, and its bytes."""

    where: str
    origin: Origin
    data: bytes


class Refusal(msgspec.Struct, frozen=True):
    """One output that is left out, what it is called, which leaflet it is of, and why, in a sentence."""

    where: str
    leaflet_id: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def leaflet_id_of(name: str, collection: str) -> str:
    """The key of the leaflet that the document `name` is of."""
    return _origin(name, collection).leaflet_id


def _origin(name: str, collection: str, sha256: str = "") -> Origin:
    return Origin(collection, name.removesuffix(".json"), sha256)


def read_outputs(found: Outputs, names: Iterable[str], collection: str = COLLECTION) -> Iterator[Output | Refusal]:
    """Read documents of an output folder, in the order given."""
    for name in names:
        try:
            data = found.read(name)
        except LeafletError as error:
            yield Refusal(found.where(name), leaflet_id_of(name, collection), error.message)
        else:
            yield Output(found.where(name), _origin(name, collection, sha256(data).hexdigest()), data)


def rows_of(output: Output) -> Rows | Refusal:
    """The rows of an output that keeps the schema, by table; a refusal where it does not."""
    if not is_valid(output.data):
        return _refusal(output, _what_is_wrong(output.data))
    try:
        return rows(from_json(output.data), output.origin)
    except (LeafletError, msgspec.DecodeError) as error:
        return _refusal(output, str(error))


def _refusal(output: Output, reason: str) -> Refusal:
    return Refusal(output.where, output.origin.leaflet_id, reason)


def _what_is_wrong(data: bytes) -> str:
    found = violations(data)
    more = f" (and {len(found) - 1} more; `leaflet validate` lists them)" if len(found) > 1 else ""
    return f"is not valid: {found[0]}{more}"

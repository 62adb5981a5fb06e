"""One valid leaflet comes in; its rows for every table go out, with keys that are made from content."""

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from pipeline.errors import LeafletError
from pipeline.load.layout import Column, layout, layouts, record_lists
from pipeline.model import Ingredient, Leaflet

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
"""Rows by table, in the order of the table's columns."""

Values = Callable[[Any], Row]

_KEY_BYTES = 8
"""64 bits: among a hundred million records the odds that any two share a key are about 1 in 4,000, and a record's key
only has to be unique within its leaflet."""
_LARGEST = 2**63
_encode = msgspec.json.encode


class Origin(NamedTuple):
    """Which leaflet of which collection an output is, and the SHA-256 of the output's bytes."""

    collection: str
    path: str
    sha256: str

    @property
    def leaflet_id(self) -> str:
        """The key of the leaflet: the same for every version of it, another in every collection."""
        return _key((self.collection, self.path))


def rows(leaflet: Leaflet, origin: Origin) -> Rows:
    """The rows of one leaflet, by table. LeafletError where a number cannot be kept exactly."""
    leaflet_id = origin.leaflet_id
    found: Rows = {table.name: [] for table in layouts()}
    found["leaflets"].append(_of_leaflet(leaflet, origin, leaflet_id))
    for name, items in (("sections", leaflet.sections), ("unread", leaflet.coverage.unread)):
        values = _values(name)
        found[name] = [(leaflet_id, position, *values(item)) for position, item in enumerate(items)]
    if leaflet.product is not None:
        _add_parts(found, "evidence", (leaflet_id, "product", leaflet_id), leaflet.product.evidence)
    for name in record_lists():
        _add_records(found, leaflet_id, name, getattr(leaflet, name) or ())
    return found


def _of_leaflet(leaflet: Leaflet, origin: Origin, leaflet_id: str) -> Row:
    counts = [_length(getattr(leaflet, name)) for name in _counted()]
    return (leaflet_id, *origin, False, *_values("leaflets")(leaflet), *counts)


@cache
def _counted() -> list[str]:
    """The lists whose length is a column of the leaflet."""
    names = (c.name for c in layout("leaflets").columns if not c.path)
    return [name.removesuffix("_count") for name in names if name.endswith("_count")]


def _length(records: list[Any] | None) -> int | None:
    return None if records is None else len(records)


def _add_records(found: Rows, leaflet_id: str, name: str, records: Iterable[Any]) -> None:
    values, table = _values(name), found[name]
    seen: dict[Row, int] = {}
    for position, record in enumerate(records):
        said = values(record)
        # Two records may say the same, from two places: the second, third … of them counts in its key.
        earlier = seen[said] = seen.get(said, -1) + 1
        record_id = _key((leaflet_id, name, earlier, said))
        more = (_substance(record),) if name == "ingredients" else ()
        table.append((leaflet_id, record_id, position, *said, *more))
        for part in layout(name).parts:
            keys = (leaflet_id, record_id) if part == "strengths" else (leaflet_id, name, record_id)
            _add_parts(found, part, keys, getattr(record, part))


def _add_parts(found: Rows, part: str, keys: Row, items: Iterable[Any]) -> None:
    values = _values(part)
    found[part] += [(*keys, i, *values(item)) for i, item in enumerate(items)]


def _substance(ingredient: Ingredient) -> str:
    return (ingredient.base or ingredient.name).lower()


def _key(content: object) -> str:
    return blake2b(_encode(content), digest_size=_KEY_BYTES).hexdigest()


@cache
def _values(table: str) -> Values:
    """What reads the fields of a record of the table, in the order of its columns."""
    fields = layout(table).fields
    if len(fields) > 1 and all(len(c.path) == 1 and c.kind in ("word", "text", "integer") for c in fields):
        plain: Values = attrgetter(*(c.path[0] for c in fields))
        return plain
    getters = [_getter(column) for column in fields]
    return lambda record: tuple([get(record) for get in getters])


def _getter(column: Column) -> Callable[[Any], Any]:
    if len(column.path) == 1:
        get: Callable[[Any], Any] = attrgetter(column.path[0])
    else:
        outer, inner = map(attrgetter, column.path)
        get = lambda record: None if (object_ := outer(record)) is None else inner(object_)  # noqa: E731
    if column.kind == "boolean" and column.name.endswith("_stated"):
        return lambda record: get(record) is not None
    if column.kind == "list":
        return lambda record: _words(get(record))
    if column.kind in ("number", "integer"):
        exact = _exact_number if column.kind == "number" else _exact_integer
        return lambda record: None if (value := get(record)) is None else exact(value, column)
    return get


def _words(words: list[str] | None) -> str | None:
    if not words:
        return None if words is None else "[]"
    return _encode(words).decode()


def _exact_number(value: float, column: Column) -> float:
    try:
        if (exact := float(value)) == value:
            return exact
    except OverflowError:
        pass
    raise LeafletError(f"has {value} in {'.'.join(column.path)}, which no 64-bit number holds exactly")


def _exact_integer(value: int, column: Column) -> int:
    if -_LARGEST <= value < _LARGEST:
        return value
    raise LeafletError(f"has {value} in {'.'.join(column.path)}, which no 64-bit integer holds")

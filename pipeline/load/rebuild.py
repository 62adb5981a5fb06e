"""The rows of one leaflet come in, or a database that has them; the leaflet goes out, equal to the one loaded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.errors import LeafletError
from pipeline.load.layout import PARTS, Column, Layout, layout, record_lists
from pipeline.load.relations import tables_in_order
from pipeline.load.rows import Row
from pipeline.model import Leaflet

Parts = Mapping[str, list[dict[str, Any]]]


def leaflet_from(connection: Connection, leaflet_id: str) -> Leaflet:
    """The leaflet of that key as it was loaded. LeafletError where the database has none."""
    rows = {
        table.name: [tuple(row) for row in connection.execute(sa.select(table).where(table.c.leaflet_id == leaflet_id))]
        for table in tables_in_order()
    }
    if not rows["leaflets"]:
        raise LeafletError(f"the database has no leaflet {leaflet_id}; the table leaflets lists those that it has")
    return rebuild(rows)


def rebuild(rows: Mapping[str, Iterable[Row]]) -> Leaflet:
    """The leaflet whose rows these are: one of `leaflets`, and of the other tables those with its leaflet_id.

    Rows are in the order of the table's columns; their own order does not matter. msgspec.ValidationError where they
    are not the rows of one leaflet.
    """
    (own,) = rows["leaflets"]
    leaflet = _record(layout("leaflets"), own)
    parts = {name: _parts(name, rows[name]) for name in PARTS}
    if leaflet["product"] is not None:
        leaflet["product"]["evidence"] = parts["evidence"][own[0]]
    leaflet["sections"] = _ordered("sections", rows["sections"])
    leaflet["coverage"]["unread"] = _ordered("unread", rows["unread"])
    counts = dict(zip(layout("leaflets").names, own, strict=True))
    for name in record_lists():
        records = [_with_parts(name, row, parts) for row in _by_position(name, rows[name])]
        leaflet[name] = None if counts.get(f"{name}_count", 0) is None else records
    return msgspec.convert(leaflet, Leaflet)


def _with_parts(name: str, row: Row, parts: Mapping[str, Parts]) -> dict[str, Any]:
    return _record(layout(name), row) | {part: parts[part][row[1]] for part in layout(name).parts}


def _parts(name: str, rows: Iterable[Row]) -> Parts:
    """The objects of strengths, codes or evidence by the record they belong to, in order."""
    table = layout(name)
    record_id = table.names.index("record_id")
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _by_position(name, rows):
        found[row[record_id]].append(_record(table, row))
    return found


def _ordered(name: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [_record(layout(name), row) for row in _by_position(name, rows)]


def _by_position(name: str, rows: Iterable[Row]) -> list[Row]:
    position = layout(name).names.index("position")
    return sorted(rows, key=lambda row: row[position])


def _record(table: Layout, row: Row) -> dict[str, Any]:
    """The object that a row was made from, without its lists of objects."""
    columns = dict(zip(table.names, row, strict=True))
    absent = (n.name for n in table.nested if columns[n.told_by] is None or columns[n.told_by] is False)
    record: dict[str, Any] = dict.fromkeys(absent)
    for column in table.fields:
        outer = column.path[0]
        if len(column.path) == 1 and not column.name.endswith("_stated"):
            record[outer] = _value(column, columns[column.name])
        elif len(column.path) == 2 and record.get(outer, {}) is not None:
            record.setdefault(outer, {})[column.path[1]] = _value(column, columns[column.name])
    return record


def _value(column: Column, value: Any) -> Any:
    if column.kind == "list" and value is not None:
        return msgspec.json.decode(value)
    return bool(value) if column.kind == "boolean" else value

"""The JSON Schema of a leaflet comes in; the tables that hold leaflets go out: names, columns, types, descriptions.

Nothing is listed twice: a field that the contract gains becomes a column here, with the contract's description.
Of a record, each plain field is a column, a list of words is one column with a JSON array, a nested object becomes
columns named `<object>_<field>`, and lists of objects (strengths, codes, evidence) are tables of their own.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import msgspec

from pipeline.validate import schema

Kind = Literal["key", "word", "text", "integer", "number", "boolean", "list"]
"""key: 16 hexadecimal digits; word: one of a few, or a section's id; list: a JSON array of texts, as text."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. `path` leads from the record to its value; it is empty where the value is not in the record."""

    name: str
    kind: Kind
    nullable: bool = False
    description: str
    path: tuple[str, ...] = ()


class Nested(msgspec.Struct, frozen=True, kw_only=True):
    """An object inside a record that may be null. It is null where the column `told_by` is null or false."""

    name: str
    told_by: str


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """One table.

    `key` names the columns of its primary key, `parents` the tables it refers to with the columns here and there,
    and `parts` the tables that hold the lists of objects inside its records.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    parents: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    nested: tuple[Nested, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def fields(self) -> tuple[Column, ...]:
        """The columns whose values stand in the record itself."""
        return tuple(column for column in self.columns if column.path)


PARTS = ("strengths", "codes", "evidence")
"""The lists of objects inside records; each is a table for all records that have one."""

LEAFLET_ID = Column(
    name="leaflet_id",
    kind="key",
    description="Key of the leaflet: 16 hexadecimal digits made from its collection and path.",
)
_RECORD_ID = Column(
    name="record_id",
    kind="key",
    description="Key of the record: 16 hexadecimal digits made from the leaflet and from what the record says, "
    "evidence and codes aside, so that it stays while the statement stays.",
)
_POSITION = Column(name="position", kind="integer", description="Place in the leaflet's list, from 0.")
_PLACE = Column(name="position", kind="integer", description="Place in the record's list, from 0.")
_ENTITY = Column(
    name="entity",
    kind="word",
    description="Table of the record that this belongs to, or product for the leaflet's own.",
)
_SUBSTANCE = Column(
    name="substance",
    kind="text",
    description="The base where one is named, else the name, in lower case: what the views group by.",
)
_OF_LEAFLET = (
    LEAFLET_ID,
    Column(name="collection", kind="text", description="Name of the set of leaflets that it was loaded with."),
    Column(name="path", kind="text", description="Where the leaflet lies in the raw folder, with / between folders."),
    Column(
        name="output_sha256",
        kind="text",
        description="SHA-256 of the JSON document that was loaded: the rows are replaced when it changes.",
    ),
    Column(
        name="gone",
        kind="boolean",
        description="True where the last load of the collection found the leaflet no more; the views leave it out.",
    ),
)
_TO_LEAFLET = ("leaflets", ("leaflet_id",), ("leaflet_id",))
_TO_INGREDIENT = ("ingredients", ("leaflet_id", "record_id"), ("leaflet_id", "record_id"))


@cache
def layouts() -> tuple[Layout, ...]:
    """All tables, each after those that it refers to."""
    root = schema("leaflet")
    defs = root["$defs"]
    records = [_record_layout(name, defs[_item(root, name)], defs) for name in record_lists()]
    return (
        _leaflets(root),
        _part("sections", defs["section"], (LEAFLET_ID, _POSITION), ("leaflet_id", "id"), _TO_LEAFLET),
        *records,
        _part("unread", defs["unread"], (LEAFLET_ID, _POSITION), ("leaflet_id", "position"), _TO_LEAFLET),
        *(_part_of_record(name, defs) for name in PARTS),
    )


@cache
def layout(name: str) -> Layout:
    """The table of that name."""
    return next(table for table in layouts() if table.name == name)


@cache
def record_lists() -> tuple[str, ...]:
    """The lists of a leaflet whose records have evidence; each is a table."""
    root = schema("leaflet")
    lists = [name for name, rules in root["properties"].items() if "items" in rules]
    return tuple(name for name in lists if "evidence" in root["$defs"][_item(root, name)]["properties"])


def _item(root: dict[str, Any], name: str) -> str:
    """The name of the $def that a list of the leaflet holds."""
    reference: str = root["properties"][name]["items"]["$ref"]
    return reference.removeprefix("#/$defs/")


def _leaflets(root: dict[str, Any]) -> Layout:
    columns, nested = _flattened(root, root["$defs"])
    counts = tuple(_count(name, rules) for name, rules in root["properties"].items() if "null" in rules.get("type", ()))
    description = "One row a leaflet: what was read, by what, the product, and how many facts of each kind."
    return Layout(
        name="leaflets",
        description=description,
        columns=_OF_LEAFLET + columns + counts,
        key=("leaflet_id",),
        nested=nested,
    )


def _count(name: str, rules: dict[str, Any]) -> Column:
    return Column(
        name=f"{name}_count",
        kind="integer",
        nullable=True,
        description=f"How many {name.replace('_', ' ')} there are. {rules['description']}",
    )


def _record_layout(name: str, rules: dict[str, Any], defs: dict[str, Any]) -> Layout:
    columns, nested = _flattened(rules, defs)
    derived = (_SUBSTANCE,) if name == "ingredients" else ()
    return Layout(
        name=name,
        description=rules["description"],
        columns=(LEAFLET_ID, _RECORD_ID, _POSITION, *columns, *derived),
        key=("leaflet_id", "record_id"),
        parents=(_TO_LEAFLET,),
        nested=nested,
        parts=tuple(part for part in PARTS if part in rules["properties"]),
    )


def _part_of_record(name: str, defs: dict[str, Any]) -> Layout:
    rules = defs[{"strengths": "strength", "codes": "code", "evidence": "evidence"}[name]]
    key = ("leaflet_id", "record_id", "position")
    if name == "strengths":
        return _part(name, rules, (LEAFLET_ID, _RECORD_ID, _PLACE), key, _TO_LEAFLET, _TO_INGREDIENT)
    return _part(name, rules, (LEAFLET_ID, _ENTITY, _RECORD_ID, _PLACE), key, _TO_LEAFLET)


def _part(
    name: str,
    rules: dict[str, Any],
    keys: tuple[Column, ...],
    key: tuple[str, ...],
    *parents: tuple[str, tuple[str, ...], tuple[str, ...]],
) -> Layout:
    columns, nested = _flattened(rules, {})
    return Layout(
        name=name, description=rules["description"], columns=keys + columns, key=key, parents=parents, nested=nested
    )


def _flattened(rules: dict[str, Any], defs: dict[str, Any]) -> tuple[tuple[Column, ...], tuple[Nested, ...]]:
    """The columns of one object and of the objects inside it; lists of objects are left to tables of their own."""
    columns: list[Column] = []
    nested: list[Nested] = []
    for name, field in rules["properties"].items():
        inner, nullable = _inner(field, defs)
        if inner is None:
            columns += _column((name,), field)
        elif not nullable:
            columns += _columns_within(name, inner)
        else:
            within = list(_columns_within(name, inner))
            told_by = next((c.name for c in within if not c.nullable), None)
            if told_by is None:
                told_by = f"{name}_stated"
                words = f"False where there is no {name}. {field['description']}"
                columns.append(Column(name=told_by, kind="boolean", description=words, path=(name,)))
            columns += [msgspec.structs.replace(c, nullable=True) for c in within]
            nested.append(Nested(name=name, told_by=told_by))
    return tuple(columns), tuple(nested)


def _inner(field: dict[str, Any], defs: dict[str, Any]) -> tuple[dict[str, Any] | None, bool]:
    """The object that a field holds, if it holds one, and whether it may be null instead."""
    branches = field.get("anyOf", [field])
    for branch in branches:
        rules = defs.get(branch.get("$ref", "").removeprefix("#/$defs/"), {})
        if rules.get("type") == "object":
            return rules, len(branches) > 1
    return None, False


def _columns_within(name: str, rules: dict[str, Any]) -> Iterator[Column]:
    for inner, field in rules["properties"].items():
        yield from _column((name, inner), field)


def _column(path: tuple[str, ...], field: dict[str, Any]) -> Iterator[Column]:
    """The column of a plain field or of a list of words; none for a list of objects."""
    types = field.get("type", "string")  # without one it refers to a vocabulary, and those are words
    types = [types] if isinstance(types, str) else types
    kind: Kind
    if "array" in types:
        if "$ref" in field["items"] and not _is_vocabulary(field["items"]):
            return
        kind = "list"
    elif "string" in types:
        kind = "word" if "enum" in field or "$ref" in field or field.get("pattern") == "^s[0-9]+$" else "text"
    else:
        kind = next(kind for kind in ("integer", "number", "boolean") if kind in types)
    yield Column(name="_".join(path), kind=kind, nullable="null" in types, description=field["description"], path=path)


def _is_vocabulary(items: dict[str, Any]) -> bool:
    reference: dict[str, Any] = schema("leaflet")["$defs"][items["$ref"].removeprefix("#/$defs/")]
    return bool(reference["type"] == "string")

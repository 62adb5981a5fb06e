"""The records mirror the schema exactly, and their JSON is canonical."""

import json
import types
from typing import Any

import msgspec
import msgspec.inspect as inspect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import model
from pipeline.validate import schema

# Where a record's name is not its `$def` in capitals: words that Python or the project already uses.
OTHER_NAMES = {"DocumentInfo": "document", "LeafletWarning": "warning"}
SCALARS = {
    inspect.StrType: "string",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
}
Shape = dict[str, Any]


def def_name(record: type) -> str:
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in record.__name__).lstrip("_")
    return OTHER_NAMES.get(record.__name__, words)


def shape_of_type(kind: inspect.Type, records: dict[str, list[tuple[str, Shape]]]) -> Shape:
    """Describe a model type the way `shape_of_schema` describes a schema, and collect the records in it."""
    if isinstance(kind, inspect.UnionType):
        parts = [part for part in kind.types if not isinstance(part, inspect.NoneType)]
        numeric = {type(part) for part in parts} == {inspect.IntType, inspect.FloatType}
        assert numeric or len(parts) == 1
        shape = shape_of_type(inspect.FloatType() if numeric else parts[0], records)
        return {**shape, "nullable": len(parts) < len(kind.types)}
    if isinstance(kind, inspect.StructType):
        name = def_name(kind.cls)
        if name not in records:
            records[name] = []
            records[name] += [(field.encode_name, shape_of_type(field.type, records)) for field in kind.fields]
        return {"type": name, "nullable": False}
    if isinstance(kind, inspect.ListType):
        return {"type": "array", "nullable": False, "items": shape_of_type(kind.item_type, records)}
    if isinstance(kind, inspect.LiteralType):
        return {"type": "string", "nullable": False, "enum": set(kind.values)}
    return {"type": SCALARS[type(kind)], "nullable": False}


def shape_of_schema(part: Shape, defs: Shape) -> Shape:
    if "anyOf" in part:
        [reference] = [branch for branch in part["anyOf"] if branch != {"type": "null"}]
        return {**shape_of_schema(reference, defs), "nullable": len(part["anyOf"]) == 2}
    if "$ref" in part:
        name = part["$ref"].removeprefix("#/$defs/")
        if defs[name]["type"] != "object":
            return shape_of_schema(defs[name], defs)
        return {"type": name, "nullable": False}
    types = part["type"] if isinstance(part["type"], list) else [part["type"]]
    [kind] = [name for name in types if name != "null"]
    shape: Shape = {"type": kind, "nullable": "null" in types}
    if kind == "array":
        shape["items"] = shape_of_schema(part["items"], defs)
    if "enum" in part:
        shape["enum"] = set(part["enum"]) - {None}
        assert (None in part["enum"]) == shape["nullable"]
    return shape


LEAFLET = schema("leaflet")
DEFS: dict[str, Shape] = LEAFLET["$defs"]
OBJECTS = {"leaflet": LEAFLET, **{name: part for name, part in DEFS.items() if part["type"] == "object"}}
RECORDS: dict[str, list[tuple[str, Shape]]] = {}
shape_of_type(inspect.type_info(model.Leaflet), RECORDS)


def test_schema_and_model_have_the_same_records() -> None:
    assert set(OBJECTS) == set(RECORDS)


@pytest.mark.parametrize("name", RECORDS)
def test_record_has_the_fields_order_and_types_of_the_schema(name: str) -> None:
    fields = [(key, shape_of_schema(part, DEFS)) for key, part in OBJECTS[name]["properties"].items()]
    assert RECORDS[name] == fields


@pytest.mark.parametrize("name", OBJECTS)
def test_schema_object_is_closed_required_and_described(name: str) -> None:
    part = OBJECTS[name]
    assert part["additionalProperties"] is False
    assert part["required"] == list(part["properties"])
    assert part["description"].endswith(".")
    for key, rules in part["properties"].items():
        assert len(rules["description"]) > 12, key
        assert "default" not in rules, key
        if key == "evidence":
            assert rules["minItems"] == 1
        if key in ("start", "end", "characters"):
            assert rules["minimum"] >= 0


@pytest.mark.parametrize(
    ("constant", "place"),
    [
        (model.SECTION_KINDS, DEFS["section_kind"]),
        (model.WARNING_CATEGORIES, DEFS["warning_category"]),
        (model.HEADING_KINDS, DEFS["section"]["properties"]["heading"]),
        (model.ROLES, DEFS["ingredient"]["properties"]["role"]),
        (model.DOSE_KINDS, DEFS["dose"]["properties"]["kind"]),
        ((*model.PERS, None), DEFS["amount"]["properties"]["per"]),
        ((*model.BANDS, None), DEFS["effect_frequency"]["properties"]["band"]),
        (model.EFFECT_STATUSES, DEFS["side_effect"]["properties"]["status"]),
        (model.AGENT_KINDS, DEFS["interaction"]["properties"]["agent_kind"]),
        (model.SECTION_KINDS, schema("rule")["properties"]["sections"]["items"]),
    ],
)
def test_vocabulary_is_the_schemas_in_its_order(constant: tuple[str | None, ...], place: Shape) -> None:
    assert list(constant) == place["enum"]


def filled(kind: inspect.Type) -> Any:
    """Build a value of a type with every field set: no null, no empty list."""
    match kind:
        case inspect.UnionType():
            return filled(next(part for part in kind.types if not isinstance(part, inspect.NoneType)))
        case inspect.StructType():
            return kind.cls(**{field.name: filled(field.type) for field in kind.fields})
        case inspect.ListType():
            return [filled(kind.item_type)]
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.IntType() | inspect.FloatType():
            return 3
        case inspect.BoolType():
            return True
    assert isinstance(kind, inspect.StrType)
    return "½ tablet – “naïve” µg\n"


def empty_leaflet(**changes: Any) -> model.Leaflet:
    leaflet: model.Leaflet = filled(inspect.type_info(model.Leaflet))
    for field in leaflet.__struct_fields__:
        if isinstance(getattr(leaflet, field), list):
            setattr(leaflet, field, None)
    return msgspec.structs.replace(leaflet, product=None, sections=[], findings=[], **changes)


def test_a_full_leaflet_survives_the_round_trip() -> None:
    leaflet = filled(inspect.type_info(model.Leaflet))
    data = model.to_json(leaflet)
    assert model.from_json(data) == leaflet
    assert model.to_json(model.from_json(data)) == data


def test_null_and_empty_lists_stay_apart() -> None:
    data = model.to_json(empty_leaflet(side_effects=[], warnings=None))
    read = model.from_json(data)
    assert read.side_effects == []
    assert read.warnings is None


def test_json_is_canonical() -> None:
    data = model.to_json(filled(inspect.type_info(model.Leaflet)))
    text = data.decode("utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert list(json.loads(text)) == list(LEAFLET["properties"])


def test_every_field_is_written_even_where_it_was_left_to_its_default() -> None:
    effect = model.SideEffect(term="dry mouth", evidence=[])
    assert msgspec.json.decode(msgspec.json.encode(effect)) == {
        "term": "dry mouth",
        "aliases": [],
        "frequency": None,
        "serious": False,
        "status": "stated",
        "population": None,
        "action": None,
        "codes": [],
        "evidence": [],
    }


def test_defaults_are_not_shared_between_records() -> None:
    model.SideEffect(term="dry mouth", evidence=[]).aliases.append("xerostomia")
    assert model.SideEffect(term="cough", evidence=[]).aliases == []


def test_a_list_of_facts_is_never_left_to_a_default() -> None:
    lists = [f for f in msgspec.structs.fields(model.Leaflet) if isinstance(f.type, types.UnionType)]
    assert {"product", "side_effects", "storage"} <= {field.name for field in lists}
    assert all(field.required for field in lists)


@pytest.mark.parametrize(
    ("given_number", "written"),
    [
        (10.0, b"10"),
        (10, b"10"),
        (0.5, b"0.5"),
        (0.1, b"0.1"),
        (-0.0, b"0"),
        (1e6, b"1000000"),
        (2.5, b"2.5"),
    ],
)
def test_numbers_are_written_as_the_contract_writes_them(given_number: float, written: bytes) -> None:
    amount = model.Amount(low=given_number, high=None, unit="mg")
    expected = b'{"low":' + written + b',"high":null,"unit":"mg","per":null}'
    assert msgspec.json.encode(amount) == expected
    assert msgspec.json.encode(model.number(given_number)) == written


def test_numbers_become_canonical_when_read() -> None:
    read = msgspec.json.decode(b'{"value": 10.0, "unit": "mg", "text": "10 mg"}', type=model.Strength)
    assert b'"value":10,' in msgspec.json.encode(read)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_must_be_finite(value: float) -> None:
    # msgspec would write these as null, which means something else.
    with pytest.raises(ValueError, match="must be finite"):
        model.number(value)
    with pytest.raises(ValueError, match="must be finite"):
        model.Storage(text="cool", high=value, evidence=[])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_canonical_numbers_keep_their_value(value: float) -> None:
    assert model.number(value) == value
    assert msgspec.json.decode(msgspec.json.encode(model.number(value))) == value


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seriousness": True}, "unknown field"),
        ({"frequency": {"band": "often", "text": "often", "low": None, "high": None}}, "often"),
        ({"term": None}, "Expected `str`"),
    ],
)
def test_reading_refuses_what_the_contract_does_not_know(change: Shape, words: str) -> None:
    effect = {"term": "cough", "evidence": [], **change}
    with pytest.raises(msgspec.ValidationError, match=words):
        msgspec.convert(effect, model.SideEffect)

"""The tables follow the contract: every field has its column, every column its meaning."""

from pathlib import Path

from pipeline.load.layout import PARTS, layout, layouts, record_lists
from pipeline.load.migrations import VERSION
from pipeline.validate import schema

LAYOUT = Path(__file__).with_name(f"layout_{VERSION}.txt")


def written() -> str:
    lines = [f"{t.name}: " + ", ".join(f"{c.name} {c.kind}{'?' * c.nullable}" for c in t.columns) for t in layouts()]
    return "\n".join(lines) + "\n"


def test_layout_is_the_one_that_databases_of_this_version_have() -> None:
    assert written() == LAYOUT.read_text("utf-8"), (
        "The tables differ from those of databases made before. Raise VERSION in pipeline/load/migrations.py and write "
        f"the new layout beside {LAYOUT.name}. New tables and columns need no step, anything else does."
    )


def test_every_list_of_objects_has_a_table() -> None:
    contract = schema("leaflet")
    lists = {
        name
        for rules in (contract, *contract["$defs"].values())
        for name, field in rules.get("properties", {}).items()
        if contract["$defs"].get(field.get("items", {}).get("$ref", "").removeprefix("#/$defs/"), {}).get("properties")
    }
    assert lists == {"sections", "unread", *record_lists(), *PARTS}
    assert lists | {"leaflets"} == {table.name for table in layouts()}


def test_every_table_and_column_says_what_it_is() -> None:
    said = {(table.name, column.name): column.description for table in layouts() for column in table.columns}
    said |= {(table.name, ""): table.description for table in layouts()}
    assert {place for place, words in said.items() if len(words) < 15 or words[-1] not in ".…"} == set()


def test_null_and_empty_lists_stay_apart() -> None:
    counts = [c.name for c in layout("leaflets").columns if c.name.endswith("_count")]
    nullable = [n for n, rules in schema("leaflet")["properties"].items() if "null" in rules.get("type", ())]
    assert counts == [f"{name}_count" for name in nullable]


def test_a_nested_object_without_a_sure_field_has_a_column_that_tells_it_from_null() -> None:
    told = {nested.name: nested.told_by for nested in layout("doses").nested}
    assert told["frequency"] == "frequency_stated"
    assert told["amount"] == "amount_unit"

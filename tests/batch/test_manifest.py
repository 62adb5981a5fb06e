"""The schema of the manifest: closed, every field described, and in step with what a run writes."""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from pipeline.batch.jobs import Reason
from pipeline.batch.manifest import Counts, FileEntry, Manifest, Status, Timings
from pipeline.validate import schema

SCHEMA = schema("manifest")


def objects(node: Any, where: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if "properties" in node:
            yield where, node
        for key, value in node.items():
            yield from objects(value, f"{where}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from objects(value, f"{where}[{index}]")


@pytest.mark.parametrize(("where", "node"), list(objects(SCHEMA)))
def test_every_object_is_closed_and_every_field_required_and_described(where: str, node: dict[str, Any]) -> None:
    assert node["additionalProperties"] is False
    assert node["required"] == list(node["properties"])
    assert [name for name, field in node["properties"].items() if not field.get("description")] == []


def test_the_schema_names_what_the_program_writes() -> None:
    fields, entry = SCHEMA["properties"], SCHEMA["properties"]["files"]["items"]["properties"]
    assert list(fields) == [field.encode_name for field in msgspec.structs.fields(Manifest)]
    assert list(entry) == [field.encode_name for field in msgspec.structs.fields(FileEntry)]
    assert list(fields["counts"]["properties"]) == [field.name for field in msgspec.structs.fields(Counts)]
    assert list(fields["timings"]["properties"]) == [field.name for field in msgspec.structs.fields(Timings)]
    assert list(fields["reasons"]["properties"]) == list(get_args(Reason))
    assert entry["status"]["enum"] == list(get_args(Status))

"""Rows have keys that follow the content, and a leaflet rebuilt from its rows is the leaflet."""

import types
import typing
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.errors import LeafletError
from pipeline.load.rebuild import rebuild
from pipeline.load.rows import Origin, rows
from pipeline.model import Amount, Leaflet, from_json, to_json

GOLDENS = sorted((Path(__file__).resolve().parents[1] / "golden").glob("*.json"))
ORIGIN = Origin("main", "deep/page.txt", "0" * 64)


@pytest.fixture
def leaflet() -> Leaflet:
    return from_json(GOLDENS[0].read_bytes())


def keys(leaflet: Leaflet, origin: Origin = ORIGIN) -> list[str]:
    return [row[1] for row in rows(leaflet, origin)["side_effects"]]


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: str(path.stem))
def test_golden_rebuilt_from_rows_is_the_same_bytes(golden: Path) -> None:
    data = golden.read_bytes()
    assert to_json(rebuild(rows(from_json(data), ORIGIN))) == data


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of the model: every null, every empty list, any text that UTF-8 can hold."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{name: anything(hints[name]) for name in kind.__struct_fields__})
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return st.lists(anything(inner[0]), max_size=2)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*map(anything, inner))
    if origin is typing.Literal:
        return st.sampled_from(inner)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(-(2**53), 2**53),
        float: st.floats(allow_nan=False, allow_infinity=False),
        str: st.text(st.characters(codec="utf-8"), max_size=5),
        bool: st.booleans(),
        type(None): st.none(),
    }
    return plain[kind]


@pytest.mark.parametrize("field", Leaflet.__struct_fields__)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_leaflet_with_anything_in_a_field_is_rebuilt_the_same(field: str, data: st.DataObject) -> None:
    leaflet = from_json(GOLDENS[0].read_bytes())
    setattr(leaflet, field, data.draw(anything(typing.get_type_hints(Leaflet)[field])))
    assert rebuild(rows(leaflet, ORIGIN)) == leaflet


def test_keys_stay_where_evidence_and_codes_change(leaflet: Leaflet) -> None:
    before = keys(leaflet)
    for effect in leaflet.side_effects or []:
        effect.codes = []
        for quote in effect.evidence:
            quote.start, quote.end = quote.start + 7, quote.end + 7
    assert keys(leaflet) == before


def test_keys_change_only_where_the_statement_changes(leaflet: Leaflet) -> None:
    before = keys(leaflet)
    assert leaflet.side_effects
    leaflet.side_effects[3].serious = not leaflet.side_effects[3].serious
    after = keys(leaflet)
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [3]


def test_keys_are_of_one_leaflet_and_one_collection(leaflet: Leaflet) -> None:
    origins = [ORIGIN, ORIGIN._replace(path="other.txt"), ORIGIN._replace(collection="other")]
    found = [set(keys(leaflet, origin)) for origin in origins]
    assert len(set.union(*found)) == 3 * len(found[0])
    assert ORIGIN._replace(sha256="f" * 64).leaflet_id == ORIGIN.leaflet_id


def test_the_same_statement_twice_has_two_keys(leaflet: Leaflet) -> None:
    assert leaflet.side_effects
    before = keys(leaflet)
    leaflet.side_effects.append(leaflet.side_effects[0])
    after = keys(leaflet)
    assert after[:-1] == before
    assert len(set(after)) == len(after)


def test_no_two_tables_share_a_key(leaflet: Leaflet) -> None:
    found = rows(leaflet, ORIGIN)
    records = [row[1] for name in ("ingredients", "doses", "side_effects", "warnings") for row in found[name]]
    assert len(set(records)) == len(records)


def test_a_number_that_would_be_rounded_is_refused(leaflet: Leaflet) -> None:
    assert leaflet.doses
    leaflet.doses[0].amount = Amount(low=2**53 + 1, high=None, unit="mg")
    with pytest.raises(LeafletError, match=r"9007199254740993 in amount\.low"):
        rows(leaflet, ORIGIN)
    leaflet.doses[0].amount = None
    leaflet.doses[0].divided_into = 2**63
    with pytest.raises(LeafletError, match="divided_into"):
        rows(leaflet, ORIGIN)

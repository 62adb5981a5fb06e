"""What breaks a schema is found and said in words, and the two validators never disagree."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.model import (
    Amount,
    Count,
    Coverage,
    DocumentInfo,
    Dose,
    Duration,
    EffectFrequency,
    Evidence,
    Frequency,
    Generator,
    Indication,
    Ingredient,
    Leaflet,
    LeafletWarning,
    Product,
    Section,
    SideEffect,
    Strength,
    Unread,
    from_json,
    to_json,
)
from pipeline.validate import is_valid, schema, schema_text, violations
from pipeline.violation import Violation

TESTS = Path(__file__).parent
TEXT = """Zelvarin 10 mg capsules
Zelvarin is used for hay fever.
Take 10 mg, one capsule, up to twice a day for 7 days.
Side effects
Dry mouth is common. See a doctor if you feel very sleepy.
"""


def at(quote: str, section: str | None, rule: str) -> list[Evidence]:
    start = TEXT.index(quote)
    return [Evidence(start=start, end=start + len(quote), text=quote, section=section, rule=rule)]


def valid_leaflet() -> Leaflet:
    heading = TEXT.index("Side effects")
    unread = "See a doctor if you feel very sleepy."
    return Leaflet(
        document=DocumentInfo(
            name="zelvarin.txt", sha256="0f" * 32, format="text", language="en", characters=len(TEXT)
        ),
        generator=Generator(name="leaflet-pipeline", version="0.1.0", rules="0123456789ab"),
        product=Product(
            name="Zelvarin",
            dose_forms=["capsule"],
            evidence=at("Zelvarin 10 mg capsules", "s1", "product.title"),
        ),
        sections=[
            Section(id="s1", kind="overview", start=0, end=heading, heading="inferred"),
            Section(
                id="s2",
                kind="side_effects",
                title="Side effects",
                start=heading,
                end=len(TEXT),
                heading="explicit",
            ),
        ],
        ingredients=[
            Ingredient(
                name="zelvarine",
                role="active",
                strengths=[Strength(value=10, unit="mg", text="10 mg")],
                evidence=at("10 mg", "s1", "ingredient.title"),
            )
        ],
        doses=[
            Dose(
                text="10 mg, one capsule, up to twice a day for 7 days",
                kind="usual",
                amount=Amount(low=10, high=10, unit="mg"),
                frequency=Frequency(high=2, period=1, period_unit="d"),
                count=Count(low=1, high=1, unit="capsule"),
                duration=Duration(low=7, high=7, unit="d", text="7 days"),
                evidence=at("10 mg, one capsule, up to twice a day for 7 days", "s1", "dose.amount"),
            )
        ],
        side_effects=[
            SideEffect(
                term="dry mouth",
                frequency=EffectFrequency(band="common", text="common", low=0.01, high=0.1),
                evidence=at("Dry mouth", "s2", "side_effect.term"),
            )
        ],
        warnings=[
            LeafletWarning(text=unread, category="neurological", evidence=at("very sleepy", "s2", "warning.sleepy"))
        ],
        contraindications=None,
        interactions=None,
        indications=[Indication(condition="hay fever", evidence=at("hay fever", None, "indication.used_for"))],
        storage=[],
        findings=[],
        coverage=Coverage(
            sections_absent=["storage"],
            unread=[
                Unread(start=TEXT.index(unread), end=len(TEXT) - 1, section="s2", text=unread),
            ],
        ),
    )


VALID = to_json(valid_leaflet())
RULE = {
    "id": "side_effect.may_cause",
    "label": "cue",
    "patterns": ["may cause", [{"LOWER": "can"}, {"LEMMA": "cause", "OP": "+"}, {}]],
    "value": {"band": None},
    "sections": ["side_effects", "warnings"],
    "examples": ["It may cause a dry mouth."],
    "counterexamples": [],
    "source": "the wording of the EU template",
}


class Fixture(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One file of tests/invalid: a change to the valid leaflet (RFC 6902) and all that must be said of it."""

    why: str
    patch: dict[str, Any]
    violations: list[str]


FIXTURES = {
    path.stem: msgspec.json.decode(path.read_bytes(), type=Fixture)
    for path in sorted((TESTS / "invalid").glob("*.json"))
}


def patched(data: bytes, patch: dict[str, Any]) -> bytes:
    document = json.loads(data)
    *parents, last = (int(s) if s.isdecimal() else s for s in patch["path"].split("/")[1:])
    place = document
    for step in parents:
        place = place[step]
    if patch["op"] == "add":
        assert last not in place
    else:
        assert place[last] != patch.get("value")
    if patch["op"] == "remove":
        del place[last]
    else:
        place[last] = patch["value"]
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def verdict(data: bytes, schema_name: str = "leaflet") -> bool:
    """Ask both validators and hold them to one answer."""
    answer = is_valid(data, schema_name)
    assert answer == (not violations(data, schema_name))
    return answer


def test_a_valid_leaflet_passes_both() -> None:
    assert violations(VALID) == []
    assert verdict(VALID)
    assert from_json(VALID) == valid_leaflet()


@pytest.mark.parametrize("name", FIXTURES)
def test_invalid_leaflet_is_refused_with_path_and_words(name: str) -> None:
    fixture = FIXTURES[name]
    data = patched(VALID, fixture.patch)
    assert [str(violation) for violation in violations(data)] == fixture.violations
    assert not verdict(data)


def test_there_are_enough_invalid_leaflets() -> None:
    assert len(FIXTURES) >= 12
    assert len({json.dumps(fixture.patch) for fixture in FIXTURES.values()}) == len(FIXTURES)


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=str(p.relative_to(TESTS))) for p in sorted((TESTS / "golden").rglob("*.json"))],
)
def test_both_validators_accept_the_goldens(path: Path) -> None:
    assert verdict(path.read_bytes())


HALF = '"term": "dry mouth"'
BROKEN_BYTES = {
    "empty": (b"", "$: found invalid JSON at line 1, column 1 (Expecting value), wanted one JSON document"),
    "cut off": (
        VALID[: VALID.index(b'"sha256"')],
        "$: found invalid JSON at line 5, column 5 (Expecting property name enclosed in double quotes), "
        "wanted one JSON document",
    ),
    "two documents": (
        VALID + b"{}",
        f"$: found invalid JSON at line {len(VALID.splitlines()) + 1}, column 1 (Extra data), wanted one JSON document",
    ),
    "windows-1252": (
        VALID.replace(b"zelvarine", "zelvariné".encode("cp1252")),
        f"$: found a byte that is not UTF-8 (after {VALID.index(b'zelvarine') + 8} bytes), wanted UTF-8 text",
    ),
    "utf-16": (
        VALID.decode().encode("utf-16"),
        "$: found a byte that is not UTF-8 (after 0 bytes), wanted UTF-8 text",
    ),
    "byte order mark": (
        b"\xef\xbb\xbf" + VALID,
        "$: found invalid JSON at line 1, column 1 (Unexpected UTF-8 BOM (decode using utf-8-sig)), "
        "wanted one JSON document",
    ),
    "nan": (
        VALID.replace(b'"low": 0.01', b'"low": NaN'),
        "$.side_effects[0].frequency.low: found NaN, wanted a finite number, or null",
    ),
    "infinity": (
        VALID.replace(b'"high": 0.1', b'"high": -Infinity'),
        "$.side_effects[0].frequency.high: found -Infinity, wanted a finite number, or null",
    ),
    "beyond every float": (
        VALID.replace(b'"value": 10', b'"value": 1e999'),
        "$.ingredients[0].strengths[0].value: found Infinity, wanted a finite number, or null",
    ),
    "repeated key": (
        VALID.replace(HALF.encode(), b'"term": "cough", ' + HALF.encode()),
        "$.side_effects[0].term: found this key more than once, wanted each key once",
    ),
    "repeated key among escapes": (
        VALID.replace(HALF.encode(), b'"term": "dry\\u0020mouth", ' + HALF.encode()),
        "$.side_effects[0].term: found this key more than once, wanted each key once",
    ),
    "half a character": (
        VALID.replace(HALF.encode(), b'"term": "dry \\ud83d mouth"'),
        "$.side_effects[0].term: found half of a surrogate pair, wanted whole characters",
    ),
    "nested without end": (
        b"[" * 100_000,
        "$: found lists or objects nested too deep to read, wanted a few levels",
    ),
}


@pytest.mark.parametrize("name", BROKEN_BYTES)
def test_bytes_that_are_no_proper_json_are_refused_in_words(name: str) -> None:
    data, words = BROKEN_BYTES[name]
    assert data != VALID
    assert words in [str(violation) for violation in violations(data)]
    assert not verdict(data)


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    data = VALID.replace(b'"value": 10', b'"value": 1' + b"0" * 5000)
    [violation] = violations(data)
    assert violation.found.startswith("a number too long to read")
    assert not verdict(data)


@pytest.mark.parametrize(
    "data",
    [
        VALID.replace(b'"value": 10', b'"value": 1.0e1'),
        VALID.replace(b"zelvarine", b"zelvarin\\u00e9 \\ud83d\\ude00"),
        VALID.replace(b'"end": 23', b'"end": 23.0', 1),
        msgspec.json.format(VALID, indent=-1),
    ],
)
def test_json_written_in_another_way_is_as_valid(data: bytes) -> None:
    assert data != VALID
    assert verdict(data)


def test_offsets_with_a_decimal_point_are_held_to_their_quote_too() -> None:
    data = VALID.replace(b'"end": 23', b'"end": 24.0', 1)
    [violation] = violations(data)
    expected = "$.product.evidence[0].end: found 24.0, wanted 0 + 23, the start and the length of the text"
    assert str(violation) == expected
    assert not verdict(data)


def test_offsets_count_code_points() -> None:
    document = json.loads(VALID)
    evidence = document["side_effects"][0]["evidence"][0]
    evidence["text"] = "Dry m😀uth"
    assert verdict(json.dumps(document, ensure_ascii=False).encode())
    assert verdict(json.dumps(document, ensure_ascii=True).encode())


def test_every_violation_is_reported_once_and_at_its_place() -> None:
    document = json.loads(VALID)
    document["doses"][0]["kind"] = 5
    document["side_effects"][0]["odd key"] = None
    del document["coverage"]["unread"], document["coverage"]["sections_absent"]
    found = violations(json.dumps(document).encode())
    assert [violation.path for violation in found] == [
        "$.doses[0].kind",
        '$.side_effects[0]["odd key"]',
        "$.coverage.sections_absent",
        "$.coverage.unread",
    ]


def test_long_values_are_shortened() -> None:
    data = VALID.replace(b'"band": "common"', b'"band": "' + b"very " * 100 + b'"')
    [violation] = violations(data)
    assert violation.found.startswith('"very very') and violation.found.endswith("…")
    assert len(violation.found) == 80


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the path of everything inside a document."""
    steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [p for step in steps for p in [(*path, step), *places(value[step], (*path, step))]]


@pytest.mark.parametrize(("schema_name", "valid"), [("leaflet", json.loads(VALID)), ("rule", RULE)])
def test_both_validators_agree_on_any_change(schema_name: str, valid: dict[str, Any]) -> None:
    paths = places(valid)

    @given(st.data())
    def agree(data: st.DataObject) -> None:
        document = copy.deepcopy(valid)
        *parents, last = data.draw(st.sampled_from(paths))
        place = document
        for step in parents:
            place = place[step]
        place[last] = data.draw(JSON_VALUES)
        verdict(json.dumps(document).encode(), schema_name)

    agree()


@given(st.binary(max_size=20) | st.text(max_size=20).map(str.encode))
def test_both_validators_agree_on_any_bytes(data: bytes) -> None:
    assert not verdict(data)


def test_a_rule_passes_with_and_without_what_is_optional() -> None:
    needed = {key: RULE[key] for key in ("id", "label", "patterns", "examples", "counterexamples")}
    assert verdict(json.dumps(RULE).encode(), "rule")
    assert verdict(json.dumps(needed).encode(), "rule")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"patterns": []}, "$.patterns: found a list of 0, wanted a list of 1 or more"),
        ({"patterns": [[]]}, "$.patterns[0]: found a list of 0, wanted a list of 1 or more"),
        ({"patterns": [7]}, "$.patterns[0]: found 7, wanted text or a list"),
        ({"patterns": [["cough"]]}, '$.patterns[0][0]: found "cough", wanted an object'),
        ({"patterns": [[{"lower": "a"}]]}, '$.patterns[0][0]: found "lower", wanted text like ^([A-Z]'),
        ({"id": "may cause"}, '$.id: found "may cause", wanted text like ^[a-z_]+'),
        ({"examples": []}, "$.examples: found a list of 0, wanted a list of 1 or more"),
        ({"sections": ["cures"]}, '$.sections[0]: found "cures", wanted one of title, overview'),
        ({"regex": "x"}, "$.regex: found an unknown key, wanted only id, label, patterns"),
    ],
)
def test_a_broken_rule_is_refused_with_path_and_words(change: dict[str, Any], words: str) -> None:
    data = json.dumps({**RULE, **change}).encode()
    [violation] = violations(data, "rule")
    assert str(violation).startswith(words)
    assert not verdict(data, "rule")


@pytest.mark.parametrize("name", ["leaflet", "rule"])
def test_schemas_are_schemas(name: str) -> None:
    from jsonschema import Draft202012Validator

    content = schema(name)
    Draft202012Validator.check_schema(content)
    assert content["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert json.loads(schema_text(name)) == content


def test_changing_a_schema_object_changes_no_verdict() -> None:
    schema("leaflet")["properties"].clear()
    assert "doses" in schema("leaflet")["properties"]
    assert verdict(VALID)


@pytest.mark.parametrize("name", ["leaflets", "../pyproject", ""])
def test_an_unknown_schema_is_a_wrong_call(name: str) -> None:
    with pytest.raises(UsageError, match=r"There is no schema named .*; there are .*leaflet.*rule"):
        schema_text(name)
    with pytest.raises(UsageError):
        violations(VALID, name)
    with pytest.raises(UsageError):
        is_valid(VALID, name)


def test_a_violation_reads_as_a_sentence() -> None:
    violation = Violation("$.doses[0].kind", '"often"', "one of usual, initial")
    assert str(violation) == '$.doses[0].kind: found "often", wanted one of usual, initial'


def test_importing_the_module_builds_no_validator() -> None:
    code = "import sys, pipeline.validate; print([m for m in sys.modules if m.startswith('jsonschema')])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"

"""JSON bytes come in; the places where they break a schema go out, in words a person can act on.

Two validators, one authority: jsonschema decides and explains (`violations`), jsonschema-rs is the fast yes
for many documents (`is_valid`). Both are built when first asked for, so that this module is cheap to import.
"""

import json
import math
import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator
    from jsonschema_rs import Draft202012Validator

_SUFFIX = ".schema.json"
_TYPES = {
    "null": "null",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST_SHOWN = 80
# Built once: a union written into isinstance() would be built at every call.
_CONTAINERS = (dict, list)
_NUMBERS = (int, float)

JsonPath = tuple[str | int, ...]


class Violation(msgspec.Struct, frozen=True):
    """One broken rule: the JSON path of the place (`$.doses[0].kind`), what is there and what should be."""

    path: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}, wanted {self.wanted}"


def violations(data: bytes, schema_name: str = "leaflet") -> list[Violation]:
    """Return everything that is wrong with a JSON document; an empty list where it is valid.

    A leaflet is also held to what a schema cannot say: quotes as long as their offsets claim, inside the
    document, in sections that exist. Raises UsageError where there is no schema of that name.
    """
    judge = _judge(schema_name)
    try:
        value = _parse(data)
    except _Unreadable as error:
        return [error.violation]
    found = list(_beyond_json(value))
    for cause in _causes(judge.iter_errors(value)):
        found.extend(_explain(cause))
    if schema_name == "leaflet":
        refused = {violation.path for violation in found}
        found.extend(more for more in _contradictions(value) if more.path not in refused)
    return list(dict.fromkeys(found))


def is_valid(data: bytes, schema_name: str = "leaflet") -> bool:
    """Return whether `violations` would find nothing, without finding out what; some twenty times faster."""
    quick = _quick(schema_name)
    try:
        value = msgspec.json.decode(data)
        if not quick.is_valid(value) or _repeats_keys(data, value):
            return False
    except (ValueError, RecursionError):  # the errors of msgspec and of decoding are ValueErrors
        return False
    return schema_name != "leaflet" or _agrees(value)


def schema_text(name: str) -> str:
    """Return the text of `schemas/<name>.schema.json`; raises UsageError where there is none."""
    folder = _schema_folder()
    known = sorted(file.name.removesuffix(_SUFFIX) for file in folder.glob(f"*{_SUFFIX}"))
    if name not in known:
        raise UsageError(f"There is no schema named {name!r}; there are {', '.join(known)}.")
    return (folder / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def schema(name: str) -> dict[str, Any]:
    """Return the schema as an object that the caller may change; raises UsageError where there is none."""
    content: dict[str, Any] = json.loads(schema_text(name))
    return content


def _schema_folder() -> Path:
    # An installed wheel holds the schemas inside the package, a checkout beside it.
    package = Path(__file__).parent
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


@cache
def _judge(name: str) -> "Validator":
    from jsonschema import Draft202012Validator, validators

    content = schema(name)
    Draft202012Validator.check_schema(content)
    extend: Any = validators.extend  # has no type hints
    judge: Validator = extend(Draft202012Validator, {"pattern": _matches_pattern})(content)
    return judge


@cache
def _quick(name: str) -> "Draft202012Validator":
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(schema(name))


def _matches_pattern(
    validator: "Validator", pattern: str, instance: object, schema: object
) -> Iterator["ValidationError"]:
    """JSON Schema's `$` is the end of the text (ECMA 262); Python's also matches before a last line break."""
    from jsonschema import ValidationError

    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


# The bytes and what JSON cannot carry


class _Unreadable(ValueError):
    """The bytes are not JSON at all; carries the violation that says why."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(found)
        self.violation = Violation("$", found, wanted)


class _Repeating(dict[str, Any]):
    """An object whose text gives a key more than once; Python's reader alone would keep the last one."""

    repeated: list[str]


def _parse(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise _Unreadable(f"a byte that is not UTF-8 (after {error.start} bytes)", "UTF-8 text") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _Unreadable(f"invalid JSON at {where} ({error.msg})", "one JSON document") from None
    except RecursionError:
        raise _Unreadable("lists or objects nested too deep to read", "a few levels") from None
    except ValueError as error:  # Python bounds the digits of an integer
        raise _Unreadable(f"a number too long to read ({error})", "numbers of a few digits") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    keys = [key for key, _ in pairs]
    repeating = _Repeating(content)
    repeating.repeated = [key for key in content if keys.count(key) > 1]
    return repeating


def _repeats_keys(data: bytes, value: Any) -> bool:
    # A document without repeated keys stays what it is when read, written again and stripped of blanks.
    # One that does not stay may have a harmless cause (an escape, 1.50), which only the slow reader can tell.
    if msgspec.json.format(data, indent=-1) == msgspec.json.encode(value):
        return False
    return any(isinstance(node, _Repeating) for _, node in _walk(_parse(data)))


def _walk(value: Any) -> Iterator[tuple[JsonPath, Any]]:
    """Yield every object and list that holds anything, with its path, in the order of the text."""
    stack: list[tuple[JsonPath, Any]] = [((), value)] if isinstance(value, _CONTAINERS) else []
    while stack:
        path, node = stack.pop()
        yield path, node
        inner = [(step, child) for step, child in _children(node) if child and isinstance(child, _CONTAINERS)]
        stack.extend(((*path, step), child) for step, child in reversed(inner))


def _children(node: Any) -> Iterable[tuple[str | int, Any]]:
    return node.items() if isinstance(node, dict) else enumerate(node)


def _beyond_json(value: Any) -> Iterator[Violation]:
    """What Python's reader lets pass although JSON has no such thing, or no one meaning for it."""
    for path, node in _walk(value):
        if isinstance(node, _Repeating):
            for key in node.repeated:
                yield Violation(_written((*path, key)), "this key more than once", "each key once")
        for step, child in _children(node):
            if isinstance(child, float) and not math.isfinite(child):
                yield Violation(_written((*path, step)), _shown(child), "a finite number, or null")
            if any(isinstance(text, str) and _LONE_SURROGATE.search(text) for text in (step, child)):
                yield Violation(_written((*path, step)), "half of a surrogate pair", "whole characters")


# The schema


def _causes(errors: Iterable["ValidationError"]) -> list["ValidationError"]:
    """Keep the errors that are causes: a value of the wrong type breaks other keywords as a consequence."""
    listed = [cause for error in errors for cause in _unfolded(error)]
    mistyped = {error.json_path for error in listed if error.validator == "type"}
    return [error for error in listed if error.validator == "type" or error.json_path not in mistyped]


def _unfolded(error: "ValidationError") -> Iterator["ValidationError"]:
    """Replace "fits no branch of anyOf" by what is wrong in the branch that has the value's type."""
    branches: dict[str | int, list[ValidationError]] = {}
    for cause in error.context or []:
        branches.setdefault(cause.relative_schema_path[0], []).append(cause)
    for causes in branches.values():
        if not any(cause.validator == "type" and not cause.relative_path for cause in causes):
            for cause in causes:
                yield from _unfolded(cause)
            return
    yield error


def _explain(error: "ValidationError") -> Iterator[Violation]:
    path: JsonPath = tuple(error.absolute_path)
    rules: Any = error.schema
    content: Any = error.instance
    if error.validator == "required":
        for key in rules["required"]:
            if key not in content:
                wanted = _with_meaning("this key", rules["properties"].get(key, {}))
                yield Violation(_written((*path, key)), "nothing", wanted)
    elif error.validator == "additionalProperties":
        known = rules["properties"]
        for key in content:
            if key not in known:
                yield Violation(_written((*path, key)), "an unknown key", f"only {', '.join(known)}")
    else:
        yield Violation(_written(path), _shown(content), _wanted(error, rules))


def _wanted(error: "ValidationError", rules: dict[str, Any]) -> str:
    limit: Any = error.validator_value
    match error.validator:
        case "type":
            return _type_words(limit)
        case "anyOf":
            return " or ".join(_type_words(branch) for branch in _branch_types(error))
        case "enum":
            return "one of " + ", ".join("null" if word is None else str(word) for word in limit)
        case "pattern":
            return _with_meaning(f"text like {limit}", rules)
        case "minLength":
            return f"text of {limit} or more characters"
        case "minItems":
            return f"a list of {limit} or more"
        case "minimum":
            return f"at least {limit}"
        case "exclusiveMinimum":
            return f"more than {limit}"
        case "maximum":
            return f"at most {limit}"
        case _:
            return f"what the schema says: {error.message}"


def _with_meaning(wanted: str, rules: dict[str, Any]) -> str:
    return f"{wanted}: {rules['description']}" if "description" in rules else wanted


def _branch_types(error: "ValidationError") -> list[Any]:
    return [cause.validator_value for cause in error.context or [] if cause.validator == "type"]


def _type_words(types: str | list[str]) -> str:
    return " or ".join(_TYPES[kind] for kind in ([types] if isinstance(types, str) else types))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= _LONGEST_SHOWN else written[: _LONGEST_SHOWN - 1] + "…"


def _written(path: JsonPath) -> str:
    """Write a JSON path: `$.side_effects[3].evidence[0].end`, and `$["odd key"]` where dots would not do."""
    steps = []
    for step in path:
        if isinstance(step, str) and _PLAIN_KEY.fullmatch(step):
            steps.append(f".{step}")
        else:
            steps.append(f"[{json.dumps(step)}]")
    return "$" + "".join(steps)


# What no schema can say


def _contradictions(leaflet: Any) -> Iterator[Violation]:
    """Where the parts of a leaflet disagree; passes over what the schema already refuses."""
    if not isinstance(leaflet, dict):
        return
    sections = _section_ids(leaflet)
    for name, places in sections.items():
        for i in places[1:]:
            yield Violation(f"$.sections[{i}].id", _shown(name), "an id that no other section has")
    document = leaflet.get("document")
    length = document.get("characters") if isinstance(document, dict) else None
    for path, node in _walk(leaflet):
        if isinstance(node, dict) and _is_number(node.get("start")) and _is_number(node.get("end")):
            for key, found, wanted in _disagreements(node, sections, length):
                yield Violation(_written((*path, key)), found, wanted)


def _agrees(leaflet: dict[str, Any]) -> bool:
    """Whether `_contradictions` would find nothing in a leaflet that keeps the schema; looks only where spans are."""
    sections = _section_ids(leaflet)
    if len(sections) < len(leaflet["sections"]):
        return False
    length = leaflet["document"]["characters"]
    records = [r for value in leaflet.values() if isinstance(value, list) for r in value if "evidence" in r]
    if leaflet["product"] is not None:
        records.append(leaflet["product"])
    spans = [*leaflet["sections"], *leaflet["coverage"]["unread"]]
    for record in records:
        spans += record["evidence"]
    for span in spans:
        start, end, section = span["start"], span["end"], span.get("section", span.get("parent"))
        wrong = len(span["text"]) != end - start if "text" in span else end < start
        if wrong or end > length or (section is not None and section not in sections):
            return False
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS)  # 5.0 is a whole number to JSON Schema


def _section_ids(leaflet: dict[str, Any]) -> dict[str, list[int]]:
    """Each id with the places in the list of sections that bear it."""
    sections = leaflet.get("sections")
    places: dict[str, list[int]] = {}
    for i, section in enumerate(sections if isinstance(sections, list) else []):
        if isinstance(section, dict) and isinstance(section.get("id"), str):
            places.setdefault(section["id"], []).append(i)
    return places


def _disagreements(span: dict[str, Any], ids: Container[str], length: Any) -> Iterator[tuple[str, str, str]]:
    """The key, what it says and what it should say, for one span of the text."""
    start, end, text = span["start"], span["end"], span.get("text")
    if isinstance(text, str) and len(text) != end - start:
        yield "end", str(end), f"{start} + {len(text)}, the start and the length of the text"
    elif end < start:
        yield "end", str(end), f"at least the start, {start}"
    if _is_number(length) and end > length:
        yield "end", str(end), f"at most {length}, the length of the document"
    for key in ("section", "parent"):
        if isinstance(span.get(key), str) and span[key] not in ids:
            yield key, _shown(span[key]), "the id of a section of this leaflet"

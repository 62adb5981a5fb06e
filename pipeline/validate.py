"""JSON bytes come in; the places where they break a schema go out, in words a person can act on.

Two validators, one authority: jsonschema decides and explains (`violations`), jsonschema-rs is the fast yes
for many documents (`is_valid`). Both are built when first asked for, so that this module is cheap to import.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.contradictions import agrees, contradictions
from pipeline.errors import UsageError
from pipeline.strict_json import Unreadable, beyond_json, parse, repeats_keys
from pipeline.violation import JsonPath, Violation, shown, written

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


def violations(data: bytes, schema_name: str = "leaflet") -> list[Violation]:
    """Return everything that is wrong with a JSON document; an empty list where it is valid.

    A leaflet is also held to what a schema cannot say: quotes as long as their offsets claim, inside the
    document, in sections that exist. Raises UsageError where there is no schema of that name.
    """
    judge = _judge(schema_name)
    try:
        value = parse(data)
    except Unreadable as error:
        return [error.violation]
    found = list(beyond_json(value))
    for cause in _causes(judge.iter_errors(value)):
        found.extend(_explain(cause))
    if schema_name == "leaflet":
        refused = {violation.path for violation in found}
        found.extend(more for more in contradictions(value) if more.path not in refused)
    return list(dict.fromkeys(found))


def is_valid(data: bytes, schema_name: str = "leaflet") -> bool:
    """Return whether `violations` would find nothing, without finding out what; some twenty times faster."""
    quick = _quick(schema_name)
    try:
        value = msgspec.json.decode(data)
        if not quick.is_valid(value) or repeats_keys(data, value):
            return False
    except (ValueError, RecursionError):  # the errors of msgspec and of decoding are ValueErrors
        return False
    return schema_name != "leaflet" or agrees(value)


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
                yield Violation(written((*path, key)), "nothing", wanted)
    elif error.validator == "additionalProperties":
        known = rules["properties"]
        for key in content:
            if key not in known:
                yield Violation(written((*path, key)), "an unknown key", f"only {', '.join(known)}")
    else:
        yield Violation(written(path), shown(content), _wanted(error, rules))


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

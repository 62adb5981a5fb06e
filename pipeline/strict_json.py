"""JSON bytes in, the value out, with what Python's reader lets pass although JSON has no such thing told apart."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pipeline.violation import Violation, children, shown, walk, written

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Unreadable(ValueError):
    """The bytes are not JSON at all; carries the violation that says why."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(found)
        self.violation = Violation("$", found, wanted)


class _Repeating(dict[str, Any]):
    """An object whose text gives a key more than once; Python's reader alone would keep the last one."""

    repeated: list[str]


def parse(data: bytes) -> Any:
    """The value of JSON bytes. Unreadable where they are none."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise Unreadable(f"a byte that is not UTF-8 (after {error.start} bytes)", "UTF-8 text") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"invalid JSON at {where} ({error.msg})", "one JSON document") from None
    except RecursionError:
        raise Unreadable("lists or objects nested too deep to read", "a few levels") from None
    except ValueError as error:  # Python bounds the digits of an integer
        raise Unreadable(f"a number too long to read ({error})", "numbers of a few digits") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    keys = [key for key, _ in pairs]
    repeating = _Repeating(content)
    repeating.repeated = [key for key in content if keys.count(key) > 1]
    return repeating


def repeats_keys(data: bytes, value: Any) -> bool:
    """Whether an object in these bytes, already read as `value`, gives a key more than once."""
    # A document without repeated keys stays what it is when read, written again and stripped of blanks.
    # One that does not stay may have a harmless cause (an escape, 1.50), which only the slow reader can tell.
    if msgspec.json.format(data, indent=-1) == msgspec.json.encode(value):
        return False
    return any(isinstance(node, _Repeating) for _, node in walk(parse(data)))


def beyond_json(value: Any) -> Iterator[Violation]:
    """What Python's reader lets pass although JSON has no such thing, or no one meaning for it."""
    for path, node in walk(value):
        if isinstance(node, _Repeating):
            for key in node.repeated:
                yield Violation(written((*path, key)), "this key more than once", "each key once")
        for step, child in children(node):
            if isinstance(child, float) and not math.isfinite(child):
                yield Violation(written((*path, step)), shown(child), "a finite number, or null")
            if any(isinstance(text, str) and _LONE_SURROGATE.search(text) for text in (step, child)):
                yield Violation(written((*path, step)), "half of a surrogate pair", "whole characters")

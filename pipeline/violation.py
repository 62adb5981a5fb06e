"""One broken rule of a JSON document: its place in the document, what is there and what should be, in words."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_SHOWN = 80
# Built once: a union written into isinstance() would be built at every call.
_CONTAINERS = (dict, list)

JsonPath = tuple[str | int, ...]


class Violation(msgspec.Struct, frozen=True):
    """One broken rule: the JSON path of the place (`$.doses[0].kind`), what is there and what should be."""

    path: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}, wanted {self.wanted}"


def walk(value: Any) -> Iterator[tuple[JsonPath, Any]]:
    """Yield every object and list that holds anything, with its path, in the order of the text."""
    stack: list[tuple[JsonPath, Any]] = [((), value)] if isinstance(value, _CONTAINERS) else []
    while stack:
        path, node = stack.pop()
        yield path, node
        inner = [(step, child) for step, child in children(node) if child and isinstance(child, _CONTAINERS)]
        stack.extend(((*path, step), child) for step, child in reversed(inner))


def children(node: Any) -> Iterable[tuple[str | int, Any]]:
    """What an object or list holds, each with its key or index."""
    return node.items() if isinstance(node, dict) else enumerate(node)


def shown(value: Any) -> str:
    """A value in few words, for messages."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= _LONGEST_SHOWN else written[: _LONGEST_SHOWN - 1] + "…"


def written(path: JsonPath) -> str:
    """Write a JSON path: `$.side_effects[3].evidence[0].end`, and `$["odd key"]` where dots would not do."""
    steps = []
    for step in path:
        if isinstance(step, str) and _PLAIN_KEY.fullmatch(step):
            steps.append(f".{step}")
        else:
            steps.append(f"[{json.dumps(step)}]")
    return "$" + "".join(steps)

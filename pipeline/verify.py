"""Written outputs and the raw files they came from in, wrong quotes out: is every quote where it says it is?"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pipeline.api import read_bytes
from pipeline.errors import LeafletError, UsageError
from pipeline.read import MAX_BYTES, read


class Verdict(NamedTuple):
    """How many quotes of one output were looked up, and what was wrong, in words."""

    file: Path
    quotes: int
    wrong: list[str]


def outputs(out: Path) -> list[Path]:
    """The JSON documents of a run's output folder, in order. UsageError where there are none."""
    if not out.is_dir():
        raise UsageError("is no folder; give the OUT of `leaflet run`", file=out)
    found = sorted(p for p in out.rglob("*.json") if not _is_aside(p.relative_to(out)))
    if not found:
        raise UsageError("holds no outputs; give the OUT of `leaflet run`", file=out)
    return found


def _is_aside(path: Path) -> bool:
    """Whether a path below OUT is no document but the run's own: its name, or a folder's, begins with _ or a dot."""
    return any(part.startswith(("_", ".")) for part in path.parts)


def verify(out: Path, raw: Path, *, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Iterator[Verdict]:
    """Look up every quote of every output of `out` in the file it names under `raw` (a folder, or one file)."""
    if not raw.exists():
        raise UsageError("does not exist; give the RAW of `leaflet run`", file=raw)
    for path in outputs(out):
        source = raw / path.relative_to(out).with_name(path.name.removesuffix(".json")) if raw.is_dir() else raw
        try:
            yield _verify_one(path, source, encoding, max_bytes)
        except (LeafletError, msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Verdict(path, 0, [str(error)])


def _verify_one(path: Path, source: Path, encoding: str | None, max_bytes: int) -> Verdict:
    data = read_bytes(source, max_bytes)
    leaflet = msgspec.json.decode(path.read_bytes())
    if not isinstance(leaflet, dict) or "document" not in leaflet:
        return Verdict(path, 0, ["is no leaflet document; `leaflet validate` says more"])
    if leaflet["document"]["sha256"] != hashlib.sha256(data).hexdigest():
        return Verdict(path, 0, [f"{source} has changed since this output was written; run it again"])
    text = read(data, encoding=encoding, max_bytes=max_bytes).text
    quotes = list(_quotes(leaflet, "$"))
    wrong = [
        f"{where} quotes {_short(quote['text'])} at {quote['start']}-{quote['end']}, where the text has "
        f"{_short(text[quote['start'] : quote['end']])}"
        for where, quote in quotes
        if text[quote["start"] : quote["end"]] != quote["text"]
    ]
    return Verdict(path, len(quotes), wrong)


def _quotes(node: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with a start, an end and a text, and its JSON path."""
    if isinstance(node, dict):
        if {"start", "end", "text"} <= node.keys():
            yield where, node
        for key, value in node.items():
            yield from _quotes(value, f"{where}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _quotes(value, f"{where}[{index}]")


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")

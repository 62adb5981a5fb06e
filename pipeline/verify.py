"""Written outputs and the raw leaflets they came from in, wrong quotes out: is every quote where it says it is?"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from pipeline.batch.sources import Item, Raw, contents, expand, read_source
from pipeline.errors import LeafletError
from pipeline.outputs import outputs
from pipeline.read import read


class Verdict(NamedTuple):
    """How many quotes of one output were looked up, and what was wrong, in words."""

    file: str
    quotes: int
    wrong: list[str]


def verify(out: str, raw: Raw) -> Iterator[Verdict]:
    """Look up every quote of every output of `out` (a folder or URL) in the leaflet of `raw` that it was made of."""
    with outputs(out) as found:
        items = {f"{item.key}.json": item for item in expand(raw, out)}
        for name in found.names:
            if name not in items:
                yield Verdict(found.where(name), 0, [f"its leaflet, {name.removesuffix('.json')}, is not in RAW"])
        there = [items[name] for name in found.names if name in items]
        for item, data in _with_bytes(there, raw):
            name = f"{item.key}.json"
            try:
                if isinstance(data, LeafletError):
                    raise data
                yield _verify_one(found.where(name), found.read(name), item, data, raw)
            except (LeafletError, msgspec.DecodeError, UnicodeDecodeError) as error:
                yield Verdict(found.where(name), 0, [str(error)])


def _with_bytes(items: Iterable[Item], raw: Raw) -> Iterator[tuple[Item, bytes | LeafletError]]:
    """The leaflets with their bytes, or with the reason why there are none; those of archives and tables last."""
    inside: list[Item] = []
    for item in items:
        if item.error is not None:
            yield item, LeafletError(item.error, file=item.where)
        elif item.source is None:
            inside.append(item)
        else:
            try:
                yield item, read_source(item.source, raw.max_bytes)
            except LeafletError as error:
                yield item, error
    for item, data in contents(inside, raw):
        yield item, LeafletError("is not there any more", file=item.where) if data is None else data


def _verify_one(file: str, written: bytes, item: Item, data: bytes, raw: Raw) -> Verdict:
    leaflet = msgspec.json.decode(written)
    if not isinstance(leaflet, dict) or "document" not in leaflet:
        return Verdict(file, 0, ["is no leaflet document; `leaflet validate` says more"])
    if leaflet["document"]["sha256"] != hashlib.sha256(data).hexdigest():
        return Verdict(file, 0, [f"{item.where} has changed since this output was written; run it again"])
    text = read(data, encoding=item.encoding or raw.encoding, max_bytes=raw.max_bytes).text
    quotes = list(_quotes(leaflet, "$"))
    wrong = [
        f"{where} quotes {_short(quote['text'])} at {quote['start']}-{quote['end']}, where the text has "
        f"{_short(text[quote['start'] : quote['end']])}"
        for where, quote in quotes
        if text[quote["start"] : quote["end"]] != quote["text"]
    ]
    return Verdict(file, len(quotes), wrong)


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

"""A leaflet's JSON in, the places where its parts disagree out: what no schema can say."""

from collections.abc import Container, Iterator
from typing import Any

from pipeline.violation import Violation, shown, walk, written

# Built once: a union written into isinstance() would be built at every call.
_NUMBERS = (int, float)


def contradictions(leaflet: Any) -> Iterator[Violation]:
    """Where the parts of a leaflet disagree; passes over what the schema already refuses."""
    if not isinstance(leaflet, dict):
        return
    sections = _section_ids(leaflet)
    for name, places in sections.items():
        for i in places[1:]:
            yield Violation(f"$.sections[{i}].id", shown(name), "an id that no other section has")
    document = leaflet.get("document")
    length = document.get("characters") if isinstance(document, dict) else None
    for path, node in walk(leaflet):
        if isinstance(node, dict) and _is_number(node.get("start")) and _is_number(node.get("end")):
            for key, found, wanted in _disagreements(node, sections, length):
                yield Violation(written((*path, key)), found, wanted)


def agrees(leaflet: dict[str, Any]) -> bool:
    """Whether `contradictions` would find nothing in a leaflet that keeps the schema; looks only where spans are."""
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
            yield key, shown(span[key]), "the id of a section of this leaflet"

"""Records of single mentions in, one Leaflet out: equal facts merged, all in order of place."""

from typing import Any

from pipeline import __version__
from pipeline.coding import add_codes
from pipeline.coverage import coverage
from pipeline.data_files import rules_hash
from pipeline.entities import entities
from pipeline.findings import findings
from pipeline.model import (
    SCHEMA_VERSION,
    DocumentInfo,
    Evidence,
    Generator,
    Leaflet,
)
from pipeline.view import View


def assemble(view: View, document: DocumentInfo) -> Leaflet:
    """The Leaflet of a view whose entity stages have all run."""
    records: dict[str, Any] = {}
    for entity in entities():
        found = view.records[entity.KEY]
        records[entity.KEY] = merge(found, entity.same) if isinstance(found, list) else found
    add_codes(view.lexicon, records)
    product = records.pop("product")
    return Leaflet(
        schema_version=SCHEMA_VERSION,
        document=document,
        generator=Generator(name="leaflet-pipeline", version=__version__, rules=rules_hash()),
        product=product,
        sections=view.sections,
        findings=findings(view),
        coverage=coverage(view, records),
        **records,
    )


def merge(records: list[Any], same: Any) -> list[Any]:
    """One record a fact, in order of its best place; later mentions add evidence and what the first left open."""
    by_key: dict[Any, Any] = {}
    for record in records:
        kept = by_key.setdefault(same(record), record)
        if kept is not record:
            _absorb(kept, record)
    out = list(by_key.values())
    for record in out:
        record.evidence = _ordered(record.evidence)
    return sorted(out, key=lambda r: (r.evidence[0].start, r.evidence[0].end))


def _absorb(kept: Any, other: Any) -> None:
    """Add to `kept` what `other` knows more: list items, true flags, values where `kept` has none."""
    for name in kept.__struct_fields__:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if isinstance(mine, list):
            mine += [x for x in theirs if x not in mine]
        elif mine is None or mine is False:
            setattr(kept, name, theirs)


def _ordered(evidence: list[Evidence]) -> list[Evidence]:
    """The best place (the first) first, the others by place, none twice."""
    if len(evidence) == 1:
        return evidence
    rest = {(e.start, e.end): e for e in evidence[1:] if (e.start, e.end) != (evidence[0].start, evidence[0].end)}
    return [evidence[0], *(rest[k] for k in sorted(rest))]

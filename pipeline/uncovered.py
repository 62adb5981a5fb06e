"""The outputs of a run in, a summary of what was not understood out: by section kind, kind of sentence, and leaflet."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from pipeline.coverage import SAFETY
from pipeline.errors import LeafletError
from pipeline.model import Leaflet, Section
from pipeline.outputs import outputs

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("condition (if, when …)", re.compile(r"(?:if|when|even if|in case|should you|before|while|during|after)\b")),
    ("what the doctor does", re.compile(r"(?:your|the|a) (?:\w+ )?(?:doctor|nurse|physician|pharmacist|healthcare)\b")),
    (
        "instruction",
        re.compile(r"(?:please |always |also )*(?:do not|don.?t|never|take|use|tell|talk|ask|contact|stop|keep|avoid"
                   r"|speak|check|seek|make sure|you (?:should|must|need))\b"),
    ),
    ("goes on about what stands before", re.compile(r"(?:this|these|it|they|such|there|some of)\b")),
)  # fmt: skip
_VERB = re.compile(r"\b(?:is|are|was|were|may|can|could|might|will|should|must|has|have|had|do|does|occurs?|causes?)\b")


class Share(msgspec.Struct, kw_only=True):
    """Unread sentences of something: how many, their characters, and the characters they are a share of."""

    name: str
    sentences: int = 0
    characters: int = 0
    of_characters: int = 0

    @property
    def share(self) -> float:
        """The share of the characters that stand in unread sentences, 0 to 1."""
        return self.characters / self.of_characters if self.of_characters else 0.0


class Form(msgspec.Struct, kw_only=True):
    """A kind of unread sentence, by how it begins: how often it is found, and one such sentence."""

    name: str
    sentences: int
    example: str


class Summary(msgspec.Struct, kw_only=True):
    """What a run left unread. `leaflets` and `sections` are worst first; `absent` counts leaflets without a section."""

    documents: int
    total: Share
    sections: list[Share]
    forms: list[Form]
    leaflets: list[Share]
    absent: dict[str, int]
    broken: list[str]


def summary(out: str) -> Summary:
    """The summary of every output in `out` (a folder or URL). UsageError where there is none.

    A file that is no leaflet document is named in `broken`, and the others still count.
    """
    total = Share(name="all")
    sections = {kind: Share(name=kind) for kind in SAFETY}
    leaflets: list[Share] = []
    forms: Counter[str] = Counter()
    examples: dict[str, str] = {}
    absent: Counter[str] = Counter()
    broken: list[str] = []
    for name, leaflet in _documents(out):
        if isinstance(leaflet, LeafletError):
            broken.append(str(leaflet))
            continue
        own = Share(name=name)
        for kind, length in _lengths(leaflet.sections):
            _add(length, 0, sections[kind], own, total)
        around = {s.id: _kind(s, leaflet.sections) for s in leaflet.sections}
        for unread in leaflet.coverage.unread:
            kind_of = around.get(unread.section or "")
            _add(0, unread.end - unread.start, *([sections[kind_of]] if kind_of else []), own, total)
            form = form_of(unread.text)
            forms[form] += 1
            examples.setdefault(form, " ".join(unread.text.split()))
        leaflets.append(own)
        absent.update(leaflet.coverage.sections_absent)
    return Summary(
        documents=len(leaflets),
        total=total,
        sections=_worst([s for s in sections.values() if s.of_characters]),
        forms=[
            Form(name=n, sentences=c, example=examples[n]) for n, c in sorted(forms.items(), key=lambda f: (-f[1], f))
        ],
        leaflets=_worst(leaflets),
        absent=dict(sorted(absent.items(), key=lambda a: (-a[1], a[0]))),
        broken=broken,
    )


def form_of(sentence: str) -> str:
    """The kind of an unread sentence, by how it begins.

    >>> form_of("If you feel faint, lie down.")
    'condition (if, when …)'
    """
    low = sentence.strip(" \t\n-–•*·").lower()
    named = next((name for name, begins in _FORMS if begins.match(low)), None)
    return named or ("statement" if _VERB.search(low) else "words without a verb")


def _documents(out: str) -> Iterator[tuple[str, Leaflet | LeafletError]]:
    with outputs(out) as found:
        for name in found.names:
            try:
                yield name, msgspec.json.decode(found.read(name), type=Leaflet)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                words = f"is no leaflet document ({error}); `leaflet validate` says more"
                yield name, LeafletError(words, file=found.where(name))


def _kind(section: Section, sections: list[Section]) -> str | None:
    """The innermost safety kind around a section, its own included."""
    by_id = {s.id: s for s in sections}
    at: Section | None = section
    while at is not None and at.kind not in SAFETY:
        at = by_id.get(at.parent) if at.parent else None
    return at.kind if at else None


def _lengths(sections: list[Section]) -> Iterator[tuple[str, int]]:
    """(kind, characters) of each safety section, without the safety sections within it: no character counts twice."""
    for section in sections:
        if section.kind in SAFETY:
            yield section.kind, section.end - section.start
            outer = next((s for s in sections if s.id == section.parent), None)
            if outer is not None and (kind := _kind(outer, sections)):
                yield kind, section.start - section.end


def _add(of_characters: int, characters: int, *shares: Share) -> None:
    for share in shares:
        share.of_characters += of_characters
        share.characters += characters
        share.sentences += characters > 0


def _worst(shares: list[Share]) -> list[Share]:
    return sorted(shares, key=lambda s: (-s.share, -s.sentences, s.name))


def as_json(found: Summary) -> bytes:
    """The summary as JSON, each share with its value."""

    def plain(share: Share) -> dict[str, Any]:
        return {**msgspec.structs.asdict(share), "share": round(share.share, 4)}

    parts = msgspec.structs.asdict(found)
    parts["total"] = plain(found.total)
    parts["sections"] = [plain(s) for s in found.sections]
    parts["leaflets"] = [plain(s) for s in found.leaflets]
    return msgspec.json.format(msgspec.json.encode(parts), indent=2)

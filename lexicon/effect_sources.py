"""Readers of the evidence: folders and packaged vocabularies in, names of effects with where they were seen out."""

import bz2
import pickle
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from lxml import html

_BAND = re.compile(
    r"\b(?:very common|common|uncommon|(?:very )?rare|not known|unknown|frequency|affects? (?:up|more|less|fewer|\d)|"
    r"may (?:affect|occur))\b[^.]{0,160}$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"\b(?:signs?|symptoms?|side effects?)\b[^.]{0,120}$", re.IGNORECASE)
_INLINE = re.compile(
    r"(?:in 1[ ,.]?0*|in every 1[ ,.]?0*|available data)\s*(?:people|patients|users)?\s*\)?\s*(?:side effects)?\s*(?:include|are)?\s*:\s+(.{4,600})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a leaflet's section on side effects; `banded` when it stands under a frequency heading."""

    text: str
    banded: bool


@dataclass(frozen=True, slots=True)
class Label:
    """An annotated label: its mentions of adverse reactions, and for each distinct reaction the concept it was given."""

    name: str
    mentions: tuple[str, ...]
    concepts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A concept of an open vocabulary: `system` mesh or hpo, its code, its preferred name, its exact synonyms."""

    system: str
    code: str
    name: str
    synonyms: tuple[str, ...]
    parents: tuple[str, ...] = ()


def leaflet_items(path: Path) -> list[ListItem]:
    """The list items in the fourth section ("Possible side effects") of an EU package leaflet in HTML."""
    items: list[ListItem] = []
    inside, heading = False, ""
    for element in html.fromstring(path.read_text("utf-8")).iter("h2", "p", "li"):
        text = " ".join(element.text_content().split())
        if element.tag == "h2":
            inside, heading = text.startswith("4"), ""
        elif inside and element.tag == "li":
            items.append(ListItem(text, bool(_BAND.search(heading))))
            heading = text if _BAND.search(text) else heading
        elif inside:
            inline = _INLINE.search(text)
            if inline:
                items.append(ListItem(inline.group(1), True))
            elif _BAND.search(heading) and len(text.split()) <= 12 and not _BAND.search(text):
                items.append(ListItem(text, True))
                continue
            heading = text
    return items


def label(path: Path) -> Label:
    """One label of the TAC 2017 adverse reaction corpus. A reaction normalised to several concepts gives none."""
    root = ET.parse(path).getroot()
    mentions = tuple(m.get("str", "") for m in root.iter("Mention") if m.get("type") == "AdverseReaction")
    concepts = []
    for reaction in root.iter("Reaction"):
        names = {n.get("meddra_pt") for n in reaction.iter("Normalization")}
        if len(names) == 1 and (name := names.pop()):
            concepts.append((reaction.get("str", ""), name))
    return Label(path.stem, mentions, tuple(concepts))


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
            parents = re.findall(r"^is_a: (HP:\d+)", block, re.M)
            yield Term("hpo", code.group(1), name.group(1), tuple(synonyms), tuple(parents))


def mesh_terms(path: Path) -> Iterator[Term]:
    """MeSH diseases: preferred names in natural word order ("Abdomen, Acute" -> "acute abdomen").

    Entry terms are left out: many are narrower than their heading ("burning pain" under Pain).
    """
    data = pickle.loads(bz2.decompress(path.read_bytes()))["disease_canonical_to_data"]
    for entry in data.values():
        name = entry["name"]
        turned = " ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name
        if "," not in turned:
            yield Term("mesh", entry["mesh_id"], turned, (), tuple(entry["mesh_tree"]))

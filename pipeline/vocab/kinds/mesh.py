"""MeSH's XML in (descriptors desc*.xml, supplementary records supp*.xml), their names out.

Only the terms of a record's preferred concept are its synonyms; its other concepts are narrower, broader or related
(https://www.nlm.nih.gov/mesh/xml_data_elements.html).
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pipeline.vocab.entry import Entry
from pipeline.vocab.source import Source
from pipeline.vocab.xml import elements

FILES = ("desc*.xml", "supp*.xml")
WANTED = "give descYYYY.xml or suppYYYY.xml of MeSH in XML (https://www.nlm.nih.gov/databases/download/mesh.html)"
_RECORDS = {"DescriptorRecord": "DescriptorUI", "SupplementalRecord": "SupplementalRecordUI"}
_YEAR = re.compile(r"(?:desc|supp)(\d{4})")


def read(source: Source) -> Iterator[Entry]:
    """The terms of each record's preferred concept."""
    for number, record in elements(source, tuple(_RECORDS), WANTED):
        code = (record.findtext(_RECORDS[record.tag]) or "").strip()
        if not code:
            raise source.wrong(number, f"a {record.tag} without a {_RECORDS[record.tag]}", WANTED)
        yield from _terms(record, code)


def _terms(record: Element, code: str) -> Iterator[Entry]:
    for concept in record.iterfind("ConceptList/Concept[@PreferredConceptYN='Y']"):
        for term in concept.iterfind("TermList/Term"):
            own = term.get("RecordPreferredTermYN") == "Y"
            yield Entry((term.findtext("String") or "").strip(), (("mesh", code),), own)


def release(source: Source) -> str | None:
    """The year in the file's name: "desc2025.xml"."""
    found = _YEAR.search(source.name.lower())
    return found[1] if found else None

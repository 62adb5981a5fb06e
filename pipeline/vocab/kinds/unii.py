"""The FDA's UNII list: tab-separated names (UNII_Names_*.txt) or records (UNII_Records_*.txt) in, substances out.

From https://precision.fda.gov/uniisearch/archive; the names have the columns Name, TYPE, UNII, Display Name, the
records UNII and Display Name (PT in older releases) among others.
"""

import re
from collections.abc import Iterator

from pipeline.vocab.entry import Entry
from pipeline.vocab.source import Source, show

FILES = ("UNII_Names*.txt",)
WANTED = "give UNII_Names_….txt or UNII_Records_….txt, or the ZIP archive of them, as the FDA publishes the UNII list"
_UNII = re.compile(r"[A-Z0-9]{10}")
_SUBSTANCE = frozenset({"of", "cn", "cd", ""})
"""Types of official names, common names and codes. Brand names (bn) name products, systematic ones (sys) are long."""
_TAG = re.compile(r"\s*\[[^\[\]]*\]$")
"""The register that a name is from: "PARACETAMOL [INN]"."""
_DATE = re.compile(r"_(\d{1,2}[A-Za-z]{3}\d{4})")


def read(source: Source) -> Iterator[Entry]:
    """The names of substances. Names of a type that is no substance's are passed over."""
    lines = source.lines()
    number, first = next(lines, (1, ""))
    columns = {title.strip().lower(): i for i, title in enumerate(first.split("\t"))}
    shown = next((columns[c] for c in ("display name", "pt", "preferred term") if c in columns), None)
    code, name, kind = columns.get("unii"), columns.get("name", shown), columns.get("type")
    if code is None or name is None:
        raise source.wrong(number, f"{show(first)} where the columns' titles should be", WANTED)
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) <= max(code, name) or not _UNII.fullmatch(cells[code].strip()):
            if not line.strip():
                continue
            raise source.wrong(number, f"{show(line)}, which has no UNII in column {code + 1}", WANTED)
        if kind is not None and cells[kind].strip().lower() not in _SUBSTANCE:
            continue
        own = shown is not None and len(cells) > shown and cells[name] == cells[shown]
        yield Entry(_TAG.sub("", cells[name].strip()), (("unii", cells[code].strip()),), own)


def release(source: Source) -> str | None:
    """The date in the file's name: "UNII_Names_15Mar2024.txt"."""
    found = _DATE.search(source.name)
    return found[1] if found else None

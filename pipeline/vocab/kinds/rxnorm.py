"""RxNorm's RXNCONSO.RRF in, its ingredients with their names and synonyms out.

A line has 18 fields, each closed by a bar (https://www.nlm.nih.gov/research/umls/rxnorm/docs/techdoc.html).
"""

import re
from collections.abc import Iterator

from pipeline.vocab.entry import Entry
from pipeline.vocab.source import Source, show

FILES = ("RXNCONSO.RRF",)
WANTED = "give RXNCONSO.RRF of an RxNorm release, or the release's ZIP archive"
_FIELDS = 18
_RXCUI, _LANGUAGE, _SOURCE, _TYPE, _NAME, _SUPPRESSED = 0, 1, 11, 12, 14, 16
_INGREDIENT = frozenset({"IN", "PIN", "MIN"})
"""Term types of ingredients, precise ingredients (salts) and combinations of them."""
_PRODUCT = frozenset("BN BD SBD SBDC SBDF SBDG SCD SCDC SCDF SCDG GPCK BPCK DF DFG DP CD TMSY PSN SU".split())
"""Types of names of brands, products and forms, which name no ingredient even where a source files them under one."""
_DATE = re.compile(r"(?<!\d)(\d{8})(?!\d)")


def read(source: Source) -> Iterator[Entry]:
    """The English names of ingredients, those of other sources that RxNorm filed under the same concept too."""
    ingredients = {f[_RXCUI] for f in _rows(source) if f[_SOURCE] == "RXNORM" and f[_TYPE] in _INGREDIENT}
    for fields in _rows(source):
        if fields[_RXCUI] in ingredients and fields[_TYPE] not in _PRODUCT:
            own = fields[_SOURCE] == "RXNORM" and fields[_TYPE] in _INGREDIENT
            yield Entry(fields[_NAME], (("rxnorm", fields[_RXCUI]),), own)


def _rows(source: Source) -> Iterator[list[str]]:
    """The fields of the lines in English that are not suppressed."""
    for number, line in source.lines():
        fields = line.split("|")
        if len(fields) != _FIELDS + 1 or not fields[_RXCUI].isdigit():
            raise source.wrong(number, f"{show(line)}, which is not {_FIELDS} fields closed by bars", WANTED)
        if fields[_LANGUAGE] == "ENG" and fields[_SUPPRESSED] == "N":
            yield fields


def release(source: Source) -> str | None:
    """The date in the name of the archive or folder: "RxNorm_full_01062025.zip" is the release of 6 January 2025."""
    found = next((m for part in reversed(source.path.parts) if (m := _DATE.search(part))), None)
    return found[1] if found else None

"""The Human Phenotype Ontology's hp.obo in, its terms with their exact synonyms out.

OBO 1.4: https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html. Broad, narrow and related synonyms are left
out: they name something else.
"""

import re
from collections.abc import Iterator

from pipeline.vocab.entry import Entry
from pipeline.vocab.source import Source, show

FILES = ("hp.obo",)
WANTED = "give hp.obo of a release of the Human Phenotype Ontology (https://hpo.jax.org)"
_ID = re.compile(r"HP:\d{7}")
_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)" EXACT\b')
_HEADER = 200
"""Lines within which the header has to name its format or ontology."""


def read(source: Source) -> Iterator[Entry]:
    """Names and exact synonyms of the terms that are not obsolete."""
    code = ""
    term: list[Entry] = []
    known = False
    for number, line in source.lines():
        tag, _, value = line.partition(":")
        value = value.strip()
        known = known or tag == "format-version"
        if not known and (number > _HEADER or "\0" in line):
            raise source.wrong(number, f"{show(line)} and no format-version before it", WANTED)
        if line.startswith("["):
            yield from term
            code, term = "", []
        elif tag == "id" and _ID.fullmatch(value):
            code = value
        elif code and tag == "name":
            term.append(Entry(value, (("hpo", code),), True))
        elif code and tag == "synonym" and (exact := _SYNONYM.match(value)):
            term.append(Entry(exact[1].replace("\\", ""), (("hpo", code),), False))
        elif tag == "is_obsolete" and value == "true":
            code, term = "", []
    if not known:
        raise source.wrong(1, "no format-version, with which an OBO file begins", WANTED)
    yield from term


def release(source: Source) -> str | None:
    """What the header calls its data-version: "hp/releases/2024-04-26"."""
    for number, line in source.lines():
        if line.startswith("data-version:"):
            return line.partition(":")[2].strip().removeprefix("hp/releases/")
        if line.startswith("[") or number > _HEADER:
            break
    return None

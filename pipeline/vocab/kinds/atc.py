"""An ATC index in, its substances (codes of the fifth level) out: the WHO centre's XML, or a table of codes and names.

A name with several codes ("prednisolone" by mouth, on the skin, in the eye) gets none, as for every terminology.
"""

import csv
import re
from collections.abc import Iterator

from pipeline.vocab.entry import Entry
from pipeline.vocab.source import Source, show
from pipeline.vocab.xml import elements, looks_like_xml

FILES = ("*ATC*.xml", "*ATC*.csv", "*ATC*.tsv", "*ATC*.txt")
WANTED = (
    "give the WHO centre's ATC index as XML, or a table (CSV, or separated by tabs or semicolons) whose first line "
    "names a column for the code (atc_code) and one for the name (atc_name)"
)
_CODE = re.compile(r"(?:.*/)?([A-Z]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?|[A-Z])")
_SUBSTANCE = 7
"""Characters of a code of the fifth level; shorter ones are groups."""
_CODE_TITLES = ("atc_code", "atc code", "atccode", "atc", "code", "class id")
_NAME_TITLES = ("atc_name", "atc name", "atc level name", "name", "preferred label", "substance", "inn")
_DATE = re.compile(r"((?:19|20)\d{2}(?:[-_.]?\d{2}){0,2})")


def read(source: Source) -> Iterator[Entry]:
    """The substances. A combination's name says what else is in it, and counts as any other."""
    for code, name in _xml(source) if looks_like_xml(source) else _table(source):
        if len(code) == _SUBSTANCE and name:
            yield Entry(name, (("atc", code),), True)


def _xml(source: Source) -> Iterator[tuple[str, str]]:
    """The rows of the WHO centre's XML: `<z:row ATCCode="N02BE01" Name="paracetamol"/>`."""
    for _, row in elements(source, ("row",), WANTED):
        code, name = row.get("ATCCode"), row.get("Name")
        if code and name:
            yield code.strip(), name.strip()


def _table(source: Source) -> Iterator[tuple[str, str]]:
    lines = source.lines()
    number, first = next(lines, (1, ""))
    mark = max("\t;,", key=first.count)
    titles = [t.strip().lower() for t in next(csv.reader([first], delimiter=mark), [])]
    code = next((titles.index(t) for t in _CODE_TITLES if t in titles), None)
    name = next((titles.index(t) for t in _NAME_TITLES if t in titles), None)
    if code is None or name is None:
        raise source.wrong(number, f"{show(first)} where the columns' titles should be", WANTED)
    for number, line in lines:
        cells = next(csv.reader([line], delimiter=mark), [])
        if not any(cells):
            continue
        found = _CODE.fullmatch(cells[code].strip()) if len(cells) > max(code, name) else None
        if found is None:
            raise source.wrong(number, f"{show(line)}, which has no ATC code in column {code + 1}", WANTED)
        yield found[1], cells[name].strip()


def release(source: Source) -> str | None:
    """The year or date in the file's name."""
    found = _DATE.search(source.name)
    return found[1] if found else None

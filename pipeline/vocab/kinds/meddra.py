"""MedDRA's ASCII files in: llt.asc, or the folder or archive it is in; the lowest level terms that are current out.

Fields are closed by dollar signs (MedDRA Distribution File Format Document):
llt_code$llt_name$pt_code$ and six fields of other terminologies $llt_currency$….
Each term has its own code (meddra_llt) and that of its preferred term (meddra_pt).
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.vocab.entry import Entry
from pipeline.vocab.source import Source, find_sources, show

FILES = ("llt.asc",)
WANTED = "give llt.asc of a MedDRA release in English, or the folder MedAscii that holds it"
_CODE, _NAME, _PREFERRED, _CURRENT = 0, 1, 2, 9
_FEWEST = 10


def read(source: Source) -> Iterator[Entry]:
    """The current terms; those of the preferred term's own wording are marked as preferred."""
    for number, line in source.lines():
        fields = line.split("$")
        if not line.strip():
            continue
        if len(fields) < _FEWEST or not fields[_CODE].isdigit() or not fields[_PREFERRED].isdigit():
            raise source.wrong(number, f"{show(line)}, which is no lowest level term with its codes", WANTED)
        if fields[_CURRENT] != "N":
            codes = ("meddra_llt", fields[_CODE]), ("meddra_pt", fields[_PREFERRED])
            yield Entry(fields[_NAME], codes, fields[_CODE] == fields[_PREFERRED])


def release(source: Source) -> str | None:
    """The first field of meddra_release.asc beside the file: "27.0"."""
    beside = source.path if source.member or source.path.is_dir() else source.file.parent
    try:
        stated = find_sources(Path(beside), ("meddra_release.asc",), WANTED)
        _, line = next(stated[0].lines(), (1, ""))
    except UsageError:
        return None
    return line.split("$")[0].strip() or None

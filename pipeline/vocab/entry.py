"""What every importer yields: one name of one concept."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from pipeline.vocab.source import Source


class Entry(NamedTuple):
    """A `name` of the concept with these `codes` ((system, code) pairs, the first identifies it).

    `preferred` marks the concept's own name: it outweighs a synonym of the same wording of another concept.
    """

    name: str
    codes: tuple[tuple[str, str], ...]
    preferred: bool


class Kind(Protocol):
    """What every module of pipeline.vocab.kinds offers."""

    FILES: tuple[str, ...]
    """Patterns of the names of the files to look for in a folder or an archive."""
    WANTED: str
    """What to do about a wrong file: which one to give, and where it is from."""

    def read(self, source: Source, /) -> Iterator[Entry]:
        """The entries of one file, one at a time. UsageError at the first line that cannot be of such a file."""

    def release(self, source: Source, /) -> str | None:
        """The release that the file or its name states."""

"""A hand-kept word list in, its entries out: `name = synonym; synonym [flag] | field | field`, one a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

from pipeline.language import make_tokenizer, normalise

_FLAG = re.compile(r"\s*\[([^\]]*)\]")
_HEADER = re.compile(r"^\[(\w+)\]$")


@dataclass(frozen=True, slots=True)
class CuratedEntry:
    """One line: its name, other names, flags in brackets, fields after bars, and the `[header]` it stands under."""

    name: str
    synonyms: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    header: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every synonym, in order."""
        return (self.name, *self.synonyms)


def parse_line(line: str, header: str = "") -> CuratedEntry:
    """The entry of one line. ValueError when the line has no name or an empty synonym."""
    head, *fields = (part.strip() for part in line.split("|"))
    flags = frozenset(_FLAG.findall(head))
    name, _, rest = _FLAG.sub("", head).partition("=")
    synonyms = tuple(s.strip() for s in rest.split(";")) if rest.strip() else ()
    if not name.strip() or not all(synonyms):
        raise ValueError(f"a name is missing: {line!r}")
    return CuratedEntry(name.strip(), synonyms, flags, tuple(fields), header)


def read_curated(path: Path) -> Iterator[CuratedEntry]:
    """Every entry of a curated file in its order; lines that begin with `#` are comments."""
    header = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if found := _HEADER.match(line.strip()):
            header = found[1]
        else:
            yield parse_line(line, header)


@cache
def _tokenizer() -> Tokenizer:
    return make_tokenizer(Vocab())


def match_key(text: str) -> tuple[str, ...]:
    """The norms of `text`'s tokens: two wordings with one key are one to the pipeline's matcher."""
    return tuple(normalise(token.text) for token in _tokenizer()(text) if not token.is_space)

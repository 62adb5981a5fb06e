"""The lexicon files in, their terms and every wording as norm hashes out: made once, then kept in the user's cache.

A lexicon file is JSONL, one concept a line, with its wordings and whatever its builder (folder lexicon/) knew of it.

Reading, splitting and normalising 30,000 wordings takes most of the time that the first leaflet waits. What comes of it
depends on the lexicon files and on the code that splits and normalises alone; so it is kept under a hash of those.
"""

import hashlib
import os
import re
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from spacy.vocab import Vocab

from pipeline.atomic import write_atomically
from pipeline.data_files import lexicon_file
from pipeline.errors import RuleError
from pipeline.language import normalise, use_leaflet_norms
from pipeline.rules import words_of

LEXICONS = ("effect", "substance", "excipient", "drug_class", "dose_form")
"""The lexicon files whose terms are looked for in the text; each `lexicons/<stem>.jsonl`, one concept a line."""
VARIABLE = "LEAFLET_CACHE"
"""The environment variable that names another folder for the cache; set to nothing there is none."""

# What the tokenizer would split in the same way, ten times faster: words and marks without points or digits.
_PLAIN = re.compile(r"[^\d_.'’]+")
_WORD = re.compile(r"\w+|[^\w\s]")
_MADE_BY = ("language.py", "rules.py", "wordings.py")


class Term(msgspec.Struct, kw_only=True):
    """One concept of a lexicon: its `name`, other wordings, codes, and whatever else its builder recorded in `more`.

    `ambiguous` lists the wordings to be trusted only where the structure already says what they are (a list of side
    effects), such as "wind".
    """

    lexicon: str
    name: str
    synonyms: list[str]
    ambiguous: frozenset[str]
    codes: list[dict[str, str]]
    more: dict[str, Any]


class Wordings(msgspec.Struct, array_like=True):
    """All terms, and for every sequence of norm hashes that is a wording (`norms`) the terms it is one of (`of`).

    `of` holds indexes into `terms`; a wording of several lexicons is one of several terms.
    """

    terms: list[Term]
    norms: list[tuple[int, ...]]
    of: list[list[int]]


@cache
def wordings() -> Wordings:
    """The wordings of all lexicons, from the cache if they are in it."""
    files = {stem: lexicon_file(f"{stem}.jsonl").read_bytes() for stem in LEXICONS}
    path = _cached(files)
    if path is None:
        return _compile(files)
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Wordings)
    except (OSError, msgspec.DecodeError):
        made = _compile(files)
        _keep(path, msgspec.msgpack.encode(made))
        return made


def _cached(files: dict[str, bytes]) -> Path | None:
    """Where the compiled form of these files is kept."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None and not chosen.strip():
        return None
    from platformdirs import user_cache_path

    folder = Path(chosen).expanduser() if chosen else user_cache_path("leaflet-pipeline", appauthor=False)
    digest = hashlib.sha256(version("spacy").encode())
    code = {name: (resources.files("pipeline") / name).read_bytes() for name in _MADE_BY}
    for name, data in (files | code).items():
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return folder / f"wordings-{digest.hexdigest()[:16]}.msgpack"


def _keep(path: Path, data: bytes) -> None:
    """Write the cache and remove what earlier versions left. A folder that cannot be written costs time, no more."""
    try:
        write_atomically(path, data, durable=False)
        for old in path.parent.glob("wordings-*.msgpack"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return


def _compile(files: dict[str, bytes]) -> Wordings:
    vocab = Vocab()
    use_leaflet_norms(vocab)
    hashes = _Hashes(vocab)
    terms: list[Term] = []
    entries: dict[tuple[int, ...], list[int]] = {}
    for stem, data in files.items():
        for number, line in enumerate(data.splitlines(), 1):
            if not line.strip():
                continue
            terms.append(term := _read_term(stem, line, number))
            for wording in (term.name, *term.synonyms):
                owners = entries.setdefault(tuple(hashes[word] for word in split(vocab, wording)), [])
                if all(terms[i].lexicon != stem for i in owners):
                    owners.append(len(terms) - 1)
    return Wordings(terms, list(entries), list(entries.values()))


def split(vocab: Vocab, wording: str) -> list[str]:
    """The tokens of a wording as the leaflets' tokenizer splits it."""
    return _WORD.findall(wording) if _PLAIN.fullmatch(wording) else words_of(vocab, wording)


class _Hashes(dict[str, int]):
    """The norm hashes of words, each made once. By the string store, for spaCy numbers some words of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __missing__(self, word: str) -> int:
        self[word] = found = int(self._vocab.strings.add(normalise(word)))
        return found


def _read_term(stem: str, line: bytes, number: int) -> Term:
    try:
        raw = msgspec.json.decode(line, type=dict[str, Any])
        name = raw.pop("term", None) or raw.pop("name")
    except (msgspec.DecodeError, KeyError) as error:
        raise RuleError(f"line {number}: {error}; a term is a JSON object with a name", file=f"{stem}.jsonl") from error
    flag = raw.pop("ambiguous", [])
    words = [name] if flag is True else flag or []
    return Term(
        lexicon=stem,
        name=name,
        synonyms=raw.pop("synonyms", []),
        ambiguous=frozenset(w.lower() for w in words),
        codes=raw.pop("codes", []),
        more=raw,
    )

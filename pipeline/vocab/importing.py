"""Files of a terminology in, one compact store out: compiled once, put in place as a whole or not at all."""

import hashlib
import importlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import msgspec

from pipeline.errors import UsageError
from pipeline.vocab.entry import Entry, Kind
from pipeline.vocab.source import Source, find_sources
from pipeline.vocab.store import FORMAT, SUFFIX, Info, forget, location, read_info, store_path
from pipeline.vocab.terms import normal_term

_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE names (name TEXT, system TEXT, code TEXT, PRIMARY KEY (name, system)) WITHOUT ROWID;
CREATE TEMP TABLE listed (name TEXT, concept TEXT, rank INTEGER);
CREATE TEMP TABLE codes (concept TEXT, system TEXT, code TEXT, PRIMARY KEY (concept, system)) WITHOUT ROWID;
"""
# Of the concepts that a name is listed for, the one whose preferred name it is; where several are left, none.
_RESOLVE = """
INSERT INTO names SELECT best.name, codes.system, codes.code FROM
  (SELECT name, concept, concepts, min(rank) FROM
    (SELECT name, rank, min(concept) AS concept, count(DISTINCT concept) AS concepts FROM listed GROUP BY name, rank)
   GROUP BY name) AS best
JOIN codes ON codes.concept = best.concept WHERE best.concepts = 1
"""


def kind_of(name: str) -> Kind:
    """The importer of a kind of terminology."""
    return cast(Kind, importlib.import_module(f"pipeline.vocab.kinds.{name}"))


def folder_of(chosen: Path | None) -> Path:
    """The folder of stores to work on. UsageError where LEAFLET_VOCAB is set to nothing and none is chosen."""
    folder = chosen or location()
    if folder is None:
        raise UsageError("LEAFLET_VOCAB is set to nothing: set it to a folder, unset it, or give --store")
    return folder


def import_files(name: str, paths: Sequence[Path], *, folder: Path | None = None, release: str | None = None) -> Info:
    """Compile the files of one terminology into its store, in place of an older one. UsageError for a wrong file."""
    kind, into = kind_of(name), folder_of(folder)
    sources = [source for path in paths for source in find_sources(path, kind.FILES, kind.WANTED)]
    stated = release or next(filter(None, map(kind.release, sources)), None)
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=into) as scratch:
            made = Path(scratch, f"{name}{SUFFIX}")
            with closing(sqlite3.connect(made, isolation_level=None)) as store:
                _compile(store, name, kind, sources, stated)
            forget()
            made.replace(store_path(into, name))
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot be written to: {reason}; choose another folder with --store", file=into) from error
    return read_info(store_path(into, name))


def _compile(store: sqlite3.Connection, name: str, kind: Kind, sources: Sequence[Source], release: str | None) -> None:
    store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _TABLES)
    store.execute("BEGIN")
    for source in sources:
        if not _fill(store, kind.read(source)):
            raise source.empty(kind.WANTED)
    store.execute(_RESOLVE)
    (names,) = store.execute("SELECT count(DISTINCT name) FROM names").fetchone()
    info = Info(
        kind=name,
        release=release,
        files=[source.name for source in sources],
        names=names,
        digest=_digest(store),
    )
    about = [("format", str(FORMAT)), ("info", msgspec.json.encode(info).decode())]
    store.executemany("INSERT INTO about VALUES (?, ?)", about)
    store.execute("COMMIT")
    store.execute("DROP TABLE listed")
    store.execute("VACUUM")


def _fill(store: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Put entries down as they come; how many there were."""
    count = 0
    for batch in _batches(entries):
        count += len(batch)
        listed = [(normal_term(e.name), _concept(e), int(not e.preferred)) for e in batch]
        store.executemany("INSERT INTO listed VALUES (?, ?, ?)", [row for row in listed if row[0]])
        codes = [(_concept(e), system, code) for e in batch for system, code in e.codes]
        store.executemany("INSERT OR IGNORE INTO codes VALUES (?, ?, ?)", codes)
    return count


def _concept(entry: Entry) -> str:
    return entry.codes[0][1]


def _batches(entries: Iterable[Entry], size: int = 5000) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _digest(store: sqlite3.Connection) -> str:
    """The hash of all names and codes: equal for equal content, wherever and whenever it was compiled."""
    digest = hashlib.sha256()
    for row in store.execute("SELECT name, system, code FROM names ORDER BY name, system"):
        digest.update("\0".join(row).encode() + b"\n")
    return digest.hexdigest()[:12]


def remove(name: str, *, folder: Path | None = None) -> Path:
    """Delete the store of a kind. UsageError where there is none."""
    path = store_path(folder_of(folder), name)
    forget()
    try:
        path.unlink()
    except FileNotFoundError:
        raise UsageError(f"holds no {name}; `leaflet vocab list` shows what it holds", file=path.parent) from None
    except OSError as error:
        raise UsageError(f"cannot be removed: {error.strerror or error}", file=path) from error
    return path

"""The local stores of imported terminologies: a folder in, one read-only table of names and codes a kind out.

The folder is the value of LEAFLET_VOCAB, else the user's data folder. LEAFLET_VOCAB set to nothing means no store.
"""

import os
import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.errors import UsageError

VARIABLE = "LEAFLET_VOCAB"
SUFFIX = ".vocab"
FORMAT = 1
"""The layout of a store and the rules by which it was compiled; one of another format has to be imported again."""
_NAMES = 16_384
"""Looked-up terms that are remembered a store: leaflets name the same ones again and again."""
Listed = tuple[tuple[str, str], ...]
"""(system, code) pairs."""


class Info(msgspec.Struct, kw_only=True, frozen=True):
    """What a store says of itself: its `kind`, the terminology's `release` if known, and the names of the `files`.

    `names` is how many names it has codes for, `digest` the first 12 hex digits of the SHA-256 over all of it.
    """

    kind: str
    release: str | None
    files: list[str]
    names: int
    digest: str


class Found(NamedTuple):
    """A store file with what it says of itself."""

    path: Path
    info: Info


def location() -> Path | None:
    """The folder of the stores; None where LEAFLET_VOCAB is set to nothing."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return Path(chosen).expanduser() if chosen.strip() else None
    from platformdirs import user_data_path

    return user_data_path("leaflet-pipeline", appauthor=False) / "vocab"


def store_path(folder: Path, kind: str) -> Path:
    """Where the store of a kind lies in a folder of stores."""
    return folder / f"{kind}{SUFFIX}"


class Store:
    """One imported terminology, open for reading."""

    def __init__(self, path: Path) -> None:
        """Open a store. UsageError, with what to do, where the file is damaged or of another format."""
        self.info = read_info(path)
        # Immutable: no locks and no journal, since a store is only ever replaced as a whole.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._look_up = lru_cache(maxsize=_NAMES)(self._read)

    @property
    def version(self) -> str:
        """The release, where known, and the hash of the content."""
        return " ".join(filter(None, (self.info.release, f"sha256:{self.info.digest}")))

    def look_up(self, term: str) -> Listed:
        """The codes listed for a term."""
        return self._look_up(term)

    def _read(self, term: str) -> Listed:
        from pipeline.vocab.terms import normal_term

        query = "SELECT system, code FROM names WHERE name = ? ORDER BY system"
        return tuple(self._connection.execute(query, (normal_term(term),)).fetchall())

    def close(self) -> None:
        """Close the file, so that it can be removed on every system."""
        self._connection.close()


def read_info(path: Path) -> Info:
    """What a store file says of itself. UsageError where it is damaged or of another format."""
    kind = path.name.removesuffix(SUFFIX)
    wrong = UsageError(f"is no store of this version; import it again with `leaflet vocab import {kind}`", file=path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            rows = dict(connection.execute("SELECT key, value FROM about").fetchall())
        finally:
            connection.close()
        info = msgspec.json.decode(rows["info"], type=Info)
    except (sqlite3.Error, KeyError, msgspec.DecodeError) as error:
        raise wrong from error
    if rows.get("format") != str(FORMAT) or info.kind != kind:
        raise wrong
    return info


def found_in(folder: Path | None) -> list[Path]:
    """The store files of a folder, by kind; none where the folder is not there."""
    return sorted(folder.glob(f"*{SUFFIX}")) if folder is not None and folder.is_dir() else []


_open: list[dict[str, Store]] = []
"""The stores that are open; empty before anything has asked for them."""


def stores() -> dict[str, Store]:
    """The imported terminologies by kind. What is there when a process first asks is what it uses to its end."""
    if not _open:
        _open.append({path.name.removesuffix(SUFFIX): Store(path) for path in found_in(location())})
    return _open[0]


def forget() -> None:
    """Close what is open, so that the next look-up sees what is in the folder now."""
    for found in _open:
        for store in found.values():
            store.close()
    _open.clear()

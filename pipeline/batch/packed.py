"""All documents of a run in one file, OUT/_documents.sqlite: for a hundred thousand small files are a burden.

Several processes write to it at the same time. A document is there whole or not at all, also after a kill or a power
cut: SQLite's write-ahead log sees to that. OUT must be on a disk of this machine, for the log needs shared memory.
"""

import errno
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.batch.stores import KEPT, PACK, LocalStore, Store
from pipeline.errors import UsageError

_PATIENCE = 60.0


def pack(store: Store) -> "PackedStore":
    """Have an OUT keep its documents in one file. UsageError where it is remote, or keeps them as files already."""
    if isinstance(store, PackedStore):
        return store
    if not isinstance(store, LocalStore):
        raise UsageError("is no folder of this machine, which --no-files needs", file=store.url)
    if store.documents():
        raise UsageError("holds documents as files; choose another folder, or leave --no-files out", file=store.url)
    return PackedStore(store.url)


class PackedStore(LocalStore):
    """A folder whose documents are rows of one database; the run's own files beside it are files."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._opened: tuple[int, sqlite3.Connection] | None = None

    def _ask(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """What a statement gives. OSError where the database cannot be used: it is a file like any other."""
        try:
            with self._connection() as db:
                return db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            code = errno.ENOSPC if "full" in str(error) else errno.EIO
            raise OSError(code, f"{PACK}: {error}") from error

    def _connection(self) -> sqlite3.Connection:
        # A connection must not be taken along into a forked process.
        if self._opened is None or self._opened[0] != os.getpid():
            path = os.path.join(self.url, PACK)
            db = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")  # `sync` waits for the disk, once for many documents
            columns = "name TEXT PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL"
            db.execute(f"CREATE TABLE IF NOT EXISTS documents ({columns})")
            self._opened = (os.getpid(), db)
        return self._opened[1]

    def write(self, name: str, data: bytes, *, durable: bool) -> None:
        if _is_own(name):
            super().write(name, data, durable=durable)
            return
        values = (name, len(data), zlib.compress(data, 3))
        self._ask("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", values)

    def read(self, name: str) -> bytes | None:
        if _is_own(name):
            return super().read(name)
        rows = self._ask("SELECT data FROM documents WHERE name = ?", (name,))
        return zlib.decompress(rows[0][0]) if rows else None

    def sizes(self, names: Iterable[str]) -> Iterator[int | None]:
        there = dict(self._ask("SELECT name, size FROM documents"))
        return (there.get(name) for name in names)

    def documents(self) -> list[str]:
        return sorted(name for (name,) in self._ask("SELECT name FROM documents"))

    def remove(self, name: str) -> None:
        if _is_own(name):
            super().remove(name)
        else:
            self._ask("DELETE FROM documents WHERE name = ?", (name,))

    def sync(self, names: Iterable[str]) -> None:
        """One flush for all: what has been committed is in the log."""
        super().sync([f"{PACK}-wal"] if any(True for _ in names) else [])

    def close(self) -> None:
        """Let go of the database; the last to do so tidies up its log."""
        if self._opened is not None and self._opened[0] == os.getpid():
            self._opened[1].close()
        self._opened = None


def _is_own(name: str) -> bool:
    return name.split("/")[0] in KEPT or name.startswith(".")

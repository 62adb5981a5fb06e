"""What earlier runs did, kept in OUT/_state.sqlite: one row a leaflet, so that the next run knows what is left to do.

The state is never the only copy of anything: lost or damaged, it is built again from the documents in OUT.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.batch.recipe import Recipe
from pipeline.batch.stores import LocalStore, Store
from pipeline.errors import LeafletError

NAME = "_state.sqlite"
_FORMAT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS leaflets (
    key TEXT PRIMARY KEY, status TEXT NOT NULL, origin TEXT NOT NULL, stamp TEXT, sha256 TEXT, recipe TEXT,
    size INTEGER, error TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


class Row(msgspec.Struct, kw_only=True):
    """What is known of one leaflet: of its last good document `sha256` (of the leaflet), `recipe` and `size`.

    `status` is that of the last attempt; `error` is its cause where it failed. `origin` is the RAW it came from, empty
    where the row was made from a document alone.
    """

    key: str
    status: Literal["done", "failed"]
    origin: str = ""
    stamp: str | None = None
    sha256: str | None = None
    recipe: str | None = None
    size: int | None = None
    error: str | None = None


class State:
    """The rows of one OUT, all in memory (a few hundred bytes each), and written in groups.

    A remote OUT's state is worked on as a local copy, brought at the start and sent back by `commit` and `close`.
    """

    def __init__(self, store: Store, *, writable: bool = True) -> None:
        """Open the state of `store`. Without one, or with a damaged one, `fresh` is set and there are no rows."""
        self._store = store
        self._writable = writable
        self._local = isinstance(store, LocalStore)
        self._file = self._place()
        self._db: sqlite3.Connection | None = None
        self.fresh = not self._file.exists() or self._file.stat().st_size == 0
        self.rows: dict[str, Row] = {}
        self._marks: dict[str, str] = {}
        self.killed = False
        """Whether the run before this one ended without saying so."""
        self.last_recipe: Recipe | None = None
        """What the run before this one made its documents with."""
        if writable or not self.fresh:
            self._load()

    def _place(self) -> Path:
        if self._local:
            return Path(self._store.url, NAME)
        file = Path(tempfile.mkdtemp(prefix="leaflet-state-"), NAME)
        data = self._store.read(NAME)
        if data:
            file.write_bytes(data)
        return file

    def _load(self) -> None:
        try:
            self._db = self._open()
            self._read(self._db)
        except sqlite3.DatabaseError as error:
            if self._writable and _is_full(error):
                raise self._unusable(error) from error
            self._discard()

    def _open(self) -> sqlite3.Connection:
        mode = "rwc" if self._writable else "ro"
        db = sqlite3.connect(f"{self._file.absolute().as_uri()}?mode={mode}", uri=True)
        if self._writable:
            db.executescript(_TABLES)
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version not in (0, _FORMAT):
                raise sqlite3.DatabaseError(f"format {version}")
            db.execute(f"PRAGMA user_version = {_FORMAT}")
        return db

    def _read(self, db: sqlite3.Connection) -> None:
        names = Row.__struct_fields__
        for values in db.execute(f"SELECT {', '.join(names)} FROM leaflets"):
            row = Row(**dict(zip(names, values, strict=True)))
            self.rows[row.key] = row
        marks = self._marks = dict(db.execute("SELECT name, value FROM marks"))
        self.killed = marks.get("running") == "1"
        self.last_recipe = msgspec.json.decode(marks["recipe"], type=Recipe) if "recipe" in marks else None

    def _discard(self) -> None:
        self.rows, self.fresh, self.killed, self.last_recipe, self._marks = {}, True, False, None, {}
        if self._db is not None:
            self._db.close()
            self._db = None
        if not self._writable:
            return
        for name in (NAME, NAME + "-journal"):
            self._file.with_name(name).unlink(missing_ok=True)
        self._db = self._open()

    def _unusable(self, error: sqlite3.Error) -> LeafletError:
        return LeafletError(f"cannot use the state in {self._file}: {error}; what was finished is kept")

    def begin(self, recipe: Recipe) -> None:
        """Note that a run has begun, and what it makes documents with: what a kill leaves half known is told by it."""
        self._mark(running="1", recipe=msgspec.json.encode(recipe).decode())

    def mark(self, name: str) -> str | None:
        """A note that an earlier run left."""
        return self._marks.get(name)

    def set_mark(self, name: str, value: str) -> None:
        """Leave a note to later runs."""
        self._marks[name] = value
        self._mark(**{name: value})

    def _mark(self, **marks: str) -> None:
        self._write("INSERT OR REPLACE INTO marks VALUES (?, ?)", marks.items())

    def put(self, rows: Iterable[Row]) -> None:
        """Write rows, all of them or none, and wait until they would survive a power cut."""
        rows = list(rows)
        if rows:
            self.rows.update((row.key, row) for row in rows)
            marks = ", ".join("?" * len(Row.__struct_fields__))
            names = ", ".join(Row.__struct_fields__)
            values = [msgspec.structs.astuple(row) for row in rows]
            self._write(f"INSERT OR REPLACE INTO leaflets ({names}) VALUES ({marks})", values)

    def drop(self, keys: Iterable[str]) -> None:
        """Forget leaflets."""
        keys = list(keys)
        for key in keys:
            self.rows.pop(key, None)
        if keys:
            self._write("DELETE FROM leaflets WHERE key = ?", [(key,) for key in keys])

    def _write(self, statement: str, values: Iterable[tuple[object, ...]]) -> None:
        if self._db is None:
            return
        try:
            with self._db:
                self._db.executemany(statement, values)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def send(self) -> None:
        """Bring the state of a remote OUT to its place."""
        if not self._local and self._db is not None:
            self._store.write(NAME, self._file.read_bytes(), durable=True)

    def close(self, *, ended: bool) -> None:
        """Let go of the state; `ended` notes that the run has come to its end, whatever that was."""
        if self._db is not None:
            try:
                if ended:
                    self._mark(running="0")
                self.send()
            finally:
                self._db.close()
                self._db = None
        if not self._local:
            self._file.unlink(missing_ok=True)
            os.rmdir(self._file.parent)


def _is_full(error: sqlite3.Error) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error)

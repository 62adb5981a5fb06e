"""SQLite: a file, nothing to set up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Connection

from pipeline.errors import UsageError
from pipeline.load.engines.database import LOCK_SECONDS, Database, leaflets, other_columns
from pipeline.load.rows import Row

_CACHE_KIB = 64 * 1024


class SQLite(Database):
    """A file in SQLite's format; readers see the last committed state while a batch is written."""

    name = "SQLite"
    # The driver gives up Python's lock at every row, and a busy thread beside it would keep it waiting each time.
    writes_elsewhere = False

    def __init__(self, url: URL) -> None:
        if url.database in (None, "", ":memory:"):
            raise UsageError("a database in memory is lost when the program ends; give a file: sqlite:///leaflets.db")
        super().__init__(url)
        sa.event.listen(self.engine, "connect", _connected)
        # The write lock is taken at the beginning: taken later, a second loader would fail and not wait.
        sa.event.listen(self.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))

    def _options(self) -> dict[str, Any]:
        return {"connect_args": {"timeout": LOCK_SECONDS}}

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that has the file's write lock."""
        with self.engine.begin() as connection:
            yield connection

    def upsert(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write rows of `leaflets` by ON CONFLICT DO UPDATE."""
        insert = sqlite.insert(leaflets())
        new = {name: insert.excluded[name] for name in other_columns(leaflets())}
        self._write(connection, insert.on_conflict_do_update(index_elements=["leaflet_id"], set_=new), rows)


def _connected(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

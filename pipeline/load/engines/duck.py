"""DuckDB: a file; rows come in columns, since row by row it is slow by its nature."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import UsageError
from pipeline.load.engines.database import LOCK_SECONDS, Database, leaflets, other_columns
from pipeline.load.layout import layout
from pipeline.load.rows import Row

_ARROW: dict[str, pa.DataType] = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
_BATCH = "loading"
_TRY_EVERY_SECONDS = 0.1


class DuckDB(Database):
    """A file in DuckDB's format, which one process at a time can have open."""

    name = "DuckDB"

    def __init__(self, url: URL) -> None:
        if url.database in (None, "", ":memory:"):
            raise UsageError(
                "a database in memory is lost when the program ends; give a file: duckdb:///leaflets.duckdb"
            )
        super().__init__(url)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction; while the connection lasts, no other process has the file."""
        with self._connection() as connection, connection.begin():
            yield connection

    def _connection(self) -> Connection:
        """Open the file, or wait until the process that has it open closes it."""
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                return self.engine.connect()
            except SQLAlchemyError as error:
                if "Could not set lock" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(_TRY_EVERY_SECONDS)

    def upsert(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write rows of `leaflets` by ON CONFLICT DO UPDATE."""
        new = ", ".join(f'"{name}" = excluded."{name}"' for name in other_columns(leaflets()))
        _insert(connection, leaflets(), rows, f"ON CONFLICT (leaflet_id) DO UPDATE SET {new}")

    def fill(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        """Add rows as one Arrow table."""
        if rows:
            _insert(connection, table, rows)

    def is_about_data(self, error: Exception) -> bool:
        """As for every database, by DuckDB's own errors: duckdb-engine does not hand them on."""
        return isinstance(getattr(error, "orig", error), (duckdb.DataError, duckdb.IntegrityError))


def _insert(connection: Connection, table: sa.Table, rows: Sequence[Row], otherwise: str = "") -> None:
    kinds = [column.kind for column in layout(table.name).columns]
    columns = [
        pa.array(v, _ARROW.get(kind, pa.string())) for v, kind in zip(zip(*rows, strict=True), kinds, strict=True)
    ]
    driver: Any = connection.connection.driver_connection
    driver.register(_BATCH, pa.table(columns, names=table.columns.keys()))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT * FROM {_BATCH} {otherwise}")
    driver.unregister(_BATCH)

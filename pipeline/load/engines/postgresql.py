"""PostgreSQL: rows come by COPY into a temporary table and from there into their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from pipeline.load.engines.database import LOCK_SECONDS, Database, leaflets, other_columns
from pipeline.load.rows import Row

_LOADERS_LOCK = 5_133_534_801_220_971_264
"""The number of the advisory lock that loaders take: any number will do that nobody else uses in the database."""

_ABOUT_DATA = ("22", "23", "54")
"""Classes of SQLSTATE: data exceptions, broken constraints, limits exceeded (PostgreSQL's manual, appendix A)."""


class PostgreSQL(Database):
    """A database of a PostgreSQL server."""

    name = "PostgreSQL"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that has the loaders' advisory lock, which ends with it."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOADERS_LOCK})")
            yield connection

    def upsert(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write rows of `leaflets` by COPY and ON CONFLICT DO UPDATE."""
        table = leaflets()
        insert = postgresql.insert(table).from_select(table.columns.keys(), sa.select(_copied(connection, table, rows)))
        new = {name: insert.excluded[name] for name in other_columns(table)}
        connection.execute(insert.on_conflict_do_update(index_elements=["leaflet_id"], set_=new))

    def fill(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        """Add rows by COPY."""
        if rows:
            copied = sa.select(_copied(connection, table, rows))
            connection.execute(sa.insert(table).from_select(table.columns.keys(), copied))

    def is_about_data(self, error: Exception) -> bool:
        """As for every database; and by the SQLSTATE, since the driver has no class for limits."""
        state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
        return state.startswith(_ABOUT_DATA) or super().is_about_data(error)


def _copied(connection: Connection, table: sa.Table, rows: Sequence[Row]) -> sa.TableClause:
    """A temporary table of the same columns that holds the rows and is emptied by the end of the transaction."""
    temporary = sa.table(f"loading_{table.name}", *(sa.column(column.name) for column in table.columns))
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {temporary.name} (LIKE {table.name}) ON COMMIT DELETE ROWS"
    )
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {temporary.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return temporary

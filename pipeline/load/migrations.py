"""A database comes in, empty or made by an older version of the program; it goes out with the tables of this one."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateColumn

from pipeline.errors import UsageError
from pipeline.load.engines.database import Database
from pipeline.load.relations import VERSION_TABLE, relations
from pipeline.load.views import views

VERSION = 1
"""The version of the tables. Raise it when the layout changes; `tests/load/layout.txt` holds the present one."""

STEPS: dict[int, Callable[[Connection], None]] = {}
"""What leads to a version beside new tables and columns, which are added without a step: renames, changes of type.

A step must bear being run twice, since MariaDB commits each change of a table at once.
"""


def prepare(database: Database) -> None:
    """Make the tables and views, or bring those of an older version to this one.

    UsageError where the database was made by a newer version, or has tables of the same names that are not ours.
    """
    with database.transaction() as connection:
        found = _version(connection)
        if found is None:
            _refuse_strangers(connection)
            relations().tables[VERSION_TABLE].create(connection, checkfirst=True)
            connection.execute(sa.insert(_table()).values(version=0))
        elif found == VERSION:
            return
        _refuse_newer(found or 0)
        for version in range(found or VERSION, VERSION):
            STEPS.get(version + 1, _no_step)(connection)
        _grow(connection)
        _make_views(connection)
        connection.execute(sa.update(_table()).values(version=VERSION))


def require_version(connection: Connection) -> None:
    """UsageError where the database has meanwhile been brought to another version."""
    if (found := _version(connection)) != VERSION:
        _refuse_newer(found or 0)
        raise UsageError(f"the database has version {found} of the tables and not {VERSION}; load again")


def _table() -> sa.Table:
    return relations().tables[VERSION_TABLE]


def _version(connection: Connection) -> int | None:
    """The version of the tables; 0 where making them was interrupted, None where none were ever made."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(sa.select(_table().c.version)).scalar()


def _refuse_newer(found: int) -> None:
    if found > VERSION:
        raise UsageError(
            f"the database was made by a newer version of this program: its tables have version {found}, and this "
            f"program knows {VERSION}; upgrade leaflet-pipeline, or load into another database"
        )


def _refuse_strangers(connection: Connection) -> None:
    inspector = sa.inspect(connection)
    ours = {*relations().tables, *views()}
    taken = sorted(ours & {*inspector.get_table_names(), *inspector.get_view_names()})
    if taken:
        raise UsageError(
            f"the database has a table {taken[0]} that this program did not make; give a database or schema of its own"
        )


def _no_step(connection: Connection) -> None:
    """Most versions only add tables and columns."""


def _grow(connection: Connection) -> None:
    """Add what is missing of tables, columns and indexes. New columns are null until a leaflet is loaded again."""
    inspector = sa.inspect(connection)
    there = set(inspector.get_table_names())
    for table in relations().sorted_tables:
        if table.name not in there:
            table.create(connection)
            continue
        # Asked of a query: duckdb-engine cannot tell the columns of a table under SQLAlchemy 2.1.
        known = connection.execute(sa.text(f"SELECT * FROM {table.name} WHERE 1 = 0")).keys()
        for column in table.columns:
            if column.name not in known:
                _add_column(connection, table, column)


def _add_column(connection: Connection, table: sa.Table, column: sa.Column[object]) -> None:
    nullable = sa.Column(column.name, column.type, nullable=True, comment=column.comment)
    _ = sa.Table(table.name, sa.MetaData(), nullable)
    words = CreateColumn(nullable).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {words}")


def _make_views(connection: Connection) -> None:
    for name, query in views().items():
        words = query.compile(connection, compile_kwargs={"literal_binds": True})
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {words}")

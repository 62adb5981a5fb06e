"""The layout of the tables comes in; SQLAlchemy's description of them goes out: types, keys, indexes, comments."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql

from pipeline.load.layout import Column, Kind, Layout, layouts

VERSION_TABLE = "leaflet_schema"

_FREE_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
_TYPES: dict[Kind, Any] = {
    # Keys are compared byte by byte, which PostgreSQL would else do by the rules of a language.
    "key": sa.String(16).with_variant(postgresql.VARCHAR(16, collation="C"), "postgresql"),
    # MariaDB and MySQL index no text without a length. The longest word of the contract has 23 letters.
    "word": sa.Text().with_variant(mysql.VARCHAR(64), "mysql", "mariadb"),
    "text": _FREE_TEXT,
    "list": _FREE_TEXT,
    "integer": sa.BigInteger(),
    "number": sa.Double(),
    "boolean": sa.Boolean(),
}
_SEARCHED = {
    "leaflets": "product_name",
    "ingredients": "substance",
    "side_effects": "term",
    "interactions": "agent",
    "codes": "code",
}
"""The columns that questions begin with. All else is found by leaflet, which every primary key begins with."""
_MARIADB_TABLE: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mariadb", "mysql")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
"""Transactions, all of Unicode, and texts that are equal only where every character is, as in the other databases."""


@cache
def relations() -> sa.MetaData:
    """All tables of a database of leaflets, the version table included."""
    metadata = sa.MetaData()
    sa.Table(
        VERSION_TABLE,
        metadata,
        sa.Column("version", sa.Integer, nullable=False, comment="0 while the tables are being made."),
        comment="One row: the version of these tables. A program only writes to a version that it knows.",
        **_MARIADB_TABLE,
    )
    for table in layouts():
        _table(table, metadata)
    return metadata


def tables_in_order() -> list[sa.Table]:
    """The tables that hold leaflets, each after those that it refers to."""
    return [relations().tables[table.name] for table in layouts()]


def _table(table: Layout, metadata: sa.MetaData) -> None:
    sa.Table(
        table.name,
        metadata,
        *(_column(column) for column in table.columns),
        sa.PrimaryKeyConstraint(*table.key),
        *(_foreign_key(parent, here, there) for parent, here, there in table.parents),
        *_indexes(table.name),
        comment=table.description,
        # Rows lie in the order of the key, so that a leaflet's are neighbours: fast to write and to find.
        sqlite_with_rowid=False,
        **_MARIADB_TABLE,
    )


def _column(column: Column) -> sa.Column[Any]:
    return sa.Column(column.name, _TYPES[column.kind], nullable=column.nullable, comment=column.description)


def _foreign_key(parent: str, here: tuple[str, ...], there: tuple[str, ...]) -> sa.ForeignKeyConstraint:
    key = sa.ForeignKeyConstraint(here, [f"{parent}.{column}" for column in there])
    if parent != "leaflets":
        # DuckDB refuses to delete a row that another has referred to until within the same transaction.
        key.ddl_if(callable_=_is_not_duckdb)
    return key


def _indexes(table: str) -> list[sa.Index]:
    if table not in _SEARCHED:
        return []
    column = _SEARCHED[table]
    # A text may be longer than what PostgreSQL's B-tree (2.7 kB) and InnoDB (3 kB) can hold of a key.
    # DuckDB reads columns so fast that an index would only slow the loading.
    index = sa.Index(f"{table}_{column}", column, postgresql_using="hash", mysql_length=64, mariadb_length=64)
    index.ddl_if(callable_=_is_not_duckdb)
    return [index]


def _is_not_duckdb(*_: Any, dialect: sa.Dialect, **__: Any) -> bool:
    return dialect.name != "duckdb"

"""Rows come in; they are in the database when the transaction ends: what all kinds of database do alike."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from pipeline.errors import LeafletError
from pipeline.load.relations import relations
from pipeline.load.rows import Row

LOCK_SECONDS = 300
"""How long a loader waits for another that is writing to the same database; a batch takes a few seconds."""

_SECRET_KEYS = ("pass", "pwd", "token", "secret", "key")


class Database:
    """One database. A transaction belongs to one loader alone: of two, one waits for the other's to end."""

    name: ClassVar[str]
    writes_elsewhere: ClassVar[bool] = True
    """Whether most of the writing is done outside Python, so that the next rows can be made meanwhile."""

    def __init__(self, url: URL) -> None:
        self.engine = sa.create_engine(url, **self._options())
        query = {k: v for k, v in url.query.items() if any(part in k.lower() for part in _SECRET_KEYS)}
        values = [
            url.password or "",
            *(v for value in query.values() for v in ([value] if isinstance(value, str) else value)),
        ]
        self._secrets = [secret for secret in values if secret]

    def _options(self) -> dict[str, Any]:
        """What the engine is made with beside the URL."""
        return {}

    def transaction(self) -> AbstractContextManager[Connection]:
        """A transaction that no other loader's overlaps: rolled back where the block raises, else committed."""
        raise NotImplementedError

    def upsert(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write rows of `leaflets`, each in the place of the one with its key where there is one."""
        raise NotImplementedError

    def fill(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        """Add rows, in the order of the table's columns, whose keys are not there yet."""
        self._write(connection, sa.insert(table), rows)

    def _write(self, connection: Connection, statement: sa.Insert, rows: Sequence[Row]) -> None:
        # Tuples go straight to the driver: SQLAlchemy's own way with many rows takes three times as long.
        if rows:
            connection.exec_driver_sql(str(statement.compile(self.engine)), list(rows))

    def is_about_data(self, error: Exception) -> bool:
        """Whether the database refused what was written, and not to write at all."""
        dbapi: Any = self.engine.dialect.loaded_dbapi
        return isinstance(_driver_error(error), (dbapi.DataError, dbapi.IntegrityError))

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What the database raises, by SQLAlchemy or by the driver itself."""
        dbapi: Any = self.engine.dialect.loaded_dbapi
        return (SQLAlchemyError, dbapi.Error)

    @contextmanager
    def errors_in_words(self) -> Iterator[None]:
        """What the database raises in the block becomes a LeafletError of one sentence, without passwords."""
        try:
            yield
        except self.errors as error:
            raise LeafletError(f"{self.name} refused: {self.words(error)}") from error

    def words(self, error: Exception) -> str:
        """The first line of what the driver says, with *** for the secrets of the URL."""
        said = self._said(_driver_error(error)).strip() or type(error).__name__
        for secret in self._secrets:
            said = said.replace(secret, "***")
        return said.splitlines()[0].strip()

    def _said(self, error: BaseException) -> str:
        return str(error)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _driver_error(error: Exception) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def other_columns(table: sa.Table) -> list[str]:
    """The columns of a table that are not in its key."""
    return [column.name for column in table.columns if not column.primary_key]


def leaflets() -> sa.Table:
    """The table that has one row a leaflet."""
    return relations().tables["leaflets"]

"""MariaDB and MySQL: rows come by INSERTs of many rows each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Connection

from pipeline.errors import LeafletError
from pipeline.load.engines.database import LOCK_SECONDS, Database, leaflets, other_columns
from pipeline.load.rows import Row

_LOADERS_LOCK = "CONCAT('leaflets_', MD5(DATABASE()))"
"""The loaders' lock is the server's, for one database by its name; MySQL allows names of 64 characters."""

_PACKET_TOO_LARGE = (1153, 2006, 2013)
"""The server's word for a row that is larger than max_allowed_packet, and what is heard when it hangs up on one."""


class MariaDB(Database):
    """A database of a MariaDB or MySQL server."""

    name = "MariaDB"

    def _options(self) -> dict[str, Any]:
        # Without a strict mode, which is a setting, a server cuts what does not fit and says nothing.
        return {"connect_args": {"init_command": "SET SESSION sql_mode = 'TRADITIONAL'"}, "paramstyle": "format"}

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction within the loaders' lock, which the server gives back if this process dies.

        A named lock and not one on a row: what changes a table would end the transaction, and with it the row's lock.
        """
        with self.engine.connect() as connection:
            locked = connection.exec_driver_sql(f"SELECT GET_LOCK({_LOADERS_LOCK}, {LOCK_SECONDS})").scalar()
            connection.rollback()
            if locked != 1:
                raise LeafletError("another program has been loading for a long time; try again when it is done")
            try:
                with connection.begin():
                    yield connection
            finally:
                if not connection.invalidated:
                    connection.exec_driver_sql(f"DO RELEASE_LOCK({_LOADERS_LOCK})")

    def upsert(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write rows of `leaflets` by ON DUPLICATE KEY UPDATE."""
        insert = mysql.insert(leaflets())
        new = {name: insert.inserted[name] for name in other_columns(leaflets())}
        self._write(connection, insert.on_duplicate_key_update(new), rows)

    def is_about_data(self, error: Exception) -> bool:
        """As for every database; and a row that is too large for the server."""
        arguments = getattr(getattr(error, "orig", error), "args", ()) or (None,)
        return arguments[0] in _PACKET_TOO_LARGE or super().is_about_data(error)

    def _said(self, error: BaseException) -> str:
        # The driver's errors are a number and a text.
        return str(error.args[-1]) if error.args else ""

"""A database URL opens its database, or is refused in words that never show it."""

import importlib
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.load import engines
from pipeline.load.engines import open_database


@pytest.mark.parametrize(
    ("url", "name", "drivername"),
    [
        ("sqlite:///x.db", "SQLite", "sqlite"),
        ("sqlite+pysqlite:///x.db", "SQLite", "sqlite"),
        ("duckdb:///x.duckdb", "DuckDB", "duckdb"),
        ("postgresql+psycopg://host/x", "PostgreSQL", "postgresql+psycopg"),
        ("postgres://host/x", "PostgreSQL", "postgresql+psycopg"),
        ("mariadb://host/x", "MariaDB", "mariadb+pymysql"),
        ("mysql://host/x", "MariaDB", "mysql+pymysql"),
    ],
)
def test_a_url_takes_the_known_driver(url: str, name: str, drivername: str) -> None:
    database = open_database(url)
    assert (database.name, database.engine.url.drivername) == (name, drivername)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("leaflets.db", "the database is no URL; give one such as sqlite:///leaflets.db"),
        ("postgresql://bob:secret@host:port/x", "the database is no URL"),
        ("oracle://bob:secret@host/x", "oracle is no kind of database"),
        ("postgresql+asyncpg://bob:secret@host/x", "use postgresql+psycopg"),
        ("sqlite://", "lost when the program ends"),
        ("sqlite:///:memory:", "lost when the program ends"),
        ("duckdb:///:memory:", "lost when the program ends"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(url: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_database(url)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_driver_that_is_not_installed_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> Any:
        if name == "psycopg":
            raise ImportError(name)
        return importlib.import_module(name)

    monkeypatch.setattr(engines, "import_module", without)
    with pytest.raises(UsageError, match=r"needs psycopg.*pip install 'leaflet-pipeline\[postgresql\]'"):
        open_database("postgresql://host/x")

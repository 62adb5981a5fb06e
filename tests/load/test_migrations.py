"""The tables are made with keys, indexes and comments; old ones are brought forward, newer and strange ones refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.errors import UsageError
from pipeline.load import migrations
from pipeline.load.engines import open_database
from pipeline.load.layout import layouts
from pipeline.load.loader import Counts, load
from pipeline.load.relations import VERSION_TABLE, relations
from pipeline.load.tables import tables
from pipeline.load.views import views
from pipeline.outputs import outputs

Execute = Callable[..., list[tuple[Any, ...]]]


def load_all(out: Path, url: str) -> Counts:
    database = open_database(url)
    try:
        with outputs(out) as found:
            return load(found, database, refused=lambda refusal: pytest.fail(str(refusal)))
    finally:
        database.close()


VERSIONS = f"SELECT version FROM {VERSION_TABLE}"


def test_tables_have_keys_indexes_and_comments(execute: Execute, url: str, out: Path) -> None:
    load_all(out, url)
    engine = sa.create_engine(url)
    inspector = sa.inspect(engine)
    assert set(inspector.get_table_names()) == {VERSION_TABLE, *(table.name for table in layouts())}
    assert set(inspector.get_view_names()) == set(views())
    if not url.startswith("duckdb"):  # duckdb-engine cannot tell of keys, indexes and columns
        for table in layouts():
            assert inspector.get_pk_constraint(table.name)["constrained_columns"] == list(table.key)
            referred = {key["referred_table"] for key in inspector.get_foreign_keys(table.name)}
            assert referred == {parent for parent, _, _ in table.parents}
        assert "side_effects_term" in {index["name"] for index in inspector.get_indexes("side_effects")}
    if url.startswith(("postgresql", "mariadb")):
        assert inspector.get_table_comment("side_effects")["text"] == "One unwanted effect of the product."
        comments = {column["name"]: column["comment"] for column in inspector.get_columns("side_effects")}
        assert comments["term"] == "The effect as written, without frequency or filler."
    if url.startswith("duckdb"):
        found = execute(url, "SELECT comment FROM duckdb_columns() WHERE column_name = 'term'")
        assert ("The effect as written, without frequency or filler.",) in found
    engine.dispose()


def test_a_row_of_no_leaflet_is_refused_by_the_database(url: str, out: Path) -> None:
    load_all(out, url)
    database = open_database(url)
    stray = ("0" * 16, "0" * 16, 0, "no one's", None)
    with (
        pytest.raises(sa.exc.DBAPIError) as caught,
        database.transaction() as connection,
    ):
        database.fill(connection, relations().tables["indications"], [stray])
    assert database.is_about_data(caught.value)
    database.close()


def older(execute: Execute, url: str, out: Path) -> None:
    """A database of version 1 as it would be if doses had no UCUM codes yet and there were no table of findings."""
    load_all(out, url)
    views_away = [f"DROP VIEW {name}" for name in views()]
    execute(url, *views_away, "ALTER TABLE doses DROP COLUMN ucum", "DROP TABLE findings")


def test_an_older_database_is_brought_forward(
    execute: Execute, url: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepped: list[str] = []

    def step(connection: Connection) -> None:
        stepped.append(connection.dialect.name)

    older(execute, url, out)
    kept = execute(url, "SELECT * FROM side_effects ORDER BY record_id")
    monkeypatch.setattr(migrations, "VERSION", 3)
    monkeypatch.setattr(migrations, "STEPS", {3: step})
    assert load_all(out, url).unchanged == 4
    assert len(stepped) == 1
    assert execute(url, VERSIONS) == [(3,)]
    assert execute(url, "SELECT count(*) FROM findings") == [(0,)]
    assert execute(url, "SELECT DISTINCT ucum FROM doses") == [(None,)]
    assert execute(url, "SELECT * FROM side_effects ORDER BY record_id") == kept
    assert execute(url, "SELECT count(*) FROM maximum_daily_doses")
    for file in out.rglob("*.txt.json"):
        file.write_bytes(file.read_bytes() + b"\n")
    assert load_all(out, url).changed == 4
    doses = execute(url, "SELECT record_id, text, ucum, indication FROM doses ORDER BY record_id")
    frame = tables(out)["doses"].sort_values("record_id").astype(object)
    expected = frame.where(frame.notna(), None)[["record_id", "text", "ucum", "indication"]]
    assert doses == list(expected.itertuples(index=False, name=None))
    load_all(out, url)
    assert len(stepped) == 1


def test_a_newer_database_is_refused_in_words(execute: Execute, url: str, out: Path) -> None:
    load_all(out, url)
    execute(url, f"UPDATE {VERSION_TABLE} SET version = 7")
    (out / "fexavil.txt.json").unlink()
    with pytest.raises(UsageError, match="newer version of this program: its tables have version 7"):
        load_all(out, url)
    assert execute(url, "SELECT count(*) FROM leaflets WHERE gone") == [(0,)]


def test_a_database_that_another_program_migrates_meanwhile_is_let_be(
    url: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_all(out, url)
    monkeypatch.setattr(migrations, "VERSION", 0)
    database = open_database(url)
    with pytest.raises(UsageError, match="newer version"), database.transaction() as connection:
        migrations.require_version(connection)
    database.close()


def test_tables_of_another_program_are_never_written_to(execute: Execute, url: str, out: Path) -> None:
    execute(url, "CREATE TABLE warnings (text VARCHAR(100))")
    with pytest.raises(UsageError, match="has a table warnings that this program did not make"):
        load_all(out, url)
    assert execute(url, "SELECT count(*) FROM warnings") == [(0,)]


def test_making_the_tables_goes_on_where_it_was_broken_off(execute: Execute, url: str, out: Path) -> None:
    engine = sa.create_engine(url)
    for name in (VERSION_TABLE, "leaflets", "sections"):
        relations().tables[name].create(engine)
    engine.dispose()
    execute(url, f"INSERT INTO {VERSION_TABLE} VALUES (0)")
    assert load_all(out, url).new == 4
    assert execute(url, VERSIONS) == [(migrations.VERSION,)]

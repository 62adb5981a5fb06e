"""Loading ends in the same rows whatever happened before: twice, after a change, by two at once, killed in between."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from pipeline.batch.stores import LocalStore
from pipeline.errors import LeafletError, UsageError
from pipeline.load import loader
from pipeline.load.documents import Refusal
from pipeline.load.engines import open_database
from pipeline.load.layout import layouts
from pipeline.load.rebuild import leaflet_from, rebuild
from pipeline.load.relations import relations
from pipeline.load.rows import Row
from pipeline.load.tables import Frames, frames, tables
from pipeline.model import Leaflet, SideEffect, from_json, to_json
from pipeline.outputs import Outputs, outputs

Execute = Callable[..., list[tuple[Any, ...]]]

GOLDENS = Path(__file__).resolve().parents[1] / "golden"
HOSTILE = (
    *("=cmd|' /C calc'!A0", "'; DROP TABLE leaflets; --", '"', "\\", "%s %(x)s {} :x ?", "\r\n\t", "NULL", "\\N", " "),
    *("\N{PILL}\N{ZERO WIDTH JOINER}", "\u202eltr", "\x01\x7f", "\N{LATIN SMALL LIGATURE FF}" * 500_000),
)

NOTHING = Outputs("", LocalStore(""), [])

Stored = dict[str, list[Row]]


def load(out: Path, url: str, collection: str = "main") -> tuple[loader.Counts, list[Refusal]]:
    refused: list[Refusal] = []
    database = open_database(url)
    try:
        with outputs(out) as found:
            return loader.load(found, database, refused=refused.append, collection=collection), refused
    finally:
        database.close()


def stored(url: str) -> Stored:
    """All rows of all tables, by key."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: sorted(
                    (tuple(row) for row in connection.execute(sa.select(relations().tables[table.name]))),
                    key=lambda row, table=table: [row[table.names.index(name)] for name in table.key],  # type: ignore[misc]
                )
                for table in layouts()
            }
    finally:
        engine.dispose()


def by_key(found: Frames) -> Frames:
    return {t.name: found[t.name].sort_values(list(t.key), ignore_index=True) for t in layouts()}


def assert_holds(url: str, out: Path) -> None:
    """The tables read back equal the frames, and each leaflet rebuilt from its rows equals its file, to the byte."""
    rows = stored(url)
    expected, found = by_key(tables(out)), by_key(frames(rows))
    for table in layouts():
        pd.testing.assert_frame_equal(found[table.name], expected[table.name])
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        for own in rows["leaflets"]:
            assert to_json(leaflet_from(connection, own[0])) == (out / f"{own[2]}.json").read_bytes()
        with pytest.raises(LeafletError, match="has no leaflet 0"):
            leaflet_from(connection, "0" * 16)
    engine.dispose()


def fail(refusal: Refusal) -> None:
    pytest.fail(str(refusal))


def change(file: Path, edit: Callable[[Leaflet], object]) -> None:
    leaflet = from_json(file.read_bytes())
    edit(leaflet)
    file.write_bytes(to_json(leaflet))


def with_effects(*terms: str) -> Callable[[Leaflet], object]:
    def edit(leaflet: Leaflet) -> None:
        assert leaflet.side_effects
        evidence = leaflet.side_effects[0].evidence
        leaflet.side_effects = [
            SideEffect(term=term, aliases=[term[:99]], action=term[:99], evidence=evidence[:1]) for term in terms
        ]

    return edit


def test_loaded_once_twice_and_after_a_change(url: str, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "LEAFLETS_AT_ONCE", 3)
    counts, refused = load(out, url)
    assert (counts.new, counts.changed, counts.unchanged, counts.gone, refused) == (4, 0, 0, 0, [])
    assert counts.rows == sum(map(len, stored(url).values()))
    assert_holds(url, out)

    counts, _ = load(out, url)
    assert (counts.new, counts.changed, counts.unchanged, counts.rows) == (0, 0, 4, 0)
    assert_holds(url, out)

    change(out / "claxomund.txt.json", with_effects("one", "two"))
    shutil.copy(GOLDENS / "settlaro.json", out / "settlaro.txt.json")
    counts, _ = load(out, url)
    assert (counts.new, counts.changed, counts.unchanged, counts.gone) == (1, 1, 3, 0)
    assert_holds(url, out)


def test_vanished_is_marked_gone_and_comes_back(execute: Execute, url: str, out: Path, tmp_path: Path) -> None:
    load(out, url)
    everything = stored(url)
    shutil.move(out / "fexavil.txt.json", tmp_path)
    assert load(out, url)[0].gone == 1
    assert load(out, url)[0].gone == 0
    now = stored(url)
    path, gone = (next(i for i, c in enumerate(layouts()[0].names) if c == name) for name in ("path", "gone"))
    assert {row[path]: row[gone] for row in now["leaflets"]} == {
        **dict.fromkeys(["deep/serovind.txt", "hartolen.txt", "claxomund.txt"], False),
        "fexavil.txt": True,
    }
    assert {n: r for n, r in now.items() if n != "leaflets"} == {n: r for n, r in everything.items() if n != "leaflets"}
    assert execute(url, "SELECT count(*) FROM side_effects_by_substance WHERE path = 'fexavil.txt'") == [(0,)]
    shutil.move(tmp_path / "fexavil.txt.json", out)
    assert load(out, url)[0].changed == 1
    assert stored(url) == everything


def test_collections_do_not_touch_each_other(execute: Execute, url: str, out: Path, tmp_path: Path) -> None:
    load(out, url, "first")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(out / "fexavil.txt.json", other)
    assert load(other, url, "second")[0].new == 1
    counts = execute(url, "SELECT collection, count(*) FROM leaflets WHERE NOT gone GROUP BY collection ORDER BY 1")
    assert counts == [("first", 4), ("second", 1)]


def test_bad_documents_are_named_and_left_out_and_keep_their_rows(url: str, out: Path) -> None:
    load(out, url)
    before = stored(url)
    (out / "fexavil.txt.json").write_text("{}")
    (out / "new.txt.json").write_bytes(b"\xff")
    counts, refused = load(out, url)
    assert (counts.refused, counts.gone, counts.unchanged) == (2, 0, 3)
    reasons = {Path(r.where).name: r.reason for r in refused}
    assert "is not valid: $.schema_version: found nothing" in reasons["fexavil.txt.json"]
    assert "not UTF-8" in reasons["new.txt.json"]
    assert stored(url) == before


def test_hostile_texts_come_back_as_they_were(url: str, out: Path) -> None:
    change(out / "fexavil.txt.json", with_effects(*HOSTILE))
    counts, refused = load(out, url)
    assert (counts.new, refused) == (4, [])
    assert_holds(url, out)


def test_nul_comes_back_or_is_refused_in_words(url: str, out: Path) -> None:
    change(out / "fexavil.txt.json", with_effects("a\0b"))
    counts, refused = load(out, url)
    if url.startswith("postgresql"):
        (refusal,) = refused
        assert refusal.where == str(out / "fexavil.txt.json")
        assert "PostgreSQL cannot hold it: " in refusal.reason
        assert "0x00" in refusal.reason
        (out / "fexavil.txt.json").unlink()
    assert counts.new == 4 - len(refused)
    assert_holds(url, out)


def test_a_section_id_that_is_too_long_costs_its_leaflet_or_nothing(url: str, out: Path) -> None:
    name = "s" + "1" * 100

    def lengthen(leaflet: Leaflet) -> None:
        leaflet.sections[-1].id = name
        leaflet.coverage.unread = []

    change(out / "hartolen.txt.json", lengthen)
    _, refused = load(out, url)
    if url.startswith("mariadb"):
        assert [Path(r.where).name for r in refused] == ["hartolen.txt.json"]
        (out / "hartolen.txt.json").unlink()
    else:
        assert refused == []
    assert_holds(url, out)


def test_readers_see_the_old_leaflet_until_the_new_one_is_whole(
    url: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if url.startswith("duckdb"):
        pytest.skip("while a process writes to a DuckDB file, no other can read it")
    load(out, url)
    before = stored(url)
    change(out / "claxomund.txt.json", with_effects("one", "two"))
    database = open_database(url)
    fill, seen = database.fill, []

    def looked_at(connection: Any, table: sa.Table, rows: Any) -> None:
        fill(connection, table, rows)
        if table.name in ("side_effects", "evidence"):
            seen.append(stored(url))

    monkeypatch.setattr(database, "fill", looked_at)
    with outputs(out) as found:
        loader.load(found, database, refused=fail)
    database.close()
    assert seen == [before, before]
    assert_holds(url, out)


# Two batches of which each is one leaflet, so that there is something in between; started by a line, to start together.
PROCESS = """
import os, signal, sys
from pipeline.load import loader
from pipeline.load.engines import open_database
from pipeline.outputs import outputs
loader.LEAFLETS_AT_ONCE = 1
out, url, kill_at = sys.argv[1], sys.argv[2], int(sys.argv[3])
database = open_database(url)
fill, calls = database.fill, 0
def counted(connection, table, rows):
    global calls
    fill(connection, table, rows)
    calls += 1
    if calls == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
database.fill = counted
sys.stdin.readline()
with outputs(out) as found:
    counts = loader.load(found, database, refused=print)
print(counts.new, counts.unchanged)
"""
FILLS_A_LEAFLET = len(layouts()) - 1


def start(out: Path, url: str, kill_at: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-W", "error", "-c", PROCESS, str(out), url, str(kill_at)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_at_once_end_as_one(url: str, out: Path) -> None:
    both = [start(out, url), start(out, url)]
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    new = [int(words.split()[0]) for words, _ in said]
    assert sum(new) == 4
    assert_holds(url, out)


def test_killed_in_the_middle_and_loaded_again_is_as_loaded_once(url: str, out: Path) -> None:
    process = start(out, url, kill_at=FILLS_A_LEAFLET + FILLS_A_LEAFLET // 2)
    process.communicate("go\n", timeout=60)
    assert process.returncode == -signal.SIGKILL
    between = stored(url)
    (path,) = [row[2] for row in between["leaflets"]]
    assert to_json(rebuild(between)) == (out / f"{path}.json").read_bytes()
    counts, _ = load(out, url)
    assert (counts.new, counts.unchanged) == (3, 1)
    assert_holds(url, out)


def test_a_database_that_is_not_there_is_told_in_words_without_the_password() -> None:
    database = open_database("postgresql://bob:s3cr%2Ft@127.0.0.1:1/x")
    with pytest.raises(LeafletError, match=r"PostgreSQL refused: connection") as caught:
        loader.load(NOTHING, database, refused=fail)
    assert "s3cr" not in str(caught.value)


def test_words_hide_every_secret_of_the_url() -> None:
    database = open_database("postgresql://bob:s3cr%2Ft@host/x?sslpassword=opensesame")
    words = database.words(ValueError("no bob:s3cr/t@host with opensesame\nmore"))
    assert words == "no bob:***@host with ***"


def test_the_words_of_a_server_come_without_its_numbers(mariadb: Callable[[str], str]) -> None:
    database = open_database(mariadb("here").replace("/here?", "/nowhere?"))
    with pytest.raises(LeafletError) as caught:
        loader.load(NOTHING, database, refused=fail)
    assert str(caught.value) == "MariaDB refused: Unknown database 'nowhere'"


def test_a_file_that_is_no_database_is_told_in_words(out: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("These are my notes. " * 100)
    with pytest.raises(LeafletError, match="SQLite refused: file is not a database"):
        load(out, f"sqlite:///{tmp_path / 'notes.txt'}")
    with pytest.raises(UsageError, match="is no folder"), outputs(tmp_path / "notes.txt"):
        pass

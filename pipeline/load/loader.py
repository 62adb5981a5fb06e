"""A run's output folder and a database come in; the database holds the folder's leaflets, and counts go out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.load.documents import COLLECTION, Output, Refusal, leaflet_id_of, read_outputs, rows_of
from pipeline.load.engines.database import Database, leaflets
from pipeline.load.migrations import prepare, require_version
from pipeline.load.relations import tables_in_order
from pipeline.load.rows import Row, Rows
from pipeline.outputs import Outputs

LEAFLETS_AT_ONCE = 250
"""Leaflets in one transaction: some 110,000 rows, which every database takes in a few seconds."""


class Counts(msgspec.Struct):
    """What a load did, in leaflets, and the rows it wrote."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    gone: int = 0
    rows: int = 0


class _Ready(msgspec.Struct, frozen=True):
    """An output and its rows; none where the database has it already."""

    output: Output
    rows: Rows | None


_Batch = list[_Ready | Refusal]


def _tell_no_one(files: int) -> None:
    """Nobody wants to know how far the load is."""


def load(
    found: Outputs,
    database: Database,
    *,
    refused: Callable[[Refusal], object],
    collection: str = COLLECTION,
    advanced: Callable[[int], object] = _tell_no_one,
) -> Counts:
    """Bring a collection in the database to what the documents found in an OUT say.

    `refused` is called with each one that is not valid or that the database cannot hold; what was loaded of it earlier
    stays. `advanced` is called with the number of documents done since it was last called. A leaflet that OUT lacks is
    marked as gone. The rows of a changed leaflet are replaced whole, in a transaction of some hundred leaflets.
    LeafletError where the database cannot be reached or written to: what was committed until then stays, and the next
    load does the rest.
    """
    loading = _Loading(database, collection, refused)
    with database.errors_in_words():
        prepare(database)
        # In the order of their keys leaflets are added at the end of each table, and not all over it.
        ordered = sorted(found.names, key=lambda name: leaflet_id_of(name, collection))
        batches = _batches(read_outputs(found, ordered, collection), loading.known())
        for batch in _ahead(batches) if database.writes_elsewhere else batches:
            loading.take(batch)
            advanced(len(batch))
        loading.mark_gone()
    return loading.counts


def _batches(found: Iterable[Output | Refusal], known: dict[str, str]) -> Iterator[_Batch]:
    """What is to be done, some hundred leaflets at a time."""
    done = (_done(output, known) for output in found)
    while batch := list(islice(done, LEAFLETS_AT_ONCE)):
        yield batch


def _done(output: Output | Refusal, known: dict[str, str]) -> _Ready | Refusal:
    if isinstance(output, Refusal):
        return output
    if known.get(output.origin.leaflet_id) == output.origin.sha256:
        return _Ready(output, None)
    rows = rows_of(output)
    return rows if isinstance(rows, Refusal) else _Ready(output, rows)


def _ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The batches, each made while the one before is written."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = thread.submit(next, batches, None)
            yield batch


class _Loading:
    """One load on its way: what it has counted, and which leaflets it has met."""

    def __init__(self, database: Database, collection: str, refused: Callable[[Refusal], object]) -> None:
        self.counts = Counts()
        self._database = database
        self._collection = collection
        self._refused = refused
        self._met: set[str] = set()

    def known(self) -> dict[str, str]:
        """The output's hash of each leaflet that the database has and that is not gone."""
        table = leaflets()
        columns = sa.select(table.c.leaflet_id, table.c.output_sha256)
        with self._database.transaction() as connection:
            found = connection.execute(columns.where(table.c.collection == self._collection, sa.not_(table.c.gone)))
            return {leaflet_id: sha256 for leaflet_id, sha256 in found}

    def take(self, batch: _Batch) -> None:
        """Write what is new in the batch, and tell what is refused."""
        changed = []
        for item in batch:
            if isinstance(item, Refusal):
                self._refuse(item)
                continue
            self._met.add(item.output.origin.leaflet_id)
            if item.rows is None:
                self.counts.unchanged += 1
            else:
                changed.append(item)
        if changed:
            self._store(changed)

    def _refuse(self, refusal: Refusal) -> None:
        self.counts.refused += 1
        self._met.add(refusal.leaflet_id)
        self._refused(refusal)

    def _store(self, batch: Sequence[_Ready]) -> None:
        """Write the batch in one transaction; where the database cannot hold one of its leaflets, each in its own."""
        try:
            with self._database.transaction() as connection:
                new, changed, rows = self._write(connection, batch)
        except self._database.errors as error:
            if not self._database.is_about_data(error):
                raise
            if len(batch) == 1:
                output, why = batch[0].output, f"{self._database.name} cannot hold it: {self._database.words(error)}"
                self._refuse(Refusal(output.where, output.origin.leaflet_id, why))
            else:
                for one in batch:
                    self._store([one])
            return
        self.counts.new += new
        self.counts.changed += changed
        self.counts.unchanged += len(batch) - new - changed
        self.counts.rows += rows

    def _write(self, connection: Connection, batch: Sequence[_Ready]) -> tuple[int, int, int]:
        """Replace what differs; how many leaflets were new and how many changed, and the rows written."""
        require_version(connection)
        there = _there(connection, [ready.output.origin.leaflet_id for ready in batch])
        # Another loader may have been faster since the hashes were asked for.
        differing = [r for r in batch if there.get(r.output.origin.leaflet_id) != (r.output.origin.sha256, False)]
        old = [r.output.origin.leaflet_id for r in differing if r.output.origin.leaflet_id in there]
        _delete(connection, old)
        written = 0
        for table in tables_in_order():
            rows: list[Row] = [row for ready in differing for row in (ready.rows or {}).get(table.name, ())]
            written += len(rows)
            if table is leaflets():
                self._database.upsert(connection, rows)
            else:
                self._database.fill(connection, table, rows)
        return len(differing) - len(old), len(old), written

    def mark_gone(self) -> None:
        """Mark the leaflets of the collection that were not met."""
        table = leaflets()
        with self._database.transaction() as connection:
            require_version(connection)
            here = sa.and_(table.c.collection == self._collection, sa.not_(table.c.gone))
            gone = set(connection.scalars(sa.select(table.c.leaflet_id).where(here))) - self._met
            for some in _in_parts(sorted(gone)):
                connection.execute(sa.update(table).where(table.c.leaflet_id.in_(some)).values(gone=True))
        self.counts.gone = len(gone)


def _there(connection: Connection, leaflet_ids: Sequence[str]) -> dict[str, tuple[str, bool]]:
    """Hash and mark of those leaflets that the database has."""
    table = leaflets()
    columns = sa.select(table.c.leaflet_id, table.c.output_sha256, table.c.gone)
    found = connection.execute(columns.where(table.c.leaflet_id.in_(leaflet_ids)))
    return {leaflet_id: (sha256, gone) for leaflet_id, sha256, gone in found}


def _delete(connection: Connection, leaflet_ids: Sequence[str]) -> None:
    """Delete all rows of the leaflets but their own, which are written over."""
    if not leaflet_ids:
        return
    for table in reversed(tables_in_order()):
        if table is not leaflets():
            connection.execute(sa.delete(table).where(table.c.leaflet_id.in_(leaflet_ids)))


def _in_parts(leaflet_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(leaflet_ids), LEAFLETS_AT_ONCE):
        yield leaflet_ids[start : start + LEAFLETS_AT_ONCE]

"""A run's output folder comes in; its tables go out as pandas frames with fixed dtypes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from pipeline.errors import LeafletError
from pipeline.load.documents import COLLECTION, Output, Refusal, read_outputs, rows_of
from pipeline.load.layout import Kind, Layout, layouts
from pipeline.load.rows import Row, Rows
from pipeline.outputs import Outputs, outputs

Frames = dict[str, pd.DataFrame]
"""One frame a table, by its name."""

DTYPES: dict[Kind, Any] = {
    "key": "string",
    "word": "string",
    "text": "string",
    "list": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}
"""The dtype of each kind of column. All can hold pd.NA, so that null is never 0, False or an empty text."""

LEAFLETS_AT_ONCE = 200
"""How many leaflets' rows are in memory while tables are written: about 100,000 rows, some 50 MB."""


def _refuse(refusal: Refusal) -> NoReturn:
    raise LeafletError(refusal.reason, file=refusal.where)


def tables(out: str | Path, *, collection: str = COLLECTION, refused: Callable[[Refusal], object] = _refuse) -> Frames:
    """The tables of all leaflets in an output folder of `leaflet run`, in the order of their paths.

    `refused` is called with each output that is not valid, which is then left out; without it the first one raises
    LeafletError. UsageError where the folder holds no outputs.
    """
    with outputs(out) as found:
        batches = list(frames_in_batches(found, collection, refused))
    joined = {name: pd.concat([b[name] for b in batches], ignore_index=True) for name in batches[0]} if batches else {}
    return joined or frames({})


def frames_in_batches(found: Outputs, collection: str, refused: Callable[[Refusal], object]) -> Iterator[Frames]:
    """The tables of a few hundred leaflets at a time: for folders that do not fit in memory."""
    good = _good(read_outputs(found, found.names, collection), refused)
    while batch := list(islice(good, LEAFLETS_AT_ONCE)):
        yield frames({table.name: [row for rows in batch for row in rows[table.name]] for table in layouts()})


def _good(found: Iterable[Output | Refusal], refused: Callable[[Refusal], object]) -> Iterator[Rows]:
    for output in found:
        rows = rows_of(output) if isinstance(output, Output) else output
        if isinstance(rows, Refusal):
            refused(rows)
        else:
            yield rows


def frames(rows: Mapping[str, Iterable[Row]]) -> Frames:
    """Rows by table as frames; tables without rows are frames without rows."""
    return {table.name: _frame(table, list(rows.get(table.name, ()))) for table in layouts()}


def _frame(table: Layout, rows: list[Row]) -> pd.DataFrame:
    values: Iterable[Iterable[Any]] = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    columns = zip(table.columns, values, strict=True)
    return pd.DataFrame({column.name: pd.Series(list(value), dtype=DTYPES[column.kind]) for column, value in columns})


def columns() -> pd.DataFrame:
    """What every column of every table means: table, column, dtype, nullable, description."""
    return pd.DataFrame(
        [
            (table.name, column.name, DTYPES[column.kind], column.nullable, column.description)
            for table in layouts()
            for column in table.columns
        ],
        columns=["table", "column", "dtype", "nullable", "description"],
    )

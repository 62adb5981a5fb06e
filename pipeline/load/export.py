"""Frames come in, a few hundred leaflets at a time; files go out: CSV, Parquet or one Excel workbook."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

import pandas as pd

from pipeline.errors import LeafletError, UsageError
from pipeline.load.tables import Frames, columns, frames

Format = Literal["csv", "parquet", "xlsx"]

COLUMNS_TABLE = "columns"
"""The table that is written beside the others and says what each of their columns means."""

_FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What a spreadsheet takes for the start of a formula (OWASP, CSV Injection), the full-width forms included."""


class Writer(Protocol):
    """Takes frames and makes files of them in a folder."""

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Write the rows of a frame under those that the table has."""

    def close(self) -> None:
        """Finish all files; also where something failed, or they would complain later of being left unfinished."""


def export(batches: Iterable[Frames], folder: Path, format_: Format) -> int:
    """Write the tables into the folder, and what their columns mean; the number of rows.

    Files of earlier exports are replaced when all is written, and stay as they are where something fails. LeafletError
    where the format cannot hold a value or so many rows; UsageError where the format's library is not installed.
    """
    rows = 0
    with _replacing(folder) as unfinished:
        writer = _WRITERS[format_](unfinished)
        try:
            for batch in _with_headers(batches):
                for name, frame in batch.items():
                    writer.add(name, frame)
                    rows += len(frame)
            writer.add(COLUMNS_TABLE, columns())
        finally:
            writer.close()
    return rows


def _with_headers(batches: Iterable[Frames]) -> Iterator[Frames]:
    """The batches after one without rows, so that a table is there even if nothing is in it."""
    yield frames({})
    yield from batches


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A folder to write to, whose files go into the folder where the block does not raise."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as unfinished:
            yield Path(unfinished)
            for path in sorted(Path(unfinished).iterdir()):
                os.replace(path, folder / path.name)
    except OSError as error:
        raise UsageError(
            f"cannot be written to: {error.strerror or error}; choose another folder", file=folder
        ) from error


class _Csv:
    """One file a table, UTF-8, with a header; null is an empty field."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = ExitStack()
        self._open: dict[str, Any] = {}

    def add(self, name: str, frame: pd.DataFrame) -> None:
        new = name not in self._open
        if new:
            file = (self._folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            self._open[name] = self._files.enter_context(file)
        texts = frame.select_dtypes(["string", "object"]).columns
        safe = frame.assign(**{column: frame[column].map(defused, na_action="ignore") for column in texts})
        # RFC 4180's line ends; and then a text with a bare CR or LF is quoted.
        safe.to_csv(self._open[name], index=False, header=new, lineterminator="\r\n")

    def close(self) -> None:
        self._files.close()


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: ' before it where it begins like one.

    Also where it begins with ' already, so that whoever takes one ' off has every text back as it was.
    """
    return f"'{text}" if text.startswith(("'", *_FORMULA_STARTS)) else text


class _Parquet:
    """One file a table, with the dtypes of the frames; each column's description is its field's metadata."""

    def __init__(self, folder: Path) -> None:
        self._arrow, self._parquet = _imported("pyarrow", "parquet"), _imported("pyarrow.parquet", "parquet")
        self._folder = folder
        self._open: dict[str, Any] = {}
        meanings = columns().set_index(["table", "column"])["description"]
        self._descriptions = {key: str(words).encode() for key, words in meanings.items()}

    def add(self, name: str, frame: pd.DataFrame) -> None:
        table = self._arrow.Table.from_pandas(frame, preserve_index=False)
        if name not in self._open:
            fields = [self._described(name, field) for field in table.schema]
            schema = self._arrow.schema(fields, metadata=table.schema.metadata)
            self._open[name] = self._parquet.ParquetWriter(self._folder / f"{name}.parquet", schema, compression="zstd")
        if len(frame):
            self._open[name].write_table(table.cast(self._open[name].schema))

    def _described(self, table: str, field: Any) -> Any:
        words = self._descriptions.get((table, field.name))
        return field.with_metadata({b"description": words}) if words else field

    def close(self) -> None:
        for writer in self._open.values():
            writer.close()


class _Excel:
    """One workbook, leaflets.xlsx, with a sheet a table; every text is a text and never a formula."""

    ROWS, CHARACTERS = 1_048_576, 32_767
    """What Excel's specification lets a sheet and a cell hold."""

    def __init__(self, folder: Path) -> None:
        self._cell = _imported("openpyxl.cell", "xlsx").WriteOnlyCell
        self._illegal = _imported("openpyxl.cell.cell", "xlsx").ILLEGAL_CHARACTERS_RE
        self._book = _imported("openpyxl", "xlsx").Workbook(write_only=True)
        self._file = folder / "leaflets.xlsx"
        self._rows: dict[str, int] = {}

    def add(self, name: str, frame: pd.DataFrame) -> None:
        if name not in self._rows:
            self._rows[name] = 1
            self._book.create_sheet(name).append(list(frame.columns))
        self._rows[name] += len(frame)
        if self._rows[name] > self.ROWS:
            raise LeafletError(f"{name} has more rows than the {self.ROWS:,} of an Excel sheet; export csv or parquet")
        sheet = self._book[name]
        for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None):
            sheet.append([self._text(sheet, value) if isinstance(value, str) else value for value in row])

    def _text(self, sheet: Any, text: str) -> Any:
        if len(text) > self.CHARACTERS:
            raise _unfit(sheet.title, text, f"is longer than the {self.CHARACTERS:,} characters of an Excel cell")
        if self._illegal.search(text):
            raise _unfit(sheet.title, text, "has a control character, which no Excel cell can hold")
        if not text.startswith(("=", "#")):
            return text
        cell = self._cell(sheet, text)
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        self._book.save(self._file)


def _unfit(table: str, text: str, why: str) -> LeafletError:
    return LeafletError(f"a text in {table} {why}: {text[:40]!r}; export csv or parquet")


def _imported(module: str, extra: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise UsageError(
            f"this format needs {name}, which is not installed; get it with: pip install 'leaflet-pipeline[{extra}]'"
        ) from None


_WRITERS: dict[Format, Callable[[Path], Writer]] = {"csv": _Csv, "parquet": _Parquet, "xlsx": _Excel}

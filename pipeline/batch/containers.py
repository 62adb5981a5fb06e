"""An archive or a table of leaflets in, its members out one after another, so that memory holds one at a time."""

import csv
import gzip
import io
import itertools
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple
from urllib.parse import quote

import msgspec

from pipeline.batch.stores import file_system, is_remote
from pipeline.errors import UsageError
from pipeline.read import too_large

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
TABLES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
_PACKED = (".gz", ".zst")
_LONGEST_NAME = 150
_SAFE = " ,;()+=@'"


class Columns(NamedTuple):
    """The columns of a table that hold a leaflet's text and its name; without an `id` rows are named by number."""

    text: str | None = None
    id: str | None = None


class Member(NamedTuple):
    """One leaflet of a container: its place in it, its own name, when it changed (seconds since 1970, if known) and
    its bytes, or else the `error` that kept them from being read. A table's text is `encoding` UTF-8 by then."""

    path: str
    name: str
    data: bytes | None
    modified: float | None = None
    error: str | None = None
    encoding: str | None = None


def is_archive(name: str) -> bool:
    """Whether a file name is an archive's."""
    return name.lower().endswith(ARCHIVES)


def is_table(name: str) -> bool:
    """Whether a file name is a table's, packed or not."""
    return _unpacked(name.lower()).endswith(TABLES)


def _unpacked(name: str) -> str:
    return next((name.removesuffix(s) for s in _PACKED if name.endswith(s)), name)


def members(path: str, columns: Columns, max_bytes: int, encoding: str | None = None) -> Iterator[Member]:
    """The leaflets of an archive or table, in its order; hidden ones are passed over.

    UsageError where a table lacks a column. Damage is no error of the run's: it is the `error` of what it spoils.
    """
    seen: dict[str, int] = {}
    try:
        with _open(path) as file:
            for member in _members(path, file, columns, max_bytes, encoding):
                times = seen[member.path] = seen.get(member.path, 0) + 1
                if times > 1:
                    words = f"has the same name as another in {PurePosixPath(path).name}; rename one"
                    member = Member(f"{member.path}~{times}", member.name, None, member.modified, words)
                yield member
    except _DAMAGE as error:
        name = PurePosixPath(path).name
        yield Member(name, name, None, None, f"cannot be read{' to its end' if seen else ''}: {error or type(error)}")


_DAMAGE = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, UnicodeError, csv.Error)


def _open(path: str) -> IO[bytes]:
    if is_remote(path):
        fs, inner = file_system(path)
        opened: IO[bytes] = fs.open(inner, "rb")
        return opened
    return open(path, "rb")


def _members(path: str, file: IO[bytes], columns: Columns, max_bytes: int, encoding: str | None) -> Iterator[Member]:
    name = path.lower()
    if name.endswith(".zip"):
        return _zipped(file, max_bytes)
    if is_archive(name):
        return _tarred(file, max_bytes)
    rows = _rows(path, file, columns, encoding)
    return (_row(number, row, columns, max_bytes) for number, row in enumerate(rows, 1))


# Archives


def _zipped(file: IO[bytes], max_bytes: int) -> Iterator[Member]:
    import time

    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            path = _inside(info.filename)
            if info.is_dir() or path is None:
                continue
            modified = time.mktime((*info.date_time, 0, 0, -1))
            try:
                with archive.open(info) as content:
                    yield _whole(path, content, info.file_size, max_bytes, modified)
            except (*_DAMAGE, RuntimeError, NotImplementedError) as error:  # encrypted, or packed in an unknown way
                yield Member(path, PurePosixPath(path).name, None, modified, f"cannot be unpacked: {error}")


def _tarred(file: IO[bytes], max_bytes: int) -> Iterator[Member]:
    with tarfile.open(fileobj=file, mode="r|*") as archive:
        for info in archive:
            path = _inside(info.name)
            if not info.isfile() or path is None:
                continue
            content = archive.extractfile(info)
            if content is not None:
                yield _whole(path, content, info.size, max_bytes, float(info.mtime))


def _whole(path: str, content: IO[bytes], size: int, max_bytes: int, modified: float) -> Member:
    """A member read whole; one that is too large, or says it is smaller than it is, is refused and not unpacked."""
    name = PurePosixPath(path).name
    data = b"" if size > max_bytes else content.read(max_bytes + 1)
    if max(size, len(data)) > max_bytes:
        return Member(path, name, None, modified, too_large(max(size, len(data)), max_bytes))
    return Member(path, name, data, modified)


def _inside(name: str) -> str | None:
    """The path of a member with nothing in it that leads out of OUT; None for hidden ones."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    if not parts or any(p.startswith(".") or p == "__MACOSX" for p in parts):
        return None
    return "/".join(parts)


# Tables

_Row = tuple[object, object] | str
"""The text and the id of a row, or the words for why it cannot be read."""


def _rows(path: str, file: IO[bytes], columns: Columns, encoding: str | None) -> Iterator[_Row]:
    name = _unpacked(path.lower())
    if name.endswith(".parquet"):
        return _parquet(path, file, columns)
    opened = _unpack(path, file)
    if name.endswith((".csv", ".tsv")):
        return _csv(path, opened, encoding or "utf-8-sig", columns)
    return _jsonl(path, opened, columns)


def _unpack(path: str, file: IO[bytes]) -> Any:
    if path.lower().endswith(".gz"):
        return gzip.GzipFile(fileobj=file)
    if path.lower().endswith(".zst"):
        import zstandard

        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
    return file


def _parquet(path: str, file: IO[bytes], columns: Columns) -> Iterator[_Row]:
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError:
        words = "is a Parquet file, which needs pyarrow: pip install 'leaflet-pipeline[parquet]'"
        raise UsageError(words, file=path) from None
    try:
        table = ParquetFile(file)
        _require(path, columns, table.schema_arrow.names)
        wanted = [c for c in columns if c is not None]
        for batch in table.iter_batches(batch_size=64, columns=wanted):
            content = batch.to_pydict()
            ids = content[columns.id] if columns.id else [None] * batch.num_rows
            yield from zip(content[columns.text or ""], ids, strict=True)
    except pa.ArrowException as error:
        raise OSError(str(error).split("\n")[0]) from error


def _csv(path: str, file: IO[bytes], encoding: str, columns: Columns) -> Iterator[_Row]:
    csv.field_size_limit(1 << 30)  # a leaflet is longer than the module's default for one field
    lines = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield from _csv_rows(path, lines, columns)
    finally:
        lines.detach()  # whoever opened the file closes it


def _csv_rows(path: str, lines: IO[str], columns: Columns) -> Iterator[_Row]:
    first = lines.readline()
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(itertools.chain([first], lines), delimiter=delimiter)
    header = next(rows, [])
    _require(path, columns, header)
    text, name = header.index(columns.text or ""), header.index(columns.id) if columns.id else None
    for row in rows:
        if row:
            cells = dict(enumerate(row))
            yield cells.get(text), None if name is None else cells.get(name)


def _jsonl(path: str, lines: IO[bytes], columns: Columns) -> Iterator[_Row]:
    met: dict[str, None] = {}  # the keys of the rows so far, in order
    for line in lines:
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield f"is no JSON object: {error}"
            continue
        if not met:
            _require(path, columns, list(row))
            met = dict.fromkeys(row)
        yield row.get(columns.text or ""), row.get(columns.id) if columns.id else None


def _require(path: str, columns: Columns, there: list[str]) -> None:
    named = (("--text-column", columns.text), ("--id-column", columns.id))
    for option, column in named:
        if column not in there and (column is not None or option == "--text-column"):
            found = ", ".join(there[:20]) or "none"
            lacks = f"has no column {column!r}" if column else "is a table; its column of text must be named"
            raise UsageError(f"{lacks}; give one of its columns as {option}: {found}", file=path)


def _row(number: int, row: _Row, columns: Columns, max_bytes: int) -> Member:
    plain = f"row-{number:06}"
    if isinstance(row, str):
        return Member(plain, plain, None, None, row)
    text, given = row
    name = plain if given is None or given == "" else str(given)
    path = _file_name(name)
    if not isinstance(text, str):
        kind = "nothing" if text is None else type(text).__name__
        return Member(path, name, None, None, f"has {kind} in the column {columns.text!r}, where text should be")
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > max_bytes:
        return Member(path, name, None, None, too_large(len(data), max_bytes))
    return Member(path, name, data, encoding="utf-8")


def _file_name(name: str) -> str:
    """An id as a file name: what a file system may refuse is percent-encoded, what is too long ends in a hash."""
    import hashlib

    safe = quote(name, safe=_SAFE)
    if safe.startswith("."):
        safe = "%2E" + safe[1:]
    if len(safe) > _LONGEST_NAME:
        safe = f"{safe[:_LONGEST_NAME]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    return safe

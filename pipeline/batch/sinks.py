"""All documents of an OUT in, one file out: a stream of JSON lines or a Parquet table, in the order of their paths.

The file is written whole and put in its place at the end, so that it is never half of one run and half of another.
"""

import gzip
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from pipeline.batch.stores import Store, file_system, is_remote, local_path
from pipeline.errors import LeafletError, UsageError

_ROWS_A_GROUP = 500


def jsonl_problem(path: str) -> None:
    """UsageError where a stream of this suffix cannot be written."""
    if path.endswith(".zst"):
        try:
            import zstandard  # noqa: F401
        except ImportError:
            raise UsageError("needs zstandard: pip install zstandard; or end it in .gz", file=path) from None


def parquet_problem(path: str) -> None:
    """UsageError where Parquet cannot be written."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise UsageError("needs pyarrow: pip install 'leaflet-pipeline[parquet]'", file=path) from None


def write_jsonl(path: str, store: Store, keys: Sequence[str]) -> None:
    """Write the documents as one stream, one a line; packed by gzip or zstd where the name ends in .gz or .zst."""
    with _in_place(path) as part, _packing(part, path) as file:
        for _, data in _documents(store, keys):
            file.write(msgspec.json.format(data, indent=-1) + b"\n")


def write_parquet(path: str, store: Store, keys: Sequence[str]) -> None:
    """Write the documents as one table, one a row, with the fields of the schema as nested columns.

    A column `file` before them holds each leaflet's path under RAW.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    from pipeline.model import Leaflet

    schema = pa.schema([pa.field("file", pa.string(), nullable=False), *_fields(pa, Leaflet)])
    with _in_place(path) as part, ParquetWriter(part, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for key, data in _documents(store, keys):
            rows.append({"file": key, **msgspec.json.decode(data)})
            if len(rows) == _ROWS_A_GROUP:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))


def fingerprint(path: str, contents: Sequence[tuple[str | int | None, ...]]) -> str:
    """A value that is the same as long as neither the documents nor the file written from them have changed."""
    digest = hashlib.sha256(msgspec.json.encode(contents)).hexdigest()
    if is_remote(path):
        fs, inner = file_system(path)
        return f"{digest}-{fs.info(inner).get('size') if fs.exists(inner) else None}"
    try:
        found = os.stat(local_path(path))
    except OSError:
        return f"{digest}-None"
    return f"{digest}-{found.st_size}-{found.st_mtime_ns}"


def _documents(store: Store, keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for key in keys:
        data = store.read(f"{key}.json")
        if data is not None:
            yield key, data


@contextmanager
def _in_place(path: str) -> Iterator[Path]:
    """A file to write to, put in its place when it is whole. LeafletError where it cannot be written."""
    import tempfile

    remote = is_remote(path)
    target = Path(local_path(path)) if not remote else Path(tempfile.mkdtemp(prefix="leaflet-")) / "stream"
    part = target.with_name(f".leaflet-{os.getpid()}-{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield part
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        if remote:
            fs, inner = file_system(path)
            fs.put_file(str(part), inner)
        else:
            os.replace(part, target)
    except OSError as error:
        raise LeafletError(f"cannot write {path}: {error.strerror or error}; the documents are kept") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if remote:
            shutil.rmtree(target.parent, ignore_errors=True)


@contextmanager
def _packing(part: Path, path: str) -> Iterator[Any]:
    with open(part, "wb") as raw:
        if path.endswith(".gz"):
            # Neither name nor time in it: the same documents are the same bytes.
            with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
                yield packed
        elif path.endswith(".zst"):
            import zstandard

            with zstandard.ZstdCompressor(level=6).stream_writer(raw, closefd=False) as stream:
                yield stream
        else:
            yield raw


def _fields(pa: Any, struct: type[msgspec.Struct]) -> list[Any]:
    """The columns of a record type: one a field, under its JSON name."""
    info = msgspec.inspect.type_info(struct)
    assert isinstance(info, msgspec.inspect.StructType)
    return [pa.field(field.encode_name, _column(pa, field.type)) for field in info.fields]


def _column(pa: Any, kind: msgspec.inspect.Type) -> Any:
    """The Arrow type of a field's type; one that may be null is the type beside the null."""
    match kind:
        case msgspec.inspect.UnionType(types=types):
            kinds = [t for t in types if not isinstance(t, msgspec.inspect.NoneType)]
            return pa.float64() if len(kinds) > 1 else _column(pa, kinds[0])  # whole numbers and others
        case msgspec.inspect.StructType(cls=cls):
            return pa.struct(_fields(pa, cls))
        case msgspec.inspect.ListType(item_type=item):
            return pa.list_(_column(pa, item))
        case msgspec.inspect.BoolType():
            return pa.bool_()
        case msgspec.inspect.IntType():
            return pa.int64()
        case msgspec.inspect.FloatType():
            return pa.float64()
        case _:
            return pa.string()

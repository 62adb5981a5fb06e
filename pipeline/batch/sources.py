"""The RAW of a run in, its leaflets out: files of folders, members of archives, rows of tables, local or remote."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.batch.containers import Columns, Member, is_archive, is_table, members
from pipeline.batch.stores import KEPT, file_system, is_remote, local_path
from pipeline.errors import ReadError, UsageError
from pipeline.read import MAX_BYTES, too_large


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """What to read: paths or URLs, the columns of tables, the largest leaflet in bytes, the encoding of CSV files."""

    paths: Sequence[str]
    columns: Columns = Columns()
    max_bytes: int = MAX_BYTES
    encoding: str | None = None


class Container(msgspec.Struct, frozen=True):
    """An archive or a table: its path, and what the keys of its leaflets begin with."""

    path: str
    prefix: str


class Item(msgspec.Struct, kw_only=True):
    """One leaflet of RAW: `key` is its path under RAW (its document is OUT/<key>.json), `where` is for people.

    A file has a `source` to be read from and a `stamp` that changes whenever it is written; what comes out of a
    `container` has its hash already. `modified` is in seconds since 1970. `encoding` is set where it is known what
    the bytes are in; `error` says why they cannot be read at all.
    """

    key: str
    name: str
    where: str
    origin: str
    source: str | None = None
    container: Container | None = None
    stamp: str | None = None
    modified: float | None = None
    sha256: str | None = None
    encoding: str | None = None
    error: str | None = None


def expand(raw: Raw, out: str) -> list[Item]:
    """All leaflets of RAW, by key. UsageError for a path that is not there, holds nothing, or two with one key.

    Hidden files and folders are passed over, and so is OUT itself where it lies within RAW.
    """
    items: dict[str, Item] = {}
    for path in raw.paths:
        found = False
        for item in _under(path, raw, out):
            found = True
            other = items.setdefault(item.key, item)
            if other.where != item.where:
                words = f"would be written to the same place as {other.where}: {item.key}.json"
                raise UsageError(words, file=item.where)
            if item.key.split("/")[0] in KEPT and "/" in item.key:
                words = f"is in a folder that a run needs for itself, {item.key.split('/')[0]}; rename it"
                raise UsageError(words, file=item.where)
        if not found:
            raise UsageError("holds no files; give a folder of leaflets", file=path)
    return sorted(items.values(), key=lambda item: item.key)


def _under(path: str, raw: Raw, out: str) -> Iterator[Item]:
    origin = path if is_remote(path) else os.path.abspath(local_path(path))
    if _same(path, out):
        raise UsageError("is both RAW and OUT; choose another folder for the output", file=path)
    files = _remote_files(path, out) if is_remote(path) else _local_files(local_path(path), out)
    for file, key, stamp, modified in files:
        alone = file == path or file == local_path(path)
        if is_archive(file) or (is_table(file) and (alone or raw.columns.text is not None)):
            yield from _inside(Container(file, "" if alone else f"{key}/"), raw, origin)
        else:
            name = key.rsplit("/", 1)[-1]
            yield Item(key=key, name=name, where=file, origin=origin, source=file, stamp=stamp, modified=modified)


def _same(path: str, out: str) -> bool:
    if is_remote(path) or is_remote(out):
        return path.rstrip("/") == out.rstrip("/")
    return os.path.isdir(local_path(path)) and os.path.realpath(local_path(path)) == os.path.realpath(local_path(out))


_File = tuple[str, str, str | None, float | None]
"""A file's path, its path under RAW, its stamp and when it was modified."""


def _local_files(path: str, out: str) -> Iterator[_File]:
    if os.path.isdir(path):
        aside = None if is_remote(out) else os.path.realpath(local_path(out))
        yield from _walk(path, "", aside)
    elif os.path.lexists(path):
        yield (path, os.path.basename(path), *_stamp(path))
    else:
        raise UsageError("does not exist; check the path", file=path)


def _walk(folder: str, under: str, aside: str | None) -> Iterator[_File]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"cannot be listed: {error.strerror or error}", file=folder) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if aside is None or os.path.realpath(entry.path) != aside:
                yield from _walk(entry.path, f"{under}{entry.name}/", aside)
        elif os.path.isdir(entry.path):
            continue  # a link to a folder is not followed: it may lead back to where it stands
        else:
            yield (entry.path, under + entry.name, *_stamp(entry))


def _stamp(file: str | os.DirEntry[str]) -> tuple[str | None, float | None]:
    """Size and times of a file: equal ones are an equal file. The time of change is one that no program can set."""
    try:
        found = os.stat(file)
    except OSError:
        return None, None
    return f"{found.st_size}-{found.st_mtime_ns}-{found.st_ctime_ns}", found.st_mtime


def _remote_files(url: str, out: str) -> Iterator[_File]:
    fs, root = file_system(url)
    fs.invalidate_cache()
    scheme = url.split("://", 1)[0]
    try:
        there = fs.find(root, detail=True)
    except FileNotFoundError:
        there = {}
    except Exception as error:  # each file system has errors of its own
        raise UsageError(f"cannot be listed: {error}", file=url) from error
    if not there:
        raise UsageError("does not exist, or holds no files; check the path", file=url)
    aside = file_system(out)[1].rstrip("/") + "/" if is_remote(out) and out.startswith(f"{scheme}://") else None
    for path, info in sorted(there.items()):
        key = path[len(root) :].lstrip("/") or path.rsplit("/", 1)[-1]
        if any(p.startswith(".") for p in key.split("/")) or (aside and path.startswith(aside)):
            continue
        alone = path == root
        yield (url if alone else f"{scheme}://{path.lstrip('/')}", key, _remote_stamp(info), _modified(info))


def _remote_stamp(info: dict[str, Any]) -> str | None:
    mark = info.get("ETag") or info.get("etag") or info.get("md5Hash") or info.get("LastModified") or info.get("mtime")
    return None if mark is None else f"{info.get('size')}-{mark}"


def _modified(info: dict[str, Any]) -> float | None:
    when: Any = info.get("LastModified") or info.get("updated") or info.get("mtime") or info.get("created")
    if hasattr(when, "timestamp"):
        return float(when.timestamp())
    return float(when) if isinstance(when, int | float) else None


def _inside(container: Container, raw: Raw, origin: str) -> Iterator[Item]:
    empty = True
    for member in _read(container, raw):
        empty = False
        key = f"{container.prefix}{member.path}"
        yield Item(
            key=key,
            name=member.name,
            where=f"{container.path}: {member.path}",
            origin=origin,
            container=container,
            modified=member.modified,
            sha256=None if member.data is None else hashlib.sha256(member.data).hexdigest(),
            encoding=member.encoding,
            error=member.error,
        )
    if empty and container.prefix:
        key = container.prefix.rstrip("/")
        error = "is an archive or a table with no leaflet in it"
        yield Item(key=key, name=Path(key).name, where=container.path, origin=origin, error=error)


def _read(container: Container, raw: Raw) -> Iterator[Member]:
    return members(container.path, raw.columns, raw.max_bytes, raw.encoding)


def contents(items: Iterable[Item], raw: Raw) -> Iterator[tuple[Item, bytes | None]]:
    """Those of the items that come out of containers, with their bytes: each container is read through once.

    None stands for the bytes of what is not there any more.
    """
    wanted: dict[Container, dict[str, Item]] = {}
    for one in items:
        if one.container is not None and one.error is None:
            wanted.setdefault(one.container, {})[one.key] = one
    for container, by_key in wanted.items():
        for member in _read(container, raw):
            item = by_key.pop(f"{container.prefix}{member.path}", None) if by_key else None
            if item is not None:
                yield item, member.data
            if not by_key:
                break
        yield from ((gone, None) for gone in by_key.values())


def read_source(source: str, max_bytes: int) -> bytes:
    """The bytes of a leaflet's own file, local or remote. ReadError where it cannot be read or is too large."""
    from pipeline.api import read_bytes

    if not is_remote(source):
        return read_bytes(Path(source), max_bytes)
    fs, path = file_system(source)
    try:
        if (size := int(fs.size(path) or 0)) > max_bytes:
            raise ReadError(too_large(size, max_bytes), file=source)
        data: bytes = fs.cat_file(path)
    except FileNotFoundError:
        raise ReadError("does not exist; check the path", file=source) from None
    except ReadError:
        raise
    except Exception as error:  # each file system has errors of its own
        raise ReadError(f"cannot be read: {error}", file=source) from error
    return data

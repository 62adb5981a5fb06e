"""Where a run's documents go: a local folder, or any place fsspec knows, such as s3://bucket/folder."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from pipeline.atomic import is_part, part_name, write_atomically
from pipeline.errors import LeafletError, UsageError

PACK = "_documents.sqlite"
"""The file in OUT that holds all documents, where they are not files of their own."""
KEPT = frozenset(
    {"_failed", "_runs", "_lock", "_state.sqlite", "_state.sqlite-journal", PACK, f"{PACK}-wal", f"{PACK}-shm"}
)
"""The names in OUT that are the run's own and no documents."""


class Store(Protocol):
    """A place for files named by paths with slashes. What is written is there whole or not at all."""

    url: str
    """What `open_store` makes the same store of again, in this process or another."""

    def prepare(self) -> None:
        """Make the place, and prove that it can be written to. UsageError where it cannot."""

    def write(self, name: str, data: bytes, *, durable: bool) -> None:
        """Write a file; `durable` waits until it would survive a power cut. OSError where it cannot be written."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where there is none."""

    def sizes(self, names: Iterable[str]) -> Iterator[int | None]:
        """The size of each of these files in bytes, None where there is none."""

    def documents(self) -> list[str]:
        """The names of the documents, in order: all JSON files but the run's own and hidden ones."""

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""

    def sync(self, names: Iterable[str]) -> None:
        """Wait until these files would survive a power cut."""

    def sweep(self) -> None:
        """Remove what writers that were killed have left half written."""

    def close(self) -> None:
        """Let go of what is held open."""


def is_remote(path: str) -> bool:
    """Whether a path is a URL that fsspec reads, and no local path."""
    return "://" in path and not path.startswith(("file://", "local://"))


def local_path(path: str) -> str:
    """A local path, also where it was given as a file:// URL."""
    return path.split("://", 1)[1] if "://" in path else path


def open_store(url: str) -> Store:
    """The store at a local folder or a URL. UsageError where fsspec has nothing for the URL."""
    if is_remote(url):
        return RemoteStore(url)
    folder = local_path(url)
    if os.path.exists(os.path.join(folder, PACK)):
        from pipeline.batch.packed import PackedStore

        return PackedStore(folder)
    return LocalStore(folder)


def file_system(url: str) -> tuple[Any, str]:
    """fsspec's file system for a URL, and the path in it. UsageError where its package is not installed."""
    import fsspec

    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"cannot be opened: {error}", file=url) from error
    return found


def _is_document(name: str) -> bool:
    parts = name.split("/")
    return name.endswith(".json") and parts[0] not in KEPT and not any(part.startswith(".") for part in parts)


class LocalStore:
    """A folder of this machine. Files are written beside their place and renamed into it."""

    def __init__(self, folder: str) -> None:
        self.url = os.path.abspath(folder)

    def prepare(self) -> None:
        probe = part_name()
        try:
            os.makedirs(self.url, exist_ok=True)
            self.write(probe, b"", durable=False)
            self.remove(probe)
        except OSError as error:
            words = f"cannot be written to: {error.strerror or error}; choose another folder"
            raise UsageError(words, file=self.url) from error

    def write(self, name: str, data: bytes, *, durable: bool) -> None:
        write_atomically(os.path.join(self.url, name), data, durable=durable)

    def read(self, name: str) -> bytes | None:
        try:
            return Path(self.url, name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def sizes(self, names: Iterable[str]) -> Iterator[int | None]:
        for name in names:
            try:
                yield os.stat(f"{self.url}/{name}").st_size
            except OSError:
                yield None

    def documents(self) -> list[str]:
        root = Path(self.url)
        names = (path.relative_to(root).as_posix() for path in root.rglob("*.json"))
        return sorted(filter(_is_document, names))

    def remove(self, name: str) -> None:
        Path(self.url, name).unlink(missing_ok=True)

    def sync(self, names: Iterable[str]) -> None:
        paths = [os.path.join(self.url, name) for name in names]
        for path in [*paths, *sorted({os.path.dirname(p) for p in paths})]:
            _flush(path)

    def sweep(self) -> None:
        for here, _, names in os.walk(self.url):
            for name in names:
                if is_part(name):
                    Path(here, name).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held open."""


def _flush(path: str) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return  # gone meanwhile, or a folder on a system that does not open folders
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class RemoteStore:
    """A place that fsspec knows. Object stores take a file whole or not at all; elsewhere it is moved into place."""

    _WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._fs, self._root = file_system(self.url)
        protocols = self._fs.protocol
        self._whole = bool(self._WHOLE.intersection([protocols] if isinstance(protocols, str) else protocols))

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def prepare(self) -> None:
        probe = part_name()
        try:
            self._fs.makedirs(self._root, exist_ok=True)
            self.write(probe, b"", durable=True)
            self.remove(probe)
        except Exception as error:  # each file system has errors of its own
            raise UsageError(f"cannot be written to: {error}; choose another place", file=self.url) from error

    def write(self, name: str, data: bytes, *, durable: bool) -> None:
        try:
            if self._whole:
                self._fs.pipe_file(self._path(name), data)
                return
            path = self._path(name)
            self._fs.makedirs(os.path.dirname(path), exist_ok=True)
            part = self._path(os.path.join(os.path.dirname(name), part_name()))
            self._fs.pipe_file(part, data)
            self._fs.mv(part, path)
        except OSError:
            raise
        except Exception as error:
            raise OSError(str(error)) from error

    def read(self, name: str) -> bytes | None:
        try:
            found: bytes = self._fs.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        return found

    def sizes(self, names: Iterable[str]) -> Iterator[int | None]:
        self._fs.invalidate_cache()
        try:
            there = self._fs.find(self._root, detail=True)
        except FileNotFoundError:
            there = {}
        for name in names:
            info = there.get(self._path(name))
            yield None if info is None else int(info["size"])

    def documents(self) -> list[str]:
        start = len(self._path(""))
        return sorted(filter(_is_document, (path[start:] for path in self._fs.find(self._root))))

    def remove(self, name: str) -> None:
        if self._fs.exists(self._path(name)):
            self._fs.rm_file(self._path(name))

    def sync(self, names: Iterable[str]) -> None:
        """Nothing to do: what a remote system has taken it has stored."""

    def sweep(self) -> None:
        if self._whole:
            return
        for path in self._fs.find(self._root):
            name = path.rsplit("/", 1)[-1]
            if is_part(name):
                self._fs.rm_file(path)

    def close(self) -> None:
        """Nothing is held open."""


def clear_error(path: str, error: OSError) -> LeafletError:
    """The sentence for a file that could not be written."""
    return LeafletError(f"cannot write {path}: {error.strerror or error}")

"""A file as users have it in (plain, gzipped, in a ZIP archive, in a folder), its lines out, one at a time."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import IO, cast

import msgspec

from pipeline.errors import UsageError

_LONGEST = 1 << 20
"""Bytes of a line; the longest in the files of these terminologies are a few thousand."""


class Source(msgspec.Struct, frozen=True):
    """One file to import: `path` as the user gave it, the `file` itself, and its name as `member` of a ZIP archive."""

    path: Path
    file: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """The file's own name, without folders and the suffix of compression."""
        return Path(self.member or self.file.name.removesuffix(".gz")).name

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The bytes, decompressed. UsageError where they cannot be read."""
        try:
            if self.member is not None:
                with zipfile.ZipFile(self.file) as archive, archive.open(self.member) as stream:
                    yield stream
            elif self.file.suffix == ".gz":
                with gzip.open(self.file) as stream:
                    yield cast(IO[bytes], stream)
            else:
                with self.file.open("rb") as stream:
                    yield stream
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            # RuntimeError is how the ZIP reader refuses an archive with a password.
            reason = getattr(error, "strerror", None) or str(error) or "it is damaged"
            raise UsageError(f"cannot be read: {reason}; unpack it or fetch it again", file=self.path) from error

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers from 1, without line ends. What is not UTF-8 is taken for Windows-1252."""
        with self.opened() as stream:
            number = 0
            while line := stream.readline(_LONGEST):
                number += 1
                if len(line) == _LONGEST:
                    raise self.wrong(number, "a line of over a million bytes", "give a text file")
                yield number, _decoded(line).rstrip("\r\n")

    def wrong(self, line: int, found: str, wanted: str) -> UsageError:
        """The error for a file that is not what it should be: where, what was found, what to do."""
        return UsageError(f"line {line}: found {found}; {wanted}", file=self._told())

    def empty(self, wanted: str) -> UsageError:
        """The error for a file without a single name."""
        return UsageError(f"holds no names; {wanted}", file=self._told())

    def _told(self) -> str:
        inside = self.member or (self.file.name if self.file != self.path else None)
        return f"{self.path} ({inside})" if inside else str(self.path)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def find_sources(path: Path, patterns: tuple[str, ...], wanted: str) -> list[Source]:
    """The files to import at a path: itself, or those of a folder or archive whose names match the patterns.

    UsageError where there is nothing, or nothing that matches.
    """
    if path.is_dir():
        files = sorted(f for f in path.rglob("*") if f.is_file() and _matches(f.name, patterns))
        found = [Source(path, file) for file in files]
    elif not path.exists():
        raise UsageError("does not exist; check the path", file=path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.namelist() if not m.endswith("/")]
        found = [Source(path, path, m) for m in members if _matches(Path(m).name, patterns)]
    else:
        return [Source(path, path)]
    if not found:
        raise UsageError(f"holds no {' or '.join(patterns)}; {wanted}", file=path)
    return found


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name.lower().removesuffix(".gz"), pattern.lower()) for pattern in patterns)


def show(text: str) -> str:
    """What was found, short enough for a message."""
    return repr(text if len(text) <= 60 else text[:57] + "...")

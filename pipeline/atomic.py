"""Bytes and a path in, a file that is there whole or not at all."""

import itertools
import os
from pathlib import Path

_PREFIX, _SUFFIX = ".leaflet-", ".part"
_numbers = itertools.count()
_me = f"{os.getpid()}-{os.urandom(4).hex()}"


def part_name() -> str:
    """A name that no other writer uses, for a file that is not finished yet."""
    return f"{_PREFIX}{_me}-{next(_numbers)}{_SUFFIX}"


def is_part(name: str) -> bool:
    """Whether a file's name is one of `part_name`: what a writer that was killed has left."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def write_atomically(path: str | Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that at every moment the old or the new content is there whole, never a part.

    It is renamed into its place, which a killed process cannot do by halves. A power cut can, unless `durable`: then
    the data is on the disk before the rename. OSError where it cannot be written; nothing is left behind then.
    """
    path = str(path)
    part = os.path.join(os.path.dirname(path), part_name())
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(part, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle = os.open(part, flags, 0o666)
    try:
        with open(handle, "wb", buffering=0) as file:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
            if durable:
                os.fsync(handle)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise

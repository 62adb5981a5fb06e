"""One run at a time in one OUT: the second is told so and stops."""

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pipeline.batch.stores import LocalStore, Store
from pipeline.errors import UsageError

NAME = "_lock"
_BEAT = 20.0
_DEAD_AFTER = 90.0


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Hold the lock of an OUT. UsageError, naming who holds it, where another run does.

    A local lock is the operating system's and dies with its process, however that ends. A remote OUT has no such
    thing: there a note is renewed every 20 seconds, and one that is 90 seconds old is taken for a dead run's.
    """
    if isinstance(store, LocalStore):
        with open(Path(store.url, NAME), "a+", encoding="utf-8") as file:
            if not _take(file):
                file.seek(0)
                raise UsageError(f"is being written to by another run{_who(file.read())}", file=store.url)
            with suppress(OSError):  # who holds it is a courtesy, which a full disk may refuse
                os.truncate(file.fileno(), 0)
                os.write(file.fileno(), _note().encode())
            yield
        return
    held = store.read(NAME)
    if held and time.time() - json.loads(held)["beat"] < _DEAD_AFTER:
        raise UsageError(f"is being written to by another run{_who(held.decode())}", file=store.url)
    over = threading.Event()
    store.write(NAME, _note().encode(), durable=True)
    beating = threading.Thread(target=_beat, args=(store, over), daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()
        store.remove(NAME)


def _take(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _note() -> str:
    return json.dumps({"process": os.getpid(), "host": socket.gethostname(), "beat": time.time()})


def _who(note: str) -> str:
    try:
        holder = json.loads(note)
        return f" (process {holder['process']} on {holder['host']}); wait for it, or choose another folder"
    except (ValueError, KeyError):
        return "; wait for it, or choose another folder"


def _beat(store: Store, over: threading.Event) -> None:
    while not over.wait(_BEAT):
        store.write(NAME, _note().encode(), durable=True)

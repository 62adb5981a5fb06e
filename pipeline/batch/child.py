"""A worker process: jobs come in on standard input, outcomes go out on standard output, until the input ends.

It holds one spaCy Language, built before the first job. Its memory stays flat: the words of the first leaflets are
kept, for they come again; what later leaflets bring goes when their memory zone ends.

Leaflets go through the Language one by one and not through `nlp.pipe` in batches. A batch saves time where a
statistical model works on many texts at once; with rules alone it costs some percent, for its Docs are held together,
and it would tie one leaflet's failure, time and memory to those of the others.
"""

import faulthandler
import gc
import os
import platform
import queue
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import _lru_cache_wrapper
from typing import BinaryIO

import msgspec

from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.batch.stores import Store, open_store

SETTLED = 500
"""After so many leaflets the vocabulary of leaflets is known; what is new then is names and misprints."""
ZONE = 100
"""Leaflets a memory zone. spaCy's tokenizer remembers no words in a zone, so each zone learns its new words again."""
CACHES = 1000
"""Leaflets after which what functions remember is forgotten. Their caches are bounded, but together large: they would
grow over ten thousand leaflets, and what they remember of the last thousand is nearly as good."""
_GRACE = 15.0
_SAMPLE = (
    "Samplin 10 mg tablets\n\nUses\n\nSamplin is used to treat gout.\n\nSide Effects\n\nThese are nausea and rash.\n"
)


class Start(msgspec.Struct):
    """What a worker is told first: how to read, and where the documents go."""

    options: Options
    store: str


class Ready(msgspec.Struct):
    """What a worker says first: what it makes documents with, or why it cannot and whose fault that is (an exit code).

    `recipe` is that of `recipe.current`, as JSON.
    """

    recipe: str = ""
    error: str | None = None
    exit_code: int = 1


def send(file: BinaryIO, message: msgspec.Struct) -> None:
    """Write one message: its length in four bytes, and it."""
    data = msgspec.msgpack.encode(message)
    file.write(len(data).to_bytes(4, "big") + data)
    file.flush()


def receive(file: BinaryIO) -> bytes | None:
    """The bytes of the next message, None at the end of the input."""
    head = file.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    data = file.read(size)
    return data if len(data) == size else None


def main() -> None:
    """Work until the input ends or memory ran out. Whoever started the process decides about signals, not it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    first = receive(incoming)
    if first is None:
        return
    start = msgspec.msgpack.decode(first, type=Start)
    ready = _warm_up(start.options)
    try:
        send(outgoing, ready)
        if ready.error is None:
            _limit_memory(start.options.memory)
            _work(start, _jobs(incoming), outgoing)
    except BrokenPipeError:
        os._exit(0)  # nobody is there to read it: the parent was killed


def _warm_up(options: Options) -> Ready:
    """Build the Language and all that is built when first needed, outside any memory zone."""
    from pipeline.batch.recipe import Recipe, current
    from pipeline.errors import LeafletError

    try:
        from pipeline.api import extract
        from pipeline.batch.work import check
        from pipeline.model import to_json

        check(to_json(extract(_SAMPLE)))
        recipe = current(options.encoding)
        if options.recipe is not None:
            wanted = msgspec.json.decode(options.recipe, type=Recipe)
            if differing := recipe.differs(wanted):
                words = f"has another {', '.join(differing)} than the run; install the same on all machines"
                return Ready(error=f"the worker on {platform.node()} {words}")
    except LeafletError as error:
        return Ready(error=str(error), exit_code=error.exit_code)
    # The Language lives as long as the process: the collector need not walk through it time and again.
    gc.collect()
    gc.freeze()
    return Ready(recipe=msgspec.json.encode(recipe).decode())


def _limit_memory(megabytes: int) -> None:
    """Let the process have so much more memory than it has now; asking for more is a MemoryError. On Linux only."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _jobs(incoming: BinaryIO) -> "queue.SimpleQueue[bytes]":
    """The jobs as they come. The end of the input, also that of a parent that was killed, ends the process at once."""
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        while (data := receive(incoming)) is not None:
            jobs.put(data)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return jobs


def _work(start: Start, jobs: "queue.SimpleQueue[bytes]", outgoing: BinaryIO) -> None:
    from pipeline.api import load
    from pipeline.batch.work import do

    store = open_store(start.store)
    number = 0
    with ExitStack() as zone:
        while True:
            job = msgspec.msgpack.decode(jobs.get(), type=Job)
            if number >= SETTLED and number % ZONE == 0:
                zone.close()
                if number % CACHES == 0:
                    _forget()
                gc.collect()  # nothing of a zone may outlive it
                zone.enter_context(load().memory_zone())
            outcome = _watched(do, job, start.options, store)
            send(outgoing, outcome)
            if outcome.worn:
                return
            number += 1


def _forget() -> None:
    """Empty the bounded caches of the package's functions; what is built once and cached for good stays."""
    for module in [m for name, m in sys.modules.items() if name.startswith("pipeline.")]:
        for function in list(vars(module).values()):
            if isinstance(function, _lru_cache_wrapper) and (function.cache_info().maxsize or 0) > 1:
                function.cache_clear()


def _watched(do: Callable[[Job, Options, Store], Outcome], job: Job, options: Options, store: Store) -> Outcome:
    """Do a job under a watch of C code that ends the process where a loop, with no parent left, would never end."""
    with open(os.devnull, "w", encoding="ascii") as nowhere:
        faulthandler.dump_traceback_later(options.timeout + _GRACE, exit=True, file=nowhere)
        try:
            return do(job, options, store)
        finally:
            faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main()

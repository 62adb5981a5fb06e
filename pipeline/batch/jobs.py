"""What passes between the planner, the workers and the record: a job, how it is to be done, and what came of it."""

from typing import Literal

import msgspec

from pipeline.read import MAX_BYTES

Reason = Literal["new", "changed", "stale", "retried", "lost", "forced"]
"""Why a leaflet is done: never done before; its bytes changed; rules, schema, program or options did; it failed the
last time; its output is missing or is not what was written; the user asked for it."""

TIMEOUT = 120.0
MEMORY_MB = 2048


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How leaflets are read, and what one may cost: `timeout` in seconds, `memory` in MB above the worker's own.

    `recipe` is what the documents are to be made with (see `recipe.Recipe`), where machines might differ in that: a
    worker that would make them otherwise refuses.
    `durable` makes each worker flush what it writes to the disk, for those that run where the planner cannot.
    """

    encoding: str | None = None
    max_bytes: int = MAX_BYTES
    timeout: float = TIMEOUT
    memory: int = MEMORY_MB
    recipe: str | None = None
    durable: bool = False


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One leaflet to do. Its document goes to `<key>.json`; `name` is its `document.name`; `where` names it to people.

    The bytes are in the file or URL `source`, or here in `data` where they come out of an archive or a table.
    `encoding` is set where it is known what they are in. `error` says why they could not be got at all. `replaces`: an
    output of an earlier run is there.
    """

    key: str
    name: str
    where: str
    source: str | None = None
    data: bytes | None = None
    encoding: str | None = None
    error: str | None = None
    reason: Reason = "new"
    detail: str | None = None
    replaces: bool = False
    origin: str = ""
    stamp: str | None = None


class Seconds(msgspec.Struct):
    """The seconds that a leaflet took, step by step."""

    read: float = 0.0
    extract: float = 0.0
    validate: float = 0.0
    write: float = 0.0


class Outcome(msgspec.Struct, kw_only=True):
    """What came of one job: `counts` of its records by key where it went well, else `error`, one sentence.

    `size` is the bytes of the document written. `fatal` says that the error is the run's and not the leaflet's (a full
    disk): no other leaflet would fare better. `worn` says that the worker should not be used for another. `recipe` is
    what a worker made the document with, None where that is the run's own process.
    """

    key: str
    error: str | None = None
    counts: dict[str, int] = {}
    sha256: str | None = None
    encoding: str | None = None
    format: str | None = None
    characters: int = 0
    size: int = 0
    seconds: Seconds = msgspec.field(default_factory=Seconds)
    fatal: bool = False
    worn: bool = False
    recipe: str | None = None

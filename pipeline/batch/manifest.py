"""What a run did, as one JSON document: OUT/_runs/<id>.json, by schemas/manifest.schema.json.

Here stands what no leaflet's document may hold: when, where, how long, and what went wrong.
"""

import datetime
import platform
import socket
from importlib import metadata
from typing import Any, Literal

import msgspec

from pipeline import vocab
from pipeline.batch.jobs import Job, Outcome, Seconds
from pipeline.batch.recipe import Recipe
from pipeline.batch.stores import Store
from pipeline.errors import InvalidOutput

MANIFEST_VERSION = "1.0.0"
FOLDER = "_runs"
FAILED_FOLDER = "_failed"
Ending = Literal["finished", "interrupted", "stopped"]
Status = Literal["written", "failed", "not_reached", "gone", "removed"]


class Timings(msgspec.Struct):
    """Seconds on the clock for the whole run and for its planning; of the steps, the sum over all workers."""

    total: float = 0.0
    plan: float = 0.0
    read: float = 0.0
    extract: float = 0.0
    validate: float = 0.0
    write: float = 0.0
    record: float = 0.0


class Counts(msgspec.Struct):
    """How many leaflets were found, and what became of them."""

    found: int = 0
    written: int = 0
    failed: int = 0
    done: int = 0
    gone: int = 0
    removed: int = 0
    left_out: int = 0
    not_reached: int = 0


class FileEntry(msgspec.Struct, kw_only=True):
    """One leaflet that the run was to do, or that is gone."""

    file: str
    status: Status
    reason: str | None = None
    detail: str | None = None
    cause: str | None = None
    kept: bool = False
    sha256: str | None = None
    format: str | None = None
    encoding: str | None = None
    characters: int | None = None
    records: dict[str, int] | None = None
    seconds: Seconds | None = None


class Manifest(msgspec.Struct, kw_only=True):
    """The document; the schema describes every field."""

    manifest_version: str = MANIFEST_VERSION
    id: str
    started: str
    ended: str
    ending: Ending
    cause: str | None
    host: str
    raw: list[str]
    out: str
    engine: str
    workers: int
    options: dict[str, Any]
    schema_version: str
    generator: dict[str, str]
    code: str | None
    versions: list[dict[str, str]]
    counts: Counts
    reasons: dict[str, int]
    timings: Timings
    files: list[FileEntry]
    done: list[str]


def written(job: Job, outcome: Outcome) -> FileEntry:
    """The entry of a leaflet that was attempted."""
    good = outcome.error is None
    return FileEntry(
        file=job.key,
        status="written" if good else "failed",
        reason=job.reason,
        detail=job.detail,
        cause=outcome.error,
        kept=not good and job.replaces,
        sha256=outcome.sha256,
        format=outcome.format,
        encoding=outcome.encoding,
        characters=outcome.characters if good else None,
        records=outcome.counts if good else None,
        seconds=_rounded(outcome.seconds),
    )


def _rounded(seconds: Seconds) -> Seconds:
    return Seconds(*(round(value, 6) for value in msgspec.structs.astuple(seconds)))


def stamp(when: datetime.datetime) -> str:
    """A moment as the manifest writes it: UTC, to the millisecond."""
    return when.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def host() -> str:
    """The name of this machine."""
    return socket.gethostname()


def versions() -> list[dict[str, str]]:
    """What the outputs may depend on, with its version: Python, the libraries, the vocabularies where there are any."""
    found = {"python": platform.python_version()}
    for name in ("spacy", "msgspec", "jsonschema", "py3langid", "pandas"):
        found[name] = metadata.version(name)
    found |= vocab.versions()
    return [{"name": name, "version": version} for name, version in sorted(found.items())]


def generator(recipe: Recipe) -> dict[str, str]:
    """The generator as the documents name it."""
    return {"name": "leaflet-pipeline", "version": recipe.version, "rules": recipe.rules}


def write(manifest: Manifest, store: Store) -> str:
    """Write a manifest and give its path in OUT. InvalidOutput, in words, where it would break its schema."""
    from pipeline.validate import is_valid, violations

    data = msgspec.json.format(msgspec.json.encode(manifest), indent=2 if len(manifest.files) <= 10_000 else 0) + b"\n"
    if not is_valid(data, "manifest"):
        first = next(iter(violations(data, "manifest")), None)
        raise InvalidOutput(f"the run's manifest breaks its schema ({first}); the documents are written all the same")
    name = f"{FOLDER}/{manifest.id}.json"
    store.write(name, data, durable=True)
    return name


def failure(job: Job, outcome: Outcome, run: str, recipe: Recipe) -> bytes:
    """What is kept of a failed leaflet in OUT/_failed/<file>.json until it succeeds."""
    entry = {
        "file": job.key,
        "error": outcome.error,
        "run": run,
        "where": job.where,
        "sha256": outcome.sha256,
        "generator": generator(recipe),
        "kept": job.replaces,
    }
    return msgspec.json.format(msgspec.json.encode(entry), indent=2) + b"\n"

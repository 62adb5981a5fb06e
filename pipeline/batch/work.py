"""One job in, its document written and its outcome out. The one place where a leaflet's failure is caught."""

import errno
import hashlib
import time
from pathlib import Path
from typing import NoReturn

from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.batch.sources import read_source
from pipeline.batch.stores import Store, clear_error
from pipeline.errors import InvalidOutput, LeafletError, ReadError
from pipeline.model import Leaflet, to_json

_OF_THE_RUN = frozenset({errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""Errors of writing that every other leaflet would meet as well."""


def do(job: Job, options: Options, store: Store) -> Outcome:
    """Do one job; whatever goes wrong with it becomes its outcome's error, and nothing is written then."""
    outcome = Outcome(key=job.key)
    try:
        data = _read(job, options, outcome)
        leaflet = _extract(job, data, options, outcome)
        _write(job, leaflet, options, store, outcome)
    except LeafletError as failure:
        outcome.error = failure.message
    except MemoryError:
        outcome.error = f"needs more than {options.memory:,} MB of memory; raise it with --max-memory"
        outcome.worn = True
    except Exception as failure:
        # A defect of the pipeline itself: it costs this file only, and its place is named for the report.
        outcome.error = f"cannot be read, by a defect of this program: {_place(failure)}"
    return outcome


def _read(job: Job, options: Options, outcome: Outcome) -> bytes:
    started = time.perf_counter()
    if job.error is not None:
        raise ReadError(job.error)
    data = job.data if job.data is not None else read_source(job.source or job.where, options.max_bytes)
    outcome.sha256 = hashlib.sha256(data).hexdigest()
    outcome.seconds.read = time.perf_counter() - started
    return data


def _extract(job: Job, data: bytes, options: Options, outcome: Outcome) -> Leaflet:
    from pipeline.api import extract_document
    from pipeline.read import read

    started = time.perf_counter()
    document = read(data, encoding=job.encoding or options.encoding, max_bytes=options.max_bytes)
    outcome.encoding, outcome.format, outcome.characters = document.encoding, document.format, len(document.text)
    leaflet = extract_document(document, name=job.name, sha256=outcome.sha256 or "")
    outcome.seconds.extract = time.perf_counter() - started
    lists = {name: getattr(leaflet, name) for name in leaflet.__struct_fields__}
    outcome.counts = {name: len(value) for name, value in lists.items() if isinstance(value, list)}
    return leaflet


def _write(job: Job, leaflet: Leaflet, options: Options, store: Store, outcome: Outcome) -> None:
    started = time.perf_counter()
    document = to_json(leaflet)
    encoded = time.perf_counter()
    check(document)
    checked = time.perf_counter()
    outcome.seconds.validate = checked - encoded
    try:
        # A new document may be flushed later, with others: lost in a power cut, it is made again. A good old one
        # may not be: until the new one is on the disk the old one stays.
        store.write(f"{job.key}.json", document, durable=options.durable or job.replaces)
    except OSError as error:
        outcome.fatal = error.errno in _OF_THE_RUN
        _refuse(f"{store.url}/{job.key}.json", error)
    outcome.size = len(document)
    outcome.seconds.write = time.perf_counter() - checked + encoded - started


def _refuse(path: str, error: OSError) -> NoReturn:
    raise clear_error(path, error) from error


def check(data: bytes) -> None:
    """Raise InvalidOutput, in the schema's words, where the bytes to be written break the schema."""
    from pipeline.validate import is_valid, violations

    if not is_valid(data):
        first = next(iter(violations(data)), None)
        raise InvalidOutput(f"gave output that breaks the schema ({first}); nothing was written")


def _place(failure: Exception) -> str:
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""
    return f"{type(failure).__name__}: {failure}{where}"

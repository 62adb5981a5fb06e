"""Many files in, one JSON document a file out: plans the work, runs it, and catches what goes wrong with single files.

This is the one place where failures are caught. A bad file never stops a run and never replaces a good old output.
"""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import msgspec

from pipeline.errors import InvalidOutput, LeafletError, UsageError
from pipeline.read import MAX_BYTES

FILES_A_WORKER = 40
"""A worker takes about a second to load spaCy and the lexicons: below this many files each it does not pay."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How files are read: a declared encoding for all of them, and the largest size in bytes."""

    encoding: str | None = None
    max_bytes: int = MAX_BYTES


class Job(msgspec.Struct, frozen=True):
    """One leaflet to do: the file `source`, and `target`, where its JSON goes."""

    source: Path
    target: Path


class Outcome(msgspec.Struct, frozen=True):
    """What came of one job: `counts` of its records by key where it went well, else `error`, one sentence."""

    job: Job
    error: str | None
    counts: dict[str, int]
    characters: int
    seconds: float


def plan(raw: Sequence[Path], out: Path) -> list[Job]:
    """The jobs for files and folder trees, in order of path. UsageError for a path that is not there or holds nothing.

    `OUT/<path under RAW>/<file name>.json` keeps the whole file name, so `a.txt` and `a.pdf` never collide. Hidden
    files and folders are passed over, and so is OUT itself where it lies within RAW.
    """
    jobs: list[Job] = []
    for path in raw:
        if path.is_dir():
            if path.resolve() == out.resolve():
                raise UsageError("is both RAW and OUT; choose another folder for the output", file=path)
            found = [Job(f, out / f.relative_to(path).with_name(f.name + ".json")) for f in _files(path, out)]
            if not found:
                raise UsageError("holds no files; give a folder of leaflets", file=path)
            jobs += found
        elif path.exists():
            jobs.append(Job(path, out / (path.name + ".json")))
        else:
            raise UsageError("does not exist; check the path", file=path)
    targets: dict[Path, Path] = {}
    for job in jobs:
        if (other := targets.setdefault(job.target, job.source)) != job.source:
            raise UsageError(f"would be written to the same place as {other}: {job.target}", file=job.source)
    return sorted({job.target: job for job in jobs}.values(), key=lambda j: str(j.target))


def _files(folder: Path, out: Path) -> Iterator[Path]:
    aside = out.resolve()
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (Path(here) / f).resolve() != aside)
        yield from (Path(here) / n for n in sorted(names) if not n.startswith("."))


def prepare(out: Path) -> None:
    """Make the folder `out`, and prove that it can be written to. UsageError where it cannot."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise UsageError(f"cannot be written to: {error.strerror or error}; choose another folder", file=out) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that at every moment the old or the new content is there whole, never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    except OSError as error:
        raise LeafletError(f"cannot write {path}: {error.strerror or error}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise LeafletError(f"cannot write {path}: {error.strerror or error}") from error
        raise


def do(job: Job, options: Options) -> Outcome:
    """Do one job; whatever goes wrong with it becomes its outcome's error."""
    started = time.perf_counter()
    try:
        counts, characters = _extract_to(job, options)
        error = None
    except LeafletError as failure:
        counts, characters, error = {}, 0, failure.message
    except Exception as failure:
        # A defect of the pipeline itself: it costs this file only, and its place is named for the report.
        counts, characters, error = {}, 0, f"cannot be read, by a defect of this program: {_place(failure)}"
    return Outcome(job, error, counts, characters, time.perf_counter() - started)


def _extract_to(job: Job, options: Options) -> tuple[dict[str, int], int]:
    from pipeline.api import extract_file
    from pipeline.model import to_json

    leaflet = extract_file(job.source, encoding=options.encoding, max_bytes=options.max_bytes)
    data = to_json(leaflet)
    check(data)
    write_atomically(job.target, data)
    lists = {name: getattr(leaflet, name) for name in leaflet.__struct_fields__}
    counts = {name: len(value) for name, value in lists.items() if isinstance(value, list)}
    return counts, leaflet.document.characters


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


def workers_for(files: int, wanted: int | None) -> int:
    """How many processes to use: as wanted, else as many as there are processors and enough files for."""
    if wanted is not None:
        return max(1, min(wanted, files))
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, files // FILES_A_WORKER))


def run(jobs: Sequence[Job], options: Options, *, workers: int = 1) -> Iterator[Outcome]:
    """Do all jobs, giving each outcome as it comes. The files written are the same for any number of workers."""
    if workers <= 1:
        yield from (do(job, options) for job in jobs)
        return
    finished: set[Path] = set()
    try:
        for outcome in _in_processes(jobs, options, workers):
            finished.add(outcome.job.target)
            yield outcome
    except BrokenProcessPool:
        # One file has killed its worker, and with it all that was queued: what is left runs each on its own.
        for job in jobs:
            if job.target not in finished:
                yield _alone(job, options)


def _in_processes(jobs: Sequence[Job], options: Options, workers: int) -> Iterator[Outcome]:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_warm_up) as pool:
        waiting: set[Future[Outcome]] = set()
        rest = iter(jobs)
        try:
            while True:
                # A short queue: what is queued when a worker dies has to be done again.
                for job in _take(rest, 4 * workers - len(waiting)):
                    waiting.add(pool.submit(do, job, options))
                if not waiting:
                    return
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _take(rest: Iterator[Job], number: int) -> Iterable[Job]:
    return [job for _, job in zip(range(number), rest, strict=False)]


def _alone(job: Job, options: Options) -> Outcome:
    started = time.perf_counter()
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(do, job, options).result()
    except BrokenProcessPool:
        error = "killed the process that read it; try it alone with `leaflet extract`"
        return Outcome(job, error, {}, 0, time.perf_counter() - started)


def _warm_up() -> None:
    """Build the Language once, as each worker starts."""
    from pipeline.api import load

    load()


def summary(outcomes: Sequence[Outcome]) -> str:
    """A table of what a run found: for each kind of record the leaflets that have some, and the records in all."""
    import pandas as pd

    good = [o.counts for o in outcomes if o.error is None]
    if not good:
        return "nothing was extracted"
    frame = pd.DataFrame(good).fillna(0).astype(int)
    table = pd.DataFrame({"leaflets": (frame > 0).sum(), "records": frame.sum()})
    return str(table.rename(index=lambda key: key.replace("_", " ")).to_string())

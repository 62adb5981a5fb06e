"""`leaflet extract` and `leaflet run`: leaflets in, JSON out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.shared import FAILED, PATH, PLACE, options, reading, reported, since, tables

if TYPE_CHECKING:
    from pipeline.batch.engines import Engine
    from pipeline.batch.plan import Plan
    from pipeline.batch.running import Report, Request
    from pipeline.batch.sources import Raw


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("-o", "--output", type=PATH, help="Folder for the JSON; without it one file's goes to standard output.")
@tables
@reading
@reported
def extract(files: tuple[Path, ...], output: Path | None, **given: Any) -> None:
    """Extract the facts of one or a few leaflet FILEs.

    Exit code 0: all well; 1: a file failed; 2: wrong usage.
    """
    if output is not None:
        _extract_into(files, output, given)
        return
    if len(files) > 1:
        raise click.UsageError("several files need -o DIR, the folder for their JSON")
    from pipeline.api import extract_file
    from pipeline.batch import check
    from pipeline.errors import UsageError
    from pipeline.model import to_json

    if not files[0].exists():
        raise UsageError("does not exist; check the path", file=files[0])
    data = to_json(extract_file(files[0], encoding=given["encoding"], max_bytes=given["max_bytes"]))
    check(data)
    sys.stdout.buffer.write(data)


def _extract_into(files: tuple[Path, ...], output: Path, given: dict[str, Any]) -> None:
    from pipeline.batch.running import extract_all

    raw = _raw([str(file) for file in files], given)
    outcomes = extract_all(raw, str(output), options(given["encoding"], given["max_bytes"]))
    failed = [(job, outcome) for job, outcome in outcomes if outcome.error is not None]
    for job, outcome in failed:
        click.echo(f"Failed: {job.where}: {outcome.error}", err=True)
    if failed:
        sys.exit(FAILED)


@click.command()
@click.argument("raw", nargs=-1, required=True, type=PLACE, metavar="RAW...")
@click.argument("out", type=PLACE)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    help="Processes; as many as it pays for if not given.  0: "
    "all in the command's own, begun sooner, but a leaflet that kills or hangs it ends the run.",
)
@click.option("-f", "--force", is_flag=True, help="Do all leaflets again, also those that are done.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done and why, and do nothing.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Do at most N leaflets.")
@click.option(
    "--pattern",
    "patterns",
    multiple=True,
    metavar="GLOB",
    help="Only leaflets whose path under RAW or name matches, such as '*.txt'; may be given again.",
)
@click.option(
    "--since",
    callback=since,
    metavar="WHEN",
    help="Only leaflets modified since a date (2026-01-31, 2026-01-31T18:00) or within a time (7d, 12h).",
)
@click.option("--prune", is_flag=True, help="Remove documents whose leaflet is not in RAW any more.")
@click.option(
    "--no-files",
    is_flag=True,
    help="Keep all documents in one file, OUT/_documents.sqlite, and none of their own: for --jsonl and --parquet.",
)
@click.option(
    "--jsonl",
    type=PLACE,
    metavar="FILE",
    help="Also all documents as one stream of JSON lines; gzip or zstd by suffix.",
)
@click.option("--parquet", type=PLACE, metavar="FILE", help="Also all documents as one Parquet table.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="The longest that one leaflet may take.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=1),
    default=2048,
    show_default=True,
    metavar="MB",
    help="The most memory that one leaflet may take, on Linux.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="What does the work: processes of this machine, or a Dask cluster.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="The Dask scheduler, such as tcp://host:8786; a cluster on this machine if not given.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary, only failures.")
@click.option("--json-log", is_flag=True, help="Progress and failures as JSON lines on standard error.")
@tables
@reading
@reported
def run(raw: tuple[str, ...], out: str, **given: Any) -> None:
    """Extract every leaflet of RAW into OUT, as OUT/<path under RAW>/<file name>.json.

    RAW are folders, files, zip and tar archives, and tables (JSON lines, CSV, Parquet); RAW and OUT may be URLs such
    as s3://bucket/folder. Only what is new or changed is done, what failed is tried again, and what is done stays done
    however a run ends. A leaflet that fails is reported in one line and kept in OUT/_failed; the others go on, and an
    older good output of it stays. OUT/_runs holds a manifest a run.

    Exit code 0: all well; 1: some leaflets failed, or the run was stopped; 2: wrong usage; 130: interrupted.
    """
    if given["scheduler"] and given["engine"] != "dask":
        raise click.UsageError("--scheduler goes with --engine dask")
    from pipeline.batch.progress import progress
    from pipeline.batch.running import plan_only
    from pipeline.batch.running import run as run_batch

    request = _request(raw, out, given)
    if given["dry_run"]:
        _tell_plan(plan_only(request))
        return
    report = run_batch(
        request, lambda jobs: _engine(jobs, given), progress(quiet=given["quiet"], json_log=given["json_log"])
    )
    _tell(report, out, quiet=given["quiet"])


def _raw(paths: Sequence[str], given: dict[str, Any]) -> "Raw":
    from pipeline.batch.containers import Columns
    from pipeline.batch.sources import Raw

    columns = Columns(given["text_column"], given["id_column"])
    return Raw(paths=paths, columns=columns, max_bytes=given["max_bytes"], encoding=given["encoding"])


def _request(raw: tuple[str, ...], out: str, given: dict[str, Any]) -> "Request":
    from pipeline.batch import sinks
    from pipeline.batch.plan import Choice
    from pipeline.batch.running import Request

    if given["jsonl"]:
        sinks.jsonl_problem(given["jsonl"])
    if given["parquet"]:
        sinks.parquet_problem(given["parquet"])
    return Request(
        raw=_raw(raw, given),
        out=out,
        options=options(given["encoding"], given["max_bytes"], timeout=given["timeout"], memory=given["max_memory"]),
        choice=Choice(force=given["force"], patterns=given["patterns"], since=given["since"], limit=given["limit"]),
        prune=given["prune"],
        packed=given["no_files"],
        jsonl=given["jsonl"],
        parquet=given["parquet"],
    )


def _engine(jobs: int, given: dict[str, Any]) -> "Engine":
    from pipeline.batch.engines import Inline, Processes, workers_for

    if given["engine"] == "dask":
        from pipeline.batch.dask_engine import Dask

        return Dask(given["scheduler"], given["jobs"] or 0)
    return Inline() if given["jobs"] == 0 else Processes(workers_for(jobs, given["jobs"]))


def _tell_plan(plan: "Plan") -> None:
    for job in plan.jobs:
        click.echo(f"{job.reason:8} {job.key}{f' ({job.detail})' if job.detail else ''}")
    for key in plan.gone:
        click.echo(f"{'gone':8} {key}")
    reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(plan.reasons().items()))
    click.echo(
        f"{len(plan.jobs)} of {len(plan.items)} leaflets to do{f': {reasons}' if reasons else ''}; "
        f"{len(plan.done)} done, {len(plan.left_out)} left out, {len(plan.gone)} gone."
    )


def _tell(report: "Report", out: str, *, quiet: bool) -> None:
    """The summary on standard output, and the exit code."""
    from pipeline.batch.summary import summary
    from pipeline.errors import LeafletError

    counts = report.counts
    if not quiet:
        tried = counts.written + counts.failed + counts.not_reached
        if tried:
            click.echo(summary(report.outcomes))
        more = (
            ("already done", counts.done),
            ("left out", counts.left_out),
            ("gone", counts.gone),
            ("removed", counts.removed),
            ("not reached", counts.not_reached),
        )
        rest = "".join(f", {number} {words}" for words, number in more if number)
        click.echo(f"{counts.written} of {tried} leaflets written to {out}, {counts.failed} failed{rest}.")
    if report.error is not None:
        raise LeafletError(report.error)
    if report.ending == "interrupted":
        raise KeyboardInterrupt
    if counts.failed:
        sys.exit(FAILED)

"""`leaflet extract` and `leaflet run`: leaflets in, JSON out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.shared import FAILED, PATH, options, reading, reported

if TYPE_CHECKING:
    from pipeline.batch import Outcome


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("-o", "--output", type=PATH, help="Folder for the JSON; without it one file's goes to standard output.")
@reading
@reported
def extract(files: tuple[Path, ...], output: Path | None, encoding: str | None, max_bytes: int) -> None:
    """Extract the facts of one or a few leaflet FILEs.

    Exit code 0: all well; 1: a file failed; 2: wrong usage.
    """
    if output is not None:
        _run(files, output, 1, encoding, max_bytes, quiet=True)
        return
    if len(files) > 1:
        raise click.UsageError("several files need -o DIR, the folder for their JSON")
    from pipeline.api import extract_file
    from pipeline.batch import check
    from pipeline.errors import UsageError
    from pipeline.model import to_json

    if not files[0].exists():
        raise UsageError("does not exist; check the path", file=files[0])
    data = to_json(extract_file(files[0], encoding=encoding, max_bytes=max_bytes))
    check(data)
    sys.stdout.buffer.write(data)


@click.command()
@click.argument("raw", nargs=-1, required=True, type=PATH, metavar="RAW...")
@click.argument("out", type=PATH)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; as many as it pays for if not given.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary, only failures.")
@reading
@reported
def run(raw: tuple[Path, ...], out: Path, jobs: int | None, quiet: bool, encoding: str | None, max_bytes: int) -> None:
    """Extract every leaflet of RAW (folders or files) into OUT, as OUT/<path under RAW>/<file name>.json.

    A file that fails is reported in one line, the others go on, and an older good output of it stays.
    Exit code 0: all well; 1: some files failed; 2: wrong usage.
    """
    _run(raw, out, jobs, encoding, max_bytes, quiet=quiet)


def _run(
    raw: tuple[Path, ...], out: Path, jobs: int | None, encoding: str | None, max_bytes: int, *, quiet: bool
) -> None:
    from pipeline import batch

    planned = batch.plan(raw, out)
    batch.prepare(out)
    results = batch.run(planned, options(encoding, max_bytes), workers=batch.workers_for(len(planned), jobs))
    outcomes: list[Outcome] = []
    hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(results, length=len(planned), label="Leaflets", file=sys.stderr, hidden=hidden) as bar:
        for outcome in bar:
            outcomes.append(outcome)
            if outcome.error is not None:
                click.echo(f"Failed: {outcome.job.source}: {outcome.error}", err=True)
    failed = sum(o.error is not None for o in outcomes)
    if not quiet:
        click.echo(batch.summary(outcomes))
        click.echo(f"{len(outcomes) - failed} of {len(outcomes)} leaflets written to {out}, {failed} failed.")
    if failed:
        sys.exit(FAILED)

"""The `leaflet` command: options in, one call, a report out, an exit code. Nothing heavy is imported to show help."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.errors import LeafletError

if TYPE_CHECKING:
    from pipeline.batch import Options, Outcome

FAILED, USAGE, INTERRUPTED = 1, 2, 130
PATH = click.Path(path_type=Path)


def _reported(command: Callable[..., None]) -> Callable[..., None]:
    """Any error of the pipeline is one sentence on stderr and an exit code, never a traceback."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except LeafletError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted; what was finished is kept.", err=True)
            sys.exit(INTERRUPTED)

    return guarded


def _reading(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options on how files are read."""
    size = click.option(
        "--max-bytes",
        type=click.IntRange(min=1),
        default=10 * 1024 * 1024,
        show_default=True,
        help="Refuse larger files.",
    )
    encoding = click.option("--encoding", help="Encoding of all files; found out by itself if not given.")
    return encoding(size(command))


def _options(encoding: str | None, max_bytes: int) -> "Options":
    from pipeline.batch import Options

    return Options(encoding=encoding, max_bytes=max_bytes)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="leaflet")
def main() -> None:
    """Turn drug leaflets into data: ingredients, doses, side effects, warnings, each with the quote that states it."""


@main.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("-o", "--output", type=PATH, help="Folder for the JSON; without it one file's goes to standard output.")
@_reading
@_reported
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


@main.command()
@click.argument("raw", nargs=-1, required=True, type=PATH, metavar="RAW...")
@click.argument("out", type=PATH)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; as many as it pays for if not given.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary, only failures.")
@_reading
@_reported
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
    results = batch.run(planned, _options(encoding, max_bytes), workers=batch.workers_for(len(planned), jobs))
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


@main.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@_reported
def validate(files: tuple[Path, ...]) -> None:
    """Check JSON FILEs (or folders of them) against the leaflet schema.

    Each violation is one line with its JSON path. Exit code 0: all valid; 1: some are not; 2: wrong usage.
    """
    from pipeline.api import read_bytes
    from pipeline.validate import violations
    from pipeline.verify import outputs

    paths = [p for f in files for p in (outputs(f) if f.is_dir() else [f])]
    bad = 0
    for path in paths:
        found = list(violations(read_bytes(path, max_bytes=1 << 30)))
        bad += bool(found)
        for violation in found:
            click.echo(f"{path}: {violation}")
    click.echo(f"{len(paths) - bad} of {len(paths)} valid.", err=True)
    if bad:
        sys.exit(FAILED)


@main.command()
@click.argument("out", type=PATH)
@click.option("--raw", required=True, type=PATH, help="The folder (or file) that OUT was made from.")
@_reading
@_reported
def verify(out: Path, raw: Path, encoding: str | None, max_bytes: int) -> None:
    """Look up every quote of OUT in the raw leaflets: is it where it says?

    Exit code 0: every quote is there; 1: some are not; 2: wrong usage.
    """
    from pipeline.verify import verify as verdicts

    quotes = bad = files = 0
    for verdict in verdicts(out, raw, encoding=encoding, max_bytes=max_bytes):
        files += 1
        quotes += verdict.quotes
        bad += len(verdict.wrong)
        for words in verdict.wrong:
            click.echo(f"{verdict.file}: {words}")
    click.echo(f"{quotes} quotes in {files} files looked up, {bad} wrong.", err=True)
    if bad:
        sys.exit(FAILED)


@main.command()
@click.argument("name", metavar="NAME")
@_reported
def schema(name: str) -> None:
    """Print the JSON Schema NAME: leaflet (the output) or rule (a line of a rule file)."""
    from pipeline.validate import schema_text

    click.echo(schema_text(name), nl=False)


if __name__ == "__main__":
    main()

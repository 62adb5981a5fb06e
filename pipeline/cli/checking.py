"""`leaflet validate`, `leaflet verify` and `leaflet schema`: is an output what it says it is?"""

import sys
from pathlib import Path

import click

from pipeline.cli.shared import FAILED, PATH, PLACE, reading, reported, tables


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@reported
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


@click.command()
@click.argument("out", type=PLACE)
@click.option(
    "--raw",
    "raws",
    required=True,
    multiple=True,
    type=PLACE,
    help="The RAW that OUT was made from; may be given again.",
)
@tables
@reading
@reported
def verify(
    out: str,
    raws: tuple[str, ...],
    encoding: str | None,
    max_bytes: int,
    text_column: str | None,
    id_column: str | None,
) -> None:
    """Look up every quote of OUT in the raw leaflets: is it where it says?

    Exit code 0: every quote is there; 1: some are not; 2: wrong usage.
    """
    from pipeline.batch.containers import Columns
    from pipeline.batch.sources import Raw
    from pipeline.verify import verify as verdicts

    raw = Raw(paths=raws, columns=Columns(text_column, id_column), max_bytes=max_bytes, encoding=encoding)
    quotes = bad = files = 0
    for verdict in verdicts(out, raw):
        files += 1
        quotes += verdict.quotes
        bad += len(verdict.wrong)
        for words in verdict.wrong:
            click.echo(f"{verdict.file}: {words}")
    click.echo(f"{quotes} quotes in {files} files looked up, {bad} wrong.", err=True)
    if bad:
        sys.exit(FAILED)


@click.command()
@click.argument("name", metavar="NAME")
@reported
def schema(name: str) -> None:
    """Print the JSON Schema NAME: leaflet (the output), rule (a line of a rule file) or manifest (what a run did)."""
    from pipeline.validate import schema_text

    click.echo(schema_text(name), nl=False)

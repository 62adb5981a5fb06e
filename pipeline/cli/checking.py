"""`leaflet validate`, `leaflet verify` and `leaflet schema`: is an output what it says it is?"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.cli.shared import FAILED, PLACE, reading, reported, tables


@click.command()
@click.argument("files", nargs=-1, required=True, type=PLACE, metavar="FILE...")
@reported
def validate(files: tuple[str, ...]) -> None:
    """Check JSON FILEs (or folders of them, the OUT of `leaflet run`) against the leaflet schema.

    Each violation is one line with its JSON path. Exit code 0: all valid; 1: some are not; 2: wrong usage.
    """
    from pipeline.validate import violations

    total = bad = 0
    for where, data in _documents(files):
        found = list(violations(data))
        total += 1
        bad += bool(found)
        for violation in found:
            click.echo(f"{where}: {violation}")
    click.echo(f"{total - bad} of {total} valid.", err=True)
    if bad:
        sys.exit(FAILED)


def _documents(files: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Each document of the files and folders, and what it is called."""
    from pipeline.batch.sources import read_source
    from pipeline.batch.stores import is_remote
    from pipeline.outputs import outputs

    for file in files:
        if Path(file).is_dir() or (is_remote(file) and not file.endswith(".json")):
            with outputs(file) as found:
                for name in found.names:
                    yield found.where(name), found.read(name)
        else:
            yield file, read_source(file, max_bytes=1 << 30)


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

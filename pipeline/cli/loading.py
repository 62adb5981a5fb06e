"""`leaflet tables` and `leaflet load`: a run's outputs as tables in files, or in a database."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.shared import FAILED, PATH, PLACE, reported

if TYPE_CHECKING:
    from pipeline.load.documents import Refusal
    from pipeline.load.export import Format

DEFAULT_URL = "sqlite:///leaflets.db"


_collection = click.option(
    "--collection",
    default="main",
    show_default=True,
    help="The set of leaflets that OUT is a state of; sets in one database do not touch each other.",
)


class _Refusals:
    """Names each refused output in one line on stderr, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, refusal: "Refusal") -> None:
        self.count += 1
        click.echo(f"Left out: {refusal}", err=True)


@click.command()
@click.argument("out", type=PLACE)
@click.option("-o", "--output", type=PATH, required=True, metavar="DIR", help="Folder for the files.")
@click.option("--format", "format_", type=click.Choice(["parquet", "csv", "xlsx"]), default="csv", show_default=True)
@_collection
@reported
def tables(out: str, output: Path, format_: "Format", collection: str) -> None:
    """Write the leaflets of OUT, the output of `leaflet run`, as tables into files.

    csv and parquet: a file a table; xlsx: one workbook, leaflets.xlsx. The table `columns` says what each column means.
    In CSV a text that a spreadsheet would take for a formula has a ' before it.

    Exit code 0: all well; 1: some outputs are not valid and were left out; 2: wrong usage.
    """
    from pipeline.load.export import export
    from pipeline.load.tables import frames_in_batches
    from pipeline.outputs import outputs

    refused = _Refusals()
    with outputs(out) as found:
        rows = export(frames_in_batches(found, collection, refused), output, format_)
    files = len(found.names)
    click.echo(f"{files - refused.count} of {files} leaflets, {rows} rows, written to {output}.", err=True)
    if refused.count:
        sys.exit(FAILED)


@click.command()
@click.argument("out", type=PLACE)
@click.argument("url", default=DEFAULT_URL, envvar="LEAFLET_DATABASE_URL", metavar="[URL]")
@_collection
@reported
def load(out: str, url: str, collection: str) -> None:
    """Load the leaflets of OUT, the output of `leaflet run`, into the database at URL.

    URL is sqlite:///leaflets.db if neither given nor in the environment as LEAFLET_DATABASE_URL (where a password is
    seen by fewer); or postgresql+psycopg://user@host/name, mariadb+pymysql://user@host/name, duckdb:///leaflets.duckdb.
    Tables and views are made or brought up to date. Leaflets whose output changed are replaced, those that are no
    longer in OUT are marked as gone. It can be repeated, and broken off at any time.

    Exit code 0: all well; 1: some outputs were left out, or the database failed; 2: wrong usage.
    """
    from pipeline.load.engines import open_database
    from pipeline.load.loader import load as load_into
    from pipeline.outputs import outputs

    refused = _Refusals()
    hidden = not sys.stderr.isatty()
    with (
        outputs(out) as found,
        closing(open_database(url)) as database,
        click.progressbar(length=len(found.names), label="Leaflets", file=sys.stderr, hidden=hidden) as bar,
    ):
        counts = load_into(found, database, refused=refused, collection=collection, advanced=bar.update)
    click.echo(
        f"{counts.new} leaflets new, {counts.changed} changed, {counts.unchanged} as before, {counts.gone} gone, "
        f"{counts.refused} left out; {counts.rows} rows written."
    )
    if refused.count:
        sys.exit(FAILED)

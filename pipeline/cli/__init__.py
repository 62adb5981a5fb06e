"""The `leaflet` command: options in, one call, a report out, an exit code. Nothing heavy is imported to show help."""

import click

from pipeline import __version__
from pipeline.cli.checking import schema, validate, verify
from pipeline.cli.coverage import coverage
from pipeline.cli.extracting import extract, run
from pipeline.cli.loading import load, tables
from pipeline.cli.vocabulary import vocab


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="leaflet")
def main() -> None:
    """Turn drug leaflets into data: ingredients, doses, side effects, warnings, each with the quote that states it."""


for command in (extract, run, tables, load, validate, verify, coverage, schema, vocab):
    main.add_command(command)

"""The `leaflet` command: options in, one call, a report out, an exit code. Nothing heavy is imported to show help."""

import click

from pipeline import __version__
from pipeline.cli.checking import schema, validate, verify
from pipeline.cli.extracting import extract, run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="leaflet")
def main() -> None:
    """Turn drug leaflets into data: ingredients, doses, side effects, warnings, each with the quote that states it."""


for command in (extract, run, validate, verify, schema):
    main.add_command(command)

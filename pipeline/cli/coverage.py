"""`leaflet coverage`: what a run did not understand, worst places first."""

import sys
from typing import TYPE_CHECKING

import click

from pipeline.cli.shared import FAILED, reported

if TYPE_CHECKING:
    from pipeline.uncovered import Share, Summary


@click.command()
@click.argument("out")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, for machines.")
@click.option("--worst", type=click.IntRange(min=0), default=10, show_default=True, help="How many leaflets to list.")
@reported
def coverage(out: str, as_json: bool, worst: int) -> None:
    """Sum up what the run in OUT left unread: sentences of safety sections that yielded no fact.

    Shares are of the characters of the safety sections. Each unread sentence stands in its output, under
    coverage.unread. Exit code 0: all outputs were read; 1: some are no leaflet documents; 2: wrong usage.
    """
    from pipeline import uncovered

    found = uncovered.summary(out)
    click.echo(uncovered.as_json(found).decode() if as_json else "\n".join(_lines(found, worst)))
    for words in found.broken:
        click.echo(f"Error: {words}", err=True)
    if found.broken:
        sys.exit(FAILED)


def _lines(found: "Summary", worst: int) -> list[str]:
    lines = [
        f"{found.documents} leaflets, {found.total.sentences} unread sentences in safety sections, "
        f"{found.total.share:.1%} of their text",
        "",
        "section               unread  sentences",
        *(_line(s, 20) for s in found.sections),
        "",
        "kind of unread sentence",
        *(f"{f.sentences:6}  {f.name}: {_short(f.example)}" for f in found.forms),
    ]
    if found.absent:
        lines += ["", "leaflets without a section", *(f"{n:6}  {kind}" for kind, n in found.absent.items())]
    bad = [s for s in found.leaflets if s.sentences][:worst]
    if bad:
        width = max(len(s.name) for s in bad)
        lines += ["", f"{'worst leaflets':{width}}  unread  sentences", *(_line(s, width) for s in bad)]
    return lines


def _line(share: "Share", width: int) -> str:
    return f"{share.name:{width}}  {share.share:6.1%}  {share.sentences:9}"


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:67] + "..."

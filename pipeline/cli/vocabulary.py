"""`leaflet vocab`: terminologies from the user's own files, for the codes that extraction looks up."""

from pathlib import Path

import click

from pipeline.cli.shared import PATH, reported

STORE = click.option(
    "--store", type=PATH, help="Folder of the stores; LEAFLET_VOCAB, else your data folder, if not given."
)
KINDS = click.Choice(("unii", "rxnorm", "atc", "meddra", "hpo", "mesh"), case_sensitive=False)


@click.group()
def vocab() -> None:
    """Import terminologies from your own files, so that records carry their codes.

    Nothing is downloaded, and what you import stays on this machine, in the folder LEAFLET_VOCAB or your data folder.
    """


@vocab.command("import")
@click.argument("kind", type=KINDS)
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--release", help="The release, where the file does not state it.")
@STORE
@reported
def import_(kind: str, files: tuple[Path, ...], release: str | None, store: Path | None) -> None:
    """Compile FILEs of one KIND of terminology into a local store, in place of an older one.

    \b
    unii    UNII_Names_*.txt or UNII_Records_*.txt   substances   FDA
    rxnorm  RXNCONSO.RRF                             substances   NLM
    atc     ATC index, XML or a table of codes       substances   WHO
    meddra  llt.asc                                  conditions   MSSO, licensed
    hpo     hp.obo                                   conditions   HPO
    mesh    desc*.xml, supp*.xml                     both         NLM

    A FILE may be plain, gzipped, in a ZIP archive, or a folder that holds it. Exit code 0: done; 2: a wrong file.
    """
    from pipeline.vocab.importing import import_files

    info = import_files(kind, files, folder=store, release=release)
    click.echo(f"{kind}: {info.names:,} names from {', '.join(info.files)}, {info.release or 'release not stated'}.")


@vocab.command("list")
@STORE
@reported
def list_(store: Path | None) -> None:
    """Show what is imported: kind, release, names, files, and the hash that outputs are stamped with."""
    from pipeline.vocab.importing import folder_of
    from pipeline.vocab.store import found_in, read_info

    folder = folder_of(store)
    found = [read_info(path) for path in found_in(folder)]
    for info in found:
        files = ", ".join(info.files)
        click.echo(f"{info.kind:8}{info.release or '-':12}{info.names:>10,} names  sha256:{info.digest}  {files}")
    click.echo(f"{len(found)} imported, in {folder}.", err=True)


@vocab.command()
@click.argument("kind", type=KINDS)
@STORE
@reported
def remove(kind: str, store: Path | None) -> None:
    """Delete the store of a KIND."""
    from pipeline.vocab.importing import remove as delete

    click.echo(f"removed {delete(kind, folder=store)}.")

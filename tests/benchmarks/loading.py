"""How fast leaflets go into databases, beside the time that their extraction takes.

    python tests/benchmarks/loading.py [FOLDER] [--leaflets 5000] [--url URL]...

The leaflets of FOLDER are extracted once, by one process. Their documents are copied under other names, with other
hashes, until there are as many as wanted, and loaded into each database: new, then again without a change. The share is
of the time that extraction of as many leaflets would take, without reading files, writing and validating the JSON.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from pipeline.api import extract, load
from pipeline.errors import LeafletError
from pipeline.load import loader
from pipeline.load.documents import Refusal
from pipeline.load.engines import open_database
from pipeline.model import Leaflet, to_json
from pipeline.outputs import Outputs, outputs
from pipeline.read import read

T = TypeVar("T")
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "raw"


def texts_of(folder: Path) -> list[str]:
    """The texts of the readable leaflets of a folder tree."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            found.append(read(path.read_bytes()).text)
        except LeafletError as error:
            print(f"left out: {path}: {error}")
    return found


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """The seconds that passed, and what came out."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def write_copies(leaflets: Sequence[Leaflet], number: int, out: Path) -> None:
    """As many documents as wanted, each of another leaflet by its name and hash."""
    for i, leaflet in enumerate(islice(cycle(leaflets), number)):
        leaflet.document.name = f"{i:06}.txt"
        leaflet.document.sha256 = sha256(leaflet.document.name.encode()).hexdigest()
        (out / f"{leaflet.document.name}.json").write_bytes(to_json(leaflet))


def refuse(refusal: Refusal) -> None:
    """Copies of good documents are good."""
    raise SystemExit(str(refusal))


def measure(url: str, found: Outputs, extraction: float) -> None:
    """Load twice and print."""
    database = open_database(url)
    for what in ("new", "unchanged"):
        seconds, counts = timed(lambda: loader.load(found, database, refused=refuse))
        pace = f"{counts.rows:9,} rows  {counts.rows / seconds:9,.0f} rows/s" if counts.rows else " " * 34
        print(f"{database.name:11} {what:10} {seconds:7.1f} s  {pace}  {seconds / extraction:6.1%} of extraction")
    database.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--leaflets", type=int, default=5000)
    parser.add_argument("--url", action="append", help="an empty database; an SQLite file if not given")
    args = parser.parse_args()
    load()
    texts = texts_of(args.folder)
    seconds, leaflets = timed(lambda: [extract(text) for text in texts])
    extraction = seconds * args.leaflets / len(texts)
    print(f"extraction of {args.leaflets:,} leaflets: {extraction:.1f} s, measured on {len(texts)}")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        out.mkdir()
        write_copies(leaflets, args.leaflets, out)
        with outputs(out) as found:
            for url in args.url or [f"sqlite:///{folder}/leaflets.db"]:
                measure(url, found, extraction)


if __name__ == "__main__":
    main()

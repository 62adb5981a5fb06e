"""How fast full extraction is, as a ratio to spaCy's bare tokenizer on the same texts in the same run.

    python tests/benchmarks/speed.py [FOLDER] [--rounds N] [--linear]

1.0 would be as fast as `spacy.blank("en")` splits the text into tokens and does nothing else; extraction is everything
from text to Leaflet: layout, language check, every stage, assembly. Writing and validating the JSON is shown apart.
A machine's speed cancels out of the ratio.
`--linear` doubles one leaflet again and again and shows that the time grows with the length and no faster.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from pipeline.api import extract, load
from pipeline.batch import check
from pipeline.document import Document
from pipeline.errors import LeafletError
from pipeline.model import Leaflet, to_json
from pipeline.read import read

Pair = tuple[float, float]
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "raw"


def write(leaflet: Leaflet) -> None:
    """From a Leaflet to canonical JSON that keeps the schema."""
    check(to_json(leaflet))


def seconds(work: Callable[[Any], object], given: Any) -> float:
    """The processor time `work` takes on what it is given: other programs on the machine do not count."""
    started = time.process_time()
    work(given)
    return time.process_time() - started


def paired(first: Callable[[str], object], second: Callable[[str], object], texts: Sequence[str], rounds: int) -> Pair:
    """The time of both on all texts, in turn text by text, so that a change of the machine's pace meets both alike.

    Of each text the best round of each counts; a round before fills the caches of both.
    """
    best = [(float("inf"), float("inf"))] * len(texts)
    for number in range(rounds + 1):
        for i, text in enumerate(texts):
            now = seconds(first, text), seconds(second, text)
            if number:
                best[i] = min(best[i][0], now[0]), min(best[i][1], now[1])
    return sum(b[0] for b in best), sum(b[1] for b in best)


def stages(documents: Sequence[Document], rounds: int) -> list[tuple[str, float]]:
    """The time each component of the pipeline takes on all documents: of each document its best round."""
    nlp = load()
    names = ["tokenizer", *nlp.pipe_names]
    best = [dict.fromkeys(names, float("inf")) for _ in documents]
    for _ in range(rounds):
        for document, fastest in zip(documents, best, strict=True):
            for name, spent in zip(names, _through(nlp, document), strict=True):
                fastest[name] = min(fastest[name], spent)
    return [(name, sum(b[name] for b in best)) for name in names]


def _through(nlp: Language, document: Document) -> Iterator[float]:
    started = time.process_time()
    doc = nlp.make_doc(document.text)
    doc._.leaflet_document = document
    yield time.process_time() - started
    for _, component in nlp.pipeline:
        started = time.process_time()
        doc = component(doc)
        yield time.process_time() - started


def documents_of(folder: Path) -> list[Document]:
    """The readable leaflets of a folder tree."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            found.append(read(path.read_bytes()))
        except LeafletError as error:
            print(f"left out: {path}: {error}")
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--linear", action="store_true")
    args = parser.parse_args()
    documents = documents_of(args.folder)
    bare = spacy.blank("en")
    bare.max_length = 10**9
    load()
    texts = [d.text for d in documents]
    tokenizer, extraction = paired(bare.make_doc, extract, texts, args.rounds)
    characters = sum(map(len, texts))
    print(f"{len(documents)} leaflets, {characters:,} characters")
    print(f"bare tokenizer   {tokenizer:8.3f} s   {characters / tokenizer / 1e6:6.2f} MB/s")
    print(f"full extraction  {extraction:8.3f} s   {characters / extraction / 1e6:6.2f} MB/s")
    print(f"ratio            {tokenizer / extraction:8.3f}")
    leaflets = [extract(text) for text in texts]
    writing = min(sum(seconds(write, leaflet) for leaflet in leaflets) for _ in range(args.rounds))
    print(f"    {'JSON and its validation':28} {writing / tokenizer:6.2f} x bare tokenizer, not counted above")
    for name, spent in stages(documents, args.rounds):
        print(f"    {name:28} {spent / tokenizer:6.2f} x bare tokenizer")
    if args.linear:
        linear(max(texts, key=len))


def linear(text: str) -> None:
    """Time one leaflet repeated 1, 2, 4 and 8 times: the cost of a character should not change."""
    for times in (1, 2, 4, 8):
        longer = "\n\n".join([text] * times)
        spent = min(seconds(extract, longer) for _ in range(3))
        print(f"{times} x: {spent * 1e6 / len(longer):.3f} µs a character")


if __name__ == "__main__":
    main()

"""How fast full extraction is, as a ratio to spaCy's bare tokenizer on the same texts in the same run.

    python tests/benchmarks/speed.py [FOLDER] [--rounds N] [--linear]

1.0 would be as fast as `spacy.blank("en")` splits the text into tokens and does nothing else; extraction is everything
from text to Leaflet: layout, language check, every stage, assembly. Writing and validating the JSON is shown apart.
A machine's speed cancels out of the ratio. `first reading` is what a folder of leaflets costs: each text is new to both
programs, in a new process a round. `read again` is what the same texts cost once both have seen them all: the tokenizer
then knows every word, which helps it more than extraction.
`--linear` doubles one leaflet again and again and shows that the time grows with the length and no faster.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
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
WARM_UP = "Samplin 10 mg tablets. Do not take Samplin if you have gout. Side effects: nausea."
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "raw"


def write(leaflet: Leaflet) -> None:
    """From a Leaflet to canonical JSON that keeps the schema."""
    check(to_json(leaflet))


def seconds(work: Callable[[Any], object], given: Any) -> float:
    """The processor time `work` takes on what it is given: other programs on the machine do not count."""
    started = time.process_time()
    work(given)
    return time.process_time() - started


def readings(texts: Sequence[str]) -> list[tuple[Pair, Pair]]:
    """What tokenizing and extracting cost for each text, the first time and again: in turn, text by text.

    In turn, so that a change of the machine's pace meets both alike.
    """
    bare = spacy.blank("en")
    bare.max_length = 10**9
    bare.make_doc(WARM_UP)
    extract(WARM_UP)
    first, again = ([(seconds(bare.make_doc, text), seconds(extract, text)) for text in texts] for _ in range(2))
    return list(zip(first, again, strict=True))


def compared(texts: Sequence[str], rounds: int) -> tuple[Pair, Pair]:
    """(tokenizer, extraction) in seconds for all texts, read first and read again: of each text the best round."""
    rows = []
    for _ in range(rounds):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            rows.append(pool.submit(readings, texts).result())
    first, again = zip(*(zip(*row, strict=True) for row in rows), strict=True)
    return best(first), best(again)


def best(rounds: Sequence[Sequence[Pair]]) -> Pair:
    """The sums over all texts of the fastest round of each, for both programs."""
    texts = list(zip(*rounds, strict=True))
    return sum(min(pair[0] for pair in text) for text in texts), sum(min(pair[1] for pair in text) for text in texts)


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
    texts = [d.text for d in documents]
    characters = sum(map(len, texts))
    print(f"{len(documents)} leaflets, {characters:,} characters")
    first, again = compared(texts, args.rounds)
    for words, (tokenizer, extraction) in (("first reading", first), ("read again", again)):
        print(words)
        print(f"    bare tokenizer   {tokenizer:8.3f} s   {characters / tokenizer / 1e6:6.2f} MB/s")
        print(f"    full extraction  {extraction:8.3f} s   {characters / extraction / 1e6:6.2f} MB/s")
        print(f"    ratio            {tokenizer / extraction:8.3f}")
    tokenizer = again[0]
    print("the parts of extraction, read again")
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

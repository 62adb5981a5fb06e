"""What keeps a worker's memory flat changes no document: memory zones, and caches that are emptied."""

import gc
from pathlib import Path

from pipeline.api import extract_bytes, load
from pipeline.batch.child import _forget
from pipeline.language import normalise
from pipeline.model import to_json

SAMPLES = sorted((Path(__file__).parents[2] / "data" / "raw").glob("*.txt"))[:4]


def documents() -> list[bytes]:
    return [to_json(extract_bytes(path.read_bytes(), name=path.name)) for path in SAMPLES]


def test_a_memory_zone_changes_no_document_within_it_or_after_it() -> None:
    before = documents()
    words = len(load().vocab.strings)
    for _ in range(2):
        with load().memory_zone():
            extract_bytes(b"Quorvazil 10 mg tablets\n\nUses\n\nQuorvazil is used to treat gout.\n", name="new words")
            assert documents() == before
            gc.collect()
    assert documents() == before
    assert len(load().vocab.strings) == words


def test_bounded_caches_are_emptied_and_the_language_stays() -> None:
    language = load()
    normalise("Haemorrhages")
    assert normalise.cache_info().currsize
    _forget()
    assert normalise.cache_info().currsize == 0
    assert load() is language

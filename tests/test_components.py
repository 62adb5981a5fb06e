"""The stages as spaCy components: found by their entry points, usable one by one in any English pipeline."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import spacy

from pipeline.api import load
from pipeline.entities import entities

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Tavoril 10 mg tablets\n\nSide Effects\n\nCommon side effects include nausea and headaches.\n"


def test_pipe_names_read_as_the_architecture() -> None:
    assert load().pipe_names == ["leaflet_sections", *(f"leaflet_{e.KEY}" for e in entities())]


def test_every_stage_is_an_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert sorted(project["entry-points"]["spacy_factories"]) == sorted(load().pipe_names)


def test_a_stage_works_alone_in_a_bare_spacy_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("leaflet_side_effects")
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [e.term for e in doc._.leaflet.records["side_effects"]] == ["nausea", "headaches"]


def test_texts_piped_give_the_same_records_as_texts_one_by_one() -> None:
    texts = [TEXT, TEXT.replace("headaches", "gout"), "Store below 25 °C.\n"]
    piped = [doc._.leaflet.records for doc in load().pipe(texts, batch_size=2)]
    assert piped == [load()(text)._.leaflet.records for text in texts]
    assert [e.term for e in piped[1]["side_effects"]] == ["nausea", "gout"]


def test_spacy_finds_a_stage_by_itself() -> None:
    code = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('leaflet_doses'); print(nlp.pipe_names)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['leaflet_doses']"


@pytest.mark.parametrize("entity", entities(), ids=lambda e: e.KEY)
def test_every_entity_bears_text_without_anything_in_it(entity: object) -> None:
    for text in ("", "\n", "x", "Warnings\n", "•", "1.", "Side Effects\n\n:", "(" * 50 + "mg" + ")" * 50):
        load()(text)

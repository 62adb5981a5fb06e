"""Lexicon files: their shape, and how their terms are found in text."""

from importlib import resources
from pathlib import Path

import pytest
from spacy.attrs import NORM

from pipeline.data_files import data_files
from pipeline.language import blank
from pipeline.lexicon import Lexicon, load_terms, load_words
from pipeline.wordings import LEXICONS

NLP = blank()


def found(text: str, *lexicons: str) -> list[tuple[str, str]]:
    doc = NLP.make_doc(text)
    lexicon = Lexicon.of(NLP.vocab)
    terms = lexicon.terms(lexicon.phrases(doc), doc.to_array(NORM).tolist())
    return [(t.name, doc[a:b].text) for t, a, b in terms if t.lexicon in lexicons]


@pytest.mark.parametrize(
    ("text", "lexicon", "expected"),
    [
        ("You may get HEADACHES", "effect", [("headache", "HEADACHES")]),
        ("acetaminophen", "substance", [("paracetamol", "acetaminophen")]),
        ("colour: titanium dioxide", "excipient", [("titanium dioxide", "titanium dioxide")]),
        ("film-coated tablets", "dose_form", [("film-coated tablet", "film-coated tablets")]),
        ("ACE inhibitors", "drug_class", [("ACE inhibitors", "ACE inhibitors")]),
        ("nothing to see", "effect", []),
        ("a headache-like feeling", "effect", []),
    ],
)
def test_terms_are_found_in_any_case_and_number(text: str, lexicon: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, lexicon) == expected


def test_the_longest_term_counts_and_none_overlap() -> None:
    assert [quote for _, quote in found("swelling, abdominal pain and joint pain", "effect")] == [
        "swelling",
        "abdominal pain",
        "joint pain",
    ]


@pytest.mark.parametrize("stem", LEXICONS)
def test_a_lexicon_has_each_name_once_and_codes_of_known_systems(stem: str) -> None:
    terms = load_terms(stem)
    names = [t.name for t in terms]
    assert len(names) > 100
    assert len(names) == len(set(names))
    systems = {code["system"] for t in terms for code in t.codes}
    assert systems <= {"mesh", "hpo", "drugbank", "e_number"}


def test_word_lists_are_lower_case_without_comments() -> None:
    salts = load_words("salt.txt")
    assert "hydrochloride" in salts
    assert not [w for w in salts if "#" in w or w != w.strip().lower()]


def test_the_rules_hash_covers_every_data_file() -> None:
    root = Path(str(resources.files("pipeline")))
    files = [f.name for f in root.rglob("*") if f.suffix in (".jsonl", ".txt")]
    assert [name for name, _ in data_files()] == sorted(files)
    assert {"sections.jsonl", "effect.jsonl", "dose.jsonl", "salt.txt"} <= set(files)

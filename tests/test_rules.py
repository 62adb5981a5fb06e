"""Every rule is held to its own examples and counterexamples, and every rule file to the rule schema."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.data_files import rule_files
from pipeline.errors import RuleError
from pipeline.language import blank
from pipeline.rules import Rule, RuleSet, compile_pattern, load_rules, rule_matches
from pipeline.validate import violations

ROOT = resources.files("pipeline")
STEMS = sorted(rule_files())
VOCAB = blank().vocab
RULES = [rule for stem in STEMS for rule in load_rules(stem)]


@pytest.fixture(scope="module")
def vocab() -> Vocab:
    return blank().vocab


def test_there_are_rules_for_sections_and_every_entity() -> None:
    modules = {
        f.name.removesuffix(".py")
        for f in (ROOT / "entities").iterdir()
        if f.name.endswith(".py") and not f.name.startswith("_")
    }
    assert modules | {"sections", "context"} <= set(STEMS)


@pytest.mark.parametrize("stem", STEMS)
def test_rule_file_keeps_the_schema(stem: str) -> None:
    lines = rule_files()[stem].read_bytes().splitlines()
    wrong = [f"line {n}: {v}" for n, line in enumerate(lines, 1) for v in violations(line, "rule")]
    assert wrong == []


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_rule_matches_its_examples_and_not_its_counterexamples(vocab: Vocab, rule: Rule) -> None:
    assert [e for e in rule.examples if not rule_matches(vocab, rule, e)] == []
    assert [e for e in rule.counterexamples if rule_matches(vocab, rule, e)] == []


def _rule(*patterns: str | list[dict[str, object]]) -> Rule:
    return Rule(id="x.y", label="z", patterns=list(patterns), examples=[], counterexamples=[])


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("may cause", "It may causes harm", "It may not cause"),
        ("may not? cause|produce", "may not produce", "may never produce"),
        ("haemorrhage", "Hemorrhages", "haemostasis"),
        ("breast - feeding", "breast-feeding", "breast and feeding"),
        ("take _ daily", "take two daily", "take daily"),
        ("risk of …+ death", "risk of early, sudden death", "risk of stroke. Then death"),
        ("# times", "3 times", "some times"),
        ("do not drive", "don't drive", "do drive"),
    ],
)
def test_shorthand(vocab: Vocab, pattern: str, yes: str, no: str) -> None:
    assert rule_matches(vocab, _rule(pattern), yes)
    assert not rule_matches(vocab, _rule(pattern), no)


def test_a_spacy_token_pattern_is_taken_as_it_is(vocab: Vocab) -> None:
    rule = _rule([{"NORM": "grade"}, {"TEXT": {"REGEX": "^[34]$"}}])
    assert rule_matches(vocab, rule, "Grade 3")
    assert not rule_matches(vocab, rule, "Grade 2")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("_ _", "at least one word"), ("breast-feeding|nursing", "must be one token"), ("breast-feeding?", "cannot take")],
)
def test_a_pattern_that_cannot_work_is_refused_in_words(vocab: Vocab, pattern: str, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        RuleSet(vocab, [_rule(pattern)])


@given(st.lists(st.sampled_from("may cause pain rash , and".split()), min_size=1, max_size=12))
def test_a_plain_pattern_matches_where_spacys_matcher_does(words: list[str]) -> None:
    rules = RuleSet(VOCAB, [_rule("may cause", "pain|rash and"), _rule("rash|pain , rash|pain")])
    doc = Doc(VOCAB, words=words)
    norms = [t.norm for t in doc]
    mine = sorted(
        (r.patterns[0], a, b) for r, a, b in rules.match(doc, 0, norms, rules.candidates(norms, frozenset(norms)))
    )
    theirs = []
    for rule in rules.rules:
        matcher = Matcher(VOCAB)
        matcher.add("x", [compile_pattern(VOCAB, p) for p in rule.patterns], greedy="LONGEST")
        theirs += [(rule.patterns[0], a, b) for _, a, b in matcher(doc)]
    assert mine == sorted(theirs)


def test_a_match_far_from_the_sentences_end_is_found_within_its_reach(vocab: Vocab) -> None:
    filler = "one two three four five six seven eight nine ten "
    assert rule_matches(vocab, _rule("may _? cause harm"), filler * 3 + "it may well cause harm " + filler)
    assert not rule_matches(vocab, _rule("may _? cause harm"), filler * 3 + "it may not well cause harm " + filler)

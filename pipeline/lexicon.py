"""Rules and wordings in, their matches out: the one place that holds all rules and terms of a spaCy vocab."""

from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import cast

import msgspec
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.collector import paused
from pipeline.data_files import lexicon_file, rule_files
from pipeline.language import normalise, use_leaflet_norms
from pipeline.rules import RuleSet, load_rules
from pipeline.wordings import Term, split, wordings

_FIRST, _LAST = itemgetter(1), itemgetter(2)


class TermHit(msgspec.Struct, frozen=True, gc=False):
    """A lexicon term in the text: characters `[start, end)`, tokens `[first, last)`."""

    term: Term
    start: int
    end: int
    first: int
    last: int

    @property
    def lexicon(self) -> str:
        """The stem of the lexicon file the term is from."""
        return self.term.lexicon


@cache
def load_terms(stem: str) -> tuple[Term, ...]:
    """The concepts of lexicons/`stem`.jsonl."""
    return tuple(term for term in wordings().terms if term.lexicon == stem)


@cache
def load_words(name: str) -> frozenset[str]:
    """The lines of lexicons/`name`, lower case; `#` begins a comment."""
    text = lexicon_file(name).read_text("utf-8")
    lines = (line.split("#", 1)[0].strip().lower() for line in text.splitlines())
    return frozenset(line for line in lines if line)


class Lexicon:
    """All rules and terms, compiled against one spaCy vocab. Built once a Language (see `Lexicon.of`)."""

    def __init__(self, vocab: Vocab) -> None:
        use_leaflet_norms(vocab)
        self.vocab = vocab
        self.space = vocab.strings.add(" ")
        self._rules: dict[str, RuleSet] = {}
        self._run_ins: dict[frozenset[str], RuleSet] = {}
        self._likened = [vocab.strings.add("-"), vocab.strings.add("like")]
        known = wordings()
        self._entries = {norms: [known.terms[i] for i in of] for norms, of in zip(known.norms, known.of, strict=True)}
        self._matcher = PhraseMatcher(vocab, attr="NORM")
        # Given as norm hashes, which `add` takes as it takes Docs: making a Doc for each would take a second.
        self._matcher.add("term", cast(list[Doc], known.norms))
        self.cues = frozenset({self.space}).union(*(self.rules(stem).triggers for stem in rule_files()))
        """The norm hashes that trigger any rule, and that of white space: all that has to be looked for in a text."""

    @staticmethod
    @cache
    def of(vocab: Vocab) -> "Lexicon":
        """The one lexicon of a vocab."""
        with paused():
            return Lexicon(vocab)

    def rules(self, stem: str) -> RuleSet:
        """The compiled rules of `stem`.jsonl."""
        if stem not in self._rules:
            self._rules[stem] = RuleSet(self.vocab, load_rules(stem))
        return self._rules[stem]

    def inferred(self) -> RuleSet:
        """The rules of sections.jsonl for paragraphs that lost their heading."""
        if "inferred" not in self._rules:
            rules = [r for r in load_rules("sections") if r.label == "inferred"]
            self._rules["inferred"] = RuleSet(self.vocab, rules)
        return self._rules["inferred"]

    def headings(self) -> RuleSet:
        """The rules of sections.jsonl for headings, each tried only where its first word opens a line or sentence."""
        if "headings" not in self._rules:
            rules = [r for r in load_rules("sections") if r.label != "inferred"]
            self._rules["headings"] = RuleSet(self.vocab, rules, opening=True)
        return self._rules["headings"]

    def run_ins(self, kinds: frozenset[str]) -> RuleSet:
        """Those of the headings that may be run into the paragraph they head and open a section of these kinds."""
        if kinds not in self._run_ins:
            rules = [r for r in load_rules("sections") if r.label == "heading" and r.value.get("run_in")]
            rules = [r for r in rules if r.value["kind"] in kinds]
            self._run_ins[kinds] = RuleSet(self.vocab, rules, opening=True)
        return self._run_ins[kinds]

    def phrases(self, doc: Doc) -> list[tuple[int, int]]:
        """The token ranges of all wordings of all lexicons in `doc`, overlapping ones too: by place, longest first."""
        found = self._matcher(doc)
        found.sort(key=_LAST, reverse=True)
        found.sort(key=_FIRST)
        return [(first, last) for _, first, last in found]

    def whole(self, stem: str, wording: str) -> Term | None:
        """The term of lexicons/`stem`.jsonl that `wording` is one of the wordings of, spelling and plural aside."""
        strings = self.vocab.strings
        norms = tuple(strings[normalise(word)] for word in split(self.vocab, wording))
        return next((term for term in self._entries.get(norms, ()) if term.lexicon == stem), None)

    def terms(self, phrases: Sequence[tuple[int, int]], norms: list[int]) -> list[tuple[Term, int, int]]:
        """(term, first, last) of the terms among `phrases`: within one lexicon the longest, none overlapping.

        `phrases` are in the order that `phrases` gives; `norms` are the norm hashes of the tokens they count from.
        """
        out: list[tuple[Term, int, int]] = []
        done: dict[str, int] = {}
        hyphen = self._likened[0]
        for first, last in phrases:
            if last < len(norms) and norms[last] == hyphen and norms[last : last + 2] == self._likened:
                continue  # a "measles-like rash" is no measles
            for term in self._entries[tuple(norms[first:last])]:
                if first >= done.get(term.lexicon, 0):
                    done[term.lexicon] = last
                    out.append((term, first, last))
        return out

"""Lexicon files in, term matches out; and the one place that holds all rules and terms of a spaCy vocab.

A lexicon file is JSONL, one concept a line, with its wordings and whatever its builder (folder lexicon/) knew of it.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from operator import itemgetter
from typing import Any, cast

import msgspec
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.errors import RuleError
from pipeline.language import normalise, use_leaflet_norms
from pipeline.rules import RuleSet, load_rules, rule_files, words_of


def data_files() -> list[tuple[str, bytes]]:
    """Every rule and lexicon file of the package as (name, content), by name: what the rules hash is taken over."""
    files = [*rule_files().values(), *_packaged("lexicons", ".jsonl"), *_packaged("lexicons", ".txt")]
    return sorted((f.name, f.read_bytes()) for f in files)


def _packaged(folder: str, suffix: str) -> list[Traversable]:
    return [f for f in (resources.files("pipeline") / folder).iterdir() if f.name.endswith(suffix)]


_FIRST, _LAST = itemgetter(1), itemgetter(2)


class Term(msgspec.Struct, kw_only=True):
    """One concept of a lexicon: its `name`, other wordings, codes, and whatever else its builder recorded in `more`.

    `ambiguous` lists the wordings to be trusted only where the structure already says what they are (a list of side
    effects), such as "wind".
    """

    lexicon: str
    name: str
    synonyms: list[str]
    ambiguous: frozenset[str]
    codes: list[dict[str, str]]
    more: dict[str, Any]


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


LEXICONS = ("effect", "substance", "excipient", "drug_class", "dose_form")
"""The lexicon files whose terms are looked for in the text; each `lexicons/<stem>.jsonl`, one concept a line."""


@cache
def load_terms(stem: str) -> tuple[Term, ...]:
    """The concepts of lexicons/`stem`.jsonl."""
    data = (resources.files("pipeline") / "lexicons" / f"{stem}.jsonl").read_bytes()
    return tuple(_read_term(stem, line, n) for n, line in enumerate(data.splitlines(), 1) if line.strip())


def _read_term(stem: str, line: bytes, number: int) -> Term:
    try:
        raw = msgspec.json.decode(line, type=dict[str, Any])
        name = raw.pop("term", None) or raw.pop("name")
    except (msgspec.DecodeError, KeyError) as error:
        raise RuleError(f"line {number}: {error}; a term is a JSON object with a name", file=f"{stem}.jsonl") from error
    flag = raw.pop("ambiguous", [])
    words = [name] if flag is True else flag or []
    return Term(
        lexicon=stem,
        name=name,
        synonyms=raw.pop("synonyms", []),
        ambiguous=frozenset(w.lower() for w in words),
        codes=raw.pop("codes", []),
        more=raw,
    )


@cache
def load_words(name: str) -> frozenset[str]:
    """The lines of lexicons/`name`, lower case; `#` begins a comment."""
    text = (resources.files("pipeline") / "lexicons" / name).read_text("utf-8")
    lines = (line.split("#", 1)[0].strip().lower() for line in text.splitlines())
    return frozenset(line for line in lines if line)


class Lexicon:
    """All rules and terms, compiled against one spaCy vocab. Built once a Language (see `Lexicon.of`)."""

    # What the tokenizer would split in the same way, ten times faster: words and marks without points or digits.
    _PLAIN = re.compile(r"[^\d_.'’]+")
    _WORD = re.compile(r"\w+|[^\w\s]")

    def __init__(self, vocab: Vocab) -> None:
        use_leaflet_norms(vocab)
        self.vocab = vocab
        self.space = vocab.strings.add(" ")
        self._rules: dict[str, RuleSet] = {}
        self._run_ins: dict[frozenset[str], RuleSet] = {}
        self._matcher: PhraseMatcher | None = None
        self._entries: dict[tuple[int, ...], list[Term]] = {}
        self._hashes: dict[str, int] = {}
        self._likened = (vocab.strings.add("-"), vocab.strings.add("like"))
        self.cues = frozenset({self.space}).union(*(self.rules(stem).cues for stem in rule_files()))
        """The norm hashes that any rule asks for, and that of white space: all that has to be looked for in a text."""

    @staticmethod
    @cache
    def of(vocab: Vocab) -> "Lexicon":
        """The one lexicon of a vocab."""
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

    def _phrases(self) -> PhraseMatcher:
        if self._matcher is None:
            for stem in LEXICONS:
                for term in load_terms(stem):
                    for wording in (term.name, *term.synonyms):
                        self._index(term, wording)
            matcher = PhraseMatcher(self.vocab, attr="NORM")
            # Given as norm hashes, which `add` takes as it takes Docs: making a Doc for each would take a second.
            matcher.add("term", cast(list[Doc], list(self._entries)))
            self._matcher = matcher
        return self._matcher

    def _index(self, term: Term, wording: str) -> None:
        words = self._WORD.findall(wording) if self._PLAIN.fullmatch(wording) else words_of(self.vocab, wording)
        terms = self._entries.setdefault(tuple(map(self._norm_hash, words)), [])
        if all(t.lexicon != term.lexicon for t in terms):
            terms.append(term)

    def _norm_hash(self, word: str) -> int:
        found = self._hashes.get(word)
        if found is None:
            found = self._hashes[word] = self.vocab.strings.add(normalise(word))
        return found

    def phrases(self, doc: Doc) -> list[tuple[int, int]]:
        """The token ranges of all wordings of all lexicons in `doc`, overlapping ones too: by place, longest first."""
        found = self._phrases()(doc)
        found.sort(key=_LAST, reverse=True)
        found.sort(key=_FIRST)
        return [(first, last) for _, first, last in found]

    def terms(self, phrases: Sequence[tuple[int, int]], norms: Sequence[int]) -> list[tuple[Term, int, int]]:
        """(term, first, last) of the terms among `phrases`: within one lexicon the longest, none overlapping.

        `phrases` are in the order that `phrases` gives; `norms` are the norm hashes of the tokens they count from.
        """
        out: list[tuple[Term, int, int]] = []
        done: dict[str, int] = {}
        for first, last in phrases:
            if tuple(norms[last : last + 2]) == self._likened:
                continue  # a "measles-like rash" is no measles
            for term in self._entries[tuple(norms[first:last])]:
                if first >= done.get(term.lexicon, 0):
                    done[term.lexicon] = last
                    out.append((term, first, last))
        return out

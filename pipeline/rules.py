"""Rule files in, their matches out: loads them, checks them, and makes each pattern ready to be looked for once.

A rule file is JSONL, one rule a line (schemas/rule.schema.json). A pattern is a spaCy token pattern, or a string in
a shorthand for one: words are matched on their norm (pipeline.language.normalise), so case, plural and spelling do not
matter; `a|b` is either word; a final `?`, `*`, `+` or `{0,3}` is spaCy's operator; `_` is any word; `#` is any number;
`…` is any token within a clause (no full stop, colon, semicolon, question or exclamation mark).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.data_files import rule_files
from pipeline.errors import RuleError
from pipeline.expressions import Alphabet, Expression, expression_of, longest, most, norms_of, trigger
from pipeline.language import make_tokenizer, normalise

TokenPattern = list[dict[str, Any]]
_WORD = re.compile(r"(?P<word>.+?)(?P<op>[?*+]|\{\d*,?\d*\})?$")


class Rule(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One line of a rule file. `value` is what the module of the same stem does with a match of this `label`."""

    id: str
    label: str
    patterns: list[str | TokenPattern]
    examples: list[str]
    counterexamples: list[str]
    value: Any = None
    sections: list[str] | None = None
    source: str | None = None


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A rule's match: `start`/`end` are character offsets in the text, `first`/`last` the token range [first, last)."""

    rule: Rule
    start: int
    end: int
    first: int
    last: int

    @property
    def label(self) -> str:
        """The rule's label."""
        return self.rule.label

    @property
    def value(self) -> Any:
        """The rule's value."""
        return self.rule.value


@cache
def load_rules(stem: str) -> tuple[Rule, ...]:
    """The rules of `stem`.jsonl, beside the module of that name. RuleError names the file and line that is wrong."""
    path = rule_files().get(stem)
    if path is None:
        raise RuleError(f"there is no rule file {stem}.jsonl in the package", file=f"{stem}.jsonl")
    rules = [
        _read_rule(line, f"{stem}.jsonl", n) for n, line in enumerate(path.read_bytes().splitlines(), 1) if line.strip()
    ]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen or not rule.id.startswith(f"{stem}."):
            raise RuleError(f"rule id {rule.id!r} is used twice or does not begin with '{stem}.'", file=f"{stem}.jsonl")
        seen.add(rule.id)
    return tuple(rules)


def _read_rule(line: bytes, file: str, number: int) -> Rule:
    try:
        return msgspec.json.decode(line, type=Rule)
    except msgspec.DecodeError as error:
        raise RuleError(f"line {number}: {error}; mend the rule (schemas/rule.schema.json)", file=file) from error


@cache
def _tokenizer(vocab: Vocab) -> Any:
    """One tokenizer a vocab, for compiling patterns."""
    return make_tokenizer(vocab)


def words_of(vocab: Vocab, text: str) -> list[str]:
    """The tokens of `text` as the leaflets' tokenizer splits it, white space left out."""
    return [token.text for token in _tokenizer(vocab)(text) if not token.is_space]


def compile_pattern(vocab: Vocab, pattern: str | TokenPattern) -> TokenPattern:
    """A spaCy token pattern from a pattern of a rule file; a spaCy pattern is returned with its NORMs normalised."""
    if not isinstance(pattern, str):
        return pattern
    out: TokenPattern = []
    for part in pattern.split():
        match = _WORD.match(part)
        assert match is not None
        word, op = match["word"], match["op"]
        tokens = _compile_word(vocab, word)
        if op and len(tokens) > 1:
            raise RuleError(
                f"{part!r} in {pattern!r} is {len(tokens)} tokens and cannot take {op!r}: write two patterns"
            )
        if op:
            tokens[0]["OP"] = op
        out += tokens
    return out


def _compile_word(vocab: Vocab, word: str) -> TokenPattern:
    if word == "_":
        return [{"IS_PUNCT": False, "IS_SPACE": False}]
    if word == "…":
        return [{"NORM": {"NOT_IN": [".", ":", ";", "?", "!", " "]}}]
    if word == "#":
        return [{"LIKE_NUM": True}]
    choices = [[normalise(w) for w in words_of(vocab, choice)] for choice in word.split("|")]
    if len(choices) == 1:
        return [{"NORM": norm} for norm in choices[0]]
    if any(len(c) != 1 for c in choices):
        raise RuleError(f"each choice in {word!r} must be one token: write one pattern for each")
    return [{"NORM": {"IN": sorted({c[0] for c in choices})}}]


class _Matched(NamedTuple):
    """A pattern that spaCy's Matcher has to find, and for each token that must be there the norm hashes it may have.

    `trigger` is one of those; no match reaches further than `before` tokens before it and `after` behind it.
    """

    matcher: Matcher
    needs: tuple[frozenset[int], ...]
    trigger: frozenset[int]
    before: int
    after: int

    def find(self, doc: Doc, first: int, norms: Sequence[int], *, opening: bool) -> list[tuple[int, int]]:
        """The ranges that the pattern matches among the tokens of `doc` from `first` on that have these `norms`.

        Of an `opening`, those that begin with the first token. Positions count from 0.
        """
        if any(need.isdisjoint(norms) for need in self.needs):
            return []
        if opening:
            return [(a, b) for _, a, b in self.matcher(doc[first : first + len(norms)]) if a == 0]
        low, high = self.window(norms)
        return [(low + a, low + b) for _, a, b in self.matcher(doc[first + low : first + high])]

    def window(self, norms: Sequence[int]) -> tuple[int, int]:
        """The stretch of tokens outside which nothing can match: matching costs by the token."""
        if len(norms) <= self.before + self.after + 1:
            return 0, len(norms)
        places = [i for i, norm in enumerate(norms) if norm in self.trigger]
        return max(places[0] - self.before, 0), min(places[-1] + self.after + 1, len(norms))


Opening = tuple[Rule, int, int, int, int]
"""A rule's match as a `Hit` has it, but counted from where the text that was looked at begins."""
_REMEMBERED = 5_000


class RuleSet:
    """The rules of one file, ready to match. A pattern is tried only where the word that triggers it is there."""

    def __init__(self, vocab: Vocab, rules: Sequence[Rule], *, opening: bool = False) -> None:
        """`opening`: the rules speak of how something begins; give every match that begins with the first token."""
        self.rules = tuple(rules)
        self.seen: dict[tuple[str, int], list[Opening]] = {}
        self.opening = opening
        self._alphabet = Alphabet(vocab)
        self._patterns: list[tuple[int, Expression | _Matched]] = []
        self._by_trigger: dict[int, list[int]] = {}
        self._by_first: dict[int, list[int]] = {}
        for index, rule in enumerate(self.rules):
            for pattern in rule.patterns:
                self._add(vocab, index, rule, compile_pattern(vocab, pattern))
        self.triggers = frozenset(self._by_trigger)

    def _add(self, vocab: Vocab, index: int, rule: Rule, pattern: TokenPattern) -> None:
        triggers = trigger(pattern)
        if not triggers:
            raise RuleError(f"rule {rule.id}: a pattern needs at least one word that must be there")
        first = norms_of(pattern[0]) if self.opening else set()
        where = self._by_first if first else self._by_trigger
        for norm in map(vocab.strings.add, first or triggers):
            where.setdefault(norm, []).append(len(self._patterns))
        expression = expression_of(pattern, self._alphabet)
        self._patterns.append((index, expression or self._matched(vocab, rule, pattern, first or triggers)))

    def _matched(self, vocab: Vocab, rule: Rule, pattern: TokenPattern, triggers: set[str]) -> _Matched:
        # Rules are checked against their schema and examples by tests; spaCy's own check would cost half a second here.
        matcher = Matcher(vocab, validate=False)
        matcher.add(rule.id, [pattern], greedy=None if self.opening else "LONGEST")
        needs = tuple(frozenset(map(vocab.strings.add, norms)) for token in pattern if (norms := norms_of(token)))
        at = next(i for i, token in enumerate(pattern) if norms_of(token) == triggers)
        reach = [most(token) for token in pattern]
        return _Matched(
            matcher, needs, frozenset(map(vocab.strings.add, triggers)), sum(reach[:at]), sum(reach[at + 1 :])
        )

    def remember(self, key: tuple[str, int], found: list[Opening]) -> None:
        """Keep what was found in a text of so many tokens; when it is too much, all is forgotten."""
        if len(self.seen) >= _REMEMBERED:
            self.seen.clear()
        self.seen[key] = found

    def may_match(self, norms: Sequence[int]) -> bool:
        """Whether any pattern has its first or its rarest word among these norm hashes: asked before all else."""
        return bool(norms) and (norms[0] in self._by_first or not self.triggers.isdisjoint(norms))

    def may_open(self, norms: Sequence[int], first: int, most: int) -> bool:
        """Whether `may_match` holds for `norms[first : first + most]`, most often told by the first of them."""
        if first < len(norms) and norms[first] in self._by_first:
            return True
        return bool(self.triggers) and not self.triggers.isdisjoint(norms[first : first + most])

    def candidates(self, norms: Sequence[int], cues: frozenset[int]) -> list[int]:
        """The patterns that may match among tokens with these norm hashes, by number, in file order.

        `cues` are those of the norms that trigger these rules (see `RuleSet.triggers`), and perhaps others.
        """
        found: set[int] = set(self._by_first.get(norms[0], ())) if self._by_first and norms else set()
        for norm in self.triggers & cues:
            found.update(self._by_trigger[norm])
        return sorted(found)

    def match(
        self, doc: Doc, start: int, norms: Sequence[int], candidates: Sequence[int]
    ) -> Iterator[tuple[Rule, int, int]]:
        """(rule, first, last) for every match of the `candidates` among the tokens of `doc` from `start` on.

        `norms` are the norm hashes of those tokens; positions count from the first of them.

        Of the matches of one rule that overlap the longest is given (all of them where the set is of openings).
        """
        spans: dict[int, list[tuple[int, int]]] = {}
        text = self._alphabet.write(norms)
        for number in candidates:
            index, pattern = self._patterns[number]
            if isinstance(pattern, _Matched):
                found = pattern.find(doc, start, norms, opening=self.opening)
            else:
                found = pattern.openings(text) if self.opening else pattern.matches(text)
            if found:
                spans.setdefault(index, []).extend(found)
        for index, found in spans.items():
            for first, last in found if self.opening or len(found) == 1 else longest(found):
                yield self.rules[index], first, last


def rule_matches(vocab: Vocab, rule: Rule, text: str) -> bool:
    """Whether `rule` matches anywhere in `text`: what its examples and counterexamples are held to."""
    words = words_of(vocab, text)
    doc = Doc(vocab, words=words)
    norms = [vocab.strings.add(normalise(w)) for w in words]
    rules = RuleSet(vocab, [rule])
    return any(True for _ in rules.match(doc, 0, norms, rules.candidates(norms, frozenset(norms))))

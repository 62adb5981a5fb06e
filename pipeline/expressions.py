"""A spaCy token pattern in, what it asks of a text's norms out: the words that must be there, a regular expression.

A text is written with one character a token, the same for the same norm. A pattern that asks for norms and nothing else
is then a regular expression over such texts, and `re` finds its matches many times as fast as spaCy's Matcher does.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from spacy.vocab import Vocab

Tokens = Sequence[dict[str, Any]]
"""A spaCy token pattern."""
_MANDATORY = re.compile(r"^(?:1|\+|\{[1-9]\d*(?:,\d*)?\})$")
_UNBOUNDED = 10**6
# Words that stand in nearly every sentence say nothing about whether a rule can match: they never trigger one.
_WEAK = frozenset(
    "a an and are as at be by for from have if in is it may not of on or other that the this to with you your can "
    ", . : ; ( ) - any will should take use been has was do doctor medicine".split()
)
_OTHER = "\0"
"""What stands for the norms that no pattern asks for."""
_FIRST_LETTER = 0x100
"""From here on no character means anything to `re`."""


class Alphabet:
    """The characters that stand for norms: one for each that a pattern of a rule set asks for."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._letters: dict[int, str] = {}

    def letter(self, norm: str) -> str:
        """The character of a norm, from now on its own."""
        return self._letters.setdefault(self._vocab.strings.add(norm), chr(_FIRST_LETTER + len(self._letters)))

    def write(self, norms: Sequence[int]) -> str:
        """A text with these norm hashes, one character a token."""
        letter = self._letters.get
        return "".join([letter(norm, _OTHER) for norm in norms])


class Expression:
    """A pattern as a regular expression over written texts."""

    def __init__(self, source: str, least: int, *, fixed: bool) -> None:
        """`least`: the fewest tokens a match has; `fixed`: whether all matches have as many."""
        self._source, self._least, self._fixed = source, least, fixed

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        # Compiled when first tried: most of the rules' patterns never are in a run, and all at once take long.
        return re.compile(self._source)

    def openings(self, text: str) -> list[tuple[int, int]]:
        """All matches at the beginning of a text."""
        first = self._compiled.match(text)
        if first is None or self._fixed:
            return [first.span()] if first else []
        return [(0, end) for end in range(self._least, len(text) + 1) if self._compiled.fullmatch(text, 0, end)]

    def matches(self, text: str) -> list[tuple[int, int]]:
        """The matches in a text, of those that overlap the longest."""
        found: list[tuple[int, int]] = []
        search = self._compiled.search
        match = search(text)
        while match:
            found.append(match.span())
            match = search(text, match.start() + 1)
        return longest(found) if len(found) > 1 else found


def expression_of(pattern: Tokens, alphabet: Alphabet) -> Expression | None:
    """A pattern as a regular expression; None if it asks for more than norms, which spaCy's Matcher has to find."""
    parts: list[str] = []
    for token in pattern:
        letters = _letters(token, alphabet)
        if letters is None:
            return None
        op = token.get("OP", "1")
        parts.append(letters + ("" if op == "1" else op))
    least = sum(bool(_MANDATORY.match(token.get("OP", "1"))) for token in pattern)
    return Expression("".join(parts), least, fixed=all(token.get("OP", "1") == "1" for token in pattern))


def _letters(token: dict[str, Any], alphabet: Alphabet) -> str | None:
    """The set of characters that one token of a pattern may be."""
    norm = token.get("NORM")
    if not token.keys() <= {"NORM", "OP"} or token.get("OP") == "!":
        return None
    if isinstance(norm, str):
        return alphabet.letter(norm)
    match norm:
        case {"IN": [*norms], **others} if norms and not others:
            return f"[{''.join(map(alphabet.letter, norms))}]"
        case {"NOT_IN": [*norms], **others} if norms and not others:
            return f"[^{''.join(map(alphabet.letter, norms))}]"
    return None


def longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of spans that overlap the longest (the first of equals), in order."""
    kept: list[tuple[int, int]] = []
    taken: set[int] = set()
    for a, b in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if a not in taken and b - 1 not in taken:  # a shorter span cannot reach around a longer one
            kept.append((a, b))
            taken.update(range(a, b))
    return sorted(kept)


def trigger(pattern: Tokens) -> set[str]:
    """Norms one of which must stand in a sentence for the pattern to match there: those of its rarest-looking token."""
    best: set[str] = set()
    for token in pattern:
        norms = norms_of(token)
        if norms and (not best or _weight(norms) > _weight(best)):
            best = norms
    return best


def norms_of(token: dict[str, Any]) -> set[str]:
    """The norms of which a token that must be there has one; empty where it need not be there or may be any."""
    norm = token.get("NORM")
    if norm is None or not _MANDATORY.match(token.get("OP", "1")):
        return set()
    return {norm} if isinstance(norm, str) else set(norm.get("IN", ()))


def most(token: dict[str, Any]) -> int:
    """The most tokens of a text that one token of a pattern can stand for."""
    op = token.get("OP", "1")
    if op in ("1", "?", "!"):
        return 1
    counted = re.match(r"\{\d*,?(\d+)\}$", op)
    return int(counted[1]) if counted else _UNBOUNDED


def _weight(norms: set[str]) -> tuple[bool, float]:
    return norms.isdisjoint(_WEAK), sum(map(len, norms)) / len(norms) - 0.5 * len(norms)

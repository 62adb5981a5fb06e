"""The norms of a clause in, the warning categories it belongs to out, best first, each with the rule that showed it.

The cues (categories.jsonl) are words and short phrases. They are many and warnings are frequent, so they are looked up
word by word in one table instead of by spaCy's Matcher; the shorthand they may use is words, `a|b` and `word?`. A rule
labelled "none" names a phrase whose words behind the first are not to be taken for cues, nor the first if it has a
weight ("child-bearing"); a weight over 1 counts the words behind the phrase that are none either.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, Literal, NamedTuple, cast

from spacy.vocab import Vocab

from pipeline.errors import RuleError
from pipeline.model import WarningCategory
from pipeline.rules import TokenPattern, compile_pattern, load_rules

Step = frozenset[int]
_NONE: Final = "none"
"""The label of a phrase whose words are no cue: "your child" in "if you or your child"."""
_MEANT: Final = "meant"
"""The label of what tells that the next words are what is meant."""
_OF_SIGN = "categories.signs"
"""The rule of that label that counts outside brackets too."""
_BRACKET: Final = "bracket"
"""The label of an opening bracket's entry, with the rule "", and of a closing one's, with the rule ")"."""
_INSIDE = 1.5
"""How much a cue in brackets counts less: there stand examples, and other names of what is said before them."""
SURE = 3
"""From this weight on a cue tells what a clause is about under any heading and behind anything, and in brackets too."""
_NAMED_WITHIN = 7
"""Within how many words behind "signs of" that stands which they are signs of."""
_FAINT = 0.3
"""Up to this weight a cue counts only where there is no other."""
_OF_SIGNS = 2.0
"""How much more a cue counts of which signs are spoken: "a fast pulse may be a sign of a weak heart"."""
_LATE = 2.0
"""How much of its weight a cue at the very end of a clause loses: what a warning is about tends to stand first."""


class Found(NamedTuple):
    """A category of a clause, by the rule that showed it; `weight` tells how surely it is the main one."""

    category: WarningCategory
    rule: str
    weight: float


class Cue(NamedTuple):
    """One cue: the norms that may follow its second word, step by step, the rule it is of, its number of words.

    `told` is what a clause with the cue belongs to, where its `category` is one.
    """

    category: WarningCategory | Literal["none", "meant", "bracket"]
    weight: float
    rest: tuple[Step, ...]
    rule: str
    words: int
    told: Found


def _cue(category: str, weight: float, steps: tuple[Step, ...], rule: str, words: int) -> Cue:
    """A cue of so many words, `steps` being what may follow the second."""
    known = cast(WarningCategory, category)
    return Cue(known, weight, steps, rule, words, Found(known, rule, weight))


class Entry(NamedTuple):
    """The cues that begin with one word: those that are this word, and by a second word those that go on with it.

    The latter stand before the former there, since it is the longest cue that counts.
    """

    single: list[Cue]
    longer: dict[int, list[Cue]]


@cache
def _table(vocab: Vocab) -> dict[int, Entry]:
    """Cues by the norm of their first word."""
    table: dict[int, Entry] = {}
    for rule in load_rules("categories"):
        for pattern in rule.patterns:
            for steps in _expanded(vocab, compile_pattern(vocab, pattern), rule.id):
                cue = _cue(rule.label, rule.value["weight"], steps[2:], rule.id, len(steps))
                for first in steps[0]:
                    entry = table.setdefault(first, Entry([], {}))
                    if len(steps) == 1:
                        entry.single.append(cue)
                    for second in steps[1] if len(steps) > 1 else ():
                        entry.longer.setdefault(second, []).append(cue)
    for mark, rule_id in (("(", ""), (")", ")")):
        table.setdefault(vocab.strings.add(mark), Entry([], {})).single.append(_cue(_BRACKET, 0, (), rule_id, 1))
    for entry in table.values():
        for cues in entry.longer.values():
            cues.sort(key=lambda cue: cue.category != _NONE)  # what a phrase takes away is known before it counts
            cues += entry.single
    return table


@cache
def _before_signs(vocab: Vocab) -> frozenset[int]:
    """The norms one of which stands before what tells what is meant: "may be | signs of", "( | called"."""
    words = ("be", "a", "the", "(", "are", "is", "possible", "potential", "also", "as")
    return frozenset(map(vocab.strings.add, words))


@cache
def cue_words(vocab: Vocab) -> frozenset[int]:
    """The norms that any cue begins with."""
    return frozenset(_table(vocab))


@cache
def firsts(vocab: Vocab, *names: WarningCategory) -> frozenset[int]:
    """The norms that cues of these categories begin with: a sentence without any of them belongs to none."""
    return frozenset(
        norm
        for norm, entry in _table(vocab).items()
        if any(cue.category in names for cues in (entry.single, *entry.longer.values()) for cue in cues)
    )


def _expanded(vocab: Vocab, pattern: TokenPattern, rule: str) -> list[tuple[Step, ...]]:
    """A pattern as sequences of norm sets, one with and one without each optional word."""
    out: list[tuple[Step, ...]] = [()]
    for token in pattern:
        norm = token.get("NORM")
        if norm is None or token.get("OP", "1") not in ("1", "?"):
            raise RuleError(f"rule {rule}: a cue is made of words, 'a|b' and 'word?' only", file="categories.jsonl")
        words = [norm] if isinstance(norm, str) else norm["IN"]
        step = frozenset(vocab.strings.add(w) for w in words)
        out = [(*seq, step) for seq in out] + (out if token.get("OP") == "?" else [])
    return [seq for seq in out if seq]


def _follows(steps: tuple[Step, ...], norms: Sequence[int], at: int) -> bool:
    if at + len(steps) > len(norms):
        return False
    for step in steps:  # a generator costs twice as much, and this is run for every cue
        if norms[at] not in step:
            return False
        at += 1
    return True


def categories(vocab: Vocab, norms: Sequence[int]) -> list[Found]:
    """The categories with a cue among `norms`: the more telling and the earlier a cue, the better its category."""
    table = _table(vocab)
    found: dict[str, tuple[float, Found]] = {}
    aside: set[str] = set()
    count = len(norms)
    clear = meant = 0
    inside = False
    for at, entry in enumerate(map(table.get, norms)):
        if entry is None or at < clear:
            continue  # few words are a cue's
        single, longer = entry
        cues = longer.get(norms[at + 1], single) if at + 1 < count else single
        if not cues:
            continue
        least = 0
        for category, weight, rest, rule, words, told in cues:
            if words < least or (rest and not _follows(rest, norms, at + 2)):
                continue  # "child" of "child-bearing"
            if category == _NONE:
                least = max(least, words) if weight else least
                clear = max(clear, at + words + (int(weight) if weight > 1 else 0))
            elif category == _BRACKET:
                inside = not rule
            elif category == _MEANT:
                named = norms[at - 1] in _before_signs(vocab) and (inside or rule == _OF_SIGN)
                meant = at + _NAMED_WITHIN if named else meant
            else:
                score = weight + _OF_SIGNS if at < meant else weight - (_INSIDE if inside else 0)
                score -= _LATE * at / count
                known = found.get(category)
                if known is None or known[0] < score:
                    found[category] = score, told
                    apart = inside and at >= meant and weight < SURE and known is None
                    (aside.add if apart else aside.discard)(category)
    return _sorted(found, aside)


def _sorted(found: dict[str, tuple[float, Found]], aside: set[str]) -> list[Found]:
    """The best first; without those told in brackets only, where something is told outside of them, and faint ones."""
    if len(found) < 2:
        return [f for _, f in found.values()]
    best = [pair for category, pair in found.items() if category not in aside or len(aside) == len(found)]
    if len(best) > 1:
        best = [pair for pair in best if pair[1].weight > _FAINT] or best
    return [f for _, f in (sorted(best, key=lambda pair: -pair[0]) if len(best) > 1 else best)]

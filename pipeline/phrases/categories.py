"""The norms of a clause in, the warning categories it belongs to out, best first, each with the rule that showed it.

The cues (categories.jsonl) are words and short phrases. They are many and warnings are frequent, so they are looked up
word by word in one table instead of by spaCy's Matcher; the shorthand they may use is words, `a|b` and `word?`. A rule
labelled "none" names a phrase whose words are not to be taken for cues.
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
_LATE = 2.0
"""How much of its weight a cue at the very end of a clause loses: what a warning is about tends to stand first."""


class Cue(NamedTuple):
    """One cue: the norms that may follow its first word, step by step, and the rule it is of."""

    category: WarningCategory | Literal["none"]
    weight: float
    rest: tuple[Step, ...]
    rule: str


class Found(NamedTuple):
    """A category of a clause, by the rule that showed it; `weight` tells how surely it is the main one."""

    category: WarningCategory
    rule: str
    weight: float


@cache
def _table(vocab: Vocab) -> dict[int, list[Cue]]:
    """Cues by the norm of their first word."""
    table: dict[int, list[Cue]] = {}
    for rule in load_rules("categories"):
        category = cast(WarningCategory | Literal["none"], rule.label)
        for pattern in rule.patterns:
            for steps in _expanded(vocab, compile_pattern(vocab, pattern), rule.id):
                for first in steps[0]:
                    table.setdefault(first, []).append(Cue(category, rule.value["weight"], steps[1:], rule.id))
    return table


@cache
def firsts(vocab: Vocab, *names: WarningCategory) -> frozenset[int]:
    """The norms that cues of these categories begin with: a sentence without any of them belongs to none."""
    return frozenset(norm for norm, cues in _table(vocab).items() if any(cue.category in names for cue in cues))


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
    cues_of = _table(vocab).get
    found: dict[str, tuple[float, Found]] = {}
    count = len(norms)
    clear = 0
    for at, norm in enumerate(norms):
        cues = cues_of(norm)
        if cues is None or at < clear:
            continue
        late = _LATE * at / count
        for category, weight, rest, rule in cues:
            if category == _NONE:
                clear = max(clear, at + 1 + len(rest)) if _follows(rest, norms, at + 1) else clear
                continue
            score = weight - late
            known = found.get(category)
            if (known is None or known[0] < score) and (not rest or _follows(rest, norms, at + 1)):
                found[category] = score, Found(category, rule, weight)
    if len(found) < 2:
        return [f for _, f in found.values()]
    return [f for _, f in sorted(found.values(), key=lambda pair: -pair[0])]

"""One sentence in, the stretches of it in which a term is not this medicine's doing out.

A cue (context.jsonl) opens a scope: what is denied ("does not cause drowsiness"), what somebody has already ("if you
have asthma", "patients with diabetes"), what is treated or is to be lessened ("to reduce nausea"), what another
medicine, placebo or an animal study did. A scope ends where its clause or phrase does. Any entity module may ask.
"""

import re
from typing import NamedTuple

from pipeline.rules import Hit
from pipeline.view import Sentence, View


class Scope(NamedTuple):
    """What stands in the characters `[start, end)` is meant as `kind` says; `rule` is the id of the cue's rule.

    Kinds: negation, condition, hypothesis (what to do if it happens), indication, purpose, comparison, placebo, animal,
    other_drug, definition, monitoring, and frame (the words "side effects" themselves).
    """

    kind: str
    start: int
    end: int
    rule: str


_CLAUSE_END = re.compile(
    r"[;:.]\s|[.;:]$|,?\s(?:but|however|although|though|except|nevertheless|whereas|yet)\s|,\s(?:it|they|"
    r"this|you|tell|contact)\s",
    re.I,
)
_PHRASE_END = re.compile(
    r"[;:().?!]|,?\s(?:but|however|although|except|may|might|can|could|will|should|must|have|has|had|is|"
    r"are|was|were|did|do|does|"
    r"occurr?e?d?s?|develop(?:ed|s)?|experienced?|reported|observed|cause[sd]?|treated with|taking|"
    r"receiving|who|which|that|because|while|"
    r"when|if|unless|until|including|such as|tell|contact|stop|discontinue|consider|monitor|interrupt|"
    r"withhold|resulting|leading)(?!\w)",
    re.I,
)
_COMMA_END = re.compile(r"[;:.,]\s|[.;:]$|\s(?:discontinue|stop|interrupt|contact|tell|seek|consider)\s", re.I)
_NOUN_END = re.compile(_PHRASE_END.pattern + r"|,\s", re.I)
_ENDS = {"after": _CLAUSE_END, "phrase": _PHRASE_END, "clause": _COMMA_END, "noun": _NOUN_END}
_CLAUSE_START = re.compile(r"[;:.]\s|,?\s(?:but|however|although|whereas)\s", re.I)


def scopes(view: View, sentence: Sentence) -> list[Scope]:
    """The scopes that the cues in `sentence` open, by place."""
    hits = view.hits("context", sentence)
    if not hits:
        return []
    cancelled = [h for h in hits if h.value["scope"] == "cancel"]
    out: list[Scope] = []
    for hit in hits:
        if hit.value["scope"] == "cancel" or any(c.start < hit.end and hit.start < c.end for c in cancelled):
            continue
        start, end = _extent(view.text, sentence, hit)
        if start < end:
            out.append(Scope(hit.label, start, end, hit.rule.id))
    return out


def _extent(text: str, sentence: Sentence, hit: Hit) -> tuple[int, int]:
    """The characters that the cue `hit` governs, the cue included."""
    reach = hit.value["scope"]
    if reach == "sentence":
        return sentence.start, sentence.end
    if reach == "self":
        return hit.start, hit.end
    if reach == "before":
        starts = [m.end() for m in _CLAUSE_START.finditer(text, sentence.start, hit.start)]
        return (starts[-1] if starts else sentence.start), hit.end
    stop = _ENDS[reach].search(text, hit.end, sentence.end)
    return hit.start, stop.start() if stop else sentence.end


def excluded(found: list[Scope], start: int, end: int, kinds: frozenset[str]) -> str | None:
    """The kind of the first scope of one of `kinds` that covers `[start, end)`, None if none does."""
    return next((s.kind for s in found if s.kind in kinds and s.start <= start and end <= s.end), None)

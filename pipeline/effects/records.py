"""A mention of a side effect and what the lines before it say of it in, its record out."""

import re
from collections.abc import Iterator

from pipeline.effects.frequency import frequencies
from pipeline.effects.items import Item
from pipeline.effects.prose import mentions
from pipeline.effects.state import EffectState
from pipeline.model import EffectFrequency, SideEffect
from pipeline.view import Sentence, View

_SEVERE = re.compile(r"\b(?:severe|serious|life[ -]threatening|fatal|death)\b", re.I)
_SERIOUS_EFFECT = re.compile(r"\b(?:serious|severe) (?:side|adverse)", re.I)


def record(view: View, item: Item, state: EffectState, rule: str, own: EffectFrequency | None = None) -> SideEffect:
    """The record of one mention; `own` is how often it occurs by its own line, which counts before the `state`."""
    sign = item.sign or state.signs
    frequency = item.frequency or own
    if frequency is None and not (state.signs and state.status == "stated"):
        frequency = state.frequency
    places = [(item.start, item.end), *item.aliases]
    return SideEffect(
        term=item.term,
        aliases=[" ".join(view.text[a:b].split()) for a, b in item.aliases],
        frequency=frequency,
        serious=state.serious or bool(_SEVERE.search(item.term)),
        status="sign_of" if sign and state.status == "stated" else state.status,
        population=state.population,
        action=state.action if state.serious else None,
        evidence=[view.evidence(a, b, rule) for a, b in places],
    )


def of_prose(view: View, sentence: Sentence, start: int, end: int, state: EffectState) -> Iterator[SideEffect]:
    """The records of running text in a section on side effects: the characters `[start, end)` of a sentence."""
    found = mentions(view, sentence, start, end)
    if not found:
        return
    hits = [h for h in frequencies(view.text, start, end) if h.worded]
    own = hits[0].frequency if len(hits) == 1 else None
    serious = bool(_SERIOUS_EFFECT.search(view.text, start, end))
    for mention in found:
        kept = EffectState(frequency=None if serious else state.frequency, serious=state.serious or serious,
                      action=state.action, signs=False, population=state.population)  # fmt: skip
        yield record(view, mention.item, kept, mention.rule, own)

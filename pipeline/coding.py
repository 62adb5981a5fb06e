"""Merged records in, the codes of what they name added: those the vocabulary has, and those the user has imported.

A code is given where a lexicon or a terminology lists the record's own words as a whole, never by likeness; the
lexicon of effects leaves degrees aside, so that "severe liver disease" has the code of the disease. Side effects and
ingredients bring the vocabulary's codes from their own stages, where the wording is chosen.
"""

from functools import lru_cache
from typing import Any

from pipeline.composition.identifiers import imported_codes, open_codes, together
from pipeline.effects.merge import effect_codes
from pipeline.lexicon import Lexicon
from pipeline.model import Code, Contraindication, Indication, Interaction, SideEffect
from pipeline.vocab import condition_codes, versions


def add_codes(lexicon: Lexicon, records: dict[str, Any]) -> None:
    """Add codes to the records of conditions and of interacting substances, given by the keys they stand under."""
    imported = bool(versions())
    contraindications: list[Contraindication] = records["contraindications"] or []
    indications: list[Indication] = records["indications"] or []
    conditions: list[Contraindication | Indication] = [*contraindications, *indications]
    for record in conditions:
        record.codes = list(effect_codes(record.condition))
    agents: list[Interaction] = records["interactions"] or []
    for agent in agents:
        agent.codes = list(_substance_codes(lexicon, agent.agent))
    if imported:
        effects: list[SideEffect] = records["side_effects"] or []
        for effect in effects:
            effect.codes = together(effect.codes, condition_codes(effect.term))
        for record in conditions:
            record.codes = together(record.codes, condition_codes(record.condition))
        for agent in agents:
            term = lexicon.whole("substance", agent.agent)
            agent.codes = together(agent.codes, imported_codes(agent.agent, None, term, active=True))


@lru_cache(maxsize=10_000)
def _substance_codes(lexicon: Lexicon, name: str) -> tuple[Code, ...]:
    """The codes that the vocabulary has for a substance by this name; leaflet after leaflet names the same ones."""
    term = lexicon.whole("substance", name)
    return tuple(open_codes(term, name)) if term else ()

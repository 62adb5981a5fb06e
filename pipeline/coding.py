"""Merged records in, the codes of what they name added: those the vocabulary has, and those the user has imported.

A code is given where a lexicon or a terminology lists the record's own words as a whole, never by likeness; the
lexicon of effects leaves degrees aside, so that "severe liver disease" has the code of the disease. Side effects and
ingredients bring the vocabulary's codes from their own stages, where the wording is chosen.
"""

from typing import Any

from pipeline.composition.identifiers import imported_codes, open_codes, together
from pipeline.effects.merge import effect_codes
from pipeline.lexicon import Lexicon
from pipeline.model import Contraindication, Indication, Interaction, SideEffect
from pipeline.vocab import condition_codes


def add_codes(lexicon: Lexicon, records: dict[str, Any]) -> None:
    """Add codes to the records of conditions and of interacting substances, given by the keys they stand under."""
    effects: list[SideEffect] = records["side_effects"] or []
    for effect in effects:
        effect.codes = together(effect.codes, condition_codes(effect.term))
    conditions: list[Contraindication | Indication] = [
        *(records["contraindications"] or []),
        *(records["indications"] or []),
    ]
    for record in conditions:
        record.codes = together(list(effect_codes(record.condition)), condition_codes(record.condition))
    agents: list[Interaction] = records["interactions"] or []
    for agent in agents:
        term = lexicon.whole("substance", agent.agent)
        known = open_codes(term, agent.agent) if term else []
        agent.codes = together(known, imported_codes(agent.agent, None, term, active=True))

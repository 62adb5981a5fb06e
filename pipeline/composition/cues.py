"""A leaflet's view in, the words that announce what the product contains out, as entities/ingredient.jsonl has them."""

from pipeline.rules import Hit
from pipeline.view import View

_PLACES = frozenset(
    {
        "title",
        "overview",
        "composition",
        "contents",
        "mechanism",
        "indications",
        "benefits",
        "pharmacology",
        "other",
        "storage",
        "patient_advice",
    }
)
_ELSEWHERE = frozenset({"disclaimer", "before_use", "contraindications", "side_effects", "interactions", "supply"})
Cues = dict[int, list[Hit]]
"""The cue hits of every sentence that may state an ingredient, by the sentence's index."""


def read_cues(view: View) -> Cues:
    """The cues in sentences of sections that may state an ingredient; no entry for any other sentence."""
    wanted: dict[int, bool] = {-1: True}
    found: Cues = {}
    triggers = view.lexicon.rules("ingredient").triggers
    for sentence in view.sentences:
        section = sentence.section
        if section not in wanted:
            kinds = view.kinds(sentence)
            wanted[section] = not _PLACES.isdisjoint(kinds) and kinds.isdisjoint(_ELSEWHERE)
        if wanted[section]:
            quiet = triggers.isdisjoint(sentence.cues)
            found[sentence.index] = [] if quiet else view.hits("ingredient", sentence)
    return found

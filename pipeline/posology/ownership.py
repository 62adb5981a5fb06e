"""A regimen in its sentence in, an answer out: is it of this medicine, or of another that the leaflet mentions?"""

import re
from collections.abc import Collection, Iterable

from pipeline.lexicon import TermHit
from pipeline.phrases.case import lower
from pipeline.posology.regimen import Regimen
from pipeline.view import Sentence, View

_TITLE_SENTENCES = 6
_COMPANION = re.compile(
    r"\b(?:with|than|as|like|taking|receiv(?:e|es|ed|ing)|on|by|to|before|after|(?:if|when)\s(?:you|they)\s(?:also\s)?(?:take|use)|(?<!take\s)and)"
    r"\s(?:\w+\s)?$",
    re.I,
)
""""In combination with ribavirin" names what is taken beside this medicine."""
_IS_GIVEN = re.compile(r"\s(?:(?:is|are|being)\s)?(?:also\s)?(?:given|taken|used|administered)\s")
"""Between a substance and how often: "with carboplatin being given once every three weeks"."""
_NEAR_NAME = 120
"""Characters between the name of a substance and the dose of it."""
_OPENS = 5
"""Characters in front of a substance that opens its sentence: "The "."""
_BESIDE = re.compile(r"\bcombin|\btogether\swith\b|\badded\sto\b|\bother\smedicines?\b", re.I)
"""A sentence with any of these may name substances that the product does not contain."""


def substances(view: View, dosing: Iterable[str]) -> set[str]:
    """The substances named in the title and the composition; nothing from sections of the kinds `dosing`."""
    kinds = frozenset(dosing)
    opening = [s for s in view.sentences[:_TITLE_SENTENCES] if view.kinds(s).isdisjoint(kinds)]
    places = [*opening, *view.within(("title", "composition", "contents"))]
    named = [(s, terms) for s in places if (terms := view.terms(s, "substance"))]
    return {t.term.name for s, terms in named if not _BESIDE.search(view.text, s.start, s.end) for t in terms}


def is_of_other(view: View, sentence: Sentence, regimen: Regimen, terms: list[TermHit], own: Collection[str]) -> bool:
    """Whether what is dosed is none of the substances `own`: what stands at the amount, or was named last before it.

    `terms` are the substances named in the sentence.
    """
    text = view.text
    beside = [t.term.name in own for t in terms if _is_beside(text, regimen, t)]
    if beside:
        return not any(beside)
    named = [(t.start, t.term.name in own) for t in terms if _is_subject(text, sentence, regimen, t.start)]
    low = lower(text)
    for name in view.product_names:
        at = low.rfind(name, sentence.start, regimen.start)
        if at >= 0 and not _COMPANION.search(text, sentence.start, at):
            named.append((at, True))
    return bool(named) and not max(named)[1]


def _is_beside(text: str, regimen: Regimen, term: TermHit) -> bool:
    """Whether a substance stands within a regimen or next to it: "100 mg ritonavir", "ritonavir (100 mg)"."""
    if term.start >= regimen.end:
        return text[regimen.end : term.start].strip() in ("", "of")
    if term.start > regimen.start:
        return True
    between = text[term.end : regimen.start]
    return term.end <= regimen.start and (between.strip(" (") == "" or _IS_GIVEN.fullmatch(between) is not None)


def _is_subject(text: str, sentence: Sentence, regimen: Regimen, start: int) -> bool:
    """Whether the substance that begins at `start` can be what the regimen behind it is of."""
    if start >= regimen.start or _COMPANION.search(text, sentence.start, start):
        return False
    return regimen.start - start < _NEAR_NAME or start - sentence.start <= _OPENS

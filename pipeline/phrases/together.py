"""A sentence outside the interactions section in, where in it agents stand that are taken beside the product out."""

import re

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf
from pipeline.view import Sentence, View

_TOGETHER = re.compile(
    # Most words are passed over by their first letters.
    r"[^0-9a-z_](?=do n|mu|sho|nev|avo|if|wh|are|is|ha|tak|us|gi|con|co-?ad|be s)(?:"
    r"(?:do not|must not|should not|never|avoid)\s+(?!stop\b)(?:[\w/-]+\s+){0,4}?(?:with|together with|taking"
    r"|using|drinking|eating)\b"
    r"|(?:if|when) you (?:are (?:also |currently |already )*)?(?:(?:taking|using|on|treated with|being treated with"
    r"|receiving|given)|(?:take|use|drink|have taken|need to take))\b"
    r"|(?:are|is|have) (?:also |currently |already |taken or are )*(?:taking|on|treated with|being treated with"
    r"|receiving|using)\b"
    r"|(?:when|if) (?:it|this medicine) is (?:taken|used|combined|given) (?:together )?with\b"
    r"|(?:taken|used|given) (?:at the same time|together|concomitantly)(?: as| with)?|concomitant use|co-?administ\w+"
    r"|be sure to (?:mention|tell)\b)",
)
# "receiving Tavoril in combination with x": x is part of the treatment, not taken beside it by chance.
_PARTNER = re.compile(r"\bin combination with\b|\bcombination (?:therapy|treatment)\b")
# So it is where doses are told: "When Tavoril is given together with x, a cycle takes 28 days".
_REGIMEN = re.compile(r"\b(?:is|are|was) (?:being )?(?:given|taken|used) (?:together|at the same time) with\b")
_DOSING = frozenset({"dosage", "how_to_use"})
_CONTAINS = re.compile(r"\bcontains?\b|\bis used (?:to treat|in the treatment of)\b")


def taken_together(view: View, sentence: Sentence) -> SpanOf | None:
    """Where a sentence names what is taken at the same time; None where it names nothing of the kind."""
    low = lower(view.text)
    together = _TOGETHER.search(low, max(sentence.start - 1, 0), sentence.end)
    if not together:
        return None
    words = low[sentence.start : sentence.end]
    if ("contain" in words or "is used" in words) and _CONTAINS.search(words):
        return None
    partner = _PARTNER.search(low, together.start(), sentence.end)
    if partner is None and not _DOSING.isdisjoint(view.kinds(sentence)):
        partner = _REGIMEN.search(low, sentence.start, sentence.end)
    return together.start(), partner.start() if partner else sentence.end

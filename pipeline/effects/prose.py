"""A sentence of running text in, the side effects it states out: words of the lexicon under a cue that says so.

In text for patients a cue must stand near ("may cause", "cases of … have been reported"): most of what else is named
there is what the reader has or takes the medicine for. In text for professionals (US labels) the sections on adverse
reactions and warnings speak of nothing but effects, so there only the context rules a term out.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.context import excluded, scopes
from pipeline.effects.items import Item, Known, KnownTerms, Span, is_effect
from pipeline.effects.lists import items
from pipeline.effects.words import WORD_BEGINS, WORD_ENDS, phrases
from pipeline.language import normalise
from pipeline.lexicon import TermHit, load_words
from pipeline.rules import Hit
from pipeline.view import Sentence, View

BARRED = frozenset(
    {
        "negation",
        "condition",
        "indication",
        "purpose",
        "animal",
        "placebo",
        "comparison",
        "other_drug",
        "definition",
        "monitoring",
    }
)
_CLAUSE = re.compile(
    r"[;:\s](?:(?<=[;:])|(?<=\s)(?:but|however|although|whereas|because|unless|until|so that|in order))(?=\s)", re.I
)
_SIGN = re.compile(r"\b(?:signs?|symptoms?)\b(?! (?:of )?(?:your|the) (?:condition|disease|illness))", re.I)
_SIGN_OF = re.compile(
    r"\s+(?:and symptoms |or symptoms )?(?:of|suggesting|suggestive of)\s+(?:(?:an?|the|your|any|possible|"
    r"serious|severe|this|these)\s+)*",
    re.I,
)
_OPENS = re.compile(
    r"[^.;:]{0,140}?(?:\b(?:includ(?:e[sd]?|ing)|such as|are|were|was|is)\b(?: as follows|"
    r" the following)?:?|:)\s*",
    re.I,
)
"""From the words "side effects" to where the list of them begins."""
_SEVERE = re.compile(
    r"(?:(?:severe|serious|life-threatening|fatal)\s+(?:(?:and|or)\s+(?:sometimes\s+)?(?:fatal|severe|"
    r"life-threatening)\s+)?)$",
    re.I,
)


_HEADS = (
    "disorders?", "problems", "damage", "failure", "toxicity", "reactions?", "infections?", "pain", "bleeding",
    "disturbances?", "changes", "injury", "defects", "loss", "syndrome", "disease", "thoughts", "behaviou?r",
    "swelling", "difficulties", "impairment", "weakness", "complications",
)  # fmt: skip
"""The nouns that name an effect when a word before them says of what."""
_HEAD_WITHIN, _HEAD_LAST = phrases(_HEADS, WORD_BEGINS, WORD_ENDS), phrases(_HEADS, WORD_BEGINS, "$")
"""Such a noun anywhere, and at the end, in lower-case text."""
VAGUE = frozenset(
    "unusual severe serious sudden prolonged excessive low high higher increase increased decrease "
    "decreased disorder disorders "

                      "change changes drive reduced abnormal acute chronic fatal disease illness".split())  # fmt: skip
"""Words that name no effect where nothing but running text surrounds them."""


class Mention(NamedTuple):
    """An effect in running text: what `items` gives, with the id of the rule that found it."""

    item: Item
    rule: str


def mentions(view: View, sentence: Sentence, start: int, end: int) -> list[Mention]:
    """The effects that the characters `[start, end)` of `sentence`, a text for patients, state."""
    if view.lexicon.rules("side_effect").triggers.isdisjoint(sentence.cues):
        return []
    known = KnownTerms(view, sentence)
    terms = [t for t in known.terms if start <= t.start and t.end <= end]
    if not terms:
        return []
    hits = [h for h in view.hits("side_effect", sentence) if start <= h.start and h.end <= end]
    if not hits:
        return []
    # Where a clause ends, the character behind it included: no cue reaches over it.
    breaks = [(m.start(), m.end() + 1) for m in _CLAUSE.finditer(view.text, start, end)]
    found = _in_lists(view, end, hits, terms, known, breaks)
    taken = [(m.item.start, m.item.end) for m in found]
    for term in terms:
        if any(a < term.end and term.start < b for a, b in taken) or untrusted(view, term):
            continue
        if rule := _cue(hits, term, breaks):
            a, b = _with_severity(view.text, sentence.start, term.start), _with_parts(view.text, term.end, end)
            sign = _is_sign(view.text, sentence.start, a)
            found.append(Mention(Item(a, b, " ".join(view.text[a:b].split()), sign=sign), rule))
    if not found:
        return []
    around = scopes(view, sentence)
    kept = [m for m in found if not excluded(around, m.item.start, m.item.end, BARRED)]
    return sorted(kept, key=lambda m: (m.item.start, m.item.end))


def _is_sign(text: str, low: int, start: int) -> bool:
    """Whether a term only describes an effect: "symptoms such as fever" does, "symptoms of an infection" names one."""
    before = text[low:start].lower()
    if "sign" not in before and "symptom" not in before:
        return False
    last = None
    for last in _SIGN.finditer(text, low, start):  # noqa: B007
        pass
    return last is not None and not _SIGN_OF.fullmatch(text, last.end(), start)


def _in_lists(
    view: View, end: int, hits: list[Hit], terms: list[TermHit], known: Known, breaks: list[Span]
) -> list[Mention]:
    """The items of the lists that the sentence announces, or that stand with a known effect behind a cue."""
    out: list[Mention] = []
    for hit in hits:
        if hit.label == "list" and (opens := _OPENS.match(view.text, hit.end, end)):
            out += _listed(view, opens.end(), end, hit, terms, known)
            break
    taken = [(m.item.start, m.item.end) for m in out]
    beside = _beside(view, end, hits, terms, known, breaks)
    return out + [m for m in beside if not any(a < m.item.end and m.item.start < b for a, b in taken)]


def _beside(
    view: View, end: int, hits: list[Hit], terms: list[TermHit], known: Known, breaks: list[Span]
) -> list[Mention]:
    """What is listed with a known effect behind a cue and ends in an effect's head: "psychiatric disorders"."""
    hit = next((h for h in hits if h.label == "cue" and h.value["direction"] == "after"), None)
    if hit is None:
        return []
    stop = next((a for a, b in breaks if hit.end <= a and b <= end), None)
    if stop is not None:
        end = stop - (stop > hit.end and view.text[stop - 1] == ",")
    if not any(hit.end <= t.start and t.end <= end for t in terms):
        return []
    if not _HEAD_WITHIN.search(view.text[hit.end : end].lower()):
        return []
    found = items(view.text, hit.end, end, known)
    if not any(known(i.start, i.end) for i in found):
        return []
    return [
        Mention(i, hit.rule.id)
        for i in found
        if 2 <= len(i.term.split()) <= 4
        and _HEAD_LAST.search(i.term.lower())
        and is_effect(i, known, view.product_names)
    ]


def untrusted(view: View, term: TermHit) -> bool:
    """Whether the wording is one to be trusted only in lists of effects, in whatever spelling or number it stands."""
    wording = _norm(view.text[term.start : term.end])
    return wording in _norms(term.term.ambiguous) or hollow(view, term)


def hollow(view: View, term: TermHit) -> bool:
    """Whether the wording names no effect by itself: it is on the stop list, or says only how bad or how much."""
    wording = _norm(view.text[term.start : term.end])
    return wording in _norms(load_words("effect_stop.txt")) or wording in _norms(VAGUE)


@lru_cache(maxsize=20_000)
def _norm(wording: str) -> str:
    return " ".join(map(normalise, wording.split()))


@lru_cache(maxsize=8_000)
def _norms(wordings: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_norm, wordings))


def _cue(hits: list[Hit], term: TermHit, breaks: list[Span]) -> str | None:
    """The rule of the cue that reaches `term`, None if none does: no clause ends between the two."""
    for hit in hits:
        if hit.label != "cue":
            continue
        if hit.value["direction"] == "after":
            low, high = hit.end, term.start
        else:
            low, high = term.end, hit.start
        if low <= high and not any(low <= a and b <= high for a, b in breaks):
            return hit.rule.id
    return None


@cache
def _parts() -> re.Pattern[str]:
    """Further parts of the body behind a term that ends in one: "swelling of the face" and then "or throat"."""
    words = "|".join(sorted(load_words("body_part.txt"), key=len, reverse=True))
    return re.compile(rf"(?:(?:,\s*|\s+)(?:(?:and/or|and|or)\s+)?(?:the\s+|your\s+)?(?:{words})s?(?![\w-]))+", re.I)


def _with_parts(text: str, end: int, limit: int) -> int:
    """Where a term ends if parts of the body go on behind it and no effect follows them."""
    if text[max(end - 12, 0) : end].split()[-1].lower().rstrip("s") not in load_words("body_part.txt"):
        return end
    match = _parts().match(text, end, limit)
    if match and re.match(r"\s*(?:[,;.:()]|$|(?:and|or|which|that|may|can|have|has)\b)", text[match.end() : limit]):
        return match.end()
    return end


def _with_severity(text: str, low: int, start: int) -> int:
    match = _SEVERE.search(text, max(low, start - 40), start)
    return match.start() if match else start


def _listed(view: View, start: int, end: int, hit: Hit, terms: list[TermHit], known: Known) -> list[Mention]:
    """The items of the list that a phrase such as "side effects include" opens; unknown ones need a known companion."""
    found = items(view.text, start, end, known)
    signs = _SIGN.search(view.text, hit.start, hit.end) is not None
    kept: list[Mention] = []
    for item in found:
        inner = [t for t in terms if item.start <= t.start and t.end <= item.end]
        words = len(item.term.split())
        if not (inner or words <= 4) or words > 9 or not is_effect(item, known, view.product_names):
            continue
        kept.append(Mention(item._replace(sign=item.sign or signs), hit.rule.id))
    if not any(i.item.start <= t.start and t.end <= i.item.end for i in kept for t in terms):
        return []
    return kept

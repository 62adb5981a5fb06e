"""A leaflet's view in, what it says of excipients of known effect out: the warnings, and the lines that state them.

Such excipients are those of the European Commission's annex on excipients ("Tavoril contains lactose and sodium").
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.lexicon import TermHit
from pipeline.view import Sentence, View

RULE = "ingredient.excipient_warning"
IONS = frozenset({"sodium", "potassium"})
"""What warnings give as the amount of an ion, whatever excipient it comes from."""
_PLACES = frozenset({"warnings", "before_use", "boxed_warning", "pregnancy_lactation", "driving"})
_CONTAINS = re.compile(r"contain(?:s|ing)?\b")
_SUBJECT = re.compile(
    r"\W*(?:this|the|your|each|every|one|it|also|in\s+addition,?)\b[^.;:]{0,60}?\b"
    r"(?:medicine|medicinal\s+product|product|medication|tablets?|capsules?|solution|suspension|syrup|vaccine|dose|vial|sachet"
    r"|m[lL]|cream|gel|ointment|injection|syringe|pen|it|spray|drops?|powder|granules?|ampoule|patch)\b[^.;:]{0,60}$"
    r"|\W*it\s+(?:also\s+)?$",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|no|never|if|any|that|which|foods?)\b", re.I)
_NEAR = 200
_STATES = re.compile(r"xcipient(?i:s?(?:\(s\))?\s+(?:with|of|having)\s+(?:an?\s+)?known\s+effects?\b)")
"""What heads those of a summary of product characteristics, in its section 2: "Excipient(s) with known effect"."""
_REST_OF_LIST = re.compile(r"\bfull\s+list\b", re.I)
_MOST_LINES = 8
"""Lines that state such excipients below that heading."""


class Warned(NamedTuple):
    """A warning's mention of an excipient, with the sentence it stands in."""

    hit: TermHit
    sentence: Sentence


def read_warned(view: View) -> list[Warned]:
    """The excipients of known effect that the product is said to contain, once each in a sentence, by place.

    A heading or a sentence among the warnings says so, or the lines on "excipients with known effect".
    """
    found: dict[tuple[int, str], Warned] = {}
    for warned in (*_headed(view), *_told(view), *_stated(view)):
        found.setdefault((warned.sentence.index, warned.hit.term.name), warned)
    return sorted(found.values(), key=lambda w: w.hit.start)


def _headed(view: View) -> Iterator[Warned]:
    """Those of headings: "Tavoril contains lactose and sodium"."""
    for section in view.sections:
        if section.kind == "warnings" and "contain" in (section.title or ""):
            sentence = view.sentences[_at(view, section.start)]
            yield from (Warned(hit, sentence) for hit in view.terms(sentence, "excipient"))


def _told(view: View) -> Iterator[Warned]:
    """Those of sentences: "This medicine contains 2 mg of benzyl alcohol in each ml"."""
    before = -1
    for verb in _CONTAINS.finditer(view.text):
        index = _at(view, verb.start())
        sentence = view.sentences[index]
        if index == before or sentence.end < verb.end() or _PLACES.isdisjoint(view.kinds(sentence)):
            continue
        before = index
        if not _speaks_of_product(view, view.text[sentence.start : verb.start()]):
            continue
        for hit in view.terms(sentence, "excipient"):
            if verb.end() <= hit.start < verb.end() + _NEAR and hit.term.more.get("known_effect"):
                yield Warned(hit, sentence)


def _stated(view: View) -> Iterator[Warned]:
    """Those of "Excipients with known effect: each tablet contains 64 mg of lactose", up to where that ends."""
    for head in _STATES.finditer(view.text):
        first = view.sentences[_at(view, head.start())]
        if first.end < head.end() or not view.kinds(first) & {"composition", "contents"}:
            continue
        for line in view.sentences[first.index : first.index + _MOST_LINES]:
            over = line is not first and line.section != first.section
            if over or _REST_OF_LIST.search(view.text, line.start, line.end):
                break
            for hit in view.terms(line, "excipient"):
                if hit.start >= head.end() and hit.term.more.get("known_effect"):
                    yield Warned(hit, line)


def _at(view: View, offset: int) -> int:
    """The index of the last sentence that begins at or before a character."""
    return bisect_right(view.sentences, offset, key=lambda s: s.start) - 1


def _speaks_of_product(view: View, subject: str) -> bool:
    """Whether what stands before "contains" is the product, and nothing denies it or makes it a condition."""
    if _DENIED.search(subject):
        return False
    return bool(_SUBJECT.match(subject)) or subject.lower().lstrip(" -•*").startswith(view.product_names or ("\0",))


def concerns(warned: TermHit, name: str, term: str | None) -> bool:
    """Whether a warning is about the excipient of this name, a `term` of the vocabulary or of none.

    "lactose" is about lactose monohydrate, "sodium" about every salt of sodium, "soya" about soya lecithin.
    """
    return term == warned.term.name or _is_about(warned.term.name, name)


@lru_cache(maxsize=4096)
def _is_about(term: str, name: str) -> bool:
    named = term.lower().removesuffix("s")
    if named in IONS:
        return re.search(rf"\b(?:mono|di|tri)?{named}\b", name) is not None
    return name == named or name.startswith((named + " ", named + ",")) or name.endswith((" " + named, f"({named})"))

"""A leaflet's view in, its excipients out: each of the other ingredients once a mention, lists in lists taken apart.

"Tablet core: …. Coating: …" and "the capsule shell contains …" are lists in the list; their labels name no substance.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.composition.actives import Cues
from pipeline.composition.excipient_names import BLOTS, E_NUMBER, Item, apart, masked, read_item
from pipeline.composition.excipient_parts import BARE_LABEL, INNER_LABEL, LABEL, LABEL_BEHIND, PART_CLAUSE, PART_LABEL
from pipeline.rules import Hit
from pipeline.view import Sentence, View

_LINK = re.compile(
    r"[^.:;()]{0,80}?(?:\(s\)|\(excipients?\)|\(inactive ingredients?\))?[^.:;()]{0,80}?"
    r"(?::|\b(?:is|are|includes?|contains?|consists?\s+of)\b\s*:?|[–—]|(?=\(see\b)|$)\s*",
    re.I,
)
_NOT_A_LIST = re.compile(r"\s*(?:listed|in\s+section|allergic|mentioned|(?:of\s+this\s+\w+\s*)?\(listed|see\b)", re.I)
_WHOLE = re.compile(r"\s*(?:each|every|one|an?)\b", re.I)
_ONE_STRENGTH = re.compile(r"\balso\b|\baddition|\d\s*mg\b|\bstrength|\btablets|\bcapsules", re.I)
_ANOTHER_MATTER = re.compile(r"(?:please\s+)?(?:see|refer)\b|after\b|what\b|each\b|if\b|this\b|for\b|when\b", re.I)
_ADJUSTED = re.compile(r".{0,200}?\b(?:adjusted|adjust|buffered)\b.{0,200}?\b(?:with|by|using)\s+", re.I | re.S)
_ADDED = re.compile(
    r"(?P<list>.{1,300}?)\s+(?:may|can|is|are|has|have|was|were)\b.{0,200}\b(?:added|used|present|included)\b",
    re.I | re.S,
)
_ADDING = re.compile(r"\b(?:added|used|present|included)\b", re.I)
_SEE = re.compile(
    r"[(\[]\s*(?:for\s+(?:more|further)[^()\[\]]*|please\s+)?(?:see|refer\s+to)\b[^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*[)\]]?"
    r"|[,;:]?\s*(?:please\s+)?\b(?:see|refer\s+to)\s+(?:also\s+)?(?:the\s+)?(?:end\s+of\s+)?(?:section|under|in\s+section|heading)\b"
    r"[^.;]*",
    re.I,
)
_OVER = re.compile(
    r"\bWhat\s+(?:\S+\s+){1,9}?looks?\s+like|\bMarketing\s+Authori[sz]ation\s+Holder|\b[Aa]fter\s+reconstitution|\b[Ee]ach\s+\w+"
)
"""What may follow a list without a full stop between."""
_EXPLAINS = re.compile(r"\s*(?:an?|which|that|it|this|these)\s", re.I)
_RUN_ON_WORDS = 6
"""Items longer than this have probably lost the commas between them."""


class Excipient(NamedTuple):
    """One mention: the item, the rule that opened its list and the sentence it stands in."""

    item: Item
    rule: str
    sentence: Sentence


def read_excipients(view: View, cues: Cues) -> list[Excipient] | None:
    """Every excipient of every list, by place; None where the leaflet has no place that lists them."""
    found: list[Excipient] = []
    stated = False
    for sentence, start, rule in _regions(view, cues):
        stated = True
        for a, b in _joined(view, sentence, start):
            found += _items(view, sentence, a, b, rule)
    return found if stated else None


def read_warned(view: View) -> list[Excipient]:
    """The excipients that a heading among the warnings names: "Tavoril contains lactose and sodium"."""
    found: list[Excipient] = []
    for section in view.sections:
        if section.kind != "warnings" or "contain" not in (section.title or ""):
            continue
        sentence = view.sentences[bisect_right(view.sentences, section.start, key=lambda s: s.start) - 1]
        hits = view.terms(sentence, "excipient")
        items = (Item(h.start, h.end, view.text[h.start : h.end].lower(), ()) for h in hits)
        found += [Excipient(item, "ingredient.excipient_warning", sentence) for item in items]
    return found


def _regions(view: View, cues: Cues) -> Iterator[tuple[Sentence, int, str]]:
    """Each sentence that holds part of a list, with where in it the list begins and the rule that opened it."""
    section, rule, listing = -1, "", False
    for index, hits in cues.items():
        sentence = view.sentences[index]
        if not hits and (sentence.section != section or not rule):
            continue
        opened = next((h for h in hits if h.label == "excipients"), None)
        start = _opens(view, sentence, opened) if opened else None
        if opened and start is not None:
            section, rule, listing = sentence.section, opened.rule.id, not _complete(view, sentence, start)
            yield sentence, start, rule
            rule = "" if _OVER.search(view.text, start, sentence.end) else rule
        elif rule and sentence.section == section:
            start = _continues(view, sentence, hits, listing)
            if start is not None:
                yield sentence, start, rule
                rule = "" if _OVER.search(view.text, start, sentence.end) else rule
                listing = listing and not _complete(view, sentence, start)


def _opens(view: View, sentence: Sentence, hit: Hit) -> int | None:
    """Where the list begins behind "the other ingredients", None where that is no list."""
    if _NOT_A_LIST.match(view.text, hit.end, sentence.end):
        return None
    link = _LINK.match(view.text, hit.end, sentence.end)
    if link is None or (link.end() == sentence.end and "allergic" in view.quote(sentence)):
        return None
    if not view.kinds(sentence) & {"composition", "contents"} and ":" not in link.group() and view.sections:
        return link.end() if re.search(r"\b(?:is|are)\b", link.group()) and hit.start - sentence.start < 20 else None
    return link.end()


def _complete(view: View, sentence: Sentence, start: int) -> bool:
    """Whether a list ends with its sentence: it holds something and closes with a full stop."""
    text = view.text[start : sentence.end].strip()
    return len(text) > 2 and text.endswith(".") and not BARE_LABEL.fullmatch(text)


def _continues(view: View, sentence: Sentence, hits: list[Hit], listing: bool) -> int | None:
    """Where a sentence behind the list's beginning goes on with it, None where it does not."""
    text = view.quote(sentence)
    if any(h.label == "added" for h in hits):
        return _adjusting(view, sentence)
    if any(h.label == "active" for h in hits) or _WHOLE.match(text):
        return None
    label = LABEL.match(text)
    if label and (listing or PART_LABEL.match(text)):
        return sentence.start + label.end()
    clause = PART_CLAUSE.match(text)
    if clause and not (_of_product(view, text) and not _ONE_STRENGTH.search(text[: clause.end() + 10])):
        return sentence.start + clause.end()
    if any(h.label == "contains" for h in hits if not _in_reference(view, sentence, h)):
        return None
    if BARE_LABEL.fullmatch(text):
        return sentence.end
    if not listing or view.blocks[sentence.block].kind == "heading" or _ANOTHER_MATTER.match(text):
        return None
    return sentence.start


def _of_product(view: View, text: str) -> bool:
    """Whether a sentence begins with the product's name: "Tavoril contains sodium" repeats a warning."""
    return any(text.lower().startswith(name) for name in view.product_names)


def _in_reference(view: View, sentence: Sentence, hit: Hit) -> bool:
    """Whether a match stands in a reference to another section: "(see section 2, Tavoril contains lactose)"."""
    references = _SEE.finditer(view.text, sentence.start, sentence.end)
    return any(m.start() <= hit.start < m.end() for m in references)


def _adjusting(view: View, sentence: Sentence) -> int | None:
    """Where the substances stand that a sentence says adjust the acidity."""
    text = view.quote(sentence)
    if match := _ADJUSTED.match(text):
        return sentence.start + match.end()
    return sentence.start if _ADDED.match(text) else None


def _joined(view: View, sentence: Sentence, start: int) -> Iterator[tuple[int, int]]:
    """The stretches of a list: its text without the references to other sections and the labels of its parts."""
    end = sentence.end
    if over := _OVER.search(view.text, start, end):
        end = over.start()
    if _ADDING.search(view.text, start, end) and (added := _ADDED.match(view.text, start, end)):
        end = added.end("list")
    skip = [m.span() for m in _SEE.finditer(view.text, start, end)]
    if view.text.find(":", start, end) >= 0:
        skip = sorted(skip + [m.span() for m in INNER_LABEL.finditer(view.text, start, end)])
    at = start
    for a, b in skip:
        if a > at:
            yield at, a
        at = max(at, b)
    if at < end:
        yield at, end


def _items(view: View, sentence: Sentence, start: int, end: int, rule: str) -> Iterator[Excipient]:
    """The excipients of one stretch of a list."""
    for a, b in apart(view.text, start, end):
        if len(masked(view.text, a, b).translate(BLOTS).split()) > _RUN_ON_WORDS and (
            known := _run_on(view, sentence, a, b)
        ):
            spans = known
        else:
            spans = [(a, b)]
        for x, y in spans:
            if _EXPLAINS.match(view.text, x, y):
                return
            if item := read_item(view.text, x, y):
                yield Excipient(item, rule, sentence)


def _run_on(view: View, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """The known excipients of a long item whose separators were lost; nothing where fewer than two are known."""
    hits = [h for h in view.terms(sentence, "excipient") if start <= h.start and h.end <= end]
    plain = masked(view.text, start, end)
    hits = [
        h
        for h in hits
        if plain[h.start - start] not in "\x00\x01" and not E_NUMBER.fullmatch(view.text, h.start, h.end)
    ]
    if len(hits) < 2:
        return []
    stops = [h.start for h in hits[1:]] + [end]
    spans = [(h.start, stop) for h, stop in zip(hits, stops, strict=True)]
    return [(a, a + len(LABEL_BEHIND.sub("", view.text[a:b]))) for a, b in spans]

"""A leaflet's view in, its excipients out: each of the other ingredients once a mention, lists in lists taken apart.

"Tablet core: …. Coating: …" and "the capsule shell contains …" are lists in the list; their labels name no substance.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.composition.cues import Cues
from pipeline.composition.excipient_names import BLOTS, E_NUMBER, Item, apart, masked, read_item
from pipeline.composition.excipient_parts import (
    BARE_LABEL,
    INNER_LABEL,
    LABEL,
    LABEL_ALONE,
    LABEL_BEHIND,
    PART_CLAUSE,
    PART_LABEL,
    STRENGTH_LABEL,
)
from pipeline.composition.substances import closing
from pipeline.lexicon import TermHit
from pipeline.rules import Hit
from pipeline.view import Sentence, View

_LINK = re.compile(
    r"[^.:;()]{0,80}?(?:\(s\)|\(excipients?(?:\(s\))?\)|\(inactive ingredients?\))?[^.:;()]{0,80}?"
    r"(?::|\b(?:is|are|includes?|contains?|consists?\s+of)\b\s*:?|[–—]|(?=\(see\b)|$)\s*",
    re.I,
)
_NOT_A_LIST = re.compile(
    r"\s*(?:listed|in\s+section|allergic|mentioned|(?:of\s+this\s+\w+\s*)?\(listed|see\b"
    r"|(?:\(s\)\s+)?(?:with|of|having)\s+(?:an?\s+)?known\s+effects?)",
    re.I,
)
_WHOLE = re.compile(r"\s*(?:each|every|one|an?)\b", re.I)
_WHOLE_CONTAINS = re.compile(r"\s*(?:each|every)\b(?:[^.:;]|\.\d){0,60}?\bcontains?\b\s*:?\s*(?!\d)", re.I)
_ONE_STRENGTH = re.compile(r"\balso\b|\baddition|\d\s*mg\b|\bstrength|\btablets|\bcapsules", re.I)
_ANOTHER_MATTER = re.compile(r"(?:please\s+)?(?:see|refer)\b|after\b|what\b|each\b|if\b|this\b|for\b|when\b", re.I)
_ADJUSTED = re.compile(r".{0,200}?\b(?:adjusted|adjust|buffered)\b.{0,200}?\b(?:with|by|using)\s+", re.I | re.S)
_ADDED = re.compile(
    r"(?P<list>.{1,300}?)\s+(?:may|can|is|are|has|have|was|were)\b.{0,200}\b(?:added|used|present|included)\b",
    re.I | re.S,
)
_SOME = re.compile(r"\s*(?:very\s+)?(?:tiny|small|minute|trace)\s+(?:amounts?|quantit(?:y|ies))\s+of\b", re.I)
_ADDING = re.compile(r"\b(?:added|used|present|included)\b", re.I)
_SEE = re.compile(
    r"[(\[]\s*(?:for\s+(?:more|further)[^()\[\]]*|please\s+)?(?:see|refer\s+to)\b[^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*[)\]]?"
    r"|[,;:]?\s*(?:please\s+)?\b(?:see|refer\s+to)\s+(?:also\s+)?(?:the\s+)?(?:end\s+of\s+)?(?:section|under|in\s+section|heading)\b"
    r"(?:[^.;,]|,(?=[^.;,]*\bcontains?\b))*",
    re.I,
)
_SEE_OPEN = re.compile(r"[(\[]\s*(?:please\s+)?(?:see|refer\s+to)\b[^()\[\]]*\s$", re.I)
_OVER = re.compile(
    r"\bWhat\s+(?:\S+\s+){1,9}?looks?\s+like|\bMarketing\s+Authori[sz]ation\s+Holder|\b[Aa]fter\s+reconstitution|\b[Ee]ach\s+\w+"
)
"""What may follow a list without a full stop between."""
_EXPLAINS = re.compile(r"\s*(?:an?|which|that|it|this|these)\s", re.I)
_BRACKET = re.compile(r"(?<=\S)\s[(\[]")
_CONTAINING = re.compile(r"\s*(?:contain(?:s|ing)|including|consist(?:s|ing)\s+of|composed\s+of)\b\s*:?\s*", re.I)
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
        known = [h for h in view.terms(sentence, "excipient") if not _is_number(view.text, h)]
        for a, b in _joined(view, sentence, start):
            found += [Excipient(item, rule, sentence) for item in _items(view.text, known, a, b)]
    return found if stated else None


def _is_number(text: str, hit: TermHit) -> bool:
    """Whether a term stands there by its E number alone."""
    return text[hit.start] in "Ee" and E_NUMBER.fullmatch(text, hit.start, hit.end) is not None


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
                listing = _reopens(view, sentence) or (listing and not _complete(view, sentence, start))


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
    if listing and (closed := _reference_closed(view, sentence)):
        return closed
    if any(h.label == "added" for h in hits) and (start := _adjusting(view, sentence, listing=listing)) is not None:
        return start
    if _SOME.match(text) and _ADDED.match(text):
        return sentence.start
    if any(h.label == "active" for h in hits) or _WHOLE.match(text):
        return _of_each(view, sentence)
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
    for without_colon in (LABEL_ALONE, STRENGTH_LABEL):
        if (alone := without_colon.match(text)) and _names_excipient(view, sentence, sentence.start + alone.end()):
            return sentence.start + alone.end()
    if not listing or view.blocks[sentence.block].kind == "heading" or _ANOTHER_MATTER.match(text):
        return None
    return sentence.start


def _reference_closed(view: View, sentence: Sentence) -> int | None:
    """Where a list goes on behind a reference in brackets that the end of a line has cut in two."""
    before = view.text[max(sentence.start - 80, 0) : sentence.start]
    close = view.text.find(")", sentence.start, sentence.end)
    return close + 1 if close >= 0 and _SEE_OPEN.search(before) else None


def _reopens(view: View, sentence: Sentence) -> bool:
    """Whether a sentence is nothing but the label of a part, the list of which is what follows."""
    if not BARE_LABEL.fullmatch(view.text, sentence.start, sentence.end):
        return False
    following = view.sentences[sentence.index + 1 : sentence.index + 2]
    return ":" in view.quote(sentence) or any(_names_excipient(view, s, s.start) for s in following)


def _of_each(view: View, sentence: Sentence) -> int | None:
    """Where the list of "Each 5 mg capsule contains gelatin and …" begins, within a list of excipients."""
    contains = _WHOLE_CONTAINS.match(view.text, sentence.start, sentence.end)
    return contains.end() if contains and _names_excipient(view, sentence, contains.end()) else None


def _names_excipient(view: View, sentence: Sentence, start: int) -> bool:
    """Whether the name of a known excipient begins at a character."""
    return any(h.start == start for h in view.terms(sentence, "excipient"))


def _of_product(view: View, text: str) -> bool:
    """Whether a sentence begins with the product's name: "Tavoril contains sodium" repeats a warning."""
    return any(text.lower().startswith(name) for name in view.product_names)


def _in_reference(view: View, sentence: Sentence, hit: Hit) -> bool:
    """Whether a match stands in a reference to another section: "(see section 2, Tavoril contains lactose)"."""
    references = _SEE.finditer(view.text, sentence.start, sentence.end)
    return any(m.start() <= hit.start < m.end() for m in references)


def _adjusting(view: View, sentence: Sentence, *, listing: bool) -> int | None:
    """Where the substances stand that a sentence says adjust the acidity; within a list a remark may say it."""
    text = view.quote(sentence)
    if match := _ADJUSTED.match(text):
        return sentence.start + match.end()
    return sentence.start if listing or _ADDED.match(text) else None


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


def _items(text: str, known: list[TermHit], start: int, end: int) -> Iterator[Item]:
    """The items of one stretch of a list, `known` the terms of the vocabulary around there."""
    for a, b in apart(text, start, end):
        for x, y in _run_on(text, known, a, b) or [(a, b)]:
            if _EXPLAINS.match(text, x, y):
                if any(h.start > y for h in known):
                    continue
                return
            if (mixture := _mixture(text, known, x, y)) is None:
                if item := read_item(text, x, y):
                    yield item
                continue
            opened, inner, close = mixture
            if not BARE_LABEL.fullmatch(text, x, opened) and (item := read_item(text, x, opened)):
                yield item
            yield from _items(text, known, inner, close)


def _mixture(text: str, known: list[TermHit], start: int, end: int) -> tuple[int, int, int] | None:
    """What an item is mixed from, "flavour (containing ethanol)" or "coat (talc, ethanol)".

    Where the bracket opens, where the list in it begins and where it closes; None where an item is no mixture.
    """
    if text.find("(", start, end) < 0 and text.find("[", start, end) < 0:
        return None
    for bracket in _BRACKET.finditer(text, start, end):
        opened, inner = bracket.end() - 1, bracket.end()
        if contains := _CONTAINING.match(text, inner, end):
            return opened, contains.end(), closing(text, opened, end)
        if text.find(",", inner, end) < 0:
            continue
        close = closing(text, opened, end)
        if text.find(",", inner, close) >= 0 and sum(inner <= h.start < close for h in known) > 1:
            return opened, inner, close
    return None


def _run_on(text: str, known: list[TermHit], start: int, end: int) -> list[tuple[int, int]]:
    """The known excipients of an item whose separators were lost; nothing where it is one or fewer are known.

    A long item may hold anything between them. A short one is nothing but them, each with a capital: "Talc Sucrose".
    """
    words = text[start:end].split()
    if len(words) <= _RUN_ON_WORDS and not any(w[0].isupper() or "/" in w for w in words[1:]):
        return []
    hits = [h for h in known if start <= h.start and h.end <= end]
    if len(hits) < 2:
        return []
    plain = masked(text, start, end)
    hits = [h for h in hits if plain[h.start - start] not in "\x00\x01"]
    short = len(plain.translate(BLOTS).split()) <= _RUN_ON_WORDS
    if len(hits) < 2 or (short and not _all_apart(text, hits, start)):
        return []
    stops = [h.start for h in hits[1:]] + [end]
    spans = [(h.start, stop) for h, stop in zip(hits, stops, strict=True)]
    return [(a, a + len(LABEL_BEHIND.sub("", text[a:b]).rstrip("/"))) for a, b in spans]


def _all_apart(text: str, hits: list[TermHit], start: int) -> bool:
    """Whether terms follow one another, each with a capital, or behind a slash as another additive."""
    edges = [start, *(x for h in hits for x in (h.start, h.end))]
    gaps = [text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if all(g == "/" for g in gaps[1:]):
        numbers = [h.term.more.get("e_number") for h in hits]
        return None not in numbers and len(set(numbers)) == len(numbers)
    return all(not g or BARE_LABEL.fullmatch(g) for g in gaps) and all(text[h.start].isupper() for h in hits[1:])

"""A clause of a text for professionals in, the effects that share a word with their neighbour out, named in full.

"Increases in ALT and AST" is also "increases in AST", "bacterial, viral and fungal infections" also "viral infections",
"swelling of the face, lips and tongue" also "swelling of the tongue". The quote is the whole phrase.
"""

import re
from typing import NamedTuple

from pipeline.effects.boundaries import HEAD_NOUNS, LAB, is_modifier
from pipeline.effects.items import Item, Span
from pipeline.language import normalise
from pipeline.lexicon import load_words


class Shared(NamedTuple):
    """An effect that is named in pieces: the phrase `[start, end)` that holds them, and the `term` in full."""

    start: int
    end: int
    term: str


_JOINT = r"(?:,\s+(?:(?:and|or|and/or)\s+)?|\s+(?:and|or|and/or)\s+|/)"
_PARTS = re.compile(_JOINT, re.I)
_CHANGED = (
    r"(?:increas(?:es?|ed)|decreas(?:es?|ed)|elevat(?:ed|ions?)|reduc(?:ed|tions?)|declines?|raised|low(?:ered)?|"
    r"abnormal)"
)
_RISES = re.compile(rf"\b{_CHANGED}\b", re.I)
_MEASURED = rf"(?:[a-z]+ ){{0,2}}?{LAB}(?: (?:levels?|values?|counts?))?"
_CHANGE_OF = re.compile(
    rf"(?<![\w-])(?P<head>{_CHANGED}(?: (?:in|of))?) "
    rf"(?P<list>{_MEASURED}(?:{_JOINT}{_MEASURED}){{1,9}})(?![\w-])",
    re.I,
)
_OF_CHANGE = re.compile(
    rf"(?<![\w-])(?P<list>{_MEASURED}(?:{_JOINT}{_MEASURED}){{1,9}}) (?P<tail>increased|decreased|elevations?|"
    rf"abnormal(?:ities)?|"
    r"increases?|decreases?)(?![\w-])",
    re.I,
)
_PLACES = re.compile(
    r"(?<![\w-])(?P<head>(?:swelling|o?edema|angioo?edema|pain|numbness|tingling|weakness|itching|burning|irritation|"
    r"ulceration|bleeding) (?:of|in) (?:the )?)"
    rf"(?P<list>[a-z]+(?: [a-z]+)?(?:{_JOINT}(?:the )?[a-z]+){{1,9}})(?![\w-])",
    re.I,
)
_KINDS = re.compile(rf"(?<![\w-])(?P<list>[a-z-]+(?:{_JOINT}[a-z-]+){{1,9}}) (?P<tail>{HEAD_NOUNS})(?![\w-])", re.I)
_SITE = re.compile(
    r"\b((?:injection|application|infusion|instillation|implant)[ -]site) (?:adverse )?reactions?\b", re.I
)
_OPENED = re.compile(r"[^.;:()]{0,40}?(?:\(|including|such as|:|e\.g\.,?|consisting of|\bof\b)", re.I)
_CLOSED = re.compile(r"[).;]")
_NO_PLACE = frozenset("upper lower left right inner outer both other white red".split())
_LOCAL = frozenset(
    "pain erythema redness swelling pruritus irritation bruising induration warmth hematoma extravasation itching "
    "tenderness hemorrhage discomfort edema rash inflammation burning discoloration hypersensitivity nodule".split()
)


def shared(text: str, low: int, high: int) -> list[Shared]:
    """The effects of `text[low:high]` that are named in pieces."""
    return [*_with_head(text, low, high), *_with_tail(text, low, high)]


def _with_head(text: str, low: int, high: int) -> list[Shared]:
    out = []
    for pattern in (_CHANGE_OF, _PLACES):
        for match in pattern.finditer(text, low, high):
            words = _PARTS.split(match["list"])
            if any(map(_RISES.search, words)):
                continue
            if pattern is _PLACES:
                while words and not _is_place(words[-1]):
                    words.pop()
                if len(words) < 2 or not all(map(_is_place, words)):
                    continue
            end = text.find(words[-1], match.start("list")) + len(words[-1])
            head = match["head"].strip()
            out += [Shared(match.start(), end, f"{head} {word}") for word in words[1:]]
    return out


def _with_tail(text: str, low: int, high: int) -> list[Shared]:
    out = []
    for pattern in (_OF_CHANGE, _KINDS):
        for match in pattern.finditer(text, low, high):
            words = _PARTS.split(match["list"])
            if match["tail"].lower().startswith("disorder") or any(map(_RISES.search, words)):
                continue
            if pattern is _KINDS:
                kept = len(words)
                while kept and all(map(is_modifier, words[kept - 1].split("-"))):
                    kept -= 1
                words = words[kept:]
            if len(words) < 2:
                continue
            start = text.rfind(words[0], match.start(), match.start("tail"))
            start = text.find(words[0], match.start(), match.start("tail")) if pattern is _OF_CHANGE else start
            out += [Shared(start, match.end(), f"{word} {match['tail']}") for word in words[:-1]]
    return out


def _is_place(words: str) -> bool:
    found = [normalise(w) for w in words.lower().removeprefix("the ").split()]
    return load_words("body_part.txt").issuperset(found) and found[-1] not in _NO_PLACE


def at_site(text: str, low: int, high: int, found: list[Item]) -> list[Item]:
    """The effects `found` with those listed behind "injection site reactions" named in full: "injection site pain"."""
    out = list(found)
    for match in _SITE.finditer(text, low, high):
        opened = _OPENED.match(text, match.end(), high)
        if not opened:
            continue
        closed = _CLOSED.search(text, opened.end(), high)
        within: Span = opened.end(), closed.start() if closed else high
        out = [
            i._replace(term=f"{match[1]} {i.term}")
            if within[0] <= i.start < within[1] and normalise(i.term.lower()) in _LOCAL
            else i
            for i in out
        ]
    return out

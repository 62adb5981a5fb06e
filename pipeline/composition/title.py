"""The lines above a leaflet's first section in, what they say of the product out: brand, strengths, substances."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from weakref import WeakKeyDictionary

import msgspec

from pipeline.composition.strengths import Group, find
from pipeline.lexicon import TermHit, load_words
from pipeline.view import Sentence, View

_MOST_LINES = 20
_OPENING = frozenset({"title", "other", "patient_advice"})
"""Kinds of the first section under which a title may stand: "PATIENT INFORMATION" and the like are read as headings."""
_STOP = re.compile(
    r"(?:read (?:all|this|the)|keep this|what is in this|in this leaflet|this medicine is subject|contents of this"
    r"|the name of (?:your|this)|"
    r"please read|is this leaflet|full prescribing information|these highlights|warning\b|1\.\s)",
    re.I,
)
_HIGHLIGHTS = re.compile(
    r"these highlights\b.{0,200}?\bsee full prescribing information for [^.\n]{1,80}\.\s*(?P<title>\S.*?)"
    r"(?=\s*initial u\.\s?s\.\s*approval|$)",
    re.I | re.S,
)
"""How the title of a US label reads where it is one heading: its last sentence names the product."""
_ABOVE_TITLE = re.compile(r"these highlights\b|see full prescribing information for\b", re.I)
"""The same where it is a paragraph of sentences."""
_BOILERPLATE = re.compile(
    r".*\b(?:leaflet|medication guide|patient information|prescribing information|instructions for use"
    r"|PIL|summary of product|healthcare professionals?|"
    r"consumer medicine|name of the medicinal product|annex|information for the (?:user|patient)|highlights of)\b"
    r"|(?:composition|marketer|manufacturer|storage|salt|pack)\b.*:",
    re.I,
)
_SAYS = re.compile(r"\s+(?:contains?|is|are|belongs|works|has|was)\b")
_NAME_END = re.compile(r"[(\[,;:|]|\s[-–—]\s")
_NUMBER_END = re.compile(r"(?<=\w)[\s\-–—/.,:;|+®™©*]+$")
_ABBREVIATED = re.compile(r"\.[A-Z]\.\s*$")
_BRACKET = re.compile(r"\(([^()\d][^()]*(?:\([^()]*\)[^()]*)*)\)")
_SPOKEN = re.compile(r"[a-z]+(?:[-‑][A-Za-z]+)+")
_COMBINED = re.compile(r"\s*(?:/|,|;|\+|\band\b)\s*")
_MOST_WORDS = 9


@dataclass(slots=True)
class Title:
    """What stands above the first section.

    `name` is the brand's characters, `strengths` the strength groups of the brand's lines, `forms` the dose forms
    (of the brand's line first), `substances` the places that name what is in it: in brackets or on a line of their own.
    """

    name: tuple[int, int] | None = None
    strengths: list[Group] = field(default_factory=list)
    forms: list[TermHit] = field(default_factory=list)
    substances: list[tuple[int, int]] = field(default_factory=list)


_READ: WeakKeyDictionary[View, Title] = WeakKeyDictionary()
"""The titles of the leaflets at hand: the stages for the product and for the ingredients both ask for it."""


def read_title(view: View) -> Title:
    """The title of a leaflet; an empty one where its first lines name no product. Read once for all who ask."""
    title = _READ.get(view)
    if title is None:
        title = _READ[view] = _read(view)
    return title


def _read(view: View) -> Title:
    title = Title()
    lines = _lines(view)
    marked = [(line, *_marks(view, line)) for line in lines]
    brands = (i for i, (line, _, marks) in enumerate(marked) if marks and _name(view, line, min(marks)))
    plain = (i for i, line in enumerate(lines) if _name(view, line, line.end) and _is_short(view, line))
    first = next(brands, None)
    first = next(plain, None) if first is None else first
    for line, groups, marks in marked[first:] if first is not None else ():
        _read_line(view, line, groups, marks, title)
    return title


def _lines(view: View) -> list[Sentence]:
    """The lines that may name the product: those above the first section or its inferred title, without boilerplate."""
    lines: list[Sentence] = []
    for sentence in view.sentences[:_MOST_LINES]:
        if sentence.section > 0 or (sentence.section == 0 and view.sections[0].kind not in _OPENING):
            break
        text = view.quote(sentence)
        if highlights := _HIGHLIGHTS.match(text):
            cut = sentence.start + highlights.start("title"), sentence.start + highlights.end("title")
            lines.append(msgspec.structs.replace(sentence, start=cut[0], end=cut[1]))
            break
        if _ABOVE_TITLE.match(text):
            continue
        if _STOP.match(text):
            break
        if not _BOILERPLATE.match(text) and any(c.isalpha() for c in text):
            lines.append(sentence)
    return lines


def _is_short(view: View, line: Sentence) -> bool:
    text = view.quote(line)
    return len(text.split()) <= _MOST_WORDS or bool(_SAYS.search(text[:60]))


def _marks(view: View, line: Sentence) -> tuple[list[Group], list[int]]:
    """The strengths of a short line, and where they and its dose forms begin."""
    if line.end - line.start > 250 or _SAYS.search(view.text[line.start : line.end]):
        return [], []
    groups = find(view.text, line.start, line.end)
    return groups, [g.start for g in groups] + [h.start for h in view.terms(line, "dose_form")]


def _name(view: View, line: Sentence, before: int) -> tuple[int, int] | None:
    """The characters of the brand name that opens a line, `before` its strength or form; None if there is no name."""
    text = view.text[line.start : before]
    for mark in (_SAYS, _NAME_END):
        if found := mark.search(text):
            text = text[: found.start()]
    text = _NUMBER_END.sub("", text) if not _ABBREVIATED.search(text) else text.strip()
    begin = len(text) - len(text.lstrip(" \"“‘'*"))
    if sum(map(str.isalpha, text)) < 2 or len(text.split()) > _MOST_WORDS:
        return None
    return line.start + begin, line.start + len(text.rstrip(" \"”’'®™"))


def _read_line(view: View, line: Sentence, groups: list[Group], marks: list[int], title: Title) -> None:
    """Add what one line says: a brand's line its strengths and forms, any other its substance or form."""
    name = _name(view, line, min(marks, default=line.end))
    if title.name is None:
        title.name = name
    elif marks and name and view.text[name[0] : name[1]].lower() != view.text[slice(*title.name)].lower():
        name = None
    if marks and (name or not title.strengths):
        title.strengths += [g for g in groups if _is_content(view.text, g)]
    title.forms += [h for h in view.terms(line, "dose_form") if marks]
    if title.name and line.start > title.name[1] and not marks:
        named = _substance_line(view, line)
    else:
        named = _bracketed(view, line)
    title.substances += [part for span in named for part in _split(view.text, *span)]


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The substances of "tavorilin/morbidone": a slash between two long words parts them."""
    cuts = [m.start() for m in re.finditer(r"(?<=[a-z]{5})\s?/\s?(?=[A-Za-z]{5})", text[start:end])]
    edges = [start - 1, *(start + c for c in cuts), end]
    return [(a + 1, b) for a, b in pairwise(edges)]


def _is_content(text: str, group: Group) -> bool:
    """Whether a group tells of a substance, not of the volume of a package or, in brackets, its weight."""
    return text[group.start - 1] != "(" and all(s.unit not in ("ml", "ul") for option in group.options for s in option)


def _bracketed(view: View, line: Sentence) -> list[tuple[int, int]]:
    """Substances in brackets on a line, how the brand is pronounced and numbers of tablets left out.

    "Naproxen (Tavoril)" is a page on a substance: of the two it is the one that the vocabulary knows.
    """
    found = [m.span(1) for m in _BRACKET.finditer(view.text, line.start, line.end) if _is_substance(m[1])]
    known = view.terms(line, "substance") if found else []
    opening = [(h.start, h.end) for h in known if h.start == line.start and h.end >= found[0][0] - 2]
    return opening if opening and len(known) == 1 else found


def _is_substance(bracket: str) -> bool:
    return not _is_spoken(bracket) and not find(bracket)


def _is_spoken(text: str) -> bool:
    return bool(_SPOKEN.fullmatch(text.strip())) and any(map(str.isupper, text))


def _substance_line(view: View, line: Sentence) -> list[tuple[int, int]]:
    """A line below the brand that names a substance: in brackets, known, ended by a salt's word, or in lower case."""
    text = view.quote(line).strip()
    if bracket := re.fullmatch(r"\((.*)\)", text):
        return [] if _is_spoken(bracket[1]) else [(line.start + 1, line.start + 1 + len(bracket[1]))]
    if len(text.split()) > _MOST_WORDS or text.endswith((".", "?", "!")):
        return []
    known = any(h.start == line.start for h in view.terms(line, "substance"))
    salt = text.split()[-1].lower().strip(")") in load_words("salt.txt")
    plain = text[0].islower() and len(_COMBINED.split(text)) >= len(text.split()) / 3
    return [(line.start, line.end)] if known or salt or plain else []

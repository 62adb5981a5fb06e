"""A stretch of a list of excipients in, its items out: each with its place, its name and its E numbers.

"silica, colloidal anhydrous" is one item; the number of "talc (E553b)" stands apart; "(for pH adjustment)" goes.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.composition.excipient_parts import LABEL, LABEL_ALONE

E_NUMBER = re.compile(r"[(\[,;]?\s*\bE[\s-]?(\d{3,4})\s?(?:([a-f])\b)?(?:\s?\(?([iv]{1,3})\b\)?)?\s*[)\];]?", re.I)
_SEPARATOR = re.compile(
    r"[,;.\s•●▪](?:(?<=,)(?=\s|[^\W\d_]{3})|(?<=[;•●▪])"
    r"|(?<=\s)\s*(?:and\s*/\s*or|and|or|plus|as\s+well\s+as|together\s+with)\s+|(?<=\.)(?:\s+(?=[A-Z])|$)"
    r"|(?<=\n)\s*(?=[A-Z•*-])|(?<=\s)(?:[-–—*]\s(?![^,;]*\bcopolymer)|\+\s)"
    r"|(?<=\s)\s*(?:contain(?:ing|s)|consisting\s+of)\s+|(?<=\x01\s)\s*(?=[^\W\d_]))",
    re.I,
)
"""Begins with a set of characters, which is found fast; each choice tells which of them it goes on from."""
_INVERTED = re.compile(
    r"(?:(?:colloidal|anhydrous|hydrated|microcrystalline|glacial|hydrogenated|powdered|purified|concentrated|dilute"
    r"|partially|refined|heavy|light|white|precipitated|dried|pregelatini[sz]ed|low[- ]substituted|hydroly[sz]ed"
    r"|silicified|dibasic|monobasic|tribasic|liquid|solid|yellow|red|black|brown|medium[- ]chain|synthetic|natural"
    r"|virgin|modified|crystalline|sterile|fully|\w*hydrate|dispersed|compressible|type\s+\w)\s*)+",
    re.I,
)
"""What pharmacopoeial names put behind a comma."""
_CUT = re.compile(
    r"\s+(?:(?:with)?in\s+(?!bulk)|for\s+(?!injections?\b|infusions?\b)|to\s+|used\b|which\b|that\b|from\s+|at\s+|is\b|are\b|may\b"
    r"|contain|derived|corresponding|equivalent|also\b|per\s+|with\s+(?!vitamin)|\(?only\b)"
    r"|\s+as\s+(?:an?\s+)?[a-z]+(?:ing|ant|ive|er|ent)\b|\s*:",
    re.I,
)
_LEAD = re.compile(
    r"(?:\s|[-–•*:]|\b(?:and|or|the|an?|in|also|contains?|of|small|tiny|traces?|amounts?|quantity|quantities|with|either|other"
    r"|following|ingredients?|excipients?|are|is)\b(?!-)"
    r"|\d+(?:[.,]\d+)?\s*(?:mg|ml|mL|g|mcg|micrograms?|%)(?=\s)(?:\s*/\s*m[lL])?)+",
    re.I,
)
_NEXT_PART = re.compile(r"\s+(?:Solvent|Diluent)\s*$|\s+(?:(?:USP|NF|BP|FCC|JP|Ph\.\s?Eur)\b[\s/.,-]*)+$")
"""What ends an item and is none of its name: the label of the next part, the pharmacopoeias it keeps to."""
_TRAIL = re.compile(r"(?:[\s.,;:*†‡§®™•+-]|\b(?:and|or)\b\s*$)+$")
_GAP = re.compile(r"\s+([,)\]])")
_REMARK = re.compile(
    r"\s*[(\[]\s*(?:for|see|(?:both\s+)?only|as|from|used|to\b|contained|in\s|not|if|when|pH|preservative|sweetener|colou?r|emulsifier"
    r"|antioxidant|source|which|derived|equivalent|q\.?s|\d+(?:\.\d+)?\s*(?:mg|ml|g|%)|lactose|sodium\b)"
    r"[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*[)\]]?",
    re.I,
)
_NO_NAME = re.compile(
    r"\b(?:section|tablets?|capsules?|leaflet|doctor|contains?|medicine|strengths?|may|ingredients?|excipients?|pH|information"
    r"|syringes?|available|packs?|none|no other|colou?rants?\*?$|see|allergic|needle|vials?$|mg$|reconstitut\w+"
    r"|active|dose)\b"
    r"|^contents?\b|^(?:one|film|core|shell|coating|ink|cap|body|gelatin body|nutrients)$"
    r"|^(?:sodium|potassium|(?:other )?substances|which|that|addition)$"
    r"|^as above\b|^(?:USP|NF|BP|FCC|EP|JP|Ph\.? ?Eur\.?)$"
    r"|^(?:powder|solution|solvent|diluent|granules|pellets)$",
    re.I,
)
BLOTS = {0: "", 1: ""}
"""Takes the blots of `masked` out of a text, for str.translate."""
_MOST_WORDS = 11


class Item(NamedTuple):
    """One excipient at the characters `[start, end)`; `name` in lower case, without the E numbers beside it."""

    start: int
    end: int
    name: str
    e_numbers: tuple[str, ...]


def apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`text[start:end]` cut at its commas and conjunctions outside brackets; "silica, colloidal" stays one."""
    plain = masked(text, start, end)
    spans: list[tuple[int, int]] = []
    at = 0
    for mark in [*_SEPARATOR.finditer(plain), None]:
        stop = mark.start() if mark else len(plain)
        part = plain[at:stop]
        if part.strip():
            words = E_NUMBER.sub("", part.translate(BLOTS)).strip(" .")
            if spans and _INVERTED.fullmatch(words) and spans[-1][1] < start + at:
                spans[-1] = (spans[-1][0], start + stop)
            else:
                spans.append((start + at, start + stop))
        at = mark.end() if mark else stop
    return spans


def masked(text: str, start: int, end: int) -> str:
    """The text with what stands in brackets blotted out, place for place; E numbers in another colour of blot.

    A bracket that never closes is left.
    """
    whole = text[start:end]
    if "(" not in whole and "[" not in whole:
        return whole
    out = list(whole)
    opened: list[int] = []
    for i, mark in enumerate(whole):
        if mark in "([":
            opened.append(i)
        elif mark in ")]" and opened:
            begin = opened.pop()
            if not opened:
                numbered = E_NUMBER.fullmatch(text, start + begin, start + i + 1)
                out[begin : i + 1] = ("\x01" if numbered else "\x00") * (i + 1 - begin)
    return "".join(out)


def read_item(text: str, start: int, end: int) -> Item | None:
    """One excipient's place, name and E numbers; None where the item names none."""
    item = _read_item(text[start:end])
    return item and Item(start + item.start, start + item.end, item.name, item.e_numbers)


@lru_cache(maxsize=8192)
def _read_item(text: str) -> Item | None:
    """The item that a text of its own is: leaflets list the same few hundred again and again."""
    start, end = 0, len(text)
    if text.find(":", start, end) >= 0 and (label := LABEL.match(text, start, end)):
        start = label.end()
    if alone := LABEL_ALONE.match(text, start, end):
        start = alone.end()
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    bracketed = text.find("(", start, end) >= 0 or text.find("[", start, end) >= 0
    if behind := _NEXT_PART.search(text, start, end):
        end = behind.start()
    if cut := _CUT.search(masked(text, start, end) if bracketed else text[start:end]):
        end = start + cut.start()
    codes: tuple[str, ...] = ()
    if bracketed or E_NUMBER.search(text, start, end):
        codes = tuple(dict.fromkeys(_code(m) for m in _own_numbers(text, start, end)))
        end = start + len(_without_codes(text[start:end]))
        name = _REMARK.sub("", E_NUMBER.sub(" ", text[start:end]))
        name = _GAP.sub(r"\1", name)
    else:
        name = text[start:end]
    end = start + len(_TRAIL.sub("", text[start:end]))
    name = " ".join(_TRAIL.sub("", name).lower().split())
    name = name + ")" if name.count("(") > name.count(")") else name
    if name.endswith(")") and name.count(")") > name.count("("):
        name, end = name[:-1], end - (text[end - 1] == ")")
    if sum(map(str.isalpha, name)) < 3 or len(name.split()) > _MOST_WORDS or _NO_NAME.search(name):
        return None
    return Item(start, end, name, codes)


def _own_numbers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The E numbers of an item itself, not those of what a bracket says it is mixed from."""
    depth = 0
    for i in range(start, end):
        depth += (text[i] in "([") - (text[i] in ")]")
        if text[i] not in "Ee" or (i > start and text[i - 1].isalnum()):
            continue
        own = not depth or (depth == 1 and text[start:i].rstrip()[-1:] in ("(", "["))
        if own and (match := E_NUMBER.match(text, i, end)):
            yield match


def _without_codes(item: str) -> str:
    """An item without the E numbers and remarks that end it."""
    while True:
        cut = _TRAIL.sub("", item)
        for pattern in (E_NUMBER, _REMARK):
            found = list(pattern.finditer(cut))
            if found and found[-1].end() == len(cut):
                cut = cut[: found[-1].start()]
        if cut == item:
            return cut
        item = cut


def _code(match: re.Match[str]) -> str:
    return f"E{match[1]}{(match[2] or '').lower()}" + (f"({match[3].lower()})" if match[3] else "")

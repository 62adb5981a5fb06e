"""A leaflet's view in, its excipients out: each of the other ingredients once a mention, lists in lists taken apart.

"Tablet core: …. Coating: …" and "the capsule shell contains …" are lists in the list; their labels name no substance.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.actives import Cues
from pipeline.lexicon import Hit
from pipeline.view import Sentence, View

_LINK = re.compile(
    r"[^.:;()]{0,80}?(?:\(s\)|\(excipients?\)|\(inactive ingredients?\))?[^.:;()]{0,80}?"
    r"(?::|\b(?:is|are|includes?|contains?|consists?\s+of)\b\s*:?|[–—]|(?=\(see\b)|$)\s*",
    re.I,
)
_NOT_A_LIST = re.compile(r"\s*(?:listed|in\s+section|allergic|mentioned|(?:of\s+this\s+\w+\s*)?\(listed|see\b)", re.I)
_PART_WORDS = (
    r"(?:tablets?|capsules?|caplets?|film|granul\w+|pellets?|beads?|inner|outer|hard|soft|printing|printed|print|imprint(?:ing)?|enteric|sub|seal|over|"
    r"functional|cosmetic|colou?red|black|white|red|brown|blue|green|yellow|orange|pink|purple|grey|gray|opaque|active|inactive|placebo|the|of|in|for|and|"
    r"internal|external|extra|intra|granular|immediate|prolonged|release|delayed|layer|upper|lower|body|cap|powder|solvent|oral|mg|\d+(?:\.\d+)?|vial|"
    r"syringe|pre-?filled|reconstituted|dry|liquid|gelatin|hypromellose|transparent|ink|core|shell|coat(?:ing)?|adhesive|drug|backing|protective)"
)
_PART = (
    rf"(?:{_PART_WORDS}[\s/-]+){{0,7}}(?:cores?|coat(?:ing)?s?|film|shells?|contents?|fill(?:ing)?s?|inks?|solvents?|diluents?|powder|caps?|body|bodies|layers?"
    r"|imprint|band(?:ing)?|capsules?|tablets?|granules|pellets|suspension|solution|mixture|membrane|adhesive|matrix|overcoat|seal|colou?rants?|sweeteners?"
    r"|flavou?r(?:ing)?s?|propellants?|preservatives?|buffers?|adjuvants?|vehicle|base|concentrate|vials?|syringes?|liner|printing|lake|core)"
    r"(?:\s+of\s+(?:the\s+)?(?:capsules?|tablets?|vials?|pellets?))?(?:\s*\([^()]{0,60}\))?"
)
_LABEL_BEHIND = re.compile(rf"\s+(?=[A-Z])(?i:{_PART})\s*$")
_LABEL_ALONE = re.compile(rf"(?i:\s*(?:the\s+)?{_PART})\s+(?=[A-Z][a-z])")
_LABEL = re.compile(rf"\s*(?:[-–•*]\s*)?(?:(?:in\s+)?(?:the\s+)?{_PART}|[^:,;.()]{{2,60}}?(?:\([^()]*\))?)\s*:\s*(?!\d)", re.I)
_INNER_LABEL = re.compile(rf"(?:(?<=\s)|^)(?:(?:and\s+)?(?:in\s+)?(?:the\s+)?{_PART})\s*:\s*", re.I)
_BARE_LABEL = re.compile(rf"\s*(?:the\s+)?{_PART}\s*:?\s*", re.I)
_PART_LABEL = re.compile(rf"\s*(?:in\s+)?(?:the\s+)?{_PART}\s*:", re.I)
_PART_CLAUSE = re.compile(
    rf"(?:[^.:;]{{0,60}}?\b(?:{_PART}|strength|formulation|presentation|capsules?|tablets?|it|they)\b[^.:;,]{{0,50}}?)"
    r"\b(?:also\s+|additionally\s+)?(?:contains?|(?:is|are)\s+(?:composed|made|made\s+up)\s+(?:of|from)|consists?\s+of|comprises?|includes?"
    r"|(?<=solvent\s)is|(?<=diluent\s)is|(?<=colourants\s)are|(?<=colorants\s)are)\b(?:\s+also)?\s*:?\s*",
    re.I,
)
_WHOLE = re.compile(r"\s*(?:each|every|one|an?)\b", re.I)
_ONE_STRENGTH = re.compile(r"\balso\b|\baddition|\d\s*mg\b|\bstrength|\btablets|\bcapsules", re.I)
_ANOTHER_MATTER = re.compile(r"(?:please\s+)?(?:see|refer)\b|after\b|what\b|each\b|if\b|this\b|for\b|when\b", re.I)
_ADJUSTED = re.compile(r".*?\b(?:adjusted|adjust|buffered)\b.*?\b(?:with|by|using)\s+", re.I | re.S)
_ADDED = re.compile(r"(?P<list>.+?)\s+(?:may|can|is|are|has|have|was|were)\b.*\b(?:added|used|present|included)\b", re.I | re.S)
_ADDING = re.compile(r"\b(?:added|used|present|included)\b", re.I)
_SEE = re.compile(
    r"[(\[]\s*(?:for\s+(?:more|further)[^()\[\]]*|please\s+)?(?:see|refer\s+to)\b[^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*[)\]]?"
    r"|[,;:]?\s*(?:please\s+)?\b(?:see|refer\s+to)\s+(?:also\s+)?(?:the\s+)?(?:end\s+of\s+)?(?:section|under|in\s+section|heading)\b[^.;]*",
    re.I,
)
_E_NUMBER = re.compile(r"[(\[,;]?\s*\bE[\s-]?(\d{3,4})\s?(?:([a-f])\b)?(?:\s?\(?([iv]{1,3})\b\)?)?\s*[)\];]?", re.I)
_OVER = re.compile(r"\bWhat\s+(?:\S+\s+){1,9}?looks?\s+like|\bMarketing\s+Authori[sz]ation\s+Holder|\b[Aa]fter\s+reconstitution|\b[Ee]ach\s+\w+", re.S)
"""What may follow a list without a full stop between."""
_SEPARATOR = re.compile(
    r",(?=\s|[^\W\d_]{3})|;|\s+and\s*/\s*or\s+|\s+(?:and|or|plus|as\s+well\s+as|together\s+with)\s+|\.\s+(?=[A-Z])|\.$|\n\s*(?=[A-Z•*-])|[•●▪]|\s[-–—]\s|\s\+\s|\s+contain(?:ing|s)\s+|\s+consisting\s+of\s+|(?<=\x01)\s+(?=[^\W\d_])",
    re.I,
)
_INVERTED = re.compile(
    r"(?:(?:colloidal|anhydrous|hydrated|microcrystalline|glacial|hydrogenated|powdered|purified|concentrated|dilute|partially|refined|heavy|light|white|"
    r"precipitated|dried|pregelatinised|pregelatinized|low[- ]substituted|hydrolysed|hydrolyzed|silicified|dibasic|monobasic|tribasic|liquid|solid|yellow|"
    r"red|black|brown|medium[- ]chain|synthetic|natural|virgin|modified|crystalline|sterile|fully|\w*hydrate|dispersed|compressible|type\s+\w)\s*)+",
    re.I,
)
_EXPLAINS = re.compile(r"\s*(?:an?|which|that|it|this|these)\s", re.I)
_CUT = re.compile(
    r"\s+(?:(?:with)?in\s+(?!bulk)|for\s+(?!injections?\b|infusions?\b)|to\s+|used\b|which\b|that\b|from\s+|at\s+|is\b|are\b|may\b|contain|derived|corresponding|"
    r"equivalent|also\b|per\s+|with\s+(?!vitamin)|\(?only\b)|\s+as\s+(?:an?\s+)?[a-z]+(?:ing|ant|ive|er|ent)\b|\s*[:]",
    re.I,
)
_LEAD = re.compile(
    r"(?:\s|[-–•*:]|\b(?:and|or|the|an?|in|also|contains?|of|small|tiny|trace|traces|amounts?|quantity|quantities|with|either|other|following|ingredients?|excipients?|are|is)\b"
    r"(?!-)|\d+(?:[.,]\d+)?\s*(?:mg|ml|mL|g|mcg|micrograms?|%)(?=\s)(?:\s*/\s*m[lL])?)+",
    re.I,
)
_TRAIL = re.compile(r"(?:[\s.,;:*†‡§®™•+-]|\b(?:and|or)\b\s*$)+$")
_GAP = re.compile(r"\s+([,)\]])")
_REMARK = re.compile(
    r"\s*[(\[]\s*(?:for|see|only|as|from|used|to\b|contained|in\s|not|if|when|pH|preservative|sweetener|colou?r|emulsifier|antioxidant|source|which|derived|"
    r"equivalent|q\.?s|\d+(?:\.\d+)?\s*(?:mg|ml|g|%)|lactose|sodium\b)[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*[)\]]?",
    re.I,
)
_NO_NAME = re.compile(
    r"\b(?:section|tablets?|capsules?|leaflet|doctor|contains?|medicine|strengths?|may|ingredients?|excipients?|pH|information|syringes?|available|packs?|"
    r"none|^one$|^contents?\b|no other|colou?rants?\*?$|see|allergic|needle|vials?$|mg$|reconstitut\w+|active|dose)\b|^(?:film|core|shell|coating|ink|cap|body|gelatin body|nutrients)$",
    re.I,
)
_BLOTS = {0: "", 1: ""}
_MOST_WORDS = 11
_RUN_ON_WORDS = 6


class Excipient(NamedTuple):
    """One mention: the characters `[start, end)`, the name in lower case, and the E numbers beside it."""

    start: int
    end: int
    name: str
    e_numbers: tuple[str, ...]
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
    return len(text) > 2 and text.endswith(".") and not _BARE_LABEL.fullmatch(text)


def _continues(view: View, sentence: Sentence, hits: list[Hit], listing: bool) -> int | None:
    """Where a sentence behind the list's beginning goes on with it, None where it does not."""
    text = view.quote(sentence)
    if any(h.label == "added" for h in hits):
        return _adjusting(view, sentence)
    if any(h.label == "active" for h in hits) or _WHOLE.match(text):
        return None
    label = _LABEL.match(text)
    if label and (listing or _PART_LABEL.match(text)):
        return sentence.start + label.end()
    clause = _PART_CLAUSE.match(text)
    if clause and not (_of_product(view, text) and not _ONE_STRENGTH.search(text[: clause.end() + 10])):
        return sentence.start + clause.end()
    if any(h.label == "contains" for h in hits if not _in_reference(view, sentence, h)):
        return None
    if _BARE_LABEL.fullmatch(text):
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
        skip = sorted(skip + [m.span() for m in _INNER_LABEL.finditer(view.text, start, end)])
    at = start
    for a, b in skip:
        if a > at:
            yield at, a
        at = max(at, b)
    if at < end:
        yield at, end


def _items(view: View, sentence: Sentence, start: int, end: int, rule: str) -> Iterator[Excipient]:
    """The excipients of one stretch of a list."""
    for a, b in _apart(view.text, start, end):
        if len(_masked(view.text, a, b).translate(_BLOTS).split()) > _RUN_ON_WORDS and (known := _run_on(view, sentence, a, b)):
            spans = known
        else:
            spans = [(a, b)]
        for x, y in spans:
            if _EXPLAINS.match(view.text, x, y):
                return
            if item := _item(view.text, x, y):
                yield Excipient(*item, rule, sentence)


def _apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`text[start:end]` cut at its commas and conjunctions outside brackets; "silica, colloidal anhydrous" stays one."""
    masked = _masked(text, start, end)
    spans: list[tuple[int, int]] = []
    at = 0
    for mark in [*_SEPARATOR.finditer(masked), None]:
        stop = mark.start() if mark else len(masked)
        part = masked[at:stop]
        if part.strip():
            words = part.translate(_BLOTS).strip(" .")
            if spans and _INVERTED.fullmatch(words) and spans[-1][1] < start + at:
                spans[-1] = (spans[-1][0], start + stop)
            else:
                spans.append((start + at, start + stop))
        at = mark.end() if mark else stop
    return spans


def _masked(text: str, start: int, end: int) -> str:
    """The text with what stands in brackets blotted out, place for place; E numbers in another colour of blot.

    A bracket that never closes is left.
    """
    out = list(text[start:end])
    opened: list[int] = []
    for i, mark in enumerate(text[start:end]):
        if mark in "([":
            opened.append(i)
        elif mark in ")]" and opened:
            begin = opened.pop()
            if not opened:
                numbered = _E_NUMBER.fullmatch(text, start + begin, start + i + 1)
                out[begin : i + 1] = ("\x01" if numbered else "\x00") * (i + 1 - begin)
    return "".join(out)


def _run_on(view: View, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """The known excipients of a long item whose separators were lost; nothing where fewer than two are known."""
    hits = [h for h in view.terms(sentence, "excipient") if start <= h.start and h.end <= end]
    plain = _masked(view.text, start, end)
    hits = [h for h in hits if plain[h.start - start] not in "\x00\x01" and not _E_NUMBER.fullmatch(view.text, h.start, h.end)]
    if len(hits) < 2:
        return []
    stops = [h.start for h in hits[1:]] + [end]
    spans = [(h.start, stop) for h, stop in zip(hits, stops, strict=True)]
    return [(a, a + len(_LABEL_BEHIND.sub("", view.text[a:b]))) for a, b in spans]


def _item(text: str, start: int, end: int) -> tuple[int, int, str, tuple[str, ...]] | None:
    """One excipient's place, name and E numbers; None where the item names none."""
    if text.find(":", start, end) >= 0 and (label := _LABEL.match(text, start, end)):
        start = label.end()
    if alone := _LABEL_ALONE.match(text, start, end):
        start = alone.end()
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    bracketed = text.find("(", start, end) >= 0 or text.find("[", start, end) >= 0
    if cut := _CUT.search(_masked(text, start, end) if bracketed else text[start:end]):
        end = start + cut.start()
    codes: tuple[str, ...] = ()
    if bracketed or _E_NUMBER.search(text, start, end):
        codes = tuple(dict.fromkeys(_code(m) for m in _own_numbers(text, start, end)))
        end = start + len(_without_codes(text[start:end]))
        name = _REMARK.sub("", _E_NUMBER.sub(" ", text[start:end]))
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
    return start, end, name, codes


def _own_numbers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The E numbers of an item itself, not those of what a bracket says it is mixed from."""
    depth = 0
    for i in range(start, end):
        depth += (text[i] in "([") - (text[i] in ")]")
        if text[i] in "Ee" and (i == start or not text[i - 1].isalnum()) and (match := _E_NUMBER.match(text, i, end)):
            if not depth or (depth == 1 and text[start:i].rstrip()[-1:] in ("(", "[")):
                yield match


def _without_codes(item: str) -> str:
    """An item without the E numbers and remarks that end it."""
    while True:
        cut = _TRAIL.sub("", item)
        for pattern in (_E_NUMBER, _REMARK):
            last = None
            for last in pattern.finditer(cut):
                pass
            if last and last.end() == len(cut):
                cut = cut[: last.start()]
        if cut == item:
            return cut
        item = cut


def _code(match: re.Match[str]) -> str:
    return f"E{match[1]}{(match[2] or '').lower()}" + (f"({match[3].lower()})" if match[3] else "")

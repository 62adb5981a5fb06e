"""A leaflet's view in, the company that holds the marketing authorisation out."""

import re

from pipeline.model import Evidence
from pipeline.view import View

_PLACES = frozenset({"supply", "contents", "composition", "other"})
_OTHER_HOLDER = re.compile(r"\b(?:of|the\s+local|contact)\s+(?:the\s+)?$", re.I)
_HOLDER_LEAD = re.compile(
    r"(?:\s|[:;&/,]|\b(?:and|is|are|the|(?:marketing\s+authori[sz]ation|product\s+licence)\s+holder|manufacturers?|importer|batch\s+releaser?|(?:the\s+)?manufacturer\s+responsible\s+for\s+batch\s+release|holder)\b"
    r"|\([^()]*\))*",
    re.I,
)
_LEGAL = (
    r"(?:B\.?\s?V\.?|GmbH(?:\s*&\s*Co\.?,?\s*(?:KGaA|KG|OHG))?|AG(?:\s*&\s*Co\.?\s*KG)?|(?:Pvt\.?|Private)\s+(?:Ltd\.?|Limited)|Ltd\.?|Limited|Inc\.?|S\.A\.S\.|SAS|ehf\.?|s\.\s?a\."
    r"|S\.A\./N\.V\.|S\.A\.|SA|S\.?p\.?A\.?|S\.?r\.?l\.?|S\.L\.U?\.?|SLU|N\.?V\.?|AB|A/S|ApS|Oyj?|d\.\s?d\.|d\.\s?o\.\s?o\.|EEIG|plc|PLC|LLC|L\.P\."
    r"|DAC|d\.a\.c\.|Designated\s+Activity\s+Company|Unlimited\s+Company|UC|K\.S\.|k\.s\.|Kft\.?|Zrt\.?|Nyrt\.?|a\.\s?s\.|s\.\s?r\.\s?o\.|Sp\.\s?z\s?o\.\s?o\.|SE"
    r"|KGaA|KG|Corporation|Corp\.?|UAB|Lda\.?|S\.C\.A\.|SCA)"
)
_COMPANY = re.compile(rf"[^\W\d_][^\n\r]{{0,90}}?(?<![\w.]){_LEGAL}(?![\w&-])(?:\s+{_LEGAL}(?![\w-]))?")
_LEADING_LEGAL = re.compile(rf"{_LEGAL}\s+[^\W\d_][\w-]*")
_COMPANY_LINE = re.compile(r"[^\W\d_][^\n\r,;:\d]{1,60}")


def read_holder(view: View, brand: str | None) -> Evidence | None:
    """The company behind "Marketing Authorisation Holder", on the same line or the next; never the brand itself."""
    triggers = view.lexicon.rules("holder").triggers
    for sentence in view.sentences:
        if triggers.isdisjoint(sentence.cues):
            continue
        if sentence.section >= 0 and _PLACES.isdisjoint(view.kinds(sentence)):
            continue
        for hit in view.hits("holder", sentence):
            if _OTHER_HOLDER.search(view.text[sentence.start : hit.start]):
                continue
            found = _company(view, hit.end, hit.rule.id)
            if found and found.text != brand:
                return found
    return None


def _company(view: View, start: int, rule: str) -> Evidence | None:
    """The company named at `start`, up to its legal form, else the rest of the line before its address."""
    lead = _HOLDER_LEAD.match(view.text, start)
    at = lead.end() if lead else start
    line = view.text[at : at + 160]
    match = _COMPANY.match(line)
    if match and re.fullmatch(_LEGAL, match.group()):
        match = _LEADING_LEGAL.match(line)
    match = match or _COMPANY_LINE.match(line)
    return view.evidence(at, at + match.end(), rule) if match else None

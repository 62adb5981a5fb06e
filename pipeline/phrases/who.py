"""A piece of a sentence in, in whom the product is used out: "in adults (aged 18 and over), Tavoril is used for"."""

import re

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf

_PEOPLE = (
    r"(?:adults?|patients?|children|adolescents?|women|men|people|persons?|individuals?|infants?|babies|boys|girls"
    r"|newborns?|neonates?|teenagers|toddlers|elderly)"
)
_WORDS = (
    "adult patient child adolescent men people person individual infant bab boys girls newborn neonate teenager "
    "toddler elderly"
).split()
"""One of these is in every match of _PEOPLE: looked for first, since that is cheap."""
_KINDS = (
    r"(?:(?:adult|pa?ediatric|elderly|older|young|younger|male|female|overweight|obese|pregnant|post-?menopausal"
    r"|premenopausal|newborn|premature|preterm|immunocompromised|critically|ill|certain|some|all|both|the)[\s,]+){0,4}"
)
_ONE = rf"{_KINDS}{_PEOPLE}\b(?:\s*\([^()]{{1,60}}\))?"
_AGE = (
    r"(?:\s*,?\s*(?:aged?|ages?|from|over|under|above|below|older|younger|between|of|up|at|least|\d+(?:\.\d+)?|to|and"
    r"|or|years?|months?|weeks?|days?|including|inclusive|more|less|than|old|birth|who|are|is|weigh(?:ing)?|body|weight"
    r"|kg|a)\b)*\s(?:years?|months?|weeks?|days?|age|ages|older|over|above|old|younger|under|kg|inclusive|birth|more"
    r"|less)\b"
)
_JOINED = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+and(?:/or)?\s+(?:in\s+)?|\s+or\s+)"
_GROUPS = rf"(?P<who>{_ONE}(?:{_AGE})?(?:{_JOINED}{_ONE}(?:{_AGE})?)*)"
_WHO = re.compile(rf"\b(?:in|for|by|to|treat(?:ing)?|of|protects?)\s+{_GROUPS}", re.I)
_LED = re.compile(
    rf"\s*(?:only\s+)?(?:for use\s+)?(?:in|by)\s+{_GROUPS}\s*,?\s+(?:for|against)\s+(?:the\s+)?"
    r"(?!whom\b|use\b|at\b|\d)",
    re.I,
)
# "used to treat oligoarthritis, a disease of the joints, in children 2 years of age and older".
_APPOSED = re.compile(rf"\s*,\s+an?\s[^.;:]{{3,140}}?,\s+in\s+{_GROUPS}", re.I)
# Before what the product is for, in whom; what lies between leads on to it.
_GOES_ON = re.compile(
    r"\s*(?:,|:|$|(?:to|for|as|against|from|with|when|if|only|alone|who|at|and|suffering|having|living|whose)\b)", re.I
)
# Whoever takes a medicine is a patient: that alone tells nothing.
_ANYONE = re.compile(
    r"(?:(?:the|some|certain|all|both)\s+)*(?:patients?|people|persons?|individuals?|infants? and people)", re.I
)
_DENIED = re.compile(r"\b(?:not|never|except|excluding|unlike|than)\b[^,;:]*\Z", re.I)


def used_in(text: str, start: int, end: int) -> SpanOf | None:
    """In whom, by the last such words in the piece `[start, end)`, which stands before a use; None if in anyone."""
    found = None
    if not any(map(lower(text)[start:end].__contains__, _WORDS)):
        return None
    for match in _WHO.finditer(text, start, end):
        who = match.span("who")
        if _GOES_ON.match(text, who[1], end) and not _ANYONE.fullmatch(text, *who):
            found = None if _DENIED.search(text, start, match.start()) else who
    return found


def led_to(text: str, start: int, end: int) -> tuple[SpanOf, int] | None:
    """In whom a product is used, and where what for begins: "indicated in adults for gout"."""
    rest = lower(text)[start:end]
    match = _LED.match(text, start, end) if "for" in rest or "against" in rest else None
    return (match.span("who"), match.end()) if match else None


def apposed(text: str, start: int, end: int) -> SpanOf | None:
    """In whom, behind words that tell what the condition is that ends at `start`."""
    match = _APPOSED.match(text, start, end)
    if match is None or _ANYONE.fullmatch(text, *match.span("who")):
        return None
    return match.span("who")

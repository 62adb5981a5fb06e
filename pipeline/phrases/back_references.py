"""A sentence in, how it bears on what stands before it out: whether it goes on about it, closes a list, says why."""

import re

from pipeline.phrases.case import lower

_FOLLOWS = re.compile(
    r"(?:doing so|the doctor|your (?:child['’ ]?s )?doctor|tell|talk|speak|contact|ask|stop|inform|seek|consult|this"
    r"|these|it|they|such|please|in (?:this|these|such) case|if (?:this|these|you (?:have|notice|get|experience"
    r"|develop) (?:any|one"
    r"|these|this|such)))\b",
)
_ARE_SIGNS = re.compile(
    r"(?:these|this|such|it|they|all of these)(?: symptoms?| signs?)?(?: \w+){0,3}?"
    r" (?:(?:be|are|is)(?: \w+){0,3}? (?:signs?|symptoms?|due to|caused by)|suggests?|indicates?|means?)\b"
)
_OF_THIS = re.compile(
    r"[^.;]*\b(?:this|these|such) "
    r"(?:diseases?|conditions?|problems?|reactions?|complications?|disorders?|side effects?)$"
)
_CLOSES = re.compile(
    r"\b(?:appl(?:y|ies|ied)|(?:these|this|it) (?:concerns?|is the case)|are true|above|(?:not|un)\s?sure|certain"
    r"|(?:any|other|further) (?:questions?|concerns?)"
    r"|(?:can|may) (?:cause|have) (?:serious )?side effects (?:that|which))\b"
)
_SPECIFIES = re.compile(
    r"(?:this|these|such)\b(?: \w+| \([^()]*\)){0,4} (?:can|may|could|might|includes?|will|causes?|are|is)\b"
)
_BACK = re.compile(
    r"(?:if |when |in |the doctor |your doctor |tell |contact |stop |should |you |a |any |get |seek "
    r"|go )?[^,.;:]{0,55}?"
    r"\b(?:these|this|they|them|such|it)\b(?! is (?:important|recommended|possible|very|not|also)| medicine"
    r"| product| drug| vaccine| treatment| leaflet)"
)


def closes(text: str, start: int, end: int) -> bool:
    """Whether a sentence closes a list of states: "tell your doctor if any of these apply to you"."""
    return _CLOSES.search(lower(text), start, end) is not None


def goes_back(text: str, start: int, end: int) -> bool:
    """Whether a sentence speaks of what stands before it: "in this case", "if these …", "they may …"."""
    return _BACK.match(lower(text), start, end) is not None


def follows_on(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins as those do that go on about the precaution before."""
    return _FOLLOWS.match(lower(text), start, end) is not None


def are_signs(text: str, start: int, end: int) -> bool:
    """Whether a sentence tells what that before it is a sign of: "These may be symptoms of a weak heart"."""
    return _ARE_SIGNS.match(lower(text), start, end) is not None


def ends_back(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends in what stands before it: "… are risk factors for this disease"."""
    low = lower(text)
    return low.endswith(("s", "e", "n", "m", "r"), start, end) and _OF_THIS.match(low, start, end) is not None


def specifies(text: str, start: int, end: int) -> bool:
    """Whether a sentence tells what the one before it is about: "This includes pain in a tendon"."""
    return _SPECIFIES.match(lower(text), start, end) is not None

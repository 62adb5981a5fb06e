"""The line above a list in, what it says of the list's items out.

"Tell your doctor if you have:" asks something for each; "Signs of an infection are:" makes them the signs of one
precaution; "Your doctor may:" makes them what is done about it; "Your doctor will check:" makes each something watched.
"""

import re
from typing import Literal, NamedTuple

from pipeline.phrases.case import lower
from pipeline.phrases.categories import Found
from pipeline.phrases.titles import is_title

_DOCTOR = r"(?:your|the) (?:child['’ ]?s )?doctor(?:,? (?:or|and|nurse|pharmacist|specialist|team|healthcare))*"
_ACTS = re.compile(
    rf"(?:[^.;:]*\s)?{_DOCTOR} (?:may|will|might|should|can)(?:,? (?:also|then|either|decide|need|want|have|be able"
    r"|ask you|advise you|tell you|recommend you|recommend that you|therefore))*(?: to)?\W*$"
)
_WATCHES = re.compile(
    r"[^.;:]*\b(?:doctor|nurse|team|tests?|checks?|you|blood|be|will)\b[^.;:]*?\b(?:check|test|monitor|measure"
    r"|(?:be|are) (?:\w+ )?(?:checked|tested|monitored|measured|examined)|tests? (?:will be |are )?(?:done|taken"
    r"|performed))\b(?!\s(?:with|your doctor))(?:[^.;:,]{0,24}|[^.;:,]{0,90}\b(?:for|to see|whether|if))$"
)
_WATCH_WORDS = ("check", "test", "monitor", "measure", "examined")
"""One of these stands in every match of _WATCHES: cheap to look for."""
_SIGNS = re.compile(r"\b(?:symptoms?|signs?)\b")
_EXAMPLES = re.compile(r"\b(?:such as|including|include|includes|for example|e\.g)$")
_OF_ITEMS = re.compile(r"\b(?:allergic (?:reaction )?to|sensitive to|such as|including|for example|e\.g\.?)$")
_OF_STATES = re.compile(
    r"(?:tell your doctor |talk to your doctor )?(?:if|when) (?:you|your child) (?:have|has|are|is|had|suffer)\b"
)
"""How a line begins whose examples are each a state to be careful in: "if you have heart problems, such as"."""
_OPEN_END = re.compile(r"\b(?:if|if you|you|have|had|has|are|is|when|with|to|for|child|a|the|of|following)$")
_AHEAD = re.compile(r"\b(?:following|below|include|includes|including|such as)\W*$|\bthe following\b")

_ANY_FOLLOWING = re.compile(r"\b(?:any|one|some|all) (?:one )?(?:or more )?of the following\b")
_STATES = frozenset("if when you have has had is are was were previously suffer suffers take takes get gets".split())
"""Words that an item of a list of states begins with."""

LeadKind = Literal["none", "asks", "signs", "acts", "watches"]


class Lead(NamedTuple):
    """What the line above a list says of its items: of what kind it is, what it asks for each, what it is about."""

    kind: LeadKind
    asks: tuple[str, ...] = ()
    about: tuple[Found, ...] = ()


NONE = Lead("none")


def lead_kind(text: str, start: int, end: int, topical: bool, asks: bool, before: bool) -> LeadKind:
    """The kind of a line above a list. "signs" are signs or examples of what the line itself is about.

    `topical` tells whether the line is about something by itself, `asks` whether it asks for something, `before`
    whether a precaution stands before it that the list may belong to.
    """
    low = lower(text)
    while end > start and not low[end - 1].isalnum():
        end -= 1
    if any(map(low[start:end].__contains__, _WATCH_WORDS)) and _WATCHES.match(low, start, end):
        return "watches"
    if _ACTS.match(low, start, end):
        return "acts" if before else "asks"
    if topical and _EXAMPLES.search(low, max(start, end - 20), end):
        states = _OF_STATES.match(low, start, end) and not _SIGNS.search(low, start, end)
        return "asks" if states else "signs"
    if topical and not asks and not _OPEN_END.search(low, max(start, end - 20), end) and not is_title(text[start:end]):
        return "signs"
    if _SIGNS.search(low, start, end) and (topical or (before and not asks)):
        return "signs"
    return "asks"


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether a line without a colon opens a list: "if you notice any of the following signs"."""
    return _AHEAD.search(lower(text), start, end) is not None


def any_following(text: str, start: int, end: int) -> bool:
    """Whether a sentence speaks of "any of the following", whatever mark it ends with."""
    low = lower(text)
    return low.find("following", start, end) >= 0 and _ANY_FOLLOWING.search(low, start, end) is not None


def gives_examples(text: str, start: int, end: int) -> bool:
    """Whether the items are what the line above them names: "if you are allergic to", "heart problems such as"."""
    return _OF_ITEMS.search(lower(text)[start:end].rstrip(" :,-–")) is not None


def goes_on(opener: str, item: str) -> bool:
    """Whether an item goes on with the list of the item that opened a list within it: both begin as states do.

    "- if you need an operation: - take it exactly as told - if you fall": the last is no part of the inner list.
    """
    first, other = opener.partition(" ")[0].lower(), item.partition(" ")[0].lower()
    return first in _STATES and other in _STATES and (first == other or first not in ("if", "when", "you"))

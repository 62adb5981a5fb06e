"""The span of one item of a list in, the span of the bare effect out, without articles, lead-ins and trailing words."""

import re
from functools import lru_cache

SEVERITY = re.compile(
    r"^(?:(?:very |more |most |potentially )?(?:severe|serious|life[ -]threatening|fatal|mild|moderate|"
    r"major|significant|sometimes|and|or|to|,)\s+)+",
    re.I,
)
_FRONT = re.compile(
    r"(?:[\s\0,;:.•·–—*†‡#§\"“”'‘’-]++|\d{1,2}\s?[.)]\s*(?=[A-Za-z])|(?:(?:and/or|and|or|also|a|an|the|your|"
    r"some|any|other|known as|called|possible|possibly|"
    r"sometimes|seen|reported|occasional|occasionally|usually|further|additional|new(?! onset)|as well as|such as|"
    r"including|include|includes|e\.g\.|i\.e\.|like|most commonly|"
    r"blood tests may show|tests may show|(?:you |patients |people )?(?:may|might|can|could|will|"
    r"should)?\s*(?:also )?(?:feel like having|develops?|experience|experiencing|notice|get|getting|"
    r"suffer(?:ing)? from|have|having|cause|causing)(?! to\b)|"
    r"if you(?: have| get| notice| experience| develop| feel)?|"
    r"(?:signs?|symptoms?)(?: (?:and|or|and/or) (?:signs?|symptoms?))? of|(?:cases?|reports?|occurrences?|"
    r"episodes?|events?|attacks?|an increase in the risk|(?:an )?increased risk|(?:the |a )?(?:higher |"
    r"potential )?risk|possibility|development|onset) of|"
    r"reports of|one or more of|"
    r"(?:very )?common(?:ly)?|uncommon(?:ly)?|(?:very )?rare(?:ly)?|frequent(?:ly)?|"
    r"unexplained (?=\0))(?![\w-])[\s\0,:]*))+",
    re.I,
)
_EDGE = " \t\n\r\u00a0\0,;:.*†‡#§\"“”'‘’–—-"
_BACK = re.compile(
    r"(?:\s(?:and/or|and|or|also|too|etc|is|are|was|were|may|as well|seen|reported|occurring|occurs|"
    r"(?:this|which) is (?:seen|reported)|is (?:seen|reported)|"
    r"(?:have|has) been reported|(?:may|can) occur|in some (?:people|patients|cases)|in (?:rare|very rare|"
    r"isolated) cases|[0-9]{1,2})"
    r"|(?<![\d.])\d{1,3}(?:\.\d+)?\s?%)$",
    re.I,
)

_LAST_WORDS = frozenset(
    "and/or and or also too etc is are was were may well seen reported occurring occurs occur people patients "
    "cases".split()
)
"""The words, besides numbers, in which what trails an effect ends."""


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters of the bare effect within `[start, end)`; empty where nothing but edges stands there."""
    front, back = _bare(text[start:end])
    return start + front, start + back


@lru_cache(maxsize=20_000)
def _bare(piece: str) -> tuple[int, int]:
    """Where the bare effect of an item begins and ends; items come back within a leaflet and in the next ones."""
    front = _FRONT.match(piece)
    start = front.end() if front else 0
    if start >= len(piece):
        return len(piece), len(piece)
    name = piece[start:].rstrip(_EDGE)
    while _may_trail(name) and (back := _BACK.search(name, max(len(name) - 40, 0))):
        name = name[: back.start()].rstrip(_EDGE)
    return start, start + len(name)


def _may_trail(name: str) -> bool:
    """Whether the end of a name may be what trails an effect; asked first, for most ends are not."""
    words = name[-10:].split()  # the longest of the words and what is before it
    return bool(words) and (words[-1].lower() in _LAST_WORDS or words[-1][-1] == "%" or words[-1][-1].isdigit())

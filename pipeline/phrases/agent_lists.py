"""A line of an interactions section in, what part it has in a list of agents out: opens it, is an item, speaks of all.

All functions take text in lower case, but for `opens`.
"""

import re

_COLON = re.compile(r":\s")
_FEW = 8
"""A line that names an agent before a colon has so many words there at most."""
_NOT_ITEM = re.compile(
    r"(?:you (?:should|must|can|may)|please|tell|talk|ask|inform|if (?!you (?:are|take|use|have been))|it|this"
    r"|these|they|there|your|do not|take|use|avoid|when|see|in|for|because|as|for more|the (?:doctor|effect|risk)"
    r"|always|medicines? obtained|not|don\W?t|some|other medicines and|keep|wait|patients?|women|men|males?|females?"
    r"|like|while|although|however|during|before|after|both|any|no|none)\b",
)
_SOME = re.compile(r"(?:some|any|all|certain|both)\s+(?:other\s+)?(?!of\b|other\b)(?=\w)")
# A line that opens a list and lost its colon: "Your insulin needs may change if you are taking".
_NO_COLON = re.compile(
    r"(?:\b(?:if|when) you (?:are )?(?:taking|using|take|use)(?: any of the following(?: medicines)?)?|,\s*such as"
    r"|\bany of the following(?: medicines)?)\Z",
    re.I,
)
_ENDS = ("taking", "using", "take", "use", "following", "medicines", "such as")
"""One of these ends every match of _NO_COLON."""
_GOES_ON = ("these include ", "they include ", "examples include ", "examples are ")
# A sentence of its own below a list: "If you take gold, you may feel dizzy".
_IF_THEN = re.compile(r"if you\b[^.]*,\s+(?:you|your|this|it|talk|tell|ask|please)\b")
_GENERAL = re.compile(
    r"(?:this|these) (?:also )?includes? (?:any |all )?(?:medicines(?! (?:that (?!you)|used|for|to|such|like|called)\b)"
    r"|those|ones|herbal)|remember",
)
_INCLUDE = re.compile(
    r"(?:these|such|some|this|examples)\b[^.]{0,40}\b(?:includes?|are|is)\b|(?:they )?includ(?:e|ing)\b"
)
# "Tell your doctor if you take any of the medicines listed below." opens a list as well.
_BELOW = re.compile(
    r"\b(?:medicines?|drugs|products) (?:\w+ )?(?:listed |mentioned )?below\b|\bthe following medicines\b"
)
# Advice on what no agent before it is: "If you need a vaccination, tell your doctor before".
_OF_OTHERS = re.compile(r"\b(?:vaccin\w+|surgery|operation|an? anaesthetic)\b")
# "These medicines should be avoided", in a paragraph below a list, is said of all its items.
_OF_LIST = re.compile(
    r"(?:all (?:of )?)?(?:these|such) (?:medicines?|drugs|products|medications)\b"
    r"|(?P<above>if (?:any|one) of (?:the above|these) appl(?:y|ies)\b"
    r"|if you (?:are taking|take|use|are using) any of (?:these|the above))"
)


def opens(text: str) -> bool:
    """Whether a line opens a list: it ends with a colon, or breaks off where items have to follow."""
    return text.endswith(":") or (text.endswith(_ENDS) and _NO_COLON.search(text) is not None)


def points_below(low: str) -> bool:
    """Whether a sentence points at medicines that follow: "any of the medicines listed below"."""
    return ("below" in low or "following" in low) and _BELOW.search(low) is not None


def is_listed(kind: str, first: str) -> bool:
    """Whether a line of a block of this kind, by its first letter, may go on with a list that a line above opened."""
    return kind == "list_item" or first.islower()


def is_item(kind: str, low: str, listed: bool, listing: bool) -> bool:
    """Whether the first sentence of a block names what it is about at its head.

    `listed`: it looks like part of a list; `listing`: a line above has opened one.
    """
    if listing and listed and (lead := _SOME.match(low)):
        low = low[lead.end() :]
    if _NOT_ITEM.match(low) or (kind == "paragraph" and _IF_THEN.match(low)):
        return False
    if kind == "list_item" or listing:
        return True
    colon = _COLON.search(low[:80])
    return colon is not None and len(low[: colon.start()].split()) <= _FEW


def goes_on(low: str) -> bool:
    """Whether a sentence names examples of what the item that it stands in is: "These include fluconazole"."""
    return low.startswith(_GOES_ON)


def is_general(low: str) -> bool:
    """Whether a sentence speaks of medicines of any kind: "This includes medicines bought in a shop"."""
    return _GENERAL.match(low) is not None


def includes(low: str) -> bool:
    """Whether a line that opens a list only points back: "These include:"."""
    return _INCLUDE.match(low) is not None


def of_others(low: str) -> bool:
    """Whether a sentence tells of what no agent before it is: "If you need a vaccination, tell your doctor"."""
    return _OF_OTHERS.search(low) is not None


def of_list(low: str) -> tuple[bool, bool]:
    """Whether a sentence below a list is said of all its items, and whether it asks: "if any of the above apply"."""
    found = _OF_LIST.match(low)
    return found is not None, found is not None and found["above"] is not None

"""A line of a list of contraindications in, whether it states no condition out: pointers, advice, states of the pack.

Leaflets put much between the conditions: whom to ask, what an item means, what to watch for, where the heading of the
warnings ran into the text. All functions take text in lower case, but for that heading.
"""

import re

# Sentences of the section that state no condition: pointers, advice what to do, and explanations of the item before.
_ASIDE = re.compile(
    r"(?:if|should)\s+(?:any|one|either|this|these|that|you (?:are|'re) (?:not sure|unsure|uncertain"
    r"|in (?:any )?doubt|not certain)|in doubt|"
    r"you (?:have|get) (?:any )?(?:questions|further|doubts?)"
    r"|you think (?:any|one|this|that any|(?:that )?you (?:may|might|could) be allergic))\b"
    r"|(?:you (?:should|must|can) |please )?(?:tell|ask|talk|speak|contact|inform|consult|check|discuss|see|refer"
    r"|wait|read)\b"
    r"|(?:your|the) (?:doctor|physician|pharmacist|nurse)\b"
    r"|(?:this|these|it|they|there|symptoms?|signs?|such|for more|for further|examples?)\s"
    r"|(?:this|these|the following) (?:medicines?|is|are)\b|do not (?:take|use|have|receive)[^,;]{0,60}?\b(?:if"
    r"|when) (?:any|one) of|do not (?!take|use|have|receive|give)\w+"
    r"|in (?:this|these|that|such) (?:cases?|situations?)\b"
    r"|(?:since|because|therefore|however|pay|make sure|stop|remember|avoid|even|although)\b",
)
_ADVICE = re.compile(
    r"(?:,|\bthen\b|;)?\s*(?:\b(?:you (?:should|must) )?(?:please )?(?:tell|ask|talk to|speak to|speak with|contact"
    r"|inform|consult|check with|discuss)\s+"
    r"(?:this with )?(?:your|the|a|with|it)\b|\bdo not (?:take|use)\b)"
    r"|,\s*you (?:must|should|will|may|need)\b|,\s*your doctor(?=\s(?:will|may|might|can)\b)",
)
# A word that all advice holds, cheaper to look for.
_ADVISES = re.compile(
    r"[^0-9a-z_](?:t(?:ell|alk)|speak|contact|inform|ask|consult|check|discuss|do not"
    r"|you (?:must|should|will|may|need)|your doctor)\b"
)
_DOCTOR = len("your doctor")
_NOT_A_CONDITION = re.compile(
    r"(?:combination|addition|order|place|the following|any of|one of|this|these|it|them|the same time|treatment"
    r"|therapy|the (?:above|past)|"
    r"(?:following )?(?:conditions|cases|situations|circumstances|patients|people)|you|your (?:doctor|child)"
    r"|not sure|above|"
    r"following|none(?: known| reported)?|nil|no known|unknown|not (?:known|applicable|available))\b[^a-z]*$"
    r"|(?:the )?\d+ (?:hours?|minutes?) (?:before|after)\b|longer than\b"
    r"|(?:unsure|in doubt|(?:any )?doubts?|allergic|below|now|take|use|have|other)\W*$"
    r"|(?:this|that|these|those|such) (?:age|patient|people|women|cases?\b|medicine)|been (?:damaged|opened|frozen)"
    r"|within\b|section \d|(?:the )?above\b"
    r"|(?:think )?(?:that )?(?:the above|any of|these apply|this applies)|your treatment|(?:the )?treatment\b"
    r"|(?:already )?(?:use|take|using|taking) (?:any (?:of )?)?(?:these|this|those)\b"
    r"|[^,(]*(?<!\bwhich )(?<!\bthat )\b(?:may|might|will|should|can) (?:be|have|cause|occur"
    r"|develop)\b(?<!think you may be)|combination\b|unless\b|(?:any|one) of (?:the|these)\b|(?:the )?(?:package"
    r"|bottle|pen|vial|carton|blister|seal|pack|solution|(?:rubber )?(?:plunger|stopper)|cartridge|needle|syringe"
    r"|(?:protective )?cap|label"
    r"|expiry|liquid|powder|inhaler)\b"
    r"|(?:currently )?(?:taking|using|treated with) (?:any|one|some) of the following [^,]*$",
)
# What is to be done or watched for, and what tells of the product: no state of a person.
_NO_STATE = re.compile(
    r"(?:you\s)?(?:and your|should|must|will|may|can(?! become)|need to|do have|see\b|notice|experience"
    r"|develop\b|get\b)\b"
    r"|(?:you or )?your (?:child$|doctor (?:can|will|should)|healthcare)|use with\b|(?:otherwise |already )?expired"
    r"|before \w+ing\b|\([^()]*\)$|(?:prescribed|taking) [^,;]* together you\b|[^(]*\b(?:can be found|should decide"
    r"|listed below|any damage)\b"
    r"|(?:if |when )?it (?:has|is|was|does|looks|contains|appears)\b|[^,(]*\bdoes not (?:appear|look)\b"
    r"|.*\bshould be avoided\b",
)
# The heading of the next section, where it runs into the last line of this one, or ends it, or is a line of its own.
_WARNINGS = re.compile(r"\bWarnings? and [Pp]recautions(?:\s+(?=[A-Z][a-z]+\s)(?!Warnings)|\s*\Z)")
_BEFORE_HEADING = re.compile(r"(?:[.)]\s*|\A[^A-Za-z]*)\Z")
# A line above items that tells what to watch for, and one that tells whom to ask: neither list forbids the use.
_WATCHES = re.compile(r"\b(?:signs?|symptoms?|if you notice)\b")
_ASKS = re.compile(
    r"\b(?:tell|ask|talk to|contact|inform|stop (?:taking|using))\b|\b(?:doctor|pharmacist) (?:may|will)\b"
)


def is_aside(low: str, start: int, end: int) -> bool:
    """Whether a sentence of the section, or a part of one, is a pointer, advice or an explanation."""
    return _ASIDE.match(low, start, end) is not None


def advice_at(low: str, start: int, end: int) -> int | None:
    """Where the advice behind a condition begins: "gout, talk to your doctor"."""
    if not _ADVISES.search(low, max(start - 1, 0), end):
        return None
    advice = _ADVICE.search(low, start, end)
    if advice is None:
        return None
    # "If you can become pregnant, your doctor will test …" forbids nothing.
    return start if low.startswith("your doctor", advice.end() - _DOCTOR) else advice.start()


def states_nothing(low: str) -> bool:
    """Whether what is left of a condition names none."""
    return _NOT_A_CONDITION.match(low) is not None or _NO_STATE.match(low) is not None


def warnings_at(text: str, start: int, end: int) -> int | None:
    """Where the heading of the warnings stands in a sentence of the section before it."""
    found = _WARNINGS.search(text, start, end)
    if found is None or (found.end() == end and not _BEFORE_HEADING.search(text[start : found.start()])):
        return None
    return found.start()


def asks(low: str, start: int, end: int) -> bool:
    """Whether a line that opens a list tells whom to ask or what to do."""
    return _ASKS.search(low, start, end) is not None


def watches(low: str, start: int, end: int) -> bool:
    """Whether a line that opens a list names signs of what stands before it."""
    return _WATCHES.search(low, start, end) is not None

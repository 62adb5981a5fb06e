"""What leaflets tell of an interaction in, its effect and advice out: from a sentence, or from what one adds to it.

`statements.clauses` reads clause by clause; here stands what a clause has to be to count, and where an effect hides
behind a condition ("If you take gold, you may feel dizzy").
"""

import re

from pipeline.phrases.case import lower_piece
from pipeline.phrases.statements import clauses, says_effect

_WORD = re.compile(r"[a-z]{2}")
_LOOSE_END = re.compile(
    r"(?:[\s,;:–-]+(?:and|or|but|so|therefore|as|which|such as(?: medicines)?(?: for)?|including|like|for|to|of))+$"
)
# "a medicine that can be used for gout" tells what it is for.
_WHICH_USED = re.compile(r"\b(?:which|that) (?:can|may|might|could) (?:also )?be (?:used|taken|given)\b[^,;.)]*")
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
# "medicines that lower blood sugar can …": what describes them ends before what happens.
_DESCRIBED = re.compile(
    r"\b(?:medicines?|drugs?|products?|agents|treatments?|tablets)\s+(?:that|which|used|to|for)\s+"
    r"(?:(?:may|might|can|could|are|is)\s+)?[^,;.]*?(?=\s(?:may|might|can|could|will)\b|[,;.]|$)"
)
_HAPPENS = re.compile(r"\b(?:may|might|can|could|will|increases?|decreases?|reduces?|affects?|lowers?|raises?)\s+\w")
_OF_MEDICINES = re.compile(r"(?:(?:some|certain|many|other|all)\s+)*(?:[\w-]+\s+){0,2}?(?:medicines?|drugs?)\b")
_IF = re.compile(r"\W*(?:if|when)\s+\w")
_THEN = re.compile(
    r",\s+(?=(?:you|this|it|they|these|their|your (?!doctor|pharmacist|nurse)[\w ]{3,40}?|there|the [\w ]{3,40}?"
    r"|[a-z]+ or [a-z]+) (?:may|might|can|could|will)\b(?! (?:need|take|stir|use|still|have (?:to|blood|regular))\b"
    r"| be (?:asked|given|monitored|told|advised|prescribed)))"
    r"|,?\s+(?=there is an? (?:greater|increased|higher) risk\b)"
)
_ADVISES = re.compile(
    r"\b(?:should|must|do not|avoid|tell your|talk to|ask your|your doctor|not recommended|need(?:s|ed)? to|necessary"
    r"|be (?:adjusted|monitored|changed|considered|required)|with which|includes?)\b"
)
# Advice that `clauses` does not know, since other sections give it of other things.
_MENTION = re.compile(
    r"\b(?:speak (?:to|with) (?:your|the)|(?:important|necessary) (?:to|that you) mention|be sure to mention|let your"
    r"|your doctor (?:also )?needs to know|check with your)\b"
)
_UNSURE = re.compile(r"\b(?:not sure|in doubt|unsure|questions)\b")
# "In particular, the following may increase the risk:" tells what happens behind the words that single out.
_SINGLES_OUT = re.compile(r"\W*(?:in particular|especially|particularly|also|in addition|specifically),?\s+", re.I)
_LIST_OF = re.compile(
    r"\W*(?:(?:some|certain|the|following|other|examples of|types of)\s+)*(?:medicines?|drugs?|products?|medications?)"
    r"\s+(?:that|which)\s+(?:(?:may|might|can|could|will)\s+)?(?!you\b|are\b|is\b|have\b|should\b|must\b)"
    r"(?P<what>.*?)(?:\s+(?:include|are|such as))?\W*",
    re.I | re.S,
)
_NARROW = re.compile(
    r"\b(?:increase|decrease|reduce|lower|raise|affect|cause|change|alter|worsen|prolong|interact)\w*\b"
)
# "You should" where the sentence goes on behind "therefore".
_BARE_ADVICE = re.compile(r"(?:you|it|this|they|your doctor)\s+(?:should|must|may|will|can)", re.I)
# The heading of the section, where it runs into the text: "Other medicines and Tavoril Your dose may change".
_HEADING = re.compile(r"\W*Other medicines and (?:\S+\s)+?(?=[A-Z][a-z]+\s[a-z]|Tell )")
# "charcoal to reduce diarrhoea": what something is taken for.
_PURPOSE = re.compile(r"[^,;]*?\bto (?:reduce|lower|increase|raise|improve|decrease|prevent|treat)\b")
_MODAL = re.compile(r"\b(?:may|might|can|could|will|would|risk|likely)\b")
_SENTENCE = re.compile(r"(?<=[a-z)])[.;]\s+")
_LONG = 300
"""Characters that no effect and no advice goes over."""


def said(text: str, told: bool | None = None) -> tuple[str | None, str | None]:
    """(effect, advice) of a text on an interaction; None where it tells of none.

    `told`: whether something happens is known; where it is not, words for it have to stand in the text.
    """
    if heading := _HEADING.match(text):
        text = text[heading.end() :]
    low = lower_piece(text)
    modal = " may " in low or " can " in low or " might " in low or " could " in low or " will " in low
    happens = told if told is not None else says_effect(_without_use(low)) or (modal and _happens_in(low))
    effect, advice = clauses(text, happens)
    if advice is None and len(text) > _LONG and 0 < (colon := text.find(": ")) <= _LONG:
        advice = clauses(text[:colon], False)[1]  # "Tell your doctor if you take any of the following: …", all in one
    if effect is not None:
        effect = _LOOSE_END.sub("", effect)
        if not (_WORD.search(effect) and _happens(effect.lower())):
            effect = None
    if advice is not None and _BARE_ADVICE.fullmatch(advice):
        advice = _around(text, text.find(advice))
    if effect is None and (modal or "risk" in low):
        effect = _behind_condition(text, advice)
    if advice is None and _may_mention(low) and (mention := _MENTION.search(low)) and not _UNSURE.search(low):
        advice = _around(text, mention.start())
    return effect, advice


def _may_mention(low: str) -> bool:
    """Whether a text has one of the words that are in every match of _MENTION: cheap to look for."""
    return "speak " in low or "mention" in low or "let your" in low or "needs to" in low or "check with" in low


def opens_list(text: str, nested: bool) -> tuple[str | None, str | None]:
    """(effect, advice) of a line that opens a list of medicines: they hold for all its items.

    `nested`: the line is an item of a list itself, where it names a class ("medicines that lower potassium, such as").
    """
    effect, advice = said(text, True)
    if effect is None and advice is None and (lead := _SINGLES_OUT.match(text)):
        effect, advice = said(text[lead.end() :], True)
    if effect is None and advice is None and not nested and (listed := _LIST_OF.fullmatch(text)):
        effect = _tidy(text[: listed.end("what")]) if _NARROW.search(listed["what"].lower()) else None
    return effect, advice


def _around(text: str, at: int) -> str | None:
    """The sentence of a text around a place, unless it is too long to be one thing to do."""
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, at)), default=0)
    stop = _SENTENCE.search(text, at)
    advice = _tidy(text[start : stop.start() if stop else len(text)])
    return advice if len(advice) <= _LONG and advice.count("(") == advice.count(")") else None


def _happens(low: str) -> bool:
    """Whether an effect tells more than what a medicine is: not "diuretics that increase urine"."""
    if " to " in low and _PURPOSE.match(low) and not _MODAL.search(low):
        return False
    if _OF_MEDICINES.match(low):
        return _happens_in(low)
    return says_effect(low) or _happens_in(low)


def _happens_in(low: str) -> bool:
    """Whether a clause tells what happens, outside brackets and what describes classes of medicines."""
    if not _HAPPENS.search(low):
        return False
    bare = _BRACKETS.sub(" ", low) if "(" in low else low
    return _HAPPENS.search(_DESCRIBED.sub(" ", _without_use(bare))) is not None


def _without_use(low: str) -> str:
    """A clause without "which can be used for …"."""
    return _WHICH_USED.sub(" ", low) if " be " in low else low


def _behind_condition(text: str, advice: str | None) -> str | None:
    """An effect that `clauses` leaves aside: of medicines in general, or behind "if you take x"."""
    for sentence in _SENTENCE.split(text):
        low = lower_piece(sentence)
        if len(sentence) > _LONG or sentence.count("(") != sentence.count(")"):
            continue
        if _IF.match(low):
            then = _THEN.search(low)
            if then and not _ADVISES.search(low, then.end()):
                return _tidy(sentence[then.end() :])
        elif _OF_MEDICINES.match(low) and not _ADVISES.search(low) and _happens_in(low):
            effect = _tidy(sentence)
            return None if advice is not None and effect in advice else effect
    return None


def _tidy(text: str) -> str:
    return _LOOSE_END.sub("", " ".join(text.strip(" .,;:-–").split()))

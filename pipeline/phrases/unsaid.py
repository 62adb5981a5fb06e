"""A sentence of a warnings section in, whether it states nothing out: it points elsewhere, or explains a word.

Each kind of wording is a pattern that must match the sentence from its beginning, in lower case, with examples and
counterexamples that a test holds it to.
"""

import re
from typing import NamedTuple

from pipeline.phrases.actions import ASK
from pipeline.phrases.case import lower
from pipeline.phrases.precautions import LEAD

_TO_END = r"\b.*$"


class Unsaid(NamedTuple):
    """A wording that states nothing: what it does and does not match."""

    name: str
    pattern: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


UNSAID: tuple[Unsaid, ...] = (
    Unsaid(
        "asks",
        rf"(?:also,? |please |always |you (?:should|must|need to) (?:also )?)*{ASK}(?:[\s,/]+(?:or |and )?(?:your "
        r"|the |a )?(?:doctor|pharmacist|nurse|midwife|healthcare \w+|other \w+))*"
        r"(?:\s+(?:for|about) (?:further |more )?(?:advice|information|guidance))?"
        r"(?:,?\s*(?:before|when|while|during|and during|prior to|if you have any|if you are (?:not sure|unsure)"
        r"|for advice before)\b(?:(?!\bif\b)[^.:;]){0,70}?)?(?:\s+(?:if|when|about|in|that))?(?:\s+you(?:r child)?)?"
        r"(?:\s+(?:have|are|suffer from|had))?(?:\s+(?:any of the following|the following)[^.]{0,30})?\W*$",
        ("talk to your doctor or pharmacist before taking tavoril", "tell your nurse if you have"),
        ("tell your doctor if you have asthma",),
    ),
    Unsaid(
        "applies",
        r"(?:if|should) (?:any|one|either|some|this|these|it)\b[^.]{0,40}\b(?:apply|applies|appl\w+|occur|happens?"
        r"|appear|develop|concern|is the case|are true)"
        + _TO_END
        + r"|if you (?:do not|don['’]t) (?:feel|get) (?:any )?better"
        + _TO_END,
        (
            "if you do not feel better, call a doctor",
            "if any of these apply to you, talk to your doctor",
            "should this happen, tell your doctor",
        ),
        ("if your heart beats fast, tell your doctor",),
    ),
    Unsaid(
        "unsure",
        r"(?:if|when) (?:you are|you're|you feel|in) (?:not sure|unsure|uncertain|in (?:any )?doubt|doubt)" + _TO_END,
        ("if you are not sure, ask your nurse",),
        ("if you are not pregnant, use it",),
    ),
    Unsaid(
        "see",
        r"(?:further |more )?(?:descriptions?|details|lists?)\b[^.;]{0,60}\b(?:found|given|listed|described) in\b.*$"
        r"|(?:please )?(?:see|refer to|read)\b(?!.*\b(?:doctor|help)\b).*$|(?:for|more|further|detailed|additional"
        r"|full)[\w\s]{0,25} (?:information|details|advice)" + _TO_END,
        (
            "see section 4",
            "descriptions of these effects can be found in section 4",
            "for more information on this read section 2",
        ),
        ("see your doctor at once",),
    ),
    Unsaid(
        "signs_elsewhere",
        r"possible signs (?:of .{1,60} )?are listed.*$|(?:not|none) (?:relevant|applicable|known|reported)\W*$",
        ("possible signs of an infection are listed below", "none known"),
        ("possible signs are fever and chills",),
    ),
    Unsaid(
        "important",
        r"(?:it['’]s|it is) important (?:to|that you) (?:discuss|read|report|follow|keep|tell your).*$",
        ("it is important to read this leaflet",),
        ("it is important to drink water",),
    ),
    Unsaid(
        "about_the_text",
        r"(?:the )?(?:following|above|these|this) (?:information|warnings?|list|section|leaflet|applies|statement).*$"
        r"|(?:the |these )?(?:information|warnings|precautions)(?: above| mentioned above)? (?:also )?appl.*$"
        r"|(?:keep|read) this leaflet.*$|(?:they|this|it|these) may differ from\b.*$"
        r"|[\d.\s]*(?:boxed )?(?:warnings?|precautions?|contraindications?)"
        r"(?: (?:and|&) (?:precautions?|warnings?))?\W*$",
        ("this list is not complete", "warnings also apply to children", "5. warnings and precautions"),
        ("this medicine can harm you", "warnings of heart failure"),
    ),
    Unsaid(
        "questions",
        r"(?:if you have|do you have) any (?:further |other |more )?(?:questions?|concerns?).*$"
        r"|(?:what|when|how|who|why|where|which|are you|do you|have you)\b[^.]*\?$"
        r"|if (?:there is anything )?you do not (?:fully )?understand" + _TO_END,
        ("if you have any further questions, ask your doctor", "what is it for?", "if you do not understand, ask"),
        ("if you have any pain, ask your doctor",),
    ),
    Unsaid(
        "doctor_decides",
        r"(?:your|the) (?:doctor|physician)(?:,? \w+){0,4} will (?:explain|tell you more|talk to you|discuss|decide"
        r"|know|weigh|advise|be able to)\b(?!.*\b(?:monitor|check|test|stop|dose)).*$",
        ("your doctor will explain the risks",),
        ("your doctor will decide to stop it", "your doctor will give you iron"),
    ),
    Unsaid(
        "any_applies",
        r"(?:to make sure|you should not|it should not|[\w ]{0,40}should not be (?:given|used|taken)|please|check"
        r"|consult|tell|if you think)\b[^.;]*\b(?:any|one|some|either) of (?:these|them|the above"
        r"|the (?:points|statements)[\w ]{0,8}|the following)\b[^.;]{0,12}\bappl(?:y|ies)\b[^.;]*$",
        ("check with your doctor if you think any of these may apply to you", "tell them if one of the above applies"),
        ("tell your doctor if any of your parents had asthma",),
    ),
    Unsaid(
        "heads",
        r"you need to know about (?:the |these )?(?:important )?(?:signs|symptoms)\b[^.;]*$"
        r"|take special care(?: with [\w -]{2,40})?\W*$"
        r"|some of these (?:reactions|effects|side effects|events)\b[^.;]*$",
        ("take special care with tavoril", "some of these reactions may be serious"),
        ("take special care when driving",),
    ),
    Unsaid(
        "of_whom",
        r"(?:data from|(?:most |many |some |almost all |all )?of (?:these|those) (?:patients|people|cases)|of the \d+)"
        + _TO_END
        + r"|\W*$",
        ("most of these patients were young", "of the 20 treated, two fell ill"),
        ("most people get well",),
    ),
)
"""Sentences that say nothing, by the way they say it."""
_APPLIES = "any_applies"
"""The kind with "applies" somewhere in it, which is looked for first: its pattern may begin with any words."""
_UNSAID = re.compile("|".join(kind.pattern for kind in UNSAID if kind.name != _APPLIES), re.S)
_ANY_APPLIES = re.compile(next(kind.pattern for kind in UNSAID if kind.name == _APPLIES), re.S)
_TO_TAKE = re.compile(
    r"[^.]*\b(?:there are (?:some|several)|the following|these) precautions (?:you should|should be|to) take"
)
_IN_TABLE = re.compile(r"\b(?:presented|shown|summari[sz]ed|displayed) in (?:table|figure)")
_CONTAINS_NONE = re.compile(r"[^.]{0,40}\b(?:does|do) not contain\b")
_EXPLAINS = re.compile(
    r"(?:(?:the |other |common |early |possible |typical |some )*(?:symptoms?|signs?"
    r"|examples?)\b[^.]{0,60}?\b(?:include|are|may include|can include|such as|may be|of)\b"
    r"|(?:this|that|it|these) (?:is|are|was|were) (?:an?|the|called|because|used|also (?:called|known)|known|due to"
    r"|types?|part)\b(?! (?:serious|risk|precaution|potentially|life))|reactions? (?:might|may|can)? ?include\b"
    r"|an? (?:rare |serious |severe |type of )*(?:disease|condition|disorder|syndrome|problem) (?:in which|where"
    r"|that|of|with)\b"
    r"|[^.,;]{3,40} (?:may|can) be recogni[sz]ed (?:as|by)\b"
    r"|you may also (?:have|get|feel|notice|experience)\b[^.]*\b(?:at the same time|symptoms)\b|(?:this|that"
    r"|it) means\b"
    r"|this is because\b|such (?:medicines|symptoms)|they (?:include|are)\b)",
)
_REACH = 56
"""Within how many characters "x is a disease" has its verb."""
_NAMES = re.compile(
    r"(?:[\w() -]{2,50}? (?:is|are) (?:an?|the|types? of|one of|medicines?|drugs?) (?:type|kind|group|class|form"
    r"|condition|disease|substance|sugar|rare|inherited|medicine|natural|hormone|protein|part|infection|disorder"
    r"|problem|serious (?:condition|disease)|inflammation|name)\b)",
)


def says_nothing(text: str, start: int, end: int) -> bool:
    """Whether a sentence only points elsewhere or asks the reader to ask: nothing a table could hold."""
    low = lower(text)
    lead = LEAD.match(low, start, end)
    start = lead.end() if lead else start
    if low.find(" not contain", start, end) >= 0 and _CONTAINS_NONE.match(low, start, end):
        return True
    if _UNSAID.match(low, start, end):
        return True
    if low.find("appl", start, end) >= 0 and _ANY_APPLIES.match(low, start, end):
        return True
    if low.find(" precautions ", start, end) >= 0 and _TO_TAKE.match(low, start, end):
        return True
    tells = low.find("in table", start, end) >= 0 or low.find("in figure", start, end) >= 0
    return tells and _IN_TABLE.search(low, start, end) is not None


def explains(text: str, start: int, end: int) -> bool:
    """Whether a sentence explains a word or lists signs, without warning of anything.

    >>> explains("This is a rare disease of the skin.", 0, 35), explains("This is serious.", 0, 16)
    (True, False)
    """
    low = lower(text)
    if _EXPLAINS.match(low, start, end):
        return True
    is_near = low.find(" is ", start, start + _REACH) >= 0 or low.find(" are ", start, start + _REACH) >= 0
    return is_near and _NAMES.match(low, start, end) is not None

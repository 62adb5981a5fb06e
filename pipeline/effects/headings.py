"""A heading, lead-in or run-in line of a section on side effects in, what it says of the effects after it out.

"Uncommon (may affect up to 1 in 100 people)" gives a band, "Tell your doctor straight away if you notice:" makes what
follows serious and says what to do, "Other side effects" ends both.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.effects.frequency import FrequencyHit, frequencies, stands_alone
from pipeline.effects.words import WORD_BEGINS, WORD_ENDS, phrases
from pipeline.model import EffectFrequency


class Lead(NamedTuple):
    """What a lead-in says of the effects after it; the list itself may begin at `end`, in the same line.

    `frequency` None: it says nothing of how often. `resets`: what was said before no longer holds. `signs`: what
    follows are signs of an effect that stands in the lead-in itself.
    """

    end: int
    frequency: EffectFrequency | None = None
    resets: bool = False
    serious: bool = False
    action: str | None = None
    signs: bool = False
    population: str | None = None


_FRAME = re.compile(
    r"\b(?:side|adverse|undesirable|unwanted|ill)[\s-]+(?:drug\s+)?(?:effects?|reactions?|events?|"
    r"experiences?)\b"
    r"|^\W*(?:(?:most|more|less|very|other|some|serious|severe|common|uncommon|rare|following|these|"
    r"possible)\s+)+(?:effects?|reactions?|events?)\b",
    re.I,
)
_FILLER = re.compile(
    r"(?:[\s\W\d]|(?:the|these|this|following|other|others|additional|additionally|further|more|most|some|"
    r"possible|potential|known|reported|observed|"
    r"seen|side|adverse|undesirable|unwanted|drug|effects?|reactions?|events?|serious|severe|less|also|in|"
    r"are|is|were|was|may|can|be|been|have|has|occur|"
    r"with|of|frequency|frequencies|at|a|an|and|or|include|includes|including|which|that|affect|affects|"
    r"people|patients|users|as|but|"
    r"listed|below|grouped|by|according|to|how|likely|they|category|symptoms|very|rated|defined|follows|"
    r"occurring|treatment|during|"
    r"medicine|taking|for|from|post|marketing|experience|clinical|trials?|studies|study|adults?|children|"
    r"adolescents|elderly|women|men|"
    r"all|general|overall|classified|convention|using|not|so|if|you|experience|get|any|tell|your|doctor|"
    r"nurse|pharmacist|notice)(?![\w]))*",
    re.I,
)
_AFTER = re.compile(
    r"(?:[\s,;)\]]*(?:side|adverse|undesirable|unwanted)\s+(?:drug\s+)?(?:effects?|reactions?|events?))?"
    r"(?:[\s,;)\]]*(?:reported|observed|seen|experienced|noted|occurring|occur|of|with|for|in|during|when|"
    r"after|while|using|taking|the|treatment|use|this medicine|"
    r"patients|people|adults|women|men|children|adolescents|treated|taking|given|it|is|are|were|was|may|"
    r"can|could|be|being|been|has|have|include|includes|"
    r"included|including|as follows|the following|following|these|side effects|reactions|effects|symptoms|"
    r"not|seen in|affect|up to|if you notice|that)(?![\w-]))*"
    r"[\s\]):;.,–—-]*",
    re.I,
)
_TAKING = re.compile(
    r"[^:;.•]{0,60}?\b(?:(?i:taking|using|treated with|given)\s+[A-Za-z-]+|"
    r"(?i:side effects?|reactions?) (?i:of|to|with)\s+[A-Z][\w-]+(?: [A-Z][\w-]+)?)\W*$",
    re.M,
)
"""Behind a statement of frequency the medicine itself and nothing more: "in people taking this medicine"."""
_INCLUDE = re.compile(
    r"[^:;.•]{0,110}?\b(?:includ(?:e[sd]?|ing)|are|were|was|is)(?!\w)(?: (?:the following|as follows|"
    r"reported|usually mild))?\s*[:,-]?\s*",
    re.I,
)
_HEADS = re.compile(
    r"\W*$|\s*[:(–-]|[\s,]+(?:(?:\w+\s+){0,3}(?:side|adverse|undesirable|unwanted)\b|effects|reactions|"
    r"events|may|these|which|affects?|includ|are)|\s+(?-i:[A-Z])",
    re.I,
)
"""What follows a band's word that heads a list."""
_OTHER = re.compile(
    r"\W*(?:and )?(?:other|additional|further|general|non-serious|less serious|overall|"
    r"all)\b(?:\W+\w+){0,4}?\W+(?:effects|reactions|events)\b|\W*other\W*$",
    re.I,
)
_SERIOUS = re.compile(r"\b(?:serious|severe|life[ -]threatening|fatal|dangerous|important)\b", re.I)
_NOT_SERIOUS = re.compile(
    r"\b(?:not|non|less|isn['’]t|without)[ -]+(?:usually |normally |generally |be )?serious|\bmild\b|"
    r"if (?:any|one|some)\b[^.:]{0,60}(?:gets?|becomes?) (?:serious|severe|worse)|become serious",
    re.I,
)
_URGENT = phrases(
    (
        "straight ?away", "immediate(?:ly)?", "right away", "urgent(?:ly)?", "at once", "as soon as possible",
        "emergency", "without delay", "promptly", "nearest hospital", "hospital",
        "medical (?:attention|help|advice|assistance)", "stop (?:taking|using|treatment|giving|the)",
        "call (?:your|a) doctor", "contact your doctor", "see (?:a|your) doctor",
    ),
    WORD_BEGINS,
    WORD_ENDS,
)  # fmt: skip
"""What tells the reader to act, in lower-case text."""
_ACTION = re.compile(
    r"\b(?P<act>(?:you should |please |you must )?(?:stop|tell|contact|seek|see|call|inform|go to|talk to|"
    r"consult|get|speak|notify|ask|remove|let)\b[^:.]*?)"
    r"(?=[,\s]*\b(?:if|when|in case|as soon as (?:you|your)|should you)\b|[:.]|$)",
    re.I,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|when|should) (?:you|your|any|the|he|she|they|one)\b|\bany of (?:the following|these)\b|"
    r"\bfollowing\b|\bsuch as\b",
    re.I,
)
_LOOKING_BACK = re.compile(
    r"\b(?:any of (?:the above|these|those|them)|the above|this happens|these (?:side effects|symptoms|"
    r"reactions|signs)|listed above|mentioned above)\b(?!\W+(?:following))",
    re.I,
)
_SIGNS = re.compile(r"\b(?:signs?|symptoms?)\b(?! (?:not|listed))", re.I)
# "Call your doctor if you have any of these symptoms:" names no effect that they would be signs of.
_SYMPTOMS_ALONE = re.compile(
    r"\bif\b(?=[^:]*\b(?:any|one|some)(?: or more)? of (?:the following|these|those)"
    r"(?: [\w,/-]+){0,3}? (?:signs?|symptoms?)\b)(?!.*\b(?:sign|symptom)s? of\b)(?!.*\b(?:reactions?|rash|called)\b)",
    re.I | re.S,
)
_POPULATION = re.compile(
    r"\b(?:in|for|if you are an?|additional side effects in|reported in) (?P<who>(?:some |elderly |adult |"
    r"paediatric |pediatric |young |older )*(?:children|adolescents|infants|newborns?|women|woman|men|man|"
    r"adults|elderly|girls|boys|patients? with [\w ]{3,40}|paediatric patients|"
    r"pediatric patients)(?: and adolescents| (?:aged|over|under|from|between|below|"
    r"older than) [^:().]{1,40})?)",
    re.I,
)
# Where a heading or a new sentence begins in the middle of a line whose line breaks were lost: "rash Uncommon (may …".
_CUT = re.compile(
    r"\s(?:(?<=:\s)(?:(?<=effects:\s)|(?<=reactions:\s)|(?<=following:\s)|(?<=symptoms:\s)|(?<=frequencies:\s))"
    r"\s*(?=\w)|(?<=[a-z0-9)*.:,;\]]\s)\s*(?=[A-Zcfnruv])(?="
    r"(?:(?:Other|Additional|Serious|Further|Most|The|Some)\s+(?:\w+\s+){0,2})?(?:[Vv]ery [Cc]ommon|"
    r"[Cc]ommon|[Uu]ncommon|[Rr]are|[Vv]ery [Rr]are|[Ff]requency [Nn]ot [Kk]nown|[Nn]ot [Kk]nown)"
    r"(?:\s*\(|\s*:|\s*$|[\s-]+(?:side|adverse|undesirable)\b|,? (?:may|affects?|can|these|which) )"
    r"|(?:Other|Additional|Further|Serious|Severe)\s+(?:possible |known |reported |common )?(?:side|"
    r"adverse|undesirable) (?:effects|reactions)\b"
    r"|(?:Reporting of side effects|Your doctor|Tell your|Contact (?:a|your)|If you|If any|"
    r"This may(?! affect)|These (?:are|may(?! affect| occur)|side|symptoms)|Stop (?:taking|using)|"
    r"The (?:signs|symptoms|following|frequency)|Symptoms|Signs|Possible signs|Talk to|Seek|Please|"
    r"Some side|Most of|See (?:also )?section|You (?:may|should|might|can)|Do not|It is|In (?:some|rare|"
    r"clinical))\b))"
)

_HEAD_BEGUN = re.compile(r"\W*(?:(?:other|very|additional|serious|most|the|some|not|frequency|further)\W*)+", re.I)


def cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of the sentence or line `text[start:end]`, cut where a heading or sentence was run into it."""
    out: list[tuple[int, int]] = []
    at = start
    for match in _CUT.finditer(text, start, end):
        if _HEAD_BEGUN.fullmatch(text, at, match.start()) or text.count("(", at, match.start()) > text.count(
            ")", at, match.start()
        ):
            continue
        out.append((at, match.start()))
        at = match.end()
    return [*out, (at, end)]


def lead_in(text: str, start: int, end: int, *, heading: bool) -> Lead | None:
    """What the line or sentence `text[start:end]` announces, None where it is no lead-in.

    `heading`: it stands alone on its line. A run-in lead ("Common: rash, fever") ends where its list begins.
    """
    if not stands_alone(text, start):
        return _lead_in(text, start, end, heading)
    lead = _of_line(text[start - 1 : end], heading)
    return lead and Lead(lead[0] + start - 1, *lead[1:])


@lru_cache(maxsize=10_000)
def _of_line(line: str, heading: bool) -> Lead | None:
    """What a line announces, the character before it given first; headings are the same in leaflet after leaflet."""
    return _lead_in(line, 1, len(line), heading)


def _lead_in(text: str, start: int, end: int, heading: bool) -> Lead | None:
    piece = text[start:end]
    hit = _governing(text, start, end, heading)
    colon = piece.rstrip().endswith(":")
    if hit is not None:
        stop = _after(text, hit, end)
        head = text[start:stop]
        return Lead(
            stop, hit.frequency, bool(_OTHER.match(piece)), _serious(head), _action(head), False, _population(head)
        )
    if not (colon or heading or _announces(piece)):
        return None
    other = bool(_OTHER.match(piece))
    framed = bool(_FRAME.search(piece))
    urgent = _alarms(piece) and not _NOT_SERIOUS.search(piece)
    serious = urgent or (framed and _serious(piece))
    population = _population(piece)
    if other or framed or urgent or colon or (population and len(piece.split()) < 8):
        signs = bool(_SIGNS.search(piece)) and not framed and not _SYMPTOMS_ALONE.search(piece)
        return Lead(
            end,
            None,
            other or (framed and not serious),
            serious,
            _action(piece) if serious else None,
            signs,
            population,
        )
    return None


def _governing(text: str, start: int, end: int, heading: bool) -> FrequencyHit | None:
    """The statement of frequency that governs what follows: nothing but a frame stands in front of it."""
    hits = frequencies(text, start, end)
    if not hits or not (hits[0].worded or hits[0].frequency.band):
        return None
    hit = hits[0]
    before = text[start : hit.start]
    after = text[hit.end : end]
    numbers = hit.frequency.low is not None or hit.frequency.high is not None
    if not (numbers or "(" in text[hit.start : hit.end] or _HEADS.match(text, hit.end, end)):
        return None  # "frequent urination", "rare cases of hepatitis"
    if _FILLER.fullmatch(before):
        return hit if hit.worded or _FRAME.search(before) or not after.strip(" .:)") else None
    framed = _FRAME.search(text, start, min(end, hit.end + 60))
    if framed and (after.rstrip().endswith(":") or (heading and not after.strip(" .:)"))) and len(before) < 220:
        return hit if _FRAME.search(text, hit.start, min(end, hit.end + 40)) or _ends_framed(before) else None
    return None


def _ends_framed(before: str) -> bool:
    return bool(
        re.search(r"(?:effects|reactions|events|reported|frequencies|following|as|are|with|:)\W*$", before, re.I)
    )


def _after(text: str, hit: FrequencyHit, end: int) -> int:
    """Where the list begins behind a statement of frequency."""
    match = (
        _FRAME.search(text, hit.start, min(end, hit.end + 40)) and _INCLUDE.match(text, hit.end, end)
    ) or _AFTER.match(text, hit.end, end)
    taken = match and _TAKING.match(text, match.start(), end)
    return taken.end() if taken else match.end() if match else hit.end


def _announces(piece: str) -> bool:
    """Whether a line with no colon at its end says what to do if one has any of the following."""
    return (
        "following" in piece.lower()
        and _alarms(piece)
        and bool(re.search(r"\bfollowing\b[^.]*\.?$", piece, re.I))
        and not _LOOKING_BACK.search(piece)
    )


def _serious(piece: str) -> bool:
    if _NOT_SERIOUS.search(piece):
        return False
    return _SERIOUS.search(piece) is not None or _alarms(piece)


def _alarms(piece: str) -> bool:
    """Whether a piece tells what to do at once, and in what case."""
    return _URGENT.search(piece.lower()) is not None and _CONDITIONAL.search(piece) is not None


def _action(piece: str) -> str | None:
    """What to do, as the lead-in says it: "stop taking Tavoril and see a doctor straight away"."""
    if not _URGENT.search(piece.lower()):
        return None
    match = _ACTION.search(piece)
    return " ".join(match["act"].split()).strip(" ,") if match else None


def _population(piece: str) -> str | None:
    match = _POPULATION.search(piece)
    return " ".join(match["who"].split()) if match else None

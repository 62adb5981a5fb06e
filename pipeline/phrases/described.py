"""A sentence in, the classes of medicines that it describes in words out: "medicines used to treat epilepsy"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model import AgentKind
from pipeline.phrases.agent_names import MEDICINES
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import trim
from pipeline.view import Sentence
from pipeline.wordings import Term

# "medicines used to treat epilepsy", "drugs that thin the blood", "a medicine for gout".
_DESCRIBED = re.compile(
    # What stands before the word is part of the pattern, since a set of characters is found fast.
    rf"[^0-9a-z_](?=med|drug|pr|pil|a[gn]|tre|tab|ther|su[pb]|rem|vac|inh){MEDICINES}\s+(?:(?:that\s+(?:are|is|may|can|could|might)|which\s+(?:are|is|may|can"
    r"|could)|also|usually|commonly|often|sometimes|mainly|known)\s+)*"
    r"(?:(?:used|taken|given|prescribed|meant|intended|needed|acting|affecting|known|administered|containing"
    r"|indicated|applied|aimed|use|that|which|to|for|against)\b"
    r"(?!\s+(?:you|your doctor|are not listed|this|it\b|together|may make|might|can make|are|were|is|obtained"
    r"|bought|below|above|listed|avoid|reason|interact|could interact|affect each|must))"
    r"(?:[^,;:.()\[\]]|,\s(?=(?:\w+\s){0,2}(?:and|or)\s)|\.(?=\d))*)",
)
_DESCRIBED_AS = re.compile(
    r"\b(?:(?:prescription|similar|certain|some|any|all|oral|strong|herbal|natural|over-the-counter|injectable"
    r"|anti[\w-]+|\w+[- ](?:lowering|reducing|containing|thinning|prolonging|sparing|suppressing|type))\s+)+$"
)
"""What the medicines of a description are called, before the word."""
_REACH = 80
_DESCRIPTION_END = re.compile(
    r"\s*(?:\b(?:such as|e\.g|for example|for instance|like|including|because|since|as (?:these|this|they|it|your)"
    r"|which (?:may|can|could|are|is)|or any other|while|when|if|unless|before|during|"
    r"may|might|should|must|will|can|could|tell|talk|called|known as|i\.e|since|in particular|especially"
    r"|at the same time|together with|with your|are|is|have|has|than|and (?:your|you|this|the dose)"
    r"|you (?:may|might|are|have|need|take|use|should|must|will|can|could))\b|[–—]|\s-\s)",
)
# "this medicine for asthma" is the product; "medicines for these conditions" names nothing that stands in the record.
_THIS = re.compile(r"\b(?:this|the same|your|is an?|present in (?:many|some))\s+$")
_POINTS = re.compile(
    r"\b(?:these|those|this|such|their)\s+(?:\w+\s+)?(?:conditions?|problems?|diseases?|symptoms?|disorders?|infections?)\b"
    r"|\bthe following\b"
)
EXPLAINS = re.compile(
    r"[,(]\s*(?:an?|the|some|other|these|all|both|which (?:is|are)|also|another|type of|group of"
    r"|of)?\s*(?:\w+[- ]){0,3}$",
)
"""What stands before a description that explains the name before it: "sirolimus, a medicine used to …"."""


class Agent(NamedTuple):
    """An agent in the text: characters `[start, end)`, its kind, the part of the module that found it, its concept."""

    start: int
    end: int
    kind: AgentKind
    rule: str
    term: Term | None = None


# "a medicine for gout called x" is x.
_ONE = re.compile(r"\ban?\s+$")
_CALLED = re.compile(r"\s*\(?(?:called|named|known as)\b")
_MEDICINE_WORDS = (
    "medic drug treatment product tablets agent preparation pills supplement remedies antibiotic therap vaccine "
    "substance inhibitor"
).split()
"""One of these is in every word of MEDICINES: looked for first, since that is cheap."""
_CERTAIN = re.compile(r"(?:certain|some|any|all|other|similar)\s+")
_BROKEN_OFF = re.compile(
    rf"{MEDICINES}\s+(?:containing|called|known as|that|which|with|to|for|used)"
    r"(?: (?:for )?the(?: (?:treatment|prevention|management) of)?)?.{0,4}"
)
_NAMING = re.compile(r"\s+(?:containing|called|known)\b")


def described(text: str, sentence: Sentence, known: list[Agent]) -> Iterator[Agent]:
    """Classes in words, unless they explain a name that stands before them ("sirolimus, a medicine used to …")."""
    low = lower(text)
    if not any(map(low[sentence.start : sentence.end].__contains__, _MEDICINE_WORDS)):
        return
    for match in _DESCRIBED.finditer(low, max(sentence.start - 1, 0), sentence.end):
        start, end = match.start() + 1, match.end()
        behind = max(sentence.start, start - _REACH)
        if called := _DESCRIBED_AS.search(low[behind:start]):
            start = behind + called.start()
        before = low[max(sentence.start, start - 40) : start]
        named = any(0 <= start - a.end < 40 for a in known)
        if (named and EXPLAINS.search(before)) or before.rstrip().endswith("(") or _THIS.search(before):
            continue
        # "alpha-blocker therapy for high blood pressure": the name before it says what it is.
        if any(start - a.end == 1 for a in known):
            continue
        cut = _DESCRIPTION_END.search(low, start + 9, end)
        start, end = trim(text, start, cut.start() if cut else end)
        if _CALLED.match(low, end) and _ONE.search(before):
            continue
        lead = _CERTAIN.match(low, start, end)
        start = lead.end() if lead else start
        naming = _NAMING.search(low, start, end)
        if naming and any(naming.end() <= a.start <= end for a in known):
            # "medicines containing x" are x; "medicines for gout containing x" are a class and x.
            end = naming.start()
        if not 3 <= len(low[start:end].split()) <= 26 or _BROKEN_OFF.fullmatch(low, start, end):
            continue
        if _POINTS.search(low, start, end):
            continue
        kind: AgentKind = "herbal" if low.startswith("herbal", start) else "class"
        yield Agent(start, end, kind, "interaction.described")

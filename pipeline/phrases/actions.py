"""A clause of a warning in, what it asks the reader or the doctor to do out, as spans of it."""

import re
from collections.abc import Sequence
from functools import cache

from spacy.vocab import Vocab

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, trim

PROFESSIONAL = (
    r"(?:(?:your|the|a|his/her|her|his) )?(?:(?:child['’ ]?s|baby['’ ]?s|treating|specialist|healthcare"
    r"|health care)\s+)?"
    r"(?:doctors?|physicians?|pharmacists?|nurses?|healthcare (?:professional|provider)s?"
    r"|professionals?|providers?|midwife|dentist|team|hospital|prescriber)"
)
ASK = rf"(?:talk|speak|tell|ask|check|consult|contact|inform|discuss|seek|see)\b[^.;:]{{0,20}}?{PROFESSIONAL}"
"""What asks the reader to ask a professional."""
# One of them, in its normal form, stands in everything that is told to do.
_ASKING_WORDS = (
    "talk speak tell ask check consult contact inform discuss seek see not never avoid use using practise practice "
    "stop go call get doctor monitored checked tested examined protect keep cover test testing monitoring ecg scan"
)
_ACTION = re.compile(
    # Most words are passed over by their first letters.
    r"[^0-9a-z_](?=t(?:al|ake|ell|he [cd])|s(?:pe|to|ee)|a(?:sk|vo|rr)|c(?:he|on[st]|al|ar|ov)|inf|d(?:o\s|on|isc)"
    r"|ne[ve]|und|us[ei]|p(?:ra|erf|rot)|g(?:o |et)|you(?: [wmsn]|r (?:ch|do))|hav|be |kee)"
    rf"(?P<do>(?:{ASK}(?:[\s,/]+(?:or|and) (?:your )?(?:pharmacist|nurse|doctor|healthcare \w+"
    rf"|midwife))*(?: (?:immediately|straight ?away|urgently|as soon as possible|at once))?)"
    r"|(?:do not|don['’]t|never|avoid)\s+(?:drive|driving|us(?:e|ing)|tak(?:e|ing)|drink\w*|breast-?feed\w*"
    r"|operat\w+|stop\w*|giv(?:e|ing)|eat\w*|becom\w+|donat\w+|expos\w+|hav(?:e|ing)|sun\w*|father\w*|receiv\w+"
    r"|chang\w+|perform\w+|rid(?:e|ing)|prolonged|direct)\b(?:[^,.;:()]|\.(?=\d))*"
    r"|(?:use|using|practise|practice)\s+(?:an? |two |at least |highly |reliable |adequate |appropriate |effective "
    r"|additional |barrier |non-hormonal |other |suitable |medically |forms? |methods? |of "
    r"|\w+-\w+ )*(?:contracepti\w+|birth control|condoms?)(?:[^,.;:()]|\.(?=\d))*?(?=\s+and\s|[,.;:()]|$)"
    r"|(?:undergo|have|perform|do|carry out|take|need|arrange)\s+(?:\w+\s+){0,4}?(?:tests?|testing|checks?"
    r"|monitoring|check-ups?|ecg|scans?)\b(?:[^,.;:()]|\.(?=\d))*?(?=\s+with\s|[,.;:()]|$)"
    r"|stop (?:taking|using|injecting|(?:the|this|your) (?:treatment|medicine|infusion|use)(?! (?:from )?work)"
    r"|treatment|breast-?feeding)\b"
    r"(?:[^,.;:()]|\.(?=\d))*"
    r"|(?:go to|call|seek|get)\s+(?:(?:an? |the |your |immediate |urgent |emergency |medical )+"
    r"|(?=hospital))(?:help|attention"
    r"|advice|hospital|doctor|ambulance|department|treatment|care)\b(?:[^,.;:()]|\.(?=\d))*"
    r"|(?:your|the) (?:child['’ ]?s )?doctor(?!s? (?:needs? to know|should be (?:told|informed)))(?:,? (?:or|and"
    r"|nurse|pharmacist|specialist|midwife|also|therefore|then"
    r"|or nurse|probably|regularly|only))* (?:will|may|might|should|can|needs? to|must)"
    r"\s(?:[^.;:()]|\.(?=\d)|\([^()]*\)(?=,| and | or )){4,}"
    r"|(?:you (?:will|may|should|must|need to) )?(?:be|have) (?:\w+ )?(?:monitored|checked|tested"
    r"|examined)\b(?:[^,.;:()]|\.(?=\d))*|check your\b(?:[^,.;:()]|\.(?=\d))*|(?:protect|keep"
    r"|cover) your skin\b(?:[^,.;:()]|\.(?=\d))*)",
)
_FINDS = re.compile(r"[^.;]{0,60}? (?:may|might|will|can) (?:identify|see|find|notice)\b")
"""What a doctor comes upon is nothing to do."""
_NOT_TOLD = re.compile(
    r"(?:\b(?:if|when|after|before|once|while|until|unless|because|and|or) you|\bwho|whether to|decide to"
    r"|tell you to|ask you to|how to|when to|that they|(?<!need )(?<!important )\bto)\s$"
)
"""What before "stop taking" or "do not use" makes it a condition or a choice: "if you stop taking it"."""
_FORBIDDEN = ("do not", "don't", "don’t", "never", "avoid", "you should not", "you must not")
_AS_WELL = ("use", "have", "undergo")
_FORBIDS = re.compile(r"\b(?:you )?(?:do|should|must|may|can) not $")
"""What before "stop treatment" makes it the opposite."""
_BEFORE = 20
_DANGLING = re.compile(
    r"\s\s*(?:(?:if|when|while|before|after) (?:you|your child)(?: (?:get|have|are|notice|experience|develop|feel))?"
    r"|before|during|and|or|after|if|when|with|to|while)$"
)
_AND_DO = re.compile(r"\s\s*and\s+(?=(?:undergo|use|have|avoid|tell|contact|stop|seek|do not|get|call|go to|talk)\b)")


def may_ask(vocab: Vocab, norms: Sequence[int]) -> bool:
    """Whether a sentence, given by its norms, has a word that something to do is told with: cheaper than to look."""
    return not _asking_norms(vocab).isdisjoint(norms)


@cache
def _asking_norms(vocab: Vocab) -> frozenset[int]:
    return frozenset(vocab.strings.add(word) for word in _ASKING_WORDS.split())


def actions_of(text: str, start: int, end: int) -> list[SpanOf]:
    """What the reader or the doctor is to do, each a clause: "use two forms of contraception"."""
    low = lower(text)
    spans: list[SpanOf] = []
    for match in _ACTION.finditer(low, max(start - 1, 0), end):
        a, b = trim(text, *match.span("do"))
        state = low.startswith("do not have", a) and low.endswith(("you ", "but ", "and ", "or ", "who "), start, a)
        if state or _not_told(low, start, a) or (low.startswith(("your", "the"), a) and _FINDS.match(low, a, b)):
            continue
        if low.endswith("not ", start, a):
            forbids = _FORBIDS.search(low, max(start, a - _BEFORE), a)
            if forbids is None:
                continue  # "if you are not using contraception"
            a = forbids.start()
        cut = _AND_DO.search(low, a, b) if low.find("and", a, b) >= 0 else None
        if cut and low.startswith(_FORBIDDEN, a) and low.startswith(_AS_WELL, cut.end()):
            cut = None  # "do not drive and use machines" forbids both
        if dangling := _DANGLING.search(low, max(a, b - _BEFORE), b):
            b = dangling.start()
        if b - a > 8:
            spans.append((a, cut.start()) if cut else (a, b))
            if cut and (more := trim(text, cut.end(), b)) and more[1] - more[0] > 8:
                spans.append(more)
    return spans


def _not_told(low: str, start: int, at: int) -> bool:
    """Whether what stands before `at` makes it a condition or a choice: it ends in you, who, to or they."""
    before = max(start, at - _BEFORE)
    return low[before:at].rstrip()[-1:] in ("u", "o", "y") and _NOT_TOLD.search(low, before, at) is not None

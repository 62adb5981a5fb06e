"""A clause of a warning in, whom it is about out: a span of it, and the clause without its tail."""

import re
from collections.abc import Sequence
from functools import cache

from spacy.vocab import Vocab

from pipeline.language import normalise
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, outside_brackets

_PEOPLE = (
    r"(?:adults?|patients?|people|children|adolescents|women|men|those|individuals|infants|babies|newborns|elderly"
    r"|older (?:people|patients|adults)|females?|males?|girls|boys|persons)"
)
_PEOPLE_WORDS = (
    "adult adults patient patients people child children adolescent adolescents woman women man men those individual "
    "individuals infant infants baby babies newborn newborns elderly female females male males girl girls boy boys "
    "person persons"
)
"""One of them stands in every clause that tells whom it is about."""
_WHOM = re.compile(
    r"[,\s](?=[,\s]*(?:in|fo|by|to|pa|es|ma|mo))"
    r"[,\s]*(?:particularly|especially|mainly|in particular|most often)?,?\s*(?:in|for|by|to)\s+"
    r"(?:an? (?:small|limited|large) number of )?"
    r"(?P<who>(?:(?:pregnant|breast-?feeding|lactating|pa?ediatric|adult|female|male)\s+)?"
    rf"(?:{_PEOPLE}, (?=(?:{_PEOPLE}|and|or)\b))*{_PEOPLE}\b"
    r"(?:\s+(?:with|who|suffering|weighing|more|of|aged|under|over|below|above|younger|older|less|taking|receiving"
    r"|having|living|treated"
    r"|exposed|given|born|in|and|or|up|between|from)\b(?:[^,.;:()]|\.(?=\d))*)?)",
)
_SUBJECT = re.compile(
    r"(?P<who>(?:(?:some|certain|other|female|male|adult|elderly|pa?ediatric|older|pregnant|breast-?feeding"
    r"|lactating|sexually active"
    r"|all)\s+)*(?:patients?|women|men|people|children|adolescents|females|males|girls|individuals)"
    r"(?:\s+(?:who\s+(?:are|have|had|can|could|may|might|do|get|take|use|receive|wish|want|plan)\s[^,.;:]{2,80}?"
    r"|(?:with|of|aged|under|over|taking|receiving|having|able|capable)\b[^,.;:]{0,80}?))?(?:, who [^,.;:]{3,70},)?)"
    r"(?<!who)\s*(?=:|\s(?:must|should|may"
    r"|can|are|need|have|has|were|might|could|will|keep|take|use|do)\b)",
)
_GOES_ON = re.compile(
    r"\s(?:(?:because|since|unless|until|therefore|when|if|which|so|that)\b|due to\b|and (?:therefore|may|is|are)\b"
    r"|than in\b|for (?:the|use)\b|as (?:the|it|its|there|this|these|no|they|we|safety|efficacy|only|limited"
    r"|studies|animal|clinical|insufficient)\b"
    r"|(?<!who )(?<!that )(?:is|are|has|have|was|were|may|must|should|can|could|will|might)\b)"
)
"""Where what is said of the people begins, or why: "children under 12 | because it has not been studied"."""
_ANYONE = frozenset({"patients", "people", "those", "individuals", "persons", "patient"})
_SEEN = re.compile(r"\b(?:reported|seen|observed|occurred|found|noted|happened)[ ,\w]{0,25} (?:in|with|by) $")
_SEEN_REACH = 40
_USERS = re.compile(
    r"(?:some |all )?(?:patients?|people|those|adults|women|individuals) "
    r"(?:(?:who (?:are|were|have been) )?(?:being )?treated with|taking|receiving|using|given"
    r"|who (?:take|use|receive)) (?P<what>[\w -]{3,40})$"
)
_THIS = frozenset({"this medicine", "this product", "the medicine", "it"})
_TREATED = re.compile(
    rf"(?:some |other )?{_PEOPLE} (?:(?:who (?:are|were|have been) )?(?:being )?treated|taking|receiving|using|given)\b"
)
"""Where an effect was seen, in those who take the medicine, is no limit of whom it may befall."""
_COMPARED = (" than", "compared with", "compared to", "similar to")
_HOW_MANY = ("some ", "certain ", "other ", "patients", "people", "individuals")
_ABOVE_ALL = re.compile(r"[,\s][,\s]*(?:particularly|especially|mainly)")


def speaks_of_people(vocab: Vocab, norms: Sequence[int]) -> bool:
    """Whether a sentence, given by its norms, has a word for people: cheaper than to look whom it is about."""
    return not _people_norms(vocab).isdisjoint(norms)


@cache
def _people_norms(vocab: Vocab) -> frozenset[int]:
    return frozenset(vocab.strings.add(normalise(word)) for word in _PEOPLE_WORDS.split())


def of_every_user(text: str, names: tuple[str, ...]) -> bool:
    """Whether people are but those who take the medicine, whose `names` are in lower case: "people taking Tavoril"."""
    users = _USERS.match(text.lower())
    return users is not None and (users["what"] in _THIS or users["what"].startswith(names))


def population_of(text: str, start: int, end: int) -> tuple[SpanOf | None, SpanOf]:
    """Whom a clause is about ("in patients with …", "pregnant women must …"), and the clause without its tail."""
    low = lower(text)
    subject = _SUBJECT.match(low, start, end)
    if subject and subject.group("who").split()[-1] in _ANYONE and subject.group("who").startswith(_HOW_MANY):
        return None, (start, end)
    if subject and subject["who"].startswith(_HOW_MANY[:3]) and _TREATED.match(subject["who"]):
        return None, (start, end)
    if subject:
        return subject.span("who"), (start, end)
    found = [
        m for m in outside_brackets(low, max(start - 1, 0), end, _WHOM) if not low.endswith(_COMPARED, start, m.start())
    ]
    if not found:
        return None, (start, end)
    last = found[-1]
    if _SEEN.search(low, max(start, last.start() - _SEEN_REACH), last.start("who")) and _TREATED.match(last["who"]):
        return None, (start, end)
    tail = last.end() >= end - 1 and _ABOVE_ALL.match(low, last.start(), end)
    a, b = last.span("who")
    if "whose" not in low[a:b] and (more := _GOES_ON.search(low, a, b)):
        b = more.start()
    while low.endswith((" and", " or", " only", " who", " who are", " who have"), a, b):
        b = low.rfind(" ", a, b)
    if low[a:b] in _ANYONE:
        return None, (start, end)
    return (a, b), (start, last.start()) if tail else (start, end)

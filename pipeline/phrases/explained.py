"""The agents of a sentence in, those out that do not just say what a name beside them is: "x (a statin)"."""

import re

from pipeline.phrases.agent_names import MEDICINES
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, bracketed
from pipeline.phrases.described import EXPLAINS, Agent
from pipeline.view import Sentence

_EXPLANATION = re.compile(
    r"[(\[]\s*an?\s+(?:[\w-]+\s+){0,2}and\s"
    r"|[(\[]\s*(?:(?:an?|also|the|these|both|some|other|another|another type of|type of|all|most|i\.e\.|including"
    r"|mainly|medicinal)\s+)*(?:\w+[- ]){0,2}(?:medicines?|drugs?|medications?|used|to (?:treat|prevent|help|reduce"
    r"|lower|relieve|control)|for|which (?!contains?)|that|treats?|substances?|treatments?|antibiotics?)\b",
)
# "medicines that harm the liver (other than x and y)", "your doctor may choose an alternative antibiotic".
_EXCEPTS = ("other than", "except", "apart", "alternative", "different")
"""One of these is in every match of _EXCEPT."""
_EXCEPT = re.compile(
    r"\b(?:other than|except(?: for)?|apart from)\s+(?:[\w-]+,?\s+(?:and\s+|or\s+)?)?$|\b(?:alternative|different)\s+$"
    r"|\bexcept when\s+(?:\w+\s+)?$"
)
_APPOSITION = re.compile(r"[,(]\s*an?\s+(?:\w+[- ]){0,2}$")
_IS_A = re.compile(
    r"\bis (?:also )?an?\s+(?:[\w-]+\s+(?:and\s+|or\s+)?){0,3}$"
    r"|(?<!such )(?<!known )(?<!same )\bas an?\s+(?:[\w-]+\s+){0,2}$|\bused as\s+$|\bso-called\s+(?:\w+\s+)?$"
    r"|\b(?:present|used|found) in (?:many|some)\s+$"
)
_BELONGS = re.compile(r"\bbelongs? to (?:an?|the) (?:class|group|family|type)s? of\s[^.;]*\Z")
# "for early breast cancer treatment": what something is for, not what is taken.
_FOR = re.compile(r"\bfor\s+(?:[\w-]+\s+){0,3}$")
_MEANS = re.compile(r"(?:treatment|therapy)\Z")
# "telithromycin antibiotics used to treat infections": the mark between name and explanation is lost.
_USED = re.compile(r"\s+(?:used|given|taken|to (?:treat|prevent)|for)\b")
_PRECAUTION = re.compile(r"\s+(?:precautions?|measures?|methods?|protection|effects?)\b")
_BLOOD_THINNER = "the blood thinner"
_LIKE = re.compile(r"\b(?:like|unlike|as with)\s+(?:(?:all|other|many|most|some)\s+)*$")
_MEDICINE_FIRST = re.compile(rf"{MEDICINES}\b")
_CALLED_BEHIND = re.compile(r"\s*\(?(?:called|named|known as)\b")
_PAIR = re.compile(r"\s(?:or|and)\s[^,]+,\s\Z")


def without_explained(text: str, sentence: Sentence, found: list[Agent]) -> list[Agent]:
    """Without classes that tell what a named medicine is for: "verapamil (a medicine used for high blood pressure)"."""
    if not found:
        return found
    low = lower(text)
    brackets = [b for b in bracketed(text, sentence.start, sentence.end) if _EXPLANATION.match(low, *b)]
    out: list[Agent] = []
    excepts = any(map(low[sentence.start : sentence.end].__contains__, _EXCEPTS))
    belonging = low.find(" belong", sentence.start, sentence.end) >= 0
    for agent in found:
        named = bool(out) and agent.start - out[-1].end < 40
        if (
            brackets
            and _inside(brackets, agent.start)
            and (agent.kind in ("class", "other", "food", "test") or (not named and not out))
        ):
            continue
        before = low[max(sentence.start, agent.start - 40) : agent.start]
        if excepts and _EXCEPT.search(before):
            continue
        if agent.kind == "class" and (
            (named and _APPOSITION.search(before))
            or _LIKE.search(before)
            or _IS_A.search(before)
            or _PRECAUTION.match(low, agent.end)
            or low.endswith(_BLOOD_THINNER, 0, agent.end)
            or (belonging and _BELONGS.search(low, sentence.start, agent.start))
            or (_MEANS.search(low, agent.start, agent.end) and _FOR.search(before))
        ):
            continue
        if named and _MEDICINE_FIRST.match(low, agent.start) and EXPLAINS.search(before):
            continue
        out.append(agent)
    return out


def without_apposed(low: str, sentence: Sentence, found: list[Agent]) -> list[Agent]:
    """Without classes that say what the name beside them is: "the antibiotic x", "x or y, statins"."""
    out: list[Agent] = []
    for at, agent in enumerate(found):
        if agent.kind == "class":
            before = found[at - 1] if at else None
            behind = found[at + 1] if at + 1 < len(found) else None
            if _named_before(low, sentence, agent, before) or _named_behind(low, agent, behind):
                continue
        out.append(agent)
    return out


def _named_before(low: str, sentence: Sentence, agent: Agent, before: Agent | None) -> bool:
    """Whether a class says what the name before it is."""
    if before is None or before.kind != "drug":
        return False
    if agent.start - before.end == 1:
        return _USED.match(low, agent.end) is not None
    last = agent.start - before.end == 2 and not low[agent.end : sentence.end].strip(" .;")
    return last and _PAIR.search(low, sentence.start, agent.start) is not None


def _named_behind(low: str, agent: Agent, behind: Agent | None) -> bool:
    """Whether a class says what the name behind it is."""
    if low.endswith(" a ", 0, agent.start) and _CALLED_BEHIND.match(low, agent.end):
        return True
    if behind is None:
        return False
    if behind.start - agent.end == len(" containing "):
        return low.startswith(" containing ", agent.end)
    return behind.start - agent.end == 1 and behind.kind == "drug" and low.endswith("the ", 0, agent.start)


def _inside(spans: list[SpanOf], start: int) -> bool:
    """Whether a place lies in one of the spans."""
    return any(a <= start < b for a, b in spans)

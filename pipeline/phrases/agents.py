"""A sentence in, the agents it names out: medicines, classes, foods, drinks, herbs, tests; by lexicon and structure.

Structure shows a name that no lexicon knows: the head of a list item, what stands before a colon, what follows "such
as" behind a class. It also shows classes in words: "medicines used to treat epilepsy".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.lexicon import TermHit
from pipeline.model import AgentKind
from pipeline.phrases.agent_names import MEDICINES, VAGUE, kind_of, names_in
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, bracketed, trim
from pipeline.view import Sentence, View

_LEXICONS = ("substance", "drug_class")
_KINDS: dict[str, AgentKind] = {
    "drug": "drug",
    "biological": "drug",
    "vaccine": "drug",
    "herbal": "herbal",
    "class": "class",
    "food": "food",
    "alcohol": "alcohol",
    "test": "test",
    "other": "other",
}
# "medicines used to treat epilepsy", "drugs that thin the blood", "a medicine for gout".
_DESCRIBED = re.compile(
    # What stands before the word is part of the pattern, since a set of characters is found fast.
    rf"[^0-9a-z_](?=[mdpatsvri]){MEDICINES}\s+(?:(?:that\s+(?:are|is|may|can|could|might)|which\s+(?:are|is|may|can"
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
    r"|at the same time|together with|with your|are|is|have|has|than|and (?:your|you|this|the dose))\b|[–—]|\s-\s)",
)
_CALLED = re.compile(
    r"\b(?:called|named|known as|such as|e\.?\s?g\.?,?|i\.e\.,?|for example,?|for instance,?|including|like|namely"
    r"|containing|contains?)\s*:?\s+(?=\S)",
)
_LIST_END = re.compile(
    r"\.(?=\s|$)|;|:|\s[–—-]\s|\)|\]|\b(?:used|which|that|because|since|as (?:these|this|they)|may|might|should"
    r"|must|will|can|could|to (?:treat|prevent|reduce|help|control)|"
    r"for (?:the|treating|treatment)|at the same|is|are|when|if|before|taken|given|medicines?\s+(?:used|to|for)"
    r"|unless|with|in (?:combination|the|your)|your|you|tell|talk|another|on|into|onto)\b",
)
_HEAD_END = re.compile(
    r"\s*(?:[\[(:;]|\s[–—-]\s|\.(?=\s|$)|,\s*(?:an?|the|which|used|that|because|as|since|your|if|e\.g|such"
    r"|including|for|to|these|this|when|taken|also|it|medicines?|drugs?|in|is|may|some|another|one|known|called"
    r"|or any|especially|with)\b"
    r"|\b(?:used|such as|e\.g|for example|for instance|which|that|because|since|may|might|can|could|should|must"
    r"|will|when|if|is|are|has|have|to|for|taken|given|including|like|while|unless|due|called|as|by mouth|who|known"
    r"|increases?|reduces?|in|with|at|on|do|does|was)\b)",
)
_MEASURED = re.compile(
    r"\s*(?:levels?\b|in (?:the|your) (?:blood|body|urine)|channels?|concentrations?|content|metabolism|retention"
    r"|balance|salts? in|deficiency|-?free|loss|intake|absorption)",
)
_MEASURED_BEFORE = re.compile(
    r"\b(?:levels?|amounts?|concentrations?|low|high|blood|raised|lack|much|less|more|loss|too little|serum|excess"
    r"|form|release|contains?|absorption|in the|dehydrat\w+|your|sources?) (?:of |in )?(?:the |your )?$",
)
# What a body holds and a laboratory measures.
_ENDOGENOUS = frozenset(
    (
        "potassium sodium glucose water sugar oxygen iron calcium cholesterol protein magnesium zinc phosphate "
        "phosphorus iodine fat hormone estrogen oestrogen testosterone insulin creatinine bilirubin platelet vitamin "
        "albumin urea uric hydrogen nitrogen histamine serotonin dopamine adrenaline thyroid cortisol prolactin "
        "folate salt copper chloride "
    ).split()
)
# The best known herb, whose apostrophe and full stop come and go.
_WORT = re.compile(r"\bst\.?\s+john\W{0,2}s?\s+wort\b")
_SLASH = re.compile(r"\s?/\s?(?=[A-Za-z])")
_EXPLAINS = re.compile(
    r"[,(]\s*(?:an?|the|some|other|these|all|both|which (?:is|are)|also|another|type of|group of"
    r"|of)?\s*(?:\w+[- ]){0,3}$",
)


class Agent(NamedTuple):
    """An agent in the text: characters `[start, end)`, its kind, and the part of the module that found it."""

    start: int
    end: int
    kind: AgentKind
    rule: str


def agents(view: View, sentence: Sentence, *, item: bool, sure: bool = True) -> list[Agent]:
    """The agents of a sentence by place, none overlapping. `item`: it lists agents, so its head is one.

    `sure`: the sentence is about what interacts; else only names of the lexicons count.
    """
    found = _without_explained(view.text, sentence, list(_known(view, sentence)))
    if sure:
        found += _described(view.text, sentence, found)
        found += _examples(view.text, sentence, found)
    if item:
        found += _head(view.text, sentence, found)
    named = [a for a in found if a.rule not in ("interaction.example", "interaction.item")]
    if len(named) < len(found):
        # "infections such as tuberculosis": what the effect lexicon knows is no medicine.
        effects = [(t.start, t.end) for t in view.terms(sentence, "effect")]
        found = [a for a in found if a in named or not any(s <= a.start and a.end <= e for s, e in effects)]
    out = [a for a in _disjoint(found) if a.kind != "other" or (item and a.start - sentence.start < 12)]
    tested = any(a.kind == "test" for a in out) and not item
    if tested and not _TEST_RESULTS.search(lower(view.text), sentence.start, sentence.end):
        return [a for a in out if a.kind != "test"]
    return out


_TEST_RESULTS = re.compile(r"\b(?:results?|interferes?|false|falsely|misleading|inaccurate)\b")


_EXPLANATION = re.compile(
    r"[(\[]\s*(?:(?:an?|also|the|these|both|some|other|another|another type of|type of|all|most|i\.e\.|including"
    r"|mainly|medicinal)\s+)*(?:\w+[- ]){0,2}(?:medicines?|drugs?|medications?|used|to (?:treat|prevent|help|reduce"
    r"|lower|relieve|control)|for|which (?!contains?)|that|treats?|substances?|treatments?|antibiotics?)\b",
)


def _without_explained(text: str, sentence: Sentence, found: list[Agent]) -> list[Agent]:
    """Without classes that tell what a named medicine is for: "verapamil (a medicine used for high blood pressure)"."""
    low = lower(text)
    brackets = [b for b in bracketed(text, sentence.start, sentence.end) if _EXPLANATION.match(low, *b)]
    out: list[Agent] = []
    for agent in found:
        named = any(0 <= agent.start - a.end < 40 for a in out)
        if inside(brackets, agent.start) and (
            agent.kind in ("class", "other", "food", "test") or (not named and not out)
        ):
            continue
        before = low[max(sentence.start, agent.start - 40) : agent.start]
        if agent.kind == "class" and (
            (named and _APPOSITION.search(before))
            or _LIKE.search(before)
            or _IS_A.search(before)
            or _PRECAUTION.match(low, agent.end)
        ):
            continue
        if named and _MEDICINE_FIRST.match(low, agent.start) and _EXPLAINS.search(before):
            continue
        out.append(agent)
    return out


_APPOSITION = re.compile(r"[,(]\s*an?\s+(?:\w+[- ]){0,2}$")
_IS_A = re.compile(r"\bis (?:also )?an?\s+(?:[\w-]+\s+(?:and\s+|or\s+)?){0,3}$")
_PRECAUTION = re.compile(r"\s+(?:precautions?|measures?|methods?|protection)\b")
_LIKE = re.compile(r"\b(?:like|unlike|as with)\s+(?:(?:all|other|many|most|some)\s+)*$")
_MEDICINE_FIRST = re.compile(rf"{MEDICINES}\b")


def _disjoint(found: list[Agent]) -> list[Agent]:
    """Of overlapping agents the longest, unless it is a guess that spans several known ones."""
    out: list[Agent] = []
    known = [a for a in found if a.rule in _TRUSTED]
    for agent in sorted(found, key=lambda a: (a.start, -(a.end - a.start))):
        covered = [k for k in known if k is not agent and k.start < agent.end and agent.start < k.end]
        if agent.rule in ("interaction.example", "interaction.item") and len(covered) > 1:
            continue
        if not out or agent.start >= out[-1].end:
            out.append(agent)
    return out


_TRUSTED = ("interaction.substance", "interaction.drug_class")


def _known(view: View, sentence: Sentence) -> Iterator[Agent]:
    """Names of the lexicons, the parts of a fixed combination "a/b" as one."""
    text = view.text
    low = lower(text)
    hits = sorted(view.terms(sentence, *_LEXICONS), key=lambda h: (h.start, -h.end))
    last: TermHit | None = None
    pending: Agent | None = None
    named = low.find("wort", sentence.start, sentence.end) >= 0
    wort = _WORT.search(low, sentence.start, sentence.end) if named else None
    if wort:
        yield Agent(wort.start(), wort.end(), "herbal", "interaction.substance")
    for hit in hits:
        if (last and hit.start < last.end) or (wort and wort.end() <= hit.start <= wort.end() + 2):
            continue
        word = low[hit.start : hit.end]
        if _measured(low, hit, word) or word in VAGUE or word in hit.term.ambiguous:
            continue
        kind = _KINDS.get(hit.term.more.get("kind", "drug"), "other")
        agent = Agent(hit.start, hit.end, kind, f"interaction.{hit.lexicon}")
        if pending and last and _SLASH.fullmatch(text, last.end, hit.start):
            agent = Agent(pending.start, hit.end, pending.kind, pending.rule)
            pending = None
        if pending:
            yield pending
        pending, last = agent, hit
    if pending:
        yield pending


def _measured(low: str, hit: TermHit, word: str) -> bool:
    """Whether a body's own substance is meant: "the level of potassium in your blood"."""
    first = word.split()[0].rstrip("s")
    if first not in _ENDOGENOUS and word.rstrip("s") not in _ENDOGENOUS:
        return _LEVEL.match(low, hit.end, hit.end + 14) is not None
    if " " in word and word.split()[-1].rstrip("s") not in _ENDOGENOUS:
        return False
    return bool(_MEASURED.match(low, hit.end) or _MEASURED_BEFORE.search(low[max(0, hit.start - 24) : hit.start]))


_LEVEL = re.compile(r"\s*levels? (?:of|in your)\b")


def _described(text: str, sentence: Sentence, known: list[Agent]) -> Iterator[Agent]:
    """Classes in words, unless they explain a name that stands before them ("sirolimus, a medicine used to …")."""
    low = lower(text)
    if not any(low.find(word, sentence.start, sentence.end) >= 0 for word in _MEDICINE_WORDS):
        return
    for match in _DESCRIBED.finditer(low, max(sentence.start - 1, 0), sentence.end):
        start, end = match.start() + 1, match.end()
        behind = max(sentence.start, start - _REACH)
        if called := _DESCRIBED_AS.search(low[behind:start]):
            start = behind + called.start()
        before = low[max(sentence.start, start - 40) : start]
        named = any(0 <= start - a.end < 40 for a in known)
        if (named and _EXPLAINS.search(before)) or before.rstrip().endswith("("):
            continue
        cut = _DESCRIPTION_END.search(low, start + 9, end)
        start, end = trim(text, start, cut.start() if cut else end)
        lead = _CERTAIN.match(low, start, end)
        start = lead.end() if lead else start
        if not 3 <= len(low[start:end].split()) <= 26 or _BROKEN_OFF.fullmatch(low, start, end):
            continue
        if _NAMING.match(low, start, end) and any(start <= a.start < end for a in known):
            continue
        yield Agent(start, end, "class", "interaction.described")


_MEDICINE_WORDS = (
    "medic drug product preparation agent treatment tablets pills supplement remedies antibiotic therap vaccine "
    "substance inhibitor"
).split()
"""What every word of MEDICINES holds: looked for first, since that is cheap."""
_CERTAIN = re.compile(r"(?:certain|some|any|all|other|similar)\s+")
_BROKEN_OFF = re.compile(
    rf"{MEDICINES}\s+(?:containing|called|known as|that|which|with|to|for|used)"
    r"(?: (?:for )?the(?: (?:treatment|prevention|management) of)?)?.{0,4}"
)
_NAMING = re.compile(rf"{MEDICINES}\s+(?:containing|called|known)\b")
_USED_FOR = re.compile(r"\bused\b|\bto treat\b|\bfor\b")
_HOST = re.compile(rf"\b{MEDICINES}\b|blockers?|antagonists?|analogues?|agonists?|\w+ics\b|steroids?")


def _examples(text: str, sentence: Sentence, known: list[Agent]) -> Iterator[Agent]:
    """What follows "such as" or "called" behind a class or medicine."""
    low = lower(text)
    brackets: list[SpanOf] | None = None
    for cue in _CALLED.finditer(low, sentence.start, sentence.end):
        at = cue.start()
        if brackets is None:
            brackets = bracketed(text, sentence.start, sentence.end)
        if any(a < at < b and _USED_FOR.search(text, a, at) for a, b in brackets):
            continue
        near = any(0 <= at - a.end < 60 for a in known)
        if not near and not _HOST.search(low[max(sentence.start, at - 90) : at]):
            continue
        stop = _LIST_END.search(low, cue.end(), sentence.end)
        for a, b in names_in(text, cue.end(), stop.start() if stop else sentence.end):
            yield Agent(a, b, kind_of(text[a:b]), "interaction.example")


def _head(text: str, sentence: Sentence, known: list[Agent]) -> Iterator[Agent]:
    """The names that a list item begins with."""
    low = lower(text)
    start, end = trim(text, sentence.start, sentence.end)
    colon = _COLON.search(text, start, min(end, start + 120))
    stop = _HEAD_END.search(low, start + 1, end)
    if stop and _VERB.match(low, stop.start(), end):
        return
    until = min(stop.start() if stop else end, colon.start() if colon else end)
    for a, b in names_in(text, start, until):
        yield Agent(a, b, kind_of(text[a:b]), "interaction.item")


_COLON = re.compile(r":\s")
_VERB = re.compile(
    r"\s*(?:may|might|can|could|should|must|will|is|are|has|have|do|does|was|increases?|reduces?)\b",
)


def inside(spans: list[SpanOf], start: int) -> bool:
    """Whether a place lies in one of the spans."""
    return any(a <= start < b for a, b in spans)

"""A sentence in, the agents it names out: medicines, classes, foods, drinks, herbs, tests; by lexicon and structure.

Structure shows a name that no lexicon knows: the head of a list item, what stands before a colon, what follows "such
as" behind a class.
"""

import re
from collections.abc import Iterator

from pipeline.lexicon import TermHit
from pipeline.model import AgentKind
from pipeline.phrases.agent_edges import put_right
from pipeline.phrases.agent_names import MEDICINES, VAGUE, kind_of, names_in
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, bracketed, trim
from pipeline.phrases.described import Agent, described
from pipeline.phrases.explained import without_apposed, without_explained
from pipeline.view import Sentence, View

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
# Begins with the character before the word: a set of characters is found fast.
_CALLED = re.compile(
    r"[^0-9a-z_](?=c(?:al|on)|na|kn|suc|e\.?\s?g|i\.e|for |inc|lik)"
    r"(?:(?<!so-)(?<!also )(?<!so )called|named|(?<!also )known as|such as"
    r"|e\.?\s?g\.?,?|i\.e\.,?|for example,?|for instance,?|including|like|namely"
    r"|containing|contains?)\s*:?\s+(?=\S)",
)
# Both begin with a set of characters, which is found fast; each choice tells which of them it goes on from.
_LIST_END = re.compile(
    r"[.;:)\](\s-](?:(?<=[;:)\]])|(?<=\.)(?=\s|$)|(?<=\s)[–—-]\s|(?<=[\s(-])(?:(?:used|which|that|because|since"
    r"|as (?:these|this|they)|may|might|should|must|will|can|could|to (?:treat|prevent|reduce|help|control)"
    r"|for (?:the|treating|treatment)|at the same|is|are|when|if|before|taken|given|medicines?\s+(?:used|to|for)"
    r"|unless|with|in (?:combination|the|your)|your|you|tell|talk|another|on|into|onto)\b))",
)
_HEAD_END = re.compile(
    r"[\[(:;.,\s](?:(?<=[\[(:;])|(?<=\.)(?=\s|$)"
    r"|(?<=,)\s*(?:an?|the|which|used|that|because|as|since|your|if|e\.g|such"
    r"|including|for|to|these|this|when|taken|also|it|medicines?|drugs?|in|is|may|some|another|one|known|called"
    r"|or any|especially|with)\b"
    r"|(?<=\s)(?:[–—-]\s|(?:used|such as|e\.g|for example|for instance|which|that|because|since|may|might|can|could"
    r"|should|must"
    r"|will|when|if|is|are|has|have|to|for|taken|given|including|like|while|unless|due|called|as|by mouth|who|known"
    r"|increases?|reduces?|in|with|at|on|do|does|was|generally|usually|commonly|mainly|typically)\b))",
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
_SLASH = re.compile(r"\s?/\s?")


def agents(view: View, sentence: Sentence, *, item: bool, sure: bool = True) -> list[Agent]:
    """The agents of a sentence by place, none overlapping. `item`: it lists agents, so its head is one.

    `sure`: the sentence is about what interacts; else only names of the lexicons count.
    """
    found = without_explained(view.text, sentence, sorted(_known(view, sentence), key=_start))
    if sure:
        found += described(view.text, sentence, found)
        found += _examples(view.text, sentence, found)
    if item:
        found += _head(view.text, sentence, found)
    if not found:
        return found
    named = [a for a in found if a.rule not in ("interaction.example", "interaction.item")]
    if len(named) < len(found):
        # "infections such as tuberculosis": what the effect lexicon knows is no medicine.
        effects = [(t.start, t.end) for t in view.terms(sentence, "effect")]
        found = [a for a in found if a in named or not any(s <= a.start and a.end <= e for s, e in effects)]
    out = [a for a in _disjoint(found) if a.kind != "other" or (item and a.start - sentence.start < _ITEM_HEAD)]
    low = lower(view.text)
    out = put_right(low, without_apposed(low, sentence, out))
    tested = any(a.kind == "test" for a in out)
    if tested and not _TEST_RESULTS.search(low, sentence.start, sentence.end):
        return [a for a in out if a.kind != "test" or (item and a.start - sentence.start < _ITEM_HEAD)]
    return out


def _start(agent: Agent) -> int:
    return agent.start


_ITEM_HEAD = 12
"""Within so many characters the head of an item begins."""
_TEST_RESULTS = re.compile(r"\b(?:results?|interferes?|false|falsely|misleading|inaccurate)\b")


def _disjoint(found: list[Agent]) -> list[Agent]:
    """Of overlapping agents the longest, unless it is a guess that spans several known ones."""
    out: list[Agent] = []
    known = [a for a in found if a.rule in _TRUSTED]
    for agent in sorted(found, key=lambda a: (a.start, -(a.end - a.start))):
        if agent.rule in _GUESSED and sum(k.start < agent.end and agent.start < k.end for k in known) > 1:
            continue
        if not out or agent.start >= out[-1].end:
            out.append(agent)
    return out


_GUESSED = ("interaction.example", "interaction.item")
_TRUSTED = ("interaction.substance", "interaction.drug_class")


def _known(view: View, sentence: Sentence) -> Iterator[Agent]:
    """Names of the lexicons, the parts of a fixed combination "a/b" as one."""
    text = view.text
    low = lower(text)
    hits = view.terms(sentence, "substance") + view.terms(sentence, "drug_class")  # what is both is a substance
    hits.sort(key=lambda h: (h.start, -h.end))
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
        if _measured(low, hit, word) or word in VAGUE or word.endswith(" diet") or word in hit.term.ambiguous:
            continue
        kind = _KINDS.get(hit.term.more.get("kind", "drug"), "other")
        agent = Agent(hit.start, hit.end, kind, f"interaction.{hit.lexicon}", hit.term)
        both = pending is not None and pending.kind == kind == "drug"
        if pending and last and both and _SLASH.fullmatch(text, last.end, hit.start):
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
        return low.startswith(" level", hit.end) and _LEVEL.match(low, hit.end, hit.end + 14) is not None
    if " " in word and word.split()[-1].rstrip("s") not in _ENDOGENOUS:
        return False
    return bool(_MEASURED.match(low, hit.end) or _MEASURED_BEFORE.search(low[max(0, hit.start - 24) : hit.start]))


_LEVEL = re.compile(r"\s*levels? (?:of|in your)\b")


_USED_FOR = re.compile(r"\bused\b|\bto treat\b|\bfor\b")
_HOST = re.compile(rf"\b{MEDICINES}\b|blockers?|antagonists?|analogues?|agonists?|\w+ics\b|steroids?")


# "a medicine for diseases such as psoriasis": what follows is what it is for.
_OF_ILLNESS = re.compile(
    r"\b(?:diseases?|conditions?|infections?|disorders?|problems?|illness(?:es)?|symptoms?|reactions?|effects?|signs?|levels?|deficienc(?:y|ies)"
    r"|electrolytes?|minerals?)[\s,(]*\Z"
)


def _examples(text: str, sentence: Sentence, known: list[Agent]) -> Iterator[Agent]:
    """What follows "such as" or "called" behind a class or medicine."""
    low = lower(text)
    brackets: list[SpanOf] | None = None
    for cue in _CALLED.finditer(low, max(sentence.start - 1, 0), sentence.end):
        at = cue.start() + 1
        if brackets is None:
            brackets = bracketed(text, sentence.start, sentence.end)
        if any(a < at < b and _USED_FOR.search(text, a, at) for a, b in brackets):
            continue
        near = any(0 <= at - a.end < 60 for a in known)
        if not near and not _HOST.search(low[max(sentence.start, at - 90) : at]):
            continue
        stop = _LIST_END.search(low, cue.end() - 1, sentence.end)
        until = stop.start() if stop else sentence.end
        ill = _OF_ILLNESS.search(low, max(sentence.start, at - 40), at)
        following = _CALLED.search(low, cue.end() - 1, until) if ill else None
        if ill and not any(at < a.start < (following.start() if following else until) for a in known):
            continue
        for a, b in names_in(text, cue.end(), until):
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

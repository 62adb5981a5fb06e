"""A view in, the conditions under which the product must not be used out: listed under their heading, or in prose."""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator

from pipeline.model import Contraindication
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, coordinated, outside_brackets, trim
from pipeline.phrases.conditions import condition_of, names_condition
from pipeline.view import Sentence, View

KEY = "contraindications"
NEEDS: tuple[str, ...] = ()

_OWN = ("contraindications",)
_PROSE = (
    "boxed_warning",
    "warnings",
    "pregnancy_lactation",
    "special_populations",
    "before_use",
    "driving",
    "overview",
    "indications",
)
_TOPICS = frozenset({"pregnancy_lactation", "special_populations", "warnings"})
# What every rule of contraindication.jsonl needs: looked for once in the whole leaflet, which is fast for a word.
_CUES = (
    re.compile(r"contraindicated"),
    re.compile(r"not\s+(?:be\s+)?(?:tak|us|hav|receiv|giv|administer)"),
    re.compile(r"never\s+(?:be\s+)?(?:tak|us|hav|receiv|giv|administer)"),
)
# Sentences of the section that state no condition: pointers, advice what to do, and explanations of the item before.
_ASIDE = re.compile(
    r"(?:if|should)\s+(?:any|one|either|this|these|that|you (?:are|'re) (?:not sure|unsure|uncertain"
    r"|in (?:any )?doubt|not certain)|in doubt|"
    r"you (?:have|get) (?:any )?(?:questions|further)|you think (?:any|one|this|that any))\b"
    r"|(?:you (?:should|must|can) |please )?(?:tell|ask|talk|speak|contact|inform|consult|check|discuss|see|refer"
    r"|wait|read)\b"
    r"|(?:your|the) (?:doctor|physician|pharmacist|nurse)\b"
    r"|(?:this|these|it|they|there|symptoms?|signs?|such|for more|for further|examples?)\s"
    r"|(?:this|these|the following) (?:medicines?|is|are)\b|do not (?:take|use|have|receive)[^,;]{0,60}?\b(?:if"
    r"|when) (?:any|one) of",
)
_ADVICE = re.compile(
    r"(?:,|\bthen\b|;)?\s*(?:\b(?:you (?:should|must) )?(?:please )?(?:tell|ask|talk to|speak to|speak with|contact"
    r"|inform|consult|check with|discuss)\s+"
    r"(?:this with )?(?:your|the|a|with|it)\b|\bdo not (?:take|use)\b)",
)
# A word that all advice holds, cheaper to look for.
_ADVISES = re.compile(r"[^0-9a-z_](?:t(?:ell|alk)|speak|contact|inform|ask|consult|check|discuss|do not)\b")
# A line that breaks off there goes on in the next: what follows is no item of its own.
_UNFINISHED = re.compile(
    r"(?:\s(?:such as|including|e\.g\.?|of|in|the|with|by|to|as|for|an?|your|which|that)|,|\()\s*\Z",
)
_CONDITIONAL = re.compile(
    r"(?:if|when|in|during|while|you|your|are|have|has|is|had|patients?|women|people|under|for)\b",
)
_HEAD = re.compile(
    r"(?:you (?:must|should) not|do not|must not|should not|never)\s+(?:take|use|have|receive|be given|give"
    r"|be treated with|inject|apply)\s+"
    r"(?:[^\s,;:]+\s+){0,6}?(?=(?:if|when|while|during|in case|with)\b)"
    r"|(?:[^\s.;:]+\s+){0,8}?(?:is|are)\s+(?:also\s+)?(?:absolutely\s+)?contraindicated\s*(?:in|for|during|with"
    r"|when|if|:)?\s*"
    r"|(?:[^\s.;:]+\s+){0,8}?(?:must|should) not be (?:used|taken|given|administered)\s*(?=(?:in|by|during|for|with"
    r"|if|when|to)\b)"
    r"|contraindicated\s+(?:in|for|during|with|when|if)\s+",
)
_NEXT_CASE = (
    r"(?:\b(?:or|and|and/or)\s+)?(?=\b(?:if you|if your|in patients?|in women|in people|in children|in case of"
    r"|if the patient|when you|while you|while breast|during (?:pregnancy|lactation|breast))\b)"
)
# Written to begin with a set of characters, which is found fast.
_NEXT_ITEM = re.compile(
    rf"[;,\s](?:(?<=;)\s*(?:{_NEXT_CASE}|(?:(?:or|and)\s+)?)|(?<=,)\s*{_NEXT_CASE}"
    rf"|(?<=\s)\s*(?=[oaiwd–•*-])(?:{_NEXT_CASE}|[-–•*]\s+(?=[a-z])))",
)
_OR_YOU = re.compile(
    r"[,\s](?:(?<=,)\s+|(?<=\s)\s*)(?:or|and|and/or)\s+(?=(?:you\s+)?(?:if|are|have|is|has|think you|planning"
    r"|drink)\b)",
)
_STATES = re.compile(
    r"((?:pregnan\w+|lactati\w+|breast[- ]?feeding|nursing)[^,]*?)(?:,?\s+(?:and/or|and|or|&)\s+|\s*,\s*|\s*/\s*)"
    r"((?:while |during |are |if )?(?:pregnan\w+|lactati\w+|breast[- ]?feed\w*|nursing)[^,]*)$",
)
_NOT_A_CONDITION = re.compile(
    r"(?:combination|addition|order|place|the following|any of|one of|this|these|it|them|the same time|treatment"
    r"|therapy|the (?:above|past)|"
    r"(?:following )?(?:conditions|cases|situations|circumstances|patients|people)|you|your (?:doctor|child)"
    r"|not sure|above|"
    r"following|none(?: known| reported)?|nil|no known|unknown|not (?:known|applicable|available))\b[^a-z]*$"
    r"|(?:this|that) (?:age|patient)|been (?:damaged|opened|frozen)|within\b|section \d|(?:the )?above\b"
    r"|(?:think )?(?:that )?(?:the above|any of)|your treatment|(?:the )?treatment\b|(?:already )?(?:use|take|using"
    r"|taking) (?:these|this|those)\b|[^,(]*\b(?:may|might|will|should) (?:be|have|cause|occur"
    r"|develop)\b(?<!think you may be)|combination\b|unless\b|(?:any|one) of (?:the|these)\b|(?:the )?(?:package"
    r"|bottle|pen|vial|carton|blister|seal|pack|solution)\b",
)
# A line that opens a list of what forbids the use: "Tavoril should not be given if you:".
_OPENS = re.compile(
    r"[^.:;]{2,70}\b(?:should|must) not be (?:given|used|taken|administered)(?: if)?(?: (?:you|your child|the child"
    r"|the patient))?\s*:?\s*",
)
# The heading of the next section, where it runs into the last line of this one.
_WARNINGS = re.compile(r"\bWarnings and precautions\s+(?=[A-Z][a-z]+\s)(?!Warnings)")
# What is to be done or watched for, and what tells of the product: no state of a person.
_NO_STATE = re.compile(
    r"(?:you\s)?(?:and your|should|must|will|may|can|need to|do have|see\b|notice|experience|develop\b|get\b)\b"
    r"|(?:you or )?your (?:child$|doctor (?:can|will|should)|healthcare)|use with\b|(?:otherwise |already )?expired"
    r"|before \w+ing\b|\([^()]*\)$|(?:prescribed|taking) [^,;]* together you\b|[^(]*\b(?:can be found|should decide"
    r"|listed below|any damage)\b",
)
_LIST_CASE = re.compile(r"(?:if|you|are|have|when|in)\b")


def extract(view: View) -> list[Contraindication] | None:
    """One record a condition and place; None where no section and no sentence could have stated one."""
    records = list(_own(view))
    records += _elsewhere(view)
    return records if records or view.has(*_OWN) else None


def _elsewhere(view: View) -> Iterator[Contraindication]:
    """The conditions of sentences and short lists in other sections that say what forbids the use."""
    low = lower(view.text)
    places = sorted(found.start() for cue in _CUES for found in cue.finditer(low))
    listing = False
    for sentence in view.within(_PROSE) if places else ():
        if "contraindications" in view.kinds(sentence):
            continue
        at = bisect_left(places, sentence.start)
        stated = at < len(places) and places[at] < sentence.end
        if stated and _OPENS.fullmatch(low, sentence.start, sentence.end):
            listing = True
        elif listing and (view.text[sentence.start].islower() or view.blocks[sentence.block].kind == "list_item"):
            yield from _listed(view, sentence, sentence.end)
        else:
            listing = False
            yield from _stated(view, sentence) if stated else ()


def _own(view: View) -> Iterator[Contraindication]:
    """The conditions of the sections on them, up to where the heading of the warnings runs into the text."""
    over = -1
    for sentence in view.within(_OWN):
        if sentence.section == over:
            continue
        run_in = _WARNINGS.search(view.text, sentence.start, sentence.end)
        yield from _listed(view, sentence, run_in.start() if run_in else sentence.end)
        over = sentence.section if run_in else over


def same(record: Contraindication) -> Hashable:
    """Conditions equal but for case, articles and marks are one."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\b(?:an?|the|any)\s", "", record.condition.lower())))


def _record(view: View, start: int, end: int, rule: str) -> Iterator[Contraindication]:
    text = view.text[start:end]
    low = text.lower()
    if end - start < 3 or _NOT_A_CONDITION.match(low) or _NO_STATE.match(low) or _names_product(view, text):
        return
    evidence = view.evidence(start, end, rule)
    yield Contraindication(condition=" ".join(evidence.text.split()), evidence=[evidence])


def _names_product(view: View, text: str) -> bool:
    """Whether nothing but the product's own name is left of a condition ("if you are using Tavoril")."""
    bare = re.sub(r"^(?:using|taking|receiving)\s+", "", text.lower())
    return any(bare in (name, name.partition(" ")[2]) for name in view.product_names)


def _listed(view: View, sentence: Sentence, end: int) -> Iterator[Contraindication]:
    """The conditions of a sentence, up to `end`, under the heading "Do not take …" or "Contraindications"."""
    text, start = view.text, sentence.start
    low = lower(text)
    block = view.blocks[sentence.block]
    if block.kind == "heading" and block.start <= view.sections[sentence.section].start:
        return
    if head := _HEAD.match(low, start, end):
        start = head.end()
    start, _ = trim(text, start, end)
    if (
        sentence.opens
        and not _CONDITIONAL.match(low, start, end)
        and _UNFINISHED.search(low, max(0, sentence.start - 40), sentence.start)
    ):
        return
    if text[start:end].rstrip().endswith(":") or _ASIDE.match(low, start, end):
        return
    if not sentence.opens and not head and not _CONDITIONAL.match(low, start, end):
        return
    for a, b in _items(text, start, end):
        if a > start and _ASIDE.match(low, a, b):
            continue
        advice = _ADVICE.search(low, a, b) if _ADVISES.search(low, max(a - 1, 0), b) else None
        if advice is None or advice.start() - a > 12:
            yield from _conditions(view, sentence, a, advice.start() if advice else b, "contraindication.item")


def _items(text: str, start: int, end: int) -> list[SpanOf]:
    """The items of a line that lost its bullets: "if you are …; if you have …"."""
    spans: list[SpanOf] = []
    at = start
    for cut in outside_brackets(lower(text), start, end, _NEXT_ITEM):
        if cut.start() > at:
            spans.append((at, cut.start()))
            at = cut.end()
    return [*spans, (at, end)]


def _conditions(view: View, sentence: Sentence, start: int, end: int, rule: str) -> Iterator[Contraindication]:
    """The separate conditions of one item."""
    text = view.text
    low = lower(text)
    clause = _LIST_CASE.match(low, start, end) or _HEAD_VERB.match(low, start, end)
    for a, b in _cut(text, start, end, _OR_YOU):
        a, b = condition_of(text, a, b)
        pair = _STATES.fullmatch(low, a, b)
        if pair:
            spans = [trim(text, *pair.span(1)), condition_of(text, *pair.span(2))]
        elif clause or low.startswith(("allerg", "hypersens", "taking", "using"), a, b):
            spans = [(a, b)]
        else:
            spans = coordinated(text, a, b, names_condition(view, sentence))
        for span in spans:
            yield from _record(view, *span, rule)


_HEAD_VERB = re.compile(r"(?:has|is|had|suffers?|takes?|taking|using|being|your|under|during)\b")


_NO_OBJECT = re.compile(
    r"(?:^|\b(?:you|if|have|are|has|is|had|be|been|currently|recently|ever|may|might)\s+)(?:taken|taking|take|had"
    r"|received|used|using|have|has|having|are|is|was|were)$",
)


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[SpanOf]:
    low = lower(text)
    at = start
    for cut in outside_brackets(low, start, end, pattern):
        # "have taken or are taking x" is one condition: what stands before "or" lacks its object.
        if not _NO_OBJECT.search(low[at : cut.start()].strip()):
            yield at, cut.start()
            at = cut.end()
    yield at, end


_UNLESS = re.compile(r"\bunless\b")
_GOVERNS = re.compile(r"\s(?:if|during|while|when)\b")


def _stated(view: View, sentence: Sentence) -> Iterator[Contraindication]:
    """The conditions that a sentence outside the section says forbid the use."""
    low = lower(view.text)
    if _UNLESS.search(view.text, sentence.start, sentence.end):
        return
    hits = view.hits("contraindication", sentence)
    stated = [h for h in hits if h.label == "in"]
    for hit in stated[:1]:
        # The rule finds the verb and some word that governs a condition; the first such word is where it begins.
        governs = _GOVERNS.search(low, hit.start, hit.end)
        for a, b in _items(view.text, governs.end() if governs else hit.end, sentence.end):
            yield from _conditions(view, sentence, a, b, hit.rule.id)
    if hits and not stated:
        yield from _bare(view, sentence, hits[0].start, hits[0].rule.id)


def _bare(view: View, sentence: Sentence, at: int, rule: str) -> Iterator[Contraindication]:
    """ "Contraindicated" alone: what it is said of stands before it on the line, or is the heading above."""
    text = view.text
    start, end = trim(text, sentence.start, at)
    if end > start:
        if re.match(r"\s*[:–—-]", text[end:at]) and end - start < 80:
            yield from _record(view, start, end, rule)
        return
    section = view.sections[sentence.section]
    if (
        section.kind in _TOPICS
        and section.title
        and text[sentence.start : sentence.end].strip(" .!").lower() == "contraindicated"
    ):
        first = section.start + text[section.start : section.end].find(section.title)
        for a, b in coordinated(text, first, first + len(section.title), names_condition(view, sentence)):
            yield from _record(view, a, b, rule)

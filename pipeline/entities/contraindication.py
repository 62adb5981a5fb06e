"""A view in, the conditions under which the product must not be used out: listed under their heading, or in prose."""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator

from pipeline.model import Contraindication, Evidence
from pipeline.phrases.asides import advice_at, asks, is_aside, states_nothing, warnings_at, watches
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import coordinated, trim
from pipeline.phrases.conditions import names_condition, without_leads
from pipeline.phrases.forbidden import conditions_in, items
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
    re.compile(r"not\s+(?:usually\s+|normally\s+)?(?:be\s+)?(?:tak|us|hav|receiv|giv|administer)"),
    re.compile(r"never\s+(?:be\s+)?(?:tak|us|hav|receiv|giv|administer)"),
)
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
# A line that opens a list of what forbids the use: "Tavoril should not be given if you:", "Do not use Tavoril if:".
_OPENS = re.compile(
    r"[^.:;]{2,70}\b(?:should|must) not be (?:given|used|taken|administered)(?: if)?(?: (?:you|your child|the child"
    r"|the patient))?\s*:?\s*"
    r"|(?:[^.:;]{2,40}\b(?:should|must|will) not (?:usually |normally )?(?:be )?|(?:do not|never) )"
    r"(?:take|use|give|receive|have|given|used|taken|administered)\b[^.:;]{0,60}(?: (?:if|when)(?: (?:you|your child"
    r"|the child|the patient))?\s*:?|(?<=\bgiven)(?! (?:certain|any|other|live|some)\b)[^.:;]{0,40}:)\s*",
)
# A line whose items are what its last word governs: "if you are allergic to:", "if you are a woman:".
_GOVERNS_ITEMS = re.compile(
    r"(?:allergic|hypersensitive|taking|using|taken|had|suffer\w*|treated)\b.*\b(?:to|from|treat|with|of|by|for)$"
    r"|(?:wo)?man$"
)
_SUCH_AS = re.compile(r",?\s(?:such as|including|for example|e\.g\.?):?$")
_WORD = re.compile(r"[a-z0-9]+")
_ARTICLE = re.compile(r"\b(?:an?|the|any)\s")
_USING = re.compile(r"^(?:using|taking|receiving)\s+")
_MARK = re.compile(r"\s*[:–—-]")
_BARE = 5
"""A condition that begins so near the beginning of its line has nothing but "or" before it."""
_LONGEST_NAME = 20
"""No part of a product's name on a line of its own takes more characters."""
_TITLE = 300
"""So many characters of a leaflet hold its title."""


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
    lines = _List(view)
    for sentence in view.within(_PROSE) if places else ():
        if "contraindications" in view.kinds(sentence):
            continue
        at = bisect_left(places, sentence.start)
        stated = at < len(places) and places[at] < sentence.end
        if stated and _OPENS.fullmatch(low, sentence.start, sentence.end):
            listing = True
        elif listing and (view.text[sentence.start].islower() or view.blocks[sentence.block].kind == "list_item"):
            heading = warnings_at(view.text, sentence.start, sentence.end)
            yield from lines.read(sentence, sentence.end if heading is None else heading)
            listing = heading is None
        else:
            listing = False
            yield from _stated(view, sentence) if stated else ()


def _own(view: View) -> Iterator[Contraindication]:
    """The conditions of the sections on them, up to where the heading of the warnings stands in the text."""
    over = -1
    lines = _List(view)
    for sentence in view.within(_OWN):
        if sentence.section == over:
            continue
        heading = warnings_at(view.text, sentence.start, sentence.end)
        yield from lines.read(sentence, sentence.end if heading is None else heading)
        over = sentence.section if heading is not None else over


class _List:
    """Reads the lines of lists of conditions, and remembers what a line above says of the items below it.

    "If you are allergic to:" has its words put before each; "Tell your doctor if you:" opens one that forbids nothing.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.section = -1
        self._open("", None)

    def _open(self, words: str, opened: Evidence | None, *, asks: bool = False, watches: bool = False) -> None:
        self.words, self.opened, self.asks, self.watches = words, opened, asks, watches

    def read(self, sentence: Sentence, end: int) -> Iterator[Contraindication]:
        """The conditions of a sentence, up to `end`."""
        low = lower(self.view.text)
        if sentence.section != self.section:
            self.section = sentence.section
            self._open("", None)
        if low[sentence.start : end].rstrip().endswith(":"):
            self._intro(sentence, low, end)
            return
        start, _ = trim(low, sentence.start, end)
        head = _HEAD.match(low, start, end)
        if head or _CONDITIONAL.match(low, start, end):
            self._open("", None, asks=self.asks and not head)
        if self.asks or self.watches:
            return
        for record in _listed(self.view, sentence, end):
            if record.condition.startswith("to ") and record.evidence[0].start - sentence.start < _BARE:
                # "has had an allergic reaction", "- to the active substance"
                record.condition = f"allergic {record.condition}"
            if self.opened:
                record.condition = f"{self.words} {record.condition}"
                record.evidence.append(self.opened)
            yield record

    def _intro(self, sentence: Sentence, low: str, end: int) -> None:
        head = _HEAD.match(low, sentence.start, end)
        start = head.end() if head else sentence.start
        if not head and (is_aside(low, start, end) or asks(low, start, end)):
            self._open("", None, asks=True)
            return
        if watches(low, start, end):
            self._open("", None, watches=True)
            return
        start, end = without_leads(self.view.text, start, end)
        words = " ".join(self.view.text[start:end].split())
        governs = _GOVERNS_ITEMS.match(words.lower()) is not None
        self._open(
            words if governs else "", self.view.evidence(start, end, "contraindication.list") if governs else None
        )


def same(record: Contraindication) -> Hashable:
    """Conditions equal but for case, articles and marks are one."""
    return " ".join(_WORD.findall(_ARTICLE.sub("", record.condition.lower())))


def _record(view: View, start: int, end: int, rule: str) -> Iterator[Contraindication]:
    text = view.text[start:end]
    low = text.lower()
    if tail := _SUCH_AS.search(low):
        end = start + tail.start()
        text, low = text[: tail.start()], low[: tail.start()]
    if end - start < 3 or _closes_bracket(view.text, start, end) or states_nothing(low) or _names_product(view, text):
        return
    evidence = view.evidence(start, end, rule)
    yield Contraindication(condition=" ".join(evidence.text.split()), evidence=[evidence])


def _closes_bracket(text: str, start: int, end: int) -> bool:
    """Whether a line is the rest of a bracket that the line above opened."""
    opened = text.rfind("(", text.rfind("\n", 0, start) + 1, end)
    return opened < 0 and text.startswith(")", end)


def _names_product(view: View, text: str) -> bool:
    """Whether nothing but the product's own name is left of a condition ("if you are using Tavoril")."""
    bare = _USING.sub("", text.lower())
    # A name of two words is broken over two lines: "Do not take Tavoril", "Forte".
    rest = len(text) < _LONGEST_NAME and text[0].isupper() and f" {text} " in view.text[:_TITLE]
    return rest or any(bare in (name, name.partition(" ")[2]) for name in view.product_names)


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
    if text[start:end].rstrip().endswith(":") or is_aside(low, start, end):
        return
    if not sentence.opens and not head and not _CONDITIONAL.match(low, start, end):
        return
    for a, b in items(text, start, end):
        if a > start and is_aside(low, a, b):
            continue
        advice = advice_at(low, a, b)
        # "If you have gout, tell your doctor." below an item tells of it, or is no condition at all.
        if advice is None or (sentence.opens and advice - a > 12):
            for span in conditions_in(view, sentence, a, b if advice is None else advice):
                yield from _record(view, *span, "contraindication.item")


_OF_DOSE = re.compile(r"\bdoses?\b")
_DUE_TO = re.compile(
    r",?\s(?:due to|because of) (?:an? |the )?(?:possible|potential|increased?|risks?|lack|insufficient|limited)\b"
    r"|,?\s(?:since|because|as) (?:there|it|this|they|no)\b"
)
_UNLESS = re.compile(r"\bunless\b")
_GOVERNS = re.compile(r"\s(?:if|during|while|when)\b")


def _stated(view: View, sentence: Sentence) -> Iterator[Contraindication]:
    """The conditions that a sentence outside the section says forbid the use."""
    low = lower(view.text)
    if _UNLESS.search(view.text, sentence.start, sentence.end):
        return
    hits = view.hits("contraindication", sentence)
    stated = [h for h in hits if h.label == "in"]
    if stated and _OF_DOSE.search(low, sentence.start, stated[0].start):
        return
    for hit in stated[:1]:
        # The rule finds the verb and some word that governs a condition; the first such word is where it begins.
        governs = _GOVERNS.search(low, hit.start, hit.end)
        because = _DUE_TO.search(low, hit.end, sentence.end)
        end = because.start() if because else sentence.end
        for a, b in items(view.text, governs.end() if governs else hit.end, end):
            for span in conditions_in(view, sentence, a, b):
                yield from _record(view, *span, hit.rule.id)
    if hits and not stated:
        yield from _bare(view, sentence, hits[0].start, hits[0].rule.id)


def _bare(view: View, sentence: Sentence, at: int, rule: str) -> Iterator[Contraindication]:
    """ "Contraindicated" alone: what it is said of stands before it on the line, or is the heading above."""
    text = view.text
    start, end = trim(text, sentence.start, at)
    if end > start:
        if _MARK.match(text, end, at) and end - start < 80:
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

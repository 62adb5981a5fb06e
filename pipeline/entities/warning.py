"""A view in, the leaflet's warnings out: one record a precaution, with categories, whom it is for and what to do."""

import re
from bisect import bisect_right
from collections.abc import Hashable

from pipeline.model import Evidence, LeafletWarning, WarningCategory
from pipeline.phrases.case import lower
from pipeline.phrases.categories import Found, categories, firsts
from pipeline.phrases.clauses import SpanOf, trim
from pipeline.phrases.idle import idle
from pipeline.phrases.precautions import (
    TIME,
    actions_of,
    breaks_in,
    clause_end,
    clause_of,
    explains,
    follows_on,
    inline_items,
    may_ask,
    opens_list,
    population_of,
    says_nothing,
    warns,
)
from pipeline.phrases.topics import Topics
from pipeline.view import Sentence, View

KEY = "warnings"
NEEDS: tuple[str, ...] = ("contraindications", "side_effects")

_OWN = frozenset(
    {"warnings", "boxed_warning", "before_use", "special_populations", "pregnancy_lactation", "driving", "stopping"}
)
_DOSING = frozenset({"dosage", "how_to_use"})
_NO_PROSE = frozenset(
    {
        "mechanism",
        "benefits",
        "pharmacology",
        "clinical_studies",
        "storage",
        "composition",
        "supply",
        "contents",
        "disclaimer",
    }
)
# "Contraindicated", "Use with caution", "Safe": the verdict of a pharmacy page under a heading such as "Old Age".
_VERDICT = re.compile(
    r"(?:(?P<of>[^:]{1,40}?)\s*:\s*)?(?:contraindicated|use with (?:extreme |special )?caution|with caution|caution"
    r"|safe(?: if prescribed)?|unsafe|not recommended|not advised|avoid|to be avoided|consult your doctor|"
    r"no (?:data|information) available|not known|no interaction (?:is )?(?:known|found)?|compatible|not safe"
    r"|probably safe|weigh risks? (?:vs|versus|against) benefits?)\W*$",
    re.I,
)
_WAYS = {"interactions": "topical", "contraindications": "beside", "side_effects": "asking", "overdose": "asking"}
_FAMILY: tuple[frozenset[str], ...] = (frozenset({"pregnancy", "breastfeeding", "fertility_contraception"}),)
_TOPICAL: tuple[WarningCategory, ...] = (
    "alcohol",
    "pregnancy",
    "breastfeeding",
    "fertility_contraception",
    "driving_machines",
)
_NEAR = 60
_SHORT = 24


class _Reader:
    """Reads the sentences in order; remembers the record of its block, and what the line above a list asked."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.vocab = view.doc.vocab
        self.records: list[LeafletWarning] = []
        self.here: LeafletWarning | None = None
        self.block = -1
        self.section = -1
        self.ruled = -1
        self.asked: list[str] = []
        self.topics = Topics(view)

    def read(self, sentence: Sentence, kind: str) -> None:
        """Take in one sentence of a section whose every sentence may warn."""
        view, text = self.view, self.view.text
        block = view.blocks[sentence.block]
        if sentence.section != self.section:
            self.section, self.asked, self.here = sentence.section, [], None
        start, end = trim(text, sentence.start, sentence.end)
        verdict = _VERDICT.match(text, start, end) if end - start < 70 else None
        if verdict and sentence.start > view.sections[sentence.section].start:
            self._verdict(sentence, (start, end), kind)
            return
        if block.kind == "heading" and not self._stands_alone(sentence):
            self.asked = []
            return
        if end - start < 4:
            return
        if self.ruled == sentence.section and self.here is not None:
            self._more(self.here, start, end)
            return
        opens = sentence.opens and sentence.block != self.block
        if text[sentence.start : sentence.end].rstrip().endswith(":") or opens_list(text, start, end):
            self._intro(sentence, start, end)
            return
        if not opens and self._adds(sentence, start, end):
            return
        self.block = sentence.block
        if len(items := inline_items(text, start, end)) > 1:
            for a, b in items:
                self._precaution(sentence, a, b, kind, self.asked)
            return
        if says_nothing(text, start, end) or explains(text, start, end):
            self.here = self.here if not opens else None
            return
        if opens and breaks_in(text, start, end) and not self.topics.of(start, end):
            self.here = None
            return
        if opens and self.asked and (block.kind == "list_item" or text[start].islower()):
            self._precaution(sentence, start, end, kind, self.asked)
        elif (
            warns(self.vocab, sentence.norms) or block.kind in ("list_item", "heading") or self._names_state(start, end)
        ):
            self.asked = self.asked if block.kind == "list_item" or not opens else []
            self._precaution(sentence, start, end, kind, [])
        elif opens:
            self.here = None

    def _stands_alone(self, sentence: Sentence) -> bool:
        """Whether a line that looks like a heading heads nothing: it is what the section says ("Liver disease")."""
        after = self.view.sentences[sentence.index + 1] if sentence.index + 1 < len(self.view.sentences) else None
        section = self.view.sections[sentence.section]
        first = self.view.blocks[sentence.block].start <= section.start
        return (not first or section.kind == "special_populations") and (
            after is None or after.section != sentence.section
        )

    def topical(self, sentence: Sentence, kind: str) -> None:
        """A sentence of an interactions section that warns of alcohol, or of what the next section is about."""
        if firsts(self.vocab, *_TOPICAL).isdisjoint(sentence.norms):
            return
        text = self.view.text
        start, end = trim(text, sentence.start, sentence.end)
        found = categories(self.vocab, sentence.norms)
        if not found or found[0].category not in _TOPICAL or ": " in text[start : start + 60]:
            return
        if (
            warns(self.vocab, sentence.norms)
            and end - start > _SHORT
            and not says_nothing(text, start, end)
            and not explains(text, start, end)
        ):
            self._precaution(sentence, start, end, kind, [])
            self.here = None

    def _names_state(self, start: int, end: int) -> bool:
        """Whether a line is but the name of a state to be careful in: "Severe renal impairment"."""
        return len(self.view.text[start:end].split()) <= 6 and bool(self.topics.of(start, end))

    def beside(self, sentence: Sentence, kind: str) -> None:
        """A sentence among contraindications that states none: where it warns, it is a warning that ran on."""
        text = self.view.text
        start, end = trim(text, sentence.start, sentence.end)
        heading = self.view.blocks[sentence.block].kind == "heading" or text[end : end + 1] == ":"
        if heading or end - start < _SHORT or not warns(self.vocab, sentence.norms):
            return
        if not says_nothing(text, start, end) and not explains(text, start, end):
            self._precaution(sentence, start, end, kind, [])
            self.here = None

    def asking(self, sentence: Sentence, kind: str, named: bool) -> bool:
        """A sentence on side effects or overdose: taken in where it asks for something beyond asking the doctor.

        Not where it is `named`, that is, where side effects are read from it, which keep what it asks.
        """
        if (named and kind != "overdose") or not may_ask(self.vocab, sentence.norms):
            return False
        text = self.view.text
        start, end = trim(text, sentence.start, sentence.end)
        heading = self.view.blocks[sentence.block].kind == "heading" or text[end : end + 1] == ":"
        if heading or end - start < _SHORT or not actions_of(text, start, end):
            return False
        if says_nothing(text, start, end) or explains(text, start, end) or idle(text[start:end]):
            return False
        self._precaution(sentence, start, end, kind, [])
        self.here = None
        return True

    def _intro(self, sentence: Sentence, start: int, end: int) -> None:
        """A line "Talk to your doctor if you have:" opens a list; its items inherit what it asks."""
        text = self.view.text
        self.asked = [" ".join(text[a:b].split()) for a, b in actions_of(text, start, end)][:1] or ["-"]
        self.here, self.block = None, sentence.block

    def _verdict(self, sentence: Sentence, span: SpanOf, kind: str) -> None:
        """A verdict under a topic's heading; what follows there explains it."""
        found = self.topics.under_heading(sentence, *span, kind)
        evidence = self.view.evidence(*span, found[0].rule if found else "warning.verdict")
        category = found[0].category if found else "other"
        if self.here is not None and self.here.category == category and sentence.section == self.section:
            self.here.evidence.append(evidence)
            return
        self._add(evidence, found, [], None, sentence)
        self.block, self.ruled = sentence.block, sentence.section

    def _adds(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a further sentence of a block says more of the precaution before it; if so it is taken in there."""
        here = self.here
        if here is None:
            return False
        text = self.view.text
        own = self.topics.of(start, end)
        known = {here.category, *here.further_categories}
        others = [f for f in own if f.category != "monitoring"]
        shared = not others or others[0].category in known
        if not shared and not (follows_on(text, start, end) and others[0].weight < 3):
            return False
        self._more(here, start, end)
        if own and own[0].category == "monitoring" and "monitoring" not in known:
            here.further_categories.append("monitoring")
        return True

    def _more(self, here: LeafletWarning, start: int, end: int) -> None:
        """Take what a further sentence asks for into the record, and quote it, unless it says nothing."""
        text = self.view.text
        asks = [" ".join(text[x:y].split()) for x, y in actions_of(text, start, end)]
        if (says_nothing(text, start, end) and not asks) or explains(text, start, end):
            return
        here.actions += [a for a in asks if a not in here.actions]
        here.evidence.append(self.view.evidence(start, end, "warning.more"))

    def _precaution(self, sentence: Sentence, start: int, end: int, kind: str, asked: list[str]) -> None:
        text = self.view.text
        clause, main = clause_of(text, start, end)
        if main and TIME.match(lower(text), *clause) and not self.topics.of(*clause):
            clause = start, end  # "before treatment with Tavoril" alone is no precaution, what is to be done then is
        whom, clause = population_of(text, *clause)
        found = self.topics.under_heading(sentence, *clause, kind)
        asks = [a for a in asked if a != "-"]
        told = actions_of(text, *(main or (start, end))) if may_ask(self.vocab, sentence.norms) else ()
        asks += [a for a in (" ".join(text[x:y].split()) for x, y in told) if a not in asks]
        self._share_with_topic(sentence, found, start, end)
        for span, sorted_found in self.topics.parted(clause, found):
            rule = sorted_found[0].rule if sorted_found else "warning.statement"
            self._add(self.view.evidence(*span, rule), sorted_found, list(asks), whom, sentence)
        if whom and self.here and not (clause[0] <= whom[0] and whom[1] <= clause[1]):
            self.here.evidence.append(self.view.evidence(*whom, "warning.population"))

    def _share_with_topic(self, sentence: Sentence, found: list[Found], start: int, end: int) -> None:
        """What is to be done about a topic counts for the precaution before it too: contraception for birth defects."""
        here = self.here
        if here is None or sentence.block != self.block or not found:
            return
        if any(here.category in f and found[0].category in f for f in _FAMILY):
            for a, b in actions_of(self.view.text, start, end):
                here.actions.append(" ".join(self.view.text[a:b].split()))
                here.evidence.append(self.view.evidence(a, b, "warning.action"))

    def _add(
        self, evidence: Evidence, found: list[Found], asks: list[str], whom: SpanOf | None, sentence: Sentence
    ) -> None:
        order: list[WarningCategory] = [f.category for f in found] or ["other"]
        population = " ".join(self.view.text[whom[0] : whom[1]].split()) if whom else None
        self.here = LeafletWarning(
            text=" ".join(evidence.text.split()),
            category=order[0],
            further_categories=order[1:],
            boxed="boxed_warning" in self.view.kinds(sentence),
            population=population,
            actions=[a for a in asks if a not in evidence.text],
            evidence=[evidence],
        )
        self.records.append(self.here)

    def prose(self, sentence: Sentence) -> None:
        """A sentence elsewhere, where a rule of warning.jsonl finds a precaution in it."""
        text = self.view.text
        done = sentence.start
        for hit in self.view.hits("warning", sentence):
            if hit.start < done:
                continue
            end = clause_end(text, hit.end, sentence.end)
            span = trim(text, _clause_start(text, sentence.start, hit.start), end)
            found = self.topics.of(*span)
            if named := hit.value.get("category"):
                found = [Found(named, hit.rule.id, 9), *(f for f in found if f.category != named)]
            asks = [" ".join(text[a:b].split()) for a, b in actions_of(text, sentence.start, sentence.end)]
            self._add(self.view.evidence(*span, hit.rule.id), found, asks, None, sentence)
            if hit.value.get("boxed") and self.here:
                self.here.boxed = True
            done = end
        self.here = None


def _clause_start(text: str, start: int, at: int) -> int:
    """The sentence's beginning, if the match is near it and no comma parts them, else the match's."""
    return start if at - start < _NEAR and text[at - 2 : at] != ", " else at


def _sentences_of(view: View) -> tuple[set[int], set[int]]:
    """The sentences that state a contraindication, which is no warning, and those that name side effects."""
    starts = [s.start for s in view.sentences]
    forbidden = (r.evidence[0].start for r in view.records.get("contraindications") or [])
    effects = (e.start for r in view.records.get("side_effects") or [] for e in r.evidence)
    first, second = ({bisect_right(starts, place) - 1 for place in places} for places in (forbidden, effects))
    return first, second


def extract(view: View) -> list[LeafletWarning] | None:
    """One record a precaution, quoted with every sentence that says more of it; None where nothing could warn."""
    reader = _Reader(view)
    triggers = view.lexicon.rules("warning").triggers
    own = False
    forbidden, named = _sentences_of(view)
    section, way, kind = -2, "", None
    for sentence in view.sentences:
        if sentence.section != section:
            section, kind = sentence.section, view.kind(sentence)
            way = _way(kind, view.kinds(sentence))
            own = own or way == "read"
        if way == "read":
            reader.read(sentence, kind or "")
        elif way == "topical":
            reader.topical(sentence, kind or "")
        elif way == "beside" and sentence.index not in forbidden:
            reader.beside(sentence, kind or "")
        elif way == "asking" and reader.asking(sentence, kind or "", sentence.index in named):
            continue
        elif way in ("prose", "beside", "asking") and not triggers.isdisjoint(sentence.norms):
            reader.prose(sentence)
    return reader.records if own or reader.records else None


def _way(kind: str | None, kinds: frozenset[str]) -> str:
    """How the sentences of a section of this kind, within sections of these kinds, are read; "" if not at all."""
    if "disclaimer" in kinds:
        return ""
    if kind in _OWN and (kind == "stopping" or _DOSING.isdisjoint(kinds)):
        return "read"
    named = _WAYS.get(kind or "")
    return named or ("" if kind in _NO_PROSE else "prose")


def same(record: LeafletWarning) -> Hashable:
    """Warnings of the same words and category are one."""
    return record.category, " ".join(re.findall(r"[a-z0-9]+", record.text.lower()))

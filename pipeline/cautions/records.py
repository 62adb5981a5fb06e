"""One precaution's sentence in, its record out: the clause that warns, its categories, whom it is for, what to do."""

import re
from typing import NamedTuple

from pipeline.cautions.leads import NONE, Lead
from pipeline.model import Evidence, LeafletWarning, WarningCategory
from pipeline.phrases.actions import actions_of, may_ask
from pipeline.phrases.back_references import closes, goes_back
from pipeline.phrases.case import lower
from pipeline.phrases.categories import SURE, Found
from pipeline.phrases.clauses import SpanOf, balanced, has_words
from pipeline.phrases.general import general_norms
from pipeline.phrases.idle import idle
from pipeline.phrases.populations import of_every_user, population_of, speaks_of_people
from pipeline.phrases.precautions import TIME, clause_of, without_reference
from pipeline.phrases.titles import is_title, people_of, sentence_end, title_end
from pipeline.phrases.topics import Topics
from pipeline.phrases.unsaid import explains, says_nothing
from pipeline.view import Sentence, View

_PROTECTS = re.compile(r"contracepti|birth control|condom|pregnancy test")
_HARMS = re.compile(r"defect|malform|deform|\bharm|unborn|miscarriage")
_OF_SOME = ("if ", "men ", "male ")
FAMILY = frozenset({"pregnancy", "fertility_contraception"})
"""What is to be done about one of these counts for the other."""
_IDLE_KINDS = ("pointer", "origin")
"""What sentences are that name nothing any category is about, and only point to where it stands."""
_BAND = re.compile(r"\bmay affect (?:up to|more than|less than|fewer than) \d")
"""What only introduces side effects of a frequency."""
_OF_BAND = "may affect "
"""Stands in every match of it: cheap to look for."""
_OF_BEFORE = re.compile(r"(?:these|this|such|they) (?!medicine|product|drug|vaccine|treatment)")
"""How a clause begins that speaks of what stands before it, and so of nothing where that is no precaution."""
_OCCASION = 6
"""With fewer words "before receiving the vaccine" is a heading."""
_TABLE = 7
"""No precaution is of more categories."""
_MONITORING = Found("monitoring", "categories.monitoring", 4)


class _Parts(NamedTuple):
    """The parts of a sentence that begins at `start`: where it begins behind a heading that ran into it, where it ends.

    `clause` is what warns, `main` the clause behind an "if …" that says what to do, `whom` whom the clause is about.
    """

    start: int
    begin: int
    end: int
    clause: SpanOf
    main: SpanOf | None
    whom: SpanOf | None


class Records:
    """Gathers the warnings of one leaflet in order; `here` is the one that what follows may go on about.

    `title` is a heading in running text that belongs to the next.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.vocab = view.doc.vocab
        self.records: list[LeafletWarning] = []
        self.here: LeafletWarning | None = None
        self.block = -1
        self.title: SpanOf | None = None
        self.topics = Topics(view)
        self.general = general_norms(view.doc.vocab, view.product_names)
        self._asked: dict[SpanOf, list[SpanOf]] = {}

    def names_nothing(self, start: int, end: int) -> bool:
        """Whether a clause without a category is made of general words only: "if you notice any of these signs"."""
        first, last = self.view.tokens_of(start, end)
        return self.general.issuperset(self.view.norms[first:last]) and not self.topics.of(start, end)

    def ask(self, here: LeafletWarning | None, start: int, end: int) -> None:
        """Add to a record, if there is one, what a sentence asks for that it has not yet."""
        asks = self.told(start, end)
        if here is not None and (new := [a for a in asks if a not in here.actions]):
            here.actions += new
            here.evidence.append(self.view.evidence(start, end, "warning.more"))

    def asked(self, start: int, end: int) -> list[SpanOf]:
        """What the characters `[start, end)` tell to do. Several ask for it, so it is kept."""
        known = self._asked.get((start, end))
        if known is None:
            known = self._asked[start, end] = actions_of(self.view.text, start, end)
        return known

    def told(self, start: int, end: int) -> list[str]:
        """What the characters `[start, end)` tell to do, in their words."""
        first, last = self.view.tokens_of(start, end)
        asks = may_ask(self.vocab, self.view.norms[first:last])
        return self.words(*self.asked(start, end)) if asks else []

    def idles(self, start: int, end: int) -> bool:
        """Whether a sentence asks to ask, and names nothing to ask about, nor speaks of what stands before it."""
        text = self.view.text
        if not self.names_nothing(start, end) or idle(text[start:end]) is None:
            return False
        return closes(text, start, end) or not goes_back(text, start, end)

    def topical(self, start: int, end: int) -> bool:
        """Whether a clause is about more than that something is watched."""
        return any(f.category != "monitoring" for f in self.topics.of(start, end))

    def states(self, start: int, end: int) -> bool:
        """Whether a clause warns of something, and does not only explain a word or point elsewhere."""
        text = self.view.text
        return not says_nothing(text, start, end) and not explains(text, start, end)

    def precaution(
        self, sentence: Sentence, start: int, end: int, kind: str, lead: Lead = NONE, *, watched: bool = False
    ) -> None:
        """Add what a clause of a sentence warns of; `lead` is the line above it, `watched` that it is looked for."""
        parts = self._parts(sentence, start, end)
        if not has_words(self.view.text, parts.clause):
            if start < parts.end < end:  # nothing but a heading and marks stood before
                self.precaution(sentence, parts.end, end, kind, lead, watched=watched)
            return
        found = self._about(sentence, parts, kind) or self._by_context(sentence, lead)
        if self._idle(sentence, parts, found, lead):
            return
        if watched:
            found = [_MONITORING, *(f for f in found if f.category != "monitoring")]
        self._share_with_topic(sentence, found, start, parts.end)
        if self._add_each(sentence, parts, found, lead) and self.here and parts.end < end:
            self.more(self.here, parts.end, end)

    def _parts(self, sentence: Sentence, start: int, end: int) -> _Parts:
        """Take a sentence's heading and the sentence that ran into it off, and find the clause that warns."""
        text, names = self.view.text, self.view.product_names
        begin = title_end(text, start, end, names) if start <= sentence.start + 3 else start
        begin = title_end(text, begin, end, names) if begin > start else begin  # a heading of a heading
        stop = sentence_end(text, begin, end, names)
        if stop < end and self._is_heading(sentence, begin, stop):
            begin = stop + 1
        else:
            end = stop
        clause, main = clause_of(text, begin, end)
        if main and not self._told_behind(clause, main):
            # "Before treatment with Tavoril" alone is no precaution, what is to be done then is.
            clause = clause[0], end
        whom, clause = self.whom_of(sentence, without_reference(text, *clause))
        return _Parts(start, begin, end, clause, main, whom)

    def _is_heading(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether the words before a sentence that ran into them are its heading, and no item of a list."""
        text = self.view.text
        if text.count("(", start, end) != text.count(")", start, end) or not is_title(text[start:end]):
            return False
        return self.view.blocks[sentence.block].kind != "list_item" or not self.topics.of(start, end)

    def whom_of(self, sentence: Sentence, clause: SpanOf) -> tuple[SpanOf | None, SpanOf]:
        """Whom a clause is about, by its own words or by the heading before it, and the clause without its tail."""
        text, whom = self.view.text, None
        if speaks_of_people(self.vocab, sentence.norms):
            whom, clause = population_of(text, *clause)
        if whom and of_every_user(" ".join(text[slice(*whom)].split()), self.view.product_names):
            whom = None
        if whom is None and (title := self._title_of(sentence)):
            whom = people_of(text, *title)
        return whom, clause

    def _title_of(self, sentence: Sentence) -> SpanOf | None:
        """The heading in running text that belongs to a sentence: one of its own section."""
        own = self.title is not None and self.view.section_index(self.title[0]) == sentence.section
        return self.title if own else None

    def _about(self, sentence: Sentence, parts: _Parts, kind: str) -> list[Found]:
        """The categories of the clause, or else of the whole sentence; a heading run into it tells the first."""
        clause, whom, headed = parts.clause, parts.whom, parts.begin > parts.start
        found = self.topics.under_heading(sentence, *clause, kind)
        if whom and whom[0] <= clause[0] and kind not in ("special_populations", "driving"):
            found = self._of_predicate((whom[1], clause[1]), found)
        if not found and (parts.main or headed):
            return self.topics.of(parts.start, parts.end)
        return self._as_headed(self.topics.of(parts.start, parts.begin), found) if headed else found

    def _idle(self, sentence: Sentence, parts: _Parts, found: list[Found], lead: Lead) -> bool:
        """Whether a clause warns of nothing: it only points, heads, says when, introduces effects, or is a table."""
        text, clause = self.view.text, parts.clause
        if len(found) > _TABLE:
            return True  # of other medicines and what they are for
        low = lower(text)
        band = low.find(_OF_BAND, *clause) >= 0 and _BAND.search(low, *clause) is not None
        if band or (TIME.match(low, *clause) and len(text[slice(*clause)].split()) < _OCCASION):
            return True
        if people_of(text, *clause):
            return True  # a heading
        if found:
            return False
        if self.names_nothing(*clause):
            return True
        points = idle(text[sentence.start : sentence.end]) in _IDLE_KINDS
        return not lead.asks and (points or _OF_BEFORE.match(low, *clause) is not None)

    def _by_context(self, sentence: Sentence, lead: Lead) -> list[Found]:
        """The categories of a clause that names none: those of the line above its list, or of the heading before it."""
        if lead.about:
            return list(lead.about)
        title = self._title_of(sentence)
        return self.topics.of(*title) if title else []

    def _add_each(self, sentence: Sentence, parts: _Parts, found: list[Found], lead: Lead) -> bool:
        """Add a record for each precaution of the clause; False where one would have no words."""
        text, clause, whom = self.view.text, parts.clause, parts.whom
        asking = may_ask(self.vocab, sentence.norms)
        told = self.asked(*(parts.main or (parts.begin, parts.end))) if asking else []
        spans = self.topics.parted(balanced(text, *clause), found)
        if not all(has_words(text, span) for span, _ in spans):
            return False  # brackets and marks without words between them
        titled = self.title is not None and whom is not None and self.title[0] <= whom[0] < self.title[1]
        for span, sorted_found in spans:
            rule = sorted_found[0].rule if sorted_found else "warning.statement"
            # What is told within another part of the clause ("do not take it if pregnant, or breast-feeding") is its.
            own = [t for t in told if t[0] >= clause[1] or t[1] <= clause[0] or (t[0] < span[1] and span[0] < t[1])]
            asks = [*lead.asks, *(a for a in self.words(*own) if a not in lead.asks)]
            self.add(self.view.evidence(*span, rule), sorted_found, asks, whom, sentence)
        if whom and self.here and not titled and not (clause[0] <= whom[0] and whom[1] <= clause[1]):
            self.here.evidence.append(self.view.evidence(*whom, "warning.population"))
        return True

    def _told_behind(self, clause: SpanOf, main: SpanOf) -> bool:
        """Whether a condition says what is warned of; what is to be done about it, behind it, is kept as an action."""
        if not self.asked(*main):
            return False
        when = TIME.match(lower(self.view.text), *clause) is not None
        return not (when or self.names_nothing(*clause) or self._in_main(clause, main))

    def _in_main(self, clause: SpanOf, main: SpanOf) -> bool:
        """Whether what a sentence warns of stands behind its condition: "if you are a man, do not father a child"."""
        about, own = self.topics.of(*main), self.topics.of(*clause)
        if not about or about[0].weight < SURE:
            return False
        return not own or (about[0].category == "fertility_contraception" and own[0].category == "pregnancy")

    def _as_headed(self, headed: list[Found], found: list[Found]) -> list[Found]:
        """The categories of a clause, first the one that the heading which ran into it names."""
        if len(headed) != 1 or "monitoring" in (headed[0].category, found[0].category):
            return found
        return [headed[0], *(f for f in found if f.category != headed[0].category)]

    def _of_predicate(self, predicate: SpanOf, found: list[Found]) -> list[Found]:
        """The categories, first those of what is said of the people: "those with arthritis may get a lymphoma"."""
        first = {f.category for f in self.topics.of(*predicate)}
        return sorted(found, key=lambda f: f.category not in first) if first else found

    def words(self, *spans: SpanOf) -> list[str]:
        """The words of spans, with single blanks."""
        return [" ".join(self.view.text[a:b].split()) for a, b in spans]

    def _share_with_topic(self, sentence: Sentence, found: list[Found], start: int, end: int) -> None:
        """What is to be done about a topic counts for the precaution before it too: contraception for birth defects."""
        here = self.here
        if here is None or sentence.block != self.block or not found:
            return
        text = lower(self.view.text)
        risk = here.category in FAMILY and _HARMS.search(here.text.lower()) is not None
        if risk and found[0].category in FAMILY and not text.startswith(_OF_SOME, start):
            for a, b in self.asked(start, end):
                if _PROTECTS.search(lower(self.view.text), a, b):
                    here.actions += self.words((a, b))
                    here.evidence.append(self.view.evidence(a, b, "warning.action"))
                    if found[0].category not in (here.category, *here.further_categories):
                        here.further_categories.append(found[0].category)

    def add(
        self, evidence: Evidence, found: list[Found], asks: list[str], whom: SpanOf | None, sentence: Sentence
    ) -> None:
        """Add a record of these parts; without a category it is of `other`."""
        order: list[WarningCategory] = [f.category for f in found] or ["other"]
        self.here = LeafletWarning(
            text=" ".join(evidence.text.split()),
            category=order[0],
            further_categories=order[1:],
            boxed="boxed_warning" in self.view.kinds(sentence),
            population=self.words(whom)[0] if whom else None,
            actions=[a for a in asks if a not in evidence.text],
            evidence=[evidence],
        )
        if title := self._title_of(sentence):
            self.here.evidence.append(self.view.evidence(*title, "warning.title"))
        self.title = None
        self.records.append(self.here)

    def more(self, here: LeafletWarning, start: int, end: int) -> None:
        """Take what a further sentence asks for into the record, and quote it, unless it says nothing."""
        text = self.view.text
        if explains(text, start, end) or not has_words(text, (start, end)):
            return
        asks = self.told(start, end)
        if (says_nothing(text, start, end) and (not asks or closes(text, start, end))) or self.idles(start, end):
            return
        here.actions += [a for a in asks if a not in here.actions]
        here.evidence.append(self.view.evidence(start, end, "warning.more"))

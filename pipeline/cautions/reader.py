"""The sentences of sections whose every sentence may warn in, one record a precaution out.

Remembers the record of its block, and what the line above a list says of the list's items.
"""

import re

from pipeline.cautions.leads import NONE, Lead, gives_examples, goes_on, lead_kind, looks_ahead
from pipeline.cautions.lines import SENTENCE_WORDS, Lines
from pipeline.cautions.records import FAMILY, Records
from pipeline.document import Block
from pipeline.model import LeafletWarning
from pipeline.phrases.back_references import are_signs, closes, ends_back, follows_on, goes_back, specifies
from pipeline.phrases.case import lower
from pipeline.phrases.categories import SURE, Found
from pipeline.phrases.clauses import SpanOf, trim
from pipeline.phrases.precautions import breaks_in, inline_items, warns
from pipeline.phrases.titles import title_end
from pipeline.phrases.unsaid import says_nothing
from pipeline.view import Sentence, View

# "Contraindicated", "Use with caution", "Safe": the verdict of a pharmacy page under a heading such as "Old Age".
_VERDICT = re.compile(
    r"(?:(?P<of>[^:]{1,40}?)\s*:\s*)?(?:contraindicated|use with (?:extreme |special )?caution|with caution|caution"
    r"|safe(?: if prescribed)?|unsafe|not recommended|not advised|avoid|to be avoided|consult your doctor|"
    r"no (?:data|information) available|not known|no interaction (?:is )?(?:known|found)?|compatible|not safe"
    r"|probably safe|weigh risks? (?:vs|versus|against) benefits?)\W*$",
    re.I,
)
_CHECKS = re.compile(r"(?:check|monitor|measure|test|examine|look for)\b(?! with)")
"""How an item begins that a doctor or the reader watches: "your doctor will: check your lungs"."""
_IN_PART = re.compile(
    r"(?:for|during|every|within|until|at least|after|before|on|in|and|or|up to|from)\s[^.;]*\b(?:days?|weeks?"
    r"|months?|years?"
    r"|hours?|treatment|dose|therapy|stop\w*|start\w*)\b"
)
"""How an item begins that only says when: it is a part of the line above the list."""
_TELLS = re.compile(
    r"[A-Z][^.;:]*\b(?:may|might|can|has been|have been|has|have|is|are|should|must|will|causes?)\b[^;:]*\.$"
    r"|(?:Tell|Talk|Do not|If you|You|Your|Stop|Contact|Ask)\b"
)
"""A whole sentence, and no sign of something."""
_STATE = re.compile(r"If you (?:are|have|were|wear|smoke|suffer|take) (?!any\b|questions|a reaction)")
"""How a sentence begins that tells of a state to be careful in, and not of what befalls the reader."""
_STATE_ITEM = re.compile(
    r"if you (?:have|are|had|take|use|weigh|suffer)\b|you (?:take|weigh|smoke|are (?:taking|over|older|using))\b", re.I
)
_IF = ("If ", "When ")
"""How the lines of a list without marks begin."""
_EXCIPIENT = re.compile(
    r"\b(?:lactose|sucrose|glucose|fructose|sorbitol|mannitol|maltitol|isomalt|xylitol|sodium|potassium|aspartame"
    r"|phenylalanine|benzyl alcohol|ethanol|propylene glycol|soya|soybean|peanut|polysorbate|gluten|tartrazine|latex"
    r"|parahydroxybenzoates?|sulph?ites?|metabisulph?ite|benzalkonium|benzoate|castor oil|lecithin)\b"
)
"""The excipients that leaflets warn of (EU guideline on excipients in the labelling, Annex)."""
_ANEW = re.compile(r"[\w® -]{2,40}? (?:can|may) (?:cause|have) (?:serious )?side effects\b")
"""How a sentence begins that opens a new list of what may happen."""


class Reader(Records):
    """Reads the sentences of such sections in order."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.lines = Lines(view, self.topics)
        self.section = -1
        self.ruled = -1
        self.lead: Lead = NONE
        self._outer: Lead = NONE
        self._opener = ""
        self._lines = False
        self._continues = False
        self._opening: tuple[Sentence, int, int, str] | None = None

    def read(self, sentence: Sentence, kind: str) -> None:
        """Take in one sentence."""
        view, text = self.view, self.view.text
        block = view.blocks[sentence.block]
        if sentence.section != self.section:
            self.section, self.lead, self.here = sentence.section, NONE, None
        start, end = trim(text, sentence.start, sentence.end)
        verdict = _VERDICT.match(text, start, end) if end - start < 70 else None
        if verdict and text[end : end + 1] != ":" and sentence.start > view.sections[sentence.section].start:
            self._verdict(sentence, (start, end), kind)
            return
        if block.kind == "heading" and not self.lines.stands_alone(sentence):
            self.lead = NONE
            return
        if end - start < 4:
            return
        if self.ruled == sentence.section and self.here is not None:
            self.more(self.here, start, end)
            return
        opens = sentence.opens and sentence.block != self.block
        item = block.kind == "list_item" or text[start].islower() or (self._lines and text.startswith(_IF, start))
        if self._continues and opens:
            self._continues = False
            if self.here is not None and self.told(start, end):
                self.more(self.here, start, end)
                self.block = sentence.block
                return
        self.lead = self.lead if item or not opens else NONE
        if self.lines.opens(sentence, start, end, listed=self.lead.kind != "none"):
            self._intro(sentence, start, end, kind)
        elif self._belongs(sentence, start, end, opens and item):
            self.block = sentence.block
        elif self.general.issuperset(sentence.norms) and self.names_nothing(start, end):
            self._points_back(sentence, start, end, kind, opens)
        elif self.lines.heads(sentence):
            self.here, self.block, self.title = None, sentence.block, (start, end)
        elif opens or not self._adds(sentence, start, end):
            self._states(sentence, (start, end), kind, opens, block)

    def _states(self, sentence: Sentence, span: SpanOf, kind: str, opens: bool, block: Block) -> None:
        """Add the precautions of a sentence that goes on about none before it, if it states any."""
        text, (start, end) = self.view.text, span
        self.block = sentence.block
        if len(items := inline_items(text, start, end)) > 1:
            if says_nothing(text, *items[0]):
                opening = items.pop(0)
                self.lead = Lead("asks", tuple(self.told(*opening)[:1]))
            for a, b in items:
                self.precaution(sentence, a, b, kind, self.lead)
        elif not self.states(start, end):
            self.here = self.here if not opens else None
        elif opens and breaks_in(text, start, end) and not self.topics.of(start, end):
            self.here = None
        elif opens and self.lead.kind != "none":
            watched = self.lead.kind == "watches" or _CHECKS.match(lower(text), start, end) is not None
            self.precaution(sentence, start, end, kind, self.lead, watched=watched)
        elif (
            warns(self.vocab, sentence.norms)
            or block.kind in ("list_item", "heading")
            or self.lines.names_state(start, end)
        ):
            self.precaution(sentence, start, end, kind)
        elif opens:
            self.here = None

    def _intro(self, sentence: Sentence, start: int, end: int, kind: str) -> None:
        """A line "Talk to your doctor if you have:" opens a list; its items inherit what it asks."""
        text = self.view.text
        asks = self.told(start, end)[:1]
        topical = bool(self.topics.of(start, end)) and self.states(start, end)
        lead = lead_kind(text, start, end, topical, bool(asks), self.here is not None)
        if lead == "signs" and topical:
            self.precaution(sentence, start, end, kind)
        elif lead not in ("signs", "acts"):
            self.here = None
        item = self.view.blocks[sentence.block].kind == "list_item"
        self._outer, self._opener = (self.lead, text[start:end]) if item else (NONE, "")
        self._opening = (sentence, start, end, kind) if self.states(start, end) else None
        after = self.lines.after(sentence)
        self._lines = after is not None and self.view.blocks[after.block].kind == "paragraph" and after.opens
        self._continues = self._lines and lead == "signs" and text.startswith(_IF, start)
        about = tuple(self.topics.of(start, end)[:1]) if gives_examples(text, start, end) else ()
        self.lead = Lead(lead, tuple(asks) or self._outer.asks, about) if lead == "asks" else Lead(lead)
        self.block = sentence.block

    def _belongs(self, sentence: Sentence, start: int, end: int, item: bool) -> bool:
        """Whether an item of a list is a sign of the precaution above the list, or what is done about it."""
        if (
            item
            and self.lead.kind in ("asks", "watches")
            and self._opening
            and _IN_PART.match(lower(self.view.text), start, end)
        ):
            self.precaution(*self._opening)
            self.lead = Lead("signs")
        if not item or self.lead.kind not in ("signs", "acts"):
            return False
        tells = sentence.last - sentence.first > SENTENCE_WORDS and _TELLS.match(self.view.text, start, end + 1)
        if tells or goes_on(self._opener, self.view.text[start:end]):
            self.lead = self._outer  # the list of signs is over, the list it stood in goes on
            return False
        if _STATE_ITEM.match(self.view.text, start, end):
            self.lead = Lead("asks", self._outer.asks)  # what raises a risk is a precaution, and no sign of it
            return False
        if self.here is not None:
            if self.lead.kind == "acts":
                self.here.actions += self.words((start, end))
            self.here.evidence.append(self.view.evidence(start, end, "warning.more"))
        return True

    def _points_back(self, sentence: Sentence, start: int, end: int, kind: str, opens: bool) -> None:
        """A sentence that names nothing opens a list, closes one, or asks something for the precaution before it."""
        text = self.view.text
        if closes(text, start, end):
            self.here = None
        elif looks_ahead(text, start, end):
            self._intro(sentence, start, end, kind)
        elif not (opens and self.lead.kind != "none") and not self.idles(start, end):
            self.ask(self.here, start, end)

    def _verdict(self, sentence: Sentence, span: SpanOf, kind: str) -> None:
        """A verdict under a topic's heading; what follows there explains it."""
        found = self.topics.under_heading(sentence, *span, kind)
        evidence = self.view.evidence(*span, found[0].rule if found else "warning.verdict")
        category = found[0].category if found else "other"
        if self.here is not None and self.here.category == category and sentence.section == self.section:
            self.here.evidence.append(evidence)
            return
        self.add(evidence, found, [], None, sentence)
        self.block, self.ruled = sentence.block, sentence.section

    def _adds(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a further sentence of a block says more of the precaution before it; if so it is taken in there."""
        here, text = self.here, self.view.text
        if here is None:
            return False
        own = self.topics.of(start, end)
        others = [f.category for f in own if f.category != "monitoring"]
        if here.category == "other" and others and own[0].category == others[0] and specifies(text, start, end):
            here.category = others[0]  # it tells what the precaution is about
        if not self._says_more(here, own, start, end):
            return False
        self.more(here, start, end)
        if others and are_signs(text, start, end):
            rest = [c for c in (here.category, *here.further_categories) if c not in (others[0], "other")]
            here.category, here.further_categories = others[0], rest
        if own and own[0].category == "monitoring" and "monitoring" not in (here.category, *here.further_categories):
            here.further_categories.append("monitoring")
        return True

    def _says_more(self, here: LeafletWarning, own: list[Found], start: int, end: int) -> bool:
        """Whether a sentence of these categories goes on about the precaution before it, by its topic or its words."""
        text = self.view.text
        if not own and _STATE.match(text, start, end) and not goes_back(text, start, end):
            return False
        if own and own[0].category in FAMILY and text.startswith("If ", start):
            return False
        if lower(text).find("side effects", start, end) >= 0 and _ANEW.match(lower(text), start, end):
            return False
        others = [f for f in own if f.category != "monitoring"]
        known = {here.category, *here.further_categories}
        shared = not others or others[0].category in known or ends_back(text, start, end)
        if not shared and not (follows_on(text, start, end) and others[0].weight < SURE):
            return False
        if not shared and own[0].category == "monitoring" and not specifies(text, start, end):
            return False  # "your doctor will test your blood" is another precaution than the liver's
        if here.category == "excipient" and _other_excipient(lower(text)[start:end], here):
            return False
        return title_end(text, start, end, self.view.product_names) == start


def _other_excipient(low: str, here: LeafletWarning) -> bool:
    """Whether a sentence, in lower case, is about an excipient that the record before it does not speak of."""
    named = set(_EXCIPIENT.findall(low))
    said = (e.text.lower() for e in here.evidence if e.rule != "warning.title")
    return bool(named) and named.isdisjoint(name for text in said for name in _EXCIPIENT.findall(text))

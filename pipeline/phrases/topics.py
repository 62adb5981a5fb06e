"""A clause of a warning in, its categories out: by its own words and by the heading it stands under."""

import re

from pipeline.language import normalise
from pipeline.model import WarningCategory
from pipeline.phrases.case import lower
from pipeline.phrases.categories import SURE, Found, categories, cue_words
from pipeline.phrases.clauses import SpanOf
from pipeline.phrases.precautions import breast_feeding_beside, enumerated
from pipeline.view import Sentence, View

_TOPIC: dict[str, WarningCategory] = {
    "driving": "driving_machines",
    "pregnancy_lactation": "pregnancy",
    "stopping": "dependence_withdrawal",
    "overdose": "misuse_overdose",
}
_BIRTH = ("pregnancy", "breastfeeding", "fertility_contraception")
_HEADING_WORDS = 8
_OVERDOSE_REACH = 600
"""Characters of a section on overdose: what stands further on is about what its words say."""
_CARD = re.compile(r"\b(?:(?:patient|alert|reminder|safety) card|(?:batch|lot) number)\b")
"""What is said of the card to carry, or of noting the batch, stands behind the section on driving, often unheaded."""
_AT_END = 60
"""What follows an enumeration within so many characters is no clause of its own."""
_RUNS_ON = ("special_populations", "driving")
_HEADING_REACH = 500
"""Characters of such a section whose sentences are about what its heading says without saying so."""
_NEXT_TOPIC = re.compile(r"\bif you (?:stop|forg[eo]t|miss)")


class Topics:
    """Tells what the clauses of one leaflet are about; remembers what its headings are about."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._titles: dict[int, list[Found]] = {}
        self._overdose_ends: dict[int, int] = {}
        self._known: dict[SpanOf, list[Found]] = {}
        vocab = view.doc.vocab
        words = (normalise(word) for name in view.product_names for word in name.split())
        self._named = frozenset(map(vocab.strings.add, words))
        self._misleading = self._named & cue_words(vocab)

    def parted(self, clause: SpanOf, found: list[Found]) -> list[tuple[SpanOf, list[Found]]]:
        """The clause once for each organ or state it enumerates: "kidney or liver problems" are two precautions."""
        text = self.view.text
        names = {f.category for f in found}
        organs = enumerated(text, *clause) if len(names) > 1 else []
        if organs and organs[-1][0][1] > clause[1] - _AT_END and self._only(organs, clause):
            out: list[tuple[SpanOf, list[Found]]] = []
            for span, organ in organs:
                own = self.of(*organ) or found
                rest = [] if out else [f for f in found if f.category != own[0].category]
                out.append((span, [own[0], *rest]))
            return out
        if {"pregnancy", "breastfeeding"} <= names and (second := breast_feeding_beside(text, *clause)):
            parted = [[f for f in found if (f.category == "breastfeeding") is own] for own in (False, True)]
            return [(clause, parted[0]), (second, parted[1])]
        return [(clause, found)]

    def _only(self, organs: list[tuple[SpanOf, SpanOf]], clause: SpanOf) -> bool:
        """Whether a clause is about nothing but the organs it enumerates, and whom or that they are watched."""
        named = {f.category for span, _ in organs for f in self.of(*span)} | {"monitoring", "elderly", "children"}
        return all(f.category in named for f in self.of(*clause))

    def of(self, start: int, end: int) -> list[Found]:
        """The categories of a clause by its own words. They are asked for again and again, so they are kept."""
        found = self._known.get((start, end))
        if found is None:
            first, last = self.view.tokens_of(start, end)
            norms = self.view.norms[first:last]
            if not self._misleading.isdisjoint(norms):
                norms = self._unnamed(norms)
            found = self._known[start, end] = categories(self.view.doc.vocab, norms)
        return found

    def _unnamed(self, norms: list[int]) -> list[int]:
        """The norms without those of the product's name: "Tavoril Paediatric" is no warning of children."""
        beside = [0, *norms, 0]
        return [
            0 if norm in self._misleading and (beside[at] in self._named or beside[at + 2] in self._named) else norm
            for at, norm in enumerate(norms)
        ]

    def under_heading(self, sentence: Sentence, start: int, end: int, kind: str) -> list[Found]:
        """The categories of a clause; what its heading is about counts where the clause has nothing as sure."""
        own = self.of(start, end)
        titled = self._titled(sentence, kind)
        if titled and kind in _RUNS_ON and self._far(sentence, titled[0].category, own):
            return own
        listed = self.view.blocks[sentence.block].kind == "list_item"
        if listed and kind == "special_populations" and titled and titled[0].category == "children":
            return own  # a list of other things that ran on into the section
        if titled and not own and kind == "driving" and _CARD.search(lower(self.view.text), start, end):
            return own
        if kind == "overdose":
            if sentence.start > self._overdose_end(sentence.section):
                return own
            if own and own[0].category == "dependence_withdrawal":
                return own  # a section that ran on into the next, on stopping
            return [*titled, *(f for f in own if f.category != titled[0].category)]
        if kind == "pregnancy_lactation" and own and own[0].category not in _BIRTH:
            own = sorted(own, key=lambda f: f.category not in _BIRTH)
        if own and own[0].category == "excipient":
            return own  # "Tavoril contains lactose" stands at the end of whatever section is the last
        if titled and titled[0].category in {f.category for f in own if f.weight >= 1}:
            return (
                sorted(own, key=lambda f: f.category != titled[0].category)
                if kind in ("driving", "special_populations", "stopping")
                else own
            )
        if titled and (not own or own[0].weight < min(SURE, titled[0].weight)):
            return [titled[0], *own]
        return own

    def _far(self, sentence: Sentence, category: str, own: list[Found]) -> bool:
        """Whether a sentence not of the heading's category stands so far behind it that it may be about others."""
        far = sentence.start - self.view.sections[sentence.section].start > _HEADING_REACH
        child = category == "children" and self.view.text.find("child", sentence.start, sentence.end) >= 0
        return far and not child and category not in {f.category for f in own}

    def _overdose_end(self, index: int) -> int:
        """Where a section on overdose runs on into what is to be done about a missed dose, or on stopping."""
        if index not in self._overdose_ends:
            section = self.view.sections[index]
            end = min(section.end, section.start + _OVERDOSE_REACH)
            runs_on = _NEXT_TOPIC.search(lower(self.view.text), section.start, end)
            self._overdose_ends[index] = runs_on.start() if runs_on else end
        return self._overdose_ends[index]

    def _titled(self, sentence: Sentence, kind: str) -> list[Found]:
        """The category of the section's heading, if it is about one topic."""
        index = sentence.section
        if index not in self._titles:
            section = self.view.sections[index]
            title = section.title or ""
            short = 0 < len(title.split()) <= _HEADING_WORDS
            at = self.view.text.find(title, section.start, section.end)
            named = self.of(at, at + len(title)) if short and at >= 0 else []
            topic = _TOPIC.get(kind)
            if len(named) == 1 and kind != "overdose":
                self._titles[index] = named
            elif topic:
                self._titles[index] = [Found(topic, f"categories.{topic}", 4 if kind == "driving" else 2)]
            else:
                self._titles[index] = []
        return self._titles[index]

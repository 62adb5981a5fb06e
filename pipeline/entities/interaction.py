"""A view in, the agents that the product interacts with out: one record an agent, with effect and advice if stated."""

import re
from collections.abc import Hashable, Iterator

from pipeline.model import Evidence, Interaction
from pipeline.phrases import agent_lists
from pipeline.phrases.agent_identity import OwnNames, bare_name
from pipeline.phrases.agents import agents
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf
from pipeline.phrases.consequences import opens_list, said
from pipeline.phrases.described import Agent
from pipeline.phrases.statements import last_line, of_all
from pipeline.phrases.together import taken_together
from pipeline.view import Sentence, View

KEY = "interactions"
NEEDS: tuple[str, ...] = ("ingredients",)

_OWN = ("interactions",)
# Elsewhere a sentence must say that the other medicine is taken at the same time.
_ELSEWHERE = (
    "contraindications",
    "boxed_warning",
    "warnings",
    "before_use",
    "how_to_use",
    "dosage",
    "special_populations",
)
_BOILERPLATE = re.compile(
    r"(?:please )?(?:tell|inform|ask|talk to|contact) (?:your|the|a) (?:doctor|healthcare|physician|nurse"
    r"|pharmacist)[^.:]*?\b(?:are (?:taking|using)|have recently|might (?:take|use)|any other)\b(?P<rest>.*)$",
    re.S,
)
# Begins with the character before the word: a set of characters is found fast.
_NONE = re.compile(
    r"[^0-9a-z_](?=no|ca|wi|re|in|ma|sa|ge)(?:no (?:known |specific |relevant |clinically |significant |harmful )*"
    r"(?:interactions?|effects?|side effects|influence|data|information|studies)\b"
    r"|not (?:interact|been studied|been reported|known to interact|expected to (?:interact|affect|have)"
    r"|affect(?:ed)? (?:by|the|how))"
    r"|(?<!which )(?<!that )can be (?:taken|used|given|combined)\b(?! (?:only|if|to (?:treat|prevent)))"
    r"|with or without (?:food|meals?)\b|regardless of (?:food|meals?)\b|independent(?:ly)? of\b"
    r"|may be (?:taken|used|given) (?:with|together)\b|(?:generally )?safe to\b)",
)
# A heading of the next section that runs into the text, where the section's end was not seen.
_NEXT_SECTION = re.compile(
    r"[BDFP](?:regnancy(?: and|,| or)? (?:breast|lact)|riving and (?:using|the ability)|reast-feeding\b|ertility\b"
    r"|regnancy\b(?=[.:]| [A-Z]))",
)
_CROSS_REFERENCE = ("see ", "section ", "under ")
_JOINS = re.compile(r"(?:\s|[,;.*®]|\band\b|\bor\b|\band/or\b|\bother\b|\([^()]*\))*")
_COLON = re.compile(r":\s")


class _Reader:
    """Reads the sentences of a leaflet in order and remembers which list and which item it is in."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.own = OwnNames(view)
        self.records: list[Interaction] = []
        self.block = -1
        self.here: list[Interaction] = []
        self.intro: str | None = None
        self.advice: str | None = None
        self.opened: Evidence | None = None
        self.listing = False
        self.listed: list[Interaction] = []
        self.general: set[str] = set()
        self.over = -1
        self.harmless = False
        self.found: list[Agent] = []
        self.ends: dict[int, int] = {}
        self.said: tuple[int, tuple[str | None, str | None]] = (-1, (None, None))

    def read(self, sentence: Sentence) -> None:
        """Take in one sentence of an interactions section."""
        view = self.view
        block = view.blocks[sentence.block]
        text = view.text[sentence.start : sentence.end].strip()
        opening = agent_lists.opens(text)
        if block.kind == "heading" and not opening:
            return
        if sentence.block != self.block:
            self.block, self.here = sentence.block, []
        low = text.lower()
        if self.over == sentence.section or agent_lists.is_general(low):
            return
        if _NONE.search(f" {low}"):
            # "Tavoril can be taken together with:" opens a list as well.
            self.harmless = opening
            return
        if self.harmless and not opening and agent_lists.is_listed(block.kind, view.text[sentence.start]):
            return
        self.harmless = False
        until = sentence.end
        if run_in := _NEXT_SECTION.search(view.text, sentence.start, sentence.end):
            before = view.text[sentence.start : run_in.start()]
            if not before or (before[-1].isspace() and not before.endswith(_CROSS_REFERENCE)):
                self.over = sentence.section
                until = self.ends[sentence.index] = run_in.start()
            if not before.strip():
                return
        if opening:
            start = last_line(view.text, sentence.start, sentence.end)
            if start > sentence.start and self.listing:
                # The last item of the list above, which lost its full stop.
                self.ends[sentence.index] = start
                self.records += [
                    self._record(a, sentence, True) for a in self._agents(sentence, True) if a.start < start
                ]
            self._intro(sentence, text, start)
            return
        listed = agent_lists.is_listed(block.kind, view.text[sentence.start])
        # "Antifungal medicines. These include fluconazole" goes on with the item that it stands in.
        item = (
            agent_lists.is_item(block.kind, low, listed, self.listing)
            if sentence.opens
            else self.listing and agent_lists.goes_on(low)
        )
        found = [a for a in self._agents(sentence, item and sentence.opens) if a.start < until]
        if sentence.opens and block.kind == "paragraph" and not item:
            self.listing = False
        if found:
            self.here = [self._record(agent, sentence, item) for agent in found]
            self.records += self.here
            self.listed = [*self.listed, *self.here] if self.listing else []
        elif self.here and not sentence.opens:
            if not agent_lists.of_others(low):
                self._say_more(sentence)
        elif self.listed and (of_list := agent_lists.of_list(low))[0]:
            self.here = self.listed
            self._say_more(sentence, keep=of_list[1])
        elif agent_lists.points_below(low):
            self._intro(sentence, text, sentence.start)

    def _intro(self, sentence: Sentence, text: str, start: int) -> None:
        """A line "May make the medicine less effective:" opens a list; what it says holds for the items."""
        self.listed = []
        self.said = -1, (None, None)
        above = self.intro, self.advice, self.opened
        nested = self.listing and agent_lists.is_listed(
            self.view.blocks[sentence.block].kind, self.view.text[sentence.start]
        )
        self.intro, self.advice = opens_list(self.view.text[start : sentence.end].rstrip(" :\n"), nested)
        before = self.view.sentences[sentence.index - 1] if sentence.index else sentence
        if (
            not (self.intro or self.advice)
            and agent_lists.includes(text.lower())
            and before.section == sentence.section
        ):
            # "Tavoril may raise the amount of some medicines. These include:"
            self.intro, self.advice = said(self.view.quote(before), True)
            self.advice = None if of_all(self.advice) else self.advice
            start = before.start
        told = self.intro or self.advice
        self.opened = self.view.evidence(start, sentence.end, "interaction.list") if told else None
        if not told and nested:
            self.intro, self.advice, self.opened = above  # "Medicines for epilepsy, such as:" within a list
        self.listing = True
        # "If you take medicines for epilepsy, such as:" names a class itself.
        start = max(start, sentence.start)
        named = [a for a in self._agents(sentence, False) if a.start >= start]
        self.ends.pop(sentence.index, None)
        self.here = [self._record(a, sentence, False, start) for a in named if a.rule != "interaction.item"]
        self.records += self.here

    def _agents(self, sentence: Sentence, item: bool) -> list[Agent]:
        text = self.view.text
        general = _BOILERPLATE.match(lower(text), sentence.start, sentence.end)
        colon = _COLON.search(text, sentence.start, min(sentence.end, sentence.start + 120)) if item else None
        found = agents(self.view, sentence, item=item)
        if general:
            found = [a for a in found if a.start >= general.start("rest")]
        self.found = found
        if colon and not self._names_only(colon.end(), sentence.end, found):
            # "Warfarin: effect of warfarin may rise" names what it is about once, before the colon.
            found = [a for a in found if a.start < colon.start()]
        return [a for a in found if not self.own.has(text[a.start : a.end])]

    def _names_only(self, start: int, end: int, found: list[Agent]) -> bool:
        """Whether nothing but agents stands there: "Medicines for fungal infections: itraconazole or posaconazole"."""
        at, rest = start, ""
        for agent in found:
            if agent.start >= start:
                if agent.rule == "interaction.described":
                    return False
                rest += self.view.text[at : agent.start]
                at = agent.end
        return at > start and _JOINS.fullmatch(rest + self.view.text[at:end]) is not None

    def _record(self, agent: Agent, sentence: Sentence, item: bool, start: int | None = None) -> Interaction:
        evidence = self.view.evidence(agent.start, agent.end, agent.rule)
        effect, advice = self._said(sentence, item, sentence.start if start is None else start)
        name = " ".join(evidence.text.split())
        places = [evidence, self.opened] if item and self.listing and self.opened else [evidence]
        return Interaction(agent=name, agent_kind=agent.kind, effect=effect, advice=advice, evidence=places)

    def _said(self, sentence: Sentence, item: bool, start: int) -> tuple[str | None, str | None]:
        """What the sentence says of effect and advice: behind the colon of an item, or clause by clause.

        All agents of a sentence share it, so it is read once.
        """
        if self.said[0] == sentence.index:
            return self.said[1]
        text = self.view.text
        colon = _COLON.search(text, start, min(sentence.end, start + 120)) if item else None
        if colon and text.count("(", start, colon.start()) == text.count(")", start, colon.start()):
            start = colon.end()
        rest = text[start : self.ends.get(sentence.index, sentence.end)]
        effect, advice = said(rest)
        if item and self.listing:
            effect, advice = effect or self.intro, advice or self.advice
            self.general |= {words for words in (self.intro, self.advice) if words}
        self.said = sentence.index, (effect, advice)
        return effect, advice

    def _say_more(self, sentence: Sentence, keep: bool = False) -> None:
        """A further sentence of an item adds effect or advice to the agents of that item.

        What the item itself says counts more than what the line above the list says of all; `keep`: that stays, too.
        """
        effect, advice = said(self.view.quote(sentence), True)
        if effect is None and advice is None:
            return
        evidence: Evidence = self.view.evidence(sentence.start, sentence.end, "interaction.more")
        for record in self.here:
            general = (None, None) if keep else (self.intro, self.advice)
            record.effect = effect or record.effect if record.effect == general[0] else record.effect or effect
            record.advice = advice or record.advice if record.advice == general[1] else record.advice or advice
            record.evidence.append(evidence)


def extract(view: View) -> list[Interaction] | None:
    """One record an agent and place; None where no section and no sentence could have stated one."""
    reader = _Reader(view)
    for sentence in view.within(_OWN):
        reader.read(sentence)
    records = reader.records
    if reader.general:
        _prefer_own(records, reader.general)
    together = view.lexicon.rules("interaction").triggers
    for sentence in view.within(_ELSEWHERE):
        if together.isdisjoint(sentence.cues) or "interactions" in view.kinds(sentence):
            continue
        if place := taken_together(view, sentence):
            records += _elsewhere(view, sentence, place, reader)
    return records if records or view.has(*_OWN) else None


def same(record: Interaction) -> Hashable:
    """Agents equal but for case, marks, plural and a last word for medicines ("anticoagulant therapy") are one."""
    return bare_name(record.agent)


def _prefer_own(records: list[Interaction], general: set[str]) -> None:
    """What one place says of an agent goes before what a line above a list says of all its items (`general`)."""
    first: dict[Hashable, Interaction] = {}
    for record in records:
        kept = first.setdefault(same(record), record)
        if kept.effect in general and record.effect and record.effect not in general:
            kept.effect = record.effect
        if kept.advice in general and record.advice and record.advice not in general:
            kept.advice = record.advice


def _elsewhere(view: View, sentence: Sentence, place: SpanOf, reader: _Reader) -> Iterator[Interaction]:
    """Agents of a sentence outside the section that speaks of taking them, at its `place`, at the same time."""
    text, low = view.text, lower(view.text)
    if _NONE.search(low, max(sentence.start - 1, 0), sentence.end):
        return
    for agent in agents(view, sentence, item=False, sure=True):
        if agent.start >= place[1]:
            break
        if (
            agent.start >= place[0]
            and agent.kind not in ("other", "test")
            and text[agent.start : agent.end].lower() not in _RELIEVERS
            and not reader.own.has(text[agent.start : agent.end])
        ):
            yield reader._record(agent, sentence, False)


# "If you use your quick-acting inhaler more often" warns of a disease that gets worse.
_RELIEVERS = frozenset({"inhaler", "inhalers", "reliever inhaler"})

"""A view in, the agents that the product interacts with out: one record an agent, with effect and advice if stated."""

import re
from collections.abc import Hashable, Iterator

from pipeline.model import Evidence, Interaction
from pipeline.phrases.agents import agents
from pipeline.phrases.case import lower
from pipeline.phrases.described import Agent
from pipeline.phrases.statements import clauses, last_line, of_all, only_purpose, says_effect
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
_TOGETHER = re.compile(
    r"[^0-9a-z_](?=[abcdghimnsuw]|tak)(?:"
    r"(?:do not|must not|should not|never|avoid)\s+(?!stop\b)(?:[\w/-]+\s+){0,4}?(?:with|together with|taking"
    r"|using|drinking|eating)\b"
    r"|(?:if|when) you (?:are (?:also |currently |already )*)?(?:(?:taking|using|on|treated with|being treated with"
    r"|receiving|given)|(?:take|use|drink|have taken|need to take))\b"
    r"|(?:are|is|have) (?:also |currently |already |taken or are )*(?:taking|on|treated with|being treated with"
    r"|receiving|using)\b"
    r"|(?:when|if) (?:it|this medicine) is (?:taken|used|combined|given) (?:together )?with\b"
    r"|(?:taken|used|given) (?:at the same time|together|concomitantly)(?: as| with)?|concomitant use|co-?administ\w+"
    r"|be sure to (?:mention|tell)\b)",
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
    r"|(?<!which )(?<!that )can be (?:taken|used|given)\b(?! (?:only|if|to (?:treat|prevent)))"
    r"|with or without (?:food|meals?)\b|regardless of (?:food|meals?)\b|independent(?:ly)? of\b"
    r"|may be (?:taken|used|given) (?:with|together)\b|(?:generally )?safe to\b)",
)
_NOT_ITEM = re.compile(
    r"(?:you (?:should|must|can|may)|please|tell|talk|ask|inform|if (?!you (?:are|take|use|have been))|it|this"
    r"|these|they|there|your|do not|take|use|avoid|when|see|in|for|because|as|for more|the (?:doctor|effect|risk)"
    r"|always|medicines? obtained|not|don\W?t|some|other medicines and|keep|wait|patients?|women|men|males?|females?"
    r"|like|while|although|however|during|before|after|both|any|no|none)\b",
)
# A heading of the next section that runs into the text, where the section's end was not seen.
_NEXT_SECTION = re.compile(
    r"[BDFP](?:regnancy(?: and|,| or)? (?:breast|lact)|riving and (?:using|the ability)|reast-feeding\b|ertility\b"
    r"|regnancy\b(?=[.:]| [A-Z]))",
)
_CROSS_REFERENCE = ("see ", "section ", "under ")
_GENERAL = re.compile(
    r"(?:this|these) (?:also )?includes? (?:any |all )?(?:medicines(?! (?:that (?!you)|used|for|to|such|like|called)\b)"
    r"|those|ones|herbal)|remember",
)
_INCLUDE = re.compile(
    r"(?:these|such|some|this|examples)\b[^.]{0,40}\b(?:includes?|are|is)\b|(?:they )?includ(?:e|ing)\b"
)
_JOINS = re.compile(r"(?:\s|[,;.*®]|\band\b|\bor\b|\band/or\b|\bother\b|\([^()]*\))*")
_COLON = re.compile(r":\s")
# "These medicines should be avoided", in a paragraph below a list, is said of all its items.
_OF_LIST = re.compile(r"(?:all (?:of )?)?(?:these|such) (?:medicines?|drugs|products|medications)\b")


class _Reader:
    """Reads the sentences of a leaflet in order and remembers which list and which item it is in."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.own = _own_names(view)
        self.own_starts = tuple(n + mark for n in self.own for mark in " /")
        self.records: list[Interaction] = []
        self.block = -1
        self.here: list[Interaction] = []
        self.intro: str | None = None
        self.advice: str | None = None
        self.opened: Evidence | None = None
        self.listing = False
        self.listed: list[Interaction] = []
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
        if block.kind == "heading" and not text.endswith(":"):
            return
        if sentence.block != self.block:
            self.block, self.here = sentence.block, []
        low = text.lower()
        if self.over == sentence.section or _GENERAL.match(low):
            return
        if _NONE.search(f" {low}"):
            # "Tavoril can be taken together with:" opens a list as well.
            self.harmless = text.endswith(":")
            return
        if self.harmless and not text.endswith(":") and self._is_listed(block.kind, view.text[sentence.start]):
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
        if text.endswith(":"):
            self._intro(sentence, text)
            return
        item = sentence.opens and self._is_item(block.kind, low)
        found = [a for a in self._agents(sentence, item) if a.start < until]
        if sentence.opens and block.kind == "paragraph" and not item:
            self.listing = False
        if found:
            self.here = [self._record(agent, sentence, item) for agent in found]
            self.records += self.here
            self.listed = [*self.listed, *self.here] if self.listing else []
        elif self.here and not sentence.opens:
            self._say_more(sentence)
        elif self.listed and _OF_LIST.match(low):
            self.here = self.listed
            self._say_more(sentence)

    def _intro(self, sentence: Sentence, text: str) -> None:
        """A line "May make the medicine less effective:" opens a list; what it says holds for the items."""
        self.listing = True
        self.listed = []
        start = last_line(self.view.text, sentence.start, sentence.end)
        self.intro, self.advice = clauses(self.view.text[start : sentence.end].rstrip(" :\n"), True)
        before = self.view.sentences[sentence.index - 1] if sentence.index else sentence
        if not (self.intro or self.advice) and _INCLUDE.match(text.lower()) and before.section == sentence.section:
            # "Tavoril may raise the amount of some medicines. These include:"
            self.intro, self.advice = clauses(self.view.quote(before), True)
            self.advice = None if of_all(self.advice) else self.advice
            start = before.start
        said = self.intro or self.advice
        self.opened = self.view.evidence(start, sentence.end, "interaction.list") if said else None
        # "If you take medicines for epilepsy, such as:" names a class itself.
        self.here = [
            self._record(a, sentence, False) for a in self._agents(sentence, False) if a.rule != "interaction.item"
        ]
        self.records += self.here

    def _is_listed(self, kind: str, first: str) -> bool:
        """Whether a line may go on with a list that a line above opened."""
        return kind == "list_item" or first.islower()

    def _is_item(self, kind: str, low: str) -> bool:
        if _NOT_ITEM.match(low):
            return False
        if kind == "list_item" or self.listing:
            return True
        colon = _COLON.search(low[:80])
        return colon is not None and len(low[: colon.start()].split()) <= 8

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
        return [a for a in found if not self._is_own(text[a.start : a.end])]

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

    def _is_own(self, name: str) -> bool:
        low = name.lower()
        return low in self.own or low.startswith(self.own_starts)

    def _record(self, agent: Agent, sentence: Sentence, item: bool) -> Interaction:
        evidence = self.view.evidence(agent.start, agent.end, agent.rule)
        effect, advice = self._said(sentence, item)
        name = " ".join(evidence.text.split())
        places = [evidence, self.opened] if item and self.listing and self.opened else [evidence]
        return Interaction(agent=name, agent_kind=agent.kind, effect=effect, advice=advice, evidence=places)

    def _said(self, sentence: Sentence, item: bool) -> tuple[str | None, str | None]:
        """What the sentence says of effect and advice: behind the colon of an item, or clause by clause.

        All agents of a sentence share it, so it is read once.
        """
        if self.said[0] == sentence.index:
            return self.said[1]
        text, start = self.view.text, sentence.start
        if item and (colon := _COLON.search(text, start, min(sentence.end, start + 120))):
            start = colon.end()
        rest = text[start : self.ends.get(sentence.index, sentence.end)]
        effect, advice = clauses(rest, says_effect(rest.lower()))
        if item and start > sentence.start and effect is None and advice is None and not only_purpose(rest.lower()):
            names = self._names_only(start, sentence.end, self.found)
            effect = None if names else rest.strip(" .")
        if item and self.listing:
            effect, advice = effect or self.intro, advice or self.advice
        self.said = sentence.index, (effect, advice)
        return effect, advice

    def _say_more(self, sentence: Sentence) -> None:
        """A further sentence of an item adds effect or advice to the agents of that item."""
        effect, advice = clauses(self.view.quote(sentence), True)
        if effect is None and advice is None:
            return
        evidence: Evidence = self.view.evidence(sentence.start, sentence.end, "interaction.more")
        for record in self.here:
            # What the item itself says counts more than what the line above the list says of all.
            record.effect = effect or record.effect if record.effect == self.intro else record.effect or effect
            record.advice = advice or record.advice if record.advice == self.advice else record.advice or advice
            record.evidence.append(evidence)


def extract(view: View) -> list[Interaction] | None:
    """One record an agent and place; None where no section and no sentence could have stated one."""
    reader = _Reader(view)
    for sentence in view.within(_OWN):
        reader.read(sentence)
    records = reader.records
    together = view.lexicon.rules("interaction").triggers
    for sentence in view.within(_ELSEWHERE):
        if together.isdisjoint(sentence.cues) or "interactions" in view.kinds(sentence):
            continue
        records += _elsewhere(view, sentence, reader)
    return records if records or view.has(*_OWN) else None


def same(record: Interaction) -> Hashable:
    """Agents equal but for case, marks and plural are one."""
    words = re.findall(r"[a-z0-9]+", record.agent.lower())
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


def _elsewhere(view: View, sentence: Sentence, reader: _Reader) -> Iterator[Interaction]:
    """Agents of a sentence outside the section that speaks of taking them at the same time."""
    text, low = view.text, lower(view.text)
    together = _TOGETHER.search(low, max(sentence.start - 1, 0), sentence.end)
    if (
        not together
        or _CONTAINS.search(low, sentence.start, sentence.end)
        or _NONE.search(low, max(sentence.start - 1, 0), sentence.end)
    ):
        return
    partner = _PARTNER.search(low, together.start(), sentence.end)
    if partner is None and not _DOSING.isdisjoint(view.kinds(sentence)):
        partner = _REGIMEN.search(low, sentence.start, sentence.end)
    for agent in agents(view, sentence, item=False, sure=True):
        if partner and agent.start >= partner.start():
            break
        if (
            agent.start >= together.start()
            and agent.kind not in ("other", "test")
            and not reader._is_own(text[agent.start : agent.end])
        ):
            yield reader._record(agent, sentence, False)


# "receiving Tavoril in combination with x": x is part of the treatment, not taken beside it by chance.
_PARTNER = re.compile(r"\bin combination with\b|\bcombination (?:therapy|treatment)\b")
# So it is where doses are told: "When Tavoril is given together with x, a cycle takes 28 days".
_REGIMEN = re.compile(r"\b(?:is|are|was) (?:being )?(?:given|taken|used) (?:together|at the same time) with\b")
_DOSING = frozenset({"dosage", "how_to_use"})
_CONTAINS = re.compile(r"\bcontains?\b|\bis used (?:to treat|in the treatment of)\b")


def _own_names(view: View) -> frozenset[str]:
    """How the leaflet calls the product and its active substances, lower case."""
    actives = [i for i in view.records.get("ingredients") or [] if i.role == "active"]
    names = {n.lower() for i in actives for n in (i.name, i.base) if n}
    return frozenset(names | set(view.product_names) | {n.split()[0] for n in names if len(n.split()[0]) > 5})

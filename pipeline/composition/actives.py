"""A leaflet's view in, every statement of its active substances out: who says it, how surely, and of which strengths.

Statements are found by the cues of entities/ingredient.jsonl and read by pipeline.composition.substances.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from pipeline.composition.strengths import find, volume_in
from pipeline.composition.substances import Stated, read_list
from pipeline.composition.title import Title
from pipeline.model import Strength
from pipeline.rules import Hit
from pipeline.view import Sentence, View

_PLACES = frozenset(
    {
        "title",
        "overview",
        "composition",
        "contents",
        "mechanism",
        "indications",
        "benefits",
        "pharmacology",
        "other",
        "storage",
        "patient_advice",
    }
)
_ELSEWHERE = frozenset({"disclaimer", "before_use", "contraindications", "side_effects", "interactions", "supply"})
_ASIDE = frozenset({"other", "storage", "patient_advice", "pharmacology"})
"""Sections that speak of the active substance in passing: what they say it is counts only where it is a known name."""
_CONTAINING = frozenset({"title", "overview", "composition", "contents", "other", "pharmacology"})
_LINK = re.compile(
    r"\s*(?:\(s\))?\s*(?:(?:in|of|for|from|contained\s+in|per|present\s+in)\s+[^,:;]{1,70}?\s+)?(?:\(s\)\s*)?"
    r"(?:(?:is|are)\s+(?:called|named|as\s+follows:?|per\s+(?:[^:,.]|\.\d){1,30}:|the\s+following:?|:)|is(?!\w)|are(?!\w)|called\b|named\b|includes?\b|known\s+as\b"
    r"|[:–—-])\s*",
    re.I,
)
_OPEN_LIST = re.compile(r"\s*(?:\(s\))?\s*(?:(?:is|are)\s*)?:?\s*$")
_COLUMNS = re.compile(r"\s*(?:\((?:in|per) (?:each|every)[^()]*\))?\s*purposes?\s*$", re.I)
"""The head of a US label's Drug Facts: "Active ingredient (in each tablet)   Purpose". Only the first column counts."""
_BEFORE = re.compile(r"[\s,(–—-]*(?:(?:which\s+)?(?:is|are)|as)?[\s,(]*(?:the|its|their|an?|as|whose)?\s*$", re.I)
_DENIED = re.compile(
    r"\b(?:not|no|any(?:\s+of)?(?:\s+the)?|other|others|same|similar|without|different|another|whose|such|inactive|non)[\s-]*(?:the\s+)?$",
    re.I,
)
_AFTER_CONTAINS = re.compile(r".*\b(?:contain(?:s|ing)?|with)\b", re.I | re.S)
_GROUP = re.compile(
    r"\b(?:group|class|family|type|kind|belongs?|other|hormone|acts?|works?|blocks?|blocking)\b[^.]{0,60}$", re.I
)
_NOT_THE_MEDICINE = re.compile(
    r"\b(?:not|may|can|could|which|that|who|also|medicines?\s+(?:that|which)|other|solvent|diluent|placebo|shell|coat(?:ing)?|ink|cap|film(?![\s-]coated)|adjuvant"
    r"|carton|box|pack(?:age|et)?|packs|blister|tray|container|food|products|pouch|kit|overfill|core|excipients?)\b[^.]{0,25}$",
    re.I,
)
_PREPARED = re.compile(
    r"\b(?:after|once|when|following|upon)\s+\w*\s*(?:reconstitut|dilut|prepar|dissol|mix|recommend)|\b(?:reconstituted|prepared|resulting|diluted|metered)\b",
    re.I,
)
_UNIT_OF_MEDICINE = re.compile(
    r"\b(?:each|every|one|an?|1|per|the|\d+)\b[^.]*\b(?:tablet|capsule|caplet|vial|ampoule|syringe|pen|cartridge|sachet|dose|puff|actuation|inhalation"
    r"|inhaler|drop|patch|ml|mls|millilit(?:re|er)|gram|g|suppositor(?:y|ies)|pessar(?:y|ies)|implant|lozenge|bag|bottle|film|spray|kit|unit|spoonful"
    r"|lyophilisate|granules|powder|solution|suspension|cream|gel|ointment|emulsion|concentrate|insert|ring|system|device|tube)s?\b",
    re.I,
)
_BLOCKS_AHEAD = 10
_LONGEST = 1500
"""Characters that a statement of active substances is read on for."""
_LOOK_BACK = 200
Cues = dict[int, list[Hit]]
"""The cue hits of every sentence that may state an ingredient, by the sentence's index."""


class Rank(IntEnum):
    """How good a place is to quote for what a leaflet contains, the best first."""

    DECLARED = 0
    MEASURED = 1
    LISTED = 2
    TITLE = 3
    TOLD = 4
    NAMED = 5


@dataclass(slots=True)
class Statement:
    """A substance as one place states it. `prepared` marks strengths of what the user mixes, not of what is sold."""

    stated: Stated
    sentence: Sentence
    rule: str
    rank: Rank
    prepared: bool = False


def read_cues(view: View) -> Cues:
    """The cues in sentences of sections that may state an ingredient; no entry for any other sentence."""
    wanted: dict[int, bool] = {-1: True}
    found: Cues = {}
    triggers = view.lexicon.rules("ingredient").triggers
    for sentence in view.sentences:
        section = sentence.section
        if section not in wanted:
            kinds = view.kinds(sentence)
            wanted[section] = not _PLACES.isdisjoint(kinds) and kinds.isdisjoint(_ELSEWHERE)
        if wanted[section]:
            quiet = triggers.isdisjoint(sentence.norms)
            found[sentence.index] = [] if quiet else view.hits("ingredient", sentence)
    return found


def read_actives(view: View, title: Title, cues: Cues) -> list[Statement]:
    """Every statement of an active substance, by place."""
    found: list[Statement] = []
    for index, hits in cues.items():
        if not hits:
            continue
        sentence = view.sentences[index]
        kinds = view.kinds(sentence)
        for hit in hits:
            if hit.label == "active":
                found += _declared(view, sentence, hit, cues)
            elif hit.label == "contains" and (not kinds or not _CONTAINING.isdisjoint(kinds)):
                found += _contained(view, sentence, hit, title, cues)
            elif hit.label == "called" and not kinds & {"composition", "contents", "storage"}:
                found += _called(view, sentence, hit, title)
    found += _composition_lines(view, cues)
    for start, end in title.substances:
        found += _read(view, _sentence_at(view, start), start, "ingredient.title", Rank.TITLE, end)
    return found or _named(view, title)


def _sentence_at(view: View, offset: int) -> Sentence:
    """The sentence around a character of the first lines."""
    return next(s for s in view.sentences if s.start <= offset < s.end)


def _read(view: View, sentence: Sentence, start: int, rule: str, rank: Rank, end: int | None = None) -> list[Statement]:
    stated = read_list(view.text, start, min(sentence.end if end is None else end, start + _LONGEST))
    for one in stated:
        one.end = _before_brand(view, one)
    return [Statement(s, sentence, rule, rank) for s in stated]


def _before_brand(view: View, stated: Stated) -> int:
    """Where a name ends that runs into the product's name where a full stop was lost: "crizotinib Tavoril 200 mg"."""
    name = view.text[stated.start : stated.end].lower()
    cuts = [at for brand in view.product_names if (at := name.find(" " + brand)) > 2]
    return stated.start + min(cuts) if cuts else stated.end


def _in_composition(view: View, sentence: Sentence) -> bool:
    return view.kind(sentence) in ("composition", "contents")


def _declared(view: View, sentence: Sentence, hit: Hit, cues: Cues) -> list[Statement]:
    """What "the active substance" is said to be: behind the words, on the lines below them, or before them."""
    before = view.text[max(sentence.start, hit.start - _LOOK_BACK) : hit.start]
    if _DENIED.search(before):
        return []
    rank = Rank.DECLARED if _in_composition(view, sentence) else Rank.TOLD
    link = _LINK.match(view.text, hit.end, sentence.end)
    if _COLUMNS.match(view.text, hit.end, sentence.end):
        return [s for s in _below(view, sentence, hit, rank, cues) if s.stated.strengths]
    if _OPEN_LIST.match(view.text, hit.end, sentence.end) and view.text[hit.end : sentence.end].strip(" (s)."):
        return _below(view, sentence, hit, rank, cues)
    found = _read(view, sentence, link.end() if link else hit.end, hit.rule.id, rank)
    aside = view.kind(sentence) in _ASIDE and not (link and ":" in link.group())
    if found and not aside:
        return found + _going_on(view, sentence, hit, rank, cues, found)
    if rank is Rank.DECLARED and link and ":" in link.group():
        return [s for s in _below(view, sentence, hit, rank, cues) if s.stated.strengths]
    if aside:
        return [s for s in found if _known(view, s)]
    gap = _BEFORE.search(before)
    assert gap is not None
    contains = _AFTER_CONTAINS.match(before)
    behind = hit.start - len(before)
    start = behind + (contains.end() if contains else 0)
    ahead = read_list(view.text, start, behind + gap.start())
    return [Statement(s, sentence, hit.rule.id, rank) for s in ahead[-3:]] if gap.start() < len(before) else []


def _called(view: View, sentence: Sentence, hit: Hit, title: Title) -> list[Statement]:
    """ "A medicine called X", where the sentence says that the product is or contains it and names no group."""
    before = view.text[max(sentence.start, hit.start - _LOOK_BACK) : hit.start]
    if _GROUP.search(before) or not (_AFTER_CONTAINS.match(before) or _is_product(view, before, title)):
        return []
    return _read(view, sentence, hit.end, hit.rule.id, Rank.TOLD)


def _below(view: View, sentence: Sentence, hit: Hit, rank: Rank, cues: Cues) -> list[Statement]:
    """The substances on the lines below "The active substances are:", up to the other ingredients."""
    found: list[Statement] = []
    for line in view.sentences[sentence.index + 1 : sentence.index + 1 + _BLOCKS_AHEAD]:
        if view.quote(line).rstrip().endswith("contains:"):
            continue
        if line.section != sentence.section or cues.get(line.index) or view.blocks[line.block].kind == "heading":
            break
        if found and not found[-1].stated.strengths and (alone := _strength_alone(view, line)):
            found[-1].stated.strengths += alone
        else:
            found += _read(view, line, line.start, hit.rule.id, rank)
    return found


def _strength_alone(view: View, line: Sentence) -> list[Strength]:
    """The strength that a line consists of: it belongs to the substance on the line above."""
    groups = find(view.text, line.start, line.end)
    if len(groups) != 1 or view.text[line.start : line.end].strip(" .*") != view.text[groups[0].start : groups[0].end]:
        return []
    return [s for option in groups[0].options for s in option]


def _going_on(
    view: View, sentence: Sentence, hit: Hit, rank: Rank, cues: Cues, found: list[Statement]
) -> list[Statement]:
    """The further components of a vaccine on the lines below the first, each line with a strength in it."""
    if rank is not Rank.DECLARED or len(found) < 2 or not all(s.stated.strengths for s in found):
        return []
    more: list[Statement] = []
    for line in view.sentences[sentence.index + 1 : sentence.index + 1 + _BLOCKS_AHEAD]:
        before = view.quote(view.sentences[line.index - 1]).rstrip()
        if before.endswith((".", ";")) or line.section != sentence.section or cues.get(line.index):
            break
        components = _read(view, line, line.start, hit.rule.id, rank)
        if not components and not find(view.text, line.start, line.end):
            break
        more += components if any(s.stated.strengths for s in components) else []
    return more


def _contained(view: View, sentence: Sentence, hit: Hit, title: Title, cues: Cues) -> list[Statement]:
    """What a tablet, a millilitre or the product itself is said to contain."""
    subject = view.text[max(sentence.start, hit.start - 120) : hit.start]
    if _NOT_THE_MEDICINE.search(subject) or cues[sentence.index][0].label == "excipients":
        return []
    prepared = bool(_PREPARED.search(subject))
    measured = bool(_UNIT_OF_MEDICINE.search(subject))
    if not measured and not _is_product(view, subject, title):
        return []
    found = _read(view, sentence, hit.end, hit.rule.id, Rank.MEASURED if _in_composition(view, sentence) else Rank.TOLD)
    if not measured:
        found = [s for s in found if s.stated.strengths or _plainly_named(view, s)]
    per = volume_in(subject) if measured else None
    for statement in found:
        statement.prepared = prepared
        for strength in [*statement.stated.strengths, *(s for e in statement.stated.equals for s in e.strengths)]:
            if per and strength.per_unit is None and strength.unit != "%":
                strength.per_value, strength.per_unit = per
    return found


def _is_product(view: View, subject: str, title: Title) -> bool:
    """Whether the sentence begins with the product's name or "this medicine"."""
    name = view.text[slice(*title.name)].lower() if title.name else ""
    low = subject.lower().lstrip(" -•*")
    names = [n for n in (name, *view.product_names) if n]
    return low.startswith(("this medicine", "this product", "it ", *names))


def _plainly_named(view: View, statement: Statement) -> bool:
    """Whether "X contains Y" names a substance: one that is known and no mere excipient, or a name standing bare."""
    stated = statement.stated
    hits = [h for h in view.terms(statement.sentence) if h.start <= stated.start < h.end]
    if any(h.lexicon == "substance" for h in hits):
        return all(h.lexicon != "excipient" for h in hits) or not view.kinds(statement.sentence) & {
            "warnings",
            "before_use",
        }
    gap = view.text[statement.sentence.start : stated.start]
    return not hits and not re.search(r"\b(?:an?|the|one|two|three|different)\s+[^.]*$", gap[-25:])


def _composition_lines(view: View, cues: Cues) -> list[Statement]:
    """Lines under "Composition" that list substances without a word around them: "Amoxicillin (500mg) + …"."""
    found: list[Statement] = []
    places = {i: s for i, s in enumerate(view.sections) if s.kind == "composition" and s.parent is None}
    for index, hits in cues.items() if places else ():
        sentence = view.sentences[index]
        section = places.get(sentence.section)
        if hits or section is None or view.blocks[sentence.block].kind == "heading":
            continue
        if sentence.start < section.start + len(section.title or ""):
            continue
        for statement in _read(view, sentence, sentence.start, "ingredient.composition_line", Rank.LISTED):
            if statement.stated.strengths or _known(view, statement):
                found.append(statement)
    return found


def _known(view: View, statement: Statement) -> bool:
    return any(h.start == statement.stated.start for h in view.terms(statement.sentence, "substance"))


def _named(view: View, title: Title) -> list[Statement]:
    """Where nothing states it: the substance that the product is named after, or that the first sentences speak of."""
    for sentence in view.sentences[:30]:
        kinds = view.kinds(sentence)
        if kinds and kinds.isdisjoint(
            {"title", "overview", "composition", "mechanism", "indications", "other", "patient_advice"}
        ):
            continue
        hits = view.terms(sentence, "substance")
        inside = title.name is not None and sentence.start <= title.name[0] < sentence.end
        for hit in hits:
            opens = hit.start - sentence.start <= 2 and re.match(
                r"\s+(?:is|are|belongs?|works?|contains?)\b", view.text[hit.end :]
            )
            named = inside and title.name is not None and title.name[0] <= hit.start < title.name[1]
            if (opens or named) and not hit.term.ambiguous:
                rule = "ingredient.named_after" if named else "ingredient.spoken_of"
                return [Statement(Stated(hit.start, hit.end), sentence, rule, Rank.NAMED)]
    return []

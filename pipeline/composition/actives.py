"""A leaflet's view in, every statement of its active substances out: who says it, how surely, and of which strengths.

Statements are found by the cues of entities/ingredient.jsonl and read by pipeline.composition.substances.
"""

import re

from pipeline.composition.cues import Cues
from pipeline.composition.lines import composition_lines, read_below, read_on
from pipeline.composition.statements import Rank, Statement, is_known, read, reckon
from pipeline.composition.strengths import volume_in
from pipeline.composition.substances import Stated, read_list
from pipeline.composition.title import Title
from pipeline.rules import Hit
from pipeline.view import Sentence, View

_ASIDE = frozenset({"other", "storage", "patient_advice", "pharmacology"})
"""Sections that speak of the active substance in passing: what they say it is counts only where it is a known name."""
_CONTAINING = frozenset({"title", "overview", "composition", "contents", "other", "pharmacology"})
_LINK = re.compile(
    r"\s*(?:\(s\))?\s*(?:(?:in|of|for|from|contained\s+in|per|present\s+in)\s+[^,:;]{1,70}?\s+)?(?:\(s\)\s*)?"
    r"(?:\((?:in|per)\s[^():]{1,40}\)\s*)?"
    r"(?:(?:is|are)\s+(?:called|named|as\s+follows:?|per\s+(?:[^:,.]|\.\d){1,30}:|the\s+following:?|:)|is(?!\w)|are(?!\w)|called\b|named\b|includes?\b|known\s+as\b"
    r"|[:–—-])\s*",
    re.I,
)
_OPEN_LIST = re.compile(r"\s*(?:\(s\))?\s*(?:(?:is|are)\s*)?:?\s*$")
_COLUMNS = re.compile(r"\s*(?:\((?:in|per) (?:each|every)[^()]*\)\s*(?:purposes?)?|purposes?)\s*$", re.I)
"""The head of a US label's Drug Facts: "Active ingredient (in each tablet)   Purpose". Only the first column counts."""
_IN_EACH = re.compile(r"\s*(?:\(s\))?\s*[(\[]?\s*(?:in|per)\s+(?:each|every|one|a|\d[\d.]*)\b[^()\[\]:;]{0,40}", re.I)
"""What the strengths below are per: "Active ingredient (in each 5 mL teaspoonful)"."""
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
_INTRODUCED = re.compile(r"\b(?:an?|the|one|two|three|different)\s+[^.]*$")
"""What stands before a word for a thing, and not before the bare name of a substance."""
_SAYS = re.compile(r"\s+(?:is|are|belongs?|works?|contains?)\b")
_LOOK_BACK = 200


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
    stated = {s.stated.start for s in found}
    found += (s for s in composition_lines(view, cues) if s.stated.start not in stated)
    for start, end in title.substances:
        found += read(view, _sentence_at(view, start), start, "ingredient.title", Rank.TITLE, end)
    return found or _named(view, title)


def _sentence_at(view: View, offset: int) -> Sentence:
    """The sentence around a character of the first lines."""
    return next(s for s in view.sentences if s.start <= offset < s.end)


def _in_composition(view: View, sentence: Sentence) -> bool:
    return view.kind(sentence) in ("composition", "contents")


def _declared(view: View, sentence: Sentence, hit: Hit, cues: Cues) -> list[Statement]:
    """What "the active substance" is said to be, with what its strengths are per: "(in each 5 mL)"."""
    found = _said_to_be(view, sentence, hit, cues)
    each = _IN_EACH.match(view.text, hit.end, sentence.end)
    if each and (per := volume_in(each.group())):
        reckon(found, per)
    return found


def _said_to_be(view: View, sentence: Sentence, hit: Hit, cues: Cues) -> list[Statement]:
    """What "the active substance" is said to be: behind the words, on the lines below them, or before them."""
    before = view.text[max(sentence.start, hit.start - _LOOK_BACK) : hit.start]
    if _DENIED.search(before):
        return []
    rank = Rank.DECLARED if _in_composition(view, sentence) else Rank.TOLD
    link = _LINK.match(view.text, hit.end, sentence.end)
    if _COLUMNS.match(view.text, hit.end, sentence.end):
        return [s for s in read_below(view, sentence, hit, rank, cues) if s.stated.strengths]
    if _OPEN_LIST.match(view.text, hit.end, sentence.end) and view.text[hit.end : sentence.end].strip(" (s)."):
        return read_below(view, sentence, hit, rank, cues)
    found = read(view, sentence, link.end() if link else hit.end, hit.rule.id, rank)
    aside = view.kind(sentence) in _ASIDE and not (link and ":" in link.group())
    if found and not aside:
        return found + read_on(view, sentence, hit, rank, cues, found)
    if rank is Rank.DECLARED and link and ":" in link.group():
        return [s for s in read_below(view, sentence, hit, rank, cues) if s.stated.strengths]
    if aside:
        return [s for s in found if is_known(view, s)]
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
    return read(view, sentence, hit.end, hit.rule.id, Rank.TOLD)


def _contained(view: View, sentence: Sentence, hit: Hit, title: Title, cues: Cues) -> list[Statement]:
    """What a tablet, a millilitre or the product itself is said to contain."""
    subject = view.text[max(sentence.start, hit.start - 120) : hit.start]
    if _NOT_THE_MEDICINE.search(subject) or cues[sentence.index][0].label == "excipients":
        return []
    prepared = bool(_PREPARED.search(subject))
    measured = bool(_UNIT_OF_MEDICINE.search(subject))
    if not measured and not _is_product(view, subject, title):
        return []
    found = read(view, sentence, hit.end, hit.rule.id, Rank.MEASURED if _in_composition(view, sentence) else Rank.TOLD)
    if not measured:
        found = [s for s in found if s.stated.strengths or _plainly_named(view, s)]
    for statement in found:
        statement.prepared = prepared
    if measured and (per := volume_in(subject)):
        reckon(found, per)
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
    return not hits and not _INTRODUCED.search(gap[-25:])


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
            opens = hit.start - sentence.start <= 2 and _SAYS.match(view.text, hit.end)
            named = inside and title.name is not None and title.name[0] <= hit.start < title.name[1]
            if (opens or named) and not hit.term.ambiguous:
                rule = "ingredient.named_after" if named else "ingredient.spoken_of"
                return [Statement(Stated(hit.start, hit.end), sentence, rule, Rank.NAMED)]
    return []

"""A view in, side effects out: what lists of effects name, what running text says the medicine may cause, how often,
how bad, and what to do.

Structure first: in a section on side effects every item of a list is an effect, known to the lexicon or not. Headings
and lead-ins give what follows them its band, its seriousness and the action to take.
"""

import re
from collections.abc import Hashable, Iterator

import msgspec

from pipeline.effects.frequency import frequencies
from pipeline.effects.headings import Lead, cuts, lead_in
from pipeline.effects.items import Item, KnownTerms, is_effect
from pipeline.effects.labels import reported
from pipeline.effects.lines import name_of, nested, own_frequency, parted, whole
from pipeline.effects.lists import items
from pipeline.effects.merge import concept, merged
from pipeline.effects.prose import mentions
from pipeline.effects.state import EffectState
from pipeline.effects.words import FRAME, MAX_WORDS, advises
from pipeline.model import EffectFrequency, EffectStatus, SideEffect
from pipeline.view import Sentence, View

KEY = "side_effects"
NEEDS: tuple[str, ...] = ()
OUTSIDE = (
    "warnings",
    "boxed_warning",
    "before_use",
    "pregnancy_lactation",
    "driving",
    "special_populations",
    "overdose",
    "stopping",
)
"""Sections besides side_effects whose running text may state effects."""
_SILENT = frozenset(
    {"contraindications", "interactions", "patient_advice", "composition", "supply", "contents", "indications"}
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|may|can|could|might|will|should|must|has|have|had|do|does|tell|contact)\b|"
    r"\byou(?!r)\b",
    re.I,
)
_ITEM_COLON = re.compile(r":\s+")
_BRACKETED = re.compile(r"\([^)]*\)?")
_CLOSED = re.compile(r"\([^)]*\)")
_EXPLAINS = re.compile(r"\W*(?:if|you|this|these|when|it|symptoms?|signs?|the|which|may|can)\b", re.I)
_GROUP = re.compile(
    r"\b(?:disorders?|system|conditions|investigations|infestations|procedures|complications|reactions?|"
    r"problems?|effects?|symptoms?|changes|tract|laboratory|tests?)\b\W*$|^\W*(?:skin|heart|blood|eyes?|"
    r"ears?|stomach|nervous|general|other|body|muscles?|kidneys?|liver|lungs?|psychiatric|mental|"
    r"gastrointestinal|cardiac|vascular|metabolic|whole)\b",
    re.I,
)
_SERIOUS_EFFECT = re.compile(r"\b(?:serious|severe) (?:side|adverse)", re.I)
_SEVERE = re.compile(r"\b(?:severe|serious|life[ -]threatening|fatal|death)\b", re.I)
_NUMERIC = re.compile(r"[\s\d.,%<>≥≤=()/+*–-]*[\d–-][\s\d.,%<>≥≤=()/+*–-]*")


def extract(view: View) -> list[SideEffect] | None:
    """The side effects of a leaflet; None where it has no section on them and its warnings name none either.

    An empty list would say that a section on side effects was read and named none.
    """
    short: set[str] | None = set() if _professional(view) else None
    found = merged(view, [*_sections(view, short), *_outside(view, short)])
    return found if found or view.has("side_effects") else None


def same(record: SideEffect) -> Hashable:
    """Term, band and status: an effect stated with two bands is two records, so that the contradiction shows."""
    return concept(record.term), record.frequency.band if record.frequency else None, record.status


def _professional(view: View) -> bool:
    """Whether the leaflet speaks of patients instead of to one, as US labels do."""
    text = view.text
    formal = text.count(" patients") + text.count(" subjects") + text.count(" adverse reactions")
    return formal > 2 * (text.count(" you ") + text.count(" your "))


def _sections(view: View, short: set[str] | None) -> Iterator[SideEffect]:
    """The records of the sections on side effects.

    `short`: the abbreviations of effects in a text for professionals so far; None in one for patients.
    """
    state = EffectState()
    last = -1
    for sentence in view.within(("side_effects",)):
        if not _SILENT.isdisjoint(view.kinds(sentence)):
            continue
        if sentence.section != last:
            last = sentence.section
            state = EffectState()
        yield from _sentence(view, sentence, state, short)


def _sentence(view: View, s: Sentence, state: EffectState, short: set[str] | None) -> Iterator[SideEffect]:
    """The records of one sentence, list item, heading or row; headings change `state`."""
    if short is not None:
        yield from _for_professionals(view, s, state, short)
        return
    if view.blocks[s.block].kind == "table_row":
        yield from _row(view, s, state)
        return
    pieces = cuts(view.text, s.start, s.end)
    for start, end in pieces:
        if start < end:
            yield from _piece(view, _Piece(s, start, end, len(pieces) > 1), state)


_LEADS = re.compile(r":|ommon|known|[Rr]are|[Ff]requen|\b1 in|doctor|%")
"""What stands in a list item that is a lead-in at the same time; most items are none."""


class _Piece(msgspec.Struct):
    """The characters `[start, end)` of a sentence; `cut`: a heading run into a line was parted from it."""

    sentence: Sentence
    start: int
    end: int
    cut: bool


def _piece(view: View, p: _Piece, state: EffectState) -> Iterator[SideEffect]:
    s, text = p.sentence, view.text
    block = view.blocks[s.block]
    opens = s.opens and p.start == s.start
    item = block.kind == "list_item" and opens
    alone = (block.kind == "heading" or (s.opens and s.end == block.end) or p.cut) and not item
    short = p.end - p.start < 160 and text[p.end - 1] not in ".;,"
    lead = (
        None
        if item and not _LEADS.search(text, p.start, p.end)
        else lead_in(text, p.start, p.end, heading=alone and short)
    )
    if lead is not None and item and lead.frequency is None and not (lead.signs or lead.serious):
        lead = None
    if lead is not None:
        if lead.frequency is None:
            yield from _prose(view, p, state, lead)
        state.take(lead)
        if text[lead.end : p.end].strip(" .:;-–"):
            yield from _line(view, p, lead.end, state, "side_effect.run_in")
    elif item:
        yield from _line(view, p, p.start, state, "side_effect.list_item")
    elif (alone or opens) and _listlike(text[p.start : p.end], banded=state.frequency is not None):
        yield from _line(view, p, p.start, state, "side_effect.list_line")
    else:
        if opens and block.kind != "list_item":
            state.signs = False
        yield from _prose(view, p, state, None)


def _for_professionals(view: View, s: Sentence, state: EffectState, short: set[str]) -> Iterator[SideEffect]:
    """The records of a sentence of a text that speaks of patients; its headings name sections, not effects."""
    block = view.blocks[s.block]
    lead = lead_in(view.text, s.start, s.end, heading=block.kind == "heading") if block.kind != "table_row" else None
    if lead is not None and not view.text[lead.end : s.end].strip(" .:"):
        state.take(lead)
    if block.kind == "heading" and _names_section(view, s):
        return
    hits = [h for h in frequencies(view.text, s.start, s.end) if h.worded]
    own = hits[0].frequency if len(hits) == 1 else lead.frequency if lead is not None else None
    listed = block.kind == "list_item" and s.opens and "side_effects" in view.kinds(s)
    for mention in reported(view, s, listed=listed, short=short):
        yield _record(view, mention.item, state, mention.rule, own)


_LISTS = re.compile(r"[:,]|\s[-–]\s")


def _names_section(view: View, s: Sentence) -> bool:
    """Whether a heading names what its section is about ("5.3 Hepatotoxicity") and lists nothing itself."""
    return s.start > view.blocks[s.block].start or not _LISTS.search(view.text, s.start, s.end)


def _listlike(piece: str, *, banded: bool) -> bool:
    """Whether a line is a list of noun phrases and no sentence. Under a band a line without a full stop is one too."""
    if advises(piece) or len(piece.split()) >= 60:
        return False
    return (banded and not piece.endswith(".")) or not _FINITE.search(_BRACKETED.sub("", piece))


def _item_colon(piece: str) -> re.Match[str] | None:
    """The first colon outside brackets that parts what stands before it from what stands after."""
    if not _ITEM_COLON.search(piece):
        return None
    return _ITEM_COLON.search(_CLOSED.sub(lambda m: "\0" * len(m[0]), piece))


def _line(view: View, p: _Piece, start: int, state: EffectState, rule: str) -> Iterator[SideEffect]:
    """The records of one line of a list, from `start` on."""
    text, s, end = view.text, p.sentence, p.end
    piece = text[start:end]
    if advises(piece) or (len(piece.split()) > 6 and FRAME.search(piece[:40]) and _FINITE.search(piece)):
        yield from _prose(view, p, state, None)
        return
    known = KnownTerms(view, s)
    colon = _item_colon(piece)
    pieces = [(start, end)]
    if colon and colon.end() < len(piece):
        head, rest = (start, start + colon.start()), (start + colon.end(), end)
        explains = bool(_EXPLAINS.match(piece, colon.end()))
        grouping = bool(_GROUP.search(piece[: colon.start()])) and not explains
        pieces = [head] if explains else [rest] if grouping else [head, rest]
    before = state.items
    if rule == "side_effect.list_item" and state.parent and (item := nested(view, start, end, state.parent)):
        yield _record(view, item, state, rule, None)
        return
    state.parent = (
        name_of(text, start, end) if piece.rstrip().endswith(":") and len(piece.split()) <= 6 else state.parent
    )
    for a, b in pieces:
        own, b = own_frequency(text, a, b)
        if own:
            state.signs = False
        bullet = rule == "side_effect.list_item"
        found = (part for item in items(text, a, b, known) for part in parted(text, item, known, bullet=bullet))
        for item in found:
            if is_effect(item, known, view.product_names):
                state.items += 1
                yield _record(view, item, state, rule, own)
            elif len(item.term.split()) > MAX_WORDS:
                for t in known.terms:
                    if item.start <= t.start and t.end <= item.end:
                        state.items += 1
                        yield _record(
                            view, Item(t.start, t.end, text[t.start : t.end], sign=item.sign), state, rule, own
                        )
    if state.items == before and rule == "side_effect.list_item":
        for item in whole(view, start, end):
            state.items += 1
            yield _record(view, item, state, rule, None)


def _row(view: View, s: Sentence, state: EffectState) -> Iterator[SideEffect]:
    """The records of a table row: cells that name effects, beside cells of numbers."""
    text = view.text
    cells = view.blocks[s.block].cells
    numbers = [c for c in cells if _NUMERIC.fullmatch(text[c[0] : c[1]])]
    known = KnownTerms(view, s)
    for a, b in cells:
        if (a, b) in numbers:
            continue
        for item in items(text, a, b, known):
            inner = any(item.start <= t.start and t.end <= item.end for t in known.terms)
            if inner and is_effect(item, known, view.product_names):
                yield _record(view, item, state, "side_effect.table_row", None)


def _prose(view: View, p: _Piece, state: EffectState, lead: Lead | None) -> Iterator[SideEffect]:
    """The records of a piece of running text in a section on side effects."""
    found = mentions(view, p.sentence, p.start, p.end)
    if not found:
        return
    hits = [h for h in frequencies(view.text, p.start, p.end) if h.worded]
    own = hits[0].frequency if len(hits) == 1 else None
    serious = bool(_SERIOUS_EFFECT.search(view.text, p.start, p.end))
    for mention in found:
        kept = EffectState(frequency=None if serious else state.frequency, serious=state.serious or serious,
                      action=state.action, signs=False, population=state.population)  # fmt: skip
        yield _record(view, mention.item, kept, mention.rule, own)


def _outside(view: View, short: set[str] | None) -> Iterator[SideEffect]:
    """The records of running text outside the sections on side effects."""
    for s in view.within(OUTSIDE):
        kinds = view.kinds(s)
        if not _SILENT.isdisjoint(kinds) or "side_effects" in kinds:
            continue
        status: EffectStatus = "overdose" if "overdose" in kinds else "withdrawal" if "stopping" in kinds else "stated"
        if (
            short is not None
            and view.blocks[s.block].kind == "heading"
            and "boxed_warning" not in kinds
            and _names_section(view, s)
        ):
            continue
        found = mentions(view, s, s.start, s.end) if short is None else reported(view, s, listed=False, short=short)
        for mention in found:
            state = EffectState(serious=bool(_SEVERE.search(mention.item.term)), status=status)
            yield _record(view, mention.item, state, mention.rule, None)


def _record(view: View, item: Item, state: EffectState, rule: str, own: EffectFrequency | None) -> SideEffect:
    """The record of one mention."""
    sign = item.sign or state.signs
    frequency = item.frequency or own
    if frequency is None and not (state.signs and state.status == "stated"):
        frequency = state.frequency
    evidence = [view.evidence(item.start, item.end, rule)]
    evidence += [view.evidence(a, b, rule) for a, b in item.aliases]
    return SideEffect(
        term=item.term,
        aliases=[" ".join(view.text[a:b].split()) for a, b in item.aliases],
        frequency=frequency,
        serious=state.serious or bool(_SEVERE.search(item.term)),
        status="sign_of" if sign and state.status == "stated" else state.status,
        population=state.population,
        action=state.action if state.serious else None,
        evidence=evidence,
    )

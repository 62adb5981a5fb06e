"""A view in, side effects out: what lists of effects name, what running text says the medicine may cause, how often,
how bad, and what to do.

Structure first: in a section on side effects every item of a list is an effect, known to the lexicon or not. Headings
and lead-ins give what follows them its band, its seriousness and the action to take.
"""

import re
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from pipeline.effects.frequency import frequencies
from pipeline.effects.headings import cuts, lead_in
from pipeline.effects.labels import reported
from pipeline.effects.listed import LIST_ITEM, listlike, of_line, of_row, tells
from pipeline.effects.merge import concept, merged
from pipeline.effects.prose import mentions
from pipeline.effects.records import of_prose, record
from pipeline.effects.state import EffectState
from pipeline.model import EffectStatus, SideEffect
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
        yield from of_row(view, s, state)
        return
    pieces = cuts(view.text, s.start, s.end)
    for start, end in pieces:
        if start < end:
            yield from _piece(view, _Piece(s, start, end, len(pieces) > 1), state)


_LEADS = re.compile(r":|ommon|known|rare|Rare|frequen|Frequen|1(?<=\b1) in|doctor|%")
"""What stands in a list item that is a lead-in at the same time; most items are none."""
_LONGEST_HEADING = 160
"""Characters of a line that may head a list."""


class _Piece(NamedTuple):
    """The characters `[start, end)` of a sentence; `cut`: a heading run into a line was parted from it."""

    sentence: Sentence
    start: int
    end: int
    cut: bool


def _piece(view: View, p: _Piece, state: EffectState) -> Iterator[SideEffect]:
    """The records of a piece of a sentence: a lead-in changes `state`, a list gives its items, a sentence what it says.

    An item of a list is a lead-in only if it says how often or how bad, or that signs follow.
    """
    s, text = p.sentence, view.text
    block = view.blocks[s.block]
    opens = s.opens and p.start == s.start
    item = block.kind == "list_item" and opens
    alone = (block.kind == "heading" or (s.opens and s.end == block.end) or p.cut) and not item
    short = p.end - p.start < _LONGEST_HEADING and text[p.end - 1] not in ".;,"
    leads = not item or _LEADS.search(text, p.start, p.end)
    lead = lead_in(text, p.start, p.end, heading=alone and short) if leads else None
    if lead is not None and not (item and lead.frequency is None and not (lead.signs or lead.serious)):
        if lead.frequency is None:
            yield from of_prose(view, s, p.start, p.end, state)
        state.take(lead)
        if text[lead.end : p.end].strip(" .:;-–"):
            yield from _line(view, p, lead.end, state, "side_effect.run_in")
    elif item:
        yield from _line(view, p, p.start, state, LIST_ITEM)
    elif (alone or opens) and listlike(text[p.start : p.end], banded=state.frequency is not None):
        yield from _line(view, p, p.start, state, "side_effect.list_line")
    else:
        if opens and block.kind != "list_item":
            state.signs = False
        yield from of_prose(view, s, p.start, p.end, state)


def _line(view: View, p: _Piece, start: int, state: EffectState, rule: str) -> Iterator[SideEffect]:
    """The records of what stands in a piece from `start` on: a list, or else the piece is running text as a whole."""
    if tells(view.text[start : p.end]):
        return of_prose(view, p.sentence, p.start, p.end, state)
    return of_line(view, p.sentence, start, p.end, state, rule)


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
        yield record(view, mention.item, state, mention.rule, own)


_LISTS = re.compile(r"[:,]|\s[-–]\s")


def _names_section(view: View, s: Sentence) -> bool:
    """Whether a heading names what its section is about ("5.3 Hepatotoxicity") and lists nothing itself."""
    return s.start > view.blocks[s.block].start or not _LISTS.search(view.text, s.start, s.end)


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
            yield record(view, mention.item, EffectState(status=status), mention.rule)

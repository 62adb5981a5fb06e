"""Sentences outside the sections of warnings in, the precautions that stand among other things there out."""

import re
from collections.abc import Callable

from pipeline.cautions.records import Records
from pipeline.model import WarningCategory
from pipeline.phrases.actions import may_ask
from pipeline.phrases.back_references import closes, follows_on, goes_back
from pipeline.phrases.case import lower
from pipeline.phrases.categories import Found, categories, firsts
from pipeline.phrases.clauses import trim
from pipeline.phrases.idle import idle
from pipeline.phrases.precautions import clause_end, warns
from pipeline.view import Sentence

_TOPICAL: tuple[WarningCategory, ...] = (
    "alcohol",
    "pregnancy",
    "breastfeeding",
    "fertility_contraception",
    "driving_machines",
)
_NEAR = 60
_WHOLE = 240
"""A sentence of fewer characters is quoted whole where only its end tells that one is watched."""
_SHORT = 24
_DIRECTS = re.compile(
    r"(?:please |also )?(?:do not|don|you|avoid|alcohol|drinking|if|never|women|men|driving|when|tell|talk|use|it"
    r"|your)\b"
)
"""How an item of a list of interactions begins that warns by itself, and does not only name what interacts."""
_MISSED = re.compile(
    r"if (?:you|a dose|your) [^.;,]{0,30}?\b(?:forg[eo]t|forgotten|miss|missed)\b|[^.;]{0,60}\bmake up for\b"
)
_MODAL = re.compile(r"\b(?:may|can|could|might|should|must|is|are|not)\b")
_BREAKS_OFF = re.compile(r"\b(?:an?|the|of|in|or|and|with|to|by|for|can|is|are|your)\s+$")
_TOO_MUCH = re.compile(r"\b(?:more|much|many|over\W?dos\w*|accident\w*|swallow\w*|someone|double|hospital|straight)\b")
_REASSURES = re.compile(r"(?:these|this|they|it|such)\b")
"""How a sentence begins that itself speaks of the one before it."""
_OF_HANDLING = re.compile(
    r"\s*[\d.,]+\s*(?:hours?|minutes?|m[lg]|g|micrograms?|units?|tablets?|capsules?)\b"
    r"|[^.;]{0,40}?\b(?:minutes?|seconds?|per (?:minute|hour)|ml/(?:min|h)|rate|temperature)\b"
)
"""What is not to be exceeded when a medicine is infused is no dose, and a dose in numbers is no precaution."""


def topical(records: Records, sentence: Sentence, kind: str) -> None:
    """A sentence of an interactions section that warns of alcohol, or of what the next section is about."""
    vocab, text = records.vocab, records.view.text
    if firsts(vocab, *_TOPICAL).isdisjoint(sentence.norms):
        return
    start, end = trim(text, sentence.start, sentence.end)
    if sentence.opens and not _DIRECTS.match(lower(text), start, end) and not _MODAL.search(lower(text), start, end):
        return
    found = categories(vocab, sentence.norms)
    if not found or found[0].category not in _TOPICAL or ": " in text[start : start + 60]:
        return
    if warns(vocab, sentence.norms) and end - start > _SHORT and records.states(start, end):
        records.precaution(sentence, start, end, kind)
        records.here = None


def _is_item(records: Records, sentence: Sentence) -> bool:
    """Whether a sentence opens an item of a list, which names what interacts."""
    return sentence.opens and records.view.blocks[sentence.block].kind == "list_item"


def beside(records: Records, sentence: Sentence, kind: str) -> None:
    """A sentence among contraindications that states none: where it warns, it is a warning that ran on."""
    span = _of_text(records, sentence)
    if span is None or not warns(records.vocab, sentence.norms):
        return
    text = records.view.text
    if idle(text[span[0] : span[1]]) == "introduction":
        return
    back = goes_back(text, *span) or (not records.topical(*span) and follows_on(text, *span))
    if back and not text[span[0]].islower() and not (sentence.opens and records.topical(*span)):
        _of_what_stands_before(records, sentence, *span, "")
    elif (
        records.states(*span)
        and not records.names_nothing(*span)
        and (records.topical(*span) or not closes(text, *span))
    ):
        records.precaution(sentence, *span, kind)
        records.here = None


def asking(records: Records, sentence: Sentence, kind: str, named: Callable[[Sentence], bool]) -> bool:
    """A sentence on side effects or overdose: taken in where it asks for something beyond asking the doctor.

    Not where it is `named`, that is, where side effects are read from it, which keep what it asks.
    """
    if not may_ask(records.vocab, sentence.norms) or (kind != "overdose" and named(sentence)):
        return False
    text = records.view.text
    span = _of_text(records, sentence)
    if span is None or not records.asked(*span):
        return False
    if not records.states(*span) or idle(text[span[0] : span[1]]):
        return False
    if kind == "overdose":
        if _MISSED.match(lower(text), *span):
            return False
        if records.names_nothing(*span) and not _TOO_MUCH.search(lower(text), *span):
            return _adds_to_section(records, sentence, *span)
    elif sentence.opens and text[span[0]].islower() and _BREAKS_OFF.search(text[max(0, span[0] - 12) : span[0]]):
        return False  # a line that goes on with the one above it
    elif not records.topical(*span) and (records.names_nothing(*span) or _back(text, *span)):
        return _of_what_stands_before(records, sentence, *span, kind)
    records.precaution(sentence, *span, kind)
    records.here = None
    return True


def _adds_to_section(records: Records, sentence: Sentence, start: int, end: int) -> bool:
    """What a sentence asks is added to the last record of its section, if there is one."""
    last = records.records[-1] if records.records else None
    if last is None or last.evidence[0].start < records.view.sections[sentence.section].start:
        return False
    records.ask(last, start, end)
    return True


def _back(text: str, start: int, end: int) -> bool:
    """Whether a sentence goes on about the one before it."""
    return goes_back(text, start, end) or follows_on(text, start, end)


def _of_what_stands_before(records: Records, sentence: Sentence, start: int, end: int, kind: str) -> bool:
    """ "If you notice any of these, stop taking it": what it asks belongs to what the sentence before it warns of.

    Where that has no record yet it gets one, of the section's `kind`; not where that is empty.
    """
    view = records.view
    before = view.sentences[sentence.index - 1]
    span = _of_text(records, before)
    apart = before.block != sentence.block and _is_item(records, before)
    if before.section != sentence.section or span is None or apart:
        return False
    if (
        not records.topical(*span)
        or _REASSURES.match(lower(view.text), *span)
        or not records.states(*span)
        or idle(view.text[span[0] : span[1]])
    ):
        return False
    last = records.records[-1] if records.records else None
    if last is None or not before.start <= last.evidence[0].start < before.end:
        if not kind:
            return False
        known = len(records.records)
        records.precaution(before, *span, kind)
        if len(records.records) == known:
            return False
        last = records.records[-1]
    records.ask(last, start, end)
    records.here = None
    return True


def _of_text(records: Records, sentence: Sentence) -> tuple[int, int] | None:
    """The characters of a sentence without its marks; None where it is a heading, opens a list, or is a scrap."""
    text = records.view.text
    start, end = trim(text, sentence.start, sentence.end)
    heading = records.view.blocks[sentence.block].kind == "heading" or text[end : end + 1] == ":"
    return None if heading or end - start < _SHORT else (start, end)


def prose(records: Records, sentence: Sentence, kind: str) -> None:
    """A sentence anywhere else, where a rule of warning.jsonl finds a precaution in it."""
    view, text = records.view, records.view.text
    done = sentence.start
    for hit in view.hits("warning", sentence):
        if hit.start < done:
            continue
        end = clause_end(text, hit.end, sentence.end)
        named = hit.value.get("category")
        if named == "misuse_overdose" and _OF_HANDLING.match(lower(text), hit.end, end):
            continue
        whole = named in (None, "monitoring") and end - sentence.start < _WHOLE and hit.rule.id != "warning.not_for"
        begin = sentence.start if whole else _clause_start(text, sentence.start, hit.start)
        span = trim(text, begin, end)
        found = records.topics.under_heading(sentence, *span, kind)
        if named:
            found = [Found(named, hit.rule.id, 9), *(f for f in found if f.category != named)]
        asks = records.words(*records.asked(sentence.start, sentence.end))
        whom, _ = records.whom_of(sentence, span)
        records.add(view.evidence(*span, hit.rule.id), found, asks, whom, sentence)
        if hit.value.get("boxed") and records.here:
            records.here.boxed = True
        done = end
    records.here = None


def _clause_start(text: str, start: int, at: int) -> int:
    """The sentence's beginning, if the match is near it and no comma parts them, else the match's."""
    return start if at - start < _NEAR and text[at - 2 : at] != ", " else at

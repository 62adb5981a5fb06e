"""A sentence of the dosage part in, what its label, its table row or its heading says of the doses in it out."""

import re

from pipeline.posology.context import Context, is_statement, kind_of
from pipeline.posology.people import BRACKET, Label, condition, label_of, names, population, run_in
from pipeline.view import Sentence, View

_LABEL_CHARACTERS = 110
_NAME_CHARACTERS = 60
"""Characters in which the name of a product that opens a paragraph ends."""
_NOTHING = Label(None, None)
_PROSE = re.compile(r"(?:The|Your|You|This|It|Treatment|When|Take|Do|Swallow)\s")
_ILLNESS = r"(?:indication|condition|disease|infection|illness)s?\b"
_COLUMNS = re.compile(rf"\s*(?:body\s)?(?:(?:weight|age|dose|creatinine|patients?|day|week)\b|{_ILLNESS})", re.I)
_ILLNESS_COLUMN = re.compile(rf"\s*{_ILLNESS}", re.I)
_INTRODUCTION = re.compile(r"\bdos(?:e|es|age)\b|\brecommended\b|\busual", re.I)


def label_in_front(view: View, sentence: Sentence, text: str, context: Context) -> tuple[Label, int] | None:
    """The label that a sentence opens with and where in it that ends; None where the sentence is but a table's header.

    What holds for the lines below as well is put into `context`.
    """
    block = view.blocks[sentence.block]
    if block.kind == "table_row" and block.cells:
        return _of_row(view, sentence, text, context)
    own, begin = _NOTHING, 0
    if sentence.opens:
        context.of_block = context.kind_of_block = None
        context.block(block.kind, text)
    if (sentence.opens or block.kind == "paragraph") and (label := run_in(text)) is not None:
        own, begin = _run_in(view, sentence, label, context)
    if sentence.opens and block.kind == "paragraph" and not names(own) and _is_prose(view, text):
        context.prose()
    return own, begin


def _is_prose(view: View, text: str) -> bool:
    """Whether a paragraph begins as running text does, with the name of the medicine or another subject."""
    return _PROSE.match(text) is not None or text[:_NAME_CHARACTERS].lower().startswith(
        tuple(view.product_names) or ("\0",)
    )


def _run_in(view: View, sentence: Sentence, label: tuple[str, int, bool], context: Context) -> tuple[Label, int]:
    words, stop, colon = label
    own = label_of(f"{context.cut_off} {words}" if context.cut_off else words)
    context.cut_off = ""
    if own.indication and is_medicine(view, sentence, own.indication):
        own = _NOTHING
    alone = sentence.start + stop >= sentence.end
    if names(own) and (sentence.opens or alone) and colon:
        context.label(own, alone=alone)
    elif colon and sentence.opens and view.blocks[sentence.block].kind == "list_item":
        context.prose()
        context.kind_of_block = kind_of(words)
    elif colon:
        context.kind_of_block = kind_of(words)
    return own, stop if names(own) else 0


def is_medicine(view: View, sentence: Sentence, name: str) -> bool:
    """Whether a label names a medicine ("Tavoril: one tablet a day") and so says nothing of what the dose is for."""
    if name.lower().startswith(tuple(view.product_names) or ("\0",)):
        return True
    return any(
        t.end - t.start >= len(name) - 3 and view.text.startswith(name[:5], t.start)
        for t in view.terms(sentence, "substance")
    )


def _of_row(view: View, sentence: Sentence, text: str, context: Context) -> tuple[Label, int] | None:
    start, end = view.blocks[sentence.block].cells[0]
    if _COLUMNS.match(text) and not label_of(text[: end - start]).population:
        context.rows_name_illness = _ILLNESS_COLUMN.match(text) is not None
        return None
    own = _of_cell(view.text[start:end].strip(), illness=context.rows_name_illness)
    return own, end - sentence.start if names(own) else 0


def _of_cell(text: str, *, illness: bool) -> Label:
    """The first cell of a table row, where it says whom the row is for, or for what if its column is of illnesses."""
    label = label_of(text)
    if label.population or illness:
        return label
    plain = " ".join(BRACKET.sub("", text).split())
    if plain == text:
        return _NOTHING
    bare = label_of(plain).population  # "15 kg (33 lbs) to <30 kg (66 lbs)"
    return Label(text if bare == plain else bare, None)


def _is_among_items(view: View, block: int) -> bool:
    """Whether a block is an item of a list and another follows: the last one may be the heading of what comes next."""
    following = view.blocks[block + 1].kind if block + 1 < len(view.blocks) else ""
    return view.blocks[block].kind == "list_item" and following == "list_item"


def _is_lone_item(view: View, block: int) -> bool:
    """Whether a block is an item between blocks that are none: a heading with a dash before it."""
    kinds = [b.kind for b in view.blocks[max(0, block - 1) : block + 2]]
    return kinds.count("list_item") == 1 and view.blocks[block].kind == "list_item" and len(kinds) == 3


def introduce(view: View, sentence: Sentence, text: str, context: Context) -> None:
    """Take from a sentence without a dose what it says of those that follow: "The recommended dose for adults is:"."""
    block = view.blocks[sentence.block]
    alone = sentence.start == block.body and sentence.end == block.end and len(text) <= _LABEL_CHARACTERS
    if not sentence.opens and sentence.end == block.end and label_of(text).population == text:
        context.title(text)  # the heading of what follows, run into the end of what stands before it
    elif (
        alone
        and not text.endswith((".", "!", "?", ";", ","))
        and (not is_statement(text) or _is_lone_item(view, sentence.block))
    ):
        context.title(text, item=_is_among_items(view, sentence.block))
    elif text.endswith(":") and _INTRODUCTION.search(text):
        found = population(text)
        label = condition(text)[0]
        context.introduction(Label(found[0] if found else label.population, label.indication), kind_of(text))

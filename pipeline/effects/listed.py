"""A line of a list of effects, or a row of a table of them, in, the records of the effects it names out."""

import re
from collections.abc import Iterator, Sequence

from pipeline.effects.items import Item, KnownTerms, Span, is_effect
from pipeline.effects.lines import name_of, nested, own_frequency, parted, whole
from pipeline.effects.lists import items
from pipeline.effects.records import record
from pipeline.effects.state import EffectState
from pipeline.effects.words import FRAME, MAX_WORDS, WORD_BEGINS, WORD_ENDS, advises, phrases
from pipeline.model import SideEffect
from pipeline.view import Sentence, View

LIST_ITEM = "side_effect.list_item"
"""The rule of what stands in an item of a list; lists without bullets are read a little differently."""
_FINITE = phrases(
    "is are was were may can could might will should must has have had do does tell contact you".split(),
    WORD_BEGINS,
    WORD_ENDS,
)
"""Words of a sentence that is no list, in lower-case text."""
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
_NUMERIC = re.compile(r"[\s\d.,%<>≥≤=()/+*–-]*[\d–-][\s\d.,%<>≥≤=()/+*–-]*")
_LONGEST = 60
"""Words of a line that is a list."""
_LONGEST_NAME = 6
"""Words of an effect whose further places are listed under it."""


def listlike(piece: str, *, banded: bool) -> bool:
    """Whether a line is a list of noun phrases and no sentence. Under a band a line without a full stop is one too."""
    if advises(piece) or len(piece.split()) >= _LONGEST:
        return False
    return (banded and not piece.endswith(".")) or not _FINITE.search(_BRACKETED.sub("", piece).lower())


def tells(piece: str) -> bool:
    """Whether a line is a sentence that tells the reader something, or speaks of side effects and lists none."""
    if advises(piece):
        return True
    if len(piece.split()) <= _LONGEST_NAME:
        return False
    low = piece.lower()
    return FRAME.search(low, 0, 40) is not None and _FINITE.search(low) is not None


def of_line(view: View, s: Sentence, start: int, end: int, state: EffectState, rule: str) -> Iterator[SideEffect]:
    """The records of one line of a list: the characters `[start, end)` of a sentence. `state` counts them."""
    text, bullet = view.text, rule == LIST_ITEM
    piece = text[start:end]
    if bullet and state.parent and (item := nested(view, start, end, state.parent)):
        yield record(view, item, state, rule)
        return
    if piece.rstrip().endswith(":") and len(piece.split()) <= _LONGEST_NAME:
        state.parent = name_of(text, start, end)
    known, before = KnownTerms(view, s), state.items
    for a, b in _parts(piece, start, end):
        own, b = own_frequency(text, a, b)
        if own:
            state.signs = False
        for item in items(text, a, b, known):
            for part in parted(text, item, known, bullet=bullet):
                for effect in _effects(view, part, known):
                    state.items += 1
                    yield record(view, effect, state, rule, own)
    if bullet and state.items == before:
        for item in whole(view, start, end):
            state.items += 1
            yield record(view, item, state, rule)


def _parts(piece: str, start: int, end: int) -> list[Span]:
    """The parts of a line, which begins at `start`, that name effects: one side of its colon, or both."""
    colon = _item_colon(piece)
    if not colon or colon.end() == len(piece):
        return [(start, end)]
    head, rest = (start, start + colon.start()), (start + colon.end(), end)
    if _EXPLAINS.match(piece, colon.end()):
        return [head]
    return [rest] if _GROUP.search(piece[: colon.start()]) else [head, rest]


def _item_colon(piece: str) -> re.Match[str] | None:
    """The first colon outside brackets that parts what stands before it from what stands after."""
    if not _ITEM_COLON.search(piece):
        return None
    return _ITEM_COLON.search(_CLOSED.sub(lambda m: "\0" * len(m[0]), piece))


def _effects(view: View, item: Item, known: KnownTerms) -> Sequence[Item]:
    """The item if it can be an effect; of one that is too long for a name the effects that the lexicon knows in it."""
    if is_effect(item, known, view.product_names):
        return (item,)
    if len(item.term.split()) <= MAX_WORDS:
        return ()
    inner = (t for t in known.terms if item.start <= t.start and t.end <= item.end)
    return [Item(t.start, t.end, view.text[t.start : t.end], sign=item.sign) for t in inner]


def of_row(view: View, s: Sentence, state: EffectState) -> Iterator[SideEffect]:
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
                yield record(view, item, state, "side_effect.table_row")

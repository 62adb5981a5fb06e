"""A stretch of text that lists side effects in, its items out: the grammar of lists, with no word list of effects.

Items are parted by commas, semicolons, "and" and "or", but not everywhere: "swelling of the face, lips or tongue" is
one effect, "increased or decreased appetite" two that share a head.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.effects.brackets import with_brackets
from pipeline.effects.edges import trimmed
from pipeline.effects.items import Item, Known, Span
from pipeline.effects.words import (
    APPOSITION,
    EXAMPLES,
    FIXED,
    GRADES,
    HEAD_OF,
    HEADLESS,
    JOINT,
    MODIFIERS,
    PREPOSITION,
    SHARED_LEAD,
    SMALL,
    STOP,
    VERB_END,
)
from pipeline.language import normalise
from pipeline.lexicon import load_words
from pipeline.phrases.case import lower_piece

_LETTERS = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"[()\[\]]")


class _Chunk(NamedTuple):
    start: int
    end: int
    joint: str


LONGEST = 4000
"""Characters of a line that are read as a list; longer ones are no list a person wrote."""

_SHORT = 80
"""Characters of a line that is likely to come again."""


def items(text: str, start: int, end: int, known: Known) -> list[Item]:
    """The effects listed in `text[start:end]`, in order of place, signs marked as such."""
    if end - start <= _SHORT and (alone := _alone(text[start:end])) is not None:
        a, b, term = alone
        return [Item(start + a, start + b, term)] if a < b else []
    end = min(end, start + LONGEST)
    masked, brackets = _mask(text, start, end)
    low = lower_piece(masked)
    tail = _tail(low, start, end)
    chunks = _joined(masked, start, _chunks(low, start, tail), known)
    out = _items_of(text, masked, start, chunks, known)
    found = with_brackets(text, out, [b for b in brackets if b[0] < tail], known, items)
    if tail < end and (lead := EXAMPLES.match(masked, tail - start)):
        examples = "nclud" not in lead[0]
        found += [i._replace(sign=i.sign or examples) for i in items(text, start + lead.end(), end, known)]
    return found


@lru_cache(maxsize=20_000)
def _alone(piece: str) -> tuple[int, int, str] | None:
    """Place and term of what stands alone in a line, most often an effect of many leaflets; None where it is a list."""
    low = lower_piece(piece)
    if "(" in low or "[" in low or JOINT.search(low) or STOP.search(low, 1):
        return None
    a, b = trimmed(piece, *_without_end_bracket(piece, 0, _Chunk(0, len(piece), "")))
    return a, b, _plain(piece, piece, 0, a, b)


def _tail(low: str, start: int, end: int) -> int:
    """Where the list ends and a sentence about it begins; the comma and the blank before that belong to it."""
    stop = STOP.search(low, 1)
    if not stop:
        return end
    at = stop.start()
    at -= at > 1 and low[at - 1].isspace()
    at -= at > 1 and low[at - 1] == ","
    return start + at if low[:at].strip() else end


def _mask(text: str, start: int, end: int) -> tuple[str, list[Span]]:
    """`text[start:end]` with what stands in brackets made NUL characters, and where the brackets are."""
    piece = text[start:end]
    if "(" not in piece and "[" not in piece:
        return piece, []
    spans: list[Span] = []
    depth = opened = 0
    for match in _BRACKET.finditer(piece):
        if match[0] in "([":
            opened = match.start() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, match.end()))
    if depth:
        spans.append((opened, len(piece)))
    parts: list[str] = []
    at = 0
    for a, b in spans:
        parts += (piece[at:a], "\0" * (b - a))
        at = b
    return "".join([*parts, piece[at:]]), [(start + a, start + b) for a, b in spans]


def _chunks(low: str, start: int, end: int) -> list[_Chunk]:
    out: list[_Chunk] = []
    at, joint = 0, ""
    fixed = [m.span() for m in FIXED.finditer(low)] if " and " in low else []
    for match in JOINT.finditer(low, 0, end - start):
        if fixed and any(a < match.start() < b for a, b in fixed):
            continue
        if match.start() > at:
            out.append(_Chunk(start + at, start + match.start(), joint))
        at, joint = match.end(), match[0].strip()
    if at < end - start:
        out.append(_Chunk(start + at, end, joint))
    return out


@lru_cache(maxsize=20_000)
def _words(piece: str) -> tuple[str, ...]:
    """The norms of the words of a piece of masked text, small ones left out."""
    return tuple([w for w in map(normalise, _LETTERS.findall(piece)) if w not in SMALL])


def _is_part(words: Sequence[str]) -> bool:
    """Whether all words name parts of the body or things measured: no effect by itself."""
    return bool(words) and load_words("body_part.txt").issuperset(words)


def _joined(masked: str, start: int, chunks: list[_Chunk], known: Known) -> list[_Chunk]:
    """The chunks with those that only go on with the neighbour joined to it."""
    if len(chunks) < 2:
        return chunks
    out: list[_Chunk] = []
    waiting: _Chunk | None = None
    body = load_words("body_part.txt")
    for chunk in chunks:
        words = _words(masked[chunk.start - start : chunk.end - start])
        part = bool(words) and body.issuperset(words) and not known(chunk.start, chunk.end)
        if (
            out
            and waiting is None
            and chunk.joint in ("or", "and", "and/or")
            and _shares_object(masked, start, out[-1], chunk)
        ):
            out[-1] = out[-1]._replace(end=chunk.end)
            continue
        if waiting is None and words and GRADES.issuperset(words) and chunk is not chunks[-1]:
            waiting = chunk
            continue
        if part and out and waiting is None and chunk.joint != ";" and _goes_on(masked, start, out[-1]):
            out[-1] = out[-1]._replace(end=chunk.end)
        elif part and chunk is not chunks[-1]:
            waiting = waiting or chunk
        elif (
            waiting is not None
            and len(words) > 1
            and words[-1] in HEADLESS
            and _is_part(words[:-1])
            and chunk.joint != ","
        ):
            out += [waiting, chunk]
            waiting = None
        elif waiting is not None:
            out.append(chunk._replace(start=waiting.start, joint=waiting.joint))
            waiting = None
        else:
            out.append(chunk)
    if waiting is not None:
        out.append(waiting)
    return out


def _shares_object(masked: str, start: int, before: _Chunk, chunk: _Chunk) -> bool:
    """Whether two verbs share an object: "inability to have or maintain an erection" is one effect."""
    words = masked[chunk.start - start : chunk.end - start].strip()
    return " " in words and VERB_END.search(masked[before.start - start : before.end - start].rstrip()) is not None


def _goes_on(masked: str, start: int, chunk: _Chunk) -> bool:
    """Whether a bare part of the body can go on with `chunk`: it ends in such a part itself, behind a preposition."""
    piece = masked[chunk.start - start : chunk.end - start]
    at = PREPOSITION.search(piece)
    if at is None:
        words = _words(piece)
        return len(words) > 1 and _is_part(words[-1:])
    tail = _words(piece[at.end() :])
    return not tail or _is_part(tail[-1:])


def _items_of(text: str, masked: str, start: int, chunks: list[_Chunk], known: Known) -> list[Item]:
    out: list[Item] = []
    for index, chunk in enumerate(chunks):
        if out and chunk.joint == "," and APPOSITION.match(masked, chunk.start - start):
            continue  # "Fournier's gangrene, a serious infection of the genitals": said of the item before
        a, b = trimmed(text, *_without_end_bracket(masked, start, chunk))
        if a >= b:
            continue
        term = _plain(text, masked, start, a, b)
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        full = after and _with_next_head(text, masked, start, (a, b), after, known)
        if after and full and not known(a, b):
            out.append(Item(a, trimmed(text, *_without_end_bracket(masked, start, after))[1], full))
            continue
        full = _with_last_head(_headed(out), term, chunk.joint) if out else None
        shares = " " not in term and chunk.joint in ("or", "and", "and/or")
        out.append(Item(a, b, full if full and (shares or not known(a, b)) else term))
    return out


def _without_end_bracket(masked: str, start: int, chunk: _Chunk) -> Span:
    piece = masked[chunk.start - start : chunk.end - start]
    return chunk.start, chunk.start + len(piece.rstrip(" \t\n\r\u00a0\0.,:;*"))


def _plain(text: str, masked: str, start: int, a: int, b: int) -> str:
    """The words of `text[a:b]` without what stands in brackets, blanks evened."""
    piece = masked[a - start : b - start].replace("\0", " ")
    return " ".join((piece or text[a:b]).split())


def _with_next_head(text: str, masked: str, start: int, span: Span, after: _Chunk, known: Known) -> str | None:
    """The full term of a bare modifier: "increased" before "or decreased appetite" is "increased appetite"."""
    if after.joint not in ("or", "and", "and/or", "/", ","):
        return None
    words = masked[span[0] - start : span[1] - start].replace("\0", " ").split()
    if not words:
        return None
    last = normalise(words[-1])
    part = _is_part((last,)) and _is_part([normalise(w) for w in words])
    if not part and last not in MODIFIERS and words[-1].lower() not in MODIFIERS:
        return None
    a, b = trimmed(text, *_without_end_bracket(masked, start, after))
    following = _plain(text, masked, start, a, b).split()
    if len(following) < 2 or (len(words) == 1 and known(*span)):
        return None
    if part:
        return " ".join([*words, following[-1]]) if normalise(following[-1]) in HEADLESS else None
    while len(following) > 1 and following[0].lower() in MODIFIERS:
        following = following[1:]
    return " ".join([*words, *following])


def _headed(out: list[Item]) -> Item:
    """The item whose head the next may share: the last, or the one before bare nouns ("…, bloating or …")."""
    at = len(out) - 1
    while at > max(len(out) - 3, 0) and " " not in out[at].term:
        at -= 1
    return out[at] if " " in out[at].term else out[-1]


def _with_last_head(before: Item, term: str, joint: str) -> str | None:
    """The full term of a bare noun: "pain" behind "muscle cramps or" is "muscle pain"."""
    words = term.split()
    if lead := _shared_lead(before.term):
        if (
            len(words) <= 2
            and (words[0].lower().endswith("ing") or lead.lower() in ("feeling", "being"))
            and words[0].lower() not in ("feeling", "being")
        ):
            return (
                f"{lead} {term}"
                if joint != ";" and not before.sign and len(words) == 1 and _may_share(lead, words[0])
                else None
            )
        return None
    if len(words) != 1 or joint not in ("or", "and", "and/or") or normalise(term) not in HEADLESS:
        return None
    head = HEAD_OF.match(before.term)
    if not head or normalise(head["noun"]) not in HEADLESS:
        return None
    return f"{head['head']}{term}"


@lru_cache(maxsize=20_000)
def _shared_lead(term: str) -> str | None:
    """The words of a term that the next may share with it: "difficulty in" of "difficulty in breathing"."""
    found = SHARED_LEAD.search(term)
    return found["lead"] if found else None


def _may_share(lead: str, word: str) -> bool:
    """Whether "difficulty … or swallowing", "feeling … or weak" share their lead: a gerund, or an adjective."""
    gerund = word.lower().endswith("ing")
    return (
        gerund
        if not lead.lower().startswith(("feeling", "being"))
        else not gerund and not word.lower().endswith(("ness", "tion", "ia", "itis", "ache", "pain"))
    )

"""The text of a sentence in, its atoms out: numbers, units, times and the other words and marks, each with its place.

One regular expression walks the text once; every choice in it is bounded, so the cost grows with the length alone.
"""

import re
from typing import Any

import msgspec

from pipeline.quantities.words import COUNTED, FRACTIONS, MEASURES, MULTIPLIERS, NUMBERS, ORDINALS, TIMES


class Atom(msgspec.Struct, frozen=True, gc=False):
    """`kind` is number, measure, counted, time, ordinal, word, mark or end; `value` depends on it; `[start, end)`."""

    kind: str
    value: Any
    start: int
    end: int
    word: str


_ATOM = re.compile(
    r"[A-Za-z][a-pr-zA-PR-Z][^\W\d_]{0,38}"  # most atoms are words, and most words cannot be any of what follows
    r"|(?P<number>(?=[\d½¼¾⅓⅔⅛.])(?:"  # a word of one letter, or one like "sq", passes all of this by
    r"(?:\d{1,9}[ \u00a0]?)?[½¼¾⅓⅔⅛]"  # ½, 1½, 1 ½
    r"|\d{1,2}[ \u00a0][1-3]/[2-48](?!\d)"  # 1 1/2
    r"|[1-9]1/2(?![\d/])"  # 11/2: a half whose blank was lost, since no one writes eleven halves
    r"|[1-9]/[1-9]\d?(?![\d/])(?!\s?(?:h|hrs?|hours?)\b)"  # 1/2, but "8/24h" is eight in a day
    r"|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?(?!\d)"  # 1,000
    r"|\d{1,12}(?:[.·]\d{1,9}|,\d{1,2}(?![\d,]))?"  # 2.5 and, where it cannot be a thousand, 2,5
    r"|(?<![\w.)])\.\d{1,6}))"  # ".5 mg", but "max.600 mg" is six hundred
    r"|(?P<area>[mM](?:²|\^?2(?!\d))|[sS]quare[ ][mM]et(?:re|er)s?)"
    r"|(?P<dotted>(?:[A-Za-z]\.){2,4})"
    r"|(?P<word>[^\W\d_]{1,40})"
    r"|(?P<mark>[^\s\w]|_)"
)
_MEANING: dict[str, tuple[str, Any]] = {
    word: (kind, value)
    for kind, words in (
        ("ordinal", ORDINALS),
        ("counted", COUNTED),
        ("measure", MEASURES),
        ("time", TIMES),
        ("number", NUMBERS),
    )
    for word, value in words.items()
}
LOOKAHEAD = 12
"""Atoms of kind `end` behind the last one: no rule looks further ahead than this."""
_ENDINGS = frozenset({"st", "nd", "rd", "th"})


def scan(text: str, start: int = 0, end: int | None = None) -> list[Atom]:
    """The atoms of `text[start:end]` in order, closed by a few of kind `end` so that looking ahead is allowed."""
    end = len(text) if end is None else end
    atoms: list[Atom] = []
    joining: list[int] = []
    append, meaning_of = atoms.append, _MEANING.get
    for match in _ATOM.finditer(text, start, end):
        group, word = match.lastgroup, match[0]
        first, last = match.span()
        if group is None or group == "word" or group == "dotted":
            low = word.lower()
            meaning = meaning_of(low)
            if meaning is None or (word in ("D", "H") and meaning[0] == "time"):
                if low == "international":
                    joining.append(len(atoms))
                append(Atom("word", low, first, last, low))
            else:
                if meaning[0] == "number":
                    joining.append(len(atoms))
                append(Atom(meaning[0], meaning[1], first, last, low))
        elif group == "mark" and word != "%":
            append(Atom("mark", word, first, last, word))
        else:
            if group == "number":
                joining.append(len(atoms))
            append(_atom(group, word, first, last))
    joined = _joined(atoms, joining)
    joined += [Atom("end", None, end, end, "")] * LOOKAHEAD
    return joined


def _atom(group: str | None, word: str, start: int, end: int) -> Atom:
    """The atom of a match that is no word."""
    if group == "number":
        return Atom("number", number_value(word), start, end, word)
    if group == "area":
        return Atom("area", "m2", start, end, word.lower())
    return Atom("measure", MEASURES["%"], start, end, word)


def number_value(text: str) -> float:
    """The value of one written number: "2.5", "2,5", "1,000", "1½", "1 1/2", "3/4". ValueError for anything else."""
    if text.isdecimal():
        return float(text)
    text = text.strip().replace("·", ".")
    if text[-1] in FRACTIONS:
        return (float(text[:-1]) if text[:-1].strip() else 0) + FRACTIONS[text[-1]]
    if "/" in text:
        whole, _, part = text.replace("\u00a0", " ").rpartition(" ")
        above, _, below = part.partition("/")
        if not whole and len(above) == 2:
            whole, above = above[0], above[1]
        return (float(whole) if whole else 0) + round(float(above) / float(below), 3)
    if "," in text:
        head, _, tail = text.rpartition(",")
        return float(text.replace(",", "")) if len(tail.partition(".")[0]) == 3 else float(f"{head}.{tail}")
    return float(text)


def _joined(atoms: list[Atom], joining: list[int]) -> list[Atom]:
    """Atoms with numbers of several words made one: "one and a half", "half a", "10 million", "10 000 IU".

    `joining` are the indexes of the atoms that may be the first of such: numbers, and "international".
    """
    out: list[Atom] = []
    i, count = 0, len(atoms)
    for at in joining:
        if at < i:
            continue
        out += atoms[i:at]
        atom = atoms[at]
        i = at + 1
        if atom.kind == "number":
            if i < count and atoms[i].word in _ENDINGS and atoms[i].start == atom.end:
                atom, i = Atom("ordinal", atom.value, atom.start, atoms[i].end, atom.word), i + 1
            else:
                atom, i = _number(atoms, i - 1)
        elif i < count and atoms[i].word in ("unit", "units"):
            atom, i = Atom("measure", ("[iU]", 1), atom.start, atoms[i].end, "international units"), i + 1
        out.append(atom)
    return out + atoms[i:]


_GOES_ON = frozenset({"and", "-", "half", "quarter", "quarters", *MULTIPLIERS})
"""What may stand behind the first word of a number that has several."""


def _number(atoms: list[Atom], i: int) -> tuple[Atom, int]:
    """The number that begins with atom `i`, all its words taken, and the index behind it."""
    first = atoms[i]
    value, end, j = first.value, first.end, i + 1
    alone = j == len(atoms) or (atoms[j].kind != "number" and atoms[j].word not in _GOES_ON)
    if alone and first.word not in ("half", "quarter"):
        return first, j
    words = [a.word for a in atoms[j : j + 3]]
    if value >= 1 and words[:1] == ["and"]:
        article = 1 if words[1:2] in (["a"], ["one"]) else 0
        k = j + 1 + article
        if k < len(atoms) and atoms[k].word in ("half", "quarter", "½"):
            return Atom("number", value + atoms[k].value, first.start, atoms[k].end, first.word), k + 1
    if first.word in ("one", "three", "1", "3") and j < len(atoms):
        k = j + 1 if atoms[j].word == "-" else j
        if k < len(atoms) and atoms[k].word in ("half", "quarter", "quarters"):
            part = 0.5 if atoms[k].word == "half" else 0.25
            return Atom("number", value * part, first.start, atoms[k].end, first.word), _behind_of(atoms, k + 1)
    if first.word[0].isdigit() and len(first.word) <= 3 and _grouped(atoms, i):
        value, end, j = value * 1000 + atoms[j].value, atoms[j].end, j + 1
    if j < len(atoms) and atoms[j].word in MULTIPLIERS:
        value, end, j = value * MULTIPLIERS[atoms[j].word], atoms[j].end, j + 1
    if first.word in ("half", "quarter"):
        j = _behind_of(atoms, j)
    return Atom("number", value, first.start, end, first.word), j


def _behind_of(atoms: list[Atom], i: int) -> int:
    """The index behind the "of a" or "a" of "half of a tablet", "half a tablet", or `i` where there is none."""
    i += i < len(atoms) and atoms[i].word == "of"
    return i + (i < len(atoms) and atoms[i].word in ("a", "an", "the"))


def _grouped(atoms: list[Atom], i: int) -> bool:
    """Whether "10 000" stands at atom `i`: three digits one blank behind, a unit next, no "day" or "week" before."""
    if i + 2 >= len(atoms) or atoms[i + 1].kind != "number" or atoms[i + 2].kind != "measure":
        return False
    tail = atoms[i + 1]
    before = atoms[i - 1].kind if i else "mark"
    return (
        len(tail.word) == 3
        and tail.word.isdigit()
        and tail.start == atoms[i].end + 1
        and before not in ("time", "number")
    )

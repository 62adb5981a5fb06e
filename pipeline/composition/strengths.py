"""Text in, the strengths written in it out: values, units, what they are per, and which stand side by side.

"250 mg/5 ml" is one strength with a volume, "10 mg/160 mg" a combination of two, "100 or 300 mg" two alternatives.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.model import Strength
from pipeline.quantities.atoms import number_value
from pipeline.quantities.units import tidy
from pipeline.quantities.words import COUNTED, MEASURES, TIMES

_VOLUMES = frozenset({"ml", "ul", "l"})
_NO_STRENGTH = frozenset({"kg", "cm", "kcal", "l"})
_OTHER: dict[str, tuple[str, float]] = {
    "cell": ("cell", 1),
    "cells": ("cell", 1),
    "vg": ("vector genome", 1),
    "vector genome": ("vector genome", 1),
    "vector genomes": ("vector genome", 1),
    "international unit": ("[iU]", 1),
    "international units": ("[iU]", 1),
    "elisa unit": ("ELISA unit", 1),
    "elisa units": ("ELISA unit", 1),
    "lf": ("[Lf]", 1),
    "au": ("AU", 1),
    "pfu": ("[PFU]", 1),
    "d-antigen unit": ("[D'ag'U]", 1),
    "d-antigen units": ("[D'ag'U]", 1),
    "d antigen units": ("[D'ag'U]", 1),
    "percent": ("%", 1),
    "per cent": ("%", 1),
    "cm2": ("cm2", 1),
    "cm²": ("cm2", 1),
}
"""Units of strengths alone, beside those of quantities: vaccines, cell and gene therapies, and written-out forms."""
_TIMES = {word: unit for word, unit in TIMES.items() if unit in ("min", "h", "d", "wk")}
_UNITS = MEASURES | _OTHER | {w: (u, 1.0) for w, u in (COUNTED | _TIMES).items()}
_SCALED = {"million": 1_000_000, "mio": 1_000_000, "thousand": 1_000}
"""What may stand between a number and its unit and scales it: "30 million IU"."""


def _either(words: Iterable[str]) -> str:
    """An alternation of words, the longest first, blanks in them of any length."""
    return "|".join(re.escape(w).replace("\\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


_SUBSTANCE = _either(w for w, (unit, _) in (MEASURES | _OTHER).items() if unit not in _NO_STRENGTH | {"cm2"})
_VOLUME = _either(w for w, (unit, _) in MEASURES.items() if unit in _VOLUMES)
_PER_UNIT = _either([*(w for w, (unit, _) in MEASURES.items() if unit in _VOLUMES), *COUNTED, *_TIMES, "cm2", "cm²"])
_GRAM = _either(w for w, (unit, _) in MEASURES.items() if unit == "g")
_NUMBER = (
    r"(?:[1-9]\d{0,2}(?:,\d{3})+(?![\d,]\d|\d)(?:\.\d+)?"  # 1,000
    r"|[1-9]\d{0,2}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d.,]?\d|[A-Za-z])"  # 1 000, not "Mix 25 100IU"
    r"|\d+(?:[.,·]\d+)?)"
)
_FOOTNOTE = r"[1-9](?:,[1-9])*(?=[\s(*;]|,\s|$)"
"""A mark set high in print, which plain text leaves at the unit: "20 IU2,4"."""
_POWER = r"(?:\s*[x×]\s*10\s*\^?\s*(?P<power>\d{1,2}))?"
_BETWEEN = r"(?:,\s*(?:or|and)\b|,(?=\s)|\bor\b|\band\b|/)"
_QUANTITY = re.compile(
    rf"(?=\d)(?<![\d.,])(?P<lead>(?:{_NUMBER}\s*{_BETWEEN}\s*){{0,11}})(?P<number>{_NUMBER}){_POWER}\s*-?\s*"
    rf"(?:(?P<scale>million|mio|thousand)\s*)?(?P<unit>{_SUBSTANCE})(?:(?![A-Za-z0-9])|(?={_FOOTNOTE}))"
    r"(?:\s*[(\[](?:mg|mcg|[µμ]g|g|iu|mu|miu|u|vg)[)\]])?(?:\s*(?:\([wv]/[wv]\)|[wv]/[wv]))?",
    re.I,
)
_DIGIT = re.compile(r"\d")
_PER = re.compile(
    rf"(?:\s*/\s*|\s+per\s+|\s+in\s+(?:(?:the|each|every|a|one|1)\s+)?(?={_NUMBER}\s*(?:{_VOLUME})\b))"
    rf"(?:(?P<number>{_NUMBER})\s*(?P<unit>{_PER_UNIT})"
    rf"|(?:each\s+|one\s+)?(?P<bare>{_PER_UNIT}|{_GRAM}))(?![A-Za-z0-9])",
    re.I,
)
_VOLUME_OF = re.compile(
    rf"(?:(?P<number>{_NUMBER})\s*|\b(?:each|one|every|per|the)\s+)(?:(?P<volume>{_VOLUME})\b|(?P<weight>{_GRAM})\s+of\b)",
    re.I,
)
_NUMBERS = re.compile(_NUMBER)
_TOGETHER = re.compile(r"\s*[/+]\s*$")
_OTHERWISE = re.compile(r"\s*(?:,|,?\s*\b(?:or|and)\b)\s*(?:either\s+)?$")
_ALTERNATIVE = re.compile(r",|or|and")
_BRACKETED = re.compile(r"\s*\(\s*(?:=\s*)?$")


class Group(NamedTuple):
    """Strengths that stand side by side at the characters `[start, end)`.

    Each of `options` is one strength of the product, as the parts of a combination in their order: "10 mg/160 mg"
    is `[[10 mg, 160 mg]]`, "100 or 300 mg" is `[[100 mg], [300 mg]]`. `same` marks options that state one strength
    twice in different units, the second in brackets: "2,000 IU (20 mg)".
    """

    start: int
    end: int
    options: list[list[Strength]]
    same: bool = False

    @property
    def parts(self) -> int:
        """How many substances the group tells of."""
        return max(map(len, self.options))


def _number(written: str) -> float:
    """The value of a number, its thousands parted by a comma or any blank."""
    return number_value("".join(written.split()))


def _unit(written: str) -> tuple[str, float]:
    """The contract's unit for one as written, and how many of it one of them is."""
    return _UNITS.get(written) or _UNITS[" ".join(written.lower().split())]


def find(text: str, start: int = 0, end: int | None = None) -> list[Group]:
    """The strengths in `text[start:end]`, in groups, by place."""
    groups: list[Group] = []
    limit = len(text) if end is None else end
    digit = _DIGIT.search(text, start, limit)
    for quantity in _QUANTITY.finditer(text, digit.start(), limit) if digit else ():
        if groups and quantity.start() < groups[-1].end:
            continue
        group = _read(text, quantity, limit)
        before = groups[-1] if groups else None
        gap = text[before.end : group.start] if before else ""
        if before and _TOGETHER.match(gap) and len(before.options) == len(group.options) == 1:
            groups[-1] = _combined(before, group)
        elif before and _OTHERWISE.match(gap) and before.parts == group.parts:
            groups[-1] = Group(before.start, group.end, before.options + group.options)
        elif before and _BRACKETED.match(gap) and text[group.end : group.end + 1] == ")":
            groups[-1] = _equivalent(text, before, group, limit)
        else:
            groups.append(group)
    return groups


def per_after(text: str, start: int, end: int) -> tuple[float, str, int] | None:
    """What a strength that ended at `start` is per, if that follows there: value, unit and where it ends."""
    match = _PER.match(text, start, end)
    if match is None:
        return None
    unit, factor = _unit(match["unit"] or match["bare"])
    return tidy(_number(match["number"]) * factor) if match["number"] else 1, unit, match.end()


def volume_in(text: str) -> tuple[float, str] | None:
    """The volume, or weight "of" something, in which a substance is said to be: "Each 5 ml", "One gram of gel"."""
    found = list(_VOLUME_OF.finditer(text))
    if not found:
        return None
    last = found[-1]
    unit, factor = _unit(last["volume"] or last["weight"])
    return (tidy(_number(last["number"]) * factor) if last["number"] else 1, unit)


def _read(text: str, quantity: re.Match[str], limit: int) -> Group:
    unit, factor = _unit(quantity["unit"])
    factor *= _SCALED[quantity["scale"].lower()] if quantity["scale"] else 1
    factor *= 10 ** int(quantity["power"]) if quantity["power"] else 1
    lead = quantity["lead"]
    per = per_after(text, quantity.end(), limit)
    end = per[2] if per else quantity.end()
    number = quantity["number"]
    last = _strength(tidy(_number(number) * factor), unit, per, text[quantity.start("number") : end])
    if not lead:
        return Group(quantity.start(), end, [[last]])
    numbers = [m.group() for m in _NUMBERS.finditer(text, quantity.start("lead"), quantity.end("lead"))]
    values = [*(_strength(tidy(_number(n) * factor), unit, per, n) for n in numbers), last]
    together = "/" in lead and not _ALTERNATIVE.search(lead)
    return Group(quantity.start(), end, [values] if together else [[v] for v in values])


def _strength(value: float, unit: str, per: tuple[float, str, int] | None, text: str) -> Strength:
    value_per, unit_per = (per[0], per[1]) if per else (None, None)
    return Strength(value=value, unit=unit, per_value=value_per, per_unit=unit_per, text=" ".join(text.split()))


def _combined(before: Group, group: Group) -> Group:
    """Two groups joined by a slash: what the last is per, the others are per too ("80 mg/400 mg per 5 ml")."""
    parts = before.options[0] + group.options[0]
    last = parts[-1]
    if last.per_unit:
        for part in parts:
            if part.per_unit is None:
                part.per_value, part.per_unit = last.per_value, last.per_unit
    return Group(before.start, group.end, [parts])


def _equivalent(text: str, before: Group, group: Group, limit: int) -> Group:
    """A strength and the same in other units in brackets; a volume behind the bracket counts for both."""
    end = group.end + 1
    per = per_after(text, end, limit)
    if per:
        end = per[2]
        for option in before.options + group.options:
            for part in option:
                if part.per_unit is None:
                    part.per_value, part.per_unit = per[0], per[1]
    return Group(before.start, end, before.options + group.options, True)

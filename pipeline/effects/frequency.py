"""A stretch of text in, how often an effect occurs out: the band, and its bounds as fractions of the people treated.

Words ("very common", "rarely"), the EU template's numbers in their old and new wordings ("affects 1 to 10 users in
1,000", "may affect up to 1 in 10 people"), fractions ("≥1/100 to <1/10") and percentages are read.
Bands: EU guideline on the summary of product characteristics, section 4.8 (CIOMS III): very common from 1/10, common
from 1/100, uncommon from 1/1,000, rare from 1/10,000, very rare below.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from pipeline.model import Band, EffectFrequency


class FrequencyHit(NamedTuple):
    """A statement of frequency at the characters `[start, end)`. `worded`: a band's own word stands in it."""

    start: int
    end: int
    frequency: EffectFrequency
    worded: bool


_KNOWN = r"(?:not |un)known(?: frequency| incidence)?"
_WORDS: tuple[tuple[Band, tuple[str, ...]], ...] = (
    ("very_common", (r"very[ -](?:common|frequent)(?:ly)?",)),
    ("very_rare", (r"very rare(?:ly)?", r"extremely rare(?:ly)?", r"isolated(?= cases)")),
    (
        "uncommon",
        (
            r"uncommon(?:ly)?",
            r"infrequent(?:ly)?",
            r"less (?:common|frequent)(?:ly)?",
            r"not so (?:common|frequent)(?:ly)?",
            r"occasional(?:ly)?",
        ),
    ),
    ("common", (r"common(?:ly)?", r"frequent(?:ly)?")),
    ("rare", (r"rare(?:ly)?",)),
    (
        "not_known",
        (
            rf"frequenc(?:y|ies) (?:is |are |being )?{_KNOWN}",
            rf"incidence (?:is |are |being )?{_KNOWN}",
            *(f"{verb} {_KNOWN}" for verb in ("is", "are", "being")),
            r"not known(?: frequency| incidence)?",
            r"unknown(?: frequency| incidence)?",
            r"frequency (?:cannot|can ?not|could not) be (?:estimated|determined)",
        ),
    ),
)
# "The common cold" and "cause not known" are no statements of frequency.
_NOT_A_BAND = (
    r"(?!\s+(?:cold|bile|duct|cause|wart|disease|disorder|hereditary|genetic|inherited|condition|iliac|"
    r"acne|to|with|"
    r"mechanism|origin|in (?:people|women|men|patients|the elderly) with))"
)
# The letter that each begins with stands in front of all, so that the search leaps from one such letter to the next.
_FIRST = "".join(sorted({c for _, words in _WORDS for w in words for c in (w[0], w[0].upper())}))
_WORD = re.compile(
    rf"(?-i:[{_FIRST}])(?<![\w-].)(?:"
    + "|".join(f"(?P<{band}>{'|'.join(f'(?<={w[0]}){w[1:]}' for w in words)})" for band, words in _WORDS)
    + r")(?![\w-])"
    + _NOT_A_BAND,
    re.I,
)
_N = r"(?:\d{1,3}(?:[.,\s\u00a0]\d{3})+|\d{1,7})"
_ONE = r"(?:\d{1,2}(?:\.\d+)?|one)"
_PEOPLE = r"(?:\s+(?:users?|people|persons?|patients?|recipients?|women|men|children|individuals|subjects))?"
_ABOVE = r"(?:more than|greater than|over|at least|≥|>\s*=|>|from)"
_BELOW = r"(?:up to|fewer than|less than|not more than|under|below|≤|<\s*=|<)"
_RATIO = re.compile(
    rf"(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))?\s*(?:(?P<low>{_ONE}){_PEOPLE}\s*(?:to|and|-|"
    rf"–)\s*)?(?<![\d.,/])(?P<high>{_ONE})"
    rf"{_PEOPLE}\s*(?:in|out of|of|on)\s+(?:every\s+|each\s+|a\s+)?(?P<of>{_N}){_PEOPLE}(?![\d/%])",
    re.I,
)
_FRACTION = re.compile(rf"(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))?\s*(?<![\d/])1\s*/\s*(?P<of>{_N})(?![\d/])", re.I)
_PERCENT = re.compile(
    rf"(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))?\s*(?<![\d.])(?P<high>\d{{1,3}}(?:\.\d+)?)\s*(?:%|per ?cent)"
    rf"(?:\s*(?:to|-|–|and)\s*(?:{_BELOW})?\s*(?P<upper>\d{{1,3}}(?:\.\d+)?)\s*%)?",
    re.I,
)
# What may stand between a band's word and its numbers, and between two numbers that bound one band.
_FILLER = re.compile(
    r"(?:[\s\u00a0,:;()–—*.-]|(?:side|adverse|undesirable|unwanted|drug|effects?|reactions?|events?|may|"
    r"might|can|could|"
    r"affects?|affecting|occurs?|occurring|occurred|happens?|happen|these|this|they|the|following|that|"
    r"which|in|up|to|of|about|"
    r"approximately|around|reported|with|a|frequency|frequencies|seen|observed|experienced|by|and|but|or|"
    r"likely|possible|"
    r"estimated|be|is|are|have|has|been|from|available|data|defined|as|less|more|than|fewer|between|"
    r"people|patients|users"
    r"|treated|taking|using|who|take|use|cannot|not|because|based|on|for|at)(?![\w-]))*",
    re.I,
)
_TAIL = re.compile(
    r"(?:\s*(?:people|patients|users?|persons?|women|men|children|cases|adults|adolescents)(?![\w]))?"
    r"(?:\s*(?:treated|taking (?:it|this medicine)|vaccinated))?"
    r"(?:\s*[,;:(–-]*\s*(?:the\s+)?(?:frequency\s+)?(?:cannot|can ?not|could not) be (?:estimated|"
    r"determined|established))?"
    r"(?:\s+(?:from|based on|with)\s+(?:the\s+)?available\s+(?:data|information))?"
    r"(?:\s*\))?",
    re.I,
)
_CUES = ("common", "rare", "known", "frequen", "%", "ccasional", "solated", "in one")
"""Without one of them, and without a digit, nothing is said of a frequency."""
_DIGIT = re.compile(r"\d")
_MOST = "most "
_OPENED = 60
"""Characters before a statement in which the bracket around it may open."""
_OF_DIGITS = re.compile(r"(?-i:[iIoO])(?:n|f)\s+(?:(?:every|each|a)\s+)?\d", re.I)
"""What stands in every ratio."""
_BEFORE_OF = 100
"""Characters before that which no ratio exceeds: "at least 1.5 individuals to 12.5 individuals" has half as many."""


def band_of(low: float | None, high: float | None) -> Band | None:
    """The band that the bounds `low` and `high` (fractions) lie in: a ceiling names the band below it."""
    if high is not None and (low is None or low < high):
        ceilings: tuple[tuple[float, Band], ...] = (
            (0.0001, "very_rare"), (0.001, "rare"), (0.01, "uncommon"), (0.1, "common"))  # fmt: skip
        return next((band for ceiling, band in ceilings if high <= ceiling), "very_common")
    if low is None:
        return None
    floors: tuple[tuple[float, Band], ...] = (
        (0.1, "very_common"), (0.01, "common"), (0.001, "uncommon"), (0.0001, "rare"))  # fmt: skip
    return next((band for floor, band in floors if low >= floor), "very_rare")


def stands_alone(text: str, start: int) -> bool:
    """Whether all that is read from `start` on depends on nothing before it but the one character in front."""
    low = max(start - _OPENED, 0)
    opened = text.rfind("(", low, start) > text.rfind(")", low, start)
    return start > 0 and not opened and text[max(start - 5, 0) : start].lower() != _MOST


def frequencies(text: str, start: int, end: int) -> list[FrequencyHit]:
    """The statements of frequency in `text[start:end]`, by place; a word and the numbers that belong to it are one."""
    piece = text[start:end]
    if not _DIGIT.search(piece) and not any(map(piece.lower().__contains__, _CUES)):
        return []
    lead = min(start, 1)
    found = _parts(text[start - lead : start] + piece, lead)
    parts = [_Part(p.start + start - lead, p.end + start - lead, p.band, p.low, p.high) for p in found]
    out: list[FrequencyHit] = []
    at = 0
    while at < len(parts):
        group = [parts[at]]
        while at + 1 < len(parts) and _belongs(text, group, parts[at + 1]):
            at += 1
            group.append(parts[at])
        out.append(_joined(text, group, end))
        at += 1
    return out


class _Part(NamedTuple):
    start: int
    end: int
    band: Band | None
    low: float | None
    high: float | None


@lru_cache(maxsize=4_000)
def _parts(piece: str, lead: int) -> tuple[_Part, ...]:
    """The words and numbers behind the first `lead` characters of `piece`, by place; headings are much the same."""
    out = [_Part(*m.span(), cast(Band, m.lastgroup), None, None) for m in _WORD.finditer(piece, lead)]
    taken: list[tuple[int, int]] = []
    for pattern, first in _numeric(piece):
        for match in pattern.finditer(piece, max(first, lead)):
            at = bisect_left(taken, match.span())
            if any(a < match.end() and match.start() < b for a, b in taken[max(at - 1, 0) : at + 1]):
                continue
            bounds = _bounds(match)
            if bounds:
                taken.insert(at, match.span())
                out.append(_Part(match.start() + len(match[0]) - len(match[0].lstrip()), match.end(), None, *bounds))
    return tuple(sorted(out))


def _numeric(piece: str) -> Iterator[tuple[re.Pattern[str], int]]:
    """The patterns of numbers that may match in `piece`, each with the place before which it need not be tried."""
    if not _DIGIT.search(piece):
        return
    if of := _OF_DIGITS.search(piece):
        yield _RATIO, of.start() - _BEFORE_OF
    if "/" in piece:
        yield _FRACTION, 0
    if "%" in piece or "cent" in piece.lower():
        yield _PERCENT, 0


def _bounds(match: re.Match[str]) -> tuple[float | None, float | None] | None:
    """(low, high) of a ratio, fraction or percentage; None where it is no frequency ("2 of 3 tablets")."""
    groups = match.groupdict()
    if "of" in groups:
        of = int(re.sub(r"\D", "", groups["of"]))
        number = groups.get("high") or "1"
        top = 1.0 if number.lower() == "one" else float(number)
        if of < 10 or top > of or of % 10:
            return None
        value, base = round(top / of, 9), float(of)
    else:
        value, base = round(float(groups["high"]) / 100, 9), 100.0
        if value > 1:
            return None
    if groups.get("low"):
        first = 1.0 if groups["low"].lower() == "one" else float(groups["low"])
        return round(first / base, 9), value
    if groups.get("upper"):
        return value, round(float(groups["upper"]) / 100, 9)
    if groups.get("above"):
        return value, None
    return (None, value) if groups.get("below") else (value, value)


def _belongs(text: str, group: list[_Part], part: _Part) -> bool:
    """Whether `part` goes on with the statement of `group`: only filler between, and no second word for a band."""
    if part.start < group[-1].end:
        return True
    if part.band is not None and (
        group[-1].band is not None or any(p.low is not None or p.high is not None for p in group)
    ):
        return part.band == "not_known" and group[-1].band == "not_known"
    if part.band is None and sum(p.band is None for p in group) >= 2:
        return False
    between = text[group[-1].end : part.start]
    return len(between) < 110 and _FILLER.fullmatch(between) is not None


def _joined(text: str, group: list[_Part], limit: int) -> FrequencyHit:
    start, end = group[0].start, group[-1].end
    tail = _TAIL.match(text, end, limit)
    if tail:
        end = tail.end() - (tail[0].endswith(")") and not _opened(text, start, end))
    numbers = [p for p in group if p.band is None]
    worded = next((p.band for p in group if p.band is not None), None)
    lows = [p.low for p in numbers if p.low is not None]
    highs = [p.high for p in numbers if p.high is not None]
    low, high = (min(lows) if lows else None), (max(highs) if highs else None)
    if len(numbers) == 2 and low is not None and high is not None and low > high:
        low, high = high, low
    if worded == "common" and numbers and text[max(start - 5, 0) : start].lower() == _MOST:
        worded = band_of(low, high)  # "the most common side effects (≥ 20 %)": the numbers say which band that is
    if worded == "very_common" and low == high:
        high = None  # "1/10" whose sign for "at least" was lost on the way to plain text
    frequency = EffectFrequency(
        band=worded or band_of(low, high), text=" ".join(text[start:end].split()).strip(" :;,"), low=low, high=high
    )
    return FrequencyHit(start, end, frequency, worded is not None)


def _opened(text: str, start: int, end: int) -> bool:
    """Whether the statement `text[start:end]` holds, or stands in, a bracket that is still open at its end."""
    before = text[max(start - _OPENED, 0) : end]
    return before.rfind("(") > before.rfind(")")

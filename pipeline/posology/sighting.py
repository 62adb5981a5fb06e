"""A sentence in, whether it can state a dose at all out: most cannot, and are passed over by this alone."""

import re

from spacy.strings import get_string_id

from pipeline.language import normalise
from pipeline.posology.counts import USED, VERBS
from pipeline.posology.frequency import LATIN
from pipeline.posology.periods import ADVERBS
from pipeline.quantities.words import COUNTED, MEASURES, TIMES

_DIGIT = re.compile(r"[\d½¼¾]")
_NUMBER_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|quarter|once|twice|thrice|daily|weekly|monthly"
    r"|fortnightly|hourly|alternate|nightly|nocte|[btq]\.?i\.?d|bd|tds|qds|od|(?:every|each|per|a)\s(?:\w+[\s-]){0,2}"
    r"(?:day|week|month|year|morning|afternoon|evening|night|hour|fortnight)s?)\b"
)
_OPENS = re.compile(rf"\b{_NUMBER_WORDS}")
_WITHIN = re.compile(rf"\W{_NUMBER_WORDS}")
"""Begins with the character before the word: a set of characters is found fast."""
_UNITS = frozenset(
    get_string_id(normalise(word))
    for word in (
        *MEASURES, *COUNTED, *TIMES, *ADVERBS, *LATIN, *VERBS, *USED, "take", "taking", "swallow", "international",
        "morning", "afternoon", "evening", "night", "fortnight",
    )
)  # fmt: skip
"""Norm hashes of the words one of which stands in every amount and every frequency with a unit."""
_SHORTHAND = frozenset(
    get_string_id(normalise(word))
    for word in "meal food breakfast lunch dinner supper bedtime needed required necessary prn mane stat now".split()
)
"""Norm hashes of the words one of which stands behind a number without a unit: "one with meals", "2 now"."""
_FEW = 16
"""Tokens of a direction in shorthand."""


_OF_DAY = frozenset(
    map(get_string_id, ("morning", "noon", "midday", "lunchtime", "afternoon", "evening", "night", "bedtime"))
)
_LOW = frozenset(map(get_string_id, ("low", "lower", "lowest", "small")))


_PEOPLE = frozenset(
    get_string_id(normalise(word))
    for word in (
        "adult adults child children adolescent adolescents infant infants neonate neonates newborn newborns toddler "
        "toddlers baby babies teenager teenagers elderly people patient patients woman women man men boy boys girl "
        "girls person persons individual individuals kidney renal liver hepatic crcl creatinine egfr gfr"
    ).split()
)


def names_people(norms: list[int]) -> bool:
    """Whether a sentence with these norm hashes can say whom a dose is for."""
    return not _PEOPLE.isdisjoint(norms)


def states_number(low: str, start: int, end: int, norms: list[int]) -> bool:
    """Whether `low[start:end]`, in lower case, can hold an amount or frequency; `norms`: its tokens' norm hashes."""
    units = not _UNITS.isdisjoint(norms) or (len(norms) <= _FEW and not _SHORTHAND.isdisjoint(norms))
    if not units:
        return False
    if _DIGIT.search(low, start, end) or _WITHIN.search(low, start, end):
        return True
    return _OPENS.match(low, start, end) is not None


def states_times(norms: list[int]) -> bool:
    """Whether a sentence with these norm hashes names two or more times of day: "take it morning and night"."""
    return not _OF_DAY.isdisjoint(norms) and len(_OF_DAY.intersection(norms)) > 1


def states_low(norms: list[int]) -> bool:
    """Whether a sentence with these norm hashes can speak of a low dose that is increased, without a number."""
    return not _LOW.isdisjoint(norms)

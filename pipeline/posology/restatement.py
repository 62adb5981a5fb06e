"""Neighbouring regimens in, those that say one thing together made one: a count in a bracket, a shared frequency."""

import re
from itertools import pairwise

import msgspec

from pipeline.model import Count
from pipeline.posology.regimen import Regimen, is_counted

_OPENS_BRACKET = re.compile(r"\s?\((?:i\.e\.,?|that\sis,?|as|equivalent\sto|given\sas|taken\sas)?\s?", re.I)
_JOINED = re.compile(
    r"(?:\sof)?(?:\s\w+)?(?:\s\([^()]{1,30}\))?[\s,]*(?:or|to|and|with|plus|or\seven|together\swith|in\scombination\swith|or\sa\sdose\sof)(?:,?\s(?:in|for)\s[^.;:\d]{1,40},)?[\s,]*",
    re.I,
)
"""What stands between two amounts that share a frequency: "150 mg or, in severe disease, 300 mg twice a day"."""


def share_frequency(text: str, found: list[Regimen]) -> None:
    """ "150 mg or two capsules twice daily": an amount without a frequency takes that of the one it is joined to."""
    for one, two in pairwise(found):
        if one.amount is None or two.amount is None or not _JOINED.fullmatch(text, one.end, two.start):
            continue
        if two.frequency is None and one.borrowed:
            two.frequency = msgspec.structs.replace(one.frequency) if one.frequency else None
        elif one.frequency is None:
            one.frequency = msgspec.structs.replace(two.frequency) if two.frequency else None
            one.duration = one.duration or two.duration


def with_counts(text: str, found: list[Regimen]) -> list[Regimen]:
    """ "150 mg twice daily (one tablet of 150 mg)": the bracket behind a regimen says how many units its amount is."""
    out: list[Regimen] = []
    for regimen in found:
        last = out[-1] if out else None
        count = None if last is None else _count_of(text, last, regimen)
        if last is None or count is None:
            out.append(regimen)
            continue
        last.count, last.end = count, regimen.end + 1
    return out


def _count_of(text: str, one: Regimen, two: Regimen) -> Count | None:
    """The count that the bracket `two` adds to the regimen `one`; None where it says something else."""
    if one.amount is None or one.frequency is None or one.count is not None or is_counted(one.amount):
        return None
    if two.amount is None or two.frequency is not None or text[two.end : two.end + 1] != ")":
        return None
    if not _OPENS_BRACKET.fullmatch(text, one.end, two.start):
        return None
    if two.count is not None:
        same = (two.amount.low, two.amount.high, two.amount.unit) == (one.amount.low, one.amount.high, one.amount.unit)
        return two.count if same or one.amount.per is not None else None
    return Count(low=two.amount.low, high=two.amount.high, unit=two.amount.unit) if is_counted(two.amount) else None

"""Pieces and cues of one sentence in, its regimens out, each with its kind, route, timing and whether as needed."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.model import Frequency
from pipeline.posology.manner import owns, set_kind, set_manner, united
from pipeline.posology.pieces import Piece
from pipeline.posology.reader import Reader
from pipeline.posology.regimen import Cue, Regimen
from pipeline.posology.restatement import share_frequency, with_counts

_TOTAL = re.compile(r"\btotal(?:\s(?:daily\s)?dose)?(?:\sof|\sis)?\s*$", re.I)
_AND = re.compile(r"[\s,]*(?:and\s?)?(?:again\s)?(?:(?:in|at)\s)?(?:the\s)?")
_OR_ELSE = re.compile(r"[\s,]*or\b", re.I)


def regimens(
    text: str, start: int, end: int, pieces: Sequence[Piece], cues: Sequence[Cue], counted: str | None = None
) -> list[Regimen]:
    """The regimens stated in `text[start:end]`, by place, completed by the cues around each.

    `counted` is the unit that the doses before were counted in.
    """
    found = Reader(text, pieces, counted).read()
    share_frequency(text, found)
    found = with_counts(text, found)
    for k, regimen in enumerate(found):
        if (
            regimen.frequency is not None
            and regimen.frequency.period_unit in ("d", "wk")
            and _TOTAL.search(text, max(start, regimen.start - 24), regimen.start)
        ):
            # "a total of 6 capsules each day" says nothing of how many times
            regimen.frequency = msgspec.structs.replace(regimen.frequency, low=None, high=None)
        before = found[k - 1].end if k else start
        after = found[k + 1].start if k + 1 < len(found) else end
        set_kind(text, found, k, [c for c in cues if before <= c.start < after])
        set_manner(text, regimen, [c for c in cues if owns(text, found, k, c, before, after)])
    return united(text, found)


def at_times_of_day(text: str, cues: Sequence[Cue]) -> list[Regimen]:
    """The regimen of a sentence that names two or more times of day and no number: "apply it morning and night"."""
    times = [c for c in cues if c.label == "timing" and c.value["times"]]
    names = list(dict.fromkeys(name for c in times for name in c.value["names"]))
    between = [text[one.end : two.start].lower() for one, two in pairwise(times)]
    if len(times) < 2 or _OR_ELSE.match(text, times[-1].end) or any(_AND.fullmatch(words) is None for words in between):
        return []
    n = len({c.value["names"][-1] for c in times})
    frequency = Frequency(low=n, high=n, period=1, period_unit="d")
    route = next((c.value for c in cues if c.label == "route"), None)
    return [Regimen(times[0].start, times[-1].end, frequency=frequency, timing=names, route=route)]

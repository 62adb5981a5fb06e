"""The regimens of a sentence in, for whom and for what each is out: by label, by condition, by the words beside it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.posology.people import Label, condition, dosed_for, population, purpose
from pipeline.posology.regimen import Regimen

_UP_TO_NEXT = re.compile(r";|\.(?!\d)|\bthen\b")
_NOTHING = Label(None, None)
_NEXT_CLAUSE = re.compile(r"[,;]|\b(?:and|or|but)\b")
_EITHER = re.compile(r"\s(?:or|to|and)\s")
_TAKEN_AS = re.compile(r",?\s(?:to\sbe\s)?(?:taken|given|used)\sas\s")


class Clause(NamedTuple):
    """A sentence `[start, end)` of `text` with its label `own` that ends at `at`; `people`: it may name some."""

    text: str
    start: int
    end: int
    at: int
    own: Label
    people: bool


def label_each(clause: Clause, kept: Sequence[Regimen]) -> list[Label]:
    """For each regimen the people and the illness that its sentence states, None for what it leaves open."""
    text, at, who = clause.text, clause.at, clause.own.population
    out: list[Label] = []
    treated: str | None = None
    for k, (regimen, stated) in enumerate(zip(kept, _conditions(clause, kept), strict=True)):
        stop = kept[k + 1].start if k + 1 < len(kept) else clause.end
        if clause.people and (phrase := population(text[at : regimen.start])) is not None:
            who = phrase[0]
        behind = _UP_TO_NEXT.split(text[regimen.end : stop], maxsplit=1)[0]
        later = population(behind) if clause.people else None
        if later and who is not None and behind[: later[1]].strip() not in ("for", "in"):
            later = None
        people = later[0] if later else _wider(who, stated.population)
        treated = dosed_for(text[at : regimen.start]) or treated
        what = clause.own.indication or stated.indication or purpose(behind) or treated
        out.append(Label(people, what))
        at = regimen.end + (later[1] + len(later[0]) if later else 0)
    return out


def _wider(phrase: str | None, stated: str | None) -> str | None:
    """Of two wordings of whom a dose is for, the condition where it holds the phrase: "liver or kidney problems"."""
    return stated if phrase is None or (stated is not None and phrase in stated) else phrase


def _conditions(clause: Clause, kept: Sequence[Regimen]) -> list[Label]:
    """What "if you have …" or "for …" limits each regimen to: all if it opens the sentence, else those it follows."""
    text = clause.text
    whole, place = condition(text[clause.start : clause.end])
    if not kept or place is None or clause.start + place <= kept[0].start:
        return [whole] * len(kept)
    found: list[Label] = []
    carried = _NOTHING
    for k, regimen in enumerate(kept):
        last = k + 1 == len(kept)
        behind = text[regimen.end : clause.end if last else kept[k + 1].start]
        label, place = condition(behind)
        of_next = place is not None and not last and _NEXT_CLAUSE.search(behind, 0, place) is not None
        found.append(carried if of_next or label == _NOTHING else label)
        carried = label if of_next else _NOTHING
    for k in reversed(range(len(kept) - 1)):
        one, two = kept[k], kept[k + 1]
        either = one.frequency == two.frequency and _EITHER.fullmatch(text, one.end, two.start)
        if found[k] == _NOTHING and (either or _TAKEN_AS.fullmatch(text, one.end, two.start)):
            found[k] = found[k + 1]
    return found

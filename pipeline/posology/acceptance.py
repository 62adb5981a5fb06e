"""A regimen and the sentence around it in, a verdict out: is it a dose, or a number that only looks like one?"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Amount, Dose
from pipeline.phrases.case import lower
from pipeline.posology.regimen import Cue, Regimen, is_counted

_ACT = re.compile(
    r"\b(?:tak(?:e|en|es|ing)|us(?:e|ed|ing)|appl(?:y|ied|ying)|inject(?:ed|s|ing|ions?)?|giv(?:e|en|ing)|administ\w+|dos(?:e|es|ing|age)"
    r"|swallow\w*|infus\w+|inhal\w+|receiv\w+|instil\w*|insert\w*|treatment|treated|schedule|chew\w*|rub\w*|massage\w*|tablets?|capsules?|drops?)\b",
)
_ASIDE = re.compile(
    r"\b(?:rotat\w+|wash\w*|clean\w*|exercis\w+|visits?|appointments?|tests?|scans?|x-rays?|urine|cholesterol|diet|drink\w*|eat|sleep\w*"
    r"|replac\w+|repeat(?:ed|ing)?\severy|cycles?\s(?:\w+\s){0,3}repeated|chang(?:e|ed|ing)\s(?:the|your)\s(?:needle|dressing|site)|remind\w*|assess\w*|examin\w+|smok\w+|prescri(?:be|bed)\sfor)\b",
)
_DOSE = re.compile(r"\bdos(?:e|age)\b")
_DOSE_IS = re.compile(
    r"(?:\b(?:injection|infusion)s?\s(?:\w+\s){0,3}(?:is|are|of)\s$|\bdos(?:e|es|age|ing)\b[^.;]{0,70}?\b(?:is|are|of|was|to|be|between|from|ranges?|lies|at|by)\b[^.;\d]{0,30}$|\bdos(?:e|es|age):?\s*$"
    r"|\b(?:take|taking|taken|inject|apply|use|give|given|giving|receive|swallow|instil|insert|inhale|administer|administered|add|chew|dissolve|suck|put|rub|place|start|starts|started|begin|treated)\b(?:\s[^\s.;]+){0,6}\s*$"
    r"|\b(?:increased?|reduced?|raised|lowered|adjust(?:ed)?|decreased|titrated|doubled)\b[^.;]{0,40}\b(?:to|by|of|up)\b[^.;\d]{0,12}$|\bsteps\sof\s$|\bincrements\sof\s$)",
)
_THRESHOLD = re.compile(
    r"\b(?:doses?\s(?:of\s)?(?:above|over|less\sthan|more\sthan|higher\sthan|lower\sthan|below|exceeding|greater\sthan|up\sto)|if\s(?:the|your)\s(?:\w+\s)?dose\s(?:prescribed\s)?is|if\s(?:the|your)\s[^.;]{0,30}(?:above|over|below|less\sthan|more\sthan|higher\sthan|exceeds?)"
    r"|(?:higher|lower|more|greater|less)\sthan)\s*$",
)
_LIMITING = ("above", "over", "than", "below", "exceeding", "exceed", "exceeds", "to", "is")
"""What every match of _THRESHOLD ends with."""
_IF_ON = re.compile(r"\bif\b[^.;,]{0,100}\bdose\sof\s$")
""""If you do not get better on a dose of 5 mg" prescribes nothing."""
_NOT_THRESHOLD = re.compile(r"\b(?:not|never|no)\b[^.;]{0,60}$")
_NEGATION_REACH = 52
"""Characters in front of a regimen within which _NEGATED begins."""
_NEGATED = re.compile(r"\b(?:do\snot|don[’']t|never|should\snot|must\snot|cannot|without)\b[^.;,]{0,40}$")
_TO_BE = re.compile(
    r"[^\s,]+(?:\s[^\s,]+){0,4}?\s(?:to\sbe|is|are|will\sbe|should\sbe)\s(?:infused|administered|taken|used|chewed|inserted|applied|inhaled|given|injected|swallowed|sucked|dissolved)\b",
)
_NAMED = re.compile(
    r"\b(?:maintenance|initial(?:ly)?|loading|start(?:ing)?|max(?:imum)?)\b\W*(?:dose|of|is|with|at|to|\W)*$"
)
_NEXT = re.compile(r"\b(?:then|followed\sby|thereafter|afterwards|subsequently|on\sday\s\d+)\b")
_THE = re.compile(r"\b(?:the|your|this|that|each|every)\s$")
_SUCH_A_DOSE = re.compile(
    r"\s?(?:(?:maintenance|starting|initial|daily|higher|lower)?\s?dose|(?:oral\s|measuring\s|dosing\s)?(?:spoon|syringe|cup|pen|vial|ampoule|bottle|cartridge|device|tablets?|capsules?|strength|injection))\b",
)
_AWAY = re.compile(r"\s(?:from|away|apart|below|above|around)\b")
_STRENGTH_OF = re.compile(r"\s(?:(?:film-coated|hard|soft)\s)?(?:tablets|capsules)\b")
_DEVICE = re.compile(r"\s(?:oral\s|measuring\s|dosing\s|medicine\s)?(?:spoon|syringe|cup|vial|ampoule|bottle)s?\b")
""""A 10 ml oral syringe" holds so much."""
_THOSE = re.compile(r"\b(?:these|the|both|remaining|all|first|last|other|next|your|between|of)\s$")
_MEANS = re.compile(r"\bmeans\b")
_RESTATED = re.compile(r"\((?:taken|given|i\.e\.|equivalent|that\sis|equal)?[^().]{0,16}$|\bcontaining\s$")
_COMES_TO = re.compile(r"\([^()]{0,12}\btotal\s(?:dose\s)?of\s$")
_FOR_PEOPLE = re.compile(r"\s(?:for|in)\s(?:\w+\s){0,2}(?:adults?|children|adolescents?|infants?|patients|people)\b")
_GIVEN_AS = re.compile(r"\((?:given|taken|administered|injected)?\s?as\b[^()]*$")
"""What opens a bracket that only says of which units a dose is made up: "160 mg (given as four 40 mg pens a day"."""
_ONLY_FOR = re.compile(r"\bonly\b[^.;]{0,40}\bfor\s$|\bfor\sonly\s$")
_COLUMNS = re.compile(r"\d\s\d\s\d\s\d")
"""The columns of a scheme, run together: "DAY 1 2 3 4 5 Morning 200 mg 200 mg"."""
_RETURN = re.compile(
    r"^\s*(?:to|and)?\s*(?:glass|bag|bottle|syringe|vials?\sof\ssolvent|of\s(?:solution|the\ssolution|liquid|water))",
)
_TAIL_NOT = re.compile(
    r"^\s*(?:of\s(?:sodium|lactose|sucrose|fat|calcium|alcohol|ethanol|blood)|for\s(?:each|every|one|a)\s(?:\w+\s)?\d+\s?(?:mg|g|ml)|before|prior\sto|after\s(?:the|your)\slast)\b",
)
_HOLDERS = frozenset({"vial", "pen", "syringe", "bottle", "dose", "film", "ring", "insert", "piece"})
_SHORT = 8
"""Words of a sentence that is all dosage statement, as on a pharmacy label: "To be used each day"."""
_ANOTHER = re.compile(r"\banother\s(?:tablet|capsule|medicine|product)s?\s$")
_STANDING = re.compile(
    r"\b(?:stable|current|previous)\s(?:\w+\s)?dose\sof\s(?:between\s)?$|\b(?:person|patient)\swhose\b"
)
"""What a patient takes already, or someone in an example."""
_PART_OF = re.compile(r"\b(?:number\sof|course\sof|combinations?\sof[^.;]{0,40}?)(?:\sthe)?\s$")
"""What is counted or put together from tablets of an amount is no dose of that amount."""
_TOTAL_OF = re.compile(r"\btotal\sof\s$")
"""Behind it, "three injections over 6 months" is a whole course."""
_HEADER = re.compile(
    r"\b(?:Age|Weight|Morning|Evening|(?:Morning\s|Evening\s)?[Dd]os(?:e|ing))\s+(?:Age|Weight|Morning|Evening)\b"
)
"""Headings of columns, run together: "Age Weight Morning dose Evening dose"."""
_SPREAD = re.compile(
    r"(?:\sin\s(?:all|total)\b|\saltogether\b)?,?(?:\s\w+){0,3}?\s(?:over|within|(?:at|with)\s(?:an?\s)?(?:\w+\s)?intervals?|(?:\w+\s){1,4}apart)\b"
)
"""Behind "two injections", "two injections in all,": they are not given at one time."""
_HOLDING = re.compile(r"(?:\sof\s\w+)?,?\scontaining\b")


class _Around(NamedTuple):
    """A sentence, characters `[start, end)` of a `text` in lower case, with what in it stands around a regimen.

    `vetoes` are the names of the rules that say that numbers in it are no dose.
    """

    text: str
    start: int
    end: int
    before: str
    behind: str
    vetoes: frozenset[str]


def _is_course(amount: Amount, here: _Around) -> bool:
    """Whether injections are counted one after the other, "three over 6 months", or what each holds follows."""
    if _HOLDING.match(here.behind):
        return True
    several = (amount.high or 0) > 1
    return several and (_TOTAL_OF.search(here.before) is not None or _SPREAD.match(here.behind) is not None)


def _is_cell(regimen: Regimen, *, header: bool) -> bool:
    """Whether an amount is one of several side by side, with no frequency but that of a column's heading."""
    return header or (regimen.in_column and _timed_by_column(regimen))


def _timed_by_column(regimen: Regimen) -> bool:
    return regimen.frequency is None or regimen.times_of_day > 0


def accepted(text: str, start: int, end: int, regimen: Regimen, cues: Sequence[Cue], *, labelled: bool) -> bool:
    """Whether a regimen in the dosage part of a leaflet is a dose. `labelled`: it stands under "Adults:" or such."""
    low = lower(text)
    here = _Around(low, start, end, low[start : regimen.start], low[regimen.end : end], _vetoes(regimen, cues))
    if _is_set_aside(regimen, here):
        return False
    if regimen.amount is None:
        return _frequency_accepted(regimen, here)
    header = _timed_by_column(regimen) and _HEADER.search(text, start, regimen.start) is not None
    if _is_cell(regimen, header=header) or _PART_OF.search(here.before) or _is_no_dose(regimen, regimen.amount, here):
        return False
    if regimen.frequency is not None or (regimen.divided and regimen.divided[0]):
        return not here.vetoes & {"monitoring", "wait"} or _DOSE.search(here.before) is not None
    return _alone_accepted(regimen, regimen.amount, here, labelled=labelled)


def _vetoes(regimen: Regimen, cues: Sequence[Cue]) -> frozenset[str]:
    """The names of the rules `dose.not_…` that match around a regimen; one on composition counts up to its end."""
    stated = (c for c in cues if c.label == "not_a_dose")
    return frozenset(
        c.rule.removeprefix("dose.not_") for c in stated if c.rule != "dose.not_composition" or c.start < regimen.end
    )


def _is_set_aside(regimen: Regimen, here: _Around) -> bool:
    """Whether the words around a regimen, with or without an amount, make it no dose to be taken."""
    before, maximum = here.before, regimen.kind == "maximum"
    if here.vetoes & {"missed", "trial", "composition"} or ("overdose" in here.vetoes and not maximum):
        return True
    if (
        before.rstrip().endswith(_LIMITING)
        and _THRESHOLD.search(before)
        and not (maximum or _NOT_THRESHOLD.search(before))
    ):
        return True
    if _IF_ON.search(before) or _COLUMNS.search(before):
        return True
    if not maximum and _NEGATED.search(before[-_NEGATION_REACH:]):
        return True
    if _MEANS.search(here.text, regimen.start, min(here.end, regimen.end + 12)):
        return True
    if _TAIL_NOT.match(here.behind) or _RETURN.match(here.behind):
        return True
    if regimen.amount is None and (before.endswith(" for ") or _ANOTHER.search(before)):
        return True  # "tablets from the same row for each week"
    return ("dose of" in before or "whose" in before) and _STANDING.search(before) is not None


def _is_no_dose(regimen: Regimen, amount: Amount, here: _Around) -> bool:
    """Whether what is counted or measured is a course, a part of a dose, or how fast a thing flows."""
    f = regimen.frequency
    if amount.unit in ("injection", "infusion", "dose") and f is None and _is_course(amount, here):
        return True
    if amount.unit == "dose":
        return (amount.high or 1) < 1 or _THOSE.search(here.before) is not None or here.behind.startswith(" level")
    flows = amount.per in ("min", "h") or (f is not None and f.period_unit == "min")
    return amount.unit in ("ml", "mmol", "umol") and flows


def _alone_accepted(regimen: Regimen, amount: Amount, here: _Around, *, labelled: bool) -> bool:
    """Whether an amount is a dose of which nothing says how often it is taken."""
    text, start, end, before, behind, vetoes = here
    if _COMES_TO.search(before):
        return False
    if _TO_BE.match(text, regimen.start, end) or (not before.strip() and _FOR_PEOPLE.match(behind)):
        return True
    if _ONLY_FOR.search(before) or vetoes & {"handling", "wait", "apart", "monitoring", "other_medicine"}:
        return False
    if regimen.kind != "maximum" and _RESTATED.search(before):
        return False
    if regimen.as_needed or regimen.timing:
        brief = len(text[start:end].split()) <= 2 * _SHORT
        opens = not before.strip() and is_counted(amount)
        directs = opens or regimen.bare or _ACT.search(text, start, end) is not None
        return (brief and directs) or _DOSE_IS.search(before) is not None
    if _is_of_device(amount, here):
        return False
    if labelled and amount.unit not in ("ml", "cm") and not _STRENGTH_OF.match(behind) and before.rstrip()[-1:] != ")":
        return len(before.split()) <= _SHORT or _DOSE_IS.search(before) is not None
    return _DOSE_IS.search(before) is not None or _NAMED.search(before) is not None


def _is_of_device(amount: Amount, here: _Around) -> bool:
    """Whether an amount says how much a thing holds, how far away it is, or which dose is meant: "your 5 mg dose"."""
    if amount.unit == "ml" and _DEVICE.match(here.behind):
        return True
    if amount.unit == "cm" and _AWAY.match(here.behind):
        return True
    return amount.unit in _HOLDERS or (
        _THE.search(here.before) is not None and _SUCH_A_DOSE.match(here.behind) is not None
    )


_SIBLING = re.compile(r"\s(?:for|in)\s[^.;:]{1,60}\s(?:and|or)\s")
""""8 mg/kg for adults and 12 mg/kg for children": what stands between two doses of one statement."""


def in_sequence(text: str, one: Regimen, two: Regimen) -> bool:
    """Whether two neighbouring regimens are steps of one schedule: "600 mg on day 1, then 400 mg once daily"."""
    return (
        one.amount is not None
        and two.amount is not None
        and (
            _NEXT.search(lower(text), one.end, two.start + 1) is not None
            or _SIBLING.fullmatch(lower(text), one.end, two.start) is not None
        )
    )


def is_breakdown(text: str, start: int, regimen: Regimen) -> bool:
    """Whether a regimen only says of which units the dose in front of it is made up, in a bracket behind it."""
    f = regimen.frequency
    if regimen.count is None or f is None or f.low is not None:
        return False
    return _GIVEN_AS.search(lower(text)[start : regimen.start]) is not None


def _frequency_accepted(regimen: Regimen, here: _Around) -> bool:
    """Whether a frequency without an amount is a dose's."""
    sentence, quote = here.text[here.start : here.end], here.text[regimen.start : regimen.end]
    f = regimen.frequency
    if (
        f is None
        or f.period_unit in ("s", "min")
        or here.vetoes & {"monitoring", "handling", "wait", "apart", "other_medicine", "overdose"}
        or _ASIDE.search(sentence)
    ):
        return False
    if regimen.kind == "titration" and (f.low, f.high) == (1, 1) and "once" not in quote:
        return False  # "increased every 4 to 7 days" is how often the dose changes
    bare = (f.low, f.high, f.period, f.period_unit) == (1, 1, 1, "d") and not _ONCE.search(sentence)
    if bare and (len(sentence.split()) > _SHORT or "same_time" in regimen.timing):
        return False
    if regimen.kind == "maximum" and len(sentence.split()) <= _SHORT:
        return True
    return _ACT.search(sentence) is not None


_DOSING = re.compile(r"[\s-]*dos(?:ing|age)\b")
_ONCE = re.compile(r"\bonce|\bo\.?d\b")
_OWN_DOSE = re.compile(
    r"\b(?:your|usual|recommended|maximum|starting|maintenance)\s(?:\w+\s)?dos(?:e|age)\b|\bdosing\b|\b(?:reduce|limit|increase)\s(?:the|your)\sdos(?:e|age)\b",
)


def loose_accepted(text: str, start: int, end: int, dose: Dose) -> bool:
    """Whether a dose outside the dosage part is stated outright: with its frequency, as this medicine's dose."""
    if dose.amount is None and dose.frequency is None:
        return False
    text = lower(text)
    if dose.frequency is None or _OWN_DOSE.search(text, start, end) is None:
        return False
    place = dose.evidence[0]
    if dose.amount is None:
        return _DOSING.match(text, place.end, end) is not None
    return _OWN_DOSE.search(text, start, place.start) is not None

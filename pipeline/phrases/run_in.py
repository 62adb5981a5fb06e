"""A sentence that swallowed the lines beside it in, its lines and the heading run into it out.

"… in asthma 1.2 Gout …" and "… of gout Prevention of …" are two lines, "Heart Failure Tavoril is indicated …" begins
with a heading.
"""

import re
from collections.abc import Iterator

import msgspec

from pipeline.phrases.clauses import SpanOf
from pipeline.phrases.conditions import names_condition
from pipeline.phrases.treated import CLAUSE_START, SMALL_WORDS
from pipeline.rules import Hit
from pipeline.view import Sentence, View

# "1.2 Asthma Tavoril is indicated …": labels number the parts of this section so.
_NUMBER = r"\d{1,2}\.\d{1,2}\s+(?=[A-Z])|(?<=[A-Za-z);,.]\s)\d{1,2}\.\s?(?=[A-Z][a-z])"
_AT_START = re.compile(r"\d{1,2}\.\d{1,2}\s+(?=[A-Z])")
# A purpose with a capital, where no sentence begins, opened a line of its own.
_WITHIN = "the of for in and or to with as a Maintenance Acute term Term"
_PURPOSE = (
    r"(?<=[a-z)\]]\s)"
    + "".join(rf"(?<!\b{word}\s)" for word in _WITHIN.split())
    + r"(?=(?:(?:Acute|Short-[Tt]erm|Long-[Tt]erm|Maintenance|Adjunctive|Palliative|Symptomatic|Temporary|Topical"
    r"|Chronic) (?:and \w+ )?(?:[Tt]reatment|[Pp]rophylaxis|[Mm]anagement|[Rr]elief) of|Treatment (?:of"
    r"|in (?:adults|children))|Treats"
    r"|Prevent(?:ion of|s)|Prophylaxis of|Management of|Relief (?:of|from)|Relieves|Reduc(?:es|ing|e the"
    r"|tion (?:of|in))|Risk [Rr]eduction of|Temporarily|Helps?|Healing of|Maintenance of|Control of|Controls"
    r"|Suppression of|For (?:the|use)|To (?:reduce|treat|prevent)|Limitations? of|Important [Ll]imitation|Directions"
    r"|Warnings?|Purpose|Uses?|Stops|In (?:[a-z]+ ){0,3}(?:patients|adults|children)|Eliminates|Protects"
    r"|The active substance|(?:The s|S)afety and"
    r"|(?:The e|E)(?:fficacy|ffectiveness) (?:of|and|was|in))\b)"
)
# Written to begin with a set of characters, which is found fast.
_LINE = re.compile(rf"\s(?=[A-Z\d])(?:{_NUMBER}|{_PURPOSE})")
# Labels of medicines without prescription list what the product does: "relieves itching temporarily reduces fever".
_DOES = re.compile(
    r"\W*(?:Uses?:? |Indications:? )?(?:Temporarily|Relieves|Helps?|Protects|Cures|Treats|Reduces|Prevents"
    r"|Controls|Stops"
    r"|(?:For|Provides) (?:the )?(?:fast )?(?:temporary )?relief)\b",
    re.I,
)
_NEXT_VERB = re.compile(
    r"(?<=[\w)])(?<!\band)(?<!\bor)(?<!\bto)(?<!\bthat)(?<!\bwhich)(?<!\bit)(?<!\balso)(?<!emporarily)\s+"
    r"(?=(?:also )?(?:temporarily \w+s|helps?(?: to)? [a-z]+|relieves|cures|reduces|promotes|protects|calms|controls"
    r"|restores|prevents|clears)\s)"
)

_TITLE = re.compile(r"[\d.•·\s-]*((?:(?:[A-Z][\w'’/-]*|\([A-Z][\w -]*\)|of|in|with|the|and|or|due|to)[\s,:]+)+)")
# What stands between a condition run in as a heading and "indicated": the product, "Tavoril tablets, USP are".
_NAMED_BESIDE = re.compile(r"\W*(?:[A-Z][\w®™-]*)(?:[ ,]+[\w®™.%-]+){0,6}[ ,]+(?:is|are)(?: also)? ")
NAME_GOES_ON = re.compile(
    r"\W*(?:is|are|tablets?|capsules?|injection|cream|oral|for|hydrochloride|sodium|extended|delayed|ophthalmic)\b",
    re.I,
)
_HEADED = re.compile(r"[\d.\s•·*-]*([A-Z][^:.;()\n]{3,70}(?:\([^()]{1,30}\))?)\s*:\s+\S")


def lines(text: str, sentence: Sentence, hits: list[Hit]) -> Iterator[tuple[Sentence, list[Hit]]]:
    """The lines run into a sentence, each with its own hits; most sentences are one."""
    cuts = list(_LINE.finditer(text, sentence.start + 1, sentence.end))
    if does := _DOES.match(text, sentence.start, sentence.end):
        verbs = _NEXT_VERB.finditer(text, does.end(), sentence.end)
        cuts = sorted({cut.end(): cut for cut in (*cuts, *verbs)}.values(), key=re.Match.start)
    if not cuts and _after_number(text, sentence.start) == sentence.start:
        yield sentence, hits
        return
    starts = [(_after_number(text, sentence.start), sentence.opens), *((cut.end(), True) for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), sentence.end]
    for (start, opens), end in zip(starts, ends, strict=True):
        line = msgspec.structs.replace(sentence, start=start, end=end, opens=opens)
        yield line, [h for h in hits if start <= h.start < end]


def _after_number(text: str, start: int) -> int:
    """Where the text begins behind the number of a section, "1.2 Asthma"."""
    number = _AT_START.match(text, start)
    return number.end() if number else start


def title(view: View, sentence: Sentence, cue: int, conditions: list[str]) -> SpanOf | None:
    """The condition that heads the sentence, up to what `cue` says of it: "Heart Failure Tavoril is indicated for …".

    One of the `conditions` found in the sentence names it again, or the product stands behind it.
    """
    text = view.text
    found = _TITLE.match(text, sentence.start, cue)
    if found is None or cue <= sentence.start:
        return None
    whole = names_condition(view, sentence)
    start = found.start(1)
    said = {word for condition in conditions for word in condition.lower().split()} - SMALL_WORDS
    gaps = [start + gap.start() for gap in re.finditer(r"[\s,:]+", text[start : found.end(1)]) if gap.start()]
    for stop in reversed(gaps):
        again = said & set(text[start:stop].lower().split()) and not NAME_GOES_ON.match(text, stop)
        if (
            whole(start, stop)
            and not text[start:stop].endswith((" Type", " Class", " Stage"))
            and (again or _NAMED_BESIDE.fullmatch(text, stop, cue))
        ):
            return start, stop
    return None


def label(view: View, sentence: Sentence) -> SpanOf | None:
    """The condition that a line begins with, before a colon: "Kidney disease: to bring about a diuresis"."""
    found = _HEADED.match(view.text, sentence.start, sentence.end)
    if found is None or CLAUSE_START.match(view.text, *found.span(1)):
        return None
    return found.span(1) if names_condition(view, sentence)(*found.span(1)) else None

"""A sentence in, where it begins behind a heading that ran into it out: "Bone loss | Tavoril may thin your bones"."""

import re

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf

_WORDS = 9
_REACH = 90
"""The longest heading looked for, in words and in characters."""
_BEGINS = re.compile(
    r"\s(?=[A-Z])(?=(?:This|These|If|You|Your|The|There|It|Tell|Talk|Do|Some|Patients|Women|Men|Before|After|During|When|While"
    r"|Treatment|Using|Cases|Contact|Stop|As|In|Because|Always|People|Taking|Use|Like|Children|Although|Very|Rare"
    r"|Serious"
    r"|Severe|Inform|Ask|Check|Please|Medicines|Avoid|Make|Any|At|Certain|Each|No|Except|Due to|Since|Even|Until"
    r"|Once|Many|Most|Both|Only|Prior to|Following|They|We|Symptoms|Signs|A (?:side|condition"
    r"|serious|rare))\s)"
)
"""Words that a sentence begins with and no heading goes on with: they have a capital and stand behind no mark."""
_JOINED = re.compile(
    r"\s(?=\s*[A-Z])(?<=[a-z)]\s)\s*(?=(?:You (?:may|should|must|will|can|are|have|need)"
    r"|If (?:you|any|this|these)|Your doctor|Tell your|Talk to"
    r"|Ask your|Contact your|This medicine|Do not|Stop (?:taking|using)|During treatment|In addition"
    r"|These (?:symptoms |signs )?(?:may"
    r"|can|are|could)|Occasionally)\b)"
)
_MARK = re.compile(r"[.:;?!\n]")
_ASSERTS = frozenset(
    "is are was were be been may might can could should must will would need needs has have had do does did cause "
    "causes caused increase increases take taken tell talk stop if when who which that you it they".split()
)
"""Words of clauses: what holds one of them is more than a heading."""
_NO_TITLE = frozenset(
    "if when in for with on at to before after during as because although while since until unless once however "
    "therefore also tell talk ask contact do stop take use avoid inform check please like treatment see seek call "
    "this these your you patients women men some".split()
)
"""Words that a sentence, or what goes before its subject, begins with, and a heading does not."""
_GOES_ON = frozenset(
    "of with to in by on from for and or the a an your using taking than as at about after before during without "
    "between under like against per given any other".split()
)
"""Words that a heading does not end with."""
_NAMED_WITHIN = _GOES_ON | {"see", "that", "also", "because", "since", "which", "each", "if"}
"""Words that a product's name within a sentence stands behind."""
_OCCASIONS = frozenset({"before", "after", "during", "while", "when", "for", "women", "men", "patients", "children"})
_PEOPLE = re.compile(
    r"(?:[Ff]or )?(?:[Ww]omen|[Mm]en|[Mm]ales?|[Ff]emales?|[Aa]dults|[Cc]hildren)"
    r"(?: and (?:women|men|males|females|adolescents))?(?: patients)?(?: (?:taking|using) [\w -]{3,30})?"
)
"""A heading that says for whom the lines below it are."""
_OF_TITLE = ("This can", "This may", "This happens", "These can", "These may", "It can", "It may")
"""How a sentence begins that says of its heading what it is, and nothing without it."""
_OWN_SENTENCE = (
    "You ",
    "Your ",
    "If ",
    "Tell ",
    "Talk ",
    "This ",
    "These ",
    "It ",
    "There ",
    "The ",
    "Before ",
    "Do not ",
)
_STOPPING = re.compile(
    r"If you (?:stop|want to stop|forget|take more|use more)(?: to)? [^.,;:()]{4,70}?\s"
    r"(?=[A-Z][a-z]+ing [a-z]|(?:Do|You|If|Your|The|This|Tell|Talk|Some|Contact|Always|It|Keep|Suddenly) [a-z])"
)
"""A heading of the template on stopping, and the sentence behind it."""
_CONTAINS = re.compile(r"(?: [\w-]+){0,3} contains?\b")
_SAYS = re.compile(
    r"\s(?:weakens|lowers|increases|reduces|raises|causes|affects|works|may|can|is|has|must|should|could|might"
    r"|will|contains|does|was|cannot|belongs|are)\b"
)


def title_end(text: str, start: int, end: int, names: tuple[str, ...]) -> int:
    """Where the sentence `[start, end)` begins behind its heading: `start` itself where it has none.

    `names` are the product's, in lower case; one of them with a verb behind it begins a sentence too.
    """
    stop = min(end, start + _REACH)
    if not text[start : start + 1].isupper() or text[start + 3 : stop].islower():
        return start  # what begins behind a heading has a capital of its own
    if stopping := _STOPPING.match(text, start, end):
        return stopping.end()
    if again := _repeated(text, start, end):
        return again
    places = [m.end() for m in _BEGINS.finditer(text, start + 3, stop)] + _named(text, start + 3, stop, names)
    if not places:
        return start
    mark = _MARK.search(text, start, stop)
    last = mark.start() if mark else stop
    for at in sorted(places):
        title = text[start:at]
        if (
            at <= last
            and title.count("(") == title.count(")")
            and (is_title(title) or _is_occasion(title, text[at : at + 8]))
            and not text.startswith(_OF_TITLE, at)
        ):
            return at
    return start


def _repeated(text: str, start: int, end: int) -> int | None:
    """Where the words a text begins with stand again right behind them: "Liver damage Liver damage was seen"."""
    blank = text.find(" ", start, start + _REACH)
    at = text.find(text[start:blank], blank, min(end, start + _REACH)) if blank > start + 2 else -1
    return at if at > 0 and text.startswith(text[start:at].rstrip() + " ", at) else None


def _is_occasion(text: str, rest: str) -> bool:
    """Whether words such as "During treatment" are a heading: the sentence behind them has its own capital."""
    words = text.lower().split()
    short = words[0] in _OCCASIONS and len(words) <= _WORDS + 2 and words[-1] not in _GOES_ON and not text.endswith(",")
    return short and _ASSERTS.isdisjoint(words) and rest.startswith(_OWN_SENTENCE)


def sentence_end(text: str, start: int, end: int, names: tuple[str, ...]) -> int:
    """Where `[start, end)` ends, if the next sentence ran into it without a mark ("… or weakness You may need …").

    "… until you feel better Tavoril contains lactose" is such a one too; `names` are the product's, in lower case.
    """
    if text[start + 10 : end].islower():
        return end
    joined = _JOINED.search(text, start + 10, end)
    stop = joined.start() if joined else end
    if text.find(" contain", start + 10, stop) >= 0:
        return min([stop, *_naming(text, start + 10, stop, names)])
    return stop


def _naming(text: str, start: int, end: int, names: tuple[str, ...]) -> list[int]:
    """Where the product's name begins a heading "Tavoril tablets contain lactose", behind no mark."""
    low = lower(text)
    ats = [low.find(" " + name, start, end) for name in names[:2]]
    return [
        at
        for at, name in zip(ats, names, strict=False)
        if at >= 0
        and text[at - 1].isalpha()
        and text[at + 1].isupper()
        and low[low.rfind(" ", 0, at) + 1 : at] not in _NAMED_WITHIN
        and _CONTAINS.match(low, at + 1 + len(name))
    ]


def _named(text: str, start: int, stop: int, names: tuple[str, ...]) -> list[int]:
    """Where the product's name stands as the subject of a verb."""
    low = lower(text)
    places: list[int] = []
    for name in names[:2]:
        at = low.find(" " + name, start, stop)
        if at >= 0 and text[at + 1].isupper() and _SAYS.match(low, at + 1 + len(name)):
            places.append(at + 1)
    return places


def is_title(text: str) -> bool:
    """Whether a few words are a heading: they assert nothing, and end as headings do."""
    words = text.lower().split()
    if words[:2] in (["what", "to"], ["how", "to"], ["when", "to"], ["things", "to"], ["what", "you"]):
        return len(words) <= _WORDS + 2 and not text.rstrip().endswith("?")
    if _PEOPLE.fullmatch(text.strip()):
        return True
    if (
        not words
        or words[0] in _NO_TITLE
        or len(words) > _WORDS
        or words[-1] in _GOES_ON
        or words[-1].endswith(("ing", ","))
    ):
        return len(words) == 1 and text.strip() in ("Driving", "Monitoring", "Breastfeeding", "Breast-feeding")
    return _ASSERTS.isdisjoint(words) or ("contains" in words and words[-1] not in _ASSERTS)


def people_of(text: str, start: int, end: int) -> SpanOf | None:
    """Whom a heading says the lines below it are for: the people of "For men taking Tavoril"."""
    found = _PEOPLE.fullmatch(text, start, end)
    if found is None:
        return None
    return (start + 4 if text[start : start + 4].lower() == "for " else start), end

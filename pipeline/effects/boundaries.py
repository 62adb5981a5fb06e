"""A known term in a text for professionals in, the whole name of the effect it stands in out.

The lexicon knows "hematoma", the label says "penile hematoma": adjectives and parts of the body in front belong to the
name, words of severity do not ("severe hematoma"). Two effects that the lexicon holds as one name ("nausea and
vomiting") are parted.
"""

import re
from functools import lru_cache

from pipeline.effects.items import Span
from pipeline.effects.merge import is_concept
from pipeline.language import normalise
from pipeline.lexicon import load_words

_GRADE = re.compile(
    r"(?:(?:severe|serious|life[ -]threatening|fatal|mild|moderate|major|increased risk of|presence of|episodes? of|"
    r"characterized by|transmission of)[\s,]+(?:(?:and|or|to)\s+)?)+",
    re.I,
)
_TWO = re.compile(r"\s+(?:and|or|and/or)\s+|\s*/\s*", re.I)
_BEFORE = re.compile(r"([A-Za-z\d]+)([ -]|\s?\n\s*)$")
_ADJECTIVE = re.compile(r"(?:[aeiou]l|ic|ous|[ao]ry|oid|[lu]ar|ile|genic|trophic)$")
_LINKED = frozenset("site cell degree angle mediated associated like type onset tract".split())
"""Words whose hyphen ties them to the word before: "catheter-site infection"."""
_FARTHEST = 60
"""Characters before a term in which the words that belong to it are looked for."""
HEAD_NOUNS = (
    r"(?:"
    r"abnormalit(?:y|ies)|reactions?|toxicit(?:y|ies)|dysfunctions?|disorders?|malformations?|"
    r"injur(?:y|ies)|damage|lesions?|neoplasms?|tumou?rs?|malignanc(?:y|ies)|ruptures?|discolou?ration|"
    r"prolongation|atrophy|dystrophy|insufficiency|complications?|manifestations?|disturbances?|"
    r"deficienc(?:y|ies)|infections?|bleeds?|bleeding|irritation|complaints|ulcers?|ulcerations?|harm|carcinomas?|"
    r"cancers?"
    r")"
)
_HEAD = re.compile(rf"(?<![\w-]){HEAD_NOUNS}(?![\w-])", re.I)
"""Nouns that name an effect once a word before them says of what."""
LAB = (
    r"(?:WBC|RBC|LVEF|PSA|LDH?|BUN|CPK|GGT|TSH|TBG|eGFR|GFR|PTT|INR|ALT|AST|ALP|A1C|LDL|HDL|QTc?F?|BMD|CK|"
    r"bicarbonate|bilirubin|creatinine|h(?:a)?emoglobin|h(?:a)?ematocrit|platelets?|neutrophils?|lymphocytes?|"
    r"leukocytes?|eosinophils?|monocytes?|glucose|cholesterol|triglycerides?|lipids?|urea|uric acid|potassium|sodium|"
    r"calcium|magnesium|phosph\w+|albumin|protein|amylase|lipase|transaminases?|\w*transferases?|phosphatase|enzymes?|"
    r"prolactin|cortisol|testosterone|thyroxine|hormone|insulin|iron|ferritin|zinc|copper|ammonia|lactate|CO2|"
    r"saturation|clearance|heart rate|blood pressure|temperature|weight|appetite|output|visual acuity|"
    r"glomerular filtration rate|prothrombin time|thromboplastin time|coagulation tests?|liver function tests?|"
    r"pulmonary function tests?|thyroid function tests?|counts?|kinase|mineral density)"
)
_QUALIFIED = (
    r"(?:(?:(?!(?:of|with|and|or|in|the|a|an|from|mean|either|both|at|if|dose|doses|use|patients?|subjects|baseline|"
    r"experienced|for|to|was|were|had|by|on|increased?s?|decreased?s?)\b)[a-z]+[ -]){0,3}?"
    rf"{LAB}(?: (?:levels?|values?|counts?|concentrations?|tests?))?)"
)
_RISE_OF = re.compile(
    r"(?<![\w-])(?:increas(?:es?|ed)|decreas(?:es?|ed)|elevat(?:ed|ions?)|reduc(?:ed|tions?)|declines?|raised|"
    r"low(?:ered)?|impaired|prolonged|abnormal(?:ities)?|diminished)(?: (?:in|of))?(?: the| mean)? "
    rf"{_QUALIFIED}(?![\w-])",
    re.I,
)
_OF_RISE = re.compile(
    rf"(?<![\w-]){_QUALIFIED} (?:increas(?:es?|ed)|decreas(?:es?|ed)|elevat(?:ed|ions?)|reduc(?:ed|tions?)|"
    r"abnormal(?:ities)?|prolong(?:ed|ation)|raised|low|positive|present)(?![\w-])",
    re.I,
)
"""What a laboratory or a person measures, and the words by which it rose or fell."""
_RELATED = re.compile(
    r"-(?:related|associated|type|like) (?:adverse )?(?:events?|reactions?|injur(?:y|ies))(?![\w-])", re.I
)
_EVENTS = re.compile(r"\s+events?$", re.I)
_MEASURE = re.compile(r" (?:levels?|values?|concentrations?|counts?)(?![\w-])", re.I)
_CHANGE = re.compile(r"\b(?:increase|decrease|elevat|reduc|raise|fall|rise|low|high)\w*", re.I)
_PLACE = re.compile(
    r" (?:of|in|on|at|around|to) (?:(?:the|an?) )?((?:[A-Za-z]+[ -]){0,2}?[A-Za-z]+)(?=\s*(?:[,;.:()\[]|$|"
    r"(?:and|or|in|with|"
    r"have|has|was|were|is|are|may|can|that|which|at|after|during|following|occurred)\b))",
    re.I,
)


def parts(text: str, start: int, end: int) -> list[Span]:
    """The effects named by the known wording `text[start:end]`: itself without its grade, or the two it joins."""
    grade = _GRADE.match(text, start, end)
    start = grade.end() if grade and grade.end() < end else start
    two = _TWO.search(text, start, end)
    if two and is_concept(text[start : two.start()]):
        second = [(two.end(), end)] if is_concept(text[two.end() : end]) else []
        return [(start, two.start()), *second]
    return [(start, end)]


def changes(text: str, low: int, high: int) -> list[Span]:
    """The phrases of `text[low:high]` that say that what is measured rose, fell or was abnormal: "WBC increased"."""
    return [m.span() for m in _RISE_OF.finditer(text, low, high)] + [
        m.span() for m in _OF_RISE.finditer(text, low, high)
    ]


def headed(text: str, low: int, high: int) -> list[Span]:
    """The phrases of `text[low:high]` that end in a noun such as "abnormalities" and say before it of what."""
    out = []
    for match in _HEAD.finditer(text, low, high):
        start = _first(text, max(low, match.start() - _FARTHEST), match.start())
        if start < match.start():
            out.append((start, match.end()))
    return out


def widened(text: str, low: int, start: int, end: int, high: int) -> Span:
    """The whole name around the effect `text[start:end]`, looked for within `[low, high)`."""
    return _first(text, max(low, start - _FARTHEST), start), _last(text, start, end, high)


def _first(text: str, low: int, start: int) -> int:
    linked = False
    while match := _BEFORE.search(text, low, start):
        word = match[1]
        if not (is_modifier(word) or (linked and match[2] == "-")):
            break
        start, linked = match.start(), word.lower() in _LINKED
    return start


@lru_cache(maxsize=20_000)
def is_modifier(word: str) -> bool:
    """Whether a word in front of an effect says which effect it is: of a part of the body, or of its kind."""
    low = word.lower()
    if low in load_words("effect_no_modifier.txt") or (word.isupper() and len(word) > 4):
        return False
    return (
        low in load_words("effect_modifier.txt")
        or normalise(low) in load_words("body_part.txt")
        or (len(low) > 4 and _ADJECTIVE.search(low) is not None)
    )


def _last(text: str, start: int, end: int, high: int) -> int:
    if related := _RELATED.match(text, end, high):
        return related.end()
    if (events := _EVENTS.search(text, start, end)) and is_concept(text[start : events.start()]):
        return events.start()
    if (measure := _MEASURE.match(text, end, high)) and _CHANGE.search(text, start, end):
        return measure.end()
    if (place := _PLACE.match(text, end, high)) and _is_place(place[1]):
        return place.end()
    if (kind := _KIND.match(text, end, high)) and (is_modifier(kind[1]) or kind[1].lower() in _CODED):
        return kind.end(1)
    return end


_KIND = re.compile(r" ([A-Za-z]{3,})(?=\s*(?:[,;)(]|$|\s\s|\n|(?:and|or) ))", re.I)
_CODED = frozenset({"nec", "nos", "male", "female", "viral", "neonatal"})
"""Words that stand behind an effect in the terms of MedDRA, as adjectives do there ("dermatitis allergic")."""


@lru_cache(maxsize=4_000)
def _is_place(words: str) -> bool:
    """Whether words name a part of the body: the last is one, and nothing before it is a modifier."""
    *before, last = re.split("[ -]", words)
    return normalise(last) in load_words("body_part.txt") and all(is_modifier(w) for w in before)

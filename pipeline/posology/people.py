"""A sentence or a label in, whom a dose is for and what it is for out, as written."""

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.phrases.case import lower_piece

_PERSON = (
    r"(?:adults?|child(?:ren)?|adolescents?|infants?|neonates?|newborns?|toddlers?|bab(?:y|ies)|teenagers?"
    r"|elderly(?:[ ](?:patients?|people))?"
    r"|(?:older|frail|paediatric|pediatric|geriatric|obese|pregnant)[ ](?:people|patients?|adults?|children|women)"
    r"|wom[ae]n|men|boys?|girls?|patients?|people|persons?|individuals?)"
)
_PLAIN = frozenset("patients patient people person persons child individual individuals".split())
_TAIL = (
    r"(?:(?:\d+(?:[.,]\d+)?|kgs?|kilograms?|years?|yrs?|months?|weeks?|days?|olds?|ages?|aged|and|or|to|from|over|under|above|below|between|less|more|greater|than|at|least|up"
    r"|of|weigh(?:ing|s)?|weights?|body|with|without|in|a|an|the|who|are|is|have|has|having|inclusive|equal|older|younger|both|not|yet|on|reach(?:es)?|stable"
    r"|mild(?:ly)?|moderate(?:ly)?|severe(?:ly)?|serious|end-stage|kidneys?|renal|liver|hepatic|impair(?:ment|ed)|problems?|diseases?|failure|insufficiency|function|reduced|dialysis|haemodialysis|hemodialysis"
    r"|" + _PERSON + r")(?![^\W\d_])|[<>≥≤=&,/()–-])"
)
_PHRASE = re.compile(rf"(?<![\w-]){_PERSON}(?![\w])(?:\s{{0,3}}{_TAIL}){{0,26}}")
_TRIM = re.compile(
    r"(?:[\s,/(&–-]|\b(?:and|or|to|from|between|with|without|in|a|an|the|who|are|is|have|has|of|at|up|on|than|both|not|yet)|(?<!and\s)(?<!or\s)\b(?:over|under|above|below|more|less)"
    r"|(?<![<>≥≤])(?<!age)(?<!aged)(?<!over)(?<!under)(?<!above)(?<!below)(?<!than)(?<!to)(?<!-)(?<!–)(?<![<>≥≤]\s)(?<!\d)(?<!age\sof)\s\d+(?:[.,]\d+)?)$",
    re.I,
)
_WITH = re.compile(
    r"\s(with\s[^\W_][\w’'/-]*(?:\s[^\W_][\w’'/-]*){0,9}?)(?![\w/])(?=\s?(?:$|[,;:.(]|(?:is|are|the|should|can|may|who|your|start|starts|take|must|need|usually|and\s(?:the|take)|\d+(?:[.,]\d+)?\s?(?:mg|g|ug|ml(?!\s?/\s?min)|micrograms?|tablets?|capsules?))\b))",
    re.I,
)
_ORGANS = r"(?:kidney|renal|liver|hepatic)(?:(?:\s(?:and|or|and/or)\s|/)(?:kidney|renal|liver|hepatic))?"
_ORGAN = re.compile(
    r"(?:(?:mild|moderate|severe|serious|end-stage|impaired|reduced)\s(?:(?:to|or|and)\s(?:moderate|severe)\s)?)?"
    rf"{_ORGANS}\s(?:impairment|problems?|disease|failure|insufficiency)"
    rf"|(?:impaired|reduced|poor|decreased|normal)\s{_ORGANS}\sfunction"
    r"|(?:crcl|creatinine\sclearance|egfr|gfr)(?:\sis|\sof|\sbetween|\sbelow|\sabove|\sless\sthan|\sfrom|:|,)*\s?[<>≥≤]?\s?\d+(?:\s?(?:-|–|to|and)\s?\d+)?\s?ml\s?/\s?min(?:/1\.73\sm2?)?",
)
_ORGAN_WORD = re.compile(r"[klrhcg](?:idney|iver|enal|epatic|rcl|reatinine|fr)")
"""What every match of _ORGAN holds: looked for first, since that is cheap."""
_WEIGHT = re.compile(
    r"(?:body\s?)?(?:weight|weigh(?:ing|s)?)(?:\s(?:is|of|between|from|at\sleast|less\sthan|more\sthan|over|under|up\sto|below|above|or|to|and)|\s?[<>≥≤–-]|\s?\d+(?:\.\d+)?|\s?kg){1,10}"
    r"|(?:age[ds]?\s)?(?:(?:from|between|less\sthan|more\sthan|at\sleast|under|over|up\sto|below|above)\s|[<>≥≤]\s?)?\d+(?:\.\d+)?\s?(?:kg\s?)?(?:(?:(?:to|-|–|or|and)\s)?(?:less\sthan\s|below\s|under\s|<\s?)?(?:more|less|over|above|\d+(?:\.\d+)?)\s?)?(?:kg|years?|months?)(?:\s(?:of\sage|old|or\s(?:more|over|older)|and\s(?:over|above|older)|to\s(?:less\sthan\s)?\d+\s(?:kg|years)))*",
    re.I,
)
_IF = re.compile(
    r"\bif\s(?:you|your\schild|the\spatient|he|she|they|your(?=\s(?:kidneys?|liver)\b))(?:\s(?:are|is|also|have|has|had|suffer(?:s)?\sfrom|a|an|any|the|know\sthat|weighs?))*\s(?P<what>[^,.;:]{3,80}?(?:\s(?:or\sif\syou|and\syour)\s[^,.;:]{3,60}?)?)"
    r"(?=$|[,.;:]|\s(?:your|the|you)\s|\sand\s\d[\d.,]*\s?(?:mg|g|ml|micrograms?|units?|tablets?|capsules?)\b)",
    re.I,
)
_FOR = re.compile(
    r"(?:^|(?<=[.:;]\s))(?P<how>for|in|to\streat|to\sprevent|when\sused\s(?:for|in)|if\sused\s(?:for|in))\s(?:the\s)?(?:(?:treatment|prevention|management|relief|prophylaxis|long-term\streatment)\s(?:of|in)\s)?"
    r"(?P<what>[^,.;:()]{3,90}?)(?=[,:(]|\s(?:the|your|apply|take|usually|usual|use|inject|treatment|start|it\sis|a\sdose|one|two|\d)\b)",
    re.I,
)
_RUN_IN = re.compile(r"\s{0,3}(?P<label>[^:.;\n]{2,90}?)\s{0,3}:(?=\s|\d|$)")
_LABEL_ENDS = 97
"""Characters within which the colon of a label stands."""
_SILENT_LABEL = re.compile(
    r"(?P<label>[A-Z][^.:;\n]{2,90}?)\s(?=(?:The|Your)\s(?:usual|recommended|normal|standard|starting|initial|maximum|daily|total)?\s?(?:\w+\s)?dos(?:e|age)\b)"
)
_WORD = re.compile(r"\w+")
_GENERIC = frozenset(
    (
        "dose doses dosage dosing posology how usual recommended important note notes warning warnings caution method "
        "administration administer day days week month morning evening noon night oral orally injection injections "
        "infusion tablet tablets capsule capsules maintenance initial start starting use uses using step maximum max "
        "duration frequency route general topical preparation preparations form forms take taking taken you your "
        "doctor medicine example follow follows following instruction instructions scheme schedule table total when "
        "what mg ml kg syringe pen needle loading standard alternate response responses effect effects reaction "
        "reactions question questions trouble treatment treatments therapy monotherapy strength phase cycle first "
        "second third then must should available time times daily combination water once reached alternative if until "
        "unless only before means reconstitution this that these thereafter it weeks months conversion rest where "
        "examples provided blister cycles supplementation primary booster series course courses vaccination "
        "vaccinations immunisation immunization"
    ).split()
)
"""Words of headings and labels that name no illness; so does each that begins as "difficulty" does."""
_ILLNESS_LEAD = re.compile(
    r"^(?:if\s(?:you|they)\sare\s(?:being\s)?treated\sfor\b)?(?:(?:for|in|to|use(?:d)?\s(?:in|for))\b)?\s?(?:the\s)?(?:treatment\s(?:of|in)\b|prevention\s(?:of|in)\b|treat\b|prevent\b|if\syou\shave\b)?\s?",
    re.I,
)


_LIMITS = re.compile(r"\b(?:over|under|aged|years|taking|weigh|weighs|kg|dialysis|kidneys?|liver|elderly)\b", re.I)
_NO_ILLNESS = re.compile(
    r"(?<![\w-])\d|\b(?:best|some|most|all|each|every|cases?|order|addition|certain|general|total|particular|combination|use|(?:short|long)-term)\b",
    re.I,
)
_AND_OTHERS = re.compile(r"((?:,\s[^,.;:()\d]{3,60}){0,4}?,?\s(?:and|or)\s[^,.;:()\d]{3,60}?)(?=,)", re.I)
_DOSE_FOR = re.compile(
    r"\bdos(?:e|es|age)\b[^.;:,]{0,40}?\sfor\s(?:the\s)?(?:(?:treatment|prevention|management|relief)\sof\s)?"
    r"(?P<what>[^.;:,()]{3,150}?)\s(?:is|are|should|will|may|must|can)\b",
    re.I,
)
_LIST = re.compile(r",[^,]*\s(?:and|or)\s[^,]*$")
_TREATMENT_OF = re.compile(
    r"\b(?:for\sthe\s(?:treatment|prevention)\sof|to\s(?:treat|prevent))\s(?:your\s)?(?P<what>[^,.;:()]{3,80}?)"
    r"(?=$|[,.;:(]|\s(?:in|is|are|should|will|when|the\s(?:usual|recommended|starting|maximum|daily|dose))\b)",
    re.I,
)
_PURPOSE = re.compile(
    r"\s?(?:for|in|with(?=\s[A-Z]{2})|to\streat|to\sprevent)\s(?:the\s)?(?:(?:treatment|prevention|management|relief)\sof\s)?(?:an?\s)?(?P<what>[^\W\d_][\w’'-]*(?:,?\s[\w’'-]+){0,14}?)[\s,.]*(?:and|or)?\s?"
)
_NO_PURPOSE = re.compile(
    r"(?<![\w-])\d|\b(?:you|your|life|long|ever|him|her|them|it|this|that|these|each|every|all|most|some|certain|least|up|several|few|both|one|two|three|four|five|six|seven|eight|nine|ten|nights?|hours?|years?|minutes?|eyes?|ears?|nostrils?|total|use|periods?|while|times?)\b",
    re.I,
)
_HAS_EDGES = re.compile(r"^(?:(?:being\s)?treated\sfor|experienced|suffered\sfrom)\s|\s(?:and|or|but|then)$", re.I)
_OF_PEOPLE = re.compile(r"\s(?:in|for)\s(?:patients|people|adults|children|adolescents|women|men)\b", re.I)
BRACKET = re.compile(r"\([^()]*\)")
_HAS = re.compile(
    r"if\s(?:you|your\schild|the\spatient|he|she|they)\s(?:also\s)?(?:ha(?:ve|s)|suffers?\sfrom|(?:are|is)\sbeing\streated\sfor)\s(?:experienced\s|suffered\sfrom\s)?(?!\S+ed\b|any\b|not\b|to\b|had\b|been\b)",
    re.I,
)


class Label(NamedTuple):
    """What a label or heading says of the doses under it."""

    population: str | None
    indication: str | None


def population(text: str) -> tuple[str, int] | None:
    """The first phrase in `text` that limits whom a dose is for, and where it begins."""
    low = lower_piece(text)
    for match in _PHRASE.finditer(low):
        phrase = _trimmed(text[match.start() : match.end()])
        if text[match.start() + len(phrase) : match.start() + len(phrase) + 5] in (" dose", " dosi"):
            continue
        if (with_ := _WITH.match(text, match.start() + len(phrase))) and "(" not in phrase:
            phrase = text[match.start() : with_.end(1)].rstrip()
        phrase = _trimmed(_COLUMN.split(phrase, maxsplit=1)[0])
        if phrase.lower() not in _PLAIN and not _PLAIN_AFTER.search(text, 0, match.start()):
            return phrase, match.start()
    if organ := _organ(low):
        return text[organ.start() : organ.end()].strip(), organ.start()
    return None


def _organ(low: str) -> re.Match[str] | None:
    """The first words of a text in lower case that tell how well the kidneys or the liver work."""
    return _ORGAN.search(low) if _ORGAN_WORD.search(low) else None


_OF_A_PERSON = re.compile(r"^(?:adult\s|child\s)?(?:patients|people|persons)\s\w+\s|\w\s(?:patients|people)$", re.I)
""""Patients newly diagnosed with gout:", "For other gout patients" """
_ILLNESS_IF = re.compile(r"(?P<what>\w[^:.;]*?)\s(?P<who>if\syou\s.+)", re.I)
_IS_GIVEN = re.compile(r"\s(?:[A-Z][\w-]*\s){1,3}(?:is|are|should|can|may)\b")
_MEANWHILE = re.compile(r"\s(?:before|while|when|once)\s", re.I)
_WHOSE = re.compile(r"(?:adult\s)?(?:patients|people|adults|children)\s(?:who|whose|with)\s\w+\s", re.I)
_KG = re.compile(r"\bkg\b")
_FOR_WHOM = re.compile(r"^(?:for|in)\s", re.I)
_COLUMN = re.compile(r"\s(?:Age|Weight|Body)\b")
"""The heading of a table's column, run together with what stands before it."""
_PLAIN_AFTER = re.compile(
    r"including(?:\sfor)?\s$|(?:reach|sight|most|many|some|other|healthcare)\sof\s$|(?:most|many|some|other)\s$", re.I
)


@lru_cache(maxsize=1024)
def _trimmed(phrase: str) -> str:
    while (shorter := _TRIM.sub("", phrase)) != phrase:
        phrase = shorter
    if phrase.count("(") > phrase.count(")"):
        phrase = phrase[: phrase.rindex("(")].rstrip() if not phrase.endswith(")") else phrase
    return phrase.rstrip(") ") if phrase.count(")") > phrase.count("(") else phrase


def condition(text: str) -> tuple[Label, int | None]:
    """What the first "if you have severe kidney problems", or "for osteoporosis, …" at the head, limits a dose to.

    With it the place in `text` where those words begin; None where there are no such words.
    """
    if "if" in text.lower() and (match := _IF.search(text)):
        return _if(match), match.start()
    if match := _FOR.search(text):
        what = _listed(text, match) or _MEANWHILE.split(_IS_GIVEN.split(match["what"], maxsplit=1)[0], maxsplit=1)[0]
        what = what.strip()
        if _is_illness(what):
            if match["how"].lower() == "in" and _organ(what.lower()):
                return Label(what, None), match.start()
            return Label(None, _OF_PEOPLE.split(what, maxsplit=1)[0]), match.start()
    return Label(None, None), None


def _is_generic(text: str) -> bool:
    """Whether a text has a word that no name of an illness has."""
    words = _WORD.findall(text.lower())
    return not _GENERIC.isdisjoint(words) or any(word.startswith("difficult") for word in words)


def _if(match: re.Match[str]) -> Label:
    what = _MEANWHILE.split(match["what"], maxsplit=1)[0].strip()
    what = what.rstrip(") ") if what.count(")") > what.count("(") else what
    if what.count("(") > what.count(")"):
        return Label(None, None)
    if _organ(what.lower()) or _LIMITS.search(match.group()):
        return Label(_HAS_EDGES.sub("", what), None)
    if _HAS.match(match.group()) and not _is_generic(what) and len(what.split()) <= 8:
        return Label(None, _HAS_EDGES.sub("", what))
    return Label(None, None)


def _is_illness(what: str) -> bool:
    return not _is_generic(what) and not _NO_ILLNESS.search(what) and population(what) is None


def _listed(text: str, match: re.Match[str]) -> str | None:
    """The whole of "gout, arthritis and bursitis" where `match` ends at the first comma."""
    rest = _AND_OTHERS.match(text, match.end("what"))
    what = text[match.start("what") : rest.end(1)].strip() if rest else None
    return what if what and _is_illness(what) else None


def dosed_for(text: str) -> str | None:
    """What the dose behind `text` is for: "The dose for lung cancer is", "for the treatment of gout in adults,"."""
    if " for " not in text and "reat" not in text and "revent" not in text:
        return None
    match = _DOSE_FOR.search(text) or _TREATMENT_OF.search(text)
    if match is None or _TREATMENT_OF.search(text, match.end()):
        return None
    what = _OF_PEOPLE.split(_listed(text, match) or match["what"].strip(), maxsplit=1)[0]
    return what if len(what) > 2 and _is_illness(what) and not _NO_PURPOSE.search(what) else None


def purpose(text: str) -> str | None:
    """What a dose is for, where `text` behind it says so and no more: "10 mg once daily for anxiety"."""
    match = _PURPOSE.fullmatch(text)
    if match is None:
        return None
    what = match["what"] if _LIST.search(match["what"]) else match["what"].partition(",")[0]
    return what if _is_illness(what) and not _NO_PURPOSE.search(what) else None


_ADDRESS = re.compile(r"[\d@]|www|http|\bcodes?\b")
"""What stands in no name of an illness: numbers, and where a thing is found."""
_CAPITAL = re.compile(r"\s[A-Z][a-z]")


def _conditional(text: str) -> Label:
    """What a label with a condition in it says: "If you have gout", "Gout if you have severe kidney problems"."""
    low = text.lower()
    if "if" not in low:
        return Label(None, None)
    if low.startswith(("if you ", "if your ")) and names(stated := condition(text)[0]):
        return stated
    if (match := _ILLNESS_IF.fullmatch(text)) and names(stated := condition(match["who"])[0]):
        return Label(stated.population, stated.indication or label_of(match["what"]).indication)
    return Label(None, None)


@lru_cache(maxsize=4096)
def label_of(text: str) -> Label:
    """What a heading or the label in front of a colon says: "Children 2 to 11 years" or "High blood pressure"."""
    text = text.strip(" :–-\u00a0\t")
    if not text or len(text) > 110:
        return Label(None, None)
    if names(stated := _conditional(text)):
        return stated
    found = population(text)
    if found is not None:
        phrase, at = found
        whole = (
            at == 0
            and not _CAPITAL.match(text, len(phrase))
            and not _is_generic(_KG.sub("", BRACKET.sub("", text)))
            and len(text) <= 100
        )
        return Label(text if whole else phrase, None)
    weight = _WEIGHT.match(text)
    if weight and len(weight.group()) >= 0.6 * len(text):
        return Label(text, None)
    if _organ(text.lower()) or _WHOSE.match(text) or (_OF_A_PERSON.search(text) and not _is_generic(text)):
        return Label(_FOR_WHOM.sub("", text), None)
    plain = _ILLNESS_LEAD.sub("", text, count=1)
    if _ADDRESS.search(plain) or _is_generic(plain) or len(plain.split()) > 9 or len(plain) < 3:
        return Label(None, None)
    return Label(None, plain)


def names(label: Label) -> bool:
    """Whether a label says anything of the doses under it."""
    return label.population is not None or label.indication is not None


def run_in(text: str) -> tuple[str, int, bool] | None:
    """The label that `text` opens with, where it ends, and whether a colon marks it or only what follows."""
    if text.find(":", 0, _LABEL_ENDS) >= 0 and (match := _RUN_IN.match(text)):
        return match["label"], match.end(), True
    if " The " not in text and " Your " not in text:
        return None
    match = _SILENT_LABEL.match(text)
    return (match["label"], match.end(), False) if match else None

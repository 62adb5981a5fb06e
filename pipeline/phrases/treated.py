"""What a medicine treats: where a condition begins behind a purpose, where it ends, in whom, and what is none.

Text and offsets in, spans and verdicts out.
"""

import re
from collections.abc import Callable

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, outside_brackets, trim

_PEOPLE = (
    r"(?:adults?|patients?|children|child|adolescents?|women|woman|men|man|people|persons?|individuals?|infants?"
    r"|babies|boys|girls|"
    r"newborns?|neonates?|teenagers|those|toddlers|subjects|elderly|recipients)"
)
_GROUP = (
    r"(?:(?:adult|adults|pa?ediatric|elderly|older|young|younger|male|female|overweight|obese|pregnant"
    r"|post-?menopausal|premenopausal|"
    r"hospitali[sz]ed|clinically|stable|newborn|premature|preterm|surgical|medical|immunocompromised|critically"
    r"|seriously|ill|both"
    r"|certain|some|all|most|"
    r"many|women|men|children|adolescents|patients|people|and|or|suitable|selected|eligible|infertile|healthy|human"
    r"|high-risk|"
    r"previously|treated|untreated|boys|girls|infants|teenagers|ambulatory|appropriate|the|school-age|for"
    r"|in)[\s,]+){0,6}?"
)
AFTER = re.compile(
    r"(?:\s*\([^()]{0,40}\))?\s*(?:,\s+)?:?\s*(?:(?:of|for|against|from|in|with|following"
    r"|due to)\b\s*:?\s*(?=\S))?(?:(?:the|an?|your|any|only|most of|most(?= (?:athlete|jock|ring|minor|skin))"
    r"|certain|some|following(?: \w+)?(?: \w+)?\s*:"
    r"|following:?)\s+)*(?:1\.\s?(?=[A-Z]))?"
    r"(?:(?:adults?|children|adolescents)(?: and (?:adults|children|adolescents))?\s+of\s+(?!\d))?",
    re.I,
)
LIST_COLON = re.compile(r"\s*(?:(?:such as|including|like)\s*)?:\s*(?:1\.\s?)?(?=\S)")
SEMICOLON = re.compile(
    r";\s*(?=\S)(?!(?:(?:and|or)\s+)?(?:in|for|to|as|\d|adjunctive|treatment|prevention|management|therapy|sole)\b)"
    r"(?![^,;(]*\breduce[sd]?\b)"
)
LATER_COLON = re.compile(r"[^:.;]{0,160}:\s+(?=\S)")
EXPLAINED = re.compile(r"\W*(?:an?|the|this|when|if)\b|[^,;(]*\b(?:is|are|has|have|can|may|will)\b", re.I | re.S)
"""What tells of the condition behind it and a colon, and is no list: "gout: a disease of the joints"."""
POINTS_ON = re.compile(
    r"(?:[\w-]+ ){0,6}(?:infections|conditions|diseases|disorders)\b.*\b(?:the following|below"
    r"|designated)\b",
    re.I | re.S,
)
"""What stands for the conditions of a list: "infections caused by the following bacteria: …"."""
MEASURE = re.compile(
    r"(?:(?:the|a|an|any|your|these|those|following)\s+)*(?:(?:overall|serious|bothersome|annoying|common"
    r"|associated)\s+)?(?:(?:further "
    r"|future |increased |high(?:er)? )?"
    r"(?:risks?|chances?|likelihood|durations?|incidence|occurrence|frequency|severity|number|signs?|symptoms?"
    r"|worsening|progression|development|"
    r"recurrence|reversal|suppression|reduction|control|(?:maintenance of )?(?:clinical )?(?:remission|healing)"
    r"|spread|growth|onset|rate|episodes?|attacks?|amount|effects?)"
    r"(?:\s*(?:,|and|or|and/or|&)\s*(?:signs?|symptoms?|severity|duration|frequency|number|delaying worsening"
    r"|progression|complications?))*)\s+"
    r"(?:of|from|for|associated with|caused by|due to|related to)\s+(?:(?:you|having|developing|getting|suffering"
    r"|catching"
    r"|a|an|the|further|another|new)\s+)*",
    re.I,
)
POPULATION = re.compile(
    rf"(?:in |for |of )?(?:the )?({_GROUP}{_PEOPLE}\b(?:(?!\b(?:with|who|whose|suffering|having|whom"
    r"|combination|together|to(?!\s+(?:the age|\d|less than|under)))\b)[^;:()]"
    rf"|\([^()]*\)){{0,110}}?(?:\s*who (?:are|is) (?:at least |aged |over )*\d+ (?:years|months"
    rf"|weeks)[^,;.()]{{0,20}}?)?)"
    r"\s*(?:(?<=\s)(?<!treated )(?<!treatment )(?<!therapy )with\s+|who (?:have|suffer from|are suffering from"
    r"|has|had)\s+|(?:suffering from|having"
    r"|diagnosed with)\s+)(?:(?:an?|the|certain|any|severe forms? of)\s+)?",
    re.I,
)
IN_PEOPLE = re.compile(rf"(?:,|(?<=\S))\s+(?:in|for|by)\s+(?={_GROUP}{_PEOPLE}\b)(?P<who>.*)$", re.I | re.S)
_END_WORDS = (
    r"(?:who|whose|whom|temporarily \w+s\b|that(?! (?:is|are) (?:proven|strongly|known))|which|where|while|if"
    r"|when|whenever|because"
    r"|since|until|unless|but"
    r"|using\b|in (?:two|three|several|different) (?:different )?ways"
    r"|so\b|thereby|therefore|(?:and )?thus\b|and (?:to )?(?:reduce|improve|slow|ease)\b|(?:talk|speak|tell"
    r"|ask) (?:to|with|your)\b"
    r"|before|(?<!or )without|despite|alone|either|during|once|provided|at least(?! \d+\s?(?:years|months|weeks|kg))"
    r"|in each"
    r"|on your|(?:this product )?generally|including prevention|by\s+\w+ing"
    r"|as\s+(?:an?|part|the|well|monotherapy|adjunct|soon|determined|long|needed|directed)"
    r"|(?:in|used in|given in|taken in)\s+(?:combination|addition|order|conjunction|association|whom|which"
    r"|cases?\b(?=\s+where))"
    r"|(?:together|along|concomitantly|concurrently)\s+with|as well as|according to|based on"
    r"|(?<!that\s)(?:are|is|was|were"
    r"|has|have|can|may|will|should|must|does|do|works|helps|reduces the|it|they|you)\b)"
)
_END_CLAUSE = (
    r"\s+(?=(?:an?|and is|this|these|in|it|also|for|such|like|used|given|even|after|one of|by|caused|together"
    r"|usually|with|when|not|namely|otherwise)\b)"
)
# Words that go on with "to": "due to", "resistant to", "mild to moderate".
_BEFORE_TO = (
    "due resistant sensitive related secondary reaction reactions damage allergic exposure linked mild moderate mildly "
    "moderately intolerant injury susceptible attributed attributable intractable "
    "refractory allergies early up response low"
)
_END_TO = (
    "".join(rf"(?<!{word}\s)" for word in _BEFORE_TO.split())
    + r"(?=\s*to\s)\s*to\s+(?!\d|(?:less than|under|below|severe|moderate|moderately|be caused)\b)"
)
# Written to begin with a set of characters, which is found fast.
END = re.compile(
    rf"[,\s:;.](?:(?<=[:;])|(?<=\.)\s|(?<=,)(?:\s+{_END_WORDS}|{_END_CLAUSE})"
    rf"|(?<=\s)(?:\s*(?:{_END_WORDS}|from \w+ing\b|(?:with|to)\s+(?=\w+\s+(?:therapy|monotherapy))|[–—-]\s+"
    rf"|,{_END_CLAUSE})|{_END_TO}))"
)
SPECIES = re.compile(r"[A-Z]\. [a-z]|\.e\.? ")  # "infection with H. pylori", "lung cancer, i.e. of the bronchi"
_NOT_A_CONDITION = re.compile(
    r"(?:(?:the|this|that|these|those|your|their|its|his|her|other|such|any|all|some|certain|various|many|several"
    r"|different|most|two|three|four|five|six|seven|eight|ten|several|types?|forms?|kinds?|of|specific|serious|following|above|listed|underlying|same)\s*)*"
    r"(?:condition|conditions|disease|diseases|disorder|disorders|illness|illnesses|problem|problems|cancers?"
    r"|tumours?|tumors?|infections?|signs?|symptoms?|patients?|people|adults?|children|adolescents|"
    r"you|it|them|medicines?|cases?|use|cause|treatments?|therapy|this|that|these|indications?|following|below"
    r"|and|or|for|women|men|persons?|cells?|effects?|doses?|body|blood|pain relief|others?|not|both|combination"
    r"|addition)?"
    r"(?:\s*(?:listed|described|mentioned|shown|above|below)\b.*)?$|[\w ]{2,40} (?:types|forms|kinds)$",
    re.I | re.S,
)
_NO_CONDITION_START = re.compile(
    rf"(?:is|are|was|has|have|had|did|does|down|indicated"
    rf"|can|may|will|whether|how|when|not|only|alone|one|use|diet|more|less|up|new ones"
    rf"|two|three|four|either|to|together|before|after|with|by|once|twice|every|on|at"
    rf"|these|this|it|you|them|body|already|been|pregnant|slow|reduce|help|improve|make|keep|lower|increase|stop"
    rf"|decrease|maintain|risk|cannot|experienced"
    rf"|spread|previously|received|treatment|therapy|relief|management"
    rf"|prevention|those|(?:development of )?drug[- ]resistant bacteria|infectious diseases?|"
    rf"(?:risk )?factors|efficacy|safety|effectiveness|as|drying|(?:short|long)[- ]term(?=\W*(?:administration"
    rf"|use|$))|(?:intact )?uterus|older|above|over|need for|excluding|except|survived|other than|without|prolong"
    rf"|follows?|questions|about|what|who|recently|never|(?:combination|association) with|due to|caused by"
    rf"|associated with"
    rf"|each of|both of"
    rf"|tried|undergone|taken|stopped|shown|started|failed|used|lost|become"
    rf"|intramuscular|limitations? of"
    rf"|important limitations?"
    rf"|directions|disease following|characteristics|findings|criteria"
    rf"|{_GROUP}{_PEOPLE})\b(?!-[a-z])(?!\s+(?:deficit|blood"
    rf"|disease"
    rf"|infection))",
    re.I,
)
CLAUSE_START = re.compile(
    r"(?:take|apply|use|generally|temporarily|makes|keep|wash|rinse|controls?|helps?|provides?|promotes?"
    r"|restores?|moisturi[sz]es?|spray|avoid"
    r"|consult|stop|for external|directions?|warnings?|this|these|it|they|you|your doctor|there|if|when|symptoms?"
    r"|your|we|such|in some|see|talk|ask|do|always|not|contact|for more|please)\b|.*\b(?:is|are|was|were|has|have"
    r"|can|may|will|should|must|contains?|works?)\b",
    re.I | re.S,
)
_KIND = re.compile(
    r"(?:[\w-]+\s+){0,3}(?:conditions|diseases|disorders|infections|illnesses|cancers|tumou?rs|indications)"
    r"(?:\s+(?:described|listed|mentioned|shown)?\s*(?:below|above))?"
)
_LEVEL = re.compile(r"(?:the |your |high )?(?:blood pressure|cholesterol|blood sugar|pressure|eye pressure)", re.I)
_AND = re.compile(r",?\s+and\s+")
_LOOSE_END = re.compile(
    r"(?:[\s,]+(?:(?:and|or)\s+)?(?:for|in|with|to|of|by|from|as|i\.e|e\.g|after|before|prior|that|which|who|called"
    r"|known as|such as|due|associated|caused|related|how|what|this|both|newly|recently|previously"
    r"|diagnosed))+$",
    re.I,
)
_ARTICLE = re.compile(
    r"(?:i\.e\.?,?|e\.g\.?,?|including|(?:also |sometimes )?(?:called|known as|named)|of|in|for"
    r"|(?:(?:rare|serious|certain|genetic|inherited|medical|chronic|skin|eye|lung|blood|brain|heart|kidney|liver|bone)\s+)"
    r"{0,2}(?:condition|disease|disorder|illness|cancer)s?,?\s+(?:called|known as|named)"
    r"|(?:confirmed )?diagnosis of|(?:signs (?:and|or) )?symptoms such as"
    r"|(?:a )?(?:limited )?number of|his/her|their|his|her"
    r"|as manifested by"
    r"|the|an?|your|any|certain|some|following|both|types? of"
    r"|forms? of|a form of|cases? of"
    r"|(?:early|late|later|advanced) stages? of|having"
    r"|developing)\s+(?=\w)",
    re.I,
)
LEAD = re.compile(
    r"(?:(?:for|in|the|also|use|as|an?|to|temporary|symptomatic|short[- ]term|long[- ]term|topical|acute|chronic"
    r"|palliative|maintenance|initial|healing and)\s+)*"
    r"(?:(?:symptom )?relief|healing|(?:symptomatic )?resolution|treatment|management|prevention|prophylaxis"
    r"|protection|alleviation|(?:[\w-]+ ){0,3}?(?:therapy|adjunct)|administration(?: \([^()]*\))?)\s+"
    r"(?:of|for|from|against|in)\s+(?:the\s+)?(?:(?:treatment|management) of\s+)?",
    re.I,
)
"""A purpose in front of a condition of a list or an item, "and for the relief of itching"."""
YOU = re.compile(r"(?:if )?(?:you|your child|they)\s+(?:have|has|suffers? from)\s+(?:an?\s+)?", re.I)
_FOR_PEOPLE = re.compile(rf"\b(?:in|for|of|among)\s+(?={_GROUP}{_PEOPLE}\b)", re.I)
_WEIGHT = re.compile(
    r",?\s+(?:and\s+)?who weigh (?:at least|more than|less than|from|over|\d)[^,.;()]{0,25}?\d\s?kg(?: or more)?\b"
)
"""A limit of weight goes with in whom: "children who weigh at least 25 kg"."""
SMALL_WORDS = frozenset({"of", "in", "with", "the", "and", "or", "due", "to", "by", "from", "non"})
_MOST_WORDS = 24
"""A condition takes fewer words than this before what causes it; more is a clause that was not cut."""
_CAUSE = re.compile(r"\b(?:caused|produced) by\b|\bdue to\b")


def bare(text: str, start: int, end: int) -> SpanOf:
    """The span without articles in front and marks around."""
    start, end = trim(text, start, end)
    if loose := _LOOSE_END.search(text, start, end):
        end = loose.start()
    while article := _ARTICLE.match(text, start, end):
        start = article.end()
    return start, end


def people(text: str, start: int, end: int) -> SpanOf:
    """The span of in whom, without the words that lead on from it ("children for whom")."""
    start, end = trim(text, start, end)
    loose = _LOOSE_END.search(text, start, end)
    if weight := _WEIGHT.match(text, end):
        return start, weight.end()
    return start, loose.start() if loose else end


def next_condition(text: str, start: int, end: int, whole: Callable[[int, int], bool]) -> SpanOf | None:
    """Where, within what says in whom, a further condition follows: "in adults and gout in children", at "and gout"."""
    for gap in _AND.finditer(text, start, end):
        inside = IN_PEOPLE.search(text, gap.end(), end)
        if inside and whole(gap.end(), inside.start()) and not no_condition(text, gap.end(), inside.start()):
            return gap.span()
    return None


def modifies(longer: str, shorter: str) -> bool:
    """Whether what `longer` has before `shorter` are adjectives only."""
    if not longer.endswith(f" {shorter}"):
        return False
    before = longer[: len(longer) - len(shorter)].split()
    return len(before) <= 4 and SMALL_WORDS.isdisjoint(before)


_MEANWHILE = re.compile(r"\s+(?:during|before|after|while|when)\s+[^,;.:]{3,40},\s+(?:and\s+|or\s+)?(?=\w)", re.I)


def goes_on(text: str, at: int, end: int) -> int | None:
    """Where a list goes on behind words of time: "anxiety before menstruation, tender breasts", at "tender"."""
    clause = _MEANWHILE.match(text, at, end)
    return clause.end() if clause else None


def condition_end(text: str, start: int, end: int) -> int:
    """Where the condition that begins at `start` ends: before a clause, a reason, or what it is used together with."""
    ends = outside_brackets(lower(text), start, end, END)
    return next((m.start() for m in ends if m.start() > start and not SPECIES.match(text, m.start() - 1)), end)


def no_condition(text: str, start: int, end: int) -> bool:
    """Whether what stands where a condition should only points at one ("the following infections"), or is none."""
    pointer = _NOT_A_CONDITION.match(text[start:end]) or _NO_CONDITION_START.match(text, start, end)
    if pointer is not None or end - start < 3:
        return True
    cause = _CAUSE.search(text, start, end)
    return len(text[start : cause.start() if cause else end].split()) > _MOST_WORDS


def is_kind(condition: str) -> bool:
    """Whether a condition is only a kind of conditions, which a list may go on to name: "inflammatory diseases"."""
    return _KIND.fullmatch(condition) is not None


def only_level(text: str, start: int, end: int) -> bool:
    """Whether a quantity of the body is named and no condition: "to lower blood pressure"."""
    return _LEVEL.fullmatch(text, start, end) is not None


def for_people(text: str, start: int, end: int) -> int | None:
    """Where a sentence says in whom with what the product is used: "to make breathing easier for adults with …"."""
    people = _FOR_PEOPLE.search(text, start, end)
    return people.end() if people and POPULATION.match(text, people.end(), end) else None

"""How leaflets word what a medicine is for: patterns over one sentence, and what they tell of its parts.

A use ("is used to", "indicated for") leads up to a purpose ("treat", "prevention of"), a purpose to its object; before
or behind the object stands in whom. Text and offsets in, spans and verdicts out.
"""

import re

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, outside_brackets, trim
from pipeline.rules import Hit
from pipeline.view import Sentence

_PEOPLE = (
    r"(?:adults?|patients?|children|child|adolescents?|women|woman|men|man|people|persons?|individuals?|infants?"
    r"|babies|boys|girls|"
    r"newborns?|neonates?|teenagers|those|toddlers|subjects|elderly|recipients)"
)
_GROUP = (
    r"(?:(?:adult|adults|pa?ediatric|elderly|older|young|younger|male|female|overweight|obese|pregnant"
    r"|post-?menopausal|premenopausal|"
    r"hospitali[sz]ed|clinically|stable|newborn|premature|preterm|surgical|medical|immunocompromised|critically|seriously|ill|both"
    r"|certain|some|all|most|"
    r"many|women|men|children|adolescents|patients|people|and|or|suitable|selected|eligible|infertile|healthy|human"
    r"|high-risk|"
    r"previously|treated|untreated|boys|girls|infants|teenagers|ambulatory|appropriate|the|school-age|for"
    r"|in)[\s,]+){0,6}?"
)
# Between a purpose and what it is for: "treat and prevent", "treatment of", "relief from the".
_BETWEEN = re.compile(
    r"[\s,/]*(?:(?:and|or|and/or|to|help|the|of|long[- ]term|short[- ]term|temporary|both)[\s,/]+)*",
    re.I,
)
AFTER = re.compile(
    r"(?:\s*\([^()]{0,40}\))?\s*(?:,\s+)?:?\s*(?:(?:of|for|against|from|in|with|following"
    r"|due to)\b\s*:?\s*(?=\S))?(?:(?:the|an?|your|any|certain|some|following(?: \w+)?(?: \w+)?\s*:"
    r"|following:?)\s+)*",
    re.I,
)
LIST_COLON = re.compile(r"\s*(?:(?:such as|including|like)\s*)?:\s*(?=\S)")
LATER_COLON = re.compile(r"[^:.;]{0,160}:\s+(?=\S)")
MEASURE = re.compile(
    r"(?:(?:the|a|an|any|your|these|those|following)\s+)*(?:(?:overall|serious|bothersome|annoying|common"
    r"|associated)\s+)?(?:(?:further "
    r"|future |increased |high(?:er)? )?"
    r"(?:risks?|chances?|likelihood|durations?|incidence|occurrence|frequency|severity|number|signs?|symptoms?"
    r"|worsening|progression|development|"
    r"recurrence|spread|growth|onset|rate|episodes?|attacks?|amount|effects?)"
    r"(?:\s*(?:,|and|or|and/or|&)\s*(?:signs?|symptoms?|severity|duration|frequency|number|delaying worsening"
    r"|progression|complications?))*)\s+"
    r"(?:of|from|associated with|caused by|due to|related to)\s+(?:(?:having|developing|getting|suffering|catching"
    r"|a|an|the|further|another|new)\s+)*",
    re.I,
)
POPULATION = re.compile(
    rf"(?:in |for |of )?(?:the )?({_GROUP}{_PEOPLE}\b(?:(?!\b(?:with|who|whose|suffering|having|whom"
    r"|combination|together|to)\b)[^;:()]"
    rf"|\([^()]*\)){{0,110}}?(?:\s*who (?:are|is) (?:at least |aged |over )*\d+ (?:years|months"
    rf"|weeks)[^,;.()]{{0,20}}?)?)"
    r"\s*(?:(?<=\s)with\s+|who (?:have|suffer from|are suffering from|has|had)\s+|(?:suffering from|having"
    r"|diagnosed with)\s+)(?:(?:an?|the|certain|any|severe forms? of)\s+)?",
    re.I,
)
IN_PEOPLE = re.compile(rf"(?:,|(?<=\S))\s+(?:in|for|by)\s+(?={_GROUP}{_PEOPLE}\b)(?P<who>.*)$", re.I | re.S)
_END_WORDS = (
    r"(?:who|whose|whom|that(?! (?:is|are) (?:proven|strongly|known))|which|where|while|if|when|whenever|because"
    r"|since|until|unless|but"
    r"|so\b|thereby|therefore|(?:and )?thus\b|(?:talk|speak|tell|ask) (?:to|with|your)\b"
    r"|before|without|despite|alone|either|during|once|provided|at least|including prevention|by\s+\w+ing"
    r"|as\s+(?:an?|part|the|well|monotherapy|adjunct|soon|determined|long|needed|directed)"
    r"|(?:in|used in|given in|taken in)\s+(?:combination|addition|order|conjunction|association|whom|which"
    r"|cases?\b(?=\s+where))"
    r"|(?:together|along|concomitantly|concurrently)\s+with|as well as|according to|based on"
    r"|(?<!that\s)(?:are|is|was|were"
    r"|has|have|can|may|will|should|must|does|do|works|helps|it|they|you)\b)"
)
_END_CLAUSE = (
    r"\s+(?=(?:an?|and is|this|these|in|it|also|for|such|like|used|given|even|after|one of|by|caused|together"
    r"|usually|with|when|not|namely|otherwise)\b)"
)
# Words that go on with "to": "due to", "resistant to", "mild to moderate".
_BEFORE_TO = (
    "due resistant sensitive related secondary reaction reactions damage allergic exposure linked mild moderate "
    "intolerant injury susceptible attributed attributable allergies early up response low"
)
_END_TO = (
    "".join(rf"(?<!{word}\s)" for word in _BEFORE_TO.split()) + r"(?=\s*to\s)\s*to\s+(?!(?:severe|moderate"
    r"|moderately|be caused)\b)"
)
# Written to begin with a set of characters, which is found fast.
END = re.compile(
    rf"[,\s:;.](?:(?<=[:;])|(?<=\.)\s|(?<=,)(?:\s+{_END_WORDS}|{_END_CLAUSE})"
    rf"|(?<=\s)(?:\s*(?:{_END_WORDS}|from \w+ing\b|(?:with|to)\s+(?=\w+\s+(?:therapy|monotherapy))|[–—-]\s+"
    rf"|,{_END_CLAUSE})|{_END_TO}))",
)
_OTHERS_MEDICINE = re.compile(
    r"(?:\b(?:other|another|these|those|with|like|taking|of the|unlike|all|some|usual|standard"
    r"|such)\s+(?:\w+[- ]){0,3}?(?:medicines?|drugs?|products?|treatments?|therap(?:y|ies)|antibiotics?)\s+"
    r"(?:\(?(?:that|which)\s+(?:are|is)\s+)?(?:also\s+|commonly\s+|usually\s+|often\s+)?|\b(?:not|never|no longer"
    r"|cannot|n't)\s+(?:\w+\s+){0,2})$",
    re.I,
)
_NOT_USED = re.compile(r"\b(?:not|never|cannot|n't|contraindicated|un)\s*(?:be\s+)?(?:\w+\s+){0,2}$", re.I)
DIRECT = re.compile(
    r"\s*(?:(?:also|only|mainly|primarily|usually|commonly|sometimes|often|alone|either)\s+)*"
    r"(?:(?:as )?(?:an? )?(?:\w+ )?(?:(?P<adjunct>adjunct(?:ive)?)(?: (?:therapy|treatment))?"
    r"(?: (?:to|with) (?:\w+ ){1,2}?)?|(?P<alone>monotherapy|(?:initial |maintenance )?(?:therapy|treatment)))\s+)?"
    r"(?:(?:for|in|against|by|when|if|because|as|to)\s+|:)",
    re.I,
)
YOU_HAVE = re.compile(
    r"(?<!only )(?<!even )\b(?:because|if|when)\s+(?:you|your child|they|patients?)\s+(?:have|has|suffers? from"
    r"|are suffering from)\s+(?:an?\s+|the\s+)?",
    re.I,
)
_NOT_A_CONDITION = re.compile(
    r"(?:(?:the|this|that|these|those|your|their|its|his|her|other|such|any|all|some|certain|various|many|several"
    r"|different|most|types?|forms?|kinds?|of|specific|serious|following|above|listed|underlying|same)\s*)*"
    r"(?:condition|conditions|disease|diseases|disorder|disorders|illness|illnesses|problem|problems|cancers?"
    r"|tumours?|tumors?|infections?|signs?|symptoms?|patients?|people|adults?|children|adolescents|"
    r"you|it|them|medicines?|cases?|use|cause|treatments?|therapy|this|that|these|indications?|following|below"
    r"|women|men|persons?|cells?|effects?|doses?|body|blood|pain relief|others?|not|both|combination|addition)?"
    r"(?:\s*(?:listed|described|mentioned|shown|above|below)\b.*)?$",
    re.I | re.S,
)
_NO_CONDITION_START = re.compile(
    rf"(?:is|are|was|has|have|had"
    rf"|can|may|will|whether|how|when|not|only|alone|one|use|diet|more|less|up|new ones"
    rf"|two|three|four|either|to|together|before|after|with|by|once|twice|every|on|at"
    rf"|these|this|it|you|them|body|already|been|pregnant|slow|reduce|help|improve|make|keep|lower|increase|stop|decrease|maintain|risk|cannot|experienced"
    rf"|spread|previously|received|treatment|therapy|relief|management"
    rf"|prevention|those|(?:development of )?drug[- ]resistant bacteria|infectious diseases?|"
    rf"(?:risk )?factors|characteristics|findings|criteria|{_GROUP}{_PEOPLE})\b(?!\s+(?:deficit|blood|disease"
    rf"|infection))",
    re.I,
)
_NOUNS = re.compile(
    r"(?:treatment|management|prevention|relief|alleviation|reduction|correction|diagnos[ie]s|detection"
    r"|palliation)s?$",
    re.I,
)
_NOUN_LINK = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:of|for|in|against|from|following)\b|\s*:|\s*,?\s*(?:and|or|and/or|/)\s|/",
    re.I,
)
CLAUSE_START = re.compile(
    r"(?:take|apply|use|keep|wash|rinse|controls?|helps?|provides?|promotes?|restores?|moisturi[sz]es?|spray|avoid"
    r"|consult|stop|for external|directions?|warnings?|this|these|it|they|you|your doctor|there|if|when|symptoms?"
    r"|your|we|such|in some|see|talk|ask|do|always|not|contact|for more|please)\b|.*\b(?:is|are|was|were|has|have"
    r"|can|may|will|should|must|contains?|works?)\b",
    re.I | re.S,
)
_OPENER = re.compile(
    r"(?:(?:and|or|it|this medicine|this product|also|for|to|as|an?|the|in|help|helps|can|may|aids?|used|effective"
    r"|fast|natural|quick|gentle|soothing|pain|temporarily|temporary|uses?|indications?|provides?|by|"
    r"symptomatic|short[- ]term|long[- ]term|adjunctive|adjunct|initial|maintenance|acute|treatment|empirical|rapid"
    r"|effectively|use|patients|management|promote|and|of|[^\w\s])\s*)*$",
    re.I,
)
NOT_CONDITIONS_FOLLOW = re.compile(
    r"(?:\b(?:in|who|works?|by|(?:combination|together|along|combined) with|of medicines"
    r"|contains?"
    r"|(?:use|using|take|taking|given) (?:it|this medicine)|substances?|ingredients?|can be|risk factors|criteria"
    r"|characteristics|findings|symptoms|patients)"
    r"|\b(?:effects?|medicines?|ways?|reasons?))\s*:$",
    re.I,
)
_USE_ASIDE = re.compile(
    r"\b(?:before|during|after|stop|discontinue|concomitant|limitations? of|long-term|prolonged|in|its|your)\s+$",
    re.I,
)
NOT_SHOWN = re.compile(
    r"\bnot (?:been )?(?:\w+ly )?(?:evaluated|established|studied|demonstrated|shown|assessed|approved|known)\b"
    r"|\bno evidence\b|^\W*limitations? of use\b",
    re.I,
)
TITLE = re.compile(r"[\d.•·\s-]*((?:(?:[A-Z][\w'’/-]*|\([A-Z][\w -]*\)|of|in|with|the|and|or|due|to)[\s,:]+)+)")
# What stands between a condition run in as a heading and "indicated": the product, "Tavoril tablets, USP are".
NAMED_BESIDE = re.compile(r"\W*(?:[A-Z][\w®™-]*)(?:[ ,]+[\w®™.%-]+){0,6}[ ,]+(?:is|are)(?: also)? ")
HEADED = re.compile(r"[\d.\s•·*-]*([A-Z][^:.;()\n]{3,70}(?:\([^()]{1,30}\))?)\s*:\s+\S")
_FOR_THE = re.compile(
    r"\b(?:for|in) the (?:(?:temporary|topical|symptomatic|effective|long[- ]term|short[- ]term|adjunctive|initial"
    r"|maintenance|acute|management|and|treatment|"
    r"prevention|relief|safe)[\s,]+)*$|[\w):] For (?:the |temporary |symptomatic )*$|\b(?:is|are) an? (?:\w+ )?$"
    r"|\b(?:medicine|vaccine|drug|product|tablets?|capsules?|cream) (?:that |which )?(?:can |also |may |helps? |to )*$"
)
_FEW_WORDS = re.compile(r"[\w-]+(?:\s[\w-]+)?\s$")
_LEVEL = re.compile(r"(?:the |your |high )?(?:blood pressure|cholesterol|blood sugar|pressure|eye pressure)", re.I)
_LOOSE_END = re.compile(
    r"(?:[\s,]+(?:(?:and|or)\s+)?(?:for|in|with|to|of|by|from|as|i\.e|e\.g|after|before|that|which|who|called"
    r"|known as|such as|due|associated|caused|related))+$",
    re.I,
)
_ARTICLE = re.compile(
    r"(?:(?:also |sometimes )?(?:called|known as|named)|of|in|the|an?|your|any|certain|some|following|both|types? of"
    r"|forms? of|a form of|cases? of"
    r"|(?:early|late|later|advanced) stages? of|having"
    r"|developing)\s+(?=\w)",
    re.I,
)
YOU = re.compile(r"(?:if )?(?:you|your child|they)\s+(?:have|has|suffers? from)\s+(?:an?\s+)?", re.I)
_FOR_PEOPLE = re.compile(rf"\b(?:in|for)\s+(?={_GROUP}{_PEOPLE}\b)", re.I)
_DENIED = re.compile(
    r"\b(?:do|does|must|should|is|are|will|can|may) not\b[^.;,]*$|\bcannot\b[^.;,]*$|\bworks?(?: \w+){0,2} by\b", re.I
)
_LEADS_UP = re.compile(
    r"\b(?:to|for|the|in|temporarily|and|of)\s+(?:\w+\s+){0,2}$|^\s*$"
    r"|\b(?:helps?|aids?)\s+(?:to\s+)?$"
)
SMALL_WORDS = frozenset({"of", "in", "with", "the", "and", "or", "due", "to", "by", "from", "non"})
_MOST_WORDS = 24
"""A condition takes fewer words than this; more is a clause that was not cut."""


def barred(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether the use is denied, or is another medicine's."""
    before = text[max(sentence.start, hit.start - 70) : hit.start]
    if text[hit.start : hit.end].lower() == "use" and _USE_ASIDE.search(before):
        return True
    return bool(_NOT_USED.search(before[-30:]) or _OTHERS_MEDICINE.search(before))


def chains(text: str, hits: list[Hit]) -> list[tuple[Hit, int]]:
    """Purposes with nothing but conjunctions between them taken together: (the strongest, where its object begins)."""
    out: list[tuple[Hit, int]] = []
    for hit in hits:
        if out and hit.start < out[-1][1]:
            continue
        if _NOUNS.search(text[hit.start : hit.end]) and not _NOUN_LINK.match(text, hit.end):
            continue
        if out and (gap := _BETWEEN.match(text, out[-1][1])) and gap.end() >= hit.start:
            first = out[-1][0]
            out[-1] = (first if first.label == "purpose" else hit, hit.end)
        else:
            out.append((hit, hit.end))
    return out


def opens(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether the sentence begins with the purpose, or a clause "For the treatment …" behind a heading run into it."""
    before = text[sentence.start : hit.start]
    if _FEW_WORDS.match(before):
        # "Detoxification treatment of …", but not "This prevents …".
        return text[hit.end : hit.end + 4] == " of " or bool(_OPENER.match(before))
    return bool(_OPENER.match(before) or _FOR_THE.search(before))


def for_a_time(text: str, hit: Hit) -> bool:
    """Whether the purpose follows "temporarily", as labels of medicines without prescription word their uses."""
    return text[max(0, hit.start - 12) : hit.start].lower() == "temporarily "


def near(text: str, given: Hit, hit: Hit) -> bool:
    """Whether "given", "helps" and the like lead up to the purpose."""
    between = text[given.end : hit.start]
    return len(between) < 120 and _LEADS_UP.search(between) is not None


def bare(text: str, start: int, end: int) -> SpanOf:
    """The span without articles in front and marks around."""
    start, end = trim(text, start, end)
    if loose := _LOOSE_END.search(text, start, end):
        end = loose.start()
    while article := _ARTICLE.match(text, start, end):
        start = article.end()
    return start, end


def modifies(longer: str, shorter: str) -> bool:
    """Whether what `longer` has before `shorter` are adjectives only."""
    before = longer[: len(longer) - len(shorter)].split()
    return longer.endswith(f" {shorter}") and len(before) <= 4 and SMALL_WORDS.isdisjoint(before)


def condition_end(text: str, start: int, end: int) -> int:
    """Where the condition that begins at `start` ends: before a clause, a reason, or what it is used together with."""
    return next((m.start() for m in outside_brackets(lower(text), start, end, END) if m.start() > start), end)


def no_condition(text: str, start: int, end: int) -> bool:
    """Whether what stands where a condition should only points at one ("the following infections"), or is none."""
    pointer = _NOT_A_CONDITION.match(text[start:end]) or _NO_CONDITION_START.match(text, start, end)
    return pointer is not None or end - start < 3 or len(text[start:end].split()) > _MOST_WORDS


def only_level(text: str, start: int, end: int) -> bool:
    """Whether a quantity of the body is named and no condition: "to lower blood pressure"."""
    return _LEVEL.fullmatch(text, start, end) is not None


def others_use(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether a purpose is said of other medicines: "with other medicines used to treat …"."""
    return _OTHERS_MEDICINE.search(text, max(sentence.start, hit.start - 60), hit.start) is not None


def aside(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether a purpose is denied ("do not use this to …") or stands in brackets, where other things are explained."""
    before = text[sentence.start : hit.start]
    return before.count("(") > before.count(")") or _DENIED.search(before) is not None


def for_people(text: str, start: int, end: int) -> int | None:
    """Where a sentence says in whom with what the product is used: "to make breathing easier for adults with …"."""
    people = _FOR_PEOPLE.search(text, start, end)
    return people.end() if people and POPULATION.match(text, people.end(), end) else None

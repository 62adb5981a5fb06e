"""How leaflets word what a medicine is for: patterns over one sentence, and which of them speak of the product.

A use ("is used to", "indicated for") leads up to a purpose ("treat", "prevention of"), a purpose to its object. Text
and the hits of the rules in, verdicts out.
"""

import re

from pipeline.phrases.clauses import SpanOf
from pipeline.rules import Hit
from pipeline.view import Sentence

# Between a purpose and what it is for: "treat and prevent", "treatment of", "relief from the".
_BETWEEN = re.compile(
    r"[\s,/]*(?:(?:and|or|and/or|to|help|temporarily|the|of|long[- ]term|short[- ]term|temporary|both|chronic"
    r"|acute|maintenance|adjunctive|palliative|symptom|symptomatic|initial|early)[\s,/]+)*",
    re.I,
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
    r"(?:(?:for|in|against|by|when|if|because|as|to)(?:\s+|:\W+)|(?:as follows)?:)",
    re.I,
)
# For a text in lower case; begins with a set of characters, which is found fast.
YOU_HAVE = re.compile(
    r"[biw](?<!\w.)(?<!only .)(?<!even .)(?:(?<=b)ecause|(?<=i)f|(?<=w)hen)\s+(?:you|your child|they|patients?)"
    r"\s+(?:have|has|suffers? from|are suffering from)\s+(?:an?\s+|the\s+)?",
)
LEADS_FURTHER = frozenset({"indicated", "used", "useful", "employed", "intended", "prescribed", "helpful"})
REMEDY = frozenset({"remedy", "aid", "recommended", "designed"})
LINKS = re.compile(r"\b(?:for|in|against)\s+(?=\w)(?!(?:your|their|combination|addition|order)\b)")
CAREFUL = re.compile(
    r"\b(?:caution\w*|care|avoid\w*|monitor\w*|not|never|only if|unless|risk|dose[ds]?|dosage|anesthesia|efficacy)\b",
    re.I,
)
_NOUNS = re.compile(
    r"(?:treatment|management|prevention|relief|alleviation|reduction|correction|diagnos[ie]s|detection"
    r"|palliation)s?$",
    re.I,
)
_NOUN_LINK = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:of|for|in|against|from|following)\b|\s*:|\s*,?\s*(?:and|or|and/or|/)\s|/", re.I
)
_OPENER = re.compile(
    r"(?:(?:and|or|it|this medicine|this product|also|for|to|as|an?|the|in|help|helps|can|may|aids?|used|effective"
    r"|fast|natural|quick|gentle|soothing|pain|temporarily|temporary|uses?|indications?|provides?|"
    r"symptomatic|short[- ]term|long[- ]term|adjunctive|adjunct|initial|maintenance|acute|treatment|empirical|rapid"
    r"|homeopathic|homoeopathic|monotherapy|moderate|minimal|high|emergency|effectively|use|patients|management"
    r"|promote"
    r"|and|of|[^\w\s])\s*)*$",
    re.I,
)
NOT_CONDITIONS_FOLLOW = re.compile(
    r"(?:\b(?:(?<!indicated )in|who|works?|by|(?:combination|together|along|combined) with|of medicines"
    r"|contains?"
    r"|(?:use|using|take|taking|given) (?:it|this medicine)|substances?|ingredients?|can be|risk factors|criteria"
    r"|characteristics|findings|symptoms|patients)"
    r"|\b(?:effects?|medicines?|ways?|reasons?|due to|caused by|resulting from|either of the following))\s*:$",
    re.I,
)
ALONE = re.compile(
    r"\W*(?:(?:temporarily|temporary|helps?|to|for|the|fast|effective|uses?)\s+)*(?:relieves?|treats|relief (?:of"
    r"|from))\W*",
    re.I,
)
"""A line that holds nothing but a purpose opens a list, also without a colon."""
_USE_ASIDE = re.compile(
    r"\b(?:before|during|after|stop|discontinue|concomitant|limitations? of|long-term|prolonged|in|its"
    r"|your)\s+$",
    re.I,
)
# Written to begin with a set of characters, which is found fast.
_NOT_SHOWN = re.compile(
    r"[^0-9a-z_](?=no|ins|evi|cli)(?:(?<!statements have )(?<!statement has )not (?:been )?(?:\w+ly )?(?:available"
    r"|evaluated|established|studied|demonstrated|shown|assessed|approved|known)\b"
    r"|(?:no (?:\w+ )?|insufficient )(?:evidence|data)\b|evidence\b.*\bunavailable\b"
    r"|clinical trials\b.*\bexcluded\b)"
)
_LIMITATION = re.compile(r"\W*limitations? of use\b")
_FOR_THE = re.compile(
    r"\b(?:for|in) the (?:(?:temporary|topical|symptomatic|effective|long[- ]term|short[- ]term|adjunctive|initial"
    r"|maintenance|acute|management|and|treatment|"
    r"prevention|relief|safe)[\s,]+)*$|(?:[\w)] |: ?)For (?:the |temporary |symptomatic )*$|\b(?:is|are) an? (?:\w+ )?$"
    r"|\b(?:medicine|vaccine|drug|product|remedy|laxative|tablets?|capsules?|cream) (?:that |which )?(?:can "
    r"|also |may |helps? "
    r"|to )*$"
    r"|\s[–—-]\s+(?:(?:prompt|temporary|fast|quick|for|the|symptomatic|effective) )*$"
    r"|\b[Aa]s (?:an? )?(?:(?:adjunctive|adjunct|alternative|palliative|maintenance|supportive|drug|therapy|in|for"
    r"|the) )*$"
    r"|^\W*as (?:an )?adjunct(?:ive (?:therapy|treatment))? to [^.;:]{3,60}\b(?:for|in) (?:the )?$"
    r"|^(?:[\w®-]+ ){1,5}for (?:the )?(?:(?:temporary|fast|symptomatic|effective|quick) )*$"
)
_LABEL = re.compile(r"[^.:;]{2,50}:\s*")
_COLON = re.compile(r":\W*(?:[A-Z][\w-]*\s+(?:and \w+\s+)?)?$")
_FEW_WORDS = re.compile(r"[\w-]+(?:\s[\w-]+)?\s$")
_PRODUCTIVE = re.compile(r"makes? (coughs?) more productive\b")
_DENIED = re.compile(
    r"\b(?:do|does|must|should|is|are|will|can|may) not\b[^.;,]*$|\bcannot\b[^.;,]*$|\bworks?(?: \w+){0,2} by\b"
    r"|\bcontraindicated\b[^.;,]*$",
    re.I,
)
_DENIES = re.compile(r"\b(?:not|never|cannot|no|without)\b|n't\b")
_TO_LOWER = re.compile(r"(?:^\W*|\b(?:to|and|or|helps?|can|may|will)\s+(?:\w+ly\s+)?)$", re.I)  # not "the lower back"
_ESTABLISHED = re.compile(
    r"\b(?:do|does|must|should|is|are) not\b[^.;,]*$|\b(?:clear|definite|clinical|only\b.*)\s+$", re.I
)
_LEADS_UP = re.compile(
    r"\b(?:to|for|the|in|temporarily|and|of)\s+(?:\w+\s+){0,2}$|^\s*$"
    r"|\b(?:helps?|aids?)\s+(?:to\s+)?$"
)


def shown(low: str, sentence: Sentence) -> bool:
    """Whether a sentence of a text in lower case may state a use: not that one is unproven, or a limit of the use."""
    unproven = _NOT_SHOWN.search(low, max(0, sentence.start - 1), sentence.end)
    return not unproven and not _LIMITATION.match(low, sentence.start)


def productive(low: str, sentence: Sentence) -> SpanOf | None:
    """The cough that a product "makes more productive", as expectorants word what they are for."""
    if low.find("more productive", sentence.start, sentence.end) < 0:
        return None
    cough = _PRODUCTIVE.search(low, sentence.start, sentence.end)
    return cough.span(1) if cough else None


def barred(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether the use is denied, or is another medicine's."""
    before = text[max(sentence.start, hit.start - 70) : hit.start]
    if text[hit.start : hit.end].lower() == "use" and _USE_ASIDE.search(before):
        return True
    if before.rfind("(") > before.rfind(")"):
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


def _denies(text: str) -> bool:
    """Whether a text has a word that denies. Most have none: the letters of one are looked for first."""
    low = text.lower()
    return ("no" in low or "never" in low or "without" in low or "n't" in low) and _DENIES.search(low) is not None


def opens(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether the sentence begins with the purpose, or a clause "For the treatment …" behind a heading run into it."""
    before = text[sentence.start : hit.start]
    if _denies(before):
        return False
    if _FEW_WORDS.match(before):
        # "Detoxification treatment of …", but not "This prevents …".
        return text[hit.end : hit.end + 4] == " of " or bool(_OPENER.match(before))
    return bool(_LABEL.fullmatch(before) or _COLON.search(before) or _OPENER.match(before) or _FOR_THE.search(before))


def for_a_time(text: str, hit: Hit) -> bool:
    """Whether the purpose follows "temporarily", as labels of medicines without prescription word their uses."""
    return text[max(0, hit.start - 12) : hit.start].lower() == "temporarily "


def near(text: str, given: Hit, hit: Hit) -> bool:
    """Whether "given", "helps" and the like lead up to the purpose."""
    between = text[given.end : hit.start]
    return len(between) < 120 and _LEADS_UP.search(between) is not None


def others_use(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether a purpose is said of other medicines: "with other medicines used to treat …"."""
    return _OTHERS_MEDICINE.search(text, max(sentence.start, hit.start - 60), hit.start) is not None


def aside(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether a purpose is denied ("do not use this to …") or stands in brackets, where other things are explained."""
    before = text[sentence.start : hit.start]
    word = text[hit.start : hit.end].lower()
    if word == "lower" and not _TO_LOWER.search(before):
        return True
    return (
        before.count("(") > before.count(")")
        or (_ESTABLISHED if word.startswith("diag") else _DENIED).search(before) is not None
    )

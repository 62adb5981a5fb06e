"""A sentence of a warnings section in, its parts out: the clause that warns, its items, what it enumerates."""

import re
from collections.abc import Sequence
from functools import cache

from spacy.vocab import Vocab

from pipeline.phrases.actions import PROFESSIONAL
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, outside_brackets, trim

# In their normal form (pipeline.language.normalise): every warning holds one of them.
_WARNING_WORDS = (
    "may might must should can cannot could not avoid risk caution careful carefully warning serious severe fatal "
    "death threatening immediately straightaway straight urgent urgently important if tell monitor monitored "
    "monitoring checked test unsafe harm harmful dangerous contraindicated increase increased decrease decreased "
    "reduce reduced worse worsen affect affected impair impaired stop pregnant pregnancy occur occurred reported "
    "necessary contain required require need needed ensure make never unknown limited only safe recommended "
    "precaution cause caused develop developed lead special will woman man patient negligible influence likely "
    "data experience information lower raise weaken impair ability "
)
LEAD = re.compile(
    r"(?:(?:excerpt:\s*\*?|additionally|however|also|in addition(?! to)"
    r"|furthermore|moreover|therefore|please note(?: that)?"
    r"|note(?: that)?|remember(?: that)?|as a precaution|(?:warning|caution|important)(?=\s*[,:])|in particular|please|"
    r"as with (?:other|all) [\w\s]{3,30}|it is (?:very |also )?important (?:to know )?that|you should (?:know"
    r"|be aware) that|be aware that)\s*[,:]?\s+)+",
)
_NAMED_RISK = re.compile(
    r"[^.;:]{0,80}?\b(?:associated with|carries|has|includes?|there (?:is"
    r"|are))\b[^.;:]{0,40}?\bincluding\s+(?:the\s+|an?\s+)?(?=(?:increased\s+)?risk\b)",
)
# Written, as others below, to begin with a set of characters, which is found fast.
_MAIN = re.compile(
    r"[\s,(\-–—\"“:;/.](?=[\s–—-]*(?:t(?:he|hi|al|el)|pl|yo|s(?:pe|ee|to)|do|di|a(?:sk|vo)|c(?:on|al)|in|it))"
    r"(?:(?<=,)\s*(?=(?:then )?you (?:should|must|need to|will need|may need|can|may)\b)|"
    r"(?:(?<=\s))(?<!that )(?<!who )(?<!than )(?<!as )(?<!because )(?=you (?:should|must) (?:not|never)\b)|"
    rf"(?:(?<=\s)[–—-])?\s*(?<!you )(?<!to )(?<!and )(?<!or )(?<!may )(?<!not )(?=\b(?:then )?(?:please"
    rf"|your (?:child['’ ]?s )?(?:doctor|physician|nurse|healthcare)"
    r"(?:,? (?:or|and|your|nurse|pharmacist|provider|professional|specialist|team|also|then|therefore|probably"
    r"|usually)\b){0,4} "
    rf"(?:will|may|might|should|can"
    rf"|needs?|is|has|must)|"
    rf"(?:talk|speak|tell|ask|consult|contact|inform|discuss|seek|go to|call) (?:this |it |immediately "
    rf"|straight away )?(?:to |with |for )?(?:{PROFESSIONAL}|medical|emergency)|do not (?:take|use|drive"
    rf"|drink|give|start|stop|have|breast|inject|apply|change|become|eat|receive|operate|wait|try)|stop (?:taking|using"
    rf"|treatment)|avoid|it is (?:important|recommended)"
    rf"|(?<!as )(?<!because )(?<!since )(?<!that )(?<!of )(?<!with )(?<!to )"
    r"this medicine (?:should|must|may|can|will|is|has))\b))",
)
_BIDDEN = re.compile(
    r"[\s,](?<!than[\s,])(?<!more[\s,])\s*(?:then )?you (?:should|must|may|will|need to|have to)"
    r"(?: (?:also|immediately))?\s*$"
)
_DANGLES = re.compile(
    r"[\s,]+(?:immediately|straight ?away|at once|please|but|then|also|don.?t worry|do not worry)[\s,]*$"
)
"""What stands before a main clause and belongs to it: "…, immediately | contact your doctor"."""
_REFERS = ("see", *"0123456789")
_REFERENCE = re.compile(
    r"\s*(?:\[\s*see\b[^\]]*\]?|\(\s*\d+(?:\.\d+)*(?:\s*(?:,|and)\s*\d+(?:\.\d+)*)*\s*\)|\(\s*see section[^()]*\))\W*$"
)
_TAIL = 60
"""Within how many characters of the main clause that stands."""
TIME = re.compile(r"(?:before|while|during|after|prior to)\b")
_CONDITIONAL = re.compile(r"(?:even )?(?:if|when|in case|before|while|during|as soon as|should)\b")
_ENUMERATED = re.compile(
    r"[^0-9a-z_](?P<items>(?:(?:serious|severe|any|known|moderate|mild|active|chronic|significant)\s+)?\b(?:heart|liver"
    r"|kidneys?|lungs?|thyroid|blood|stomach|bowel|hepatic|renal|cardiac|pulmonary)\b"
    r"(?:\s*(?:,|/|\bor\b|\band\b|and/or|, or|, and)\s*(?:severe |serious )?\b(?:heart|liver|kidneys?|lungs?"
    r"|thyroid|blood|stomach|bowel|hepatic|renal|cardiac|pulmonary)\b)+)"
    r"\s+(?:function\s+)?(?:problems?|diseases?|disorders?|impairment|insufficiency|failure|function|dysfunction"
    r"|conditions?|troubles?|damage|injury)\b",
)
_ORGAN = re.compile(
    r"\b(?:heart|liver|kidneys?|lungs?|thyroid|blood|stomach|bowel|hepatic|renal|cardiac|pulmonary)\b",
)
_SAME_BREATH = re.compile(
    r"\b(?P<first>pregnan\w+\b[^.;]*?)\s*(?:,|\bor\b|\band\b|/)\s*(?:or |and )?(?P<second>(?:(?:while|are|is|during"
    r"|if you are|you are)\s+)?(?:breast[- ]?\s?feeding|lactat\w+|nursing|breastfeeding))",
)
_INLINE_ITEM = re.compile(
    r"[:*\s](?:(?<=\*)|(?<=[:\s])\s*\*|(?<=[.;:]\s)\s*[-–—•])\s?(?=\s*(?:if|you|when|have|are|an?)\b)"
)
# A line that goes on with the explanation the line before broke off.
_BROKEN_OFF = re.compile(r"an?\s[a-z]")
# "Contact a doctor straight away: Ketoacidosis": the heading of what follows ran into the line above the list.
_INTRO = re.compile(
    r"[^.;]{3,200}\b(?:you|it|doctor) (?:should|must|will|may|can)$|(?:talk|speak|tell|contact|ask|inform"
    r"|check)\b[^:.]*:\s*(?:\w+[\s,]*){1,3}$"
)
_INTRO_ENDS = ("should", "must", "will", "may", "can")
_PROSE_END = re.compile(
    r"\s+(?:to (?:minimi[sz]e|reduce|avoid|prevent|ensure)|because|since|as (?:it|this))\b|[;:]"
    r"|(?<!i\.e)(?<!e\.g)\.(?:\s|$)",
)


def warns(vocab: Vocab, norms: Sequence[int]) -> bool:
    """Whether a sentence, given by its norms, has any word that warnings are made with."""
    return not _warning_norms(vocab).isdisjoint(norms)


@cache
def _warning_norms(vocab: Vocab) -> frozenset[int]:
    return frozenset(vocab.strings.add(word) for word in _WARNING_WORDS.split())


def clause_of(text: str, start: int, end: int) -> tuple[SpanOf, SpanOf | None]:
    """The clause that carries the warning, and the main clause behind an "if …" that says what to do."""
    low = lower(text)
    if lead := LEAD.match(low, start, end):
        start = lead.end()
    if low.find("including", start, end) >= 0 and (named := _NAMED_RISK.match(low, start, end)):
        start = named.end()
    main = None
    if _CONDITIONAL.match(low, start, end):
        main = next((m for m in outside_brackets(low, start, end, _MAIN) if m.start() > start + 8), None)
    if main is None:
        return trim(text, start, end), None
    stop = main.start()
    if bidden := _BIDDEN.search(low, max(start, stop - _TAIL), stop):
        stop = bidden.start()
    while dangling := _DANGLES.search(low, max(start, stop - _TAIL), stop):
        stop = dangling.start()
    return trim(text, start, stop), trim(text, main.end(), end)


def without_reference(text: str, start: int, end: int) -> SpanOf:
    """A clause without the cross references at its end: "… [see Warnings (5.1)]", "… (5.2, 5.3)"."""
    opened = max(text.rfind("(", start, end), text.rfind("[", start, end))
    if opened < 0 or not text[opened + 1 : end].lstrip()[:3].lower().startswith(_REFERS):
        return start, end
    found = _REFERENCE.search(lower(text), start, end)
    return trim(text, start, found.start()) if found and found.start() > start else (start, end)


def enumerated(text: str, start: int, end: int) -> list[tuple[SpanOf, SpanOf]]:
    """The organs of "heart, liver or kidney problems": for each the span that tells of it, and the organ's own."""
    low = lower(text)
    several = _ENUMERATED.search(low, max(start - 1, 0), end)
    if several is None:
        return []
    organs = [organ.span() for organ in _ORGAN.finditer(low, several.start("items"), several.end("items"))]
    return [((several.start("items") if i == 0 else organ[0], several.end()), organ) for i, organ in enumerate(organs)]


def breast_feeding_beside(text: str, start: int, end: int) -> SpanOf | None:
    """The second half of "pregnant or breast-feeding", which is a precaution by itself."""
    both = _SAME_BREATH.search(lower(text), start, end)
    return both.span("second") if both else None


def inline_items(text: str, start: int, end: int) -> list[SpanOf]:
    """The items of a line whose bullets stand within it ("… . -if you …"); one span where there are none."""
    if text.find("*", start, end) < 0 and text.find("if ", start + 1, end) < 0:
        return [(start, end)]
    cuts = [m.span() for m in _INLINE_ITEM.finditer(text, start, end)]
    if not cuts:
        return [(start, end)]
    spans = zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True)
    return [span for span in (trim(text, a, b) for a, b in spans) if span[1] - span[0] > 3]


def opens_list(text: str, start: int, end: int) -> bool:
    """Whether a line asks something for the items below it, with their first heading run into it."""
    low = lower(text)
    may = low.endswith(_INTRO_ENDS, start, end) or low.find(":", start, end) >= 0
    return may and _INTRO.match(low, start, end) is not None


def breaks_in(text: str, start: int, end: int) -> bool:
    """Whether a line begins in the middle of a clause."""
    return _BROKEN_OFF.match(text, start, end) is not None


def clause_end(text: str, start: int, end: int) -> int:
    """Where a precaution in running prose ends: before its purpose or reason, or with the sentence."""
    stop = _PROSE_END.search(lower(text), start, end)
    return stop.start() if stop else end

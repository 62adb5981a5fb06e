"""A sentence of a warnings section in, its parts out: the clause that warns, whom it is about, what it asks to do.

Also tells sentences that state nothing by themselves: pointers to other sections, advice to ask when in doubt.
"""

import re
from collections.abc import Sequence
from functools import cache

from spacy.vocab import Vocab

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, outside_brackets, trim

_PROFESSIONAL = (
    r"(?:(?:your|the|a|his/her) )?(?:(?:child['’ ]?s|baby['’ ]?s|treating|specialist|healthcare|health care)\s+)?"
    r"(?:doctors?|physicians?|pharmacists?|nurses?|healthcare (?:professional|provider)s?"
    r"|professionals?|providers?|midwife|dentist|team|hospital|prescriber)"
)
_ASK = rf"(?:talk|speak|tell|ask|check|consult|contact|inform|discuss|seek|see)\b[^.;:]{{0,20}}?{_PROFESSIONAL}"
_SAID_NOTHING = re.compile(
    rf"(?:also,? |please |always |you (?:should|must|need to) (?:also )?)*{_ASK}(?:[\s,/]+(?:or |and )?(?:your "
    rf"|the |a )?(?:doctor|pharmacist|nurse|midwife|healthcare \w+|other \w+))*"
    r"(?:\s+(?:for|about) (?:further |more )?(?:advice|information|guidance))?"
    r"(?:,?\s*(?:before|when|while|during|and during|prior to|if you have any|if you are (?:not sure|unsure)"
    r"|for advice before)\b[^.:;]{0,70}?)?(?:\s+(?:if|when|about|in|that))?(?:\s+you(?:r child)?)?(?:\s+(?:have|are"
    r"|suffer from|had))?(?:\s+(?:any of the following|the following)[^.]{0,30})?\W*$"
    r"|(?:if|should) (?:any|one|either|some|this|these|it)\b[^.]{0,40}\b(?:apply|applies|appl\w+|occur|happens?"
    r"|appear|develop|concern|is the case|are true)\b.*$"
    r"|(?:if|when) (?:you are|you're|you feel|in) (?:not sure|unsure|uncertain|in (?:any )?doubt|doubt)\b.*$"
    r"|(?:please )?(?:see|refer to|read)\b(?!.*\b(?:doctor|help)\b).*$|(?:for|more|further|detailed|additional"
    r"|full)[\w\s]{0,25} (?:information|details|advice)\b.*$"
    r"|possible signs (?:of .{1,60} )?are listed.*$|(?:not|none) (?:relevant|applicable|known|reported)\W*$"
    r"|(?:it['’]s|it is) important (?:to|that you) (?:discuss|read|report|follow|keep|tell your).*$"
    r"|(?:the )?(?:following|above|these|this) (?:information|warnings?|list|section|leaflet|applies|statement).*$"
    r"|(?:if you have|do you have) any (?:further |other |more )?(?:questions?|concerns?).*$"
    r"|(?:keep|read) this leaflet.*$|what (?:is|are|should|you) .*\?$|(?:your|the) (?:doctor"
    r"|physician)(?:,? \w+){0,4} will (?:explain|tell you more|discuss|decide|know|weigh|advise"
    r"|be able to)\b(?!.*\b(?:monitor|check|test|stop|dose)).*$"
    r"|[\d.\s]*(?:boxed )?(?:warnings?|precautions?|contraindications?)(?: (?:and|&) (?:precautions?|warnings?))?\W*$"
    r"|(?:data from|of these (?:patients|people|cases)|of the \d+)\b.*$|\W*$",
    re.S,
)
_IN_TABLE = re.compile(r"\b(?:presented|shown|summari[sz]ed|displayed) in (?:table|figure)")
_CONTAINS_NONE = re.compile(r"[^.]{0,40}\b(?:does|do) not contain\b")
_EXPLAINS = re.compile(
    r"(?:(?:the |other |common |early |possible |typical |some )*(?:symptoms?|signs?"
    r"|examples?)\b[^.]{0,60}?\b(?:include|are|may include|can include|such as|may be|of)\b"
    r"|(?:this|that|it|these) (?:is|are|was|were) (?:an?|the|called|because|used|also (?:called|known)|known|due to"
    r"|types?|part)\b(?! (?:serious|risk|precaution|potentially|life))|(?:this|that|it) means\b"
    r"|this is because\b|such (?:medicines|symptoms)|they (?:include|are)\b)",
)
_REACH = 56
"""Within how many characters "x is a disease" has its verb."""
_NAMES = re.compile(
    r"(?:[\w() -]{2,50}? (?:is|are) (?:an?|the|types? of|one of|medicines?|drugs?) (?:type|kind|group|class|form"
    r"|condition|disease|substance|sugar|rare|inherited|medicine|natural|hormone|protein|part|infection|disorder"
    r"|problem|serious (?:condition|disease)|inflammation|name)\b)",
)
# In their normal form (pipeline.language.normalise): every warning holds one of them.
_WARNING_WORDS = (
    "may might must should can cannot could not avoid risk caution careful carefully warning serious severe fatal "
    "death threatening immediately straightaway straight urgent urgently important if tell monitor monitored "
    "monitoring checked test unsafe harm harmful dangerous contraindicated increase increased decrease decreased "
    "reduce reduced worse worsen affect affected impair impaired stop pregnant pregnancy occur occurred reported "
    "necessary contain required require need needed ensure make never unknown limited only safe recommended "
    "precaution cause caused develop developed lead special will woman man patient negligible influence likely "
    "data experience information "
)
# One of them, in its normal form, stands in everything that is told to do.
_ASKING_WORDS = (
    "talk speak tell ask check consult contact inform discuss seek see not never avoid use using practise practice "
    "stop go call get doctor monitored checked tested examined protect keep cover test testing monitoring ecg scan"
)
_LEAD = re.compile(
    r"(?:(?:additionally|however|also|in addition|furthermore|moreover|therefore|please note(?: that)?"
    r"|note(?: that)?|remember(?: that)?|as a precaution|warning|caution|important|in particular|please|"
    r"as with (?:other|all) [\w\s]{3,30}|it is (?:very |also )?important (?:to know )?that|you should (?:know"
    r"|be aware) that|be aware that)\s*[,:]?\s+)+",
)
_NAMED_RISK = re.compile(
    r"[^.;:]{0,80}?\b(?:associated with|carries|has|includes?|there (?:is"
    r"|are))\b[^.;:]{0,40}?\bincluding\s+(?:the\s+|an?\s+)?(?=(?:increased\s+)?risk\b)",
)
# Written, as others below, to begin with a set of characters, which is found fast.
_MAIN = re.compile(
    r"[\s,(\-–—\"“:;/.](?:(?<=,)\s*(?=(?:then )?you (?:should|must|need to|will need|may need|can|may)\b)|"
    rf"(?:(?<=\s)[–—-])?\s*(?<!you )(?<!to )(?<!and )(?<!or )(?<!may )(?=[tpysdaci])(?=\b(?:then )?(?:please"
    rf"|your (?:child['’ ]?s )?(?:doctor|physician|nurse|healthcare)(?:,? \w+){{0,3}} (?:will|may|might|should|can"
    rf"|needs?|is|has|must)|"
    rf"(?:talk|speak|tell|ask|consult|contact|inform|discuss|seek|go to|call) (?:this |it |immediately "
    rf"|straight away )?(?:to |with |for )?(?:{_PROFESSIONAL}|medical|emergency)|do not|stop (?:taking|using"
    rf"|treatment)|avoid|it is (?:important|recommended)|this medicine)\b))",
)
TIME = re.compile(r"(?:before|while|during)\b")
_CONDITIONAL = re.compile(r"(?:even )?(?:if|when|in case|before|while|during|as soon as|should)\b")
_WHOM = re.compile(
    r"[,\s][,\s]*(?:particularly|especially|mainly|in particular|most often)?,?\s*(?:in|for|by|to)\s+(?P<who>(?:adults?"
    r"|patients?|people|children|adolescents|women|men|those|individuals|infants|babies|newborns|elderly"
    r"|older (?:people|patients|adults)|females?|males?|girls|boys|persons)\b"
    r"(?:\s+(?:with|who|of|aged|under|over|below|above|younger|older|less|taking|receiving|having|in|and|or|up"
    r"|between|from)\b(?:[^,.;:()]|\.(?=\d))*)?)",
)
_SUBJECT = re.compile(
    r"(?P<who>(?:(?:female|male|adult|elderly|pa?ediatric|older|pregnant|breast-?feeding|lactating|sexually active"
    r"|all)\s+)*(?:patients?|women|men|people|children|adolescents|females|males|girls|individuals)"
    r"(?:\s+(?:with|who|of|aged|under|over|taking|receiving|having|able|capable)\b[^,.;:]{0,80}?)?)\s+(?=(?:must"
    r"|should|may|can|are|need|have to|who are|might|could|will)\b)",
)
_ACTION = re.compile(
    # Most words are passed over by their first letters.
    r"[^0-9a-z_](?=t(?:al|ak|el|he [cd])|s(?:pe|to|ee)|a(?:sk|vo|rr)|c(?:he|on|al|ar|ov)|inf|d(?:o\s|on|is)|ne[ve]|un"
    r"|us[ei]|p(?:ra|er|ro)|g(?:o |et)|you(?: [wmsn]|r [cd])|hav|be |kee)"
    rf"(?P<do>(?:{_ASK}(?:[\s,/]+(?:or|and) (?:your )?(?:pharmacist|nurse|doctor|healthcare \w+"
    rf"|midwife))*(?: (?:immediately|straight ?away|urgently|as soon as possible|at once))?)"
    r"|(?:do not|don['’]t|never|avoid)\s+(?:drive|driving|us(?:e|ing)|tak(?:e|ing)|drink\w*|breast-?feed\w*"
    r"|operat\w+|stop\w*|giv(?:e|ing)|eat\w*|becom\w+|donat\w+|expos\w+|hav(?:e|ing)|sun\w*|father\w*|receiv\w+"
    r"|chang\w+|perform\w+|rid(?:e|ing)|prolonged|direct)\b(?:[^,.;:()]|\.(?=\d))*"
    r"|(?:use|using|practise|practice)\s+(?:an? |two |at least |highly |reliable |adequate |appropriate |effective "
    r"|additional |barrier |non-hormonal |other |suitable |medically |forms? |methods? |of "
    r"|\w+-\w+ )*(?:contracepti\w+|birth control|condoms?)(?:[^,.;:()]|\.(?=\d))*?(?=\s+and\s|[,.;:()]|$)"
    r"|(?:undergo|have|perform|do|carry out|take|need|arrange)\s+(?:\w+\s+){0,4}?(?:tests?|testing|checks?"
    r"|monitoring|check-ups?|ecg|scans?)\b(?:[^,.;:()]|\.(?=\d))*?(?=\s+with\s|[,.;:()]|$)"
    r"|stop (?:taking|using|the|treatment|breast-?feeding|this)\b(?:[^,.;:()]|\.(?=\d))*"
    r"|(?:go to|call|seek|get)\s+(?:an? |the |your |immediate |urgent |emergency |medical )+(?:help|attention"
    r"|advice|hospital|doctor|ambulance|department|treatment|care)\b(?:[^,.;:()]|\.(?=\d))*"
    r"|(?:your|the) (?:child['’ ]?s )?doctor(?:,? \w+){0,3} (?:will|may|might|should|can|needs? to"
    r"|must)\b(?:[^.;:()]|\.(?=\d))*"
    r"|(?:you (?:will|may|should|must|need to) )?(?:be|have) (?:\w+ )?(?:monitored|checked|tested"
    r"|examined)\b(?:[^,.;:()]|\.(?=\d))*|check your\b(?:[^,.;:()]|\.(?=\d))*|(?:protect|keep"
    r"|cover) your skin\b(?:[^,.;:()]|\.(?=\d))*)",
)
_ABOVE_ALL = re.compile(r"[,\s][,\s]*(?:particularly|especially|mainly)")
_DANGLING = re.compile(r"\s\s*(?:before|during|and|or|after|if|when|with|to|while)$")
_AND_DO = re.compile(r"\s\s*and\s+(?=(?:undergo|use|have|avoid|tell|contact|stop|seek|do not)\b)")
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
_INLINE_ITEM = re.compile(r":?\s*\*\s*(?=(?:if|you|when|have|are|an?)\b)")
# A line that goes on with the explanation the line before broke off.
_BROKEN_OFF = re.compile(r"an?\s[a-z]")
# "Contact a doctor straight away: Ketoacidosis": the heading of what follows ran into the line above the list.
_INTRO = re.compile(r"(?:talk|speak|tell|contact|ask|inform|check)\b[^:.]*:\s*(?:\w+[\s,]*){1,3}$")
_PROSE_END = re.compile(
    r"\s+(?:to (?:minimi[sz]e|reduce|avoid|prevent|ensure)|because|since|as (?:it|this))\b|[;:]|\.\s|\.$",
)
_FOLLOWS = re.compile(
    r"(?:your (?:child['’ ]?s )?doctor|tell|talk|speak|contact|ask|stop|inform|seek|consult|this|these|it|they|such"
    r"|please|in (?:this|these|such) case|if (?:this|these|you (?:have|notice|get|experience|develop) (?:any|one"
    r"|these|this|such)))\b",
)


def says_nothing(text: str, start: int, end: int) -> bool:
    """Whether a sentence only points elsewhere or asks the reader to ask: nothing a table could hold."""
    low = lower(text)
    lead = _LEAD.match(low, start, end)
    start = lead.end() if lead else start
    if low.find(" not contain", start, end) >= 0 and _CONTAINS_NONE.match(low, start, end):
        return True
    return _SAID_NOTHING.match(low, start, end) is not None or _IN_TABLE.search(low, start, end) is not None


def explains(text: str, start: int, end: int) -> bool:
    """Whether a sentence explains a word or lists signs, without warning of anything."""
    low = lower(text)
    if _EXPLAINS.match(low, start, end):
        return True
    is_near = low.find(" is ", start, start + _REACH) >= 0 or low.find(" are ", start, start + _REACH) >= 0
    return is_near and _NAMES.match(low, start, end) is not None


def warns(vocab: Vocab, norms: Sequence[int]) -> bool:
    """Whether a sentence, given by its norms, has any word that warnings are made with."""
    return not _warning_norms(vocab).isdisjoint(norms)


@cache
def _warning_norms(vocab: Vocab) -> frozenset[int]:
    return frozenset(vocab.strings.add(word) for word in _WARNING_WORDS.split())


def clause_of(text: str, start: int, end: int) -> tuple[SpanOf, SpanOf | None]:
    """The clause that carries the warning, and the main clause behind an "if …" that says what to do."""
    low = lower(text)
    if lead := _LEAD.match(low, start, end):
        start = lead.end()
    if low.find("including", start, end) >= 0 and (named := _NAMED_RISK.match(low, start, end)):
        start = named.end()
    main = None
    if _CONDITIONAL.match(low, start, end):
        main = next((m for m in outside_brackets(low, start, end, _MAIN) if m.start() > start + 8), None)
    if main is None:
        return trim(text, start, end), None
    return trim(text, start, main.start()), trim(text, main.end(), end)


def population_of(text: str, start: int, end: int) -> tuple[SpanOf | None, SpanOf]:
    """Whom a clause is about ("in patients with …", "pregnant women must …"), and the clause without its tail."""
    low = lower(text)
    if subject := _SUBJECT.match(low, start, end):
        return subject.span("who"), (start, end)
    found = list(outside_brackets(low, start, end, _WHOM))
    if not found:
        return None, (start, end)
    last = found[-1]
    tail = last.end() >= end - 1 and _ABOVE_ALL.match(low, last.start(), end)
    return last.span("who"), (start, last.start()) if tail else (start, end)


def may_ask(vocab: Vocab, norms: Sequence[int]) -> bool:
    """Whether a sentence, given by its norms, has a word that something to do is told with: cheaper than to look."""
    return not _asking_norms(vocab).isdisjoint(norms)


@cache
def _asking_norms(vocab: Vocab) -> frozenset[int]:
    return frozenset(vocab.strings.add(word) for word in _ASKING_WORDS.split())


def actions_of(text: str, start: int, end: int) -> list[SpanOf]:
    """What the reader or the doctor is to do, each a clause: "use two forms of contraception"."""
    low = lower(text)
    spans: list[SpanOf] = []
    for match in _ACTION.finditer(low, max(start - 1, 0), end):
        a, b = trim(text, *match.span("do"))
        cut = _AND_DO.search(low, a, b)
        if dangling := _DANGLING.search(low, a, b):
            b = dangling.start()
        if b - a > 8:
            spans.append((a, cut.start()) if cut else (a, b))
            if cut and (more := trim(text, cut.end(), b)) and more[1] - more[0] > 8:
                spans.append(more)
    return spans


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
    """The items of a line whose bullets became asterisks within it; one span where there are none."""
    if text.find("*", start, end) < 0:
        return [(start, end)]
    cuts = [m.span() for m in _INLINE_ITEM.finditer(text, start, end)]
    spans = zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True)
    return [span for span in (trim(text, a, b) for a, b in spans) if span[1] - span[0] > 3]


def opens_list(text: str, start: int, end: int) -> bool:
    """Whether a line asks something for the items below it, with their first heading run into it."""
    return _INTRO.match(lower(text), start, end) is not None


def breaks_in(text: str, start: int, end: int) -> bool:
    """Whether a line begins in the middle of a clause."""
    return _BROKEN_OFF.match(text, start, end) is not None


def follows_on(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins as those do that go on about the precaution before."""
    return _FOLLOWS.match(lower(text), start, end) is not None


def clause_end(text: str, start: int, end: int) -> int:
    """Where a precaution in running prose ends: before its purpose or reason, or with the sentence."""
    stop = _PROSE_END.search(lower(text), start, end)
    return stop.start() if stop else end

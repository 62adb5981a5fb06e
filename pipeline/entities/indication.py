"""A view in, the conditions that the product treats, prevents, relieves or diagnoses out, and in whom."""

import re
from collections.abc import Hashable, Iterator

from pipeline.clauses import SpanOf, bracketed, coordinated, outside_brackets, trim
from pipeline.conditions import names_condition
from pipeline.lexicon import Hit
from pipeline.model import Indication
from pipeline.view import Sentence, View

KEY = "indications"
NEEDS: tuple[str, ...] = ()

_PLACES = ("overview", "indications")
_NOT_THERE = frozenset({"mechanism", "benefits", "pharmacology", "clinical_studies", "composition", "title"})
_PEOPLE = (
    r"(?:adults?|patients?|children|child|adolescents?|women|woman|men|man|people|persons?|individuals?|infants?|babies|boys|girls|"
    r"newborns?|neonates?|teenagers|those|toddlers|subjects|elderly|recipients)"
)
_GROUP = (
    r"(?:(?:adult|adults|pa?ediatric|elderly|older|young|younger|male|female|overweight|obese|pregnant|post-?menopausal|premenopausal|"
    r"hospitali[sz]ed|newborn|premature|preterm|surgical|medical|immunocompromised|critically|seriously|ill|both|certain|some|all|most|"
    r"many|women|men|children|adolescents|patients|people|and|or|suitable|selected|eligible|infertile|healthy|human|high-risk|"
    r"previously|treated|untreated|boys|girls|infants|teenagers|ambulatory|appropriate|the|school-age|for|in)[\s,]+){0,6}?"
)
# Between a purpose and what it is for: "treat and prevent", "treatment of", "relief from the".
_BETWEEN = re.compile(r"[\s,/]*(?:(?:and|or|and/or|to|help|the|of|long[- ]term|short[- ]term|temporary|both)[\s,/]+)*", re.I)
_AFTER = re.compile(
    r"(?:\s*\([^()]{0,40}\))?\s*(?:,\s+)?(?:(?:of|for|against|from|in|with|following|due to)\s+(?=\S))?(?:(?:the|an?|your|any|certain|some|following:?|patients?'?s?)\s+)*",
    re.I,
)
_MEASURE = re.compile(
    r"(?:(?:the|a|an|any|your)\s+)*(?:(?:overall|serious|bothersome|annoying|common|associated)\s+)?(?:(?:further |future |increased |high(?:er)? )?"
    r"(?:risks?|chances?|likelihood|durations?|incidence|occurrence|frequency|severity|number|signs?|symptoms?|worsening|progression|development|"
    r"recurrence|spread|growth|onset|rate|episodes?|attacks?|amount|effects?)"
    r"(?:\s*(?:,|and|or|and/or|&)\s*(?:signs?|symptoms?|severity|duration|frequency|number|delaying worsening|progression|complications?))*)\s+"
    r"(?:of|from|associated with|caused by|due to|related to)\s+(?:(?:having|developing|getting|suffering|catching|a|an|the|further|another|new)\s+)*",
    re.I,
)
_POPULATION = re.compile(
    rf"(?:in |for |of )?(?:the )?({_GROUP}{_PEOPLE}\b(?:(?!\b(?:with|who|whose|suffering|having|whom)\b)[^;:()]|\([^()]*\)){{0,110}}?)"
    r"\s*(?:(?<=\s)with\s+|who (?:have|suffer from|are suffering from|has|had)\s+|(?:suffering from|having|diagnosed with)\s+)(?:(?:an?|the|certain|any|severe forms? of)\s+)?",
    re.I,
)
_IN_PEOPLE = re.compile(
    rf"\s*,?\s+(?:in|for|by)\s+(?={_GROUP}{_PEOPLE}\b)(?P<who>.*)$", re.I | re.S
)
_END = re.compile(
    r"\s*,?\s+(?:who|whose|whom|that|which|where|while|if|when|whenever|because|since|until|unless|but|so that|so|thereby|therefore|"
    r"before|without|despite|alone|either|during|once|provided|at least|including prevention|by\s+\w+ing|as\s+(?:an?|part|the|well|monotherapy|adjunct|soon|determined|long|needed|directed)"
    r"|(?:in|used in|given in|taken in)\s+(?:combination|addition|order|conjunction|association|whom|which|cases?\b(?=\s+where))"
    r"|(?:together|along|concomitantly|concurrently)\s+with|as well as|according to|based on|(?:are|is|was|were|has|have|can|may|will|should|must|does|do|works|helps|it|they|you)\b)"
    r"|(?<!due)(?<!resistant)(?<!sensitive)(?<!related)(?<!secondary)(?<!reaction)(?<!reactions)(?<!damage)(?<!allergic)(?<!exposure)(?<!linked)"
    r"(?<!mild)(?<!moderate)(?<!intolerant)(?<!injury)(?<!susceptible)(?<!attributed)(?<!attributable)(?<!allergies)(?<!early)(?<!up)(?<!response)(?<!low)(?<!mild)\s+to\s+(?!(?:severe|moderate|moderately)\b)"
    r"|\s+(?:with|to)\s+(?=\w+\s+(?:therapy|monotherapy))|\s+[–—-]\s+|:|;|\s*,\s+(?=(?:an?|and is|this|these|in|it|also|for|such|like|used|given|even|after|one of|by|caused|together|usually|with|when|not|namely|otherwise)\b)"
    r"|\s+(?=(?:caused|characterized|characterised) by (?:an?|the) )|\.\s",
    re.I,
)
_OTHERS_MEDICINE = re.compile(
    r"(?:\b(?:other|another|these|those|with|like|taking|of the|unlike|all|some|usual|standard|such)\s+(?:\w+[- ]){0,3}?(?:medicines?|drugs?|products?|treatments?|therap(?:y|ies)|antibiotics?)\s+"
    r"(?:\(?(?:that|which)\s+(?:are|is)\s+)?(?:also\s+|commonly\s+|usually\s+|often\s+)?|\b(?:not|never|no longer|cannot|n't)\s+(?:\w+\s+){0,2})$",
    re.I,
)
_NOT_USED = re.compile(r"\b(?:not|never|cannot|n't|contraindicated|un)\s*(?:be\s+)?(?:\w+\s+){0,2}$", re.I)
_DIRECT = re.compile(
    rf"\s*(?:(?:also|only|mainly|primarily|usually|commonly|sometimes|often|alone|either)\s+)*(?:(?:for|in|against|by|when|if|because|as|to)\s+|:)",
    re.I,
)
_YOU_HAVE = re.compile(r"\b(?:because|if|when)\s+(?:you|your child|they|patients?)\s+(?:have|has|suffers? from|are suffering from)\s+(?:an?\s+|the\s+)?", re.I)
_NOT_A_CONDITION = re.compile(
    r"(?:(?:the|this|that|these|those|your|their|its|his|her|other|such|any|all|some|certain|various|many|several|different|most|types?|forms?|kinds?|of|specific|serious|following|above|listed|underlying|same)\s*)*"
    r"(?:condition|conditions|disease|diseases|disorder|disorders|illness|illnesses|problem|problems|cancers?|tumours?|tumors?|infections?|symptoms?|patients?|people|adults?|children|adolescents|"
    r"you|it|them|medicines?|cases?|use|cause|treatments?|therapy|this|that|these|indications?|following|below|women|men|persons?|cells?|effects?|doses?|body|blood|pain relief|others?|not|both|combination|addition)?"
    r"(?:\s*(?:listed|described|mentioned|shown|above|below)\b.*)?$",
    re.I | re.S,
)
_CLAUSE_START = re.compile(
    r"(?:this|these|it|they|you|your doctor|there|if|when|symptoms?|your|we|such|in some|see|talk|ask|do|always|not|contact|for more|please)\b|.*\b(?:is|are|was|were|has|have|can|may|will|should|must|contains?|works?)\b",
    re.I | re.S,
)
_OPENER = re.compile(
    r"(?:(?:and|or|it|this medicine|this product|also|for|to|as|an?|the|in|help|helps|can|may|aids?|used|effective|fast|temporarily|temporary|uses?|indications?|provides?|by|"
    r"symptomatic|short[- ]term|long[- ]term|adjunctive|adjunct|initial|maintenance|acute|treatment|empirical|rapid|effectively|use|patients|management|and|of|:|[\W_])\s*)*$",
    re.I,
)


def extract(view: View) -> list[Indication] | None:
    """One record a condition and place; None where no section could have stated one."""
    records: list[Indication] = []
    listing = 0
    for sentence in view.within(_PLACES):
        kind = view.blocks[sentence.block].kind
        if view.kind(sentence) in _NOT_THERE or kind == "heading":
            listing = 0
            continue
        hits = view.hits("indication", sentence)
        found = list(_stated(view, sentence, hits, listing))
        if sentence.opens and not found and (listing or view.kind(sentence) == "indications"):
            found = list(_item(view, sentence, listing))
        records += found
        listing = _list_follows(view, sentence, hits, bool(found), listing)
    return _united(records) if records or view.has(*_PLACES) else None


def same(record: Indication) -> Hashable:
    """Conditions equal but for case, articles and marks are one."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\b(?:an?|the)\s", "", record.condition.lower())))


def _list_follows(view: View, sentence: Sentence, hits: list[Hit], found: bool, listing: int) -> int:
    """2 where this sentence opens a list of conditions, 1 within one, 0 otherwise."""
    text = view.text[sentence.start : sentence.end].rstrip()
    if text.endswith(":"):
        use = any(h.label in ("use", "purpose", "given") for h in hits)
        return 2 if use and not re.search(r"\b(?:in|who|works?|by|with|of medicines|contains?|when)\s*:$", text) else 0
    if not listing:
        return 0
    item = view.blocks[sentence.block].kind == "list_item"
    return 1 if item or (sentence.opens and found and len(text) < 160) else 0


def _stated(view: View, sentence: Sentence, hits: list[Hit], listing: int) -> Iterator[Indication]:
    """The conditions of a sentence that says what the product is for."""
    text = view.text
    use = next((h for h in hits if h.label == "use" and not _barred(text, sentence, h)), None)
    given = next((h for h in hits if h.label == "given" and not _barred(text, sentence, h)), None)
    chains = _chains(text, [h for h in hits if h.label in ("purpose", "weak")])
    done = sentence.start
    for hit, after in chains:
        opens = bool(listing and sentence.opens and hit.start - sentence.start < 4)
        if hit.start < done or not (opens or _counts(view, sentence, hit, use, given)):
            continue
        records, done_to = _objects(view, sentence, after, hit)
        yield from records
        done = max(done, done_to if records else done)
    if done == sentence.start and use and use.rule.id == "indication.use":
        yield from _direct(view, sentence, use)


def _barred(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether the use is denied, or is another medicine's."""
    before = text[max(sentence.start, hit.start - 70) : hit.start]
    return bool(_NOT_USED.search(before[-30:]) or _OTHERS_MEDICINE.search(before))


def _chains(text: str, hits: list[Hit]) -> list[tuple[Hit, int]]:
    """Purposes with nothing but conjunctions between them taken together: (the strongest, where its object begins)."""
    out: list[tuple[Hit, int]] = []
    for hit in hits:
        if out and hit.start < out[-1][1]:
            continue
        if out and (gap := _BETWEEN.match(text, out[-1][1])) and gap.end() >= hit.start:
            first = out[-1][0]
            out[-1] = (first if first.label == "purpose" else hit, hit.end)
        else:
            out.append((hit, hit.end))
    return out


def _counts(view: View, sentence: Sentence, hit: Hit, use: Hit | None, given: Hit | None) -> bool:
    """Whether a purpose is the product's: said of its use, or the sentence begins with it."""
    if use and use.start < hit.start:
        return not _OTHERS_MEDICINE.search(view.text[max(sentence.start, hit.start - 60) : hit.start])
    if hit.label != "purpose":
        return False
    if given and given.start < hit.start and _near(view.text, given, hit):
        return True
    return bool(_OPENER.match(view.text[sentence.start : hit.start]))


def _near(text: str, given: Hit, hit: Hit) -> bool:
    """Whether "given", "helps" and the like lead up to the purpose."""
    between = text[given.end : hit.start]
    return len(between) < 120 and bool(re.search(r"\b(?:to|for|the|in|temporarily|and|of)\s+(?:\w+\s+){0,2}$|^\s*$|\bhelp\s+$", between))


def _objects(view: View, sentence: Sentence, at: int, hit: Hit) -> tuple[list[Indication], int]:
    """The conditions that begin at `at`, behind a purpose, and where they end."""
    text = view.text
    if (after := _AFTER.match(text, at, sentence.end)) is not None:
        at = after.end()
    population = None
    if who := _POPULATION.match(text, at, sentence.end):
        population, at = who.span(1), who.end()
    end = next((m.start() for m in outside_brackets(text, at, sentence.end, _END) if m.start() > at), sentence.end)
    if inside := _IN_PEOPLE.search(text, at, end):
        if population is None:
            population = trim(text, *inside.span("who"))
        end = inside.start()
    records = list(_records(view, sentence, (at, end), population, hit))
    if not records and population:
        tail = _POPULATION.match(text, population[0], sentence.end)
        if tail:
            stop = next((m.start() for m in outside_brackets(text, tail.end(), sentence.end, _END) if m.start() > tail.end()), sentence.end)
            records = list(_records(view, sentence, (tail.end(), stop), tail.span(1), None, hit.rule.id))
            end = stop
    return records, end


def _records(
    view: View, sentence: Sentence, span: SpanOf, population: SpanOf | None, hit: Hit | None, rule: str = ""
) -> Iterator[Indication]:
    """One record a condition of the list `span`; after a weak purpose ("reduce") only what surely is a condition."""
    text = view.text
    whole = names_condition(view, sentence)
    rule = hit.rule.id if hit else rule
    who = " ".join(text[population[0] : population[1]].split()) if population else None
    for start, end in coordinated(text, *span, whole):
        if measure := _MEASURE.match(text, start, end):
            start = measure.end()
        start, end = _bare(text, start, end)
        if end - start < 3 or _NOT_A_CONDITION.match(text[start:end]) or (hit and hit.label == "weak" and not whole(start, end)):
            continue
        if len(text[start:end].split()) > 24:
            continue
        evidence = view.evidence(start, end, rule)
        yield Indication(condition=" ".join(evidence.text.split()), population=who or None, evidence=[evidence])


def _bare(text: str, start: int, end: int) -> SpanOf:
    """The span without articles in front and marks around."""
    start, end = trim(text, start, end)
    while article := _ARTICLE.match(text, start, end):
        start = article.end()
    return start, end


_ARTICLE = re.compile(r"(?:the|an?|your|any|certain|some|following|both|types? of|forms? of|a form of|cases? of|having|developing)\s+(?=\w)", re.I)


def _direct(view: View, sentence: Sentence, use: Hit) -> Iterator[Indication]:
    """ "used for gout", "used in adults with gout", "prescribed because you have gout"."""
    text = view.text
    if reason := _YOU_HAVE.search(text, use.end, sentence.end):
        yield from _objects(view, sentence, reason.end(), use)[0]
        return
    link = _DIRECT.match(text, use.end, sentence.end)
    if link is None:
        return
    at = link.end()
    population = _POPULATION.match(text, at, sentence.end)
    if link.group().strip().lower().endswith(("for", "against", ":")) or population:
        whole = names_condition(view, sentence)
        for record in _objects(view, sentence, at, use)[0]:
            place = record.evidence[0]
            if whole(place.start, place.end):
                yield record


def _item(view: View, sentence: Sentence, listing: int) -> Iterator[Indication]:
    """The condition that a list item or line names: "1. Tinea pedis"."""
    text = view.text
    start, end = trim(text, sentence.start, sentence.end)
    words = text[start:end].split()
    block = view.blocks[sentence.block]
    if not words or (not listing and block.kind != "list_item" and len(words) > 12):
        return
    population = None
    if who := _POPULATION.match(text, start, end):
        population, start = who.span(1), who.end()
    elif _CLAUSE_START.match(text, start, min(end, start + 60)):
        return
    cut = next((m.start() for m in outside_brackets(text, start, end, _END) if m.start() > start), end)
    if inside := _IN_PEOPLE.search(text, start, cut):
        population = population or trim(text, *inside.span("who"))
        cut = inside.start()
    known = names_condition(view, sentence)(start, cut)
    if not known and (not listing and view.kind(sentence) != "indications" or block.kind != "list_item" and not listing):
        return
    yield from _records(view, sentence, (start, cut), population, None, "indication.item")


def _united(records: list[Indication]) -> list[Indication]:
    """A condition named again with fewer modifiers ("acne" after "severe nodular acne") is the same one."""
    out: list[Indication] = []
    for record in records:
        key = str(same(record))
        fuller = next((r for r in out if len(key) > 3 and str(same(r)).endswith(" " + key) and _modifies(str(same(r)), key)), None)
        if fuller is None:
            out.append(record)
        else:
            fuller.evidence += record.evidence
            fuller.population = fuller.population or record.population
    return out


def _modifies(longer: str, shorter: str) -> bool:
    """Whether what `longer` has before `shorter` are adjectives only."""
    before = longer[: len(longer) - len(shorter)].split()
    return len(before) <= 4 and not {"of", "with", "in", "and", "or", "by", "to", "from", "due", "non"} & set(before)

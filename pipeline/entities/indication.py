"""A view in, the conditions that the product treats, prevents, relieves or diagnoses out, and in whom."""

import re
from collections.abc import Callable, Hashable, Iterator

from pipeline.clauses import SpanOf, coordinated, outside_brackets, trim
from pipeline.conditions import names_condition
from pipeline.model import Indication
from pipeline.rules import Hit
from pipeline.view import Sentence, View

KEY = "indications"
NEEDS: tuple[str, ...] = ()

_PLACES = ("overview", "indications")
_NOT_THERE = frozenset({"mechanism", "benefits", "pharmacology", "clinical_studies", "composition", "title"})
_PEOPLE = (
    r"(?:adults?|patients?|children|child|adolescents?|women|woman|men|man|people|persons?|individuals?|infants?"
    r"|babies|boys|girls|"
    r"newborns?|neonates?|teenagers|those|toddlers|subjects|elderly|recipients)"
)
_GROUP = (
    r"(?:(?:adult|adults|pa?ediatric|elderly|older|young|younger|male|female|overweight|obese|pregnant"
    r"|post-?menopausal|premenopausal|"
    r"hospitali[sz]ed|newborn|premature|preterm|surgical|medical|immunocompromised|critically|seriously|ill|both"
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
_AFTER = re.compile(
    r"(?:\s*\([^()]{0,40}\))?\s*(?:,\s+)?:?\s*(?:(?:of|for|against|from|in|with|following"
    r"|due to)\b\s*:?\s*(?=\S))?(?:(?:the|an?|your|any|certain|some|following(?: \w+)?(?: \w+)?\s*:"
    r"|following:?)\s+)*",
    re.I,
)
_MEASURE = re.compile(
    r"(?:(?:the|a|an|any|your)\s+)*(?:(?:overall|serious|bothersome|annoying|common|associated)\s+)?(?:(?:further "
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
_POPULATION = re.compile(
    rf"(?:in |for |of )?(?:the )?({_GROUP}{_PEOPLE}\b(?:(?!\b(?:with|who|whose|suffering|having|whom)\b)[^;:()]"
    rf"|\([^()]*\)){{0,110}}?(?:\s*who (?:are|is) (?:at least |aged |over )*\d+ (?:years|months"
    rf"|weeks)[^,;.()]{{0,20}}?)?)"
    r"\s*(?:(?<=\s)with\s+|who (?:have|suffer from|are suffering from|has|had)\s+|(?:suffering from|having"
    r"|diagnosed with)\s+)(?:(?:an?|the|certain|any|severe forms? of)\s+)?",
    re.I,
)
_IN_PEOPLE = re.compile(
    rf"\s*,?\s+(?:in|for|by)\s+(?={_GROUP}{_PEOPLE}\b)(?P<who>.*)$", re.I | re.S
)
_END = re.compile(
    r"\s*,?\s+(?:who|whose|whom|that|which|where|while|if|when|whenever|because|since|until|unless|but|so that|so"
    r"|thereby|therefore|"
    r"before|without|despite|alone|either|during|once|provided|at least|including prevention|by\s+\w+ing"
    r"|as\s+(?:an?|part|the|well|monotherapy|adjunct|soon|determined|long|needed|directed)"
    r"|(?:in|used in|given in|taken in)\s+(?:combination|addition|order|conjunction|association|whom|which"
    r"|cases?\b(?=\s+where))"
    r"|(?:together|along|concomitantly|concurrently)\s+with|as well as|according to|based on|(?:are|is|was|were|has"
    r"|have|can|may|will|should|must|does|do|works|helps|it|they|you)\b)"
    r"|(?<!due)(?<!resistant)(?<!sensitive)(?<!related)(?<!secondary)(?<!reaction)(?<!reactions)(?<!damage)(?<!allergic)(?<!exposure)(?<!linked)"
    r"(?<!mild)(?<!moderate)(?<!intolerant)(?<!injury)(?<!susceptible)(?<!attributed)(?<!attributable)(?<!allergies)(?<!early)(?<!up)(?<!response)(?<!low)(?<!mild)\s+to\s+(?!(?:severe"
    r"|moderate|moderately)\b)"
    r"|\s+(?:from (?:coming|getting|returning|happening|spreading|growing|forming|occurring|becoming|losing"
    r"|recurring))\b"
    r"|\s+(?:with|to)\s+(?=\w+\s+(?:therapy|monotherapy))|\s+[–—-]\s+|:|;|\s*,\s+(?=(?:an?|and is|this|these|in|it"
    r"|also|for|such|like|used|given|even|after|one of|by|caused|together|usually|with|when|not|namely"
    r"|otherwise)\b)"
    r"|\s+(?=(?:caused|characterized|characterised) by (?:an?|the) )|\.\s",
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
_DIRECT = re.compile(
    r"\s*(?:(?:also|only|mainly|primarily|usually|commonly|sometimes|often|alone|either)\s+)*(?:(?:for|in|against"
    r"|by|when|if|because|as|to)\s+|:)",
    re.I,
)
_YOU_HAVE = re.compile(
    r"\b(?:because|if|when)\s+(?:you|your child|they|patients?)\s+(?:have|has|suffers? from"
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
    rf"(?:is|are|was|has|have|had|can|may|will|whether|how|when|not|only|alone|one|use|diet|more|less|up|new ones"
    rf"|these|this|it|you|them|body|already|been|spread|previously|received|treatment|therapy|relief|management"
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
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:of|for|in|against|from|following)\b|\s*:|\s*,?\s*(?:and|or|and/or|/)\s",
    re.I,
)
_CLAUSE_START = re.compile(
    r"(?:take|apply|use|keep|wash|rinse|controls?|helps?|provides?|promotes?|restores?|moisturi[sz]es?|spray|avoid"
    r"|consult|stop|for external|directions?|warnings?|this|these|it|they|you|your doctor|there|if|when|symptoms?"
    r"|your|we|such|in some|see|talk|ask|do|always|not|contact|for more|please)\b|.*\b(?:is|are|was|were|has|have"
    r"|can|may|will|should|must|contains?|works?)\b",
    re.I | re.S,
)
_OPENER = re.compile(
    r"(?:(?:and|or|it|this medicine|this product|also|for|to|as|an?|the|in|help|helps|can|may|aids?|used|effective"
    r"|fast|temporarily|temporary|uses?|indications?|provides?|by|"
    r"symptomatic|short[- ]term|long[- ]term|adjunctive|adjunct|initial|maintenance|acute|treatment|empirical|rapid"
    r"|effectively|use|patients|management|and|of|[^\w\s])\s*)*$",
    re.I,
)


def extract(view: View) -> list[Indication] | None:
    """One record a condition and place; None where no section could have stated one."""
    records: list[Indication] = []
    listing, fresh = 0, True
    for sentence in view.within(_PLACES):
        kind = view.blocks[sentence.block].kind
        hits = view.hits("indication", sentence)
        place = view.kind(sentence)
        if place == "mechanism" and kind != "heading" and any(h.label == "use" for h in hits):
            records += [r for r in _stated(view, sentence, [h for h in hits if h.label in ("use", "purpose")], 0) if r]
        if place in _NOT_THERE or kind == "heading":
            listing, fresh = _list_follows(view, sentence, hits, False, 0), True
            continue
        found = [] if _NOT_SHOWN.search(view.text, sentence.start, sentence.end) else list(_stated(view, sentence, hits, listing))
        if found and sentence.opens:
            found = [*_run_in_heading(view, sentence, hits[0], found), *found]
        if sentence.opens and not found and (listing or (fresh and view.kind(sentence) == "indications")):
            found = list(_item(view, sentence, listing))
        records += found
        fresh = fresh and (kind == "list_item" or bool(found))
        listing = _list_follows(view, sentence, hits, bool(found), listing)
    return _united(records) if records or view.has(*_PLACES) else None


def same(record: Indication) -> Hashable:
    """Conditions equal but for case, articles and marks are one."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\b(?:an?|the)\s", "", record.condition.lower())))


_NOT_CONDITIONS_FOLLOW = re.compile(
    r"(?:\b(?:in|who|works?|by|(?<!patients )(?<!adults )(?<!people )(?<!children )(?<!those )with|of medicines"
    r"|contains?|risk factors|criteria|characteristics|findings|symptoms|patients)"
    r"|\b(?:effects?|medicines?|ways?|reasons?))\s*:$", re.I
)


def _list_follows(view: View, sentence: Sentence, hits: list[Hit], found: bool, listing: int) -> int:
    """2 where this sentence opens a list of conditions, 1 within one, 0 otherwise."""
    text = view.text[sentence.start : sentence.end].rstrip()
    if text.endswith(":"):
        use = any(h.label in ("use", "purpose", "given") for h in hits)
        return 2 if use and not _NOT_CONDITIONS_FOLLOW.search(text) else 0
    if not listing:
        return 0
    item = view.blocks[sentence.block].kind == "list_item"
    return 1 if item or (sentence.opens and found and len(text) < 160) else 0


def _stated(view: View, sentence: Sentence, hits: list[Hit], listing: int) -> Iterator[Indication]:
    """The conditions of a sentence that says what the product is for."""
    text = view.text
    use = next((h for h in hits if h.label == "use" and not _barred(text, sentence, h)), None)
    given = next((h for h in hits if h.label == "given" and not _barred(text, sentence, h)), None)
    chains = _chains(text, [h for h in hits if h.label in ("purpose", "weak", "goal")])
    done = sentence.start
    for hit, after in chains:
        opens = bool(listing and sentence.opens and hit.start - sentence.start < 4)
        if done > sentence.start and hit.label != "purpose" and not _MEASURE.match(text, after + 1, sentence.end):
            continue
        if hit.start < done or not (opens or _counts(view, sentence, hit, use, given)):
            continue
        records, done_to = _objects(view, sentence, after, hit)
        yield from records
        done = max(done, done_to if records else done)
    if done == sentence.start and (use or given):
        yield from _direct(view, sentence, use or given)


_USE_ASIDE = re.compile(
    r"\b(?:before|during|after|stop|discontinue|concomitant|limitations? of|long-term|prolonged|in|its|your)\s+$",
    re.I,
)
_NOT_SHOWN = re.compile(r"\bnot (?:been )?(?:evaluated|established|studied|demonstrated)\b", re.I)


_TITLE = re.compile(r"[\d.•·\s-]*((?:(?:[A-Z][\w'’/-]*|\([A-Z][\w -]*\)|of|in|with|the|and|or|due|to)[\s,:]+)+)")


def _run_in_heading(view: View, sentence: Sentence, cue: Hit, found: list[Indication]) -> Iterator[Indication]:
    """The condition that heads the sentence and is said again in it: "Heart Failure Tavoril is indicated for …"."""
    text = view.text
    title = _TITLE.match(text, sentence.start, cue.start)
    if title is None or cue.start <= sentence.start:
        return
    whole = names_condition(view, sentence)
    start = title.start(1)
    said = {w for r in found for w in r.condition.lower().split()} - {"of", "in", "with", "the", "and", "or", "due", "to"}
    ends = [m.start() for m in re.finditer(r"[\s,:]+", text[start : title.end(1)])]
    for stop in sorted((start + e for e in ends if e), reverse=True):
        if whole(start, stop) and said & set(text[start:stop].lower().split()):
            yield from _records(view, sentence, (start, stop), None, None, "indication.heading")
            return


def _barred(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether the use is denied, or is another medicine's."""
    before = text[max(sentence.start, hit.start - 70) : hit.start]
    if text[hit.start : hit.end].lower() == "use" and _USE_ASIDE.search(before):
        return True
    return bool(_NOT_USED.search(before[-30:]) or _OTHERS_MEDICINE.search(before))


def _chains(text: str, hits: list[Hit]) -> list[tuple[Hit, int]]:
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


def _counts(view: View, sentence: Sentence, hit: Hit, use: Hit | None, given: Hit | None) -> bool:
    """Whether a purpose is the product's: said of its use, or the sentence begins with it."""
    if hit.rule.id == "indication.diagnose" and not use:
        return False
    if use and use.start < hit.start:
        return not _OTHERS_MEDICINE.search(view.text[max(sentence.start, hit.start - 60) : hit.start])
    if hit.label != "purpose":
        # "Reduces the risk of x" at the beginning of a use, or of the product itself.
        after = _MEASURE.match(view.text, hit.end + 1, sentence.end)
        opening = _opens(view.text, sentence, hit)
        return view.kind(sentence) == "indications" and (opening or bool(after and "risk" in after.group() + "incidence"))
    if given and given.start < hit.start and _near(view.text, given, hit):
        return True
    return _opens(view.text, sentence, hit)


def _opens(text: str, sentence: Sentence, hit: Hit) -> bool:
    """Whether the sentence begins with the purpose, or a clause "For the treatment …" behind a heading run into it."""
    before = text[sentence.start : hit.start]
    if _FEW_WORDS.match(before):
        # "Detoxification treatment of …", but not "This prevents …".
        return text[hit.end : hit.end + 4] == " of " or bool(_OPENER.match(before))
    return bool(_OPENER.match(before) or _FOR_THE.search(before))


_FOR_THE = re.compile(
    r"\b(?:for|in) the (?:(?:temporary|topical|symptomatic|effective|long[- ]term|short[- ]term|adjunctive|initial"
    r"|maintenance|acute|management|and|treatment|"
    r"prevention|relief|safe)[\s,]+)*$|[\w):] For (?:the |temporary |symptomatic )*$|\b(?:is|are) an? (?:\w+ )?$"
    r"|\b(?:medicine|vaccine|drug|product|tablets?|capsules?|cream) (?:that |which )?(?:can |also |may |helps? |to )*$"
)
_FEW_WORDS = re.compile(r"[\w-]+(?:\s[\w-]+)?\s$")


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
    if population and not any(names_condition(view, sentence)(r.evidence[0].start, r.evidence[0].end) for r in records):
        tail = _POPULATION.match(text, population[0], sentence.end)
        if tail:
            stop = next((m.start() for m in outside_brackets(text, tail.end(), sentence.end, _END) if m.start() > tail.end()), sentence.end)
            records += _records(view, sentence, (tail.end(), stop), tail.span(1), None, hit.rule.id)
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
        start, end = _bare(text, *_before_product(view, start, end))
        if end - start < 3 or _NOT_A_CONDITION.match(text[start:end]) or _NO_CONDITION_START.match(text, start, end) or (hit and hit.label != "purpose" and not _sure(whole, hit, text, start, end)):
            continue
        if len(text[start:end].split()) > 24:
            continue
        evidence = view.evidence(start, end, rule)
        yield Indication(condition=" ".join(evidence.text.split()), population=who or None, evidence=[evidence])


def _before_product(view: View, start: int, end: int) -> SpanOf:
    """The span up to where the product's name begins the next clause ("… gastric cancer, Tavoril is given")."""
    low = view.text[start:end].lower()
    at = min((i for name in view.product_names if len(name) > 3 and (i := low.find(name)) >= 0), default=-1)
    return trim(view.text, start, end if at < 0 else start + at)


def _sure(whole: Callable[[int, int], bool], hit: Hit, text: str, start: int, end: int) -> bool:
    """Whether the object of a cue that many things may follow ("reduce", "used for") is a condition."""
    if hit.label == "goal":
        return False
    if hit.rule.id == "indication.use" and text[hit.start : hit.end].lower() in ("indicated", "prescribed"):
        return len(text[start:end].split()) <= 10
    return whole(start, end) and not _LEVEL.fullmatch(text, start, end)


_LEVEL = re.compile(r"(?:the |your |high )?(?:blood pressure|cholesterol|blood sugar|pressure|eye pressure)", re.I)


def _bare(text: str, start: int, end: int) -> SpanOf:
    """The span without articles in front and marks around."""
    start, end = trim(text, start, end)
    if loose := _LOOSE_END.search(text, start, end):
        end = loose.start()
    while article := _ARTICLE.match(text, start, end):
        start = article.end()
    return start, end


_LOOSE_END = re.compile(
    r"[\s,]+(?:(?:and|or)\s+)?(?:for|in|with|to|of|by|from|as|i\.e|e\.g|after|before|that|which|who)$",
    re.I,
)
_ARTICLE = re.compile(
    r"(?:the|an?|your|any|certain|some|following|both|types? of|forms? of|a form of|cases? of|having"
    r"|developing)\s+(?=\w)",
    re.I,
)


def _direct(view: View, sentence: Sentence, use: Hit | None) -> Iterator[Indication]:
    """ "used for gout", "used in adults with gout", "prescribed because you have gout"."""
    text = view.text
    if use is None:
        return
    if reason := _YOU_HAVE.search(text, use.end, sentence.end):
        yield from _objects(view, sentence, reason.end(), use)[0]
        return
    link = _DIRECT.match(text, use.end, sentence.end)
    if link is None:
        return
    at = link.end()
    population = _POPULATION.match(text, at, sentence.end)
    if population or (use.label == "use" and link.group().strip().lower().endswith(("for", "against", ":"))):
        yield from _objects(view, sentence, at, use)[0]


_YOU = re.compile(r"(?:if )?(?:you|your child|they)\s+(?:have|has|suffers? from)\s+(?:an?\s+)?", re.I)


def _item(view: View, sentence: Sentence, listing: int) -> Iterator[Indication]:
    """The condition that a list item or line names: "1. Tinea pedis"."""
    text = view.text
    start, end = trim(text, sentence.start, sentence.end)
    words = text[start:end].split()
    block = view.blocks[sentence.block]
    if not words or (not listing and block.kind != "list_item" and (len(words) > 12 or text[sentence.end - 1] in ".*")):
        return
    population = None
    if who := _POPULATION.match(text, start, end):
        population, start = who.span(1), who.end()
    elif you := _YOU.match(text, start, end):
        start = you.end()
    elif _CLAUSE_START.match(text, start, min(end, start + (12 if listing and block.kind == "list_item" else 60))):
        return
    cut = next((m.start() for m in outside_brackets(text, start, end, _END) if m.start() > start), end)
    if inside := _IN_PEOPLE.search(text, start, cut):
        population = population or trim(text, *inside.span("who"))
        cut = inside.start()
    known = names_condition(view, sentence)(start, cut)
    if not known and ((not listing and view.kind(sentence) != "indications") or (block.kind != "list_item" and not listing)):
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

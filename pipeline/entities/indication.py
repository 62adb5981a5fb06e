"""A view in, the conditions that the product treats, prevents, relieves or diagnoses out, and in whom."""

import re
from collections.abc import Callable, Hashable, Iterator

from pipeline.model import Indication
from pipeline.phrases import uses
from pipeline.phrases.clauses import SpanOf, coordinated, trim
from pipeline.phrases.conditions import names_condition
from pipeline.phrases.flat_lists import flat_list
from pipeline.rules import Hit
from pipeline.view import Sentence, View

KEY = "indications"
NEEDS: tuple[str, ...] = ()

_PLACES = ("overview", "indications")
_NOT_THERE = frozenset({"mechanism", "benefits", "pharmacology", "clinical_studies", "composition", "title"})


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
        shown = uses.NOT_SHOWN.search(view.text, sentence.start, sentence.end) is None
        found = list(_stated(view, sentence, hits, listing)) if shown else []
        if found and sentence.opens:
            found = [*_run_in_heading(view, sentence, hits[0], found), *found]
        elif sentence.opens and place == "indications" and kind == "paragraph" and shown:
            found = list(_headed(view, sentence))
        if sentence.opens and not found and (listing or (fresh and view.kind(sentence) == "indications")):
            found = list(_item(view, sentence, listing))
        records += found
        fresh = fresh and (kind == "list_item" or bool(found))
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
        return 2 if use and not uses.NOT_CONDITIONS_FOLLOW.search(text) else 0
    if not listing:
        return 0
    item = view.blocks[sentence.block].kind == "list_item"
    return 1 if item or (sentence.opens and found and len(text) < 160) else 0


def _stated(view: View, sentence: Sentence, hits: list[Hit], listing: int) -> Iterator[Indication]:
    """The conditions of a sentence that says what the product is for."""
    text = view.text
    use = next((h for h in hits if h.label == "use" and not uses.barred(text, sentence, h)), None)
    given = next((h for h in hits if h.label == "given" and not uses.barred(text, sentence, h)), None)
    chains = uses.chains(text, [h for h in hits if h.label in ("purpose", "weak", "goal")])
    done = sentence.start
    for hit, after in chains:
        opens = bool(listing and sentence.opens and hit.start - sentence.start < 4)
        if done > sentence.start and hit.label != "purpose" and not uses.MEASURE.match(text, after + 1, sentence.end):
            continue
        if hit.start < done or not (opens or _counts(view, sentence, hit, use, given)):
            continue
        records, done_to = _objects(view, sentence, after, hit)
        yield from records
        done = max(done, done_to if records else done)
    if done == sentence.start and (cue := use or given):
        yield from _direct(view, sentence, cue)


def _run_in_heading(view: View, sentence: Sentence, cue: Hit, found: list[Indication]) -> Iterator[Indication]:
    """The condition that heads the sentence and is said again in it: "Heart Failure Tavoril is indicated for …"."""
    text = view.text
    title = uses.TITLE.match(text, sentence.start, cue.start)
    if title is None or cue.start <= sentence.start:
        return
    whole = names_condition(view, sentence)
    start = title.start(1)
    said = {w for r in found for w in r.condition.lower().split()} - uses.SMALL_WORDS
    ends = [m.start() for m in re.finditer(r"[\s,:]+", text[start : title.end(1)])]
    for stop in sorted((start + e for e in ends if e), reverse=True):
        again = said & set(text[start:stop].lower().split())
        if whole(start, stop) and (again or uses.NAMED_BESIDE.fullmatch(text, stop, cue.start)):
            yield from _records(view, sentence, (start, stop), None, None, "indication.heading")
            return


def _headed(view: View, sentence: Sentence) -> Iterator[Indication]:
    """The condition that a line begins with, before a colon: "Kidney disease: to bring about a diuresis"."""
    headed = uses.HEADED.match(view.text, sentence.start, sentence.end)
    if headed is None or uses.CLAUSE_START.match(view.text, *headed.span(1)):
        return
    if names_condition(view, sentence)(*headed.span(1)):
        yield from _records(view, sentence, headed.span(1), None, None, "indication.heading")


def _counts(view: View, sentence: Sentence, hit: Hit, use: Hit | None, given: Hit | None) -> bool:
    """Whether a purpose is the product's: said of its use, or the sentence begins with it."""
    if (hit.rule.id == "indication.diagnose" and not use) or uses.aside(view.text, sentence, hit):
        return False
    if use and use.start < hit.start:
        return not uses.others_use(view.text, sentence, hit)
    if hit.label != "purpose":
        # "Reduces the risk of x" at the beginning of a use, or of the product itself.
        measured = uses.MEASURE.match(view.text, hit.end + 1, sentence.end)
        opening = measured is not None or uses.opens(view.text, sentence, hit) or uses.for_a_time(view.text, hit)
        return view.kind(sentence) == "indications" and opening
    if given and given.start < hit.start and uses.near(view.text, given, hit):
        return True
    return uses.opens(view.text, sentence, hit)


def _objects(view: View, sentence: Sentence, at: int, hit: Hit) -> tuple[list[Indication], int]:
    """The conditions that begin at `at`, behind a purpose, and where they end."""
    text = view.text
    if (after := uses.AFTER.match(text, at, sentence.end)) is not None:
        at = after.end()
    population = None
    if who := uses.POPULATION.match(text, at, sentence.end):
        population, at = who.span(1), who.end()
    end = uses.condition_end(text, at, sentence.end)
    if inside := uses.IN_PEOPLE.search(text, at, end):
        if population is None:
            population = trim(text, *inside.span("who"))
        end = inside.start()
    records = list(_records(view, sentence, (at, end), population, hit))
    whole = names_condition(view, sentence)
    colon = uses.LIST_COLON.match(text, end, sentence.end)
    if colon is None and not records and hit.label == "purpose":
        colon = uses.LATER_COLON.match(text, end, sentence.end)
    if colon:
        for span in flat_list(view, sentence, colon.end(), whole):
            records += _records(view, sentence, span, population, None, "indication.listed")
            end = span[1]
    # "to improve control in adults with diabetes": the object is no condition, what the adults have is.
    lowered = hit.label == "weak" and not uses.MEASURE.match(text, at, sentence.end)
    if population and (lowered or not any(whole(r.evidence[0].start, r.evidence[0].end) for r in records)):
        tail = uses.POPULATION.match(text, population[0], sentence.end)
        if tail:
            end = uses.condition_end(text, tail.end(), sentence.end)
            records += _records(view, sentence, (tail.end(), end), tail.span(1), None, hit.rule.id)
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
        if measure := uses.MEASURE.match(text, start, end):
            start = measure.end()
        start, end = uses.bare(text, *_before_product(view, start, end))
        sure = hit is None or hit.label == "purpose" or _sure(whole, hit, text, start, end)
        if not sure or uses.no_condition(text, start, end):
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
        return len(text[start:end].split()) <= 10 or whole(start, end)
    return whole(start, end) and not uses.only_level(text, start, end)


def _direct(view: View, sentence: Sentence, use: Hit) -> Iterator[Indication]:
    """The condition right behind a use: "used for gout", "used in adults with gout", "because you have gout"."""
    text = view.text
    if reason := uses.YOU_HAVE.search(text, use.end, sentence.end):
        yield from _objects(view, sentence, reason.end(), use)[0]
        return
    if text[use.start : use.end].lower() in ("efficacy", "effectiveness"):
        return  # "efficacy was shown in adults with gout" tells of a trial
    link = uses.DIRECT.match(text, use.end, sentence.end)
    if use.label == "use" and (people := uses.for_people(text, use.end, sentence.end)) is not None:
        yield from _objects(view, sentence, people, use)[0]
        return
    if link is None:
        return
    at = link.end()
    population = uses.POPULATION.match(text, at, sentence.end)
    linked = link.group().strip().lower()
    direct = linked.endswith(("for", "against", ":")) or link["adjunct"] or link["alone"]
    # "Effective in gout" is its use, "used in pregnancy" is not.
    good = linked.endswith("in") and not text[use.start : use.end].lower().startswith("use")
    if population or (use.label == "use" and (direct or good)):
        yield from _objects(view, sentence, at, use)[0]


def _item(view: View, sentence: Sentence, listing: int) -> Iterator[Indication]:
    """The condition that a list item or line names: "1. Tinea pedis"."""
    text = view.text
    start, end = trim(text, sentence.start, sentence.end)
    words = text[start:end].split()
    block = view.blocks[sentence.block]
    if not words or (not listing and block.kind != "list_item" and (len(words) > 12 or text[sentence.end - 1] in ".*")):
        return
    population = None
    # Within a list a verb may stand in what describes the condition: "cancer that has come back".
    named = listing == 2 or (listing == 1 and (block.kind == "list_item" or text[start].islower()))
    if who := uses.POPULATION.match(text, start, end):
        population, start = who.span(1), who.end()
    elif you := uses.YOU.match(text, start, end):
        start = you.end()
    elif uses.CLAUSE_START.match(text, start, min(end, start + (12 if named else 60))):
        return
    cut = uses.condition_end(text, start, end)
    if inside := uses.IN_PEOPLE.search(text, start, cut):
        population = population or trim(text, *inside.span("who"))
        cut = inside.start()
    expected = listing or (view.kind(sentence) == "indications" and block.kind == "list_item")
    if not expected and not names_condition(view, sentence)(start, cut):
        return
    yield from _records(view, sentence, (start, cut), population, None, "indication.item")


def _united(records: list[Indication]) -> list[Indication]:
    """A condition named again with fewer modifiers ("acne" after "severe nodular acne") is the same one."""
    out: list[Indication] = []
    for record in records:
        key = str(same(record))
        fuller = next((r for r in out if len(key) > 3 and uses.modifies(str(same(r)), key)), None)
        if fuller is None:
            out.append(record)
        else:
            fuller.evidence += record.evidence
            fuller.population = fuller.population or record.population
    return out

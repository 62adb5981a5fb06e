"""A view in, the conditions that the product treats, prevents, relieves or diagnoses out, and in whom."""

import re
from collections.abc import Hashable, Iterator

from pipeline.model import Indication
from pipeline.phrases import run_in, treated, use_lists, use_verdicts, uses, who
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, coordinated, trim
from pipeline.phrases.conditions import names_condition
from pipeline.phrases.flat_lists import conditions, flat_list
from pipeline.rules import Hit
from pipeline.view import Sentence, View

KEY = "indications"
NEEDS: tuple[str, ...] = ()

_PLACES = ("overview", "indications")
_SENTENCE = 5
"""A line of so many words may be an item that ends with a full stop: "Chronic stable angina pectoris."."""
_NOT_THERE = frozenset({"mechanism", "benefits", "pharmacology", "clinical_studies", "composition", "title"})


def extract(view: View) -> list[Indication] | None:
    """One record a condition and place; None where no section could have stated one."""
    records: list[Indication] = []
    listing, fresh = 0, True
    people: SpanOf | None = None
    for sentence in view.within(_PLACES):
        kind = view.blocks[sentence.block].kind
        hits = view.hits("indication", sentence)
        place = view.kind(sentence)
        if place == "mechanism" and kind != "heading" and any(h.label == "use" for h in hits):
            records += [r for r in _stated(view, sentence, [h for h in hits if h.label in ("use", "purpose")], 0) if r]
        if place in _NOT_THERE or kind == "heading":
            listing, fresh = use_lists.follows(view, sentence, hits, False, 0), not use_lists.denies(view, sentence)
            people = who.used_in(view.text, sentence.start, sentence.end) if listing else None
            if place == "indications" and sentence.start > view.sections[sentence.section].start:
                records += _item(view, sentence, 0)  # a line of its own: "Hypertension"
            continue
        found = []
        for line, inside in run_in.lines(view.text, sentence, hits):
            found += _read(view, line, inside, listing, fresh, people)
        records += found
        listing = use_lists.follows(view, sentence, hits, bool(found), listing)
        fresh = fresh and (kind == "list_item" or bool(found) or (listing == 2 and use_lists.points_on(view, sentence)))
        if listing != 1:
            people = who.used_in(view.text, sentence.start, sentence.end) if listing else None
    return _united(records) if records or view.has(*_PLACES) else None


def _read(
    view: View, sentence: Sentence, hits: list[Hit], listing: int, fresh: bool, people: SpanOf | None
) -> list[Indication]:
    """The conditions of one sentence of a section that tells what the product is for, of a list in `people`."""
    place, kind = view.kind(sentence), view.blocks[sentence.block].kind
    low = lower(view.text)
    shown = uses.shown(low, sentence)
    found = list(_stated(view, sentence, hits, listing)) if shown else []
    heading = None
    if found and sentence.opens:
        heading = run_in.title(view, sentence, hits[0].start, [r.condition for r in found])
    elif sentence.opens and place == "indications" and kind == "paragraph" and shown:
        heading = run_in.label(view, sentence)
    if heading:
        found = [*_records(view, sentence, heading, None, None, "indication.heading"), *found]
    if cough := uses.productive(low, sentence):
        found += _records(view, sentence, cough, None, None, "indication.productive")
    if sentence.opens and not found and (listing or (fresh and place == "indications")):
        found = list(_item(view, sentence, listing))
    if sentence.opens:
        for record in found if people else ():
            if people and record.population is None:
                said = view.evidence(*people, "indication.people")
                record.population = " ".join(said.text.split())
                record.evidence.append(said)
    return found


def same(record: Indication) -> Hashable:
    """Conditions equal but for case, articles and marks are one."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\b(?:an?|the)\s", "", record.condition.lower())))


def _stated(view: View, sentence: Sentence, hits: list[Hit], listing: int) -> Iterator[Indication]:
    """The conditions of a sentence that says what the product is for."""
    text = view.text
    use = next((h for h in hits if h.label == "use" and not uses.barred(text, sentence, h)), None)
    given = next((h for h in hits if h.label == "given" and not uses.barred(text, sentence, h)), None)
    chains = uses.chains(text, [h for h in hits if h.label in ("purpose", "weak", "goal")])
    done = sentence.start
    people: SpanOf | None = None
    for hit, after in chains:
        opens = bool(listing and sentence.opens and hit.start - sentence.start < 4)
        certain = hit.label == "purpose" or uses.for_a_time(text, hit)
        anew = use is not None and done <= use.start < hit.start  # behind a heading that ran into the text
        if done > sentence.start and not (anew or certain or treated.MEASURE.match(text, after + 1, sentence.end)):
            continue
        if hit.start < done or not (opens or use_verdicts.counts(view, sentence, hit, use, given)):
            continue
        people = who.used_in(text, done, hit.end) or people
        records, done_to = _objects(view, sentence, after, hit)
        yield from _in_people(text, records, people)
        done = max(done, done_to if records else done)
    if done == sentence.start and (cue := use or given):
        found = list(_direct(view, sentence, cue)) or list(_further_on(view, sentence, cue))
        yield from _in_people(text, found, who.used_in(text, sentence.start, cue.start))


def _in_people(text: str, records: list[Indication], people: SpanOf | None) -> list[Indication]:
    """The records, in `people` where they do not say themselves in whom."""
    for record in records if people else ():
        if people and record.population is None:
            record.population = " ".join(text[people[0] : people[1]].split())
    return records


def _objects(view: View, sentence: Sentence, at: int, hit: Hit) -> tuple[list[Indication], int]:
    """The conditions that begin at `at`, behind a purpose, and where they end."""
    text = view.text
    whole = names_condition(view, sentence)
    after = treated.AFTER.match(text, at, sentence.end)
    at = after.end() if after else at
    population = more = None
    if led := treated.POPULATION.match(text, at, sentence.end):
        population, at = led.span(1), led.end()
    end = treated.condition_end(text, at, sentence.end)
    if inside := treated.IN_PEOPLE.search(text, at, end):
        more = treated.next_condition(text, inside.start("who"), end, whole)
        population = population or treated.people(text, inside.start("who"), more[0] if more else end)
        end = inside.start()
    population = population or who.apposed(text, end, sentence.end)
    records = list(_records(view, sentence, (at, end), population, hit))
    points = not records or (after and "following" in after.group().lower()) or treated.POINTS_ON.match(text, at, end)
    while records and hit.label == "purpose" and (on := treated.goes_on(text, end, sentence.end)):
        stop = treated.condition_end(text, on, sentence.end)
        spans = coordinated(text, on, stop, whole)
        if not spans or not whole(*spans[0]):
            break
        records += _records(view, sentence, (on, stop), population, hit)
        end = stop
    listed, end = _list_behind(view, sentence, end, population, points and hit.label == "purpose")
    records = listed if points and listed else records + listed
    if more:
        further, end = _objects(view, sentence, more[1], hit)
        records += further
    # "to improve control in adults with diabetes": the object is no condition, what the adults have is.
    lowered = hit.label == "weak" and not treated.MEASURE.match(text, at, sentence.end)
    if population and (lowered or not any(whole(r.evidence[0].start, r.evidence[0].end) for r in records)):
        had, end = _had(view, sentence, population, end, hit)
        records += had
    return records, end


def _had(view: View, sentence: Sentence, people: SpanOf, end: int, hit: Hit) -> tuple[list[Indication], int]:
    """What the people in whom the product is used have, and where that ends; `end` where nothing is said of it."""
    tail = treated.POPULATION.match(view.text, people[0], sentence.end)
    if tail is None:
        return [], end
    end = treated.condition_end(view.text, tail.end(), sentence.end)
    return list(_records(view, sentence, (tail.end(), end), tail.span(1), None, hit.rule.id)), end


def _list_behind(
    view: View, sentence: Sentence, at: int, population: SpanOf | None, later: object
) -> tuple[list[Indication], int]:
    """The conditions of the list behind a colon or semicolon at `at` (or a colon `later` on), and where they end."""
    colon = treated.LIST_COLON.match(view.text, at, sentence.end)
    if colon is None and not treated.EXPLAINED.match(view.text, at, sentence.end):
        colon = treated.SEMICOLON.match(view.text, at, sentence.end)
    if colon is None and later:
        colon = treated.LATER_COLON.match(view.text, at, sentence.end)
    spans = list(flat_list(view, sentence, colon.end(), names_condition(view, sentence))) if colon else []
    records = [r for span in spans for r in _records(view, sentence, span, population, None, "indication.listed")]
    return records, spans[-1][1] if spans else at


def _records(
    view: View, sentence: Sentence, span: SpanOf, population: SpanOf | None, hit: Hit | None, rule: str = ""
) -> Iterator[Indication]:
    """One record a condition of the list `span`; after a weak purpose ("reduce") only what surely is a condition."""
    text = view.text
    whole = names_condition(view, sentence)
    rule = hit.rule.id if hit else rule
    people = " ".join(text[population[0] : population[1]].split()).strip(" ,") if population else None
    risk = hit is not None and hit.label == "weak" and treated.MEASURE.match(text, *span) is not None
    for start, end in conditions(view, sentence, span, whole, risk):
        start, end = treated.bare(text, *use_verdicts.before_product(view, start, end))
        sure = hit is None or hit.label == "purpose" or use_verdicts.sure(whole, hit, text, start, end)
        if (
            not sure
            or treated.no_condition(text, start, end)
            or use_verdicts.names_medicine(view, sentence, start, end)
        ):
            continue
        pointing = text[end : sentence.end].strip() == ":" and use_lists.kind_before(text, sentence, start)
        if pointing and treated.is_kind(text[start:end]):
            continue  # "to treat the following skin diseases:" names none of them
        evidence = view.evidence(start, end, rule)
        yield Indication(condition=" ".join(evidence.text.split()), population=people or None, evidence=[evidence])


def _direct(view: View, sentence: Sentence, use: Hit) -> Iterator[Indication]:
    """The condition right behind a use: "used for gout", "used in adults with gout", "because you have gout"."""
    text = view.text
    if reason := uses.YOU_HAVE.search(lower(text), use.end, sentence.end):
        yield from _objects(view, sentence, reason.end(), use)[0]
        return
    if text[use.start : use.end].lower() in ("efficacy", "effectiveness"):
        return  # "efficacy was shown in adults with gout" tells of a trial
    link = uses.DIRECT.match(text, use.end, sentence.end)
    listed = _objects(view, sentence, link.end(), use)[0] if link and link.group().rstrip().endswith(":") else []
    if use.label == "use" and not listed and (people := treated.for_people(text, use.end, sentence.end)) is not None:
        yield from _objects(view, sentence, people, use)[0]
        return
    if use.label == "use" and (led := who.led_to(text, use.end, sentence.end)):
        records = _objects(view, sentence, led[1], use)[0]
        yield from _in_people(text, [r for r in records], led[0])
        return
    if link is None:
        return
    at = link.end()
    population = treated.POPULATION.match(text, at, sentence.end)
    linked = link.group().strip().lower()
    direct = linked.endswith(("for", "against", ":")) or link["adjunct"] or link["alone"]
    # "Effective in gout" is its use, "used in pregnancy" is not.
    good = linked.endswith("in") and not text[use.start : use.end].lower().startswith("use")
    remedy = text[use.start : use.end].lower() in uses.REMEDY and linked == "for"
    if population or remedy or (use.label == "use" and (direct or good)):
        yield from _objects(view, sentence, at, use)[0]


def _further_on(view: View, sentence: Sentence, use: Hit) -> Iterator[Indication]:
    """The condition that "indicated" leads to over other words: "indicated after surgery in osteosarcoma"."""
    text = view.text
    if text[use.start : use.end].lower() not in uses.LEADS_FURTHER or view.kind(sentence) != "indications":
        return
    if uses.CAREFUL.search(text, sentence.start, sentence.end):
        return
    whole = names_condition(view, sentence)
    for link in uses.LINKS.finditer(text, use.end, sentence.end):
        start, end = treated.bare(text, link.end(), treated.condition_end(text, link.end(), sentence.end))
        if any(whole(*first) for first in coordinated(text, start, end, whole)[:1]):
            yield from _objects(view, sentence, start, use)[0]
            return


def _item(view: View, sentence: Sentence, listing: int) -> Iterator[Indication]:
    """The condition that a list item or line names: "1. Tinea pedis"."""
    text = view.text
    start, end = trim(text, sentence.start, sentence.end)
    words = text[start:end].split()
    block = view.blocks[sentence.block]
    ended = text[sentence.end - 1] in ".*" and not (len(words) <= _SENTENCE and use_lists.among_lines(view, sentence))
    if not words or (not listing and block.kind != "list_item" and (len(words) > 12 or ended)):
        return
    population = None
    # Within a list a verb may stand in what describes the condition: "cancer that has come back".
    named = listing == 2 or (listing == 1 and (block.kind == "list_item" or text[start].islower()))
    if led := treated.POPULATION.match(text, start, end):
        population, start = led.span(1), led.end()
    elif you := treated.YOU.match(text, start, end):
        start = you.end()
    elif treated.CLAUSE_START.match(text, start, min(end, start + (12 if named else 60))):
        return
    cut = treated.condition_end(text, start, end)
    if inside := treated.IN_PEOPLE.search(text, start, cut):
        population = population or treated.people(text, *inside.span("who"))
        cut = inside.start()
    expected = listing or (view.kind(sentence) == "indications" and block.kind == "list_item")
    if not expected and not names_condition(view, sentence)(start, cut):
        return
    yield from _records(view, sentence, (start, cut), population, None, "indication.item")
    if listing and not treated.EXPLAINED.match(text, cut, sentence.end):
        yield from _list_behind(view, sentence, cut, population, False)[0]


def _united(records: list[Indication]) -> list[Indication]:
    """A condition named again with fewer modifiers ("acne" after "severe nodular acne") is the same one."""
    out: list[tuple[str, Indication]] = []
    for record in records:
        key = str(same(record))
        fuller = next((r for k, r in out if len(key) > 3 and treated.modifies(k, key)), None)
        if fuller is None:
            out.append((key, record))
        else:
            fuller.evidence += record.evidence
            fuller.population = fuller.population or record.population
    return [record for _, record in out]

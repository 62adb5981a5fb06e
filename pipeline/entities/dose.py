"""A view in, the doses of this medicine out: how much, how often, for how long, for whom and for what.

The numbers and their combination are pipeline.posology's; this module knows where in a leaflet doses may stand, what
only looks like one, and what headings, labels and the sentences before say about whom a dose is for.
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise, product

from pipeline.lexicon import Lexicon
from pipeline.model import Dose, DoseKind
from pipeline.phrases.case import lower
from pipeline.posology.acceptance import accepted, in_sequence, is_breakdown, loose_accepted
from pipeline.posology.assembly import at_times_of_day, regimens
from pipeline.posology.context import Context
from pipeline.posology.labels import introduce, is_medicine, label_in_front
from pipeline.posology.ownership import is_of_other, substances
from pipeline.posology.parts import bounded
from pipeline.posology.people import Label, names
from pipeline.posology.pieces import pieces_of
from pipeline.posology.regimen import Cue, Regimen
from pipeline.posology.sighting import names_people, states_low, states_number, states_times
from pipeline.posology.whom import Clause, label_each
from pipeline.rules import Hit, RuleSet, load_rules
from pipeline.view import Sentence, View

KEY = "doses"
NEEDS: tuple[str, ...] = ()

_DOSING = ("dosage", "how_to_use")
_ASIDE = frozenset(
    "missed_dose overdose stopping storage composition contents supply pharmacology clinical_studies mechanism "
    "side_effects contraindications interactions disclaimer".split()
)
_ELSEWHERE_ASIDE = _ASIDE | frozenset(_DOSING)
_LOOSE = ("overview", "benefits", "before_use", "warnings", "boxed_warning", "indications", "patient_advice")
_LOOSE_CUE = re.compile(
    r"\b(?:your|usual|recommended|maximum|starting|maintenance|limit\w*\sthe|reduce\w*\sthe)\s(?:daily\s|starting\s|maintenance\s)?dos(?:e|age)\b"
    r"|\b(?:once|twice|daily)\sdos(?:ing|age)\b|\b(?:once|twice)(?:\sor\stwice)?[\s-]daily\b",
    re.I,
)
_LOOSE_WORDS = (re.compile(" dos"), re.compile("daily"))
"""Plain words that every match of _LOOSE_CUE holds: found many times faster than it, in the whole text."""
_NEVER = re.compile(r"\b(?:not|never)\b[^.;,]{0,40}$", re.I)


class _Leaflet:
    """What is worked out once for a leaflet: the sentences of its dosage part, and the substances it is about."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._hits: dict[int, list[Hit]] = {}
        sentences = (s for s in view.within(_DOSING) if _ASIDE.isdisjoint(view.kinds(s)))
        self.dosing = list(bounded(view, sentences))

    def hits(self, sentence: Sentence) -> list[Hit]:
        """The matches of dose.jsonl in one sentence, found once."""
        found = self._hits.get(sentence.index)
        if found is None:
            found = self._hits[sentence.index] = self.view.hits("dose", sentence)
        return found

    def known(self, sentence: Sentence) -> list[Hit] | None:
        """What `hits` found in a sentence; None where it was not asked."""
        return self._hits.get(sentence.index)

    @cached_property
    def substances(self) -> set[str]:
        """The substances named in the title and the composition."""
        return substances(self.view, _DOSING)


def extract(view: View) -> list[Dose] | None:
    """One record a dosage statement; None where the leaflet has no section on dosage and states no dose elsewhere."""
    leaflet = _Leaflet(view)
    found = [*_of_sections(leaflet), *_elsewhere(leaflet)]
    if not found and not view.has(*_DOSING):
        return None
    _settle_route(leaflet, found)
    return _restated(found)


def same(record: Dose) -> Hashable:
    """Doses are one fact where all numbers, the kind, and whom and what they are for agree."""
    return (
        _numbers(record),
        (record.divided_into, record.divided_into_high, record.kind, record.as_needed),
        _lasting(record),
        _folded(record.population),
        _folded(record.indication),
        record.text if record.amount is None and record.frequency is None else None,
    )


def _numbers(dose: Dose) -> Hashable:
    a, f = dose.amount, dose.frequency
    return (
        (a.low, a.high, a.unit, a.per) if a else None,
        (f.low, f.high, f.period, f.period_high, f.period_unit) if f else None,
    )


def _lasting(dose: Dose) -> Hashable:
    d = dose.duration
    return (d.low, d.high, d.unit, d.text if d.low is None and d.high is None else None) if d else None


def _folded(text: str | None) -> str | None:
    return text.lower() if text else None


def _of_sections(leaflet: _Leaflet) -> Iterator[Dose]:
    context = Context()
    for sentence in leaflet.dosing:
        own = leaflet.view.kind(sentence) == "special_populations"
        context.enter(sentence.section, leaflet.view.sections[sentence.section].title if own else None)
        yield from _of_sentence(leaflet, sentence, context)


def _of_sentence(leaflet: _Leaflet, sentence: Sentence, context: Context) -> Iterator[Dose]:
    view = leaflet.view
    text = view.quote(sentence)
    block = view.blocks[sentence.block]
    if block.kind == "heading" and not _states_dose(view, sentence):
        context.title(text)
        return
    label = label_in_front(view, sentence, text, context)
    if label is None:
        return
    own, begin = label
    doses = list(_doses(leaflet, sentence, begin, own, context))
    if not doses:
        introduce(view, sentence, text, context)
    yield from doses


def _states_dose(view: View, heading: Sentence) -> bool:
    """Whether a line that stands like a heading is a dose without a full stop: "Adults: 200 mg once daily"."""
    if not states_number(lower(view.text), heading.start, heading.end, heading.norms):
        return False
    kinds = {p.kind for p in pieces_of(view.text, heading.start, heading.end)}
    return "amount" in kinds and not kinds.isdisjoint({"often", "rate", "divided"})


def _doses(leaflet: _Leaflet, sentence: Sentence, begin: int, own: Label, context: Context) -> Iterator[Dose]:
    view = leaflet.view
    low, start, end = lower(view.text), sentence.start + begin, sentence.end
    pieces = pieces_of(view.text, start, end) if states_number(low, start, end, sentence.norms) else []
    stated = any(p.kind in ("amount", "often") for p in pieces)
    by_times = states_times(sentence.norms)
    if not stated and not by_times and not states_low(sentence.norms):
        return
    hits = leaflet.hits(sentence)
    if not stated and not by_times:
        yield from _gradual(view, hits)
        return
    cues = [Cue(h.label, h.value, h.start, h.end, h.rule.id) for h in hits]
    found = regimens(view.text, sentence.start, sentence.end, pieces, cues, context.counted) if stated else []
    if by_times and (found or not stated) and all(r.limits for r in found):
        found = [*at_times_of_day(view.text, _in_front(cues, found)), *found]
    found = [r for r in found if not is_breakdown(view.text, sentence.start, r)]
    labelled = names(own) or context.population is not None or context.kind is not None
    good = {id(r) for r in found if accepted(view.text, sentence.start, sentence.end, r, cues, labelled=labelled)}
    steps = [pair for pair in pairwise(found) if in_sequence(view.text, *pair)]
    for one, two in [*steps, *((two, one) for one, two in reversed(steps))]:
        if id(one) in good:
            good.add(id(two))
    kept = [r for r in found if id(r) in good]
    if kept and (terms := view.terms(sentence, "substance")) and (own_names := leaflet.substances):
        kept = [r for r in kept if not is_of_other(view, sentence, r, terms, own_names)]
    context.counted = next((c for r in reversed(kept) if (c := r.counted())), context.counted)
    yield from _records(view, sentence, kept, own, begin, context)
    yield from _gradual(view, hits)


def _in_front(cues: list[Cue], found: list[Regimen]) -> list[Cue]:
    """The cues in front of the first regimen, all where there is none."""
    return [c for c in cues if c.end <= found[0].start] if found else cues


def _gradual(view: View, hits: list[Hit]) -> Iterator[Dose]:
    """ "started at a low dose and gradually increased": a titration without a number."""
    for hit in [h for h in hits if h.label == "titration_text"][:1]:
        evidence = view.evidence(hit.start, hit.end, hit.rule.id)
        yield Dose(text=evidence.text, kind="titration", evidence=[evidence])


def _records(
    view: View, sentence: Sentence, kept: list[Regimen], own: Label, begin: int, context: Context
) -> Iterator[Dose]:
    clause = Clause(view.text, sentence.start, sentence.end, sentence.start + begin, own, names_people(sentence.norms))
    for regimen, label in zip(kept, label_each(clause, kept), strict=True):
        people = label.population or context.population
        what = label.indication
        if what is not None and is_medicine(view, sentence, what):
            what = None
        what = what or context.of_block or context.indication
        yield _record(view, regimen, people, what, context.kind_of_block or context.kind)


def _record(view: View, r: Regimen, who: str | None, what: str | None, kind: DoseKind | None) -> Dose:
    rule = "amount" if r.frequency is None else "frequency" if r.amount is None else "regimen"
    evidence = view.evidence(r.start, r.end, f"dose.{rule}")
    low, high = r.divided or (None, None)
    return Dose(
        text=evidence.text,
        kind=r.kind or kind or "usual",
        amount=r.amount,
        frequency=r.frequency,
        divided_into=low,
        divided_into_high=high,
        count=r.count,
        ucum=r.ucum(),
        route=r.route,
        timing=r.timing,
        as_needed=r.as_needed,
        duration=r.duration,
        population=who,
        indication=what,
        evidence=[evidence],
    )


def _elsewhere(leaflet: _Leaflet) -> Iterator[Dose]:
    """Doses in running text outside the dosage sections, where a cue says outright that one is stated."""
    view = leaflet.view
    starts = [s.start for s in view.sentences]
    places = {bisect_right(starts, m.start()) - 1 for word in _LOOSE_WORDS for m in word.finditer(view.text)}
    for sentence in bounded(view, (view.sentences[k] for k in sorted(places) if k >= 0)):
        kinds = view.kinds(sentence)
        if (
            kinds.isdisjoint(_LOOSE)
            or not kinds.isdisjoint(_ELSEWHERE_ASIDE)
            or not _LOOSE_CUE.search(view.text, sentence.start, sentence.end)
        ):
            continue
        for dose in _doses(leaflet, sentence, 0, Label(None, None), Context()):
            if loose_accepted(view.text, sentence.start, sentence.end, dose):
                yield dose


def _settle_route(leaflet: _Leaflet, doses: list[Dose]) -> None:
    """Give doses without a route the one that the dosage sections state, if they state one and only one."""
    if all(d.route for d in doses):
        return
    routes = {d.route for d in doses if d.route}
    view = leaflet.view
    rules = _route_rules(view.lexicon)
    for sentence in leaflet.dosing:
        if len(routes) > 1:
            return
        if not rules.triggers.isdisjoint(sentence.cues):
            known = leaflet.known(sentence)
            hits = view.matches(rules, sentence.first, sentence.last) if known is None else known
            routes.update(
                h.value for h in hits if h.label == "route" and not _NEVER.search(view.text, sentence.start, h.start)
            )
    if len(routes) == 1:
        route = routes.pop()
        for dose in doses:
            dose.route = dose.route or route


@lru_cache(maxsize=4)
def _route_rules(lexicon: Lexicon) -> RuleSet:
    """The rules that name a route: all that counts in sentences without a dose."""
    return RuleSet(lexicon.vocab, [rule for rule in load_rules("dose") if rule.label == "route"])


def _restated(doses: list[Dose]) -> list[Dose]:
    """The doses, with each that only says less than an earlier one made equal to it, so that it becomes evidence."""
    seen: dict[Hashable, Dose] = {}
    for dose in doses:
        if dose.amount is None and dose.frequency is None:
            continue
        head = (_numbers(dose), dose.kind)
        more = (_lasting(dose), dose.population, dose.indication, (dose.divided_into, dose.divided_into_high))
        earlier = seen.get((head, more))
        if earlier is not None:
            dose.duration, dose.population, dose.indication = earlier.duration, earlier.population, earlier.indication
            dose.divided_into, dose.divided_into_high = earlier.divided_into, earlier.divided_into_high
        # What a later dose may leave out and still be this one: each set of its further facts.
        for less in product(*((fact, nothing) for fact, nothing in zip(more, _NOTHING_MORE, strict=True))):
            seen.setdefault((head, less), dose)
    return doses


_NOTHING_MORE = (None, None, None, (None, None))

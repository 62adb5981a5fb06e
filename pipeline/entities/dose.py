"""A view in, the doses of this medicine out: how much, how often, for how long, for whom and for what.

The numbers and their combination are pipeline.posology's; this module knows where in a leaflet doses may stand, what
only looks like one, and what headings, labels and the sentences before say about whom a dose is for.
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator
from functools import cached_property
from itertools import pairwise

from pipeline.model import Dose, DoseKind
from pipeline.phrases.case import lower
from pipeline.posology.acceptance import accepted, in_sequence, loose_accepted
from pipeline.posology.assembly import regimens
from pipeline.posology.context import Context, is_statement, kind_of, names
from pipeline.posology.people import Label, condition, label_of, population, run_in
from pipeline.posology.pieces import pieces_of
from pipeline.posology.regimen import Cue, Regimen
from pipeline.rules import Hit
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
_MAYBE = re.compile(
    r"\d|½|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|quarter|once|twice|thrice|daily|weekly|monthly"
    r"|fortnightly|hourly|every|each|per|alternate|nightly|nocte|[btq]\.?i\.?d|bd|tds|qds|od|low|lower|lowest|small|a\s(?:day|week))\b",
)
"""A sentence without any of these states no dose; most sentences are passed over by this alone."""
_LOOSE_CUE = re.compile(
    r"\b(?:your|usual|recommended|maximum|starting|maintenance|limit\w*\sthe|reduce\w*\sthe)\s(?:daily\s|starting\s|maintenance\s)?dos(?:e|age)\b"
    r"|\b(?:once|twice|daily)\sdos(?:ing|age)\b|\b(?:once|twice)(?:\sor\stwice)?[\s-]daily\b",
    re.I,
)
_LOOSE_WORDS = (re.compile(" dos"), re.compile("daily"))
"""Plain words that every match of _LOOSE_CUE holds: found many times faster than it, in the whole text."""
_LOW = re.compile(r"\b(?:low(?:er|est)?|small)\b", re.I)
_LABEL_CHARACTERS = 110
_TITLE_SENTENCES = 6
_COMPANION = re.compile(r"\b(?:with|than|as|like|and)\s(?:\w+\s)?$", re.I)
""""In combination with ribavirin" names what is taken beside this medicine."""
_ROUTE_WORDS = (
    "oral mouth swallow skin vein muscle venous muscular cutaneous topical nostril inhal rect vagina tongue patch"
).split()
_ROUTE_MARKS = re.compile(r"eyes?\b|\bi\.?[vm]\b")
"""A sentence without any of these names no route of administration."""
_PROSE = re.compile(r"(?:The|Your|You|This|It|Treatment|When|Take|Do|Swallow)\s")
_COLUMNS = re.compile(r"\s*(?:body\s)?(?:weight|age|dose|creatinine|patients?|day|week|indication)\b", re.I)


class _Leaflet:
    """What is worked out once for a leaflet: the sentences of its dosage part, and the substances it is about."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._hits: dict[int, list[Hit]] = {}
        self.dosing = [s for s in view.within(_DOSING) if _ASIDE.isdisjoint(view.kinds(s))]

    def hits(self, sentence: Sentence) -> list[Hit]:
        """The matches of dose.jsonl in one sentence, found once."""
        found = self._hits.get(sentence.index)
        if found is None:
            found = self._hits[sentence.index] = self.view.hits("dose", sentence)
        return found

    @cached_property
    def substances(self) -> set[str]:
        """The substances named in the title and the composition."""
        places = [*self.view.sentences[:_TITLE_SENTENCES], *self.view.within(("title", "composition", "contents"))]
        return {t.term.name for s in places for t in self.view.terms(s, "substance")}


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
    a, f, d = record.amount, record.frequency, record.duration
    return (
        (a.low, a.high, a.unit, a.per) if a else None,
        (f.low, f.high, f.period, f.period_high, f.period_unit) if f else None,
        (record.divided_into, record.divided_into_high, record.kind, record.as_needed),
        (d.low, d.high, d.unit, d.text if d.low is None else None) if d else None,
        _folded(record.population),
        _folded(record.indication),
        record.text if a is None and f is None else None,
    )


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
    if block.kind == "heading" and not _states_dose(text):
        context.title(text)
        return
    own, begin = Label(None, None), 0
    if (sentence.opens or block.kind == "paragraph") and (label := run_in(text)) is not None:
        own, begin = label_of(label[0]), label[1] if names(label_of(label[0])) else 0
        if own.indication and _is_medicine(view, sentence, own.indication):
            own, begin = Label(None, None), 0
        if own.population and sentence.opens and label[2]:
            context.take(Label(own.population, None), None)
            context.by_label = True
    if sentence.opens and block.kind == "paragraph" and not names(own) and _PROSE.match(text):
        context.prose()
    if (
        block.kind == "table_row"
        and _COLUMNS.match(text)
        and not label_of(text[: block.cells[0][1] - block.cells[0][0]]).population
    ):
        return
    if block.kind == "table_row" and block.cells:
        own = _row_label(view, block.cells[0])
        begin = block.cells[0][1] - sentence.start if names(own) else 0
    maybe = _MAYBE.search(lower(view.text), sentence.start + begin, sentence.end)
    doses = list(_doses(leaflet, sentence, begin, own, context)) if maybe else []
    if not doses:
        _introduce(view, sentence, text, context)
    yield from doses


def _states_dose(heading: str) -> bool:
    """Whether a line that stands like a heading is a dose without a full stop: "Adults: 200 mg once daily"."""
    if not _MAYBE.search(heading.lower()):
        return False
    kinds = {p.kind for p in pieces_of(heading, 0, len(heading))}
    return "amount" in kinds and not kinds.isdisjoint({"often", "rate", "divided"})


def _is_medicine(view: View, sentence: Sentence, name: str) -> bool:
    """Whether a label names a medicine ("Tavoril: one tablet a day") and so says nothing of what the dose is for."""
    if name.lower().startswith(tuple(view.product_names) or ("\0",)):
        return True
    return any(
        t.start - sentence.start <= 2 and t.end - t.start >= len(name) - 3 for t in view.terms(sentence, "substance")
    )


def _row_label(view: View, cell: tuple[int, int]) -> Label:
    """The first cell of a table row, where it says whom the row is for."""
    label = label_of(view.text[cell[0] : cell[1]])
    return label if label.population else Label(None, None)


def _introduce(view: View, sentence: Sentence, text: str, context: Context) -> None:
    """Take from a sentence without a dose what it says of those that follow: "The recommended dose for adults is:"."""
    block = view.blocks[sentence.block]
    alone = sentence.start == block.body and sentence.end == block.end and len(text) <= _LABEL_CHARACTERS
    if alone and not re.search(r"[.!?;,]$", text) and not is_statement(text):
        context.title(text)
    elif text.endswith(":") and re.search(r"\bdos(?:e|es|age)\b|\brecommended\b|\busual", text, re.I):
        found = population(text)
        label = condition(text)
        context.take(Label(found[0] if found else label.population, label.indication), kind_of(text))


def _doses(leaflet: _Leaflet, sentence: Sentence, begin: int, own: Label, context: Context) -> Iterator[Dose]:
    view = leaflet.view
    pieces = pieces_of(view.text, sentence.start + begin, sentence.end)
    stated = any(p.kind in ("amount", "often") for p in pieces)
    if not stated and not _LOW.search(view.text, sentence.start, sentence.end):
        return
    hits = leaflet.hits(sentence)
    if not stated:
        yield from _gradual(view, hits)
        return
    cues = [Cue(h.label, h.value, h.start, h.end, h.rule.id) for h in hits]
    found = regimens(view.text, sentence.start, sentence.end, pieces, cues)
    labelled = names(own) or context.population is not None
    good = {id(r) for r in found if accepted(view.text, sentence.start, sentence.end, r, cues, labelled=labelled)}
    steps = [pair for pair in pairwise(found) if in_sequence(view.text, *pair)]
    for one, two in [*steps, *((two, one) for one, two in reversed(steps))]:
        if id(one) in good:
            good.add(id(two))
    kept = [r for r in found if id(r) in good]
    kept = [r for r in kept if not _of_other_substance(leaflet, sentence, r)]
    yield from _records(view, sentence, kept, own, context)
    yield from _gradual(view, hits)


def _gradual(view: View, hits: list[Hit]) -> Iterator[Dose]:
    """ "started at a low dose and gradually increased": a titration without a number."""
    for hit in [h for h in hits if h.label == "titration_text"][:1]:
        evidence = view.evidence(hit.start, hit.end, hit.rule.id)
        yield Dose(text=evidence.text, kind="titration", evidence=[evidence])


def _records(view: View, sentence: Sentence, kept: list[Regimen], own: Label, context: Context) -> Iterator[Dose]:
    text = view.text
    whole = condition(text[sentence.start : sentence.end])
    at = sentence.start
    who = own.population
    for k, regimen in enumerate(kept):
        stop = kept[k + 1].start if k + 1 < len(kept) else sentence.end
        if (phrase := population(text[at : regimen.start])) is not None:
            who = phrase[0]
        elif (
            who is None
            and (later := population(re.split(r"[;.]|\bthen\b", text[regimen.end : stop], maxsplit=1)[0])) is not None
        ):
            yield _record(
                view, regimen, later[0], own.indication or whole.indication or context.indication, context.kind
            )
            at = regimen.end
            continue
        people = who or whole.population or context.population
        yield _record(view, regimen, people, own.indication or whole.indication or context.indication, context.kind)
        at = regimen.end


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


def _of_other_substance(leaflet: _Leaflet, sentence: Sentence, regimen: Regimen) -> bool:
    """Whether a substance that this leaflet is not about is what the dose is of."""
    view = leaflet.view
    others = [
        t
        for t in view.terms(sentence, "substance")
        if (regimen.start - 60 < t.start < regimen.end and not _COMPANION.search(view.text, sentence.start, t.start))
        or view.text[regimen.end : t.start].strip() in ("", "of")
    ]
    if not others:
        return False
    before = view.text[sentence.start : regimen.start].lower()
    if any(name in before for name in view.product_names if len(name) > 3):
        return False
    own = leaflet.substances
    return bool(own) and all(t.term.name not in own for t in others)


def _elsewhere(leaflet: _Leaflet) -> Iterator[Dose]:
    """Doses in running text outside the dosage sections, where a cue says outright that one is stated."""
    view = leaflet.view
    starts = [s.start for s in view.sentences]
    places = {bisect_right(starts, m.start()) - 1 for word in _LOOSE_WORDS for m in word.finditer(view.text)}
    for sentence in (view.sentences[k] for k in sorted(places) if k >= 0):
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
    for sentence in leaflet.dosing:
        if len(routes) > 1:
            return
        if _names_route(lower(view.text), sentence):
            routes |= {h.value for h in leaflet.hits(sentence) if h.label == "route"}
    if len(routes) == 1:
        route = routes.pop()
        for dose in doses:
            dose.route = dose.route or route


def _names_route(low: str, sentence: Sentence) -> bool:
    for word in _ROUTE_WORDS:
        if low.find(word, sentence.start, sentence.end) >= 0:
            return True
    return _ROUTE_MARKS.search(low, sentence.start, sentence.end) is not None


def _restated(doses: list[Dose]) -> list[Dose]:
    """The doses, with each that only says less than an earlier one made equal to it, so that it becomes evidence."""
    for k, dose in enumerate(doses):
        for earlier in doses[:k]:
            if dose.amount == earlier.amount and dose.frequency == earlier.frequency and _says_less(dose, earlier):
                dose.kind, dose.duration = earlier.kind, earlier.duration
                dose.population, dose.indication = earlier.population, earlier.indication
                dose.divided_into, dose.divided_into_high = earlier.divided_into, earlier.divided_into_high
                break
    return doses


def _says_less(dose: Dose, earlier: Dose) -> bool:
    if dose.amount is None and dose.frequency is None:
        return False
    same_kind = dose.kind == earlier.kind
    open_ = all(
        getattr(dose, name) in (None, getattr(earlier, name))
        for name in ("duration", "population", "indication", "divided_into")
    )
    return same_kind and open_

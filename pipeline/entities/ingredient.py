"""Active substances and excipients: a leaflet's view in, one ingredient a substance out, with strengths and codes."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.composition.actives import read_actives
from pipeline.composition.cues import read_cues
from pipeline.composition.excipient_names import Item
from pipeline.composition.excipient_warnings import IONS, concerns, read_warned
from pipeline.composition.excipient_warnings import RULE as WARNED
from pipeline.composition.excipients import Excipient, read_excipients
from pipeline.composition.identifiers import imported_codes, open_codes, together
from pipeline.composition.names import base_of, normal_name
from pipeline.composition.statements import Rank, Statement
from pipeline.composition.strengths import Group
from pipeline.composition.substances import Stated
from pipeline.composition.title import Title, read_title
from pipeline.model import Code, Evidence, Ingredient, Strength
from pipeline.view import Sentence, View
from pipeline.wordings import Term

_PLURAL = re.compile(r"s\b")
_MARKS = re.compile(r"[^a-z0-9]+")

KEY = "ingredients"
NEEDS: tuple[str, ...] = ()


@dataclass(slots=True)
class _Active:
    """One active substance as it gathers: every form it is named in with the strengths of that form, and its places."""

    keys: set[str]
    forms: dict[str, list[Strength]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)


def extract(view: View) -> list[Ingredient] | None:
    """The ingredients of one leaflet; None where no line, sentence or section could have named one."""
    title = read_title(view)
    cues = read_cues(view)
    statements = read_actives(view, title, cues)
    others = read_excipients(view, cues)
    if not statements and others is None and not view.has("composition", "contents"):
        return None
    actives = _gather(view, statements)
    records = [_record(view, a, s) for a, s in zip(actives, _strengths(actives, title), strict=True)]
    return records + _excipients(view, others)


def same(record: Ingredient) -> Hashable:
    """Equal names in the same role are one ingredient."""
    return record.role, _key(record.name)


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """A name without the differences of spelling that the same leaflet mixes."""
    plain = name.lower().replace("ph", "f").replace("ae", "e").replace("oe", "e")
    return _MARKS.sub("", _PLURAL.sub("", plain))


def _gather(view: View, statements: list[Statement]) -> list[_Active]:
    """The substances that the best places declare, each with all statements that speak of it.

    Where some place declares the active substances, what other places say counts only for those.
    """
    declared = [s for s in statements if s.rank is Rank.DECLARED]
    best = declared or _trusted(view, statements)
    actives: list[_Active] = []
    for statement in best:
        _add(view, actives, statement, new=True)
    for statement in statements:
        if all(statement is not s for s in best):
            _add(view, actives, statement, new=False)
    return actives


def _trusted(view: View, statements: list[Statement]) -> list[Statement]:
    """Without a declaration: measured amounts and composition lines, else the title, else what the text tells."""
    active = [s for s in statements if s.rank is Rank.LISTED or not _is_excipient(view, s)]
    stated = [s for s in active if s.rank in (Rank.MEASURED, Rank.LISTED)]
    first = min((s.rank for s in active), default=None)
    return stated or [s for s in active if s.rank == first]


def _is_excipient(view: View, statement: Statement) -> bool:
    """Whether an excipient is named and no substance that is a medicine."""
    hits = [h for h in view.terms(statement.sentence) if h.start <= statement.stated.start < h.end]
    known = {h.lexicon for h in hits if h.lexicon == "excipient" or not h.term.ambiguous}
    return "excipient" in known and "substance" not in known


def _add(view: View, actives: list[_Active], statement: Statement, *, new: bool) -> None:
    """Put a statement to the substance it speaks of; `new` allows it to be one not seen yet."""
    stated = statement.stated
    name = normal_name(view.text[stated.start : stated.end])
    keys = _keys(view, stated)
    active = _which(actives, statement, keys, _key(name))
    if active is None:
        if not new:
            return
        active = _Active(set())
        actives.append(active)
    active.keys |= keys
    active.statements.append(statement)
    for form, strengths in [(name, stated.strengths), *((_form(view, e, name), e.strengths) for e in stated.equals)]:
        kept = active.forms.setdefault(form, [])
        if not statement.prepared:
            kept += [s for s in strengths if not _stands(s, kept)]


def _which(actives: list[_Active], statement: Statement, keys: set[str], own: str) -> _Active | None:
    """The substance that a statement speaks of, None for a new one. In one list, equal salts of one base stay apart."""
    if found := next((a for a in actives if own in a.keys), None):
        return found
    apart = [a for a in actives if all(s.sentence is not statement.sentence for s in a.statements)]
    if found := next((a for a in apart if not a.keys.isdisjoint(keys)), None):
        return found
    return next((a for a in apart if _is_same(a.keys, keys)), None)


def _keys(view: View, stated: Stated) -> set[str]:
    """What a substance may be recognised by: its name and base, its other forms, what stands in brackets behind it."""
    own = normal_name(view.text[stated.start : stated.end])
    names = [own]
    names += [normal_name(view.text[e.start : e.end]) for e in stated.equals]
    names += [normal_name(view.text[a:b]) for a, b in stated.aliases]
    whole = [name for name in names if len(_key(name)) > 3 and not _only_salt(name)]
    return {_key(own), *(_key(n) for name in whole for n in (name, base_of(name) or name))}


def _only_salt(name: str) -> bool:
    return base_of("x " + name) == "x"


def _is_same(known: set[str], keys: set[str]) -> bool:
    """Whether a name of one begins a name of the other ("dabigatran", "dabigatran etexilate")."""
    return any(a.startswith(b) or b.startswith(a) for a in known for b in keys if min(len(a), len(b)) > 6)


def _form(view: View, stated: Stated, name: str) -> str:
    """How a form is named in full: "as maleate" of timolol is timolol maleate."""
    form = normal_name(view.text[stated.start : stated.end])
    return f"{name} {form}" if _only_salt(form) else form


def _stands(strength: Strength, among: Iterable[Strength]) -> bool:
    key = (strength.value, strength.unit, strength.per_value, strength.per_unit)
    return any((s.value, s.unit, s.per_value, s.per_unit) == key for s in among)


def _strengths(actives: list[_Active], title: Title) -> list[list[Strength]]:
    """The strengths of each active substance: the title's, tied by order or value, and those stated beside its name."""
    parts: list[list[Strength]] = [[] for _ in actives]
    for group in title.strengths:
        if len(actives) == 1 and group.parts == 1:
            parts[0] += [o[0] for o in group.options if not _stands(o[0], parts[0])]
        elif len(actives) > 1 and group.parts == len(actives):
            for i, index in enumerate(_order(actives, group)):
                parts[index] += [o[i] for o in group.options if not _stands(o[i], parts[index])]
    return [_chosen(active, own) for active, own in zip(actives, parts, strict=True)]


def _order(actives: list[_Active], group: Group) -> list[int]:
    """Which substance each part of a combination in the title is: by the strengths in the text, else by order."""
    stated = [[s for form in a.forms.values() for s in form] for a in actives]
    order: list[int] = []
    for place, part in enumerate(group.options[0]):
        fits = [i for i, own in enumerate(stated) if i not in order and any(_near(part, s) for s in own)]
        if not fits:
            return list(range(len(actives)))
        order.append(place if place in fits else fits[0])
    return order


def _near(one: Strength, other: Strength) -> bool:
    return one.value == other.value and one.unit == other.unit


def _chosen(active: _Active, title: list[Strength]) -> list[Strength]:
    """The title's strengths with those of the form they are stated for; else those of the first form that has any.

    Strengths of other forms are equivalents, not strengths of this product ("5 mg as 6.9 mg besilate"). A composition
    line outweighs the title: it says what the number in a brand's name leaves open.
    """
    forms = [f for f in active.forms.values() if f]
    listed = any(s.rank is Rank.LISTED and s.stated.strengths for s in active.statements)
    if not title or listed:
        return forms[0] if forms else []
    fitting = next((f for f in forms if any(_near(s, t) for s in f for t in title)), None)
    if fitting is None:
        fitting = forms[0] if forms and all(t.per_unit for t in title) else []
    chosen = list(title)
    for strength in fitting:
        restated = any(_near(strength, t) and (strength.per_unit is None or t.per_unit is None) for t in chosen)
        if not restated and not _stands(strength, chosen):
            chosen.append(strength)
    return chosen


def _record(view: View, active: _Active, strengths: list[Strength]) -> Ingredient:
    """The record of an active substance, all its places in it, the best first."""
    statements = sorted(active.statements, key=lambda s: (s.rank, s.stated.start))
    first = _naming(view, active, statements, strengths)
    name, base = _name(view, first), base_of(_name(view, first))
    places = [first, *(s for s in statements if s is not first)]
    return Ingredient(
        name=name,
        base=base,
        role="active",
        strengths=strengths,
        codes=_codes(view, first, name, base),
        evidence=[e for s in places for e in _places(view, s)],
    )


def _naming(view: View, active: _Active, statements: list[Statement], strengths: list[Strength]) -> Statement:
    """The statement that names the record: the best, or the one of the salt or ester that alone has the strengths.

    "The active substance is dabigatran. Each capsule contains 75 mg dabigatran etexilate" is 75 mg of the etexilate.
    """
    best = statements[0]
    own = _name(view, best)
    if active.forms.get(own):
        return best
    for statement in statements:
        name = _name(view, statement)
        if base_of(name) == own and any(_near(s, t) for s in active.forms[name] for t in strengths):
            return statement
    return best


def _name(view: View, statement: Statement) -> str:
    return normal_name(view.text[statement.stated.start : statement.stated.end])


def _places(view: View, statement: Statement) -> list[Evidence]:
    stated = statement.stated
    others = [(e.start, e.end) for e in stated.equals if not _only_salt(normal_name(view.text[e.start : e.end]))]
    return [view.evidence(a, b, statement.rule) for a, b in [(stated.start, stated.end), *others]]


def _codes(view: View, statement: Statement, name: str, base: str | None) -> list[Code]:
    """The codes of the substance: open ones where its name, or its base's, is a vocabulary's term as a whole."""
    start = statement.stated.start
    for hit in view.terms(statement.sentence, "substance"):
        if hit.start == start and (written := normal_name(view.text[hit.start : hit.end])) in (name, base):
            term = hit.term if written == name else None
            return together(open_codes(hit.term, written), imported_codes(name, base, term, active=True))
    return imported_codes(name, base, None, active=True)


def _excipients(view: View, mentions: list[Excipient] | None) -> list[Ingredient]:
    """One record a mention. A warning is one more place of a listed excipient; without a list it states one."""
    terms = _whole_terms(view, {m.sentence.index: m.sentence for m in mentions or []}.values())
    listed = [(m, terms.get((m.item.start, m.item.end))) for m in mentions or []]
    records = [_excipient(view, m.item, m.rule, term) for m, term in listed]
    for hit, _ in read_warned(view):
        place = view.evidence(hit.start, hit.end, WARNED)
        for (_, term), record in zip(listed, records, strict=False):
            if concerns(hit, record.name, term.name if term else None):
                record.evidence.append(place)
        if mentions is None and hit.term.name not in IONS:
            item = Item(hit.start, hit.end, view.text[hit.start : hit.end].lower(), ())
            records.append(_excipient(view, item, WARNED, hit.term))
    return records


def _excipient(view: View, item: Item, rule: str, term: Term | None) -> Ingredient:
    known = term.more.get("e_number") if term else None
    numbers = item.e_numbers or ((known,) if known else ())
    codes = [Code(system="e_number", code=c) for c in numbers]
    return Ingredient(
        name=item.name,
        role="excipient",
        codes=together(codes, imported_codes(item.name, None, None, active=False)),
        evidence=[view.evidence(item.start, item.end, rule)],
    )


def _whole_terms(view: View, sentences: Iterable[Sentence]) -> dict[tuple[int, int], Term]:
    """The excipients of the vocabulary in some sentences, by the place of the whole term."""
    return {(h.start, h.end): h.term for s in sentences for h in view.terms(s, "excipient")}

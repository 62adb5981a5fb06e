"""Atoms in, the amounts of a dosage statement out, with the count of dose units beside them."""

from typing import NamedTuple

import msgspec

from pipeline.model import Amount, Count, Per
from pipeline.posology.shorthand import read_bare
from pipeline.quantities import Atom, Quantity, read_quantity, read_range
from pipeline.quantities.atoms import LOOKAHEAD
from pipeline.quantities.quantity import Range, is_dash, read_per, tidy


class Dosed(NamedTuple):
    """An amount and the count beside it; `bound` is "up to" or "at least" where the text says so.

    `single`: it is taken at one time, since its volume or its unit is given: "1.8 mg (0.3 ml)", "one 10 mg tablet".
    `bare`: no unit stands at the number; the one given holds where nothing was counted before it.
    `limits`: the text says that no more than this may be taken.
    """

    amount: Amount
    units: Count | None = None
    bound: str | None = None
    single: bool = False
    bare: bool = False
    limits: bool = False


class Amounted(NamedTuple):
    """An amount in the characters `[start, end)`, None where its numbers are no dose's; it ends before atom `stop`."""

    value: Dosed | None
    start: int
    end: int
    stop: int


VERBS = {"taken": "tablet", "chewed": "tablet", "swallowed": "tablet", "sucked": "tablet", "dissolved": "tablet"}
USED = frozenset("used inhaled inserted applied given injected administered instilled sprayed placed".split())
_NEVER_BETWEEN = frozenset(
    "of to in a an the or and times time with for per if is are be at on by every each than from as doses day days not "
    "when should must can then patients people children adults different small".split()
)
_LIQUID = frozenset(
    "water juice milk liquid fluid saline glucose dextrose solvent diluent food feed applesauce air".split()
)


def read_amount(text: str, atoms: list[Atom], i: int, found: Range) -> Amounted:
    """The amount whose numbers are the range `found` at atom `i`: "5 mg/kg", "one 10 mg tablet", "one to be taken"."""
    measured = atoms[found.stop].kind == "measure"
    if i and atoms[i - 1].word in _NUMBERED:
        return Amounted(None, 0, 0, found.stop)
    dosed, stop = (_measured if measured else _counted)(atoms, i, found)
    if dosed is None and stop == found.stop and (bare := read_bare(text, atoms, i, found)) is not None:
        dosed = Dosed(_amount_of(found, bare.unit), None, found.bound, bare=True, limits=bare.limits)
    if dosed is not None and i and atoms[i - 1].word in _OF_A_COURSE.get(dosed.amount.unit, ()):
        dosed = None  # "50 mg daily taken as one dose", "every 3 weeks for the first 4 doses"
    if dosed is None or _is_vehicle(atoms, stop) or (measured and _is_name(text, atoms, i, stop)):
        return Amounted(None, 0, 0, stop)
    first = next(a for a in atoms[i:stop] if a.kind == "number" or a.word in _QUOTED)
    return Amounted(dosed, first.start, atoms[stop - 1].end, stop)


_NUMBERED = frozenset({"number", "section", "page", "step", "figure", "table"})
"""Words in front of a number that counts nothing."""
_OF_A_COURSE = {
    "dose": ("as", "first", "next", "last", "for"),
    "injection": ("first", "next", "last"),
    "infusion": ("first", "next", "last"),
}
_FORMS = frozenset(
    "powder solution suspension dispersion concentrate emulsion cream gel ointment granules syrup film lyophilisate "
    "implant inhaler".split()
)
_QUOTED = frozenset({"up", "at", "no", "between"})
"""Words in front of a number that belong to the quote of an amount; "from", "maximum of" and "not exceeding" do not."""
_BEFORE_A_DOSE = frozenset(
    "take use apply inject give swallow a the of adults adult children each initially usual with to dose".split()
)


def _is_name(text: str, atoms: list[Atom], i: int, stop: int) -> bool:
    """Whether an amount is the strength in a product's name: "Tavoril 5 mg tablets"."""
    before = text[atoms[i - 1].start : atoms[i - 1].end] if i else ""
    named = before[:1].isupper() and before.lower() not in _BEFORE_A_DOSE and atoms[i - 1].kind == "word"
    while named and atoms[stop].word in ("and", "or", ",") and (more := read_quantity(atoms, stop + 1)) is not None:
        stop = more[1]  # "Tavoril 5 mg and 10 mg tablets"
    return named and (atoms[stop].word in _FORMS or _find_counted(atoms, stop) is not None)


def _measured(atoms: list[Atom], i: int, found: Range) -> tuple[Dosed | None, int]:
    """ "400 mg", "400 mg (two tablets)", "5 mg/kg"."""
    read = read_quantity(atoms, i, found)
    if read is None:
        return None, found.stop + 1
    q, stop = read
    if q.per is None and (named := _per_behind_name(atoms, stop)) is not None:
        per, stop = named
        q = msgspec.structs.replace(q, per=per)
    if atoms[stop].word == "/" and (other := read_quantity(atoms, stop + 1)) is not None and other[0].unit == q.unit:
        return None, other[1]  # "100 mg/125 mg" names a strength of two substances
    if q.unit in ("kg", "%", "l", "kcal"):
        return None, stop
    if _is_concentration(atoms, stop):
        return None, stop + 1
    behind = stop
    count, stop = _taken_as(atoms, behind) or _named_bracket(atoms, behind, q)
    single = count is None and stop > behind and atoms[stop - 2].value == ("ml", 1) and q.per is None
    if count is not None and [a.word for a in atoms[stop : stop + 3]] == ["to", "be", "taken"]:
        # A direction to the patient, "15 mg (six tablets) to be taken weekly": what is taken is counted.
        return Dosed(Amount(low=count.low, high=count.high, unit=count.unit)), stop
    return Dosed(Amount(low=q.low, high=q.high, unit=q.unit, per=q.per), count, found.bound, single), stop


def _per_behind_name(atoms: list[Atom], i: int) -> tuple[Per, int] | None:
    """The "per kg" behind the name of what is dosed: "1 mg Tavoril for each kg of body weight"."""
    j = i + (atoms[i].word == "of")
    for k in range(j + 1, j + 5):
        if any(a.kind not in ("word", "number") and not is_dash(a) for a in atoms[j:k]):
            return None  # "20 mg 5-ALA HCl per kg"
        per, stop = read_per(atoms, k)
        if per is not None:
            return per, stop
    return None


def _is_concentration(atoms: list[Atom], i: int) -> bool:
    """ "mg/ml", "mmol/l", "ml/min/1.73 m²", "mg per tablet": how strong a thing is or how fast it is cleared."""
    if atoms[i].word not in ("/", "per", "in", "of"):
        return False
    j = i + 2 if atoms[i + 1].kind == "number" or atoms[i + 1].word in ("each", "one") else i + 1
    if atoms[j].kind == "measure":
        return atoms[j].value[0] != "kg" and atoms[i].word != "of"
    counted = atoms[j].kind == "counted" and atoms[i].word in ("/", "per")
    return counted or (atoms[j].value == "min" and atoms[j + 1].word == "/")


def _taken_as(atoms: list[Atom], i: int) -> tuple[Count, int] | None:
    """The count in ", to be taken as 4 tablets" behind an amount, and the index behind it."""
    j = i + (atoms[i].word in (",", "("))
    j += 2 * ([a.word for a in atoms[j : j + 2]] == ["to", "be"])
    if [a.word for a in atoms[j : j + 2]] not in (["taken", "as"], ["given", "as"]) or atoms[j + 2].kind != "number":
        return None
    found = read_range(atoms, j + 2)
    dosed, stop = _counted(atoms, j + 2, found) if found and atoms[found.stop].kind != "measure" else (None, j)
    if dosed is None or dosed.amount.unit == "dose":
        return None
    count = dosed.units or Count(low=dosed.amount.low, high=dosed.amount.high, unit=dosed.amount.unit)
    return count, stop + (atoms[i].word == "(" and atoms[stop].word == ")")


def _named_bracket(atoms: list[Atom], i: int, outer: Quantity) -> tuple[Count | None, int]:
    """The bracket at atom `i`, or behind the name of what is dosed: "5 mg (1 tablet)", "5 mg of Tavoril (1 tablet)"."""
    if atoms[i].word == "(":
        return _bracket(atoms, i, outer)
    j = i + (atoms[i].word == "of")
    for k in (j + 1, j + 2):
        if any((a.kind != "word" and a.value != "dose") or a.word in _NOT_NAMING for a in atoms[j:k]):
            break
        if atoms[k].word == "(":
            count, stop = _bracket(atoms, k, outer)
            return (count, stop) if stop > k else (None, i)
    return None, i


def _bracket(atoms: list[Atom], i: int, outer: Quantity | None = None) -> tuple[Count | None, int]:
    """The bracket at atom `i` if it restates an amount: its count of units, and the index behind it.

    One with a time in it, "80 mg (two 40 mg injections in one day)", restates where it comes to the `outer` amount.
    """
    if atoms[i].word != "(":
        return None, i
    j = i + 1
    while atoms[j].word in (
        "i.e.",
        "equivalent",
        "to",
        "equal",
        "corresponding",
        "as",
        "=",
        "a",
        "total",
        "of",
        "that",
        "is",
    ):
        j += 1
    close = next((k for k in range(j, min(i + 28, len(atoms) - LOOKAHEAD)) if atoms[k].word == ")"), None)
    inner = read_range(atoms, j)
    if close is None or inner is None or inner.bound:
        return None, i
    dosed, _ = _counted(atoms, j, inner) if atoms[inner.stop].kind != "measure" else (None, j)
    if any(a.kind == "time" or a.word in ("once", "twice", "daily") for a in atoms[j:close]):
        total = dosed.amount if dosed and dosed.units else None
        if outer is None or total is None or (total.low, total.high, total.unit) != (outer.low, outer.high, outer.unit):
            return None, i
    if dosed is None or _has_alternative(atoms, inner.stop, close):
        return None, close + 1
    count = dosed.units or Count(low=dosed.amount.low, high=dosed.amount.high, unit=dosed.amount.unit)
    return count, close + 1


def _has_alternative(atoms: list[Atom], i: int, close: int) -> bool:
    """Whether a bracket goes on with another count: "(1 tablet of 300 mg or 4 tablets of 75 mg)"."""
    return any(atoms[k].word == "or" and atoms[k + 1].kind == "number" for k in range(i, close))


def _counted(atoms: list[Atom], i: int, found: Range) -> tuple[Dosed | None, int]:
    """ "one tablet", "one 10 mg tablet", "two 5 ml spoonfuls", "2 x 10 ml", "one to be taken"."""
    j = found.stop
    times = atoms[j].word in ("x", "×")
    j += times
    inner = read_quantity(atoms, j) if atoms[j].kind == "number" else None
    if inner is not None:
        q, k = inner
        other = read_quantity(atoms, k + 1) if atoms[k].word == "/" else None
        k = k if other is None else other[1]
        at = _find_counted(atoms, k)
        if at is not None and other is not None and other[0].unit in _STRENGTHS:
            # "one 25 mg/45 mg tablet": two substances, and no one amount
            return Dosed(_amount_of(found, atoms[at].value), None, found.bound), _plural(atoms, at + 1)
        if at is None and not times:
            return None, j
        stop = k if at is None else at + 1
        if at is not None and atoms[at].value == "spoonful":
            return Dosed(_amount_of(found, "spoonful"), None, found.bound), _plural(atoms, stop)
        unit = "dose" if at is None else atoms[at].value
        amount = Amount(low=_product(found.low, q.low), high=_product(found.high, q.high), unit=q.unit, per=q.per)
        count = None if at is None else Count(low=_tidy(found.low), high=_tidy(found.high), unit=unit)
        return Dosed(amount, count, found.bound, count is not None and (count.high or 0) <= 1), _strength(
            atoms, _plural(atoms, stop)
        )
    at = _find_counted(atoms, j)
    if at is not None:
        stop = _plural(atoms, at + 1)
        if (each := _each_of(atoms, stop)) is not None:
            q, stop = each
            amount = Amount(low=_product(found.low, q.low), high=_product(found.high, q.high), unit=q.unit)
            count = Count(low=_tidy(found.low), high=_tidy(found.high), unit=atoms[at].value)
            return Dosed(amount, count, found.bound, (count.high or 0) <= 1), stop
        return Dosed(_amount_of(found, atoms[at].value), None, found.bound), _strength(atoms, stop)
    words = [a.word for a in atoms[j : j + 3]]
    if words[:2] == ["to", "be"] and (words[2] in VERBS or words[2] in USED):
        return Dosed(_amount_of(found, VERBS.get(words[2], "dose")), None, found.bound), j + 3
    return None, j


_STRENGTHS = frozenset({"mg", "g", "ug", "[iU]", "unit", "mmol"})


def _each_of(atoms: list[Atom], i: int) -> tuple[Quantity, int] | None:
    """The strength of each of the units counted in front of atom `i`: "of 200 mg", "of 200 mg each"."""
    read = read_quantity(atoms, i + 1) if atoms[i].word == "of" and atoms[i + 1].kind == "number" else None
    if read is None or read[0].unit not in _STRENGTHS or read[0].per or atoms[read[1]].word in ("/", "per", "in"):
        return None
    return read[0], read[1] + (atoms[read[1]].word == "each")


def _find_counted(atoms: list[Atom], i: int) -> int | None:
    """The index of the counted unit that the number in front of atom `i` counts: "film-coated tablets", "puffs"."""
    for k in range(i, min(i + 6, len(atoms) - LOOKAHEAD)):
        atom = atoms[k]
        if atom.kind == "counted":
            nested = atom.value in ("film", "injection", "infusion", "inhalation", "insert", "patch", "capsule", "dose")
            following = atoms[k + 2] if is_dash(atoms[k + 1]) else atoms[k + 1]
            return (
                k
                if not ((nested and following.kind in ("counted",)) or following.word == "coated")
                else _find_counted(atoms, k + 1)
            )
        strength = k > i and (atom.kind == "measure" or (atom.kind == "number" and atoms[k + 1].kind == "measure"))
        if not (strength or is_dash(atom) or (atom.kind == "word" and atom.word not in _NEVER_BETWEEN)):
            return None
    return None


def _plural(atoms: list[Atom], i: int) -> int:
    """The index behind "(s)"."""
    return i + 3 if [a.word for a in atoms[i : i + 3]] == ["(", "s", ")"] else i


def _strength(atoms: list[Atom], i: int) -> int:
    """The index behind a strength that only describes the counted unit: "(200 mg)", "of 200 mg", "Tavoril 0.5 mg"."""
    _, stop = _bracket(atoms, i)
    if stop > i:
        return stop
    j = i
    while j < i + 3 and atoms[j].kind == "word" and atoms[j].value not in _NOT_NAMING:
        j += 1
    found = read_quantity(atoms, j) if j > i and atoms[j].kind == "number" else None
    if found is None or found[0].per is not None or atoms[j + 1].kind != "measure":
        return i
    other = read_quantity(atoms, found[1] + 1) if atoms[found[1]].word == "/" else None
    return other[1] if other is not None else found[1]


_NOT_NAMING = frozenset(
    "to in or and up then at with a the every each once twice daily increase increased taken given for by per".split()
)


def _is_vehicle(atoms: list[Atom], i: int) -> bool:
    """Whether the amount in front of atom `i` is of water or food: "200 ml of water", "(125 ml) of water"."""
    while atoms[i].word in (")", "more", "extra", "additional"):
        i += 1
    if atoms[i].word in ("of", "sterile", "water"):
        return any(a.word in _LIQUID for a in atoms[i : i + 5])
    return False


def _amount_of(found: Range, unit: str) -> Amount:
    return Amount(low=_tidy(found.low), high=_tidy(found.high), unit=unit)


def _tidy(value: float | None) -> float | None:
    return None if value is None else tidy(value)


def _product(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else tidy(a * b)

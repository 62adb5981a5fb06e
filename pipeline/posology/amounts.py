"""Atoms in, the amounts of a dosage statement out, with the count of dose units beside them."""

from typing import NamedTuple

import msgspec

from pipeline.model import Amount, Per
from pipeline.posology.counts import Dosed, amount_of, find_counted, named_bracket, read_counted, taken_as
from pipeline.posology.shorthand import read_bare
from pipeline.quantities import Atom, read_quantity
from pipeline.quantities.per import read_per
from pipeline.quantities.ranges import Range, is_dash


class Amounted(NamedTuple):
    """An amount in the characters `[start, end)`, None where its numbers are no dose's; it ends before atom `stop`."""

    value: Dosed | None
    start: int
    end: int
    stop: int


_LIQUID = frozenset(
    "water juice milk liquid fluid saline glucose dextrose solvent diluent food feed applesauce air".split()
)
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


def read_amount(text: str, atoms: list[Atom], i: int, found: Range) -> Amounted:
    """The amount whose numbers are the range `found` at atom `i`: "5 mg/kg", "one 10 mg tablet", "one to be taken"."""
    measured = atoms[found.stop].kind == "measure"
    if i and atoms[i - 1].word in _NUMBERED:
        return Amounted(None, 0, 0, found.stop)
    dosed, stop = (_measured if measured else read_counted)(atoms, i, found)
    if dosed is None and stop == found.stop and (bare := read_bare(text, atoms, i, found)) is not None:
        dosed = Dosed(amount_of(found, bare.unit), None, found.bound, bare=True, limits=bare.limits)
    if dosed is not None and i and atoms[i - 1].word in _OF_A_COURSE.get(dosed.amount.unit, ()):
        dosed = None  # "50 mg daily taken as one dose", "every 3 weeks for the first 4 doses"
    if dosed is None or _is_vehicle(atoms, stop) or (measured and _is_name(text, atoms, i, stop)):
        return Amounted(None, 0, 0, stop)
    first = next(a for a in atoms[i:stop] if a.kind == "number" or a.word in _QUOTED)
    return Amounted(dosed, first.start, atoms[stop - 1].end, stop)


def _is_name(text: str, atoms: list[Atom], i: int, stop: int) -> bool:
    """Whether an amount is the strength in a product's name: "Tavoril 5 mg tablets"."""
    before = text[atoms[i - 1].start : atoms[i - 1].end] if i else ""
    named = before[:1].isupper() and before.lower() not in _BEFORE_A_DOSE and atoms[i - 1].kind == "word"
    while named and atoms[stop].word in ("and", "or", ",") and (more := read_quantity(atoms, stop + 1)) is not None:
        stop = more[1]  # "Tavoril 5 mg and 10 mg tablets"
    return named and (atoms[stop].word in _FORMS or find_counted(atoms, stop) is not None)


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
    count, stop = taken_as(atoms, behind) or named_bracket(atoms, behind, q)
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


def _is_vehicle(atoms: list[Atom], i: int) -> bool:
    """Whether the amount in front of atom `i` is of water or food: "200 ml of water", "(125 ml) of water"."""
    while atoms[i].word in (")", "more", "extra", "additional"):
        i += 1
    if atoms[i].word in ("of", "sterile", "water"):
        return any(a.word in _LIQUID for a in atoms[i : i + 5])
    return False

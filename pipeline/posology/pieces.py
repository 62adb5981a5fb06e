"""The atoms of a sentence in, the pieces of its dosage statements out: amounts, frequencies, durations, divisions.

The pieces know nothing of each other; pipeline.posology.assembly puts them together.
"""

from typing import Any, NamedTuple

from pipeline.posology import division, duration, frequency
from pipeline.posology.amounts import read_amount
from pipeline.posology.division import read_divided
from pipeline.posology.duration import read_duration
from pipeline.posology.frequency import read_frequency
from pipeline.quantities import Atom, read_range, scan
from pipeline.quantities.atoms import LOOKAHEAD
from pipeline.quantities.ranges import BOUND_STARTS


class Piece(NamedTuple):
    """`kind` is amount (Dosed), often or rate (Frequency), divided (low, high), duration (Duration) or link (word)."""

    kind: str
    value: Any
    start: int
    end: int


LINKS = frozenset("; , . : ( ) then followed thereafter afterwards after subsequently but if or and".split())
_SILENT = frozenset({"counted", "measure", "area", "ordinal"})
_BEFORE_NUMBERS = BOUND_STARTS | {"between", "from"}
_STARTS = LINKS | division.STARTS | duration.STARTS | frequency.STARTS | _BEFORE_NUMBERS


def pieces_of(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of `text[start:end]`, by place, none overlapping."""
    atoms = scan(text, start, end)
    out: list[Piece] = []
    i = 0
    last = len(atoms) - LOOKAHEAD
    while i < last:
        atom = atoms[i]
        # Most atoms begin no piece or are links; seeing to them here is what keeps this cheap.
        if atom.kind in _SILENT or (atom.kind == "word" and atom.value not in _STARTS):
            i += 1
            continue
        if atom.value in LINKS or (atom.kind == "mark" and atom.value != "/"):
            if atom.value in LINKS:
                out.append(Piece("link", atom.value, atom.start, atom.end))
            i += 1
            continue
        found = _piece(text, atoms, i)
        if found is None:
            i += 1
            continue
        piece, i = found
        if piece is not None:
            out.append(piece)
    return out


def _piece(text: str, atoms: list[Atom], i: int) -> tuple[Piece | None, int] | None:
    """The piece at atom `i` and the index behind it; the piece is None where a number is read that is no dose's."""
    atom = atoms[i]
    # A range is read once here: durations, frequencies and amounts may all begin with one.
    found = read_range(atoms, i) if atom.kind == "number" or atom.value in _BEFORE_NUMBERS else None
    if found is None and (divided := read_divided(atoms, i)) is not None:
        return Piece("divided", divided.value, atom.start, atoms[divided.stop - 1].end), divided.stop
    if (lasting := read_duration(text, atoms, i, found)) is not None:
        return Piece("duration", lasting.value, *lasting.span), lasting.stop
    if (often := read_frequency(atoms, i, found)) is not None:
        return Piece("often" if often.times else "rate", often.value, atom.start, atoms[often.stop - 1].end), often.stop
    if found is not None:
        amount = read_amount(text, atoms, i, found)
        piece = Piece("amount", amount.value, amount.start, amount.end) if amount.value is not None else None
        return piece, amount.stop
    return None

"""A substance's name in, its codes out: those the project's vocabulary has, and those the user has imported."""

from pipeline.model import Code
from pipeline.vocab import SUBSTANCES, codes_for
from pipeline.vocab.store import stores
from pipeline.vocab.terms import normal_term
from pipeline.wordings import Term

_OF_MOIETIES = frozenset({"atc"})
"""Terminologies that classify the active moiety, whatever salt it comes as: paroxetine hydrochloride is N06AB05."""
_OF_MEDICINES = frozenset({"atc"})
"""Terminologies of medicines: sodium chloride as an excipient is none, though it has a code as an infusion."""


def open_codes(term: Term, written: str) -> list[Code]:
    """The codes that the vocabulary has for a term by the wording `written`.

    Of a term whose synonyms are narrower or broader (`own_code`), only its own name has them.
    """
    if term.more.get("own_code") and normal_term(written) != normal_term(term.name):
        return []
    return [Code(system=c["system"], code=c["code"]) for c in term.codes]


def imported_codes(name: str, base: str | None, term: Term | None, *, active: bool) -> list[Code]:
    """The codes that imported terminologies list for a name, or for another wording of `term`, the same substance.

    INN, BAN and USAN pairs are such wordings: "albuterol" finds what is listed for salbutamol. For the base substance
    only where a terminology leaves salts aside.
    """
    if not stores():
        return []
    wordings = [name]
    if term is not None and not term.more.get("own_code"):
        wordings += [term.name, *term.synonyms]
    codes: list[Code] = []
    for kind in SUBSTANCES:
        if active or kind not in _OF_MEDICINES:
            found = next(filter(None, (codes_for(kind, w) for w in wordings)), [])
            codes += found or (codes_for(kind, base) if base and kind in _OF_MOIETIES else [])
    return codes


def together(known: list[Code], imported: list[Code]) -> list[Code]:
    """The codes of the vocabulary, and those imported of other systems."""
    systems = {code.system for code in known}
    return known + [code for code in imported if code.system not in systems]

"""Records of single mentions of side effects in, one record a concept out: names, bands and evidence together."""

import re
from functools import lru_cache

from pipeline.effects.edges import SEVERITY
from pipeline.effects.items import bare
from pipeline.language import normalise
from pipeline.lexicon import load_terms
from pipeline.model import Code, SideEffect
from pipeline.view import View

_EPONYM = re.compile(
    r"[A-Z]\w+(?:['’]s?\b|[-–]\w| (?:syndrome|disease|phenomenon|gangrene|palsy|edema|oedema|jirovec\w*|"
    r"simplex|zoster))"
)
_WORD = re.compile(r"[^\W_]+|['’]s")
_ARTICLES = frozenset({"the", "a", "your", "of", "in", "or", "and", ",", "-"})


@lru_cache(maxsize=1)
def _concepts() -> dict[str, tuple[str, tuple[Code, ...]]]:
    """Every wording of the lexicon, normalised, with its concept's name and codes."""
    out: dict[str, tuple[str, tuple[Code, ...]]] = {}
    for term in load_terms("effect"):
        codes = tuple(Code(system=c["system"], code=c["code"]) for c in term.codes)
        for wording in (term.name, *term.synonyms):
            out.setdefault(_key(wording), (_key(term.name), codes))
    return out


@lru_cache(maxsize=50_000)
def _key(term: str) -> str:
    words = _WORD.findall(bare(term))
    return " ".join([w for w in map(normalise, words) if w not in _ARTICLES])


@lru_cache(maxsize=50_000)
def concept(term: str) -> str:
    """The name under which all wordings of a concept meet: the lexicon's, else the normalised words."""
    key = _key(term)
    return _concepts().get(key, (key,))[0]


def is_concept(term: str) -> bool:
    """Whether the lexicon has this wording."""
    return _key(term) in _concepts()


def effect_codes(term: str) -> tuple[Code, ...]:
    """The codes that the lexicon of effects has for a wording; none where it does not list just that."""
    return _concepts().get(_key(term), ("", ()))[1]


def merged(view: View, found: list[SideEffect]) -> list[SideEffect]:
    """One record a concept, band and status. A mention without a band joins the record of its concept that has one."""
    names = _names(found)
    groups: dict[tuple[str, str], list[SideEffect]] = {}
    for record in found:
        key = _fact(record)
        groups.setdefault((names.get(key, key), record.status), []).append(record)
    return [r for group in groups.values() for r in _by_band(group)]


def _fact(record: SideEffect) -> str:
    """The concept of a record. "Severe stomach pain (pancreatitis)" is pancreatitis, and no stomach pain."""
    graded = record.aliases and SEVERITY.match(record.term)
    return concept(record.aliases[0] if graded else record.term)


def _names(found: list[SideEffect]) -> dict[str, str]:
    """The concept each bracketed other name belongs to, where it is the other name of one concept only."""
    owners: dict[str, set[str]] = {}
    for record in found:
        if not record.aliases or SEVERITY.match(record.term):
            continue
        for alias in record.aliases:
            owners.setdefault(concept(alias), set()).add(concept(record.term))
    return {
        alias: next(iter(keys)) for alias, keys in owners.items() if len(keys) == 1 and next(iter(keys)) not in owners
    }


def _by_band(group: list[SideEffect]) -> list[SideEffect]:
    if len(group) == 1:
        _finish(group[0])
        return group
    kept: dict[str | None, SideEffect] = {}
    for record in group:
        band = record.frequency.band if record.frequency else None
        if band in kept:
            _absorb(kept[band], record)
        else:
            kept[band] = record
    unstated = kept.get(None)
    if unstated is not None and len(kept) > 1:
        del kept[None]
        _absorb(next(iter(kept.values())), unstated)
    for record in kept.values():
        _finish(record)
    return list(kept.values())


def _absorb(kept: SideEffect, other: SideEffect) -> None:
    """Add what `other` says to `kept`, other wordings of the concept as aliases."""
    kept.aliases += [other.term, *other.aliases]
    kept.evidence += other.evidence
    kept.serious = kept.serious or other.serious
    kept.action = kept.action or other.action
    kept.population = kept.population or other.population


def _finish(record: SideEffect) -> None:
    record.term, key, codes = _named(record.term)
    record.codes = list(codes)
    if not record.aliases:
        return
    seen = {key}
    aliases: list[str] = []
    for alias in map(written, record.aliases):
        if (key := _key(alias)) and key not in seen:
            seen.add(key)
            aliases.append(alias)
    record.aliases = aliases


@lru_cache(maxsize=50_000)
def _named(term: str) -> tuple[str, str, tuple[Code, ...]]:
    """A term as it is given out, its key, and the codes of its concept."""
    name = written(term)
    key = _key(name)
    return name, key, effect_codes(name)


@lru_cache(maxsize=50_000)
def written(term: str) -> str:
    """A term as it would stand within a sentence: without a heading's capitals, names and abbreviations kept."""
    if term.isupper() and len(term) > 5:
        return term.lower()
    if _EPONYM.match(term):
        return term
    words = term.split()
    lowered = [
        w.lower() if w[1:].islower() and w[:1].isupper() and (i == 0 or len(words) < 7) else w
        for i, w in enumerate(words)
    ]
    return (
        " ".join(lowered)
        if len(words) > 1 and all(w[:1].isupper() for w in words if len(w) > 3)
        else " ".join([lowered[0], *words[1:]])
        if words
        else term
    )

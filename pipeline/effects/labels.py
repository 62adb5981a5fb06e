"""A sentence of a text for professionals (a US label) in, the side effects it states out.

Its sections on adverse reactions and warnings speak of nothing but effects, so every term of the lexicon there is one,
unless the context rules it out; lists of unknown phrases and names built on known ones count too.
"""

import re
from collections.abc import Callable, Set

from pipeline.context import scopes
from pipeline.effects.boundaries import changes, headed, parts, widened
from pipeline.effects.coordination import at_site, shared
from pipeline.effects.items import Item, Span, is_effect, unknown
from pipeline.effects.lists import items
from pipeline.effects.prose import Mention
from pipeline.effects.statements import denied, factual, stated
from pipeline.lexicon import TermHit
from pipeline.view import Sentence, View

_SOC = re.compile(
    r"(?:blood and (?:the )?lymphatic system|cardiac|congenital,? familial and genetic|ear and labyrinth|"
    r"endocrine|eye|gastrointestinal|"
    r"general|hepatobiliary|hepato-biliary|immune system|metabolism and nutrition(?:al)?|"
    r"musculoskeletal(?:,| and) connective tissue|"
    r"musculoskeletal(?:, connective tissue and bone)?|nervous system|psychiatric|renal and urinary|"
    r"reproductive system and breast|"
    r"respiratory,? thoracic,? and mediastinal|skin and subcutaneous tissues?|vascular|body as a whole|"
    r"special senses|urogenital|"
    r"respiratory|skin and appendages|digestive system|cardiovascular|hemic and lymphatic|"
    r"metabolic and nutritional|central nervous system|subcutaneous(?: tissue)?|mediastinal|lymphatic|"
    r"hematologic|renal) "
    r"(?:system )?disorders?|infections and infestations|injury, poisoning,? and procedural complications|"
    r"neoplasms,? benign(?:[^\n:]{0,60}polyps\)?|[^\n:]{0,40}unspecified)?|"
    r"surgical and medical procedures|administration[ -]site conditions",
    re.I,
)
"""Headings of groups in tables: the system organ classes of MedDRA and of COSTART, which US labels print."""
_FATAL = re.compile(r"\b(?:fatal|fatalities|died)\b", re.I)
"""What states that patients died of an effect."""
_STUDY = re.compile(
    r"\d|\b(?:patients?|subjects?|stud(?:y|ies)|trials?|placebo|weeks?|table|treatment|incidence|percent|"
    r"arm|dose|group|n|see\w*|warnings|precautions|respectively|none)\b",
    re.I,
)
_SHORT = re.compile(r"\s*\(((?=[A-Za-z-]*[A-Z][A-Za-z-]*[A-Z])[A-Z][A-Za-z-]{1,9}?)s?[),;]")
_INITIALS = re.compile(r"(?<![\w-])([A-Z][A-Za-z-]{1,9}?)s?(?![\w-])")
_PARTED = re.compile(r"[\s,;]+(?:(?:and|or)\s+)?")


def reported(view: View, sentence: Sentence, *, listed: bool, short: set[str]) -> list[Mention]:
    """The effects that a sentence for professionals states: the terms of the lexicon that no context rules out.

    `listed`: it is an item or row of a list of effects, in which short unknown phrases count too. `short`: the label's
    abbreviations of effects so far; those of this sentence are added.
    """
    text, low, high = view.text, sentence.start, sentence.end
    clauses = stated(text, low, high)
    if not clauses:
        return []
    groups = [m.span() for m in _SOC.finditer(text, low, high)]
    terms = view.terms(sentence, "effect")
    known = [t for t in terms if any(a <= t.start and t.end <= b for a, b in clauses) and factual(view, sentence, t)]
    spans = _whole(text, low, high, [(t.start, t.end) for t in known if not _overlaps(groups, t.start, t.end)])
    out = [_mention(text, *span, "side_effect.term") for span in spans]
    short |= _named_short(text, spans)
    for rule, find in _FURTHER:
        taken = [*groups, *((m.item.start, m.item.end) for m in out)]
        spans = [span for clause in clauses for span in find(text, *clause, short)]
        out += [_mention(text, *span, rule) for span in _apart(spans) if not _overlaps(taken, *span)]
    out += [
        Mention(Item(*named), "side_effect.shared_word")
        for clause in clauses
        for named in shared(text, *clause)
        if out and not _overlaps(groups, named.start, named.end)
    ]
    barred = denied(text, scopes(view, sentence)) if out else []
    out = [m for m in out if not any(a <= m.item.start and m.item.end <= b for a, b in barred)]
    out = [Mention(i, m.rule) for i, m in zip(at_site(text, low, high, [m.item for m in out]), out, strict=True)]
    if listed:
        out += _unknown(view, sentence, terms, groups)
    elif len(out) > 2 and clauses == [(low, high)]:
        out += _between(view, sentence, out, groups)
    return sorted(out, key=lambda m: (m.item.start, m.item.end))


def _mention(text: str, start: int, end: int, rule: str) -> Mention:
    term = "death" if rule == "side_effect.fatal" else " ".join(text[start:end].split())
    return Mention(Item(start, end, term), rule)


def _overlaps(spans: list[Span], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def _whole(text: str, low: int, high: int, spans: list[Span]) -> list[Span]:
    """The whole names of the effects that the known wordings at `spans` stand in."""
    return _apart([widened(text, low, *part, high) for span in spans for part in parts(text, *span)])


def _apart(spans: list[Span]) -> list[Span]:
    """The spans by place; of two that overlap once they were widened, one around both."""
    out: list[Span] = []
    for a, b in sorted(spans):
        if out and a < out[-1][1]:
            out[-1] = out[-1][0], max(b, out[-1][1])
        else:
            out.append((a, b))
    return out


def _named_short(text: str, spans: list[Span]) -> set[str]:
    """What the label shortens an effect to that it states: "PRES" in a bracket right behind its name."""
    found = ((a, _SHORT.match(text, b)) for a, b in spans)
    return {short[1] for a, short in found if short and short[1][0].lower() == text[a].lower()}


def _short_names(text: str, low: int, high: int, short: Set[str]) -> list[Span]:
    """Where abbreviations of effects stand in `text[low:high]`."""
    return [m.span() for m in _INITIALS.finditer(text, low, high) if m[1] in short] if short else []


_FURTHER: tuple[tuple[str, Callable[[str, int, int, Set[str]], list[Span]]], ...] = (
    ("side_effect.change", lambda text, low, high, _: changes(text, low, high)),
    ("side_effect.headed", lambda text, low, high, _: headed(text, low, high)),
    ("side_effect.short_name", _short_names),
    ("side_effect.fatal", lambda text, low, high, _: [m.span() for m in _FATAL.finditer(text, low, high)]),
)
"""What names effects besides the lexicon's terms, by the id of the rule, in the order in which it is looked for."""


def _between(view: View, sentence: Sentence, found: list[Mention], groups: list[Span]) -> list[Mention]:
    """Short unknown phrases in the middle of a list whose other items are known: "rash, angiopathy, vasculitis"."""
    spans = sorted((m.item.start, m.item.end) for m in found)
    starts, ends = {a for a, _ in spans}, {b for _, b in spans}
    taken = [*spans, *groups]
    listed = items(view.text, spans[0][0], sentence.end, unknown)
    out = []
    for at, item in enumerate(listed[1:], 1):
        before, after = listed[at - 1], listed[at + 1] if at + 1 < len(listed) else None
        follows = before.end in ends and _PARTED.fullmatch(view.text, before.end, item.start)
        leads = after is None or (after.start in starts and _PARTED.fullmatch(view.text, item.end, after.start))
        if follows and leads and not _overlaps(taken, item.start, item.end) and _may_be(view, item):
            out.append(Mention(item, "side_effect.between"))
    return out


def _unknown(view: View, sentence: Sentence, terms: list[TermHit], groups: list[Span]) -> list[Mention]:
    """The short phrase that begins an item of a list and holds no term of the lexicon."""
    taken = [*groups, *((t.start, t.end) for t in terms)]
    return [
        Mention(item, "side_effect.list_item")
        for item in items(view.text, sentence.start, sentence.end, unknown)[:1]
        if not _overlaps(taken, item.start, item.end) and _may_be(view, item)
    ]


def _may_be(view: View, item: Item) -> bool:
    """Whether an unknown phrase of a list can name an effect: short, no word of studies, none of the stop list."""
    return len(item.term.split()) <= 5 and not _STUDY.search(item.term) and is_effect(item, unknown, view.product_names)

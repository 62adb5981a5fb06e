"""Blocks in, the places where sections begin out: headings on a line, run into a paragraph, or lost.

A rule of sections.jsonl says by its label how it works. `template`: the six numbered sections of the EU leaflet.
`heading`: any other heading, alone on its line or, where the rule says `run_in`, at the beginning of a sentence.
`inferred`: how a paragraph begins that lost its heading.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.document import Block
from pipeline.model import SectionKind
from pipeline.rules import Hit, Rule, RuleSet
from pipeline.view import View

_NUMBER = re.compile(r"(?:section\s+)?(\d{1,2})(?:\.(\d{1,2}))?(?:\.\d{1,2})*[.)]?[\s\u00a0]+", re.I)
_RUN_IN_NEXT = re.compile(r"[\s\u00a0]*(?:(?P<mark>[:–—-])[\s\u00a0]*\S|(?P<cap>[A-Z\"“‘•0-9])|(?P<if>if\s))")
_NAME_GOES_ON = re.compile(
    r"(?=[/-]|\s[a-z0-9])(?:[/ -](?!(?:with|if|unless|because|or|and|when|without|for|to|in|as|is|until|than|you|it"
    r"|during|while|before|after|at|on|may|can|has|are)\b)(?:[\w/®™+-]+|B\.V\.)){1,7}?(?=\s(?:Tell|You|Your"
    r"|Please|If|Talk"
    r"|Do|This|The|There|Before|Always|Some|Medicines|It|Ask|Patients|Especially|In)\s)"
)
"""The further words of a product's name, up to the word the next sentence begins with."""
_SHORT_NAME = 6
_NAME_MARKS = frozenset(" \t\n\u00a0/.®™-")
_INNER = re.compile(
    r"Pregnancy(?:,| and) (?:breast|lact|fert|contra)|Driving and using machines [A-Z]|Warnings and precautions [A-Z]"
    r"|Other medicines and [\w/ -]{2,60}? (?:Tell|Talk|Please|Some|Before|Always|Your)\b"
)
_REFERS = re.compile(r"(?:[^a-z)]|\b(?:see|sections?|under|also|and|in|the))\s+$")
"""What before such words shows that they begin a sentence anyway, or name a section that is referred to."""
_LINE_TAIL = re.compile(r"[\s:?.!–—-]*$")
_PRODUCT_TAIL = re.compile(r"[^.;:?!]{1,70}?(?:[\s,]+if(?: you| your| the)?(?: \w+){0,4})?[\s:?–—-]*$")
_LINE_TOKENS = 26
_RUN_IN_TOKENS = 16
"""How many tokens of a line, or of a sentence, are looked at: the longest known headings are a few shorter."""
_TRAILING_TOKENS = 3
"""A heading at the end of a block has more words than this needs to be told from the end of a sentence."""
_RUN_IN_CHARACTERS = 20
"""A shorter block has no room for a heading and the text it heads."""
_STRONG = frozenset({"indications", "contraindications", "side_effects", "storage", "disclaimer"})

_PARAGRAPH_CHARACTERS = 80
"""A shorter line set apart is a caption or a label, not a paragraph that lost its heading."""
_UNTOLD = Rule(id="sections.untold", label="inferred", patterns=[], value={"level": 1}, examples=[], counterexamples=[])
_DOTTED = Rule(
    id="sections.numbered", label="heading", patterns=[], value={"level": 2}, examples=[], counterexamples=[]
)


class Start(NamedTuple):
    """Where a section begins: the heading's characters `[start, end)` (empty if inferred) and what kind it opens."""

    start: int
    end: int
    kind: SectionKind
    rule: Rule
    number: tuple[int, int] | None
    block: int
    run_in: bool

    @property
    def inferred(self) -> bool:
        """Whether no heading stands there."""
        return self.rule.label == "inferred"


def line_headings(view: View, rules: RuleSet) -> list[Start]:
    """Every line that a heading rule matches from its first word to its end."""
    found: list[Start] = []
    for index, block in enumerate(view.blocks):
        if block.end - block.start > 160 or len(block.cells) > 2:
            continue
        if block.kind != "heading" and view.text[block.end - 1] in ".;,":
            continue
        numbered = _NUMBER.match(view.text, block.start, block.end)
        if block.kind == "list_item" and not numbered:
            continue
        at = numbered.end() if numbered else block.body
        if at >= block.end or not (view.text[at].isupper() or view.text[at] in '"“‘'):
            continue
        hits = [h for h in _opening(view, rules, at, block.end, _LINE_TOKENS) if _fills_line(view, h, block)]
        # A line may be both: which reading counts is decided when it is known whether the leaflet has the template.
        best = [_best(h for h in hits if h.label == kind) for kind in ("template", "heading")]
        number = (int(numbered[1]), int(numbered[2] or 0)) if numbered else None
        found += [Start(block.start, block.end, h.value["kind"], h.rule, number, index, False) for h in best if h]
        if hits:
            continue
        if numbered and numbered[2] and block.kind == "heading":
            found.append(_dotted(block, index, numbered))
    return found


def _dotted(block: Block, index: int, numbered: re.Match[str]) -> Start:
    """An unknown heading with a number such as 6.1: a part of whatever section 6 is."""
    return Start(block.start, block.end, "other", _DOTTED, (int(numbered[1]), int(numbered[2])), index, False)


def _opening(view: View, rules: RuleSet, start: int, end: int, tokens: int) -> list[Hit]:
    """Matches of heading rules that begin with the first token of `[start, end)`, within so many `tokens`."""
    hits = view.openings(rules, start, end, tokens)
    return [h for h in hits if _is_dressed(view, start, end, h.value)] if hits else hits


def _is_dressed(view: View, start: int, end: int, value: dict[str, object]) -> bool:
    """Whether a line is what its rule asks for.

    `caps`: it is all capitals. `proper`: its last word is a name, by its capital or as the word a page begins with
    (pages on a substance write it small: "About loratadine").
    """
    line = view.text[start:end]
    if value.get("caps"):
        return line.isupper()
    if not value.get("proper"):
        return True
    last = line.split()[-1]
    return not last[0].islower() or view.text.lstrip()[: len(last) + 1].lower().split()[:1] == [last.rstrip("?:.")]


def _fills_line(view: View, hit: Hit, block: Block) -> bool:
    tail = view.text[hit.end : block.end]
    return bool(_LINE_TAIL.match(tail) or (hit.value.get("product") and _PRODUCT_TAIL.match(tail)))


def _best(hits: Iterable[Hit]) -> Hit | None:
    """The longest match; between equals the one whose rule stands first in the file."""
    return min(hits, key=lambda h: -h.end, default=None)


def run_ins(view: View, index: int, kinds: frozenset[str], names: tuple[str, ...]) -> list[Start]:
    """Headings of these kinds that stand in the line of the paragraph they head, at the beginning of a sentence."""
    block = view.blocks[index]
    found: list[Start] = []
    if block.end - block.body < _RUN_IN_CHARACTERS:
        return found
    rules = view.lexicon.run_ins(kinds)
    for start, end in _beginnings(view, block):
        if not view.text[start].isupper():
            continue
        ends = [
            (stop, h)
            for h in _opening(view, rules, start, end, _RUN_IN_TOKENS)
            if (stop := _run_in_end(view, h, end, names, start > block.body and end == block.end))
        ]
        if ends:
            stop, hit = (
                min(ends, key=lambda e: (e[0], -e[1].end))
                if len(ends) == 1
                else max(_clean(view, ends), key=lambda e: e[0])
            )
            at = block.start if start == block.body else start
            found.append(Start(at, stop, hit.value["kind"], hit.rule, None, index, True))
    return found


def _beginnings(view: View, block: Block) -> list[tuple[int, int]]:
    """The sentences of a block; one that a template's heading stands within, behind no mark, begins there again."""
    inner = _inner_headings(view.text)
    spans = view.split(block.body, block.end)
    at = bisect_left(inner, block.body)
    if at == len(inner) or inner[at] >= block.end:
        return spans
    return [span for start, end in spans for span in pairwise([start, *(i for i in inner if start < i < end), end])]


@lru_cache(maxsize=4)
def _inner_headings(text: str) -> list[int]:
    """Where headings of the template stand within a sentence of the text."""
    found = (m.start() for m in _INNER.finditer(text))
    # In quotes or brackets they are only referred to.
    return [at for at in found if text[at - 1 : at].isspace() and not _REFERS.search(text[max(0, at - 12) : at])]


def _clean(view: View, ends: list[tuple[int, Hit]]) -> list[tuple[int, Hit]]:
    """Of the ends that one rule allows, its first; a heading ends where the first sentence can begin."""
    firsts: dict[str, tuple[int, Hit]] = {}
    for stop, hit in sorted(ends, key=lambda e: e[0]):
        key = hit.rule.id if any("…" in p for p in hit.rule.patterns if isinstance(p, str)) else f"{hit.rule.id}{stop}"
        firsts.setdefault(key, (stop, hit))
    return list(firsts.values())


def _run_in_end(view: View, hit: Hit, end: int, names: tuple[str, ...], last: bool) -> int | None:
    """Where the run-in heading of `hit` ends, or None if what follows shows that it is running text.

    At the end of the `last` sentence of a block nothing follows: a heading there heads the next block.
    """
    stop = hit.end
    if hit.value.get("named") and _named(view.text[hit.start : hit.start + 90].lower(), 0, names) is None:
        return None
    if hit.value.get("product"):
        named = _name_end(view.text, stop, names)
        if named is None:
            return None
        stop = named
    following = _RUN_IN_NEXT.match(view.text, stop, end)
    if not following and last and hit.last - hit.first >= _TRAILING_TOKENS and not view.text[stop:end].strip(" :"):
        return stop
    if not following or (following["if"] and hit.value["kind"] != "contraindications"):
        return None
    if following["cap"] and any(view.text[following.start("cap") :].lower().startswith(n) for n in names if len(n) > 3):
        # "Tavoril contains sodium Tavoril …" is a heading; "What Tavoril" is not yet one.
        return stop if hit.last - hit.first >= 2 else None
    return stop


def _name_end(text: str, start: int, names: tuple[str, ...]) -> int | None:
    """Where the product's name behind a heading's words ends, None where none stands there.

    A template's headings may give but the first word of it: "Tavoril Forte 5 mg Tell your doctor …".
    """
    rest = text[start : start + 90]
    low = rest.lower()
    at = len(rest) - len(rest.lstrip())
    if (end := _named(low, at, (*names, "it"))) is None:
        return None
    more = _NAME_GOES_ON.match(rest, end) if low[at:end] not in ("this medicine", "it") else None
    return start + (more.end() if more else end)


def _named(low: str, at: int, names: tuple[str, ...]) -> int | None:
    """Where the product's name that begins at `at` ends; headings may write it without its marks."""
    name = next((n for n in (*names, "this medicine") if low.startswith(n, at)), None)
    if name is not None:
        return at + len(name)
    spelt = (_spelt_end(low, at, n) for n in names if len(n) > _SHORT_NAME and low.startswith(n[0], at))
    return next((end for end in spelt if end is not None), None)


def _spelt_end(low: str, at: int, name: str) -> int | None:
    """Where a name ends that may have a mark before any of its letters: "aspirincaffeine" is "Aspirin/Caffeine"."""
    for letter in name:
        if not low.startswith(letter, at):
            if low[at : at + 1] not in _NAME_MARKS or not low.startswith(letter, at + 1):
                return None
            at += 1
        at += 1
    return at


def usual_gap(blocks: list[Block]) -> int:
    """How many blank lines stand between blocks as a rule: the commonest number, the smaller of two as common."""
    gaps = Counter(b.gap for b in blocks if b.gap)
    return min(gaps, key=lambda g: (-gaps[g], g), default=1)


def colon_run_in(view: View, rules: RuleSet, index: int, block: Block) -> Start | None:
    """A heading that a colon parts from its text on the same line ("Composition: Ketoconazole (200mg)")."""
    if block.kind == "list_item" or not view.text[block.start].isupper():
        return None
    colon = view.text.find(":", block.start, min(block.end, block.start + 60))
    if colon < 0:
        return None
    hit = _best(
        h for h in _opening(view, rules, block.start, colon, _RUN_IN_TOKENS) if h.value.get("colon") and h.end == colon
    )
    return Start(block.start, colon + 1, hit.value["kind"], hit.rule, None, index, True) if hit else None


def inferred(view: View, index: int, block: Block, out: list[Start], since: int, usual: int) -> Start | None:
    """The section a paragraph opens that lost its heading, by how its first sentence begins."""
    _, end = view.split(block.body, block.end)[0]
    first, last = view.tokens_of(block.start, end)
    rules = view.lexicon.inferred()
    hits = [
        h
        for h in view.matches(rules, first, min(last, first + 40))
        if h.first <= first + 1 or h.value["kind"] == "disclaimer"
    ]
    lost = block.gap > usual
    if not hits:
        # A paragraph set apart belongs to no section before it, even where nothing tells what it is about.
        apart = lost and since > 1 and block.end - block.start >= _PARAGRAPH_CHARACTERS
        return Start(block.start, block.start, "other", _UNTOLD, None, index, True) if apart else None
    hit = min(hits, key=lambda h: (h.first, rules.rules.index(h.rule)))
    kind = hit.value["kind"]
    here = out[-1].kind if out else None
    lost = lost or (here in (None, "disclaimer", "other") and index > 0) or kind == "disclaimer"
    if kind == here or not (lost or (kind in _STRONG and since > 1 and here in ("overview", "benefits", "mechanism"))):
        return None
    return Start(block.start, block.start, kind, hit.rule, None, index, True)

"""Blocks in, the places where sections begin out: headings on a line, run into a paragraph, or lost.

A rule of sections.jsonl says by its label how it works. `template`: the six numbered sections of the EU leaflet.
`heading`: any other heading, alone on its line or, where the rule says `run_in`, at the beginning of a sentence.
`inferred`: how a paragraph begins that lost its heading.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.document import Block
from pipeline.model import SectionKind
from pipeline.rules import Hit, Rule, RuleSet
from pipeline.view import View

_NUMBER = re.compile(r"(?:section\s+)?(\d{1,2})(?:\.(\d{1,2}))?(?:\.\d{1,2})*[.)]?[\s\u00a0]+", re.I)
_RUN_IN_NEXT = re.compile(r"[\s\u00a0]*(?:(?P<mark>[:–—-])[\s\u00a0]*\S|(?P<cap>[A-Z\"“‘•0-9])|(?P<if>if\s))")
_LINE_TAIL = re.compile(r"[\s:?.!–—-]*$")
_PRODUCT_TAIL = re.compile(r"[^.;:?!]{1,70}?(?:[\s,]+if(?: you| your| the)?(?: \w+){0,4})?[\s:?–—-]*$")
_LINE_TOKENS = 26
_RUN_IN_TOKENS = 16
"""How many tokens of a line, or of a sentence, are looked at: the longest known headings are a few shorter."""
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
    return [h for h in hits if _is_dressed(view.text[start:end], h.value)] if hits else hits


def _is_dressed(line: str, value: dict[str, object]) -> bool:
    """Whether a line has the capitals its rule asks for: `caps` all of it; `proper` its last word, a name's sign."""
    if value.get("caps"):
        return line.isupper()
    return not value.get("proper") or not line.split()[-1][0].islower()


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
    for start, end in view.split(block.body, block.end):
        if not view.text[start].isupper():
            continue
        ends = [
            (stop, h)
            for h in _opening(view, rules, start, end, _RUN_IN_TOKENS)
            if (stop := _run_in_end(view, h, end, names))
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


def _clean(view: View, ends: list[tuple[int, Hit]]) -> list[tuple[int, Hit]]:
    """Of the ends that one rule allows, its first; a heading ends where the first sentence can begin."""
    firsts: dict[str, tuple[int, Hit]] = {}
    for stop, hit in sorted(ends, key=lambda e: e[0]):
        key = hit.rule.id if any("…" in p for p in hit.rule.patterns if isinstance(p, str)) else f"{hit.rule.id}{stop}"
        firsts.setdefault(key, (stop, hit))
    return list(firsts.values())


def _run_in_end(view: View, hit: Hit, end: int, names: tuple[str, ...]) -> int | None:
    """Where the run-in heading of `hit` ends, or None if what follows shows that it is running text."""
    stop = hit.end
    if hit.value.get("named") and not view.text[hit.start : hit.start + 90].lower().startswith(
        (*names, "this medicine")
    ):
        return None
    if hit.value.get("product"):
        rest = view.text[stop : stop + 90].lower()
        name = next((n for n in (*names, "this medicine", "it") if rest.lstrip().startswith(n)), None)
        if name is None:
            return None
        stop += len(rest) - len(rest.lstrip()) + len(name)
    following = _RUN_IN_NEXT.match(view.text, stop, end)
    if not following or (following["if"] and hit.value["kind"] != "contraindications"):
        return None
    if following["cap"] and any(view.text[following.start("cap") :].lower().startswith(n) for n in names if len(n) > 3):
        # "Tavoril contains sodium Tavoril …" is a heading; "What Tavoril" is not yet one.
        return stop if hit.last - hit.first >= 2 else None
    return stop


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

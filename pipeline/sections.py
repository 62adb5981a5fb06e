"""Blocks in, labelled sections out: headings explicit on a line or run into a paragraph, and headings inferred.

Three kinds of rule (sections.jsonl) find where a section begins. `template`: the six numbered sections of the EU
leaflet (QRD template), which fix the frame when they are there. `heading`: any other heading, alone on its line or,
where the rule says `run_in`, at the beginning of a sentence. `inferred`: how a paragraph begins that lost its heading.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.document import Block
from pipeline.lexicon import Hit, Rule, RuleSet
from pipeline.model import Section, SectionKind
from pipeline.sentences import split
from pipeline.view import View

_NUMBER = re.compile(r"(?:section\s+)?(\d{1,2})(?:\.(\d{1,2}))?(?:\.\d{1,2})*[.)]?[\s\u00a0]+", re.I)
_AFTER_HEADING = re.compile(r"[\s\u00a0]*(?:[:–—-][\s\u00a0]*)?$")
_RUN_IN_NEXT = re.compile(r"[\s\u00a0]*(?:(?P<mark>[:–—-])[\s\u00a0]*\S|(?P<cap>[A-Z\"“‘•0-9])|(?P<if>if\s))")
_LINE_TAIL = re.compile(r"[\s:?.!–—-]*$")
_PRODUCT_TAIL = re.compile(r"[^.;:?!]{1,70}?(?:[\s,]+if(?: you| your| the)?(?: \w+){0,4})?[\s:?–—-]*$")
_HEAD_TOKENS = 26
# What each of the EU template's sections may hold as sub-headings; anything else found there is running text.
_WITHIN: dict[int, frozenset[str]] = {
    1: frozenset({"overview", "indications", "mechanism", "benefits"}),
    2: frozenset(
        {"contraindications", "warnings", "special_populations", "interactions", "pregnancy_lactation", "driving"}
    ),
    3: frozenset({"dosage", "how_to_use", "overdose", "missed_dose", "stopping", "special_populations"}),
    4: frozenset({"side_effects", "patient_advice", "special_populations"}),
    5: frozenset(),
    6: frozenset({"composition", "supply", "other"}),
}
# Where there is no template: sections that take others as their parts, as pharmacy pages and US labels do.
_PARTS: dict[str, frozenset[str]] = {
    "warnings": frozenset({"pregnancy_lactation", "driving", "special_populations"}),
    "before_use": frozenset({"pregnancy_lactation", "driving", "special_populations"}),
    "special_populations": frozenset({"pregnancy_lactation", "special_populations"}),
    "dosage": frozenset({"special_populations"}),
    "how_to_use": frozenset({"special_populations", "dosage"}),
    "side_effects": frozenset({"patient_advice", "special_populations"}),
}
_STRONG = frozenset({"indications", "contraindications", "side_effects", "storage", "disclaimer"})

_PARAGRAPH_CHARACTERS = 80
"""A shorter line set apart is a caption or a label, not a paragraph that lost its heading."""
_UNTOLD = Rule(id="sections.untold", label="inferred", patterns=[], value={"level": 1}, examples=[], counterexamples=[])
_DOTTED = Rule(id="sections.numbered", label="heading", patterns=[], value={"level": 2}, examples=[], counterexamples=[])


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


def label(view: View) -> None:
    """Find the sections of `view` and set its final blocks, sections and sentences."""
    rules = view.lexicon.headings()
    starts = _line_headings(view, rules)
    frame = _template(starts)
    if frame:
        starts = _within_template(view, rules, starts, frame)
    else:
        starts = _free(view, rules, [s for s in starts if s.rule.label == "heading" or _usable_alone(s)])
    view.set_layout(_cut_blocks(view.blocks, starts), _sections(view, starts, frame))


def _line_headings(view: View, rules: RuleSet) -> list[Start]:
    """Every line that a heading rule matches from its first word to its end."""
    found: list[Start] = []
    for index, block in enumerate(view.blocks):
        if block.end - block.start > 160 or len(block.cells) > 2:
            continue
        numbered = _NUMBER.match(view.text, block.start, block.end)
        at = numbered.end() if numbered else block.body
        if at >= block.end or not (view.text[at].isupper() or view.text[at] in "\"“‘"):
            continue
        hits = [h for h in _opening(view, rules, at, block.end) if _fills_line(view, h, block)]
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


def _opening(view: View, rules: RuleSet, start: int, end: int) -> list[Hit]:
    """Matches of explicit heading rules that begin with the first token of `[start, end)`."""
    first, last = view.tokens_of(start, end)
    last = min(last, first + _HEAD_TOKENS)
    if first >= last:
        return []
    hits = list(view.matches(rules, first, last))
    return [h for h in hits if _is_dressed(view.text[start:end], h.value)]


def _is_dressed(line: str, value: dict[str, object]) -> bool:
    """Whether a line has the capitals its rule asks for: `caps` all of it; `proper` its last word, a name's sign."""
    if value.get("caps"):
        return line.isupper()
    return not value.get("proper") or not line.split()[-1][0].islower()


def _fills_line(view: View, hit: Hit, block: Block) -> bool:
    tail = view.text[hit.end : block.end]
    if view.text[block.start : block.end].rstrip().endswith((".", ";", ",")) and block.kind != "heading":
        return False
    return bool(_LINE_TAIL.match(tail) or (hit.value.get("product") and _PRODUCT_TAIL.match(tail)))


def _best(hits: Iterable[Hit]) -> Hit | None:
    """The longest match; between equals the one whose rule stands first in the file."""
    return min(hits, key=lambda h: -h.end, default=None)


def _template(starts: list[Start]) -> list[Start]:
    """The EU template's sections, in order, or nothing where fewer than four of the six are found.

    A table of contents repeats the headings in front, so of each number the last one before its successor counts.
    """
    choices = [s for s in starts if s.rule.label == "template"]
    numbered = [s for s in choices if s.number and s.number[0] == s.rule.value["number"] and not s.number[1]]
    if len({s.rule.value["number"] for s in numbered}) >= 4:
        choices = numbered
    else:
        choices = [s for s in choices if s.rule.value["number"] not in (5, 6) or not s.number or s.number[0] in (5, 6)]
    frame: list[Start] = []
    before = 10**9
    for n in (6, 5, 4, 3, 2, 1):
        here = [s for s in choices if s.rule.value["number"] == n and s.start < before]
        if here:
            frame.insert(0, here[-1])
            before = here[-1].start
    spread = [b.block - a.block > 1 for a, b in zip(frame, frame[1:], strict=False)]
    return frame if len(frame) >= 4 and sum(spread) >= len(spread) - 1 else []


def _usable_alone(start: Start) -> bool:
    """Whether a template heading outside a full template may be trusted: only those whose words say it all."""
    return start.rule.value["kind"] != "contents" and start.rule.id not in ("sections.eu_how_to_take", "sections.eu_what_it_is")


def _within_template(view: View, rules: RuleSet, starts: list[Start], frame: list[Start]) -> list[Start]:
    names = _product_names(view, frame)
    view.product_names = names
    lines = {s.block: s for s in starts if s.rule.label == "heading"}
    heads = {s.block for s in frame}
    out = list(frame)
    at = -1
    warned = False
    for index, block in enumerate(view.blocks):
        while at + 1 < len(frame) and block.start >= frame[at + 1].start:
            at += 1
            warned = False
        if at < 0 or index in heads:
            continue
        allowed = _WITHIN[frame[at].rule.value["number"]]
        if not allowed:
            continue
        found = [lines[index]] if index in lines else _run_ins(view, rules, index, block, names)
        for start in found:
            if start.kind not in allowed or (start.kind == "contraindications" and warned):
                continue
            warned = warned or start.kind not in ("contraindications", "other")
            out.append(start)
    return sorted(out, key=lambda s: s.start)


def _product_names(view: View, frame: list[Start]) -> tuple[str, ...]:
    """How the template's own headings call the product: "How to take Tavoril tablets" gives "tavoril tablets"."""
    names: dict[str, None] = {}
    for pattern, start in ((r"(?:take|use|given|store|taking|using)\s+(.+)$", s) for s in frame):
        if match := re.search(pattern, view.text[start.start : start.end], re.I):
            name = match[1].strip(" :?.").lower()
            names[name] = None
            names[name.split()[0]] = None
    return tuple(sorted(names, key=len, reverse=True))


def _run_ins(view: View, rules: RuleSet, index: int, block: Block, names: tuple[str, ...]) -> list[Start]:
    """Headings that stand in the line of the paragraph they head, at the beginning of a sentence."""
    found: list[Start] = []
    for start, end in split(view.text, block.body, block.end):
        if not view.text[start].isupper():
            continue
        hits = [h for h in _opening(view, rules, start, end) if h.value.get("run_in") and h.label == "heading"]
        ends = [(stop, h) for h in hits if (stop := _run_in_end(view, h, end, names))]
        if ends:
            stop, hit = min(ends, key=lambda e: (e[0], -e[1].end)) if len(ends) == 1 else max(_clean(view, ends), key=lambda e: e[0])
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
    if hit.value.get("named") and not view.text[hit.start : hit.start + 90].lower().startswith((*names, "this medicine")):
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


def _free(view: View, rules: RuleSet, starts: list[Start]) -> list[Start]:
    """Headings of a page without the template: lines, "Composition: …" run-ins, and paragraphs that lost theirs."""
    by_block = {s.block: s for s in sorted(starts, key=lambda s: s.rule.label == "heading")}
    usual = _usual_gap(view.blocks)
    counted = _numbered_throughout(view.blocks, starts)
    out: list[Start] = []
    since = 0
    for index, block in enumerate(view.blocks):
        found = by_block.get(index) or _colon_run_in(view, rules, index, block)
        if not found and block.kind == "paragraph":
            found = _inferred(view, index, block, out, since, usual)
        if found and out and block.kind == "list_item" and not (counted and found.number):
            found = None
        if found:
            out.append(found)
        since = 0 if found and not found.run_in and not found.inferred else since + 1
    return out


def _numbered_throughout(blocks: list[Block], starts: list[Start]) -> bool:
    """Whether the page numbers its headings ("1. Uses", "2. Warnings", …): else such lines are items of a list."""
    numbers = {s.number for s in starts if s.number and s.number[1] == 0 and blocks[s.block].kind == "list_item"}
    return len(numbers) >= 3


def _usual_gap(blocks: list[Block]) -> int:
    """How many blank lines stand between blocks as a rule: the commonest number, the smaller of two as common."""
    gaps = Counter(b.gap for b in blocks if b.gap)
    return min(gaps, key=lambda g: (-gaps[g], g), default=1)


def _colon_run_in(view: View, rules: RuleSet, index: int, block: Block) -> Start | None:
    if block.kind == "list_item" or not view.text[block.start].isupper():
        return None
    colon = view.text.find(":", block.start, min(block.end, block.start + 60))
    if colon < 0:
        return None
    hit = _best(h for h in _opening(view, rules, block.start, colon) if h.value.get("colon") and h.end == colon)
    return Start(block.start, colon + 1, hit.value["kind"], hit.rule, None, index, True) if hit else None


def _inferred(view: View, index: int, block: Block, out: list[Start], since: int, usual: int) -> Start | None:
    """The section a paragraph opens that lost its heading, by how its first sentence begins."""
    _, end = split(view.text, block.body, block.end)[0]
    first, last = view.tokens_of(block.start, end)
    rules = view.lexicon.inferred()
    hits = [h for h in view.matches(rules, first, min(last, first + 40)) if h.first <= first + 1 or h.value["kind"] == "disclaimer"]
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


def _cut_blocks(blocks: list[Block], starts: list[Start]) -> list[Block]:
    """The blocks with headings marked as such and run-in headings parted from the text behind them."""
    by_block: dict[int, list[Start]] = {}
    for start in starts:
        by_block.setdefault(start.block, []).append(start)
    out: list[Block] = []
    for index, block in enumerate(blocks):
        here = by_block.get(index)
        if not here:
            out.append(block)
        elif not here[0].run_in:
            out.append(Block("heading", block.start, block.end, block.body, gap=block.gap))
        else:
            out += _parted(block, here)
    return out


def _parted(block: Block, starts: list[Start]) -> list[Block]:
    out: list[Block] = []
    at = block.start
    body, kind, depth = block.body, block.kind, block.depth
    for start in starts:
        if start.start > at:
            out.append(Block(kind, at, start.start, body, depth=depth, gap=block.gap))
        if start.end > start.start:
            out.append(Block("heading", start.start, start.end, start.start, gap=block.gap))
            at = body = start.end
            kind, depth = "paragraph", 0
        else:
            at = start.start
    if at < block.end:
        out.append(Block(kind, at, block.end, max(body, at), depth=depth, gap=block.gap))
    return out


def _sections(view: View, starts: list[Start], frame: list[Start]) -> list[Section]:
    """Sections with their extents and parents, in order of place; the text before the first is the title."""
    text_end = view.blocks[-1].end if view.blocks else 0
    out: list[Section] = []
    if view.blocks and (not starts or starts[0].start > view.blocks[0].start):
        end = starts[0].start if starts else text_end
        out.append(_section(view, 0, "title", None, view.blocks[0].start, end, None, "inferred"))
    offset = len(out)
    parents = _parents(starts, frame)
    for i, start in enumerate(starts):
        after = (s.start for j, s in enumerate(starts[i + 1 :], i + 1) if not _inside(parents, j, i))
        title = None if start.inferred else view.text[start.start : start.end]
        up = parents[i]
        parent = None if up is None else f"s{up + offset + 1}"
        heading = "inferred" if start.inferred else "explicit"
        out.append(_section(view, len(out), start.kind, title, start.start, next(after, text_end), parent, heading))
    return out


def _parents(starts: list[Start], frame: list[Start]) -> list[int | None]:
    """For each start the index of the one it is a part of, None at the top."""
    heads = {s.start for s in frame}
    parents: list[int | None] = []
    top: int | None = None
    for i, start in enumerate(starts):
        dotted = start.number is not None and start.number[1] > 0
        if start.start in heads:
            top = i
            parents.append(None)
        elif frame:
            parents.append(top)
        elif top is not None and (_is_part(start, starts[top]) or (dotted and _same_chapter(start, starts[top]))):
            parents.append(top)
        else:
            top = i
            parents.append(None)
    return parents


def _is_part(start: Start, top: Start) -> bool:
    if start.number is not None and top.number is not None and start.number[1] == 0:
        return False
    return start.rule.value["level"] == 2 and start.kind in _PARTS.get(top.kind, frozenset())


def _same_chapter(start: Start, top: Start) -> bool:
    return top.number is None or (start.number is not None and top.number[0] == start.number[0])


def _inside(parents: list[int | None], j: int, i: int) -> bool:
    """Whether start `j` is a part of start `i`, at any depth."""
    up = parents[j]
    while up is not None:
        if up == i:
            return True
        up = parents[up]
    return False


def _section(
    view: View, index: int, kind: SectionKind, title: str | None, start: int, end: int, parent: str | None, heading: str
) -> Section:
    while end > start and view.text[end - 1].isspace():
        end -= 1
    clean = _AFTER_HEADING.sub("", title) if title is not None else None
    return Section(
        id=f"s{index + 1}",
        kind=kind,
        title=clean,
        start=start,
        end=end,
        parent=parent,
        heading="inferred" if heading == "inferred" else "explicit",
    )

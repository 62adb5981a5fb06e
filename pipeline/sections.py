"""Places where sections begin in, labelled sections out: the frame of the EU template or a free page, nested.

Sets the final blocks, sections and sentences of a view. Which headings there are is found by pipeline.headings.
"""

import re
from itertools import pairwise

from pipeline.document import Block
from pipeline.headings import Start, colon_run_in, inferred, line_headings, run_ins, usual_gap
from pipeline.model import Section, SectionKind
from pipeline.rules import RuleSet
from pipeline.view import View

_AFTER_HEADING = re.compile(r"[\s\u00a0]*(?:[:–—-][\s\u00a0]*)?$")
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
# "5.2 Use of other antimalarials" is a warning of section 5, whatever "Use of …" means as a heading of its own.
_NEVER_PARTS = frozenset({"indications", "overview", "benefits", "how_to_use", "clinical_studies"})


def label(view: View) -> None:
    """Find the sections of `view` and set its final blocks, sections and sentences."""
    rules = view.lexicon.headings()
    starts = line_headings(view, rules)
    frame = _template(starts)
    if frame:
        starts = _within_template(view, starts, frame)
    else:
        starts = _free(view, rules, [s for s in starts if s.rule.label == "heading" or _usable_alone(s)])
    view.set_layout(_cut_blocks(view.blocks, starts), _sections(view, starts, frame))


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
    spread = [b.block - a.block > 1 for a, b in pairwise(frame)]
    return frame if len(frame) >= 4 and sum(spread) >= len(spread) - 1 else []


def _usable_alone(start: Start) -> bool:
    """Whether a template heading outside a full template may be trusted: only those whose words say it all."""
    return start.rule.value["kind"] != "contents" and start.rule.id not in (
        "sections.eu_how_to_take",
        "sections.eu_what_it_is",
    )


def _within_template(view: View, starts: list[Start], frame: list[Start]) -> list[Start]:
    names = _product_names(view, frame)
    view.product_names = names
    lines = {s.block: s for s in starts if s.rule.label == "heading" and "after" not in s.rule.value}
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
        number = frame[at].rule.value.get("number", 6)
        if number == 5 and index in lines and lines[index].kind in ("composition", "supply"):
            # The sixth section under a heading of its own ("What is in it"): it frames what follows as the others do.
            frame.append(lines[index])
            out.append(lines[index])
            at += 1
            continue
        allowed = _WITHIN[number]
        if not allowed:
            continue
        found = [lines[index]] if index in lines else run_ins(view, index, allowed, names)
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


def _free(view: View, rules: RuleSet, starts: list[Start]) -> list[Start]:
    """Headings of a page without the template: lines, "Composition: …" run-ins, and paragraphs that lost theirs."""
    by_block = {s.block: s for s in sorted(starts, key=lambda s: s.rule.label == "heading")}
    usual = usual_gap(view.blocks)
    counted = _numbered_throughout(view.blocks, starts)
    # A label with numbered chapters has not lost its headings; blank lines there part tables and studies.
    numbered = any(s.number and view.blocks[s.block].kind == "heading" for s in starts)
    out: list[Start] = []
    since = 0
    for index, block in enumerate(view.blocks):
        found = by_block.get(index) or colon_run_in(view, rules, index, block)
        if not found and block.kind == "paragraph" and not numbered:
            found = inferred(view, index, block, out, since, usual)
        if found and out and block.kind == "list_item" and not (counted and found.number):
            found = None
        # "Check with your doctor if you have:" ends a list of contraindications, and elsewhere opens one itself.
        here = out[-1].kind if out else None
        if found and found.rule.value.get("after", here) != here:
            found = None
        if found:
            out.append(found)
        since = 0 if found and not found.run_in and not found.inferred else since + 1
    return out


def _numbered_throughout(blocks: list[Block], starts: list[Start]) -> bool:
    """Whether the page numbers its headings ("1. Uses", "2. Warnings", …): else such lines are items of a list."""
    numbers = {s.number for s in starts if s.number and s.number[1] == 0 and blocks[s.block].kind == "list_item"}
    return len(numbers) >= 3


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
        kind = start.kind if up is None or frame or start.kind not in _NEVER_PARTS else "other"
        parent = None if up is None else f"s{up + offset + 1}"
        heading = "inferred" if start.inferred else "explicit"
        out.append(_section(view, len(out), kind, title, start.start, next(after, text_end), parent, heading))
    return out


def _parents(starts: list[Start], frame: list[Start]) -> list[int | None]:
    """For each start the index of the one it is a part of, None at the top."""
    heads = {s.start for s in frame}
    parents: list[int | None] = []
    top: int | None = None
    for i, start in enumerate(starts):
        if start.start in heads:
            top = i
            parents.append(None)
        elif frame or (top is not None and _belongs(start, starts[top])):
            parents.append(top)
        else:
            top = i
            parents.append(None)
    return parents


def _belongs(start: Start, top: Start) -> bool:
    """Whether `start` opens a part of the section that `top` opens, where there is no template to say so."""
    dotted = start.number is not None and start.number[1] > 0
    if dotted and _same_chapter(start, top):
        return True
    if start.number is not None and top.number is not None and start.number[1] == 0:
        return False
    in_chapter = start.number is None and top.number is not None
    return start.rule.value["level"] == 2 and (in_chapter or start.kind in _PARTS.get(top.kind, frozenset()))


def _same_chapter(start: Start, top: Start) -> bool:
    """Whether a dotted heading belongs to the chapter of `top` (6.1 to 6). In an SmPC 4.2 is no part of 4.1."""
    return top.number is None or (start.number is not None and top.number == (start.number[0], 0))


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

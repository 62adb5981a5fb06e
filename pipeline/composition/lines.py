"""Lines of a leaflet in, the active substances that they list out: below what opens a list, or by themselves."""

from pipeline.composition.cues import Cues
from pipeline.composition.statements import Rank, Statement, is_known, read, reckon
from pipeline.composition.strengths import find, volume_in
from pipeline.model import Strength
from pipeline.rules import Hit
from pipeline.view import Sentence, View

_BLOCKS_AHEAD = 10
"""Lines that a list of active substances goes on for."""


def read_below(view: View, sentence: Sentence, hit: Hit, rank: Rank, cues: Cues) -> list[Statement]:
    """The substances on the lines below "The active substances are:", up to the other ingredients."""
    found: list[Statement] = []
    for line in view.sentences[sentence.index + 1 : sentence.index + 1 + _BLOCKS_AHEAD]:
        if view.quote(line).rstrip().endswith("contains:"):
            continue
        if line.section != sentence.section or cues.get(line.index):
            break
        if view.blocks[line.block].kind == "heading" and not find(view.text, line.start, line.end):
            break  # one with a strength is a line of the list that stands alone
        if found and not found[-1].stated.strengths and (alone := _strength_alone(view, line)):
            found[-1].stated.strengths += alone
        else:
            found += read(view, line, line.start, hit.rule.id, rank)
    return found


def _strength_alone(view: View, line: Sentence) -> list[Strength]:
    """The strength that a line consists of: it belongs to the substance on the line above."""
    groups = find(view.text, line.start, line.end)
    if len(groups) != 1 or view.text[line.start : line.end].strip(" .*") != view.text[groups[0].start : groups[0].end]:
        return []
    return [s for option in groups[0].options for s in option]


def read_on(
    view: View, sentence: Sentence, hit: Hit, rank: Rank, cues: Cues, found: list[Statement]
) -> list[Statement]:
    """The further components of a vaccine on the lines below the first, each line with a strength in it."""
    if rank is not Rank.DECLARED or len(found) < 2 or not all(s.stated.strengths for s in found):
        return []
    more: list[Statement] = []
    for line in view.sentences[sentence.index + 1 : sentence.index + 1 + _BLOCKS_AHEAD]:
        before = view.quote(view.sentences[line.index - 1]).rstrip()
        if before.endswith((".", ";")) or line.section != sentence.section or cues.get(line.index):
            break
        components = read(view, line, line.start, hit.rule.id, rank)
        if not components and not find(view.text, line.start, line.end):
            break
        more += components if any(s.stated.strengths for s in components) else []
    return more


def composition_lines(view: View, cues: Cues) -> list[Statement]:
    """Lines under "Composition" that list substances without a word around them: "Amoxicillin (500mg) + …".

    Those below a line that speaks of the other ingredients list them.
    """
    found: list[Statement] = []
    places = {i: s for i, s in enumerate(view.sections) if s.kind == "composition" and s.parent is None}
    of_others: set[int] = set()
    within, per = -1, None
    for index, hits in cues.items() if places else ():
        sentence = view.sentences[index]
        section = places.get(sentence.section)
        if sentence.section != within:
            within, per = sentence.section, None
        if any(h.label == "excipients" for h in hits):
            of_others.add(sentence.section)
        if hits:
            announced = view.quote(sentence).rstrip()
            per = volume_in(announced) if announced.endswith(":") else None  # "Each 5 ml contains:"
        if hits or section is None or sentence.section in of_others or view.blocks[sentence.block].kind == "heading":
            continue
        if sentence.start < section.start + len(section.title or ""):
            continue
        for statement in read(view, sentence, sentence.start, "ingredient.composition_line", Rank.LISTED):
            if statement.stated.strengths or is_known(view, statement):
                found.append(statement)
                if per:
                    reckon([statement], per)
    return found

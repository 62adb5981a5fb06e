"""Lines of a section that tells what a product is for in, whether they open or belong to a list of conditions out."""

import re

from pipeline.phrases import treated, uses
from pipeline.rules import Hit
from pipeline.view import Sentence, View

_DENIES = re.compile(
    r"\b(?:should|must|do|does|is|are) not (?:be )?(?:used?|given|taken|indicated|recommended)\b[^:]*:\s*\Z", re.I
)
_FOLLOWING = re.compile(r"\bfollowing\s+(?P<kind>(?:[\w-]+\s+){0,4})\Z", re.I)


def follows(view: View, sentence: Sentence, hits: list[Hit], found: bool, listing: int) -> int:
    """2 where this sentence opens a list of conditions, 1 within one, 0 otherwise."""
    text = view.text[sentence.start : sentence.end].rstrip()
    if uses.ALONE.fullmatch(text):
        return 2
    if text.endswith(":"):
        use = any(h.label in ("use", "purpose", "given") for h in hits)
        relieved = any(h.rule.id == "indication.relieve" for h in hits)  # "relieves these symptoms:"
        named = relieved or not (uses.NOT_CONDITIONS_FOLLOW.search(text) or denies(view, sentence))
        return 2 if use and named else 0
    if not listing:
        return 0
    item = view.blocks[sentence.block].kind == "list_item"
    return 1 if item or (sentence.opens and found and len(text) < 160) else 0


def denies(view: View, sentence: Sentence) -> bool:
    """Whether a line opens a list of those in whom the product is not used: "should not be used in patients with:"."""
    return _DENIES.search(view.text, sentence.start, sentence.end) is not None


def points_on(view: View, sentence: Sentence) -> bool:
    """Whether a sentence that opens a list names a kind of conditions: "the following skin diseases:"."""
    kind = _FOLLOWING.search(view.text[sentence.start : sentence.end].rstrip(" :\n") + " ")
    return kind is not None and treated.is_kind(kind["kind"].strip())


def kind_before(text: str, sentence: Sentence, start: int) -> bool:
    """Whether "the following" stands in front of what begins at `start`."""
    return _FOLLOWING.search(text, sentence.start, start) is not None


def among_lines(view: View, sentence: Sentence) -> bool:
    """Whether the section has another line right before or behind a line: a list that lost its marks."""
    sentences, own = view.sentences, view.sections[sentence.section].start
    beside = sentences[max(sentence.index - 1, 0) : sentence.index + 2]
    return any(s.section == sentence.section and s.block != sentence.block and s.start > own for s in beside)

"""Headings, labels and introductions in, what they say of the doses below them: for whom, for what, of which kind."""

import re
from functools import lru_cache

from pipeline.model import DoseKind
from pipeline.posology.people import Label, label_of, names

_BULLETS = ("-", "–", "•", "*")
_CUT_OFF = re.compile(r"\s(?:than|or|and|to|from|between|of)$", re.I)
"""The end of a line that goes on in the next: "Children aged 2 or"."""
_FORM = re.compile(
    r"\b(?:topical|oral|parenteral|i\.?v|i\.?m|tablets?|capsules?|cream|injection|infusion|syrup|suspension)\b", re.I
)
"""A heading that names a form or route divides the doses of those spoken of before."""


class Context:
    """What headings, labels and introductions say of the doses below them, until the next section begins."""

    def __init__(self) -> None:
        self.section = -1
        self.population: str | None = None
        self.indication: str | None = None
        self.kind: DoseKind | None = None
        self.by_label = False
        self.below = False
        self.introduced = self.listed = False
        self.cut_off = ""
        self.of_block: str | None = None
        self.kind_of_block: DoseKind | None = None
        self.rows_name_illness = False
        self.counted: str | None = None

    def enter(self, section: int, title: str | None) -> None:
        """Forget everything where another section begins; `title` is its title where that may say whom it is for."""
        if section == self.section:
            return
        self.section, self.by_label, self.rows_name_illness = section, False, False
        self.population = self.indication = self.kind = self.counted = None
        if title:
            self.take(label_of(title), None)

    def prose(self) -> None:
        """A paragraph of running text ends what a label with a colon said of the lines below it."""
        if self.by_label:
            self.population, self.by_label = None, False

    def label(self, label: Label, *, alone: bool) -> None:
        """Take a label with a colon: its population holds up to the next running text, its indication in its block.

        One that stands `alone` on its line is a heading: what it says holds as one's does.
        """
        self.of_block = label.indication
        if alone and label.indication:
            self.indication = label.indication
        if label.population:
            self.population, self.by_label = label.population, not alone

    def title(self, text: str, *, item: bool = False) -> None:
        """Take a heading or a line that stands like one; one on how to use the medicine ends what others said.

        An `item` of a list holds for the items below it, and names no illness: lists are of anything.
        """
        text, self.cut_off = f"{self.cut_off} {text.strip()}" if self.cut_off else text, ""
        item = item or text.startswith(_BULLETS)
        if _CUT_OFF.search(text):
            self.cut_off = text
            return
        label, kind = label_of(text), kind_of(text)
        if item and label.population is None:
            return
        if not names(label) and kind is None and not _FORM.search(text):
            self.population = self.indication = self.kind = None
        if self.below and label.indication:
            self.population = None
        self.by_label = item
        self.take(label, kind)

    def introduction(self, label: Label, kind: DoseKind | None) -> None:
        """Take a sentence that ends with a colon; whom it names is meant up to the next heading of an illness."""
        self.take(label, kind)
        self.below = self.below or label.population is not None
        self.introduced, self.listed = True, False

    def block(self, kind: str, text: str) -> None:
        """Take note of the next block: a paragraph behind a list ends what was said there, unless cut off from it."""
        if kind == "list_item":
            self.listed = self.introduced
        elif self.listed and not text[:1].isdigit():
            self.population = self.kind = None
            self.introduced = self.listed = False

    def take(self, label: Label, kind: DoseKind | None) -> None:
        """Let a label or heading hold from here on. A population ends what was said of a kind, not of an indication."""
        if label.population:
            self.below = self.indication is not None
            self.population, self.kind = label.population, None
        if label.indication:
            self.indication, self.kind = label.indication, None
        self.kind = kind or self.kind


_STATEMENT = re.compile(r"\b(?:is|are|will|may|should|must|can|do|take|use|has|have|swallow|your|you)\b", re.I)
_KINDS: tuple[tuple[re.Pattern[str], DoseKind], ...] = (
    (re.compile(r"\bmaxim\w+\sdos|\bmaximum\b", re.I), "maximum"),
    (re.compile(r"\bload\w+\sdos", re.I), "loading"),
    (re.compile(r"\b(?:start|initial)\w*\s(?:daily\s)?(?:dos|treat)|\binitially\b", re.I), "initial"),
    (
        re.compile(r"\b(?:maintenance|continuation|(?:continu\w+|long-term)\s(?:treatment|therapy|dose))\b", re.I),
        "maintenance",
    ),
)


def is_statement(text: str) -> bool:
    """Whether a short line is a sentence, with a verb or an address, and so no label."""
    return _STATEMENT.search(text) is not None


@lru_cache(maxsize=4096)
def kind_of(text: str) -> DoseKind | None:
    """The kind of dose that a heading or introduction announces; None where it names none or several."""
    found = [kind for pattern, kind in _KINDS if pattern.search(text)]
    return found[0] if len(found) == 1 else None

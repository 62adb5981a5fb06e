"""A line of a warnings section in, what it is out: the opening of a list, a heading, a state that stands for itself."""

import re

from pipeline.cautions.leads import any_following
from pipeline.phrases.back_references import closes
from pipeline.phrases.precautions import opens_list
from pipeline.phrases.titles import is_title
from pipeline.phrases.topics import Topics
from pipeline.phrases.unsaid import says_nothing
from pipeline.view import Sentence, View

_CONTAINS = re.compile(r"[A-Z][\w -]{2,60} contains? [\w, -]{3,40}\.$")
"""A heading with a full stop: "Tavoril contains sodium.\""""
_STATE_WORDS = 6
SENTENCE_WORDS = 7
_TITLE_WORDS = 5
_OF_PEOPLE = ("Some ", "Patients ", "People ", "In some ", "Rarely", "There ", "Cases ", "Many ")
_NUMBERED = re.compile(r"\d+\.\d+\s")
"""How the headings of labels begin: "5.1 Liver injury"."""
_LONG = 4
"""Words of more letters name something; a heading of more such words is no chance."""
_MOST = 0.6
"""The share of a heading's words that the sentence behind it says again."""


class Lines:
    """Tells the lines of one leaflet apart by their words and by what stands behind them."""

    def __init__(self, view: View, topics: Topics) -> None:
        self.view = view
        self.topics = topics

    def opens(self, sentence: Sentence, start: int, end: int, *, listed: bool) -> bool:
        """Whether a line opens a list: by its colon or its words, or as advice to ask with items right behind it.

        `listed` tells whether it stands in a list itself.
        """
        text = self.view.text
        mark = text[sentence.start : sentence.end].rstrip()[-1:]
        if mark == ":" or (mark != "." and opens_list(text, start, end)):
            return True
        after = self.after(sentence)
        if after is not None and self._announces(sentence, start, end, after):
            return True
        own = self.view.blocks[sentence.block].kind
        if after is None or after.block == sentence.block or listed or own == "list_item":
            return False
        item = self.view.blocks[after.block].kind == "list_item" or text[after.start].islower()
        last = text[sentence.end - 1]
        unended = (last.isalnum() or last in ",-–—") and not self.heads(sentence) and sentence.opens
        return item and (unended or (says_nothing(text, start, end) and not closes(text, start, end)))

    def _announces(self, sentence: Sentence, start: int, end: int, after: Sentence) -> bool:
        """Whether a sentence with a full stop speaks of "any of the following", and items stand right behind it."""
        text, blocks = self.view.text, self.view.blocks
        return (
            after.block != sentence.block
            and blocks[after.block].kind == "list_item"
            and any_following(text, start, end)
        )

    def after(self, sentence: Sentence) -> Sentence | None:
        """The next sentence of the same section."""
        sentences, index = self.view.sentences, sentence.index + 1
        return sentences[index] if index < len(sentences) and sentences[index].section == sentence.section else None

    def stands_alone(self, sentence: Sentence) -> bool:
        """Whether a line that looks like a heading heads nothing: it is what the section says ("Liver disease")."""
        section = self.view.sections[sentence.section]
        first = self.view.blocks[sentence.block].start <= section.start
        if _NUMBERED.match(self.view.text, sentence.start):
            return False
        return (not first or section.kind == "special_populations") and self.after(sentence) is None

    def heads(self, sentence: Sentence) -> bool:
        """Whether a short line without a verb heads the running text behind it: "Vaccinations"."""
        text, after = self.view.text, self.after(sentence)
        if after is not None and self._titles_item(sentence, after):
            return True
        if after is None or self.view.blocks[sentence.block].kind == "list_item":
            return False
        return (
            sentence.last - sentence.first <= SENTENCE_WORDS
            and after.last - after.first > SENTENCE_WORDS
            and text[after.start].isupper()
            and text[sentence.start].isupper()
            and text[after.end - 1] in ".:"
            and (text[sentence.end - 1] != "." or _CONTAINS.match(text, sentence.start, sentence.end) is not None)
            and (after.block != sentence.block or "\n" in text[sentence.end : after.start])
            and is_title(text[sentence.start : sentence.end])
        ) or self._restated(sentence, after)

    def _titles_item(self, sentence: Sentence, after: Sentence) -> bool:
        """Whether a few words with a full stop head what follows in the same item: "Bone problems. Some people …"."""
        text = self.view.text
        return (
            after.block == sentence.block
            and sentence.opens
            and text[sentence.start].isupper()
            and sentence.last - sentence.first <= _TITLE_WORDS
            and after.last - after.first > SENTENCE_WORDS
            and text.startswith(_OF_PEOPLE, after.start)
            and is_title(text[sentence.start : sentence.end].rstrip(". "))
        )

    def _restated(self, sentence: Sentence, after: Sentence) -> bool:
        """Whether a line without a mark heads the sentence on the next line, which says the same again, and more."""
        text = self.view.text
        if after.block == sentence.block or text[sentence.end - 1] in ".,;:" or not text[after.start].isupper():
            return False
        again = text[after.start : after.end].lower()
        words = [word for word in text[sentence.start : sentence.end].lower().split() if len(word) > _LONG]
        return len(words) > _LONG and sum(word in again for word in words) > len(words) * _MOST

    def names_state(self, start: int, end: int) -> bool:
        """Whether a line is but the name of a state to be careful in: "Severe renal impairment"."""
        words = self.view.text[start:end]
        short = len(words.split()) <= _STATE_WORDS or is_title(words)
        return short and bool(self.topics.of(start, end))

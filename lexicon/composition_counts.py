"""Leaflets and product lists in, counts out: how many leaflets hold a name, how many products a substance."""

import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lexicon.curated_lines import match_key

_STRENGTH = re.compile(r"\s*\([^()]*\)\s*$")


def read_leaflets(folder: Path) -> Iterator[tuple[str, str]]:
    """Each leaflet's whole text and its section 6, from a folder with sections.jsonl and txt/."""
    for line in (folder / "sections.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (folder / "txt" / row["file"]).read_bytes().decode("utf-8")
        last = [s for s in row["sections"] if s["key"] == "6_contents"]
        yield text, text[last[0]["start"] : last[0]["end"]] if last else ""


def composition_names(path: Path) -> Counter[str]:
    """How many products of a composition list name each substance, as written there."""
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = html.unescape(json.loads(line)["composition"]).split(" + ")
        counts.update({_STRENGTH.sub("", part).strip().lower() for part in parts})
    return counts


def leaflets_with(names: Mapping[str, Iterable[str]], texts: Iterable[str]) -> Counter[str]:
    """How many of the texts hold each entry by any of its names, matched on norms, the longest name first."""
    owners = {match_key(wording): entry for entry, wordings in names.items() for wording in wordings}
    lengths: dict[str, set[int]] = defaultdict(set)
    for key in owners:
        lengths[key[0]].add(len(key))
    counts: Counter[str] = Counter()
    for text in texts:
        norms = match_key(text)
        here: set[str] = set()
        position = 0
        while position < len(norms):
            sizes = sorted(lengths.get(norms[position], ()), reverse=True)
            size = next((n for n in sizes if norms[position : position + n] in owners), 0)
            if size:
                here.add(owners[norms[position : position + size]])
            position += size or 1
        counts.update(here)
    return counts

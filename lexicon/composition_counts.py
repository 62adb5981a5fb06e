"""Leaflets and product lists in, counts out: in how many leaflets a wording stands, in how many products a substance."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from curated_lines import match_key

_STRENGTH = re.compile(r"\s*\([^()]*\)\s*$")
_OTHERS = re.compile(
    r"other (?:non-?medicinal )?(?:ingredients?|excipients?)(?: \([^)]*\))?(?:[^.:;\n]{0,60}?)(?: is| are| include)?\s*[:-]?\s*(?P<list>.*?)"
    r"(?=\n?\s*What .{0,80}? looks? like|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ASIDE = re.compile(r"\(\s*see[^()]*(?:\([^()]*\)[^()]*)*\)", re.IGNORECASE)
_LABEL = re.compile(r"^[^:]{0,60}:\s*")
_SEPARATOR = re.compile(r"[,;\n]|\.\s+(?=[A-Z])|\.\s*$|\s+and\s+(?!/)", re.IGNORECASE)


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


def excipient_items(section: str) -> list[str]:
    """The items of a section's "other ingredients" list as written, without references to other sections."""
    items: list[str] = []
    for found in _OTHERS.finditer(section):
        for part in _SEPARATOR.split(_ASIDE.sub("", found["list"])):
            item = _LABEL.sub("", part.strip(" -•·\t")).strip(" .-")
            if item:
                items.append(item)
    return items


def leaflets_with(wordings: Iterable[str], texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each wording stands, matched on norms as the pipeline does, longest wording first."""
    keys: dict[tuple[str, ...], str] = {match_key(w): w for w in wordings}
    longest = max(map(len, keys))
    firsts = {key[0] for key in keys}
    counts: Counter[str] = Counter()
    for text in texts:
        norms = match_key(text)
        here: set[str] = set()
        position = 0
        while position < len(norms):
            step = 1
            if norms[position] in firsts:
                for size in range(min(longest, len(norms) - position), 0, -1):
                    if (wording := keys.get(norms[position : position + size])) is not None:
                        here.add(wording)
                        step = size
                        break
            position += step
        counts.update(here)
    return counts

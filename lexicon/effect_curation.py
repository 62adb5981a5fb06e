"""What a person decided, in: the curated names of effects and the stop list, out: entries and a test of wordings."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lexicon.effect_phrases import MOST_WORDS, Words, word_set

# Words that say how something is or how much, not what: alone, and with each other, they name no effect.
_HOLLOW = word_set(
    "of the a in to and or on at for with your - / ' 's by as from level number amount value count result "
    "type degree area site increase increased increasing elevated elevation raised high higher rise decrease "
    "decreased decreasing low lower lowered reduced reduction change changed abnormal abnormality abnormally "
    "unusual irregular altered excess excessive new sudden rapid slow fast poor loss lack difficulty "
    "difficult problem disorder condition effect reaction event worse worsening symptom possible acute "
    "chronic prolonged short frequent general generalized localized local unpleasant mild moderate severe "
    "serious impaired disease complication"
)


@dataclass(frozen=True, slots=True)
class Curated:
    """One line of effects_curated.txt: names of one effect, the first its term, those trusted only in lists, codes."""

    names: tuple[str, ...]
    ambiguous: frozenset[str]
    codes: tuple[tuple[str, str], ...]


def read_curated(text: str) -> list[Curated]:
    """The lines of the curated file: `term = synonym = synonym* @system:code`, "#" for comments.

    A "*" behind a name marks it as ambiguous in prose. "{a|b}" makes one line of each choice; "$1" repeats what the
    first braces chose, "$2" the second. A name that such a line makes gives way to a line that spells it out.
    ValueError for an empty name, for one of more than MOST_WORDS words, and for a name on two lines.
    """
    lines = [line for each in text.splitlines() if (line := each.split("#")[0].strip())]
    plain = [_curated(line) for line in lines if "{" not in line]
    made = [_curated(each) for line in lines if "{" in line for each in _expand(line)]
    owner: dict[str, str] = {}
    for entry in plain:
        _claim(entry, owner)
    for entry in made:
        names = tuple(name for name in entry.names if name.lower() not in owner)
        if names:
            plain.append(Curated(names, entry.ambiguous, entry.codes))
            _claim(plain[-1], owner)
    return plain


def _claim(entry: Curated, owner: dict[str, str]) -> None:
    for name in entry.names:
        if not name or len(name.split()) > MOST_WORDS:
            raise ValueError(f"a name is missing or too long: {name!r} of {entry.names[0]!r}")
        if owner.setdefault(name.lower(), entry.names[0]) != entry.names[0]:
            raise ValueError(f"{name!r} stands with {owner[name.lower()]!r} and with {entry.names[0]!r}")


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
    plain = tuple(dict.fromkeys(name.rstrip("*").strip() for name in names))
    return Curated(plain, frozenset(name.rstrip("*").strip() for name in names if name.endswith("*")), codes)


def read_stops(text: str, words_of: Callable[[str], Words]) -> frozenset[Words]:
    """The wordings of the stop list, normalised: one a line, `wording  # why`."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return frozenset(words_of(line) for line in lines if line)


class Stops:
    """Whether a wording names no effect: it is on the list, or is made of nothing but hollow words."""

    def __init__(self, listed: Iterable[Words]) -> None:
        self._listed = frozenset(listed)

    def __contains__(self, words: Words) -> bool:
        return words in self._listed or all(word in _HOLLOW for word in words)

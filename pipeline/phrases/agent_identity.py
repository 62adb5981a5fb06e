"""The name of an agent in, what it is compared by out, and whether it is the product itself."""

import re
from functools import lru_cache

from pipeline.view import View

_MEDICINE_WORDS = frozenset(
    "medicine medicines medication medications drug drugs therapy therapies treatment treatments".split()
)
_TELLING = 5
"""The first of several words names a substance by itself where it has more letters."""


@lru_cache(maxsize=4096)
def bare_name(agent: str) -> str:
    """A name without case, marks, plurals and a last word for medicines ("anticoagulant therapy").

    Leaflets name the same agents over and over, so what is compared is kept.
    """
    words = re.findall(r"[a-z0-9]+", agent.lower())
    if len(words) > 1 and words[-1] in _MEDICINE_WORDS:
        words.pop()
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


class OwnNames:
    """How a leaflet calls the product and its active substances."""

    def __init__(self, view: View) -> None:
        actives = [i for i in view.records.get("ingredients") or [] if i.role == "active"]
        names = {n.lower() for i in actives for n in (i.name, i.base) if n}
        firsts = {n.split()[0] for n in names if len(n.split()[0]) > _TELLING}
        self._names = frozenset(names | set(view.product_names) | firsts)
        self._starts = tuple(n + mark for n in self._names for mark in " /")

    def has(self, name: str) -> bool:
        """Whether a name is one of them, or begins with one: "Tavoril tablets"."""
        low = name.lower()
        return low in self._names or low.startswith(self._starts)

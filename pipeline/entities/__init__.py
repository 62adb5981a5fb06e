"""One module and one rule file a type of fact: a view of a leaflet in, records out.

A module here is an entity type, found by its file alone. It offers
    KEY      the JSON key its records stand under,
    NEEDS    the keys whose records it reads (their modules run first), () for most,
    extract  a function from a View to its records: one a mention, each with evidence, None where no place for them is,
    same     a function from a record to a hashable key: records of equal key state one fact and become one record.
"""

import importlib
import pkgutil
from collections.abc import Hashable
from functools import cache
from graphlib import TopologicalSorter
from typing import Any, Protocol, cast

from pipeline.view import View


class Entity(Protocol):
    """What every module of this package offers."""

    KEY: str
    NEEDS: tuple[str, ...]

    def extract(self, view: View, /) -> Any:
        """The records of one leaflet."""

    def same(self, record: Any, /) -> Hashable:
        """The key of the fact that a record states."""


@cache
def entities() -> tuple[Entity, ...]:
    """Every entity module, in an order in which each follows those it needs."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    by_key = {m.KEY: cast(Entity, m) for m in modules if hasattr(m, "KEY")}
    order = TopologicalSorter({key: by_key[key].NEEDS for key in sorted(by_key)})
    return tuple(by_key[key] for key in order.static_order())

"""What a sentence states of one dose (Regimen), and the words around it that say more (Cue)."""

from typing import Any, NamedTuple

import msgspec

from pipeline.model import Amount, Count, DoseKind, Duration, Frequency
from pipeline.quantities import ucum

Divided = tuple[int | None, int | None]


class Cue(NamedTuple):
    """A match of a rule: its label, value, characters `[start, end)` and the rule's id."""

    label: str
    value: Any
    start: int
    end: int
    rule: str


class Regimen(msgspec.Struct):
    """One dosage statement of a sentence, `[start, end)` its tight span; what the text leaves open is None."""

    start: int
    end: int
    amount: Amount | None = None
    count: Count | None = None
    bound: str | None = None
    frequency: Frequency | None = None
    divided: Divided | None = None
    duration: Duration | None = None
    kind: DoseKind | None = None
    kind_behind: bool = False
    route: str | None = None
    timing: list[str] = []
    as_needed: bool = False
    times_of_day: int = 0
    borrowed: bool = False
    stated_maximum: bool = False
    single: bool = False
    bare: bool = False
    limits: bool = False
    in_column: bool = False
    in_bracket: bool = False
    amount_at: int = 0

    def counted(self) -> str | None:
        """The unit that a dose without a unit behind this one counts."""
        if self.count is not None:
            return self.count.unit
        return self.amount.unit if self.amount is not None and is_counted(self.amount) else None

    def ucum(self) -> str | None:
        """The UCUM code of the amount, with its period where the text gives no number of times."""
        if self.amount is None:
            return None
        f = self.frequency
        plain = f is not None and f.low is None and f.high is None and f.period_high is None
        return ucum(
            self.amount.unit, self.amount.per, f.period if plain and f else None, f.period_unit if plain and f else None
        )


def is_counted(amount: Amount) -> bool:
    """Whether an amount counts dose units, drops or millilitres, and is not weighed."""
    return amount.per is None and (
        amount.unit in ("drop", "ml") or (ucum(amount.unit) is None and amount.unit != "unit")
    )


HARD = frozenset({";", ".", "then", "followed", "thereafter", "afterwards", "subsequently"})
"""Words and marks that part one regimen from the next."""
NEAR = 3
"""Words that may stand between two parts of one quoted span."""

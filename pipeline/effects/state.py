"""Lead-ins of a section on side effects in, one after the other; what holds for the effects that follow out."""

import msgspec

from pipeline.effects.headings import Lead
from pipeline.model import BANDS, EffectFrequency, EffectStatus


class EffectState(msgspec.Struct):
    """What the headings and lead-ins so far say of the effects that follow."""

    frequency: EffectFrequency | None = None
    serious: bool = False
    action: str | None = None
    signs: bool = False
    population: str | None = None
    status: EffectStatus = "stated"
    items: int = 0
    banded: bool = False
    parent: str = ""

    def take(self, lead: Lead) -> None:
        """Go on as `lead` says."""
        self.parent = ""
        if lead.resets or (lead.serious and not lead.frequency and not lead.signs):
            self.frequency = self.frequency if not lead.resets else None
            self.serious, self.action, self.banded, self.items = False, None, False, 0
        if lead.frequency is not None:
            if not lead.resets and not lead.serious and self.serious and self._list_ended(lead.frequency):
                self.serious, self.action = False, None
            self.frequency, self.banded = lead.frequency, True
        if lead.serious:
            self.serious, self.action = True, lead.action or self.action
            self.items = 0
        self.signs = lead.signs
        self.population = lead.population or (None if lead.resets else self.population)

    def _list_ended(self, new: EffectFrequency) -> bool:
        """Whether a band ends the serious list: that had items with no band, or the bands start anew."""
        if not self.banded:
            return self.items > 0
        old = self.frequency.band if self.frequency else None
        return old is not None and new.band is not None and BANDS.index(new.band) <= BANDS.index(old) and self.items > 0

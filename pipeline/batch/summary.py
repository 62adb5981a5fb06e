"""Outcomes in, a table for people out: what a run found."""

from collections.abc import Sequence

from pipeline.batch.jobs import Outcome


def summary(outcomes: Sequence[Outcome]) -> str:
    """A table of what a run found: for each kind of record the leaflets that have some, and the records in all."""
    import pandas as pd

    good = [o.counts for o in outcomes if o.error is None]
    if not good:
        return "nothing was extracted"
    frame = pd.DataFrame(good).fillna(0).astype(int)
    table = pd.DataFrame({"leaflets": (frame > 0).sum(), "records": frame.sum()})
    return str(table.rename(index=lambda key: key.replace("_", " ")).to_string())

"""Many leaflets in, one JSON document a leaflet out: plans the work, does it, and catches what goes wrong.

This is the one place where failures are caught. A bad leaflet never stops a run and never replaces a good old document;
what is finished stays finished, however a run ends. The way of a run: `sources` and `containers` find the leaflets,
`plan` compares them with the `state`, an engine (`engines`, `dask_engine`) has `work` do each in a `child` process,
`record` and `manifest` write down what came of it, `sinks` makes one stream of all documents.
"""

from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.batch.work import check

__all__ = ["Job", "Options", "Outcome", "check"]

"""Drug leaflets in, quoted and validated facts out: the public API.

    import pipeline
    leaflet = pipeline.extract("Signalin 200 mg tablets …")
    leaflet.side_effects[0].evidence[0].text

Importing this package is cheap: spaCy is loaded by the first call that needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.errors import LeafletError

if TYPE_CHECKING:
    from pipeline.api import extract, extract_file
    from pipeline.model import Leaflet

__version__ = "0.1.0"
__all__ = ["Leaflet", "LeafletError", "__version__", "extract", "extract_file"]


def __getattr__(name: str) -> Any:
    if name in ("extract", "extract_file"):
        from pipeline import api

        return getattr(api, name)
    if name == "Leaflet":
        from pipeline.model import Leaflet

        return Leaflet
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")

"""Outputs of `leaflet run` come in; tables go out: pandas frames, CSV, Parquet and Excel files, four databases.

from pipeline.load.tables import tables
frames = tables("data/processed")
frames["side_effects"].merge(frames["leaflets"], on="leaflet_id")
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


class _Load(ModuleType):
    """This package, which can still be called.

    The public function `pipeline.load()` has the package's name, and importing the package puts the package in the
    function's place. Without this, `pipeline.load()` would work or fail by what else was imported before.
    """

    def __call__(self) -> "Language":
        from pipeline.api import load

        return load()


sys.modules[__name__].__class__ = _Load

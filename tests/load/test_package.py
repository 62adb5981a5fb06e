"""The package `pipeline.load` and the public function `pipeline.load()` do not take each other's place."""

import pipeline
import pipeline.load.tables
from pipeline import api


def test_the_public_function_can_be_called_after_the_package_is_imported() -> None:
    assert callable(pipeline.load)
    assert pipeline.load() is api.load()

"""For every test: the flag that rewrites goldens, and the same Hypothesis examples and codes on every machine."""

import os

import hypothesis
import pytest

hypothesis.settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("repeatable")
# No terminology that the developer has imported: the tests of those set a folder of their own.
os.environ["LEAFLET_VOCAB"] = ""
# And no cache in the home of whoever runs them.
os.environ["LEAFLET_CACHE"] = ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-goldens", action="store_true", help="write tests/golden anew and fail the run")

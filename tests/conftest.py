"""For every test: the flag that rewrites goldens, and the same Hypothesis examples on every machine."""

import hypothesis
import pytest

hypothesis.settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-goldens", action="store_true", help="write tests/golden anew and fail the run")

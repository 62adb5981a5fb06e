"""The sample leaflets of data/raw against their approved outputs in tests/golden, byte for byte.

`pytest tests/test_golden.py --write-goldens` writes them anew and fails on purpose, so that a new golden is always
looked at (git diff) before a run is green again.
"""

from pathlib import Path

import pytest

from pipeline.api import extract_file
from pipeline.model import to_json
from pipeline.validate import violations

ROOT = Path(__file__).resolve().parent.parent
RAW = sorted((ROOT / "data" / "raw").glob("*.txt"))


def golden(raw: Path) -> Path:
    return ROOT / "tests" / "golden" / f"{raw.stem}.json"


def test_every_sample_has_a_golden_and_every_golden_its_sample(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-goldens"):
        pytest.skip("goldens are being written")
    assert [golden(r).name for r in RAW] == sorted(p.name for p in (ROOT / "tests" / "golden").glob("*.json"))


@pytest.mark.parametrize("raw", RAW, ids=lambda p: p.stem)
def test_golden(raw: Path, request: pytest.FixtureRequest) -> None:
    data = to_json(extract_file(raw))
    assert list(violations(data)) == []
    if request.config.getoption("--write-goldens"):
        golden(raw).write_bytes(data)
        pytest.fail("written anew; review the difference, then run without --write-goldens")
    # Compared as text, so that a difference shows its line.
    assert data.decode() == golden(raw).read_bytes().decode()
    assert data == golden(raw).read_bytes()

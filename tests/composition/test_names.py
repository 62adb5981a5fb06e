"""Names of substances: as the contract writes them, and without the salt."""

import pytest

from pipeline.composition.names import base_of, is_name, normal_name


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("paroxetine hydrochloride hemihydrate", "paroxetine"),
        ("mycophenolate mofetil", "mycophenolate"),
        ("levetiracetam", None),
        ("sodium chloride", None),
        ("calcium", None),
        ("clavulanic acid", None),
    ],
)
def test_base_substance(name: str, base: str | None) -> None:
    assert base_of(name) == base


def test_normal_name() -> None:
    assert normal_name(" “Tavorilin  Sodium”®. ") == "tavorilin sodium"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tavorilin maleate", True),
        ("Type 2", False),
        ("5 ml", False),
        ("the other ingredients", False),
        ("film-coated tablets", False),
    ],
)
def test_what_may_be_a_name(name: str, expected: bool) -> None:
    assert is_name(name) is expected

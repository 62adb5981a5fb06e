"""The marketing authorisation holder: a company's name up to its legal form, never the brand."""

import pytest

from pipeline.components import view_of
from pipeline.composition.holder import read_holder
from pipeline.language import blank

NLP = blank()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Marketing Authorisation Holder: Brightmoor Pharma GmbH & Co. KG, Mill Rise 3",
            "Brightmoor Pharma GmbH & Co. KG",
        ),
        ("Marketing Authorisation Holder and Manufacturer\nBrightmoor S.p.A.\nMill Rise 3", "Brightmoor S.p.A."),
        ("Marketed by: Brightmoor Lifecare", "Brightmoor Lifecare"),
        ("Ask the local representative of the Marketing Authorisation Holder: Brightmoor AB", None),
        ("Marketer: Tavoril", None),
        ("The holder of the pen is blue.", None),
    ],
)
def test_holder(line: str, expected: str | None) -> None:
    view = view_of(NLP.make_doc(f"Tavoril 5 mg tablets\n\nManufacturer\n\n{line}\n"))
    found = read_holder(view, "Tavoril")
    assert (found and found.text) == expected

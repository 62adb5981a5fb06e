"""What a sentence tells of effect and advice, clause by clause."""

import pytest

from pipeline.phrases.statements import clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tell your doctor if you take any of these, as your dose may need to be changed",
         (None, "your dose may need to be changed")),
        ("medicines used to avoid rejection", (None, None)),
        ("it may raise your blood pressure if you do not drink enough", (
            "it may raise your blood pressure if you do not drink enough", None)),
        ("zeldamine, for gout Do not take both", (None, "Do not take both")),
        ("although these did not result in any side effect", (None, None)),
        ("Tavoril may change how others work, e.g.", ("Tavoril may change how others work", None)),
    ],
)  # fmt: skip
def test_clauses(text: str, expected: tuple[str | None, str | None]) -> None:
    assert clauses(text, True) == expected

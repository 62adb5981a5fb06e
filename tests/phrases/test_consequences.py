"""Effect and advice of texts on interactions: what counts, and where an effect hides."""

import pytest

from pipeline.phrases.consequences import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If you take gold, you may feel dizzy", ("you may feel dizzy", None)),
        ("Medicines for heartburn, known as gastrids, may reduce its effect", (
            "Medicines for heartburn, known as gastrids, may reduce its effect", None)),
        ("diuretics medicines that increase urine (such as furosemide), which can be used for gout", (None, None)),
        ("charcoal to reduce diarrhoea", (None, None)),
        ("(see Tavoril and alcohol)", (None, None)),
        ("Tavoril may lower the level of vitamin K and; ask your doctor", (
            "Tavoril may lower the level of vitamin K", "ask your doctor")),
        ("If you take x there is a greater risk of bleeding", ("there is a greater risk of bleeding", None)),
        ("Other medicines and Tavoril Your needs may change", ("Your needs may change", None)),
        ("Tavoril with gold can raise the level of gold", ("Tavoril with gold can raise the level of gold", None)),
    ],
)  # fmt: skip
def test_said(text: str, expected: tuple[str | None, str | None]) -> None:
    assert said(text) == expected


def test_advice_that_breaks_off_is_taken_whole() -> None:
    text = "Your blood sugar may fall. You should therefore monitor it."
    assert said(text)[1] == "You should therefore monitor it"

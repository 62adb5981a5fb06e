"""Lists that lost their lines: the lexicon parts them where no mark does."""

import pytest

from pipeline.api import extract


@pytest.mark.parametrize(
    ("passage", "conditions"),
    [
        (
            "Relieves minor pain due to: headache toothache backache menstrual cramps.",
            ["headache", "toothache", "backache", "menstrual cramps"],
        ),
        ("For the relief of these symptoms: cough, sore throat and fever.", ["cough", "sore throat", "fever"]),
        ("Relieves these symptoms: pain of arthritis, toothache.", ["pain of arthritis", "toothache"]),
        ("Relieves these symptoms: cough headache helps clear the nose.", ["cough", "headache"]),
    ],
)
def test_members_of_a_flat_list(passage: str, conditions: list[str]) -> None:
    found = extract(f"Indications\n\n{passage}\n").indications or []
    assert [r.condition for r in found if r.evidence[0].rule == "indication.listed"] == conditions


def test_what_names_no_condition_is_no_member() -> None:
    found = extract("Indications\n\nFor the relief of: every customer, headache.\n").indications or []
    assert "every customer" not in [r.condition for r in found]


def test_capitals_part_a_list_without_marks() -> None:
    found = extract(
        "Indications\n\nIt is used to treat Sinusitis Skin infections Duodenal Ulcer Disease.\n"
    ).indications
    assert [r.condition for r in found or []] == ["Sinusitis", "Skin infections", "Duodenal Ulcer Disease"]

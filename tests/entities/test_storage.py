"""Storage: one record an instruction, with its temperatures and what to protect from."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import storage
from pipeline.language import blank
from pipeline.model import Storage

NLP = blank()


def stored(text: str) -> list[Storage] | None:
    found = storage.extract(view_of(NLP.make_doc(text)))
    return None if found is None else merge(found, storage.same)


def in_storage(passage: str) -> list[tuple[str, float | None, float | None, list[str]]]:
    found = stored(f"Tavoril\n\nUses\n\nGout\n\nStorage\n\n{passage}\n")
    assert found is not None
    return [(s.text, s.low, s.high, s.protect_from) for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do not store above 25 °C.", ("Do not store above 25 °C", None, 25, [])),
        ("Store in a refrigerator (2 C 8 C).", ("Store in a refrigerator (2 C 8 C)", 2, 8, [])),
        ("Do not freeze.", ("Do not freeze", None, None, ["freezing"])),
        ("Tavoril should be stored at room temperature away from light and moisture.",
         ("at room temperature away from light and moisture", None, None, ["light", "moisture"])),
        ("Keep it in the outer carton in order to protect from light.",
         ("Keep it in the outer carton in order to protect from light", None, None, ["light"])),
        ("Keep the medicine out of the reach of children and pets.",
         ("Keep the medicine out of the reach of children and pets", None, None, [])),
        ("Use within 28 days of opening.", ("Use within 28 days of opening", None, None, [])),
        ("This medicine does not require any special storage conditions.",
         ("does not require any special storage conditions", None, None, [])),
        ("Keep away from direct heat.", ("Keep away from direct heat", None, None, ["heat"])),
    ],
)  # fmt: skip
def test_instruction(text: str, expected: tuple[str, float | None, float | None, list[str]]) -> None:
    assert in_storage(text) == [expected]


def test_a_full_stop_behind_a_degree_parts_two_instructions() -> None:
    found = in_storage("Do not store above 25 C. Store in the original package to protect from moisture.")
    assert [(high, protect) for _, _, high, protect in found] == [(25, []), (None, ["moisture"])]


def test_a_second_temperature_is_a_second_record() -> None:
    found = in_storage(
        "The pen is kept at 2 °C to 8 °C or, once in use, at room temperature (up to 30 °C) for 4 weeks."
    )
    assert [(low, high) for _, low, high, _ in found] == [(2, 8), (None, 30)]


def test_equal_instructions_are_one_with_both_places() -> None:
    found = stored("Tavoril\n\nStorage\n\nDo not freeze. Store below 25 °C.\nDo not freeze.\n")
    assert found is not None
    assert [len(s.evidence) for s in found] == [2, 1]


def test_elsewhere_only_storing_counts() -> None:
    text = (
        "Tavoril\n\nHow to use\n\nTake it with food. If your temperature is above 38 °C, call your doctor. "
        "Store it below 25 °C.\n"
    )
    assert [(s.low, s.high) for s in stored(text) or []] == [(None, 25)]


def test_none_where_nothing_could_state_it_and_empty_where_a_section_says_nothing() -> None:
    assert stored("Tavoril\n\nUses\n\nGout\n") is None
    assert stored("Tavoril\n\nStorage\n\nAsk your pharmacist.\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It should not be put back in the refrigerator.", ["should not be put back in the refrigerator"]),
        ("If stored in a refrigerator, let it reach room temperature.", []),
        ("Keep this reminder card with you for 4 months.", []),
        ("Once mixed, use it straight away.", ["Once mixed, use it straight away"]),
    ],
)
def test_denied_supposed_and_used_at_once(text: str, expected: list[str]) -> None:
    assert [s[0] for s in in_storage(text)] == expected


def test_a_temperature_at_which_to_discard_is_the_highest_allowed() -> None:
    assert in_storage("Dispose of syringes if stored above 8 °C.")[0][1:3] == (None, 8)


def test_each_time_stays_with_its_temperature() -> None:
    found = in_storage("It is stable for up to 35 days at 2 °C to 8 °C and for up to 48 hours at 30 °C.")
    assert [("35 days" in text, "48 hours" in text, high) for text, _, high, _ in found] == [
        (True, False, 8),
        (False, True, 30),
    ]


def test_not_protected_from_light_protects_from_nothing() -> None:
    assert in_storage("It is stable for 4 hours at 25 °C when not protected from light.")[0][3] == []

"""What holds for all items of a list of agents, however the line that opens it or the one below it is worded."""

import pytest

from pipeline.api import extract


def facts(passage: str) -> dict[str, tuple[str | None, str | None]]:
    found = extract(f"Tavoril\n\nDrug Interactions\n\n{passage}\n").interactions or []
    return {r.agent: (r.effect, r.advice) for r in found}


ADVICE = "Tell your doctor if you take any of the following"


@pytest.mark.parametrize(
    ("passage", "agent", "expected"),
    [
        ("Your dose of Tavoril may change if you are taking\n\n- digoxin\n", "digoxin", (
            "Your dose of Tavoril may change if you are taking", None)),
        ("Tell your doctor if you take any of the medicines listed below. It matters.\n\n- digoxin\n", "digoxin", (
            None, "Tell your doctor if you take any of the medicines listed below")),
        ("Medicines that may raise your blood sugar include:\n\n- digoxin\n", "digoxin", (
            "Medicines that may raise your blood sugar", None)),
        ("In particular, the following may increase the risk of side effects:\n\n- digoxin\n", "digoxin", (
            "the following may increase the risk of side effects", None)),
        ("It is especially important to mention the following:\n\n- digoxin\n", "digoxin", (
            None, "It is especially important to mention the following")),
        (f"{ADVICE}:\n\n- some statins such as pravastatin\n", "pravastatin", (None, ADVICE)),
        (f"{ADVICE}:\n\n- medicines that lower potassium, such as:\n\n- digoxin\n", "digoxin", (None, ADVICE)),
        (f"{ADVICE}:\n\n- antibiotics. These include rifampicin.\n", "rifampicin", (None, ADVICE)),
        (f"{ADVICE}:\n\n- digoxin\n\nDigoxin: your doctor may change the dose.\n", "digoxin", (
            None, "your doctor may change the dose")),
        (f"{ADVICE}:\n\n- digoxin\n\nIf any of the above apply to you, ask your doctor.\n", "digoxin", (None, ADVICE)),
    ],
)  # fmt: skip
def test_what_holds_for_an_item(passage: str, agent: str, expected: tuple[str | None, str | None]) -> None:
    assert facts(passage)[agent] == expected


def test_a_sentence_below_a_list_speaks_for_itself() -> None:
    told = facts(f"{ADVICE}:\n\n- digoxin\n\nIf you take lithium with it, you may feel dizzy.\n")
    assert told["lithium"] == ("you may feel dizzy", None)


def test_the_last_item_before_a_line_without_full_stop() -> None:
    told = facts(f"{ADVICE}:\n\n- digoxin or lithium The following medicines must be avoided:\n\n- aspirin\n")
    assert told["lithium"] == (None, ADVICE)
    assert told["aspirin"] == (None, "The following medicines must be avoided")

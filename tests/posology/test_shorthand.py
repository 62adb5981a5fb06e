"""Directions as pharmacies and prescribers write them: without a verb, without a unit, with abbreviations.

The second part reads the public dose strings of Public Health Scotland where they lie beside the project.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import dose
from pipeline.language import blank
from pipeline.model import Amount, Dose, Frequency

NLP = blank()
STRINGS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "nhs_doses" / "phs_vectors.json"


def doses_of(direction: str) -> list[Dose]:
    view = view_of(NLP.make_doc(f"Dosage and Administration\n\n{direction}\n"))
    return merge(dose.extract(view) or [], dose.same)


def span(low: float | None, high: float | None) -> str:
    return f"{low}" if low == high else f"{'' if low is None else low}-{'' if high is None else high}"


def quantity(a: Amount | None) -> str:
    return f"{span(a.low, a.high)} {a.unit}" if a else ""


def often(f: Frequency | None) -> str:
    if f is None:
        return ""
    times = "" if f.low is None and f.high is None else f"{span(f.low, f.high)} "
    return f"{times}per {span(f.period, f.period_high or f.period)} {f.period_unit}"


def brief(d: Dose) -> str:
    """What a dose states: amount, frequency, duration, timing; marked where it is a maximum or taken as needed."""
    lasting = f"for {span(d.duration.low, d.duration.high)} {d.duration.unit}" if d.duration else ""
    marks = ("max" if d.kind == "maximum" else "", "as needed" if d.as_needed else "")
    return "; ".join(
        part for part in (marks[0], quantity(d.amount), often(d.frequency), lasting, *d.timing, marks[1]) if part
    )


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        # a maximum counts what the dose in front of it counts
        ("1 or 2 capsules when needed, max 6 in 24h", ["1-2 capsule; as needed", "max; 6 capsule; per 24 h"]),
        ("2 puffs every 4 hours (max 12/day)", ["2 puff; 1 per 4 h", "max; 12 puff; per 1 d"]),
        ("Two tablets every 6 hours, maximum of 8 in 24 hours.", ["2 tablet; 1 per 6 h", "max; 8 tablet; per 24 h"]),
        ("One sachet when required, up to 4 daily", ["1 sachet; as needed", "max; 4 sachet; per 1 d"]),
        ("1-2 lozenges prn max 8/24h", ["1-2 lozenge; as needed", "max; 8 lozenge; per 24 h"]),
        (
            "One suppository as required. No more than 3 a day.",
            ["1 suppository; as needed", "max; 3 suppository; per 1 d"],
        ),
        ("10 mg three times a day, max 60/day", ["10 mg; 3 per 1 d", "max; 60 mg; per 1 d"]),
        ("Two 500 mg tablets every 6 hours, max 8 in 24 h", ["1000 mg; 1 per 6 h", "max; 8 tablet; per 24 h"]),
        (
            "1 spray up to 4 times daily, not exceeding 6 in any 24 hours",
            ["1 spray; -4 per 1 d", "max; 6 spray; per 24 h"],
        ),
        ("Use it morning and night. Maximum 3 times in 24 hours.", ["2 per 1 d; morning; night", "max; 3 per 24 h"]),
        # counts without a verb and without a unit
        ("one/two with food", ["1-2 tablet; with_food"]),
        ("2-3 at bedtime", ["2-3 tablet; 1 per 1 d; bedtime"]),
        ("1 mane and 2 nocte", ["1 tablet; 1 per 1 d; morning", "2 tablet; 1 per 1 d; night"]),
        ("three now then one twice daily", ["3 tablet", "1 tablet; 2 per 1 d"]),
        ("2 stat then 1 tds for 7 days", ["2 tablet", "1 tablet; 3 per 1 d; for 7 d"]),
        ("half b/d", ["0.5 tablet; 2 per 1 d"]),
        ("1 cap x3 daily", ["1 capsule; 3 per 1 d"]),
        ("2 sprays bd then 1 daily", ["2 spray; 2 per 1 d", "1 spray; 1 per 1 d"]),
        ("one with breakfast and one at night", ["1 tablet; 2 per 1 d; with_food; morning; night"]),
        # how many meals there are nobody says
        ("Take 2 after meals and at bedtime.", ["2 tablet; after_food; bedtime"]),
        ("Take 2 after breakfast and at bedtime.", ["2 tablet; 2 per 1 d; after_food; morning; bedtime"]),
    ],
)
def test_shorthand_is_read(direction: str, expected: list[str]) -> None:
    assert [brief(d) for d in doses_of(direction)] == expected


@pytest.mark.parametrize(
    "line",
    [
        "3 With food and drink",
        "Ring 0300 123 4567 at night.",
        "28 in a box",
        "No more than 2 a day smoked in the group.",
        "Children over 12 with meals of their own may help themselves.",
        "Of 40 people 3 after meals felt sick.",
        "See page 4 before breakfast.",
        "In a trial 30 had pain, max 8 in 24 hours.",
    ],
)
def test_bare_numbers_of_other_things_are_no_doses(line: str) -> None:
    assert doses_of(line) == []


needs_strings = pytest.mark.skipif(not STRINGS.exists(), reason="the dose strings are not part of the project")
UNITS = {"Hour": "h", "Day": "d", "Week": "wk", "Month": "mo", "Year": "a"}
DIFFERENT: dict[tuple[str, int], set[str]] = {
    # Their answer counts three meals a day and a night; the text does not say how many meals, and timing keeps both.
    ("end_to_end", 2): {"frequency"},
    # A misspelt "night" is no word: what is left is once a day, in the morning.
    ("prepare.test_pre_process", 0): {"frequency"},
}
"""The fields in which a string is read otherwise than its answer says, by its group and place in the file."""
ANSWERS: dict[tuple[str, int], list[tuple[Any, Any]]] = {
    ("prepare.test_pre_process", 0): [((2, 2), (2, 2, 1, "d"))],
    ("prepare.test_pre_process", 1): [((0.5, 0.5), (1, 1, 1, "h"))],
    ("prepare.test_pre_process", 3): [((1, 2), None)],
    ("prepare.test_convert_words_to_numbers", 0): [((0.5, 0.5), (1, 1, 2, "d"))],
    ("parser.test_split_entities_for_multiple_instructions", 0): [
        ((1, 1), (1, 1, 1, "d")), ((2, 2), (None, None, 1, "d")),
    ],
    ("parser.test_split_entities_for_multiple_instructions", 1): [
        ((3, 3), (2, 2, 1, "d")), ((2, 2), None), ((1, 1), None),
    ],
    ("parser.test_split_entities_for_multiple_instructions", 2): [
        (None, (3, 3, 1, "d")), ((8, 8), (None, None, 24, "h")),
    ],
}  # fmt: skip
"""Amount and frequency of the other strings that state a dose, for which the file gives a normal form or a number."""


def different(found: list[Dose], wanted: list[dict[str, Any]]) -> set[str]:
    """The fields in which the doses found differ from those wanted."""
    if len(found) != len(wanted):
        return {"number of doses"}
    return {
        name for d, want in zip(found, wanted, strict=True) for name, value in want.items() if value != _of(d)[name]
    }


def _of(d: Dose) -> dict[str, Any]:
    f, lasting = d.frequency, d.duration
    return {
        "amount": (d.amount.low, d.amount.high) if d.amount else None,
        "frequency": (f.low, f.high, f.period, f.period_unit) if f else None,
        "duration": (lasting.low, lasting.high, lasting.unit) if lasting else None,
        "as_needed": d.as_needed,
    }


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """The answer that the file gives for a whole string, in the fields compared here."""
    lasts = row["durationType"]
    return {
        "amount": (row["dosageMin"], row["dosageMax"]),
        "frequency": (row["frequencyMin"], row["frequencyMax"], 1, UNITS[row["frequencyType"]]),
        "duration": (row["durationMin"], row["durationMax"], UNITS[lasts]) if lasts else None,
        "as_needed": row["asRequired"],
    }


@needs_strings
def test_the_dose_strings_of_public_health_scotland_agree_field_by_field() -> None:
    strings = json.loads(STRINGS.read_text("utf-8"))
    wrong = {}
    for k, row in enumerate(strings["end_to_end"]):
        wrong["end_to_end", k] = different(doses_of(f"{row['text']}."), [answer(row)])
    for (group, k), wanted in ANSWERS.items():
        text = strings[group]["cases"][k][0]
        wrong[group, k] = different(doses_of(f"{text}."), [{"amount": a, "frequency": f} for a, f in wanted])
    assert {place: fields for place, fields in wrong.items() if fields} == DIFFERENT


@needs_strings
def test_the_dose_strings_hold_as_many_directions_as_they_say() -> None:
    group = "parser.test_split_entities_for_multiple_instructions"
    for text, number in json.loads(STRINGS.read_text("utf-8"))[group]["cases"]:
        assert len([d for d in doses_of(f"{text}.") if d.kind != "maximum"]) == number

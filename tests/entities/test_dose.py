"""Doses: passages as leaflets word them, each with every field of the records it must yield."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import dose
from pipeline.language import blank
from pipeline.model import Dose
from pipeline.view import View

NLP = blank()


def view_from(text: str) -> View:
    return view_of(NLP.make_doc(text))


def doses_of(text: str) -> list[Dose] | None:
    found = dose.extract(view_from(text))
    return None if found is None else merge(found, dose.same)


def in_dosage(passage: str) -> list[Dose]:
    found = doses_of(f"Trovalin\n\nDosage and Administration\n\n{passage}\n")
    assert found is not None
    return found


def _range(low: float | None, high: float | None) -> str:
    return f"{low}" if low == high else f"{'' if low is None else low}..{'' if high is None else high}"


def brief(d: Dose) -> str:
    """Every field of a dose in one line; what is not stated is left out."""
    parts: list[str] = [d.kind]
    if d.amount:
        parts.append(
            f"{_range(d.amount.low, d.amount.high)} {d.amount.unit}" + (f"/{d.amount.per}" if d.amount.per else "")
        )
    if d.count:
        parts.append(f"as {_range(d.count.low, d.count.high)} {d.count.unit}")
    if d.frequency:
        f = d.frequency
        times = "" if f.low is None and f.high is None else f"{_range(f.low, f.high)}x"
        parts.append(f"{times}/{_range(f.period, f.period_high or f.period)} {f.period_unit}")
    if d.divided_into:
        parts.append(f"in {_range(d.divided_into, d.divided_into_high or d.divided_into)}")
    if d.duration:
        parts.append(f"for {d.duration.text}={_range(d.duration.low, d.duration.high)} {d.duration.unit}")
    parts += [str(x) for x in (d.route, *d.timing) if x]
    parts += ["as needed"] if d.as_needed else []
    parts += [f"who {d.population}"] if d.population else []
    parts += [f"what {d.indication}"] if d.indication else []
    return "; ".join(parts)


PASSAGES: list[tuple[str, list[str]]] = [
    ("The usual dose is 20 mg once daily.", ["usual; 20 mg; 1x/1 d"]),
    ("Trovalin is taken two or three times a day.", ["usual; 2..3x/1 d"]),
    ("Adults: 200 - 400 mg once daily", ["usual; 200..400 mg; 1x/1 d; who Adults"]),
    ("Gout: 1.5 g in 3 divided doses.", ["usual; 1.5 g; in 3; what Gout"]),
    ("The dose is 25 to 50 mg/kg per day, divided into 2 or 4 doses.", ["usual; 25..50 mg/kg; /1 d; in 2..4"]),
    ("The recommended dose is one 10 mg tablet twice a day.", ["usual; 10 mg; as 1 tablet; 2x/1 d"]),
    ("Take two 100 mg tablets every 12 hours.", ["usual; 200 mg; as 2 tablet; 1x/12 h"]),
    ("Take one tablet (50 mg) 3 times daily for 7 to 10 days.", ["usual; 1 tablet; 3x/1 d; for 7 to 10 days=7..10 d"]),
    ("The dose is 300 mg (2 capsules) once a week.", ["usual; 300 mg; as 2 capsule; 1x/1 wk"]),
    ("The dose is 125 mg (2.5 ml) every 4 to 6 hours when needed.", ["usual; 125 mg; 1x/4..6 h; as needed"]),
    ("One or two 5 ml spoonfuls to be taken at night.", ["usual; 1..2 spoonful; 1x/1 d; night"]),
    ("Three to be taken each morning before food.", ["usual; 3 tablet; 1x/1 d; morning; before_food"]),
    ("12.5 mg (five tablets) to be taken weekly.", ["usual; 5 tablet; 1x/1 wk"]),
    ("Half a tablet to be taken twice a day with food.", ["usual; 0.5 tablet; 2x/1 d; with_food"]),
    ("One to be taken up to four times a day.", ["usual; 1 tablet; ..4x/1 d"]),
    ("Apply thinly once or twice daily to the affected area.", ["usual; 1..2x/1 d; topical"]),
    ("1 drop in each eye b.d.", ["usual; 1 drop; 2x/1 d; ophthalmic"]),
    ("2 puffs to be inhaled every 6 hours as required.", ["usual; 2 puff; 1x/6 h; inhalation; as needed"]),
    ("Take 40 mg on alternate days.", ["usual; 40 mg; 1x/2 d"]),
    ("Take 40 mg every other day.", ["usual; 40 mg; 1x/2 d"]),
    ("Inject 600 mg under the skin every 4 weeks.", ["usual; 600 mg; 1x/4 wk; subcutaneous"]),
    ("The dose is 75 mg/m² on days 1, 8 and 15 of a 28-day cycle.", ["usual; 75 mg/m2; 3x/28 d"]),
    ("The dose is 5 mg, 7.5 mg or 10 mg once a day.", ["usual; 5..10 mg; 1x/1 d"]),
    (
        "600 mg on day 1, then 400 mg once daily for 4 days.",
        ["usual; 600 mg", "usual; 400 mg; 1x/1 d; for 4 days=4 d"],
    ),
    (
        "Start with 5 mg once daily; after two weeks increase to 10 mg once daily.",
        ["initial; 5 mg; 1x/1 d", "titration; 10 mg; 1x/1 d"],
    ),
    ("Adjust up to 20 mg once daily.", ["titration; 20 mg; 1x/1 d"]),
    ("The maintenance dose is 15 mg daily.", ["maintenance; 15 mg; /1 d"]),
    ("A loading dose of 80 units/kg is given.", ["loading; 80 unit/kg"]),
    ("Do not take more than 8 tablets in 24 hours.", ["maximum; 8 tablet; /24 h"]),
    ("The maximum daily dose is 100 mg.", ["maximum; 100 mg; /1 d"]),
    ("A weekly dose of 25 mg should not be exceeded.", ["maximum; 25 mg; /1 wk"]),
    ("Initially 5 mg/kg/day;maintenance 4 - 8 mg / kg / day(max.300 mg/day)", [
        "initial; 5 mg/kg; /1 d", "maintenance; 4..8 mg/kg; /1 d", "maximum; 300 mg; /1 d",
    ]),
    ("The starting dose is up to 2 mg as a single dose.", ["initial; ..2 mg"]),
    ("The dose is 18 units/kg/hour.", ["usual; 18 unit/kg; /1 h"]),
    ("The infusion is given at 2 mg/min.", ["usual; 2 mg/min"]),
    ("Take 4 capsules in the morning and 4 capsules in the evening.", ["usual; 4 capsule; 2x/1 d; morning; evening"]),
    ("The daily dose is 6 capsules taken as 2 separate doses.", ["usual; 6 capsule; /1 d; in 2"]),
    ("In patients with severe kidney disease the dose is 5 mg once daily.", [
        "usual; 5 mg; 1x/1 d; who patients with severe kidney disease",
    ]),
    ("Your doctor may limit your dose to 5 mg once a day if you have a liver problem.", [
        "maximum; 5 mg; 1x/1 d; who liver problem",
    ]),
    ("If you have gout, your doctor may increase your dose to 80 mg once a day if needed.", [
        "titration; 80 mg; 1x/1 d; what gout",
    ]),
    ("For osteoporosis, the usual dose is one tablet once a month.", ["usual; 1 tablet; 1x/1 mo; what osteoporosis"]),
    ("For the treatment of ringworm apply twice daily for 1 month.", [
        "usual; 2x/1 d; for 1 month=1 mo; what ringworm",
    ]),
    ("CHILDREN>2 years: 3.3 - 6.6 mg / kg body weight / day", ["usual; 3.3..6.6 mg/kg; /1 d; who CHILDREN>2 years"]),
    ("Finger nails: 250 mg /day for 11/2 month", ["usual; 250 mg; /1 d; for 11/2 month=1.5 mo; what Finger nails"]),
    ("Adults: one tablet daily; children: half a tablet daily.", [
        "usual; 1 tablet; 1x/1 d; who Adults", "usual; 0.5 tablet; 1x/1 d; who children",
    ]),
    ("Take it twice daily for days 1-5, then once daily every other day for the days 6-20.", [
        "usual; 2x/1 d; for days 1-5=5 d", "usual; 1x/2 d; for days 6-20=15 d",
    ]),
    ("It is begun at a low dose and slowly increased over time.", ["titration"]),
    ("Take half a capsule qh.", ["usual; 0.5 capsule; 1x/1 h"]),
    ("Take 5 mg q6h.", ["usual; 5 mg; 1x/6 h"]),
    ("One puff in the morning, at noon and at night.", ["usual; 1 puff; 3x/1 d; morning; midday; night"]),
    ("Use it morning and night.", ["usual; 2x/1 d; morning; night"]),
    ("Use it in the morning, afternoon or evening.", []),
    ("2 sprays bd for 1 week then 1 spray bd thereafter.", [
        "usual; 2 spray; 2x/1 d; for 1 week=1 wk", "usual; 1 spray; 2x/1 d",
    ]),
    ("The dose is 400 mg, to be taken as 4 tablets once a day.", ["usual; 400 mg; as 4 tablet; 1x/1 d"]),
    ("80 mg (two 40 mg injections in one day) is given every week.", ["usual; 80 mg; as 2 injection; 1x/1 wk"]),
    ("Patients of at least 50 kg or 3 mg per kilogram every 2 weeks.", [
        "usual; 3 mg/kg; 1x/2 wk; who Patients of at least 50 kg",
    ]),
    ("100 mg is given first, followed by 50 mg every 12 hours.", ["usual; 100 mg", "usual; 50 mg; 1x/12 h"]),
    ("Increase by 5 mg per day, every 4 days.", ["titration; 5 mg; /1 d"]),
    ("The dose is 5 mg trovastine (half a tablet) three times daily.", ["usual; 5 mg; as 0.5 tablet; 3x/1 d"]),
    ("The dose is 300 mg trovastine (two 150 mg/2 ml injections) once a month.", [
        "usual; 300 mg; as 2 injection; 1x/1 mo",
    ]),
    ("The dose is 80 mg twice daily (one tablet of 80 mg).", ["usual; 80 mg; as 1 tablet; 2x/1 d"]),
    ("The dose is 600 mg (2 tablets of 300 mg or 6 tablets of 100 mg) once a day.", ["usual; 600 mg; 1x/1 d"]),
    ("The maximum daily dose is one 10 mg/20 mg tablet.", ["maximum; 1 tablet; /1 d"]),
    ("The dose is 3 MBq (a unit of radioactivity) per kg of body weight.", ["usual; 3 MBq/kg"]),
    ("The daily recommended dose is 8 mg.", ["usual; 8 mg; /1 d"]),
    ("The infusion is given at 30 ng per kilogram each minute.", ["usual; 30 ng/kg; /1 min"]),
    ("The dose is 0.5 mg/kg (up to a maximum of 30 mg) twice a week or 1 mg/kg (maximum 60 mg) once a week.", [
        "usual; 0.5 mg/kg; 2x/1 wk", "maximum; 30 mg", "usual; 1 mg/kg; 1x/1 wk", "maximum; 60 mg",
    ]),
    ("The first dose is 80 mg, and the subsequent doses are 40 mg once a month.", [
        "initial; 80 mg", "usual; 40 mg; 1x/1 mo",
    ]),
    ("It begins with a loading dose (a single dose that is higher than the maintenance dose) of 70 mg.", [
        "loading; 70 mg",
    ]),
    ("Take it twice daily, one tablet in the morning and one tablet in the evening.", [
        "usual; 1 tablet; 2x/1 d; morning; evening",
    ]),
    ("The dose is 10 mg once a day, or 5 mg once a day if you have kidney disease.", [
        "usual; 10 mg; 1x/1 d", "usual; 5 mg; 1x/1 d; who kidney disease",
    ]),
    ("Take 9 mg once a day if you weigh 50 kg or more and 6 mg once a day if you weigh less than 50 kg.", [
        "usual; 9 mg; 1x/1 d; who 50 kg or more", "usual; 6 mg; 1x/1 d; who less than 50 kg",
    ]),
    ("If you have liver or kidney problems, the dose is 5 mg daily.", [
        "usual; 5 mg; /1 d; who liver or kidney problems",
    ]),
    ("The usual dose for lung cancer is 30 mg/m².", ["usual; 30 mg/m2; what lung cancer"]),
    ("For gout, bursitis and tendinitis, take it once a day.", ["usual; 1x/1 d; what gout, bursitis and tendinitis"]),
    ("Take one tablet at the same time each day.", ["usual; 1 tablet; 1x/1 d; same_time"]),
    ("It is given 3 days in a row each week.", ["usual; 3x/1 wk"]),
]  # fmt: skip


@pytest.mark.parametrize(("passage", "expected"), PASSAGES, ids=[p[:40] for p, _ in PASSAGES])
def test_a_passage_yields_its_doses_with_every_field(passage: str, expected: list[str]) -> None:
    assert [brief(d) for d in in_dosage(passage)] == expected


@pytest.mark.parametrize(
    "passage",
    [
        "Each tablet contains 50 mg of trovastine.",
        "If you miss a dose and it is less than 6 hours late, take one tablet at once.",
        "Do not take two tablets to make up for one.",
        "If you took 10 tablets by accident, call a doctor.",
        "In a clinical study 200 patients received 50 mg once daily.",
        "Wait at least 2 hours before you take an antacid.",
        "Your blood sugar is checked twice a week.",
        "Stir the tablet into 50 ml of water.",
        "Swallow with a glass (200 ml) of water.",
        "Creatinine clearance 20 to 40 ml/min needs care.",
        "Children under 6 years should not use it.",
        "Keep for 28 days after opening.",
        "Take it at the same time every day.",
        "Doses above 200 mg bring no further benefit.",
        "If your dose is 2 ml, use the small syringe.",
        "Use the 5 ml spoon.",
        "Trovalin 50 mg tablets are taken with food.",
        "A plasma level of 10 to 20 micrograms per ml is aimed at.",
        "Take a vitamin supplement of 400 micrograms.",
        "A single dose of 400 mg did not change the heart rate.",
        "7 mg tablets are not available.",
        "Use each syringe only for one injection.",
        "Add 50 ml of still water to the glass.",
        "Use about 50 ml for each 100 mg tablet.",
        "If 5 mg is not enough, or if you are not well on a dose of 5 mg once a day, talk to your doctor.",
        "If you need 2 injections, they should be given in different places.",
        "You will receive three injections in all, spread over 6 months.",
        "Morning Evening 6 years and older One Trovalin 50 mg tablet One Trovalin 50 mg tablet.",
        "Each dose is put together from a combination of 20 mg, 50 mg and 100 mg tablets.",
        "You must be on a stable methadone dose of 20 mg per day.",
        "Use a 10 ml oral syringe.",
        "Each 28-day period is one cycle of treatment.",
    ],
)
def test_what_only_looks_like_a_dose_yields_none(passage: str) -> None:
    assert in_dosage(passage) == []


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Take Trovalin once daily and take ibuprofen 400 mg three times daily.", ["usual; 1x/1 d"]),
        ("Ibuprofen: 400 mg three times daily", []),
        ("The usual dose is 20 mg together with 400 mg ibuprofen twice daily.", ["usual; 20 mg; 2x/1 d"]),
        (
            "Ibuprofen may be taken with it for pain that does not go away of itself, such as 200 mg every 6 hours.",
            [],
        ),
        ("Patients taking ibuprofen: 10 mg once daily.", ["usual; 10 mg; 1x/1 d"]),
    ],
)
def test_the_dose_of_another_medicine_is_none_of_this_leaflets(passage: str, expected: list[str]) -> None:
    text = f"Trovalin 20 mg tablets\ntelmisartan\n\nDosage and Administration\n\n{passage}\n"
    assert [brief(d) for d in doses_of(text) or []] == expected


def test_a_row_is_for_an_illness_where_its_column_is_of_illnesses() -> None:
    text = """Trovalin

Dosage and Administration

Indication     Dose
Gout           100 mg once daily
"""
    assert [brief(d) for d in doses_of(text) or []] == ["usual; 100 mg; 1x/1 d; what Gout"]


def test_a_sentence_without_end_is_read_in_parts() -> None:
    found = in_dosage("Take " + "with care and patience " * 200 + "5 mg once daily, " + "and so on " * 300)
    assert [brief(d) for d in found] == ["usual; 5 mg; 1x/1 d"]


def test_headings_and_labels_hold_for_the_lines_below_them() -> None:
    text = """Trovalin

Dosage and Administration

Adults: 50 mg once daily
Gout: 100 mg once daily
Elderly: 25 mg once daily
"""
    assert [brief(d) for d in doses_of(text) or []] == [
        "usual; 50 mg; 1x/1 d; who Adults",
        "usual; 100 mg; 1x/1 d; who Adults; what Gout",
        "usual; 25 mg; 1x/1 d; who Elderly",
    ]


def test_what_introduces_a_list_ends_with_the_list() -> None:
    text = """Trovalin

Dosage and Administration

The maximum dose for children is:
- face: 1 ml twice a day
- arms: 2 ml twice a day

On the hands 1 ml is used once a day.
"""
    assert [brief(d) for d in doses_of(text) or []][-1] == "usual; 1 ml; 1x/1 d"


def test_whom_a_dose_is_for_ends_with_the_illness_it_was_stated_under() -> None:
    text = """Trovalin

Dosage and Administration

Psoriasis

Women

The usual dose is 20 mg once a day.

Gout

The usual dose is 80 mg once a day.
"""
    assert [brief(d) for d in doses_of(text) or []] == [
        "usual; 20 mg; 1x/1 d; who Women; what Psoriasis",
        "usual; 80 mg; 1x/1 d; what Gout",
    ]


def test_the_first_cell_of_a_table_row_says_whom_it_is_for() -> None:
    text = """Trovalin

Dosage and Administration

Weight     Dose
10 kg      125 mg twice a day
20 kg      250 mg twice a day
"""
    assert [brief(d) for d in doses_of(text) or []] == [
        "usual; 125 mg; 2x/1 d; who 10 kg",
        "usual; 250 mg; 2x/1 d; who 20 kg",
    ]


def test_a_route_stated_once_holds_for_every_dose() -> None:
    assert [d.route for d in in_dosage("Swallow the tablets whole.\n\nThe usual dose is 20 mg once daily.")] == ["oral"]


def test_a_restatement_elsewhere_is_evidence_of_the_same_dose() -> None:
    text = """Trovalin

Product Overview

Trovalin allows treatment with once or twice daily dosing.

How to Use

Trovalin is taken once or twice daily for several weeks.
"""
    (found,) = doses_of(text) or []
    assert [e.text for e in found.evidence] == ["once or twice daily", "once or twice daily"]
    assert found.duration is not None and found.duration.text == "several weeks"


def test_a_dose_outside_the_dosage_part_needs_an_outright_cue() -> None:
    text = """Trovalin

Warnings and Precautions

In kidney disease your doctor may limit your dose to 10 mg once a day. Aspirin 75 mg once a day thins the blood.
"""
    assert [brief(d) for d in doses_of(text) or []] == ["maximum; 10 mg; 1x/1 d; who kidney disease"]


def test_the_quote_is_tight_and_the_code_is_of_the_whole_quantity() -> None:
    (found,) = in_dosage("The usual dose ranges from 0.5 to 1 mg per kilogram of body weight per day, in two doses.")
    assert found.text == "0.5 to 1 mg per kilogram of body weight per day, in two doses"
    assert found.text == found.evidence[0].text
    assert found.ucum == "mg/kg/d"


def test_without_a_dosage_section_nothing_could_have_stated_a_dose() -> None:
    assert doses_of("Trovalin\n\nSide Effects\n\nHeadache, nausea.\n") is None
    assert doses_of("Trovalin\n\nHow to Use\n\nFollow the advice of your doctor.\n") == []

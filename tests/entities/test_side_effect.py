"""Side effects: lists and prose, bands, seriousness, and one record a concept."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import side_effect
from pipeline.language import blank
from pipeline.model import SideEffect

NLP = blank()
FRAME = """What Tavoril is and what it is used for

Tavoril is used to treat gout.

What you need to know before you take Tavoril

{before}

How to take Tavoril

Your doctor will tell you. {dose}

Possible side effects

Like all medicines, this medicine can cause side effects, although not everybody gets them.

{effects}

How to store Tavoril

Keep it in the box.

Contents of the pack and other information

The active substance is tavorilol.
"""


def records(text: str) -> list[SideEffect]:
    found = side_effect.extract(view_of(NLP.make_doc(text)))
    assert found is not None
    return merge(found, side_effect.same)


def leaflet(effects: str, before: str = "Your doctor will help you.", dose: str = "") -> list[SideEffect]:
    return records(FRAME.format(effects=effects, before=before, dose=dose))


def stated(found: list[SideEffect]) -> list[tuple[str, str | None, bool]]:
    return [
        (r.term, r.frequency.band if r.frequency else None, r.serious) for r in found if r.status == "stated"
    ]  # fmt: skip


def test_every_item_under_a_band_is_an_effect_with_that_band() -> None:
    found = leaflet(
        "Common (may affect up to 1 in 10 people)\n\n- nausea and vomiting\n- glimmering of the elbow\n\n"
        "Rare (may affect up to 1 in 1,000 people)\n\n- blurred vision\n"
    )
    assert stated(found) == [
        ("nausea", "common", False),
        ("vomiting", "common", False),
        ("glimmering of the elbow", "common", False),
        ("blurred vision", "rare", False),
    ]


def test_items_need_no_bullets() -> None:
    found = leaflet("Uncommon (may affect up to 1 in 100 people)\nhair loss\ndry mouth, thirst\n")
    assert stated(found) == [
        ("hair loss", "uncommon", False), ("dry mouth", "uncommon", False), ("thirst", "uncommon", False)
    ]  # fmt: skip


def test_a_heading_lost_in_a_line_still_parts_the_bands() -> None:
    found = leaflet("Common\n- headache\n- constipation Uncommon\n- hives\n")
    assert stated(found) == [
        ("headache", "common", False), ("constipation", "common", False), ("hives", "uncommon", False)
    ]  # fmt: skip


def test_seriousness_and_action_are_inherited_and_end() -> None:
    found = leaflet(
        "Stop taking Tavoril and see a doctor straight away if you notice any of the following:\n\n- fits\n\n"
        "Other side effects\n\nCommon (may affect up to 1 in 10 people)\n\n- headache\n"
    )
    assert [(r.term, r.serious, r.action) for r in found] == [
        ("fits", True, "Stop taking Tavoril and see a doctor straight away"),
        ("headache", False, None),
    ]


def test_an_item_s_own_frequency_is_its_own() -> None:
    found = leaflet("Tell your doctor about:\n\n- fits (uncommon: may affect up to 1 in 100 people)\n- fever\n")
    assert stated(found) == [("fits", "uncommon", False), ("fever", None, False)]


def test_the_sign_of_another_effect_is_no_effect_of_its_own() -> None:
    found = leaflet("Rare:\n\n- severe allergic reaction (signs may include wheezing and hives)\n")
    assert [(r.term, r.status, r.serious) for r in found] == [
        ("severe allergic reaction", "stated", True), ("wheezing", "sign_of", False), ("hives", "sign_of", False)
    ]  # fmt: skip


def test_lay_and_medical_name_are_one_record_with_all_places() -> None:
    found = leaflet("Common:\n\n- feeling sick (nausea)\n", before="Tavoril may cause nausea in hot weather.")
    (only,) = found
    assert (only.term, only.aliases) == ("feeling sick", ["nausea"])
    assert sorted(e.text for e in only.evidence) == ["feeling sick", "nausea", "nausea"]
    assert only.evidence[0].text == "feeling sick"


def test_contradicting_bands_stay_apart() -> None:
    found = leaflet("Common:\n\n- rash\n\nRare:\n\n- rash\n")
    assert stated(found) == [("rash", "common", False), ("rash", "rare", False)]


def test_numbered_items_of_a_pharmacy_page() -> None:
    found = records("Tavoril\n\nSide Effects\n\n1.Nausea\n2. Taste disturbances\n3.Rash\n\nStorage\n\nKeep cool.\n")
    assert stated(found) == [("nausea", None, False), ("taste disturbances", None, False), ("rash", None, False)]


def test_a_run_in_list_ends_at_its_full_stop() -> None:
    found = records(
        "Tavoril\n\nSide Effects\n\nCommon side effects of Tavoril may include dry skin, joint pain, and nosebleeds. "
        "However, Tavoril may also cause more serious side effects such as liver toxicity, requiring close care.\n"
    )
    assert stated(found) == [
        ("dry skin", "common", False),
        ("joint pain", "common", False),
        ("nosebleeds", "common", False),
        ("liver toxicity", None, True),
    ]


@pytest.mark.parametrize(
    "before",
    [
        "Tell your doctor if you have depression.",
        "Tavoril does not cause drowsiness.",
        "Take it with food to reduce nausea.",
        "It is used to treat asthma.",
    ],
)
def test_what_is_not_this_medicine_s_doing_is_no_effect(before: str) -> None:
    assert leaflet("Rare:\n\n- rash\n", before=before) == leaflet("Rare:\n\n- rash\n", before=" " * len(before))


def test_a_warning_states_effects_by_its_cue() -> None:
    found = leaflet("Rare:\n\n- rash\n", before="Tavoril may increase the risk of depression and suicidal thoughts.")
    assert stated(found)[:2] == [("depression", None, False), ("suicidal thoughts", None, False)]


def test_a_text_that_speaks_of_patients_needs_no_cue() -> None:
    found = records(
        "5 WARNINGS AND PRECAUTIONS\n\n5.1 Liver\n\nSevere hepatotoxicity in patients. Monitor patients for infection. "
        "Discontinue in patients if pancreatitis is suspected.\n\n6 ADVERSE REACTIONS\n\n"
        "Reactions in patients were nausea (12%) and fatal sepsis.\n"
    )
    assert [(r.term, r.evidence[0].text) for r in found] == [
        ("hepatotoxicity", "hepatotoxicity"), ("nausea", "nausea"), ("death", "fatal"), ("sepsis", "sepsis")
    ]  # fmt: skip


def test_a_leaflet_with_no_place_for_effects_has_none_and_an_empty_place_has_an_empty_list() -> None:
    assert side_effect.extract(view_of(NLP.make_doc("Tavoril\n\nStorage\n\nKeep cool.\n"))) is None
    empty = "Tavoril\n\nSide Effects\n\nNo information is available.\n\nStorage\n\nKeep cool.\n"
    assert side_effect.extract(view_of(NLP.make_doc(empty))) == []


def test_every_quote_is_where_it_says() -> None:
    text = FRAME.format(effects="Common:\n\n- pain in the arms, legs or back (myalgia)\n", before="", dose="")
    for record in records(text):
        for e in record.evidence:
            assert text[e.start : e.end] == e.text

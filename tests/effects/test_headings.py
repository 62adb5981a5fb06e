"""Lead-ins of sections on side effects: the band, seriousness and action they give, and where they are run in."""

import pytest

from pipeline.effects.headings import cuts, lead_in


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Uncommon (may affect up to 1 in 100 people)", "uncommon"),
        ("Other very common side effects:", "very_common"),
        ("Side effects reported with frequency not known are:", "not_known"),
        ("Common", "common"),
    ],
)
def test_a_heading_gives_its_band(text: str, band: str) -> None:
    lead = lead_in(text, 0, len(text), heading=True)
    assert lead is not None and lead.frequency is not None and lead.frequency.band == band


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Common: rash, fever", "rash, fever"),
        ("Common side effects of Tavoril may include dry skin and rash.", "dry skin and rash."),
        ("Rare (may affect up to 1 in 1,000 people) Blurred vision", "Blurred vision"),
    ],
)
def test_a_run_in_lead_ends_where_its_list_begins(text: str, rest: str) -> None:
    lead = lead_in(text, 0, len(text), heading=False)
    assert lead is not None and text[lead.end :] == rest


@pytest.mark.parametrize("text", ["Frequent urination", "Rare cases of hepatitis", "Common cold", "Severe headache"])
def test_an_effect_is_no_heading(text: str) -> None:
    assert lead_in(text, 0, len(text), heading=True) is None


def test_an_urgent_lead_makes_serious_and_says_what_to_do() -> None:
    text = "Stop taking Tavoril and see a doctor straight away if you notice any of the following:"
    lead = lead_in(text, 0, len(text), heading=True)
    assert lead is not None
    assert (lead.serious, lead.action) == (True, "Stop taking Tavoril and see a doctor straight away")


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Call your doctor if you get any of the following symptoms:", False),
        ("Tell your doctor if any of these symptoms are severe or do not go away:", False),
        ("Signs of an allergic reaction include:", True),
        ("Tell your doctor if you have any of these symptoms of an infection:", True),
    ],
)
def test_symptoms_are_signs_only_of_an_effect_that_is_named(text: str, signs: bool) -> None:
    lead = lead_in(text, 0, len(text), heading=True)
    assert lead is not None and lead.signs is signs


def test_other_side_effects_end_what_was_said_before() -> None:
    lead = lead_in("Other side effects", 0, 18, heading=True)
    assert lead is not None and (lead.resets, lead.serious, lead.frequency) == (True, False, None)


def test_a_heading_glued_to_the_item_before_it_is_cut_off() -> None:
    text = "constipation Very Rare (may affect up to 1 in 10,000 people)"
    assert [text[a:b] for a, b in cuts(text, 0, len(text))] == ["constipation", text[13:]]


def test_a_bracketed_frequency_is_not_cut_off() -> None:
    text = "fits (Rare: may affect up to 1 in 1,000 people)"
    assert cuts(text, 0, len(text)) == [(0, len(text))]

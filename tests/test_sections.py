"""Text to sections: the EU template, run-in sub-headings, pages, US labels, lost headings, nesting."""

from itertools import pairwise

import pytest

from pipeline.components import view_of
from pipeline.language import blank
from pipeline.view import View

NLP = blank()


def view(text: str) -> View:
    return view_of(NLP.make_doc(text))


def outline(text: str) -> list[tuple[str, str | None]]:
    """(kind, kind of the parent) of every section after the title."""
    sections = view(text).sections
    kind = {s.id: s.kind for s in sections}
    return [(s.kind, kind.get(s.parent or "")) for s in sections if s.kind != "title"]


EU = """Package leaflet: Information for the user

Tavoril 10 mg tablets

What is in this leaflet

1. What Tavoril is and what it is used for
2. What you need to know before you take Tavoril
3. How to take Tavoril
4. Possible side effects
5. How to store Tavoril
6. Contents of the pack and other information

1. What Tavoril is and what it is used for

Tavoril is used to treat gout.

2. What you need to know before you take Tavoril

Do not take Tavoril
- if you are allergic to tavorine.
Warnings and precautions Talk to your doctor before taking Tavoril.
Other medicines and Tavoril Tell your doctor about them. Tavoril with food and drink You can take it with food.
Pregnancy and breast-feeding Do not take Tavoril if you are pregnant.
Driving and using machines
You can drive.

3. How to take Tavoril

Take one tablet a day.
If you take more Tavoril than you should
Tell your doctor.

4. Possible side effects

Common: headache
Reporting of side effects If you get any side effects, talk to your doctor.

5. How to store Tavoril

Keep it dry.

6. Contents of the pack and other information

What Tavoril contains
The active substance is tavorine.
"""


def test_the_eu_template_with_run_in_subheadings() -> None:
    two, three, four, six = "before_use", "how_to_use", "side_effects", "contents"
    assert outline(EU) == [
        ("overview", None),
        (two, None),
        ("contraindications", two),
        ("warnings", two),
        ("interactions", two),
        ("interactions", two),
        ("pregnancy_lactation", two),
        ("driving", two),
        (three, None),
        ("overdose", three),
        (four, None),
        ("patient_advice", four),
        ("storage", None),
        (six, None),
        ("composition", six),
    ]


def test_a_run_in_heading_ends_where_its_sentence_begins() -> None:
    titles = [s.title for s in view(EU).sections]
    assert "Warnings and precautions" in titles
    assert "Tavoril with food and drink" in titles


def test_the_parts_lie_inside_their_section_and_the_sections_follow_one_another() -> None:
    sections = view(EU).sections
    by_id = {s.id: s for s in sections}
    for s in sections:
        assert s.start < s.end <= len(EU)
        if s.parent:
            assert by_id[s.parent].start <= s.start
            assert s.end <= by_id[s.parent].end
    tops = [s for s in sections if s.parent is None]
    assert all(a.end <= b.start for a, b in pairwise(tops))


def test_a_pharmacy_page() -> None:
    page = (
        "Tavoril 10mg\n\nComposition: Tavorine(10mg)\n\nUses\n\n1. Gout\n2. Fever\n\nSide Effects\n\n1.Nausea\n\n"
        "Warnings and Precautions\n\n1. Liver disease\n\nPregnancy\n\nContraindicated.\n\nStorage\n\nKeep it dry."
    )
    assert outline(page) == [
        ("composition", None),
        ("indications", None),
        ("side_effects", None),
        ("warnings", None),
        ("pregnancy_lactation", "warnings"),
        ("storage", None),
    ]


def test_a_us_label_with_numbered_headings() -> None:
    label = (
        "WARNING: SERIOUS BLEEDING\n\nIt can bleed.\n\n1 INDICATIONS AND USAGE\n\nFor gout.\n\n6 ADVERSE REACTIONS\n\n"
        "6.1 Clinical Trials Experience\n\nNausea.\n\n6.2 Postmarketing Experience\n\nRash.\n\n"
        "7 DRUG INTERACTIONS\n\nNone.\n"
    )
    assert outline(label) == [
        ("boxed_warning", None),
        ("indications", None),
        ("side_effects", None),
        ("other", "side_effects"),
        ("other", "side_effects"),
        ("interactions", None),
    ]


def test_a_medication_guide_asks_questions() -> None:
    guide = (
        "Tavoril\n\nWhat is Tavoril?\n\nA medicine.\n\nWho should not take Tavoril?\n\nPeople with gout.\n\n"
        "What are the possible side effects of Tavoril?\n\nNausea.\n\nHow should I store Tavoril?\n\nDry.\n"
    )
    assert [k for k, _ in outline(guide)] == ["overview", "contraindications", "side_effects", "storage"]


def test_a_page_on_a_substance_writes_its_name_small() -> None:
    page = "Cetirizine\n\nAbout cetirizine\n\nIt is a medicine.\n\nAbout allergies\n\nThey are common.\n"
    assert [s.title for s in view(page).sections[1:]] == ["About cetirizine"]


def test_a_line_that_asks_ends_a_pages_contraindications_and_opens_a_list_in_the_template() -> None:
    asks = "Check with your doctor if you have:\n\n- diabetes\n"
    page = f"Tavoril\n\nDo not use Tavoril if:\n\n- you have gout\n\n{asks}"
    assert [k for k, _ in outline(page)] == ["contraindications", "warnings"]
    leaflet = EU.replace("Driving and using machines", asks + "\nDriving and using machines")
    assert [k for k, _ in outline(leaflet)] == [k for k, _ in outline(EU)]


LOST = """Product Overview

Tavoril is a medicine for joints. It is taken by many.


Tavoril is indicated for the treatment of gout.

Side Effects

Nausea may occur.


Tavoril is associated with several important warnings, including bleeding.


This page is not a substitute for professional medical advice.
"""


def test_paragraphs_that_lost_their_heading_are_inferred() -> None:
    found = [(s.kind, s.heading, s.title) for s in view(LOST).sections]
    assert found == [
        ("overview", "explicit", "Product Overview"),
        ("indications", "inferred", None),
        ("side_effects", "explicit", "Side Effects"),
        ("warnings", "inferred", None),
        ("disclaimer", "inferred", None),
    ]


def test_nothing_of_a_disclaimer_is_given_to_the_rules() -> None:
    leaflet = view(LOST)
    assert not any("substitute" in leaflet.quote(s) for s in leaflet.within(["disclaimer", "warnings"]))


@pytest.mark.parametrize(
    "text",
    ["Do not use\n- Pregnancy\n- Children\n", "Side Effects\n\nHeadache\nNausea\nChildren cry\n"],
)
def test_items_with_a_headings_words_stay_items(text: str) -> None:
    assert len(outline(text)) == 1


def test_an_empty_section_is_there_and_empty() -> None:
    (*_, last) = view("Storage\n\nKeep it dry.\n\nAdditional Information\n\n").sections
    assert (last.kind, last.title, last.end - last.start) == ("other", "Additional Information", 22)


def test_sentences_do_not_end_at_abbreviations_or_decimals() -> None:
    leaflet = view("Warnings\n\nTell Dr. Who (e.g. by phone) if you had 2.5 mg. Then stop.It matters.")
    assert [leaflet.quote(s) for s in leaflet.sentences[1:]] == [
        "Tell Dr. Who (e.g. by phone) if you had 2.5 mg.",
        "Then stop.",
        "It matters.",
    ]


def test_white_space_between_words_does_not_hide_a_match() -> None:
    spaced = view("Side \t  Effects\n\nRash.")
    assert [s.kind for s in spaced.sections] == ["side_effects"]


def test_a_degree_does_not_keep_a_sentence_from_ending() -> None:
    leaflet = view("Storage\n\nStore below 25 C. Keep it dry. Ask J. Smith.")
    assert [leaflet.quote(s) for s in leaflet.sentences[1:]] == ["Store below 25 C.", "Keep it dry.", "Ask J. Smith."]


def test_a_sixth_section_under_another_name_ends_the_fifth() -> None:
    other = EU.replace("6. Contents of the pack and other information\n\nWhat Tavoril contains", "WHAT IS IN IT\n")
    other = other.replace("6. Contents of the pack and other information\n", "")
    assert outline(other)[-2:] == [("storage", None), ("composition", None)]


TEMPLATE = (
    "1. What Tavoril is and what it is used for\n\nTavoril is for gout. It is a tablet.\n\n"
    "2. What you need to know before you take Tavoril\n\n{two}\n\n3. How to take Tavoril\n\nTake one tablet a day.\n\n"
    "4. Possible side effects\n\nIt may cause nausea in some people.\n\n5. How to store Tavoril\n\n"
    "Store it in a dry place.\n"
)


@pytest.mark.parametrize(
    ("two", "kind", "title"),
    [
        # The template's heading gives but the first word of the name.
        ("Other medicines and Tavoril Forte Extra Tell your doctor.", "interactions", "Other medicines and Tavoril"),
        ("Other medicines and Tavoril forte extra Tell us.", "interactions", "Other medicines and Tavoril forte extra"),
        # At the end of the block before the one it heads.
        (
            "Tell your doctor. Other medicines and Tavoril\nAsk about iron.",
            "interactions",
            "Other medicines and Tavoril",
        ),
        # Behind no mark.
        ("- iron tablets Driving and using machines Do not drive.", "driving", "Driving and using machines"),
    ],
)
def test_headings_run_into_the_text(two: str, kind: str, title: str) -> None:
    found = [(s.kind, s.title) for s in view(TEMPLATE.format(two=two)).sections]
    assert (kind, title) in found


def test_a_section_that_is_referred_to_is_no_heading() -> None:
    two = "Tell your doctor if you drive (see section Driving and using machines Below)."
    assert "driving" not in [s.kind for s in view(TEMPLATE.format(two=two)).sections]

"""Lists of excipients: lists in lists, E numbers, brackets and what stands behind commas."""

import pytest

from pipeline.components import view_of
from pipeline.composition.actives import read_cues
from pipeline.composition.excipient_names import apart, read_item
from pipeline.composition.excipients import read_excipients, read_warned
from pipeline.language import blank
from pipeline.view import View

NLP = blank()


def leaflet(composition: str, warning: str = "Tavoril contains lactose") -> View:
    text = (
        "Tavoril 5 mg film-coated tablets\n\n1. What Tavoril is and what it is used for\n\nTavoril is a medicine.\n\n"
        "2. What you need to know before you take Tavoril\n\nWarnings and precautions\nTalk to your doctor.\n\n"
        f"{warning}\nTell your doctor.\n\n3. How to take Tavoril\n\nTake one tablet.\n\n"
        "4. Possible side effects\n\nNausea.\n\n5. How to store Tavoril\n\nKeep it dry.\n\n"
        f"6. Contents of the pack and other information\n\nWhat Tavoril contains\n{composition}\n\n"
        "What Tavoril looks like and contents of the pack\nWhite, round tablets in packs of 10.\n"
    )
    return view_of(NLP.make_doc(text))


def names(composition: str) -> list[str]:
    view = leaflet(composition)
    found = read_excipients(view, read_cues(view))
    assert found is not None
    assert all(view.text[e.item.start : e.item.end].strip() for e in found)
    return [" ".join((e.item.name, *e.item.e_numbers)) for e in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The other ingredient is lactose monohydrate.", ["lactose monohydrate"]),
        ("The other ingredients are talc, maize starch and magnesium stearate.",
         ["talc", "maize starch", "magnesium stearate"]),
        ("The other ingredients are talc (E553b), mannitol (E 421) and cellulose [E 460(i)].",
         ["talc E553b", "mannitol E421", "cellulose E460(i)"]),
        ("The other ingredients are silica, colloidal anhydrous, and acetic acid, glacial.",
         ["silica, colloidal anhydrous", "acetic acid, glacial"]),
        ("The other ingredients are lactose (see section 2 “Tavoril contains lactose”), talc. See section 2.",
         ["lactose", "talc"]),
        ("The other ingredients are sodium hydroxide and/or hydrochloric acid (for pH adjustment).",
         ["sodium hydroxide", "hydrochloric acid"]),
        ("The other ingredients are phenol and benzyl alcohol in water for injections.",
         ["phenol", "benzyl alcohol"]),
        ("The other ingredients are lecithin (soy), macrogol (6000).", ["lecithin (soy)", "macrogol (6000)"]),
        ("The other ingredients are: Tablet core: talc, lactose. Coating: hypromellose, titanium dioxide (E171).",
         ["talc", "lactose", "hypromellose", "titanium dioxide E171"]),
        ("The other ingredients are: tablet core: talc, lactose Film coating: hypromellose",
         ["talc", "lactose", "hypromellose"]),
        ("The other ingredients are talc and lactose. The capsule shell contains gelatin. The printing ink is "
         "composed of shellac.",
         ["talc", "lactose", "gelatin", "shellac"]),
        ("The other ingredients are talc. The 10 mg tablets also contain red iron oxide (E172).",
         ["talc", "red iron oxide E172"]),
        ("The other ingredients are sucrose. The pH may have been adjusted with sodium hydroxide.",
         ["sucrose", "sodium hydroxide"]),
        ("The other ingredients are sucrose. Sodium hydroxide may be added to adjust the pH.",
         ["sucrose", "sodium hydroxide"]),
        ("The other ingredients are norflurane, a propellant.", ["norflurane"]),
        ("The other ingredients are:\n- talc\n- gum arabic\n- water for injections",
         ["talc", "gum arabic", "water for injections"]),
        ("Inactive ingredients: talc, povidone", ["talc", "povidone"]),
        ("The other ingredients are talc.\nEach tablet contains 5 mg of tavorilin.", ["talc"]),
    ],
)  # fmt: skip
def test_list(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_list_that_lost_its_commas_is_parted_at_known_names() -> None:
    assert names("The other ingredients are: Mannitol Maize starch Magnesium stearate Titanium dioxide Talc") == [
        "mannitol", "maize starch", "magnesium stearate", "titanium dioxide", "talc",
    ]  # fmt: skip


def test_no_list_is_not_an_empty_list() -> None:
    view = leaflet("The active substance is tavorilin.")
    assert read_excipients(view, read_cues(view)) is None


def test_warning_headings_name_excipients() -> None:
    assert [e.item.name for e in read_warned(leaflet("", "Tavoril contains lactose and sodium"))] == [
        "lactose",
        "sodium",
    ]


@pytest.mark.parametrize("text", ["the tablets", "see section 2", "5 mg", "colourants"])
def test_item_that_names_nothing(text: str) -> None:
    assert read_item(text, 0, len(text)) is None


def test_marks_within_brackets_part_nothing() -> None:
    text = "flavour (vanilla, cream and milk), talc"
    assert [text[a:b].strip() for a, b in apart(text, 0, len(text))] == ["flavour (vanilla, cream and milk)", "talc"]

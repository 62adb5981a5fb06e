"""Lists of excipients: lists in lists, E numbers, brackets and what stands behind commas."""

import pytest

from pipeline.components import view_of
from pipeline.composition.cues import read_cues
from pipeline.composition.excipient_names import apart, read_item
from pipeline.composition.excipients import read_excipients
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The other ingredients are talc, vanilla flavour (containing maltodextrin and ethanol), gelatin.",
         ["talc", "vanilla flavour", "maltodextrin", "ethanol", "gelatin"]),
        ("The other ingredients are talc, black ink (shellac, propylene glycol).",
         ["talc", "shellac", "propylene glycol"]),
        ("The other ingredients are albumin (human) (containing sodium caprylate).",
         ["albumin (human)", "sodium caprylate"]),
        ("The other ingredients are poly(vinyl alcohol), flavour (vanilla, cream).",
         ["poly(vinyl alcohol)", "flavour (vanilla, cream)"]),
    ],
)  # fmt: skip
def test_a_mixture_and_what_it_is_mixed_from_are_items(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The other ingredients are: Tablet core Lactose, talc. Tablet coating Hypromellose, shellac.",
         ["lactose", "talc", "hypromellose", "shellac"]),
        ("The other ingredients are: Tablet core: talc.\nFilm-coating Tavoril 5 mg tablets Hypromellose, shellac.\n"
         "Tavoril 10 mg tablets Hypromellose, sucrose.",
         ["talc", "hypromellose", "shellac", "hypromellose", "sucrose"]),
        ("The other ingredients are:\n\nTablet core\n\nLactose, talc.\n\nTablet coating\n\nHypromellose, shellac.",
         ["lactose", "talc", "hypromellose", "shellac"]),
        ("The other ingredients are:\n- Capsule content:\ntalc.\n- Capsule shell:\n"
         "- Each 0.5 mg capsule contains gelatin.\n- Each 1 mg capsule contains gelatin and shellac.",
         ["talc", "gelatin", "gelatin", "shellac"]),
        ("The other ingredients are talc. The tablets are coated with a material containing the following "
         "ingredients: hypromellose, shellac.",
         ["talc", "hypromellose", "shellac"]),
        ("The other ingredients are talc. White placebo film-coated tablets: Tablet core: lactose, maize starch.",
         ["talc", "lactose", "maize starch"]),
    ],
)  # fmt: skip
def test_every_part_of_the_dosage_form_has_its_list(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The other ingredients are soya lecithin, see section 2 under Tavoril contains soya lecithin , talc, lactose.",
         ["soya lecithin", "talc", "lactose"]),
        ("The other ingredients are talc. See section 2, Tavoril contains talc.", ["talc"]),
        ("The other ingredients are: lactose (see section 2\n\nTavoril contains lactose ), talc, sucrose",
         ["lactose", "talc", "sucrose"]),
        ("The other ingredients are:\n\ntalc\n\nsodium hydroxide (for pH adjustment)", ["talc", "sodium hydroxide"]),
        ("The other ingredients are talc. Tiny amounts of hydrochloric acid are added to keep it acid.",
         ["talc", "hydrochloric acid"]),
        ("The other ingredients are: Disodium phosphate Phosphoric acid", ["disodium phosphate", "phosphoric acid"]),
        ("The other ingredients are talc, sodium hydroxide/hydrochloric acid.",
         ["talc", "sodium hydroxide", "hydrochloric acid"]),
        ("The other ingredients are talc (E553b) which make up the core, and lactose which makes up the coating.",
         ["talc E553b", "lactose"]),
        ("The other ingredients are methacrylic acid - ethyl acrylate copolymer (1:1), talc.",
         ["methacrylic acid - ethyl acrylate copolymer (1:1)", "talc"]),
        ("The other ingredients (excipient(s)) are talc (both only for 5 mg) and lactose.", ["talc", "lactose"]),
        ("The other ingredients are: Powder - talc * sucrose Solvent - water for injections",
         ["talc", "sucrose", "water for injections"]),
        ("The other ingredient is lactose, which contains milk proteins.", ["lactose", "milk proteins"]),
        ("The other ingredients are talc. In addition, hydrochloric acid (E507) and/or sodium hydroxide (E524) "
         "solution may have been added for pH adjustment.",
         ["talc", "hydrochloric acid E507", "sodium hydroxide E524"]),
        ("Inactive ingredients: calcium carbonate, USP; candelilla wax, FCC; talc NF; shellac (as above); as above.",
         ["calcium carbonate", "candelilla wax", "talc", "shellac"]),
        ("The other ingredients are macrogol/PEG 3350.", ["macrogol/peg 3350"]),
        ("The other ingredients are silica, colloidal anhydrous E551.", ["silica, colloidal anhydrous E551"]),
        ("The other ingredients are talc, sodium and other substances.", ["talc"]),
    ],
)  # fmt: skip
def test_a_list_is_read_on_over_what_stands_between(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("text", ["the tablets", "see section 2", "5 mg", "colourants"])
def test_item_that_names_nothing(text: str) -> None:
    assert read_item(text, 0, len(text)) is None


def test_marks_within_brackets_part_nothing() -> None:
    text = "flavour (vanilla, cream and milk), talc"
    assert [text[a:b].strip() for a, b in apart(text, 0, len(text))] == ["flavour (vanilla, cream and milk)", "talc"]

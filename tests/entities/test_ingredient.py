"""Ingredients: active substances from every place that states them, excipients beside them, strengths tied to "
"names."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import ingredient
from pipeline.language import blank
from pipeline.model import Ingredient, Strength

NLP = blank()


def ingredients(text: str) -> list[Ingredient] | None:
    found = ingredient.extract(view_of(NLP.make_doc(text)))
    return None if found is None else merge(found, ingredient.same)


def eu(title: str, composition: str, overview: str = "Tavoril is a medicine.") -> str:
    return (
        f"{title}\n\n1. What Tavoril is and what it is used for\n\n{overview}\n\n"
        "2. What you need to know before you take Tavoril\n\nTalk to your doctor.\n\nTavoril contains "
        "lactose\nTell him.\n\n"
        "3. How to take Tavoril\n\nTake one tablet.\n\n4. Possible side effects\n\nNausea.\n\n5. How to store "
        "Tavoril\n\nDry.\n\n"
        f"6. Contents of the pack and other information\n\nWhat Tavoril contains\n{composition}\n\n"
        "What Tavoril looks like and contents of the pack\nWhite tablets.\n"
    )


def _brief(s: Strength) -> str:
    return f"{s.value:g} {s.unit}" + (f"/{s.per_value:g} {s.per_unit}" if s.per_value else "")


def actives(text: str) -> dict[str, list[str]]:
    return {i.name: [_brief(s) for s in i.strengths] for i in ingredients(text) or [] if i.role == "active"}


@pytest.mark.parametrize(
    ("title", "composition", "expected"),
    [
        ("Tavoril 5 mg tablets", "The active substance is tavorilin.", {"tavorilin": ["5 mg"]}),
        ("Tavoril tablets", "The active substance is tavorilin. Each tablet contains 5 mg or 10 mg of tavorilin.",
         {"tavorilin": ["5 mg", "10 mg"]}),
        ("Tavoril 5 mg tablets",
         "The active substance is tavorilin. Each tablet contains tavorilin maleate equivalent to 5 mg tavorilin.",
         {"tavorilin": ["5 mg"]}),
        ("Tavoril 5 mg tablets",
         "The active substance is tavorilin. Each tablet contains 5 mg tavorilin as 7 mg tavorilin maleate.",
         {"tavorilin": ["5 mg"]}),
        ("Tavoril 75 mg capsules",
         "The active substance is tavorilin. Each capsule contains 75 mg tavorilin fumarate.",
         {"tavorilin fumarate": ["75 mg"]}),
        ("Tavoril 10 mg/160 mg tablets", "The active substances are tavorilin and morbidone.",
         {"tavorilin": ["10 mg"], "morbidone": ["160 mg"]}),
        ("Tavoril 160 mg/10 mg tablets",
         "The active substances are tavorilin and morbidone. Each tablet contains 10 mg tavorilin and 160 mg "
         "morbidone.",
         {"tavorilin": ["10 mg"], "morbidone": ["160 mg"]}),
        ("Tavoril 25 mg/ml concentrate for solution for infusion",
         "The active substance is tavorilumab. Each 4 ml vial contains 100 mg of tavorilumab.",
         {"tavorilumab": ["25 mg/1 ml", "100 mg/4 ml"]}),
        ("Tavoril 50 mg powder for solution for infusion",
         "The active substance is tavorilin. Each vial contains 50 mg. After reconstitution each ml contains 10 "
         "mg tavorilin.",
         {"tavorilin": ["50 mg"]}),
        ("Tavoril tablets",
         "The active substance in each Tavoril tablet is 5 mg of tavorilin.", {"tavorilin": ["5 mg"]}),
        ("Tavoril tablets",
         "The active substances are:\n- tavorilin 5 mg\n- morbidone 7 mg\n\nThe other ingredient is talc.",
         {"tavorilin": ["5 mg"], "morbidone": ["7 mg"]}),
        ("Tavovax suspension for injection",
         "The active substances are per dose (0.5 mL)1: Tavus Toxoid not less than 20 IU2,4 Morbus Toxoid 40 IU3\n"
         "Filamentous Haemagglutinin 25 micrograms Poliovirus (Inactivated)5\nType 1 (Mahoney) 29 D-antigen units6\n"
         "Tavus surface antigen7 10 micrograms",
         {"tavus toxoid": ["20 [iU]"], "morbus toxoid": ["40 [iU]"], "filamentous haemagglutinin": ["25 ug"],
          "poliovirus": [], "tavus surface antigen": ["10 ug"]}),
        ("Tavovax suspension for injection",
         "- The active substances are:\nTavus Virus1 glycoprotein E antigen2\n50 micrograms",
         {"tavus virus glycoprotein e antigen": ["50 ug"]}),
    ],
)  # fmt: skip
def test_package_leaflet(title: str, composition: str, expected: dict[str, list[str]]) -> None:
    assert actives(eu(title, composition)) == expected


PAGE = "\n\nUses\n\nGout\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tavoril 625mg Tablet (6'S)\n\nComposition: Tavorilin (500mg) + Morbic Acid (125mg)" + PAGE,
         {"tavorilin": ["500 mg"], "morbic acid": ["125 mg"]}),
        ("Tavoril 200mg Tablet\n\nComposition: TAVORILIN SODIUM(200mg)" + PAGE, {"tavorilin sodium": ["200 mg"]}),
        ("Tavoril Cream (10gm)\n\nComposition: Tavorilin(1% w/w)" + PAGE, {"tavorilin": ["1 %"]}),
        ("Tavoril 180 Tablet\n\nComposition: TAVORILIN-180MG" + PAGE, {"tavorilin": ["180 mg"]}),
        ("Saltol Tablet\n\nComposition: Potassium Chloride (750mg)" + PAGE, {"potassium chloride": ["750 mg"]}),
        ("Tavoril Syrup\n\nComposition\nEach 5 ml contains:\nTavorilin IP 125 mg\nMorbic Acid IP 5 mg" + PAGE,
         {"tavorilin": ["125 mg/5 ml"], "morbic acid": ["5 mg/5 ml"]}),
        ("Tavoril contains Tavorilin.\n\nUses\n\nGout\n", {"tavorilin": []}),
        ("Tavoril\n\nProduct Overview\n\nTavoril is a medicine containing the active ingredient Tavorilin, a "
         "strong retinoid.\n",
         {"tavorilin": []}),
        ("Tavoril\n\nHow it works\n\nTavorilin, the active ingredient in Tavoril, works on the skin.\n",
         {"tavorilin": []}),
        ("Tavoril\n\nProduct Overview\n\nTavoril contains a medicine called tavorilin. It belongs to a group of "
         "medicines called morbides.\n",
         {"tavorilin": []}),
        ("TAVORIL (tavorilin hydrochloride) tablets, for oral use" + PAGE, {"tavorilin hydrochloride": []}),
        ("Tavoril-\n\nComposition: TAVOSIGN-800\n\nIbuprofen is a medicine for pain." + PAGE, {"ibuprofen": []}),
        ("Ibuprofen Brightmoor 200 mg tablets" + PAGE, {"ibuprofen": ["200 mg"]}),
        ("Ibuprofen (Tavoril)\nTablets against pain" + PAGE, {"ibuprofen": []}),
        ("Active ingredient (in each tablet)    Purpose\nIbuprofen 200 mg ..... Pain reliever" + PAGE,
         {"ibuprofen": ["200 mg"]}),
        ("Active ingredients (in each 15 mL)   Purposes\nIbuprofen 200 mg ..... Pain reliever\nCetirizine HCl "
         "5 mg ..... Antihistamine" + PAGE,
         {"ibuprofen": ["200 mg/15 ml"], "cetirizine hcl": ["5 mg/15 ml"]}),
        ("Active ingredient (in each 5 mL teaspoonful) Purpose\n\nIbuprofen 100 mg ..... Pain reliever" + PAGE,
         {"ibuprofen": ["100 mg/5 ml"]}),
        ("Active ingredient (in each 5 mL): Ibuprofen 100 mg" + PAGE, {"ibuprofen": ["100 mg/5 ml"]}),
        ("Active ingredients (per 15 mL): Ibuprofen 100 mg" + PAGE, {"ibuprofen": ["100 mg/15 ml"]}),
        ("Active ingredient (in each patch)\nIbuprofen 5%\n\nPurpose\n\nPain reliever" + PAGE, {"ibuprofen": ["5 %"]}),
        ("1. NAME OF THE MEDICINAL PRODUCT\n\nTavoril 5 mg film-coated tablets\n\n2. QUALITATIVE AND QUANTITATIVE "
         "COMPOSITION\n\nEach film-coated tablet contains 5 mg tavorilin fumarate.\n",
         {"tavorilin fumarate": ["5 mg"]}),
    ],
)  # fmt: skip
def test_page_and_label(text: str, expected: dict[str, list[str]]) -> None:
    assert actives(text) == expected


def test_salt_is_kept_and_the_base_stands_beside_it() -> None:
    (found,) = ingredients("Tavoril\n\nComposition: Paroxetine hydrochloride hemihydrate (20mg)" + PAGE) or []
    assert (found.name, found.base) == ("paroxetine hydrochloride hemihydrate", "paroxetine")
    assert "drugbank" in {c.system for c in found.codes}


def test_an_unknown_name_has_no_code() -> None:
    (found,) = ingredients("Tavoril\n\nComposition: Tavorilin (20mg)" + PAGE) or []
    assert found.codes == []


def test_every_place_is_quoted_the_declaration_first() -> None:
    text = eu(
        "Tavoril 5 mg tablets\n(tavorilin)",
        "The active substance is tavorilin.",
        "Tavoril contains a medicine called tavorilin.",
    )
    (found,) = (i for i in ingredients(text) or [] if i.role == "active")
    assert [e.rule for e in found.evidence] == ["ingredient.active", "ingredient.title", "ingredient.called"]
    assert {text[e.start : e.end] for e in found.evidence} == {"tavorilin"}


def test_excipient_with_its_number_and_the_warning_about_it() -> None:
    text = eu(
        "Tavoril 5 mg tablets",
        "The active substance is tavorilin.\nThe other ingredients are lactose monohydrate and talc (E553b).",
    )
    found = {i.name: i for i in ingredients(text) or [] if i.role == "excipient"}
    assert list(found) == ["lactose monohydrate", "talc"]
    assert [(c.system, c.code) for c in found["talc"].codes] == [("e_number", "E553b")]
    assert [e.text for e in found["lactose monohydrate"].evidence] == ["lactose monohydrate", "lactose"]


CHARACTERISTICS = (
    "Tavoril 5 mg tablets\n\n2. QUALITATIVE AND QUANTITATIVE COMPOSITION\n\nEach tablet contains 5 mg of tavorilin.\n\n"
    "{effect}\n\nFor the full list of excipients, see section 6.1.\n"
)


def test_excipients_with_known_effect_are_excipients() -> None:
    text = CHARACTERISTICS.format(effect="Excipients with known effect\n\nLactose 64 mg and sorbitol 5 mg per tablet.")
    assert [(i.role, i.name) for i in ingredients(text) or []] == [
        ("active", "tavorilin"), ("excipient", "lactose"), ("excipient", "sorbitol"),
    ]  # fmt: skip


def test_excipient_with_known_effect_is_one_more_place_of_a_listed_one() -> None:
    effect = "Excipient(s) with known effect: each tablet contains 64 mg of lactose monohydrate."
    text = CHARACTERISTICS.format(effect=effect) + "\n6.1 List of excipients\n\nTalc\nLactose monohydrate\n"
    found = {i.name: [e.text for e in i.evidence] for i in ingredients(text) or [] if i.role == "excipient"}
    assert found == {"talc": ["Talc"], "lactose monohydrate": ["Lactose monohydrate", "lactose monohydrate"]}
    assert list(actives(text)) == ["tavorilin"]


def test_not_another_medicine_nor_a_group() -> None:
    text = eu("Tavoril 5 mg tablets", "The active substance is tavorilin.",
              "Tavoril contains the active substance tavorilin and belongs to a group of medicines called "
              "morbides.")  # fmt: skip
    assert list(actives(text)) == ["tavorilin"]


def test_none_where_nothing_could_state_it() -> None:
    assert ingredients("Side effects\n\nNausea, vomiting\n") is None

"""Interactions: passages as leaflets word them, each with the agents, effects and advice they must yield."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import interaction
from pipeline.language import blank
from pipeline.model import Evidence, Ingredient, Interaction

NLP = blank()


def interactions(text: str, own: str | None = None) -> list[Interaction] | None:
    view = view_of(NLP.make_doc(text))
    if own:
        place = Evidence(start=0, end=1, text=text[:1], section=None, rule="test")
        view.records["ingredients"] = [Ingredient(name=own, role="active", evidence=[place])]
    found = interaction.extract(view)
    return None if found is None else merge(found, interaction.same)


def agents(passage: str, heading: str = "Drug Interactions") -> list[str]:
    found = interactions(f"Tavoril\n\n{heading}\n\n{passage}\n\nStorage\n\nKeep it dry.\n")
    return [r.agent for r in found or []]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("- warfarin\n- lithium", ["warfarin", "lithium"]),
        ("Antacids & Isoniazid: absorption may fall.", ["Antacids", "Isoniazid"]),
        ("Zeldamine: its level may rise.", ["Zeldamine"]),
        ("- NSAIDs (e.g. ibuprofen, aspirin)", ["NSAIDs", "ibuprofen", "aspirin"]),
        ("- sacubitril/valsartan", ["sacubitril/valsartan"]),
        ("- tipranavir/ritonavir, efavirenz", ["tipranavir/ritonavir", "efavirenz"]),
        ("- ketoconazole (a medicine used to treat fungal infections)", ["ketoconazole"]),
        ("- sirolimus, a medicine to prevent rejection", ["sirolimus"]),
        ("- antacids such as Zelmag® or Gutocid", ["antacids", "Zelmag", "Gutocid"]),
        ("- warfarin, lithium or digoxin, taken by mouth", ["warfarin", "lithium", "digoxin"]),
        ("Avoid grapefruit juice.", ["grapefruit juice"]),
    ],
)
def test_agents(passage: str, expected: list[str]) -> None:
    assert agents(passage) == expected


@pytest.mark.parametrize(
    "passage",
    [
        "Tell your doctor if you are taking, have recently taken or might take any other medicines.",
        "No interaction with warfarin is known.",
        "It can be taken with or without food.",
        "This lowers the level of potassium in your blood.",
    ],
)
def test_what_names_no_agent(passage: str) -> None:
    assert agents(passage) == []


def test_class_in_words_with_its_examples() -> None:
    found = agents("- medicines used to make you sleep deeply (such as zeldamine, diazepam)")
    assert found == ["medicines used to make you sleep deeply", "zeldamine", "diazepam"]


def test_effect_and_advice() -> None:
    found = interactions(
        "Tavoril\n\nDrug Interactions\n\n"
        "- lithium, because Tavoril can lower the amount of lithium. Your doctor may change the dose.\n"
        "Warfarin: the blood may clot less well.\n"
    )
    assert found is not None
    assert [(r.agent, r.effect, r.advice) for r in found] == [
        ("lithium", "Tavoril can lower the amount of lithium", "Your doctor may change the dose"),
        ("Warfarin", "the blood may clot less well", None),
    ]


def test_line_above_a_list_holds_for_its_items() -> None:
    found = interactions("Tavoril\n\nDrug Interactions\n\nMay make Tavoril less effective:\n- ibuprofen\n- zeldamine\n")
    assert found is not None
    assert {r.agent: r.effect for r in found} == dict.fromkeys(
        ("ibuprofen", "zeldamine"), "May make Tavoril less effective"
    )


def test_kinds() -> None:
    found = interactions(
        "Tavoril\n\nDrug Interactions\n\n- warfarin\n- beta-blockers\n- alcohol\n"
        "- grapefruit juice\n- St. John's wort\n"
    )
    assert [r.agent_kind for r in found or []] == ["drug", "class", "alcohol", "food", "herbal"]


def test_own_substance_is_none() -> None:
    found = interactions("Tavoril\n\nDrug Interactions\n\n- warfarin\n- ketoconazole\n", own="Ketoconazole")
    assert [r.agent for r in found or []] == ["warfarin"]


def test_taken_together_elsewhere() -> None:
    passage = "If you take an antacid, such as Zelmag, wait two hours."
    assert agents(passage, "How to Use") == ["antacid", "Zelmag"]
    assert agents("Take it with an antacid-free drink.", "How to Use") == []


def test_nothing_where_no_place_could_state_one() -> None:
    assert interactions("Tavoril\n\nStorage\n\nKeep it dry.\n") is None
    assert interactions("Tavoril\n\nDrug Interactions\n\nNone are known.\n") == []


def test_these_medicines_below_a_list_tells_more_of_its_items() -> None:
    passage = (
        "Tell your doctor if you take:\n\n- warfarin\n- digoxin\n\nThese medicines may raise the level of Tavoril."
    )
    found = interactions(f"Tavoril\n\nDrug Interactions\n\n{passage}\n") or []
    assert [(r.agent, r.effect) for r in found] == [
        ("warfarin", "These medicines may raise the level of Tavoril"),
        ("digoxin", "These medicines may raise the level of Tavoril"),
    ]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("- zidovudine (which can be used to treat HIV infection)", ["zidovudine"]),
        ("- Anakor (which contains anakinra)", ["anakinra"]),
        ("You may need additional contraceptive precautions with rifampicin.", ["rifampicin"]),
        ("Tavoril is a CYP3A substrate. Ketoconazole raises its level.", ["Ketoconazole"]),
    ],
)
def test_what_a_medicine_is_for_or_contains_and_what_the_product_is(passage: str, expected: list[str]) -> None:
    assert [a for a in agents(passage) if a != "Anakor"] == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("- fentanyl, used as a sedative before surgery", ["fentanyl"]),
        ("Do not take it with the antibiotics gentamicin or tobramycin.", ["gentamicin", "tobramycin"]),
        ("- ketoconazole or itraconazole, antifungals", ["ketoconazole", "itraconazole"]),
        ("- herbal remedies containing St John's wort", ["St John's wort"]),
        ("- a medicine to treat gout called probenecid", ["probenecid"]),
        ("Avoid medicines that harm the liver (other than linezolid), and warfarin.", ["warfarin"]),
        ("Your doctor may give you an alternative antibiotic with warfarin.", ["warfarin"]),
        ("- methotrexate, a medicine for diseases such as psoriasis and ulcerative colitis", ["methotrexate"]),
        ("Medicines for fungal infections: itraconazole or fluconazole.", ["itraconazole", "fluconazole"]),
        ("- antacids such as \u2018Zelmag\u2019", ["antacids", "Zelmag"]),
    ],
)
def test_what_only_explains_a_name_is_no_agent(passage: str, expected: list[str]) -> None:
    assert [a for a in agents(passage) if not a.startswith(("medicines that", "Medicines for"))] == expected


def test_a_list_of_what_may_be_taken_is_no_list_of_interactions() -> None:
    passage = (
        "Tell your doctor if you take:\n\n- warfarin\n\nTavoril can be taken together with:\n\n- digoxin\n- steroids\n"
    )
    assert agents(passage) == ["warfarin"]


def test_effect_stands_in_the_line_above_these_include() -> None:
    passage = "Some medicines may raise the level of Tavoril. These include:\n\n- warfarin\n"
    found = interactions(f"Tavoril\n\nDrug Interactions\n\n{passage}\nStorage\n\nKeep it dry.\n")
    assert [(r.agent, r.effect) for r in found or []] == [("warfarin", "Some medicines may raise the level of Tavoril")]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Be sure to mention any of the following: lithium; warfarin.", ["lithium", "warfarin"]),
        ("The risk of bleeding is higher when it is taken with aspirin or warfarin.", ["aspirin", "warfarin"]),
        ("Be careful if you have ever taken part in a study.", []),
    ],
)
def test_agents_of_warnings(passage: str, expected: list[str]) -> None:
    assert agents(passage, "Warnings") == expected

"""Indications: sentences and lists as leaflets word them, each with the conditions and populations they must yield."""

import pytest

from pipeline.assemble import merge
from pipeline.components import view_of
from pipeline.entities import indication
from pipeline.language import blank
from pipeline.model import Indication

NLP = blank()


def indications(text: str) -> list[Indication] | None:
    found = indication.extract(view_of(NLP.make_doc(text)))
    return None if found is None else merge(found, indication.same)


def uses(passage: str, heading: str = "Indications") -> list[str]:
    found = indications(f"Tavoril\n\n{heading}\n\n{passage}\n\nStorage\n\nKeep it dry.\n")
    assert found is not None
    return [r.condition for r in found]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Tavoril is used to treat type 2 diabetes in adults.", ["type 2 diabetes"]),
        ("Tavoril is indicated for the treatment of severe nodular acne, a form of acne.", ["severe nodular acne"]),
        ("It is used for the prevention and treatment of malaria.", ["malaria"]),
        ("It is used to treat plaque psoriasis and ulcerative colitis.", ["plaque psoriasis", "ulcerative colitis"]),
        ("It helps to prevent migraine attacks.", ["migraine attacks"]),
        ("Relieves symptoms associated with the common cold.", ["common cold"]),
        ("For the temporary relief of nasal congestion and headache.", ["nasal congestion", "headache"]),
        ("It is used to reduce the risk of stroke.", ["stroke"]),
        ("Your doctor has prescribed it because you have HIV infection.", ["HIV infection"]),
        ("It is used to treat infections of the lining of the gut.", ["infections of the lining of the gut"]),
        ("It is indicated to improve glucose control in adults with type 2 diabetes.", ["type 2 diabetes"]),
    ],
)
def test_sentence(passage: str, expected: list[str]) -> None:
    assert uses(passage) == expected


@pytest.mark.parametrize(
    "passage",
    [
        "Tavoril is not used to treat gout.",
        "It works by relaxing the muscles.",
        "Gout is a disease of the joints.",
        "Other medicines used to treat gout may be needed too.",
        "Its safety in gout has not been established.",
    ],
)
def test_what_is_no_indication(passage: str) -> None:
    assert uses(passage, "Product Overview") == []


def test_numbered_list_under_the_heading() -> None:
    assert uses("1. Tinea pedis\n2.Zygomatic fleck\n3. Dandruff", "Uses") == [
        "Tinea pedis",
        "Zygomatic fleck",
        "Dandruff",
    ]


def test_lines_that_lost_their_marks() -> None:
    assert uses("Hypertension.\n\nChronic stable angina.") == ["Hypertension", "Chronic stable angina"]
    assert uses("Hypertension\n\nChronic stable angina") == ["Hypertension", "Chronic stable angina"]


def test_list_behind_a_colon() -> None:
    passage = (
        "Tavoril can be used for:\n- Treating gout\n- Reducing the risk of a heart attack or stroke\n- angina in adults"
    )
    assert uses(passage) == ["gout", "heart attack", "stroke", "angina"]


def test_list_of_how_it_works_is_none() -> None:
    assert uses("Tavoril works by:\n- making vessels wider\n- calming the heart", "Product Overview") == []


def test_population_before_and_behind() -> None:
    found = indications(
        "Tavoril\n\nIndications\n\nIt is used to treat adults with gout. "
        "It is used to treat asthma in children over 6 years.\n"
    )
    assert found is not None
    assert [(r.condition, r.population) for r in found] == [
        ("gout", "adults"),
        ("asthma", "children over 6 years"),
    ]


def test_shorter_name_is_the_same_condition() -> None:
    found = indications(
        "Tavoril\n\nIndications\n\nIt is used to treat severe plaque psoriasis. It is used to treat psoriasis.\n"
    )
    assert found is not None
    assert [(r.condition, len(r.evidence)) for r in found] == [("severe plaque psoriasis", 2)]


def test_nothing_where_no_section_could_state_one() -> None:
    assert indications("Tavoril\n\nStorage\n\nIt is used to treat gout.\n") is None


def test_long_list_takes_time_in_proportion() -> None:
    # A span that grows with every member it takes in would be read again each time.
    conditions = uses("It is used to treat " + "kidney or " * 2000 + "liver problems.")
    assert conditions == []


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Tavoril is a useful adjunct in status epilepticus.", ["status epilepticus"]),
        ("For the relief/treatment of migraine.", ["migraine"]),
        ("Temporarily reduces fever.", ["fever"]),
        ("Kidney disease: to bring about a diuresis.", ["Kidney disease"]),
        (
            "Tavoril should be used only to treat infections that are proven to be caused by bacteria.",
            ["infections that are proven to be caused by bacteria"],
        ),
        ("Tavoril is used to treat cold sores.", ["cold sores"]),
        ("It has not been systematically evaluated in the treatment of gout.", []),
        ("Limitations of use: not for migraine.", []),
        ("Its efficacy was shown in adults with gout.", []),
    ],
)
def test_more_wordings_of_labels(passage: str, expected: list[str]) -> None:
    found = indication.extract(view_of(NLP.make_doc(f"Indications and Usage\n\n{passage}\n"))) or []
    assert [r.condition for r in found] == expected


def test_what_is_lowered_stands_beside_what_the_people_have() -> None:
    passage = "Tavoril is indicated for the lowering of intraocular pressure in adults with open-angle glaucoma."
    found = indication.extract(view_of(NLP.make_doc(f"Indications and Usage\n\n{passage}\n"))) or []
    assert "open-angle glaucoma" in [r.condition for r in found]

"""Statements of active substances: names read from where they stand, each with its own strengths."""

import pytest

from pipeline.composition.substances import Stated, read_list


def shown(text: str, stated: Stated) -> str:
    strengths = ", ".join(s.text for s in stated.strengths)
    equals = "; ".join(f"{text[e.start : e.end]} [{', '.join(s.text for s in e.strengths)}]" for e in stated.equals)
    return f"{text[stated.start : stated.end]} [{strengths}]" + (f" = {equals}" if equals else "")


def read(text: str) -> list[str]:
    return [shown(text, s) for s in read_list(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tavorilin.", ["tavorilin []"]),
        ("Tavorilin, a strong retinoid made from vitamin A.", ["Tavorilin []"]),
        ("tavorilin and morbidone fumarate dihydrate.", ["tavorilin []", "morbidone fumarate dihydrate []"]),
        ("Tavorilin (400mg/5ml) + Morbic Acid (57mg/5ml)", ["Tavorilin [400mg/5ml]", "Morbic Acid [57mg/5ml]"]),
        ("TAVORILIN-180MG", ["TAVORILIN [180MG]"]),
        ("tavorilin 5 mg", ["tavorilin [5 mg]"]),
        ("10 mg of tavorilin and 5 mg of morbidone (as maleate).",
         ["tavorilin [10 mg]", "morbidone [5 mg] = maleate []"]),
        ("100 mg of tavorilin, 300 mg of morbidone", ["tavorilin [100 mg]", "morbidone [300 mg]"]),
        ("Paravone 500 mg, Caffeol 65 mg", ["Paravone [500 mg]", "Caffeol [65 mg]"]),
        ("tavorilin sodium equivalent to 50 mg tavorilin and 300 mg morbidone.",
         ["tavorilin sodium [] = tavorilin [50 mg]", "morbidone [300 mg]"]),
        ("5 mg of tavorilin, equivalent to 7 mg of tavorilin tartrate.",
         ["tavorilin [5 mg] = tavorilin tartrate [7 mg]"]),
        ("0.5 mg or 1 mg tavorilin as 0.6 mg or 1.2 mg tavorilin dihydrochloride.",
         ["tavorilin [0.5 mg, 1 mg] = tavorilin dihydrochloride [0.6 mg, 1.2 mg]"]),
        ("100 units of the active substance insulin tavoril (equivalent to 3.6 mg).",
         ["insulin tavoril [100 units]"]),
        ("75 IU (equivalent to 5 micrograms) tavotropin alfa in 0.5 ml solution.", ["tavotropin alfa [75 IU]"]),
        ("Tavus virus surface antigen1 5 micrograms Morbus virus surface antigen1 7 micrograms",
         ["Tavus virus surface antigen [5 micrograms]", "Morbus virus surface antigen [7 micrograms]"]),
        ("Tavus virus antigens (H and N), inactivated.", ["Tavus virus antigens (H and N), inactivated []"]),
        ("Tavus Toxoid not less than 20 IU2,4 (30 Lf) Morbus Toxoid at least 40 IU3,4(10 Lf)",
         ["Tavus Toxoid [20 IU]", "Morbus Toxoid [40 IU]"]),
        ("Bordetella pertussis antigens Pertussis toxoid 25 micrograms Pertactin 8 micrograms",
         ["Pertussis toxoid [25 micrograms]", "Pertactin [8 micrograms]"]),
        ("tavorilin, USP 5 mg and Morbidone I.P. 7 mg", ["tavorilin [5 mg]", "Morbidone [7 mg]"]),
        ("Tavorilin Ph. Eur. (5 mg) + Morbidone BP (7 mg)", ["Tavorilin [5 mg]", "Morbidone [7 mg]"]),
        ("tavorilin ..... 5 mg", ["tavorilin [5 mg]"]),
        ("tavorilin 5 mg ..... Pain reliever", ["tavorilin [5 mg]"]),
        ("Type 2 (MEF-1) 7 D-antigen units", []),
        ("genetically modified organisms", []),
        ("a medicine called tavorilin", ["tavorilin []"]),
        ("the other ingredients", []),
        ("5 ml of solution", []),
        ("which is used for gout", []),
    ],
)  # fmt: skip
def test_list_of_substances(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_what_follows_in_a_volume_is_per_that_volume() -> None:
    text = "75 IU tavotropin alfa in 0.5 ml solution."
    (stated,) = read_list(text, 0, len(text))
    assert [(s.value, s.per_value, s.per_unit) for s in stated.strengths] == [(75, 0.5, "ml")]


def test_what_stands_in_brackets_is_another_name() -> None:
    text = "tavocog alfa (human coagulation factor)"
    (stated,) = read_list(text, 0, len(text))
    assert [text[a:b] for a, b in stated.aliases] == ["human coagulation factor"]

"""The grammar of lists of effects: where items part, what they share, and what stands in brackets."""

import pytest

from pipeline.effects.items import Item
from pipeline.effects.lists import items

KNOWN = {"nausea", "vomiting", "headache", "abdominal pain", "bloating", "rash", "fever", "dizziness", "itching"}


def read(text: str) -> list[Item]:
    return items(text, 0, len(text), lambda a, b: text[a:b].lower() in KNOWN)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("nausea and vomiting", ["nausea", "vomiting"]),
        ("swelling of the face, lips or tongue", ["swelling of the face, lips or tongue"]),
        ("increased or decreased appetite", ["increased appetite", "decreased appetite"]),
        ("dry or itchy skin", ["dry skin", "itchy skin"]),
        ("abdominal pain, bloating or cramps", ["abdominal pain", "bloating", "abdominal cramps"]),
        ("muscle cramps or pain", ["muscle cramps", "muscle pain"]),
        ("muscle and joint pain", ["muscle pain", "joint pain"]),
        ("nose, throat or sinus congestion", ["nose, throat or sinus congestion"]),
        ("difficulty breathing or swallowing", ["difficulty breathing", "difficulty swallowing"]),
        ("feeling dizzy, tired or weak", ["feeling dizzy", "feeling tired", "feeling weak"]),
        ("pain in your hands or feet", ["pain in your hands or feet"]),
        ("low levels of white blood cells or platelets", ["low levels of white blood cells or platelets"]),
        ("inability to get or keep an erection", ["inability to get or keep an erection"]),
        ("pins and needles, fever", ["pins and needles", "fever"]),
        ("a headache; an unusual rash.", ["headache", "unusual rash"]),
        ("depression, which may be severe", ["depression"]),
        ("pain when passing urine", ["pain when passing urine"]),
        ("Fallon's gangrene, a serious infection of the groin", ["Fallon's gangrene"]),
        ("weight gain or loss", ["weight gain", "weight loss"]),
    ],
)
def test_items_part_where_each_stands_on_its_own(text: str, terms: list[str]) -> None:
    assert [i.term for i in read(text)] == terms


def test_an_item_that_shares_a_head_keeps_its_own_place() -> None:
    text = "muscle cramps or pain"
    second = read(text)[1]
    assert (text[second.start : second.end], second.term) == ("pain", "muscle pain")


def test_another_name_in_brackets_is_an_alias() -> None:
    text = "feeling sick (nausea), wind"
    first = read(text)[0]
    assert (first.term, [text[a:b] for a, b in first.aliases]) == ("feeling sick", ["nausea"])


def test_signs_in_brackets_are_signs_and_what_is_included_is_not() -> None:
    found = read("allergic reactions (such as rash, hives); infections (including cystitis)")
    assert [(i.term, i.sign) for i in found] == [
        ("allergic reactions", False), ("rash", True), ("hives", True), ("infections", False), ("cystitis", False)
    ]  # fmt: skip


def test_a_bracket_that_names_the_effect_makes_signs_of_what_stands_before_it() -> None:
    found = read("chest pain, irregular pulse (signs of heart problems)")
    assert [(i.term, i.sign) for i in found] == [
        ("chest pain", True), ("irregular pulse", True), ("heart problems", False)
    ]  # fmt: skip


def test_a_frequency_in_brackets_is_the_item_s_own() -> None:
    first, second = read("fits (may affect up to 1 in 1,000 people), fever")
    assert first.frequency is not None and first.frequency.band == "rare"
    assert second.frequency is None


def test_a_bracket_inside_an_item_is_left_out_of_its_term() -> None:
    (only,) = read("increase in blood fat (cholesterol) levels")
    assert only.term == "increase in blood fat levels"


@pytest.mark.parametrize("text", ["rash (see section 2)", "rash (in children)", "rash (12)", "rash (mild)"])
def test_a_bracket_that_names_nothing_is_no_alias(text: str) -> None:
    assert [(i.term, i.aliases) for i in read(text)] == [("rash", ())]


def test_long_runs_of_blanks_cost_no_time() -> None:
    assert [i.term for i in read("nausea" + " " * 1_500 + ", vomiting" + " " * 1_500)] == ["nausea", "vomiting"]


@pytest.mark.parametrize("text", ["(" * 3000, "rash, such as " * 2000, "rash (" * 2000, "rash and " * 3000])
def test_absurd_nesting_is_read_without_failing(text: str) -> None:
    assert all(text[i.start : i.end] for i in read(text))

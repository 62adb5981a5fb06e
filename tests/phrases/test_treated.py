"""Where a condition ends behind a purpose, in whom, and what is none."""

import pytest

from pipeline.api import extract


def treated(passage: str) -> list[tuple[str, str | None]]:
    found = extract(f"Indications and Usage\n\n{passage}\n").indications or []
    return [(r.condition, r.population) for r in found]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Tavoril is used to treat gout in children aged 6 to 17 years.", [("gout", "children aged 6 to 17 years")]),
        (
            "Tavoril is used to treat asthma in adults, and gout in children over 6 years.",
            [("asthma", "adults"), ("gout", "children over 6 years")],
        ),
        ("Tavoril is used to treat mildly to severely active colitis.", [("mildly to severely active colitis", None)]),
        (
            "Tavoril reduces the risk of stroke and the need for surgery.",
            [("stroke", None)],
        ),
        (
            "Tavoril is indicated after surgery in osteosarcoma.",
            [("osteosarcoma", None)],
        ),
        ("Tavoril capsules are indicated for: Pantoprazole sodium.", []),
        ("Not indicated for the treatment of cluster headache.", []),
        ("Helps loosen phlegm to make coughs more productive.", [("coughs", None)]),
        ("Tavoril is used to treat a rare condition called gout.", [("gout", None)]),
        ("It is used to treat the following inflammatory diseases:\n\n- gout", [("gout", None)]),
        ("It should not be used in patients with any of the following:\n\n- cystic fibrosis", []),
        ("Tavoril is contraindicated for prophylaxis of migraine.", []),
        (
            "For temporary relief of anxiety before menstruation, tender breasts and headache.",
            [("anxiety", None), ("tender breasts", None), ("headache", None)],
        ),
        (
            "Treatment of Gout Tavoril is indicated with diet to reduce fats in adults with mixed dyslipidemia.",
            [("Gout", None), ("mixed dyslipidemia", "adults")],
        ),
        ("Ear infection in children - prompt relief of pain.", [("pain", None)]),
        ("Ear pain As an alternative drug in treatment of cystitis.", [("cystitis", None)]),
        ("Tavoril is the drug of choice in the treatment of syphilis.", [("syphilis", None)]),
        (
            "Tavoril is used in the treatment of children down to the age of 10 years with partial seizures.",
            [("partial seizures", "children down to the age of 10 years")],
        ),
        (
            "Tavoril is used to treat the following infections when severe: sinusitis; Lung infections: cystitis.",
            [("sinusitis", None), ("Lung infections", None), ("cystitis", None)],
        ),
    ],
)
def test_conditions_and_populations(passage: str, expected: list[tuple[str, str | None]]) -> None:
    assert treated(passage) == expected


def test_causes_do_not_make_a_condition_too_long() -> None:
    species = ", ".join(f"Testococcus numeri {'abcdefghijklmnopqrstuvwxyz'[i]}lis" for i in range(14))
    passage = f"Tavoril is indicated for the treatment of lung infections caused by {species}."
    assert treated(passage) == [(f"lung infections caused by {species}", None)]

"""Codes of conditions and agents: where the record's own words are listed, and nowhere else."""

import pytest

from pipeline.api import extract

TEXT = """Velcordin 20 mg tablets

What Velcordin is used for

Velcordin is used to treat epilepsy and burning of the left earlobe.

Do not take Velcordin if you have

- severe liver disease
- a parrot

Taking other medicines

Tell your doctor if you take phenytoin or water tablets.

Side effects

Common (may affect up to 1 in 10 people): nausea
"""


@pytest.fixture(scope="module")
def codes() -> dict[str, dict[str, str]]:
    leaflet = extract(TEXT)
    named = {
        **{r.condition: r.codes for r in leaflet.indications or []},
        **{r.condition: r.codes for r in leaflet.contraindications or []},
        **{r.agent: r.codes for r in leaflet.interactions or []},
        **{r.term: r.codes for r in leaflet.side_effects or []},
    }
    return {name: {c.system: c.code for c in found} for name, found in named.items()}


@pytest.mark.parametrize(
    ("name", "system", "code"),
    [
        ("epilepsy", "mesh", "D004827"),
        ("severe liver disease", "mesh", "D008107"),
        ("phenytoin", "drugbank", "DB00252"),
        ("nausea", "hpo", "HP:0002018"),
    ],
)
def test_what_the_vocabulary_lists_has_its_code(
    codes: dict[str, dict[str, str]], name: str, system: str, code: str
) -> None:
    assert codes[name][system] == code


@pytest.mark.parametrize("name", ["burning of the left earlobe", "a parrot", "water tablets"])
def test_what_is_not_listed_has_none(codes: dict[str, dict[str, str]], name: str) -> None:
    assert {k.removeprefix("a ") for k in codes} >= {name.removeprefix("a ")}
    assert next(v for k, v in codes.items() if k.removeprefix("a ") == name.removeprefix("a ")) == {}

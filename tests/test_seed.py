"""The first user's own leaflet yields exactly what the contract lists for it. Skips where that file is not at hand."""

from pathlib import Path

import pytest

from pipeline.api import extract_file
from pipeline.model import Leaflet

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "signatret.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the first user's leaflet is not part of the project")


@pytest.fixture(scope="module")
def seed() -> Leaflet:
    return extract_file(SEED)


def test_product_and_ingredient(seed: Leaflet) -> None:
    assert seed.product is not None
    assert (seed.product.name, seed.product.dose_forms, seed.product.routes) == ("Signatret", ["capsule"], ["oral"])
    assert [(i.name, i.role, i.strengths) for i in seed.ingredients or []] == [("isotretinoin", "active", [])]
    assert [i.condition for i in seed.indications or []] == ["severe nodular acne"]


def test_sections_inferred(seed: Leaflet) -> None:
    inferred = [s.kind for s in seed.sections if s.heading == "inferred"]
    assert "indications" in inferred
    assert "warnings" in inferred
    (last,) = (s for s in seed.sections if s.title == "Additional Information")
    assert last.end - last.start == len("Additional Information")


def test_doses(seed: Leaflet) -> None:
    doses = seed.doses or []
    (amount,) = (d for d in doses if d.amount)
    assert amount.amount is not None
    assert amount.frequency is not None
    assert (amount.amount.low, amount.amount.high, amount.amount.unit, amount.amount.per) == (0.5, 1, "mg", "kg")
    assert (amount.divided_into, amount.ucum, amount.timing, amount.kind) == (2, "mg/kg/d", ["with_food"], "usual")
    assert (amount.frequency.low, amount.frequency.period, amount.frequency.period_unit) == (None, 1, "d")
    often = [d for d in doses if d.frequency and (d.frequency.low, d.frequency.high) == (1, 2)]
    assert [d.route for d in often] == ["oral"]
    assert [d.kind for d in doses if not d.amount and not d.frequency] == ["titration"]


def test_side_effects(seed: Leaflet) -> None:
    found = {e.term: (e.frequency.band if e.frequency else None, e.serious) for e in seed.side_effects or []}
    common = ("dry skin", "chapped lips", "dry eyes", "nosebleeds", "joint pain", "muscle stiffness")
    serious = ("liver toxicity", "increased intracranial pressure", "mood changes")
    assert {t: found.get(t) for t in common} == dict.fromkeys(common, ("common", False))
    assert {t: found.get(t) for t in serious} == dict.fromkeys(serious, (None, True))
    rest = set(found) - {*common, *serious}
    assert rest == {"severe birth defects", "depression", "suicidal thoughts", "psychiatric disorders"}


def test_warnings_and_storage(seed: Leaflet) -> None:
    warnings = seed.warnings or []
    assert {"pregnancy", "psychiatric", "monitoring"} <= {w.category for w in warnings}
    assert any("history of mental health issues" in (w.population or "") for w in warnings)
    assert any("two forms of contraception" in a for w in warnings for a in w.actions)
    protected = {p for s in seed.storage or [] for p in s.protect_from}
    assert {"light", "moisture"} <= protected
    assert any("room temperature" in s.text for s in seed.storage or [])
    assert any("reach of children" in s.text for s in seed.storage or [])


def test_what_has_no_section_is_null_and_the_disclaimer_yields_nothing(seed: Leaflet) -> None:
    assert seed.contraindications is None
    assert seed.interactions is None
    (disclaimer,) = (s for s in seed.sections if s.kind == "disclaimer")
    lists = [getattr(seed, n) for n in seed.__struct_fields__]
    records = [r for value in lists if isinstance(value, list) for r in value if hasattr(r, "evidence")]
    assert not [e for r in records for e in r.evidence if disclaimer.start <= e.start < disclaimer.end]

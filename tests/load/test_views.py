"""The views answer the first questions, with the same answers from every database."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.load.engines import open_database
from pipeline.load.loader import load
from pipeline.model import (
    Amount,
    Contraindication,
    Dose,
    EffectFrequency,
    Evidence,
    Frequency,
    Ingredient,
    Interaction,
    Leaflet,
    Product,
    SideEffect,
    from_json,
    to_json,
)
from pipeline.outputs import outputs

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "fexavil.json"
QUOTE = [Evidence(start=0, end=1, text="x", section=None, rule="a.b")]
DAILY = Frequency(period=1, period_unit="d")


def active(name: str, base: str | None = None) -> Ingredient:
    return Ingredient(name=name, base=base, role="active", evidence=QUOTE)


def maximum(text: str, low: float | None, high: float | None, unit: str, frequency: Frequency | None) -> Dose:
    amount = Amount(low=low, high=high, unit=unit)
    return Dose(text=text, kind="maximum", amount=amount, frequency=frequency, population="adults", evidence=QUOTE)


def page(name: str, *ingredients: Ingredient) -> Leaflet:
    leaflet = from_json(GOLDEN.read_bytes())
    leaflet.product = Product(name=name, evidence=QUOTE)
    leaflet.ingredients = list(ingredients)
    leaflet.doses = leaflet.side_effects = leaflet.contraindications = leaflet.interactions = None
    return leaflet


def single() -> Leaflet:
    leaflet = page("Tavoril", active("Allopurinol sodium", "Allopurinol"))
    leaflet.doses = [
        maximum("900 mg a day", 900, 900, "mg", DAILY),
        maximum("300 mg three times a day", 300, 300, "mg", Frequency(low=3, high=3, period=1, period_unit="d")),
        maximum("up to 8 tablets in 24 hours", None, 8, "tablet", Frequency(period=24, period_unit="h")),
        maximum("100 mg every week", 100, 100, "mg", Frequency(period=1, period_unit="wk")),
        maximum("at least 100 mg a day", 100, None, "mg", DAILY),
        maximum("50 mg", 50, 50, "mg", None),
    ]
    often = EffectFrequency(band="common", text="Common", low=0.01, high=0.1)
    leaflet.side_effects = [SideEffect(term="rash", frequency=often, evidence=QUOTE)]
    leaflet.interactions = [Interaction(agent="Azathioprine", agent_kind="drug", effect="stronger", evidence=QUOTE)]
    return leaflet


def double() -> Leaflet:
    wheat = Ingredient(name="Wheat starch", role="excipient", evidence=QUOTE)
    leaflet = page("Duoril", active("allopurinol"), active("lesinurad"), active("ALLOPURINOL"), wheat)
    leaflet.side_effects = [SideEffect(term="gout flare", evidence=QUOTE)]
    leaflet.contraindications = [Contraindication(condition="kidney transplant", evidence=QUOTE)]
    return leaflet


@pytest.fixture
def engine(url: str, tmp_path: Path) -> sa.Engine:
    files = {"single": single(), "double": double(), "old": double()}
    for name, leaflet in files.items():
        (tmp_path / f"{name}.txt.json").write_bytes(to_json(leaflet))
    database = open_database(url)
    for _ in range(2):
        with outputs(tmp_path) as found:
            load(found, database, refused=lambda refusal: pytest.fail(str(refusal)))
        (tmp_path / "old.txt.json").unlink(missing_ok=True)
    return database.engine


def test_views(engine: sa.Engine) -> None:
    with engine.connect() as connection:

        def ask(question: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(sa.text(question))]

        columns = "product, actives, term, frequency_band, frequency_high, serious"
        assert ask(
            f"SELECT {columns} FROM side_effects_by_substance WHERE substance = 'allopurinol' ORDER BY product"
        ) == [("Duoril", 2, "gout flare", None, None, False), ("Tavoril", 1, "rash", "common", 0.1, False)]
        assert ask("SELECT maximum, unit, population, text FROM maximum_daily_doses ORDER BY text") == [
            (900, "mg", "adults", "300 mg three times a day"),
            (900, "mg", "adults", "900 mg a day"),
            (8, "tablet", "adults", "up to 8 tablets in 24 hours"),
        ]
        assert ask("SELECT substance, actives, product FROM contraindications_by_substance ORDER BY substance") == [
            ("allopurinol", 2, "Duoril"),
            ("lesinurad", 2, "Duoril"),
        ]
        assert ask("SELECT substance, partner, in_leaflet_of, effect FROM interactions_both_ways ORDER BY 1") == [
            ("allopurinol", "azathioprine", "substance", "stronger"),
            ("azathioprine", "allopurinol", "partner", "stronger"),
        ]
        assert ask("SELECT excipient, product, path FROM products_by_excipient") == [
            ("wheat starch", "Duoril", "double.txt")
        ]
    engine.dispose()

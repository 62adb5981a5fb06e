"""Numbers, ranges and units: what is written parses, what is printed parses back, and no input makes it slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import PERS
from pipeline.posology.people import condition, label_of, population, run_in
from pipeline.posology.pieces import pieces_of
from pipeline.quantities import Quantity, number_value, parse, scan, show, ucum
from pipeline.quantities.words import UCUM, UCUM_OTHER


def q(low: float | None, high: float | None, unit: str, **more: object) -> Quantity:
    return Quantity(low=low, high=high, unit=unit, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.5", 2.5), ("2,5", 2.5), ("1,250", 1250), ("12,000", 12000), ("1,250.5", 1250.5), ("½", 0.5), ("1½", 1.5),
        ("1 ½", 1.5), ("1 1/2", 1.5), ("3/4", 0.75), ("11/2", 1.5), ("0·5", 0.5), (".25", 0.25),
    ],
)  # fmt: skip
def test_a_written_number_has_its_value(text: str, value: float) -> None:
    assert number_value(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one and a half", 1.5), ("two and a quarter", 2.25), ("half a", 0.5), ("half of a", 0.5),
        ("three quarters", 0.75), ("one-half", 0.5), ("twenty", 20), ("3 million", 3_000_000),
    ],
)  # fmt: skip
def test_number_words_are_one_number(text: str, value: float) -> None:
    first, second = scan(text)[:2]
    assert (first.kind, first.value, second.kind) == ("number", value, "end")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20mg", q(20, 20, "mg")),
        ("0.5 to 1 mg", q(0.5, 1, "mg")),
        ("2-3 g", q(2, 3, "g")),
        ("2 – 3 g", q(2, 3, "g")),
        ("between 2 and 4 ml", q(2, 4, "ml")),
        ("1.25 mg or 2.5 mg", q(1.25, 2.5, "mg")),
        ("5 mg–10 mg", q(5, 10, "mg")),
        ("5 mg, 7.5 mg or 10 mg", q(5, 10, "mg")),
        ("500 mg to 1 g", q(0.5, 1, "g")),
        ("up to 4 g", q(None, 4, "g")),
        ("no more than 4 g", q(None, 4, "g")),
        ("at least 4 g", q(4, None, "g")),
        ("50 µg", q(50, 50, "ug")),
        ("50 μg", q(50, 50, "ug")),
        ("50mcg", q(50, 50, "ug")),
        ("50 micrograms", q(50, 50, "ug")),
        ("1,000 IU", q(1000, 1000, "[iU]")),
        ("10 000 I.U.", q(10000, 10000, "[iU]")),
        ("20 international units (IU)", q(20, 20, "[iU]")),
        ("2 to 3 million units", q(2_000_000, 3_000_000, "unit")),
        ("30 MIU", q(30_000_000, 30_000_000, "[iU]")),
        ("5 mmol", q(5, 5, "mmol")),
        ("0.1 %", q(0.1, 0.1, "%")),
        ("10 mg / kg", q(10, 10, "mg", per="kg")),
        ("10 mg per kilogram of body weight per day", q(10, 10, "mg", per="kg", period=1, period_unit="d")),
        ("3 mg for every kg of your weight", q(3, 3, "mg", per="kg")),
        ("600 mg/m²", q(600, 600, "mg", per="m2")),
        ("600 mg/m", q(600, 600, "mg", per="m2")),
        ("600 mg per square metre of body surface area", q(600, 600, "mg", per="m2")),
        ("18 units/kg/hour", q(18, 18, "unit", per="kg", period=1, period_unit="h")),
        ("4 g/24 hours", q(4, 4, "g", period=24, period_unit="h")),
        ("250 mg/5 ml", q(250, 250, "mg", in_value=5, in_unit="ml")),
        ("45 60 IU per kg", q(45, 60, "[iU]", per="kg")),
    ],
)
def test_a_quantity_parses(text: str, expected: Quantity) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["", "mg", "ten", "20 years", "5 mg tablets", "day 1 200", "10 to mg", "x 5 mg"])
def test_what_is_no_quantity_does_not_parse(text: str) -> None:
    assert parse(text) is None


def test_a_full_stop_before_a_number_is_no_decimal_point() -> None:
    pieces = pieces_of("max.600 mg/day", 0, 14)
    amounts = [p.value.amount for p in pieces if p.kind == "amount"]
    assert [(a.high, a.unit) for a in amounts] == [(600, "mg")]


NUMBERS = st.integers(1, 9_999_999).map(lambda n: n / 1000)
PERIODS = st.tuples(st.integers(1, 48), st.sampled_from(["h", "d", "wk", "mo"]))


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    shape = draw(st.sampled_from(["single", "range", "up to", "at least"]))
    low = high if shape == "single" else low
    period, period_unit = draw(st.one_of(st.none(), PERIODS)) or (None, None)
    return Quantity(
        low=None if shape == "up to" else low,
        high=None if shape == "at least" else high,
        unit=draw(st.sampled_from([*sorted(UCUM - {"kg"}), "unit"])),
        per=draw(st.sampled_from([None, "kg", "m2"])),
        period=period,
        period_unit=period_unit,
    )


@given(quantities())
def test_a_quantity_that_can_be_printed_parses_back_to_itself(quantity: Quantity) -> None:
    assert parse(show(quantity)) == quantity


@given(NUMBERS, st.sampled_from(["mg", "g", "ug", "[iU]", "unit"]), NUMBERS, st.sampled_from(["ml", "l"]))
def test_a_concentration_that_can_be_printed_parses_back(value: float, unit: str, of: float, solvent: str) -> None:
    quantity = q(value, value, unit, in_value=of, in_unit=solvent)
    assert parse(show(quantity)) == quantity


WORDS = st.sampled_from(
    "5 0.5 10 1,000 one two half mg g kg ml IU % tablets to or - – , and between up at least per / kg m² day once "
    "twice times every week for a in divided doses ( ) maximum of".split()
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_no_range_falls(text: str) -> None:
    for piece in pieces_of(text, 0, len(text)):
        numbers = [piece.value.amount, piece.value.units] if piece.kind == "amount" else [piece.value]
        for n in numbers:
            low, high = getattr(n, "low", None), getattr(n, "high", None)
            assert low is None or high is None or low <= high


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_piece_lies_in_it(text: str) -> None:
    parse(text)
    ends = 0
    for piece in pieces_of(text, 0, len(text)):
        assert ends <= piece.start < piece.end <= len(text)
        ends = piece.end


@pytest.mark.parametrize(
    "unit",
    ["1 or ", "5 mg, ", "one and a ", "9", "9 ", "5 mg/", "(", "every 4 ", "once or ", "in 2 ", "for ", "a ", "½",
     "children aged ", "patients with x ", "if you have ", "10 - ", "up to "],
)  # fmt: skip
def test_time_grows_with_length_alone(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        took = []
        for _ in range(3):
            begin = time.process_time()
            pieces_of(text, 0, len(text))
            population(text), condition(text), label_of(text), run_in(text)
            took.append(time.process_time() - begin)
        return min(took)

    # Sixteen times the length: about 16 times the time if linear, 256 times if quadratic.
    assert seconds(4800) < 70 * max(seconds(300), 0.001)


@pytest.mark.parametrize(
    ("unit", "per", "period", "period_unit", "code"),
    [
        ("mg", None, None, None, "mg"),
        ("mg", "kg", 1, "d", "mg/kg/d"),
        ("ug", "m2", None, None, "ug/m2"),
        ("[iU]", "kg", 1, "wk", "[iU]/kg/wk"),
        ("g", None, 24, "h", "g/(24.h)"),
        ("drop", None, None, None, "[drp]"),
        ("ml", "h", None, None, "ml/h"),
        ("tablet", None, 1, "d", None),
        ("unit", "kg", None, None, None),
    ],
)
def test_ucum_code(unit: str, per: str | None, period: float | None, period_unit: str | None, code: str | None) -> None:
    assert ucum(unit, per, period, period_unit) == code


def test_every_ucum_code_is_one() -> None:
    parser = pytest.importorskip("ucumvert").get_ucum_parser()
    for unit in (*UCUM, *UCUM_OTHER):
        for per in (None, *PERS):
            for period, period_unit in ((None, None), (1, "d"), (24, "h"), (2, "wk"), (1, "mo"), (1, "a"), (1, "min")):
                code = ucum(unit, per, period, period_unit)
                assert code is not None
                parser.parse(code)

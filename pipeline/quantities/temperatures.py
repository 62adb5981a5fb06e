"""Text in, the temperatures written in it out: single, ranges, and bounds, in degrees Celsius or Fahrenheit.

Real leaflets lose their degree signs ("2 C 8 C"), write them as letters ("25 oC") or as words ("30 degree C").
"""

import re
from typing import NamedTuple

_VALUE = r"(?:(?:minus\s*|(?<![\d\w])[-−–‑]\s?)?\d{1,3}(?:[.,]\d)?)"
_SIGN = r"(?:°|º|˚|ᵒ|[oO](?=\s?[CF]\b)|(?<=\s)0(?=[CF]\b)|degrees?|deg\.?)"
_SCALE = r"(?:Celsius|Celcius|Centigrade|Fahrenheit|celsius|centigrade|fahrenheit|[CF](?![A-Za-z])|(?<=°)[cf](?![a-z]))"
_SINGLE = rf"{_VALUE}\s*(?:{_SIGN}\s*{_SCALE}?|{_SCALE})"
_TEMPERATURE = re.compile(
    rf"(?P<low>{_VALUE})\s*(?P<low_sign>{_SIGN})?\s*(?P<low_scale>{_SCALE})?"
    rf"\s*(?:\bto\b|\band\b|\bup\s+to\b|\bthrough\b|[-–—−‑]|(?<=[CF°º])\s)\s*\+?"
    rf"(?P<high>{_VALUE})\s*(?:(?P<sign>{_SIGN})\s*(?P<scale>{_SCALE})?|(?P<bare>{_SCALE})|(?=\s*[.,;)]))"
    rf"|(?P<one>{_SINGLE})",
)
_ONE = re.compile(rf"(?P<value>{_VALUE})\s*{_SIGN}?\s*(?P<scale>{_SCALE})?")
_BOUND = re.compile(
    r"(?P<not>\b(?:do(?:es)?\s+not|should\s+not|must\s+not|not|never|avoid)\b[^.;:()]{0,45}?)?\b(?P<word>above|over|higher\s+than|exceed(?:ing|s)?|below|under|lower\s+than|less\s+than"
    r"|up\s+to|more\s+than|maximum(?:\s+of)?|max\.?|at\s+or\s+below|beyond)"
    r"(?:\s+(?:a|an|the|temperatures?|of|at|around|room))*\s*\(?\s*$|(?P<mark>[<>≤≥])\s*$",
    re.I,
)
_AFTER = re.compile(
    r"\s*or\s+(?:(?P<below>below|less|lower|colder|cooler)|(?P<above>above|more|higher|warmer))\b(?!\s*[-−–]?\d)", re.I
)
_NO_DIGIT = re.compile(r"[^\d.]")
_UP = frozenset({"above", "over", "higher", "exceed", "exceeding", "exceeds", "more", "beyond"})


class Temperature(NamedTuple):
    """One temperature at the characters `[start, end)`, the words of its bound included: None where it is open.

    `unit` is "Cel" or "[degF]", as UCUM writes them.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str


def find(text: str, start: int, end: int) -> list[Temperature]:
    """The temperatures in `text[start:end]`, by place; the same in the other scale behind it is left out."""
    found: list[Temperature] = []
    for match in _TEMPERATURE.finditer(text, start, end):
        one = _read(text, match, start, end)
        if one is None:
            continue
        before = found[-1] if found else None
        if before and before.unit != one.unit and one.start - before.end < 25:
            if one.unit == "Cel":
                found[-1] = one._replace(start=before.start)
            else:
                found[-1] = before._replace(end=max(before.end, one.end))
        elif before and _completes(before, one) and one.start - before.end < 15:
            found[-1] = Temperature(before.start, one.end, *_both(before, one), one.unit)
        else:
            found.append(one)
    return found


def _read(text: str, match: re.Match[str], start: int, end: int) -> Temperature | None:
    if match["one"]:
        single = _ONE.fullmatch(match["one"])
        assert single is not None
        return _bounded(text, match, _value(single["value"]), _unit(single["scale"]), start, end)
    scale = match["scale"] or match["bare"] or match["low_scale"]
    if not (scale or match["sign"] or match["low_sign"]):
        return None
    low, high = sorted((_value(match["low"]), _value(match["high"])))
    return Temperature(match.start(), match.end(), low, high, _unit(scale))


def _bounded(text: str, match: re.Match[str], value: float, unit: str, start: int, end: int) -> Temperature:
    """A single temperature, with what "above", "not above" or "or below" beside it make of it."""
    after = _AFTER.match(text, match.end(), end)
    if after:
        low, high = (None, value) if after["below"] else (value, None)
        return Temperature(match.start(), after.end(), low, high, unit)
    window = max(start, match.start() - 80)
    bound = _BOUND.search(text[window : match.start()])
    if bound is None:
        return Temperature(match.start(), match.end(), value, value, unit)
    if bound["mark"]:
        upward = bound["mark"] in ">≥"
    else:
        upward = bound["word"].lower().split()[0] in _UP
        if bound["not"] is not None:
            upward = not upward
    at = window + bound.start()
    return Temperature(at, match.end(), value if upward else None, None if upward else value, unit)


def _completes(before: Temperature, one: Temperature) -> bool:
    """Whether two bounds make one range: "not above 25 C or below 2 C"."""
    return (
        before.unit == one.unit
        and (before.low is None) != (before.high is None)
        and (one.low is None) != (one.high is None)
    )


def _both(before: Temperature, one: Temperature) -> tuple[float | None, float | None]:
    """The low and high of two bounds; the second of "not above … or below …" shares the first one's "not"."""
    values = [t.low if t.low is not None else t.high for t in (before, one)]
    first, second = sorted(v for v in values if v is not None)
    return first, second


def _value(written: str) -> float:
    negative = written.lower().startswith("minus") or written[0] in "-−–‑"
    number = float(_NO_DIGIT.sub("", written.replace(",", ".")))
    return -number if negative else number


def _unit(scale: str | None) -> str:
    return "[degF]" if scale and scale[0] in "Ff" else "Cel"

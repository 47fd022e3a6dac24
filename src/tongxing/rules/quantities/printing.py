"""Prints a figure as an official would: 70多万元, 近30万元, 1.2亿元, 14300亩, 16000余亩.

One style throughout: digits without separators; money from 10,000 元 in 万元 or 亿元, other
figures from 100,000, where two decimals suffice to say it exactly; else in full.
"""

from __future__ import annotations

from fractions import Fraction

from tongxing.rules.quantities.marks import AFTER
from tongxing.rules.quantities.marks import INSIDE
from tongxing.rules.quantities.quantity import Quantity
from tongxing.rules.quantities.quantity import scale_of

WAN, YI = 10_000, 100_000_000
HUNDREDTH = 100  # at most two decimals before 万 and 亿
SCALE_WORDS = tuple("十百千万亿")
LEAST_IN_WAN = {"money": WAN}
LEAST_IN_WAN_ELSE = 10 * WAN


def say(quantity: Quantity) -> str:
    """The figure with its unit and its mark; `parse` reads back the same quantity."""
    value = Fraction(quantity.value, scale_of(quantity.type))
    unit = quantity.unit
    number, word = _shape(value, quantity.type, unit)
    mark = quantity.approx
    if mark in INSIDE:
        return _with_inside(number, mark, word, unit)
    whole = f"{number}{word}{unit}"
    return f"{whole}{mark}" if mark in AFTER else f"{mark}{whole}"


def _shape(value: Fraction, type_: str, unit: str) -> tuple[str, str]:
    """Digits and the word 万 or 亿 (or none) that print the value exactly."""
    # A unit such as 万株 or 千瓦 has its own scale: another before it would not be read.
    if not unit.startswith(SCALE_WORDS):
        if abs(value) >= YI and (value / YI * HUNDREDTH).denominator == 1:
            return decimals(value / YI), "亿"
        least = LEAST_IN_WAN.get(type_, LEAST_IN_WAN_ELSE)
        if abs(value) >= least and (value / WAN * HUNDREDTH).denominator == 1:
            return decimals(value / WAN), "万"
    if type_ == "money" and value.denominator != 1:
        return decimals(value, at_least=2), ""
    return decimals(value), ""


def decimals(value: Fraction, at_least: int = 0) -> str:
    """Exact decimal digits (four at most are ever needed), without trailing zeros."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value) * 10_000, 10_000)
    places = f"{int(rest):04}".rstrip("0").ljust(at_least, "0")
    return f"{sign}{whole}.{places}" if places else f"{sign}{whole}"


def _with_inside(number: str, mark: str, word: str, unit: str) -> str:
    """余 and 多 stand before 万 after a round number (70多万元), else after it (1.2亿多元).

    After a number that is not round 多 follows the unit: 5户多; 余 never does: 562余人次.
    """
    if number.endswith("0") and "." not in number:
        return f"{number}{mark}{word}{unit}"
    if word or mark == "余":
        return f"{number}{word}{mark}{unit}"
    return f"{number}{unit}{mark}"

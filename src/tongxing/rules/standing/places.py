"""Place codes as numbers: 12 digits in groups of 2+2+2+3+3, zero-filled to the right."""

from __future__ import annotations

from tongxing.rules.standing.tables import Places

CODE_DIGITS = 12
LEVELS = (2, 4, 6, 9, 12)  # province, city, county, town, village


def place_range(code: str) -> tuple[int, int]:
    """Codes [low, high) of a place and everything within it; `code` has 2 to 12 digits.

    A place is as wide as its digits without the groups of zeros at its end.
    """
    low = int(code.ljust(CODE_DIGITS, "0"))
    return low, low + int(10 ** (CODE_DIGITS - len(own_digits(code))))


def own_digits(code: str) -> str:
    """The code without the groups of zeros at its end: what all places within it begin with."""
    full = code.ljust(CODE_DIGITS, "0")
    return full[: next(n for n in LEVELS if not full[n:].strip("0"))]


def prefixes(places: Places, digits: int) -> Places:
    """The first `digits` digits of every code."""
    return places // int(10 ** (CODE_DIGITS - digits))

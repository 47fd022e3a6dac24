"""Place codes as numbers: 12 digits in groups of 2+2+2+3+3, zero-filled to the right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.tables import Places
from tongxing.rules.standing.tables import Rows

CODE_DIGITS = 12
LEVELS = (2, 4, 6, 9, 12)  # province, city, county, town, village
_ROOM = 16  # places of a table for each code in it
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits mixed: neighbours come to stand far apart


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


def nearest(known: Places, asked: Places) -> tuple[Rows, Rows]:
    """Where each code stands among `known`, which ascend, at least one, each once.

    Also the rows of those that need not be among them: theirs is the last known code before
    them, -1 where there is none. Scattered over a table, as searching takes several times as long.
    """
    bits = (len(known) * _ROOM).bit_length()
    table = np.zeros(1 << bits, np.int32)
    table[_scattered(known, bits)] = np.arange(len(known))
    at = table.take(_scattered(asked, bits))
    other = np.flatnonzero(known.take(at) != asked).astype(np.int32)
    at[other] = np.searchsorted(known, asked.take(other), side="right") - 1
    return at, other


def _scattered(codes: Places, bits: int) -> NDArray[np.int64]:
    """Numbers of so many bits, seldom equal for different codes."""
    mixed = codes.view(np.uint64) * _MIX
    mixed >>= np.uint64(64 - bits)
    return mixed.view(np.int64)

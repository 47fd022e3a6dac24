"""Columns of whole numbers as few bytes, and back: narrow, as steps, or by position.

A stretch's numbers are mostly small, ascending, or the same few places over and over. Each
column is kept in whichever of three forms needs the fewest bytes a number; a reader pays one pass.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

PLAIN, STEPS, CHOSEN = "plain", "steps", "chosen"
_NARROW = tuple(np.dtype(one) for one in ("<i1", "<i2", "<i4", "<i8"))
_WIDEST = _NARROW[-1]
_FEW = 4  # at least so many numbers to each of those they are chosen from
Form = tuple[str, int, int, int]  # its name, numbers, bytes a number, and chosen from how many


def laid_down(numbers: Any) -> tuple[Form, bytes]:
    """The numbers in the form that takes least."""
    found = np.asarray(numbers, np.int64)
    plain = _narrow(found)
    if plain.itemsize == 1:
        return (PLAIN, len(found), 1, 0), plain.tobytes()
    steps = _narrow(np.diff(found, prepend=0)[1:])
    if len(found) and steps.itemsize < plain.itemsize:
        return (STEPS, len(found), steps.itemsize, 0), found[:1].tobytes() + steps.tobytes()
    several, position = np.unique(found, return_inverse=True)
    chosen = _narrow(position)
    if chosen.itemsize < plain.itemsize and len(several) * _FEW <= len(found):
        form = (CHOSEN, len(found), chosen.itemsize, len(several))
        return form, several.tobytes() + chosen.tobytes()
    return (PLAIN, len(found), plain.itemsize, 0), plain.tobytes()


def taken_up(
    form: Form, data: Any, at: int, kind: np.dtype[Any]
) -> tuple[NDArray[np.signedinteger[Any]], int]:
    """The numbers as `kind` that begin at `at`, and where the next ones do."""
    name, length, width, several = form
    if not length:
        return np.empty(0, kind), at
    narrow = _NARROW[width.bit_length() - 1]
    if name == PLAIN:
        return np.frombuffer(data, narrow, length, at).astype(kind), at + length * width
    if name == STEPS:
        found = np.empty(length, kind)
        found[0] = np.frombuffer(data, _WIDEST, 1, at)[0]
        found[1:] = np.frombuffer(data, narrow, length - 1, at + _WIDEST.itemsize)
        return found.cumsum(dtype=kind), at + _WIDEST.itemsize + (length - 1) * width
    among = np.frombuffer(data, _WIDEST, several, at).astype(kind)
    at += several * _WIDEST.itemsize
    return among[np.frombuffer(data, narrow, length, at)], at + length * width


def _narrow(numbers: NDArray[np.int64]) -> NDArray[np.signedinteger[Any]]:
    """The same numbers as narrow as they go."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    fits = (one for one in _NARROW if np.iinfo(one).min <= low and high <= np.iinfo(one).max)
    return numbers.astype(next(fits))

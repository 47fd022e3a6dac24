"""Runs of equal neighbours, as what is sorted by place or by pairing stands in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.tables import Flags


def fresh(values: NDArray[Any]) -> Flags:
    """Whether each value differs from the one before it; the first does."""
    found = np.empty(len(values), np.bool_)
    found[:1] = True
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def begins(values: NDArray[Any]) -> NDArray[np.intp]:
    """Where each run begins."""
    return np.flatnonzero(fresh(values))

"""The figures and words synthetic records state, by kind."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tongxing.derive.chunks import Field
from tongxing.derive.synth.work import KINDS

Amounts = NDArray[np.int64]
APPROXIMATE = 0.1  # of all sums of money
_YUAN = 100


@dataclass(frozen=True, slots=True)
class Stated:
    """One field of a kind: how it is drawn, and its words where it is none of numbers."""

    draw: Callable[[Generator, int], Amounts]
    words: tuple[str, ...] = ()
    approximate: float = 0.0


def _between(low: int, high: int) -> Callable[[Generator, int], Amounts]:
    return lambda rng, size: rng.integers(low, high, size)


def _worded(*words: str) -> Stated:
    return Stated(_between(0, len(words)), words)


def _money(rng: Generator, size: int) -> Amounts:
    """Mostly some hundreds to some thousands of yuan."""
    yuan: Amounts = rng.lognormal(7.6, 0.7, size).astype(np.int64)
    return yuan * _YUAN


FIELDS: Mapping[str, Stated] = {
    "labour-day.people": Stated(_between(8, 61)),
    "project-lead.stage": _worded("plan", "approved", "building", "done", "running"),
    "livelihood-item.field": _worded("water", "road", "drain", "health", "school", "elder"),
    "courtyard.households": Stated(_between(1, 4)),
    "visit-reception.people": Stated(_between(1, 13)),
    "purchase.amount": Stated(_money, approximate=APPROXIMATE),
    "purchase.mode": _worded("buy", "group", "canteen", "union", "fair"),
}
WORDS: Mapping[str, tuple[str, ...]] = {
    name: stated.words for name, stated in FIELDS.items() if stated.words
}


def columns_of(kind: NDArray[np.uint8], rng: Generator) -> dict[str, Field]:
    """The fields some record of a book states; `kind` as in KINDS, anything else states nothing."""
    rows = {name: np.flatnonzero(kind == row).astype(np.int32) for row, name in enumerate(KINDS)}
    found = {
        name: _field(stated, rows[name.partition(".")[0]], rng) for name, stated in FIELDS.items()
    }
    return {name: field for name, field in found.items() if len(field.row)}


def _field(stated: Stated, rows: NDArray[np.int32], rng: Generator) -> Field:
    value = stated.draw(rng, len(rows))
    if not stated.approximate:
        return Field(rows, value, np.zeros(len(rows), np.bool_))
    return Field(rows, value, rng.random(len(rows)) < stated.approximate)

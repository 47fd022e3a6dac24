"""What every contender must come to: states counted at five levels, and ranks; and their digest.

A level is a table of places (a prefix of 2, 4, 6, 9 or 12 digits), for each the counts of the
seven states a period that is owed can have, by duty, and the place's rank among those of the
same parent by its rate: (kept + late) / (kept + late + missed), 1 the best, nothing judged last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.workload import LEVELS
from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.runs import fresh

STATES = ("kept", "late", "excused", "ahead", "open", "overdue", "missed")
PARENT = dict(zip(LEVELS, (*LEVELS[1:], 0), strict=True))


@dataclass(frozen=True)
class Level:
    """G places, ascending; counts G × D duties × 7 states; ranks G."""

    prefix: NDArray[np.int64]
    counts: NDArray[np.int64]
    rank: NDArray[np.int64]


Answer = Mapping[int, Level]  # by digits


def digest_of(answer: Answer) -> str:
    """Equal for equal answers, whoever worked them out."""
    sha = hashlib.sha256()
    for digits in LEVELS:
        level = answer[digits]
        for array in (level.prefix, level.counts, level.rank):
            sha.update(np.ascontiguousarray(array, dtype=np.int64).tobytes())
    return sha.hexdigest()[:16]


def totals_of(answer: Answer) -> dict[str, int]:
    """The states of the whole, for a person to read."""
    sums = answer[LEVELS[-1]].counts.sum(axis=(0, 1))
    return dict(zip(STATES, sums.tolist(), strict=True))


def roll_up(
    place: NDArray[np.int64],
    counts: NDArray[np.int64],
    wanted_levels: Sequence[int] = LEVELS,
    digits: int = LEVELS[0],
) -> Answer:
    """From counts by place (P × D × 7, sorted by codes of so many digits) up to levels, ranked."""
    levels: dict[int, Level] = {}
    below = place
    for wanted in wanted_levels:
        prefix = below // 10 ** (digits - wanted)
        first = begins(prefix)
        if len(first) < len(prefix):
            counts = np.add.reduceat(counts, first, dtype=counts.dtype)  # no wider than it came
        below, digits = prefix[first], wanted
        levels[wanted] = Level(below, counts, ranks(below, wanted, counts))
    return levels


def ranks(prefix: NDArray[np.int64], digits: int, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each among those of its parent; equal rates share the better one."""
    if len(prefix) == 1:
        return np.ones(1, np.int64)
    parent = prefix // 10 ** (digits - PARENT[digits])
    states = np.einsum("pds->ps", counts, dtype=np.int64)  # a quarter of what `sum` takes
    good = states[:, 0] + states[:, 1]
    judged = good + states[:, 6]
    rate = np.where(judged > 0, good / np.maximum(judged, 1), -1.0)
    order = in_turn(parent, rate)
    along = np.arange(len(order))
    group = fresh(parent[order])
    first = group | fresh(rate[order])
    at = np.maximum.accumulate(np.where(first, along, 0))
    begins = np.maximum.accumulate(np.where(group, along, 0))
    rank = np.empty(len(order), np.int64)
    rank[order] = at - begins + 1
    return rank


def in_turn(parent: NDArray[np.int64], rate: NDArray[np.float64]) -> NDArray[np.intp]:
    """Rows by parent (ascending already), within one the best rate first."""
    order = np.argsort(-rate)  # equal rates share a rank, so their order is nothing
    group = np.cumsum(fresh(parent), dtype=np.int32)
    narrow = np.uint16 if group.max(initial=0) < 1 << 16 else np.int32
    return order[np.argsort(group.astype(narrow)[order], kind="stable")]


def answer_from_table(columns: Mapping[str, Any]) -> Answer:
    """From rows (digits, place, duty, seven counts, rank) in any order, as a query gives them."""
    digits = np.asarray(columns["digits"])
    levels = {}
    for wanted in LEVELS:
        rows = np.flatnonzero(digits == wanted)
        prefix, row = np.unique(np.asarray(columns["place"], np.int64)[rows], return_inverse=True)
        duty = np.asarray(columns["duty"], np.int64)
        counts = np.zeros((len(prefix), duty.max() + 1, len(STATES)), np.int64)
        rank = np.zeros(len(prefix), np.int64)
        for number, state in enumerate(STATES):
            counts[row, duty[rows], number] = np.asarray(columns[state], np.int64)[rows]
        rank[row] = np.asarray(columns["rank"], np.int64)[rows]
        levels[wanted] = Level(prefix, counts, rank)
    return levels


def together(parts: Sequence[Answer]) -> Answer:
    """The answers of several provinces as one, ascending by place."""
    if len(parts) == 1:
        return parts[0]
    whole = {}
    for digits in parts[0]:
        levels = sorted((part[digits] for part in parts), key=lambda one: int(one.prefix[0]))
        columns = zip(*((one.prefix, one.counts, one.rank) for one in levels), strict=True)
        whole[digits] = Level(*(np.concatenate(arrays) for arrays in columns))
    return whole

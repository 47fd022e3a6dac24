"""Step 6, sums: states counted by pairing and by place prefix.

All counts are int64 with a last axis of 8 states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Span
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Places
from tongxing.rules.standing.tables import Standing
from tongxing.rules.standing.tables import State

STATES = len(State)


@dataclass(frozen=True, slots=True)
class RollUp:
    """G place prefixes × D duties (in the standing's order) × 8 states."""

    digits: int
    prefix: Places  # G, ascending: the first `digits` digits as a number
    counts: Amounts
    pairings: NDArray[np.int64]  # G: pairings counted under each prefix

    def names(self) -> tuple[str, ...]:
        """The prefixes as text, zeros in front kept."""
        return tuple(f"{one:0{self.digits}d}" for one in self.prefix.tolist())


def counts_by_pairing(standing: Standing, span: Span | None = None) -> Amounts:
    """P pairings × D duties × 8: periods of each state whose first day lies in `span`."""
    size = len(standing.book.pairings.keys)
    counts = np.zeros((size, len(standing.duties), STATES), dtype=np.int64)
    for number, duty in enumerate(standing.duties):
        counts[duty.pairing, number] = count_states(duty, span)
    return counts


def count_states(duty: DutyStanding, span: Span | None = None) -> Amounts:
    """P′ × 8: how many periods of the duty are in each state."""
    state = duty.state
    if span is not None:
        state = state[:, [one.start in span for one in duty.periods]]
    base = np.arange(len(state), dtype=np.int32)[:, None] * np.int32(STATES)
    cells = (base + state).reshape(-1)
    counts: Amounts = np.bincount(cells, minlength=len(state) * STATES).reshape(-1, STATES)
    return counts


def roll_up(
    standing: Standing, digits: int, span: Span | None = None, among: Flags | None = None
) -> RollUp:
    """Counts by place prefix of 2, 4, 6, 9 or 12 digits; pairings stand sorted by place.

    Only the pairings `among` (P flags) count; a prefix without any has zeros.
    """
    prefix = prefixes(standing.book.pairings.place, digits)
    counts = counts_by_pairing(standing, span)
    if not len(prefix):
        return RollUp(digits, prefix, counts, np.zeros(0, dtype=np.int64))
    each = np.ones(len(prefix), np.int64) if among is None else among.astype(np.int64)
    counts *= each[:, None, None]
    first = np.flatnonzero(np.diff(prefix, prepend=prefix[0] - 1))
    return RollUp(
        digits, prefix[first], np.add.reduceat(counts, first), np.add.reduceat(each, first)
    )

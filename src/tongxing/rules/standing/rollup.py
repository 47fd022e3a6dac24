"""Step 6, sums: states counted by pairing and by place prefix.

All counts are int64 with a last axis of 8 states.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Span
from tongxing.rules.standing.places import LEVELS
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Places
from tongxing.rules.standing.tables import Standing
from tongxing.rules.standing.tables import State

STATES = len(State)
# One number holds the counts of all eight states, a byte each: a row is summed in one go.
LANE = np.uint64(1) << np.arange(0, 8 * STATES, 8, dtype="<u8")
MOST = 255  # periods a byte can count


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
        begin = span.start.toordinal()
        end = int(NO_DAY) if span.until is None else span.until.toordinal()
        first, last = np.searchsorted(duty.start, np.array((begin, end))).tolist()
        state = state[:, first:last]
    counts = np.zeros((len(state), STATES), dtype=np.int64)
    for first in range(0, state.shape[1], MOST):
        lanes = LANE.take(state[:, first : first + MOST]).sum(axis=1, dtype=LANE.dtype)
        counts += lanes.view(np.uint8).reshape(-1, STATES)
    return counts


def roll_up(
    standing: Standing, digits: int, span: Span | None = None, among: Flags | None = None
) -> RollUp:
    """Counts by place prefix of 2, 4, 6, 9 or 12 digits; pairings stand sorted by place.

    Only the pairings `among` (P flags) count; a prefix without any has zeros.
    """
    return roll_ups(standing, (digits,), span, among)[digits]


def roll_ups(
    standing: Standing,
    levels: Sequence[int] = LEVELS,
    span: Span | None = None,
    among: Flags | None = None,
) -> Mapping[int, RollUp]:
    """The same for several levels at once: each adds up the next finer one."""
    place = standing.book.pairings.place
    counts = counts_by_pairing(standing, span)
    each = np.ones(len(place), np.int64) if among is None else among.astype(np.int64)
    if among is not None:
        counts *= each[:, None, None]
    found: dict[int, RollUp] = {}
    for digits in sorted(levels, reverse=True):
        prefix = prefixes(place, digits)
        if len(prefix):
            first = np.flatnonzero(np.diff(prefix, prepend=prefix[0] - 1))
            counts, each = np.add.reduceat(counts, first), np.add.reduceat(each, first)
            place, prefix = place[first], prefix[first]
        found[digits] = RollUp(digits, prefix, counts, each)
    return found

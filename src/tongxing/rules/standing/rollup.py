"""Step 6, sums: states counted by pairing, by place prefix, by actor; and rates.

All counts are int64 with a last axis of 8 states. “No data” is a rate of None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Span
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import DutyStanding
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


@dataclass(frozen=True, slots=True)
class ByActor:
    """A actors (party ids, sorted) × D duties × 8 states; a shared pairing counts for each."""

    actors: tuple[str, ...]
    counts: Amounts
    pairings: NDArray[np.int64]  # A: pairings of each actor


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares as whole numbers: `earned` hundredths of `judged` periods; never capped."""

    earned: Amounts
    judged: Amounts

    def share(self, *index: int) -> Fraction | None:
        """(kept + late_counts_as × late) / judged; None when nothing has been judged."""
        judged = int(self.judged[index])
        return Fraction(int(self.earned[index]), 100 * judged) if judged else None


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


def roll_up(standing: Standing, digits: int, span: Span | None = None) -> RollUp:
    """Counts by place prefix of 2, 4, 6, 9 or 12 digits; pairings stand sorted by place."""
    prefix = prefixes(standing.book.pairings.place, digits)
    counts = counts_by_pairing(standing, span)
    if not len(prefix):
        return RollUp(digits, prefix, counts, np.zeros(0, dtype=np.int64))
    first = np.flatnonzero(np.diff(prefix, prepend=prefix[0] - 1))
    number = np.diff(first, append=len(prefix)).astype(np.int64)
    return RollUp(digits, prefix[first], np.add.reduceat(counts, first), number)


def by_actor(standing: Standing, span: Span | None = None) -> ByActor:
    """Counts by party; a pairing counts once for each of its actors."""
    pairings = standing.book.pairings
    names, actor = np.unique(np.array(pairings.actor_names, dtype=np.str_), return_inverse=True)
    once = np.unique(np.stack([actor.astype(np.int64), pairings.actor_row], axis=1), axis=0)
    counts = counts_by_pairing(standing, span)
    sums = np.zeros((len(names), *counts.shape[1:]), dtype=np.int64)
    np.add.at(sums, once[:, 0], counts[once[:, 1]])
    return ByActor(tuple(names.tolist()), sums, np.bincount(once[:, 0], minlength=len(names)))


def rates(counts: Amounts, late_counts_as: int = 0) -> Rates:
    """Rates over the last axis; `late_counts_as` in hundredths of a kept period."""
    kept, late = counts[..., State.KEPT], counts[..., State.LATE]
    earned = np.asarray(100 * kept + late_counts_as * late)
    return Rates(earned, np.asarray(kept + late + counts[..., State.MISSED]))

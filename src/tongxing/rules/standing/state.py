"""Step 5, state: the first line of the law that holds, for every cell at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.assign import Totals
from tongxing.rules.standing.columns import Columns
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import State


def states_by_day(columns: Columns, as_of: int) -> NDArray[np.uint8]:
    """What each of C periods is by the day alone: ahead, open, overdue or missed."""
    return np.select(
        [as_of < columns.start, as_of <= columns.by, as_of < columns.closes],
        [np.uint8(State.AHEAD), np.uint8(State.OPEN), np.uint8(State.OVERDUE)],
        np.uint8(State.MISSED),
    )


def states(
    by_day: NDArray[np.uint8], totals: Totals, need: Amounts, owed: Flags, excused: Flags | None
) -> NDArray[np.uint8]:
    """P × C states; `by_day` and `need` hold for whole columns (C)."""
    state = np.empty(owed.shape, dtype=np.uint8)
    state[:] = by_day
    # From the last line of the law to the first: an earlier line overwrites a later one.
    if excused is not None:
        state[excused] = State.EXCUSED
    state[totals.on_time + totals.late >= need] = State.LATE
    state[totals.on_time >= need] = State.KEPT
    state[~owed] = State.NOT_OWED
    return state

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
    # A day before the first is before `by`, and that before the close: each step back counts.
    by_day = np.full(len(columns), State.MISSED, dtype=np.uint8)
    by_day -= as_of < columns.closes
    by_day -= as_of <= columns.by
    by_day -= as_of < columns.start
    return by_day


def states(
    by_day: NDArray[np.uint8], totals: Totals, need: Amounts, owed: Flags, excused: Flags | None
) -> NDArray[np.uint8]:
    """P × C states; `by_day` and `need` hold for whole columns (C)."""
    state = np.empty(owed.shape, dtype=np.uint8)
    state[:] = by_day
    # From the last line of the law to the first: an earlier line overwrites a later one.
    if excused is not None:
        np.copyto(state, np.uint8(State.EXCUSED), where=excused)
    np.copyto(state, np.uint8(State.LATE), where=totals.on_time + totals.late >= need)
    np.copyto(state, np.uint8(State.KEPT), where=totals.on_time >= need)
    np.copyto(state, np.uint8(State.NOT_OWED), where=~owed)
    return state

"""Step 5, state: the first line of the law that holds, for every cell at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.columns import Columns
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import State
from tongxing.rules.standing.tables import Totals

Cells = tuple[NDArray[np.signedinteger], NDArray[np.signedinteger]]  # rows, columns


def states_by_day(columns: Columns, as_of: int) -> NDArray[np.uint8]:
    """What each of C periods is by the day alone: ahead, open, overdue or missed."""
    # A day before the first is before `by`, and that before the close: each step back counts.
    by_day = np.full(len(columns), State.MISSED, dtype=np.uint8)
    by_day -= as_of < columns.closes
    by_day -= as_of <= columns.by
    by_day -= as_of < columns.start
    return by_day


def enough(totals: Totals, need: Amounts) -> tuple[Flags, Flags]:
    """P × C twice: on time alone, and together with what came late."""
    # As narrow as the counts; a need they can never reach stays out of reach.
    limit = np.iinfo(totals.on_time.dtype).max
    asked = np.minimum(need, limit).astype(totals.on_time.dtype)
    return totals.on_time >= asked, totals.on_time + totals.late >= asked


def states(
    by_day: NDArray[np.uint8], kept: Flags, done: Flags, owed: Flags, excused: Cells
) -> NDArray[np.uint8]:
    """P × C states; `by_day` holds for whole columns, `owed` may be one row for all.

    Arithmetic instead of choices: it costs a tenth.
    """
    state = by_day * ~done
    state += np.uint8(State.LATE) * done.view(np.uint8)
    state -= np.uint8(State.LATE - State.KEPT) * kept.view(np.uint8)
    if len(excused[0]):
        row, column = excused
        open_still = ~done[row, column]
        state[row[open_still], column[open_still]] = State.EXCUSED
    state *= owed
    return state

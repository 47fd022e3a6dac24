"""All duties together by month: what each month's periods come to, however many there are."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tongxing.derive.boards.months import MONTHS
from tongxing.derive.boards.months import month_shares
from tongxing.derive.boards.months import month_states
from tongxing.rules.standing.tables import State

PAIRINGS = 4
# From the mildest to the worst.
ORDER = (
    State.NOT_OWED, State.AHEAD, State.EXCUSED, State.KEPT, State.LATE, State.OPEN, State.OVERDUE,
    State.MISSED,
)  # fmt: skip
DONE = {State.KEPT, State.LATE}
OWED = {*DONE, State.OPEN, State.OVERDUE, State.MISSED}


def duty(days: int, pairing: list[int], rng: np.random.Generator) -> Any:
    """A duty owed by some pairings, whose periods begin every so many days from 2024 on."""
    starts = [date(2024, 11, 4) + timedelta(days * n) for n in range(500 // days)]
    state = rng.integers(0, len(ORDER), (len(pairing), len(starts))).astype(np.uint8)
    periods = [SimpleNamespace(start=start) for start in starts]
    return SimpleNamespace(periods=periods, pairing=np.array(pairing, np.int32), state=state)


def view_of(duties: list[Any]) -> Any:
    judged = SimpleNamespace(
        standing=SimpleNamespace(duties=duties), remember=lambda _, work_out: work_out()
    )
    return SimpleNamespace(judged=judged, pairings=range(PAIRINGS))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_months_come_to_what_their_periods_say(seed: int, year: int) -> None:
    rng = np.random.default_rng(seed)
    duties = [duty(7, [0, 1, 3], rng), duty(30, [1, 3], rng), duty(91, [0], rng)]
    met: dict[tuple[int, int], list[State]] = {}
    for one in duties:
        for row, states in zip(one.pairing.tolist(), one.state.tolist(), strict=True):
            for period, state in zip(one.periods, states, strict=True):
                if period.start.year == year:
                    met.setdefault((row, period.start.month - 1), []).append(State(state))
    states, shares = month_states(view_of(duties), year), month_shares(view_of(duties), year)
    assert (states.shape, shares.shape) == ((PAIRINGS, MONTHS), (PAIRINGS, MONTHS, 2))
    for row in range(PAIRINGS):
        for month in range(MONTHS):
            own = met.get((row, month), [])
            assert states[row, month] == max(own, key=ORDER.index, default=State.NOT_OWED)
            assert shares[row, month].tolist() == [
                sum(one in DONE for one in own),
                sum(one in OWED for one in own),
            ]

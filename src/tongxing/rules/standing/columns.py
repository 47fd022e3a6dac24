"""The periods of one duty under one edition as arrays, and the period of any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from tongxing.rules.periods import Period
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.periods import periods_of
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Rows


@dataclass(frozen=True, slots=True)
class Columns:
    """C periods, ascending and apart; days as ordinals. `only` months leave gaps."""

    periods: tuple[Period, ...]
    start: Days
    until: Days
    by: Days
    closes: Days
    by_day: Rows  # the column of each day from start[0] on, -1 in gaps

    def __len__(self) -> int:
        return len(self.periods)

    def of_days(self, days: Days) -> Rows:
        """The column that holds each day, -1 where none does."""
        if not self.periods:
            return np.full(len(days), -1, dtype=np.int32)
        place = days - self.start[0]
        # As unsigned numbers days before the first are large: one comparison for both ends.
        inside = place.view(np.uint32) < np.uint32(len(self.by_day))
        column: Rows = self.by_day[place * inside]
        column[~inside] = -1
        return column


@lru_cache(maxsize=1024)
def columns(rhythm: Rhythm, anchor: Span, over: Span) -> Columns:
    """The periods of `rhythm`, counted from `anchor`, that overlap `over`.

    Cached: the arguments are frozen values and the answer is never written to.
    """
    periods = periods_of(rhythm, anchor=anchor, over=over)
    start = ordinals([one.start for one in periods])
    until = ordinals([one.until for one in periods])
    return Columns(
        periods,
        start,
        until,
        ordinals([one.by for one in periods]),
        ordinals([one.closes for one in periods]),
        column_of_each_day(start, until),
    )


def ordinals(days: list[date]) -> Days:
    return np.array([day.toordinal() for day in days], dtype=np.int32)


def column_of_each_day(start: Days, until: Days) -> Rows:
    if not len(start):
        return np.zeros(0, dtype=np.int32)
    days = np.arange(start[0], until[-1], dtype=np.int32)
    column = (np.searchsorted(start, days, side="right") - 1).astype(np.int32)
    column[days >= until[column]] = -1
    return column

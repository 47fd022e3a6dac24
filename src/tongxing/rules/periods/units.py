"""The six units of the calendar, each as an unbroken row of numbered pieces.

A unit's piece is named by an integer: `index_of` says which piece holds a day, `start_of`
where a piece begins. A piece ends where the next begins, so no rule here can leave a gap.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.rules.periods.errors import DayOutOfRange
from tongxing.rules.periods.rhythm import Unit

DAYS_IN_WEEK = 7
MONTHS_IN: Mapping[Unit, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
TEN_DAYS_STARTS = (1, 11, 21)  # 上旬 中旬 下旬; the last runs to the end of the month


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's pieces: `index_of(day)` and `start_of(index)` are each other's inverse."""

    index_of: Callable[[date], int]
    start_of: Callable[[int], date]


def _months(count: int) -> Row:
    """Pieces of `count` months; January of year 0 opens piece 0."""

    def index_of(day: date) -> int:
        return (day.year * 12 + day.month - 1) // count

    def start_of(index: int) -> date:
        year, month = divmod(index * count, 12)
        return date(year, month + 1, 1)

    return Row(index_of, start_of)


def _week_of(day: date) -> int:
    # 0001-01-01 is a Monday and has ordinal 1.
    return (day.toordinal() - 1) // DAYS_IN_WEEK


def _week_start(index: int) -> date:
    return date.fromordinal(index * DAYS_IN_WEEK + 1)


def _ten_days_of(day: date) -> int:
    return (day.year * 12 + day.month - 1) * 3 + min((day.day - 1) // 10, 2)


def _ten_days_start(index: int) -> date:
    months, part = divmod(index, 3)
    year, month = divmod(months, 12)
    return date(year, month + 1, TEN_DAYS_STARTS[part])


ROWS: Mapping[Unit, Row] = {
    "week": Row(_week_of, _week_start),
    "ten-days": Row(_ten_days_of, _ten_days_start),
    **{unit: _months(count) for unit, count in MONTHS_IN.items()},
}


def index_of(unit: Unit, day: date) -> int:
    """The number of the piece of `unit` that holds `day`."""
    return ROWS[unit].index_of(day)


def start_of(unit: Unit, index: int) -> date:
    """The first day of a piece; DayOutOfRange beyond the calendar."""
    try:
        return ROWS[unit].start_of(index)
    except (ValueError, OverflowError) as error:
        raise DayOutOfRange from error

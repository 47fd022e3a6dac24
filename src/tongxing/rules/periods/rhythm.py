"""How often something is owed: the timing half of a plan's cadence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["week", "ten-days", "month", "quarter", "half-year", "year", "once"]


@dataclass(frozen=True, slots=True)
class By:
    """The day inside a period up to which a record is on time; in its last unit for multiples.

    `weekday` (0 = Monday) for weeks; `day` for ten-days and months; `month` (1-based within
    the period) and `day` from quarter up. A day the month does not have means its last day.
    """

    day: int | None = None
    weekday: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every `multiple` `unit`s, with grace after the end and months it is limited to."""

    unit: Unit
    multiple: int = 1
    on: date | None = None  # unit == "once": the last day
    by: By | None = None
    grace_days: int = 0
    grace_workdays: int = 0
    only_months: frozenset[int] = frozenset()  # by the month of the period's first day


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a rhythm. `by` is the last on-time day; `closes` the first day it is missed."""

    key: str
    start: date
    until: date  # half-open
    by: date
    closes: date  # until + grace: overdue before, missed from this day on
    estimated: bool = False  # grace counted in working days of a year not yet announced

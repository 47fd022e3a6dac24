"""Working days in China: weekends, public holidays and their make-up days (调休).

The years come from the `chinesecalendar` package, which carries what the State Council has
announced. Beyond them a day counts as working from Monday to Friday, unless asked strictly.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from functools import lru_cache

from chinese_calendar.constants import holidays
from chinese_calendar.constants import workdays as make_up_days

from tongxing.rules.periods.errors import CalendarUnknown
from tongxing.rules.periods.errors import DayOutOfRange

ONE_DAY = timedelta(days=1)
SATURDAY = 5
WORKDAYS_MOST = 10_000  # some forty years: more is a slip of the pen, not a deadline

_HOLIDAYS: frozenset[date] = frozenset(holidays)
_MAKE_UP_DAYS: frozenset[date] = frozenset(make_up_days)
_FIRST_YEAR = min(_HOLIDAYS).year
_LAST_YEAR = max(_HOLIDAYS).year


def known_years() -> range:
    """The years whose holidays and make-up days are announced and known here."""
    return range(_FIRST_YEAR, _LAST_YEAR + 1)


def is_announced(day: date) -> bool:
    """Whether the holidays of the day's year are known, not estimated."""
    return day.year in known_years()


def is_workday(day: date, *, strict: bool = False) -> bool:
    """Whether people work on `day`.

    Beyond the known years: Monday to Friday, or CalendarUnknown if `strict`.
    """
    if strict and not is_announced(day):
        raise CalendarUnknown(day, _FIRST_YEAR, _LAST_YEAR)
    return day in _MAKE_UP_DAYS or (day.weekday() < SATURDAY and day not in _HOLIDAYS)


@lru_cache(maxsize=4096)
def add_workdays(day: date, count: int, *, strict: bool = False) -> date:
    """The `count`-th working day after `day` (before it, if negative); 0 is `day` itself.

    `day` never counts itself. CalendarUnknown as in `is_workday`; DayOutOfRange when the
    count is beyond WORKDAYS_MOST or leaves the calendar.
    """
    if abs(count) > WORKDAYS_MOST:
        raise DayOutOfRange
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    try:
        while left:
            day += step
            left -= is_workday(day, strict=strict)
    except OverflowError as error:
        raise DayOutOfRange from error
    return day

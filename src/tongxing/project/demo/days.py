"""Days and moments of the demo: working days of a month, when somebody sits down to type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tongxing.project.demo.chance import Chance
from tongxing.rules.periods import is_workday

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
EVENING = 0.04  # share of sittings after supper


def days_in(start: date, until: date) -> tuple[date, ...]:
    """All days of a half-open span."""
    return tuple(start + timedelta(days=n) for n in range((until - start).days))


@cache
def workdays_in(start: date, until: date) -> tuple[date, ...]:
    """The working days of a half-open span, holidays and make-up days regarded."""
    return tuple(day for day in days_in(start, until) if is_workday(day))


def weeks(start: date, until: date) -> Iterator[date]:
    """The Mondays from the first on or after `start`, before `until`."""
    monday = start + timedelta(days=-start.weekday() % 7)
    while monday < until:
        yield monday
        monday += WEEK


def month_after(first: date) -> date:
    """The first day of the month after the one that begins with `first`."""
    return (first + timedelta(days=31)).replace(day=1)


def months(start: date, until: date) -> Iterator[date]:
    """The first days of the months from `start` (itself a first day), before `until`."""
    first = start
    while first < until:
        yield first
        first = month_after(first)


def office_day(day: date, *, weekday: int | None = None) -> date:
    """The first working day on or after `day`; on or after that `weekday` where one is kept."""
    if weekday is not None:
        day += timedelta(days=(weekday - day.weekday()) % 7)
    while not is_workday(day):
        day += ONE_DAY
    return day


def sitting(seed: int, typist: str, day: date) -> datetime:
    """The moment at which this person types on this day: the same for all that day's records."""
    chance = Chance(seed, "sitting", typist, day)
    hour = chance.randrange(19, 22) if chance.happens(EVENING) else chance.randrange(15, 18)
    return datetime.combine(
        day, time(hour, chance.randrange(60), chance.randrange(60)), tzinfo=SHANGHAI
    )


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A given wall-clock moment in Gaozhou."""
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)

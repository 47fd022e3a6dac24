"""The days and moments somebody asks about, as they stand in an address or on a command line."""

from __future__ import annotations

import re
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone

from tongxing.rules.periods.errors import BeyondRange
from tongxing.rules.periods.errors import DayUnreadable
from tongxing.rules.periods.errors import MomentUnreadable

FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2199, 12, 31)
CHINA = timezone(timedelta(hours=8))
_INSTANT = timedelta(microseconds=1)
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_day(text: str, *, end: bool = False) -> date:
    """A day written 2026-03-05, between FIRST_DAY and LAST_DAY; raises PeriodError.

    The `end` of a span is the day after its last, so it may come one later.
    """
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise DayUnreadable(_short(text))
    return found if end and found == LAST_DAY + timedelta(days=1) else _bounded(found, text)


def read_moment(text: str) -> datetime:
    """An aware moment, from 2026-03-05T15:04 or with seconds and zone; raises PeriodError.

    Without a zone it is China's time. A whole local minute is meant to its last instant.
    """
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise MomentUnreadable(_short(text))
    _bounded(found.date(), text)
    if _MINUTE.fullmatch(text):
        found += timedelta(minutes=1) - _INSTANT
    if found.tzinfo is None:
        return found.replace(tzinfo=CHINA)
    _bounded(found.astimezone(CHINA).date(), text)
    return found


def say_day(day: date) -> str:
    """A day as people write it: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_moment(moment: datetime) -> str:
    """What `read_moment` reads back as the same moment: a minute where it is a whole one."""
    local = moment.astimezone(CHINA)
    last = time(local.hour, local.minute, 59, 999_999)
    return local.strftime("%Y-%m-%dT%H:%M") if local.time() == last else local.isoformat()


def _bounded(day: date, text: str) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BeyondRange(_short(text), FIRST_DAY, LAST_DAY)
    return day


def _short(text: str) -> str:
    """Enough to know it again, and nothing a page or terminal cannot show."""
    return "".join(one if one.isprintable() else "?" for one in text[:40])

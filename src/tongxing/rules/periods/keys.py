"""Period keys both ways: `2026-W07 2026-01-X2 2026-01 2026-Q1 2026-H1 2026 once`.

A multiple carries the key of its first unit and how many it holds: `2026-W07/2`. Weeks are
ISO weeks: the year of a week is the year of its Thursday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tongxing.rules.periods.errors import KeyUnreadable
from tongxing.rules.periods.errors import RhythmInvalid
from tongxing.rules.periods.rhythm import Unit
from tongxing.rules.periods.span import Span
from tongxing.rules.periods.units import MONTHS_IN
from tongxing.rules.periods.units import TEN_DAYS_STARTS
from tongxing.rules.periods.units import index_of
from tongxing.rules.periods.units import start_of

ONCE = "once"
FORMS = "2026-W07、2026-01-X2、2026-01、2026-Q1、2026-H1、2026、once，多期合一的写作2026-W07/2"
KEY = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-W(?P<week>[0-9]{2})|-(?P<month>[0-9]{2})(?:-X(?P<part>[1-3]))?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12]))?"
    r"(?:/(?P<multiple>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What a key says: `multiple` pieces of `unit`, the first of them number `index`."""

    unit: Unit
    index: int
    multiple: int = 1


def key_of(unit: Unit, day: date, multiple: int = 1) -> str:
    """The key of the period that begins with the piece of `unit` holding `day`."""
    if multiple < 1:
        raise RhythmInvalid(f"倍数为{multiple}", "请写1或更大的整数")
    if unit == "once":
        return ONCE
    key = _unit_key(unit, day)
    return key if multiple == 1 else f"{key}/{multiple}"


def _unit_key(unit: Unit, day: date) -> str:
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == "ten-days":
        return f"{day.year:04}-{day.month:02}-X{min((day.day - 1) // 10, 2) + 1}"
    if unit == "month":
        return f"{day.year:04}-{day.month:02}"
    number = (day.month - 1) // MONTHS_IN[unit] + 1
    letter = {"quarter": f"-Q{number}", "half-year": f"-H{number}", "year": ""}[unit]
    return f"{day.year:04}{letter}"


@lru_cache(maxsize=4096)
def parts_of(key: str) -> KeyParts:
    """What a key says; KeyUnreadable for anything `key_of` would not write, and for `once`."""
    if key == ONCE:
        raise KeyUnreadable(key, "一次性任务的起止由方案决定，编号本身不含日期")
    found = KEY.fullmatch(key)
    if found is None:
        raise KeyUnreadable(key, f"应写作{FORMS}")
    unit, day = _unit_and_day(key, found)
    multiple = int(found["multiple"] or 1)
    if key_of(unit, day, multiple) != key:
        raise KeyUnreadable(key, f"没有这一期。应写作{FORMS}")
    return KeyParts(unit, index_of(unit, day), multiple)


def _unit_and_day(key: str, found: re.Match[str]) -> tuple[Unit, date]:
    """The unit a key names and the first day of its first piece."""
    year = int(found["year"])
    try:
        if found["week"]:
            return "week", date.fromisocalendar(year, int(found["week"]), 1)
        if found["part"]:
            first = TEN_DAYS_STARTS[int(found["part"]) - 1]
            return "ten-days", date(year, int(found["month"]), first)
        if found["month"]:
            return "month", date(year, int(found["month"]), 1)
        if found["quarter"]:
            return "quarter", date(year, int(found["quarter"]) * 3 - 2, 1)
        if found["half"]:
            return "half-year", date(year, int(found["half"]) * 6 - 5, 1)
        return "year", date(year, 1, 1)
    except ValueError as error:
        raise KeyUnreadable(key, "没有这一年、这个月或这一周，请核对") from error


def span_of(key: str) -> Span:
    """The half-open days of a period key; KeyUnreadable, or DayOutOfRange at the year 9999."""
    parts = parts_of(key)
    return Span(
        start_of(parts.unit, parts.index), start_of(parts.unit, parts.index + parts.multiple)
    )

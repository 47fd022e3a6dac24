"""Whether a rhythm makes sense: the loader reports these first, this is the last guard."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tongxing.rules.periods.errors import RhythmInvalid
from tongxing.rules.periods.rhythm import By
from tongxing.rules.periods.rhythm import Rhythm
from tongxing.rules.periods.rhythm import Unit
from tongxing.rules.periods.units import DAYS_IN_WEEK
from tongxing.rules.periods.units import MONTHS_IN

MONTHS = range(1, 13)
DAYS_MOST: Mapping[Unit, int] = {"ten-days": 11}  # a month's day, else
MULTIPLE_MOST = 999  # what a key can carry


@lru_cache(maxsize=1024)
def check(rhythm: Rhythm) -> None:
    """RhythmInvalid when the parts of a rhythm contradict each other."""
    if not 1 <= rhythm.multiple <= MULTIPLE_MOST:
        raise RhythmInvalid(f"倍数为{rhythm.multiple}", f"请写1至{MULTIPLE_MOST}之间的整数")
    if rhythm.grace_days < 0 or rhythm.grace_workdays < 0:
        raise RhythmInvalid("宽限天数为负数", "请写0或更大的整数")
    if rhythm.grace_days and rhythm.grace_workdays:
        raise RhythmInvalid("宽限同时按自然日和工作日计", "两种只留一种")
    if not rhythm.only_months <= frozenset(MONTHS):
        raise RhythmInvalid("限定月份中有不存在的月份", "请写1至12之间的整数")
    if rhythm.unit == "once":
        _check_once(rhythm)
    elif rhythm.on is not None:
        raise RhythmInvalid("只有一次性任务才有截止日 on", "请删去 on，或把 every 改为 once")
    elif rhythm.by is not None:
        _check_by(rhythm.unit, rhythm.by)


def _check_once(rhythm: Rhythm) -> None:
    if rhythm.on is None:
        raise RhythmInvalid("一次性任务没有截止日", "请写明 on，例如 on = 2024-12-31")
    if rhythm.multiple != 1:
        raise RhythmInvalid("一次性任务不能成倍", "请删去倍数")
    if rhythm.by is not None:
        raise RhythmInvalid("一次性任务的截止日由 on 决定", "请删去 by")


def _check_by(unit: Unit, by: By) -> None:
    if unit == "week":
        if by.day is not None or by.month is not None or by.weekday is None:
            raise RhythmInvalid("按周的期限要写星期几", "例如 by = { weekday = “friday” }")
        if not 0 <= by.weekday < DAYS_IN_WEEK:
            raise RhythmInvalid(f"星期的取值{by.weekday}不存在", "请写0（星期一）至6（星期日）")
        return
    if by.weekday is not None:
        raise RhythmInvalid("只有按周的期限才写星期几", "请改写为 day")
    most = DAYS_MOST.get(unit, 31)
    if by.day is None or not 1 <= by.day <= most:
        raise RhythmInvalid("期限缺少日，或日不存在", f"day 请写1至{most}之间的整数")
    _check_month(unit, by.month)


def _check_month(unit: Unit, month: int | None) -> None:
    months = MONTHS_IN.get(unit, 1)
    if months == 1 and month is not None:
        raise RhythmInvalid("按旬、按月的期限不写月份", "请删去 month")
    if months > 1 and (month is None or not 1 <= month <= months):
        raise RhythmInvalid("按季度及以上的期限要写第几个月", f"month 请写1至{months}之间的整数")

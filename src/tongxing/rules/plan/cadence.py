"""`cadence = { every, times | sum + at_least, by, grace…, only, on }` as a Rhythm and a Need."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date

from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Unit
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.references import amount_at
from tongxing.rules.plan.references import quantity_at

UNITS: Mapping[str, Unit] = {
    "week": "week",
    "ten-days": "ten-days",
    "month": "month",
    "quarter": "quarter",
    "half-year": "half-year",
    "year": "year",
    "once": "once",
}
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
MONTHS_IN: Mapping[Unit, int] = {"quarter": 3, "half-year": 6, "year": 12}
MULTIPLE_MAX = 12
GRACE_MAX_DAYS = 366
TIMES_MAX = 1000

_EVERY = re.compile(r"(?:([1-9][0-9]?) )?([a-z-]+?)(s?)")
_TOO_SHORT = re.compile(r"(?:[0-9]+ )?(?:day|days|hour|hours|minute|minutes|daily)")


def read_cadence(node: Node, kinds: Kinds, starts: date) -> tuple[Rhythm, Need]:
    """The timing and the amount of one duty; `starts` is the plan's first day."""
    node.only(
        "every", "times", "sum", "at_least", "by", "grace_days", "grace_workdays", "only", "on"
    )
    unit, multiple = _every(node)
    grace_days, grace_workdays = _grace(node)
    rhythm = Rhythm(
        unit=unit,
        multiple=multiple,
        on=_on(node, unit, starts),
        by=_by(node, unit),
        grace_days=grace_days,
        grace_workdays=grace_workdays,
        only_months=_only(node),
    )
    return rhythm, _need(node, kinds)


def _every(node: Node) -> tuple[Unit, int]:
    written = node.text("every")
    if _TOO_SHORT.fullmatch(written):
        remedy = "至少一周；确需每天值守的，用排班表（duty-roster）按月确认"
        node.complain("every", "周期短于一周", allowed=_spelled(), remedy=remedy, rule="C8")
        return "week", 1
    found = _EVERY.fullmatch(written)
    name = found[2] + found[3] if found else ""
    unit = UNITS.get(name) or UNITS.get(found[2] if found else "")
    if found is None or unit is None or (unit == "once" and found[1]):
        if written:
            node.complain("every", f"没有“{written}”这样的周期", allowed=_spelled())
        return "month", 1
    multiple = int(found[1] or 1)
    if multiple > MULTIPLE_MAX:
        node.complain("every", "倍数太大", allowed=f"不超过{MULTIPLE_MAX}")
    return unit, multiple


def _spelled() -> str:
    return "、".join(UNITS) + "，或“2 weeks”这样的倍数"


def _grace(node: Node) -> tuple[int, int]:
    if node.has("grace_days") and node.has("grace_workdays"):
        what = "宽限既写了天数又写了工作日"
        node.complain("grace_workdays", what, remedy="只留一种")
    days = node.whole("grace_days", 0, GRACE_MAX_DAYS, default=0)
    return days, node.whole("grace_workdays", 0, GRACE_MAX_DAYS, default=0)


def _on(node: Node, unit: Unit, starts: date) -> date | None:
    if unit != "once":
        if node.has("on"):
            node.complain("on", "只有一次性任务写截止日", remedy='every改为"once"，或删去on')
        return None
    on = node.day("on")
    if node.has("on") and on < starts:
        node.complain("on", "截止日早于方案施行", allowed=f"不早于{starts}")
    return on


def _only(node: Node) -> frozenset[int]:
    child = node.child("only", required=False)
    if child is None:
        return frozenset()
    child.only("months")
    months = child.table.get("months")
    fine = isinstance(months, list) and all(
        isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= 12  # noqa: PLR2004
        for one in months
    )
    if not fine or not months:
        child.complain("months", "月份不对", allowed="[6, 7, 8, 9] 这样的1到12的整数")
        return frozenset()
    return frozenset(months)


def _by(node: Node, unit: Unit) -> By | None:
    child = node.child("by", required=False)
    if child is None:
        return None
    if unit == "once":
        node.complain("by", "一次性任务以on为截止日，不写by", remedy="删去by")
        return None
    if unit == "week":
        child.only("weekday")
        return By(weekday=WEEKDAYS.index(child.one_of("weekday", WEEKDAYS) or WEEKDAYS[0]))
    if unit in MONTHS_IN:
        child.only("month", "day")
        month = child.whole("month", 1, MONTHS_IN[unit])
        return By(month=month, day=child.whole("day", 1, 31))
    child.only("day")
    return By(day=child.whole("day", 1, 11 if unit == "ten-days" else 31))


def _need(node: Node, kinds: Kinds) -> Need:
    if not node.has("sum"):
        if node.has("at_least"):
            remedy = '加上 sum = "种类.字段"，或改写times'
            node.complain("at_least", "只有按数量要求时才写at_least", remedy=remedy)
        return Need(times=node.whole("times", 1, TIMES_MAX))
    if node.has("times"):
        node.complain("times", "按次数和按数量只能选一种", remedy="删去times或sum")
    field = quantity_at(node, "sum", kinds)
    at_least = amount_at(node, "at_least", field)
    if at_least == 0:
        node.complain("at_least", "要大于零")
    return Need(sum=node.text("sum") if field else "", at_least=at_least or 0)

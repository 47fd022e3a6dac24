"""Editions of one plan in a row: no two in force on one day, no day between them without one."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from itertools import pairwise

from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.problem import Problem


class EditionsOverlapError(ValueError):
    """Two editions of one plan are in force on the same day; `check_editions` says which."""


def as_plans(editions: Iterable[Edition]) -> tuple[Plan, ...]:
    """Plans by id, each with its editions ascending; EditionsOverlapError when two overlap."""
    editions = tuple(editions)
    wrong = [one.say() for one in check_editions(editions) if one.severity == "error"]
    if wrong:
        raise EditionsOverlapError("\n".join(wrong))
    return tuple(Plan(plan, row) for plan, row in _rows(editions).items())


def check_editions(editions: Iterable[Edition]) -> tuple[Problem, ...]:
    """Overlapping editions (errors) and gaps between them (warnings), as values."""
    found: list[Problem] = []
    for row in _rows(tuple(editions)).values():
        for old, new in pairwise(row):
            if problem := _between(old, new):
                found.append(problem)
    return tuple(found)


def _rows(editions: tuple[Edition, ...]) -> Mapping[str, tuple[Edition, ...]]:
    ordered = sorted(editions, key=lambda one: (one.plan, one.effective.start, one.edition))
    plans = dict.fromkeys(one.plan for one in ordered)
    return {plan: tuple(one for one in ordered if one.plan == plan) for plan in plans}


def _between(old: Edition, new: Edition) -> Problem | None:
    file, key = f"{new.plan}-{new.edition}", "effective.from"
    ends, starts = old.effective.until, new.effective.start
    if old.edition == new.edition:
        remedy = "换一个版次"
        return Problem(file, None, "edition", f"版次“{new.edition}”有两份", remedy=remedy)
    if ends is None or starts < ends:
        what = f"与{old.edition}版同时有效（{old.edition}版到{ends or '无止日'}）"
        return Problem(file, None, key, what, "上一版止日或以后", "改起日，或先改上一版的止日")
    if starts > ends:
        what = f"{ends}至{starts}之间没有有效的版次"
        remedy = "两版首尾相接；确实中断的，另起一个方案"
        return Problem(file, None, key, what, remedy=remedy, severity="warning")
    return None

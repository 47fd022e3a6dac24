"""Projects a couple takes the lead in, seen through quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from tongxing.project.demo.couples import Act
from tongxing.project.demo.couples import Couple
from tongxing.project.demo.days import ONE_DAY
from tongxing.project.demo.days import month_after
from tongxing.project.demo.days import months
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.telling import money
from tongxing.project.demo.telling import say

STAGES = ("plan", "approved", "building", "done", "running")
QUARTER_MONTHS = 3
LATE_DAYS = 14
WITH_MONEY = 0.5


def projects(couple: Couple, start: date, until: date) -> Iterator[Act]:
    """One report a quarter on the project in hand; five quarters take it from plan to use."""
    quarters = [day for day in months(start, until) if day.month % QUARTER_MONTHS == 1]
    offset = couple.chance("project").randrange(len(STAGES))
    for number, first in enumerate(quarters, start=offset):
        chance = couple.chance("project", first)
        if not couple.temper.does(first, chance):
            continue
        after = month_after(month_after(month_after(first)))
        late = chance.happens(couple.temper.late)
        day = (
            after + timedelta(days=chance.randrange(LATE_DAYS))
            if late
            else chance.choice(workdays_in(first, after))
        )
        stage = STAGES[number % len(STAGES)]
        yield _report(couple, day, stage, number // len(STAGES), after - ONE_DAY if late else None)


def _report(couple: Couple, day: date, stage: str, turn: int, makes_up: date | None) -> Act:
    parts = phrases()["project"]
    naming = couple.chance("project-name", turn)
    name = say(naming, naming.choice(parts["names"]), couple.village.products)
    chance = couple.chance("project-report", day)
    text = f"{name}：{chance.choice(parts[stage])}。"
    if stage in {"approved", "building"} and chance.happens(WITH_MONEY):
        arrived, written = money(chance, 20_000, 600_000)
        values = {"name": name, "stage": stage, "arrived": arrived}
        return Act("project-lead", day, f"{text}到位资金{written}。", values, makes_up=makes_up)
    return Act("project-lead", day, text, {"name": name, "stage": stage}, makes_up=makes_up)

"""Receiving visitors: every week by the unit, once a month by its group leader."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.couples import Act
from tongxing.project.demo.couples import Couple
from tongxing.project.demo.days import ONE_DAY
from tongxing.project.demo.days import WEEK
from tongxing.project.demo.days import days_in
from tongxing.project.demo.days import month_after
from tongxing.project.demo.days import months
from tongxing.project.demo.days import weeks
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.reliefs import excused
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.steps import Value
from tongxing.project.demo.telling import count
from tongxing.project.demo.telling import say

IN_HOLIDAYS = 0.35  # a week without working days: a few go all the same
IN_FLOODS = 0.2
IN_SHORT_WEEKS = 0.85
SHORT_WEEK_DAYS = 3
ON_THE_USUAL_DAY = 0.7
TWICE = 0.04
BESIDES_THE_LEADER = 0.15  # the unit goes once more in the week its leader came
CURED_WITHIN_DAYS = 2
LEADER_DAYS = range(5, 28)


def visits(couple: Couple, start: date, until: date) -> Iterator[Act]:
    """All receptions of visitors of one couple in the weeks that begin in the span."""
    leaders = dict(_leader_visits(couple, start, until))
    yield from leaders.values()
    for monday in weeks(start, until):
        chance = couple.chance("visit", monday)
        came = any(monday <= day < monday + WEEK for day in leaders)
        if came and not chance.happens(BESIDES_THE_LEADER):
            continue
        yield from _week(couple, monday, chance)


def _week(couple: Couple, monday: date, chance: Chance) -> Iterator[Act]:
    if not couple.temper.does(monday, chance):
        return
    if excused(couple.village.code, monday) and not chance.happens(IN_FLOODS):
        return
    days = workdays_in(monday, monday + WEEK)
    if not days and not chance.happens(IN_HOLIDAYS):
        return
    if len(days) < SHORT_WEEK_DAYS and not chance.happens(IN_SHORT_WEEKS):
        return
    days = days or days_in(monday, monday + WEEK)
    if chance.happens(couple.temper.late):
        after = monday + WEEK + timedelta(days=chance.randrange(CURED_WITHIN_DAYS))
        yield visit(couple, after, chance, makes_up=days[-1])
        return
    usual = monday + timedelta(days=couple.weekday)
    day = usual if usual in days and chance.happens(ON_THE_USUAL_DAY) else chance.choice(days)
    yield visit(couple, day, chance)
    if chance.happens(TWICE):
        yield visit(couple, chance.choice(days), chance)


def _leader_visits(couple: Couple, start: date, until: date) -> Iterator[tuple[date, Act]]:
    for first in months(start, until):
        chance = couple.chance("leader", first)
        if not couple.temper.does(first, chance):
            continue
        after = month_after(first)
        if chance.happens(couple.temper.late):
            day = after + timedelta(days=chance.randrange(4))
            yield day, visit(couple, day, chance, leader=True, makes_up=after - ONE_DAY)
        else:
            day = chance.choice(
                [day for day in workdays_in(first, after) if day.day in LEADER_DAYS]
            )
            yield day, visit(couple, day, chance, leader=True)


def visit(
    couple: Couple,
    day: date,
    chance: Chance,
    *,
    leader: bool = False,
    makes_up: date | None = None,
) -> Act:
    """One reception of visitors."""
    people = chance.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8))
    settled = chance.happens(0.6)
    text = _visit_text(couple, chance, people, settled=settled)
    if leader:
        text = chance.choice(phrases()["visit"]["leader"]).format(text=text)
    values: Mapping[str, Value] = {"people": count(people)}
    if chance.happens(0.7):
        values = {**values, "answered" if settled else "passed": count(1 + people // 4)}
    return Act(
        "visit-reception",
        day,
        text,
        values,
        doers=couple.led() if leader else couple.plainly(),
        makes_up=makes_up,
    )


def _visit_text(couple: Couple, chance: Chance, people: int, *, settled: bool) -> str:
    parts = phrases()["visit"]
    products = couple.village.products
    first, second = chance.some(parts["matters"], 2)
    return say(
        chance,
        chance.choice(parts["forms"] if people > 1 else parts["forms"][:-1]),
        products,
        venue=chance.choice(parts["venues"]),
        people=people,
        matter=say(chance, first, products),
        matter2=say(chance, second, products),
        outcome=chance.choice(parts["answered" if settled else "passed"]),
    )

"""What is owed by the month: labour days, livelihood items, courtyards, research."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import timedelta

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.couples import Act
from tongxing.project.demo.couples import Couple
from tongxing.project.demo.days import ONE_DAY
from tongxing.project.demo.days import month_after
from tongxing.project.demo.days import months
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.steps import By
from tongxing.project.demo.telling import count
from tongxing.project.demo.telling import heads
from tongxing.project.demo.telling import in_season
from tongxing.project.demo.telling import money
from tongxing.project.demo.telling import say

JOINTLY = 0.65  # labour days both units of a village hold together
LATE_DAYS = 5
OWN_FIELD = 0.45  # livelihood items in what the unit knows best
SPENDING = 0.4
FORGOTTEN = 0.0012  # found in a drawer long after the lock
FORGOTTEN_DAYS = 95


def labour_days(
    village: Sequence[Couple], start: date, until: date
) -> Iterator[tuple[Couple, Act]]:
    """Labour days of one village's couples: often one record with all its units as doers."""
    for first in months(start, until):
        joint = village[0].chance("joint", first)
        going = [one for one in village if one.temper.does(first, one.chance("labour", first))]
        together = len(going) > 1 and joint.happens(JOINTLY)
        for group in [going] if together else [[one] for one in going]:
            host = group[first.month % len(group)]
            yield host, _labour(host, group, first)


def _labour(host: Couple, group: Sequence[Couple], first: date) -> Act:
    chance = host.chance("labour-day", first)
    day, makes_up = month_day(host, first, chance)
    people, written = heads(chance, 12 * len(group), 38 * len(group))
    works = [*("clean",) * 4, "green", "water", "repair"]
    fresh = in_season(host.village.products, day)
    work = chance.choice([*works, "farm"] if fresh else works)
    parts = phrases()["labour"]
    what = say(chance, chance.choice(parts[work]), fresh or host.village.products)
    return Act(
        "labour-day",
        day,
        chance.choice(parts["forms"]).format(people=written, work=what),
        {"people": people, "sites": count(chance.randint(1, 6)), "work": work},
        doers=tuple(By(one.unit.party) for one in group),
        makes_up=makes_up,
    )


def livelihood(couple: Couple, first: date, chance: Chance) -> Act:
    """One thing done for the village's people."""
    parts = phrases()
    own = [name for name, keys in parts["specialty"].items() if couple.unit.key in keys]
    sort = own[0] if own and chance.happens(OWN_FIELD) else chance.choice(list(parts["livelihood"]))
    people = chance.randint(3, 60) * chance.choice((1, 1, 3))
    day, makes_up = month_day(couple, first, chance)
    text = say(
        chance, chance.choice(parts["livelihood"][sort]), couple.village.products, people=people
    )
    values = {"field": sort, "people": count(people)}
    if chance.happens(SPENDING):
        values["spent"], written = money(chance, 400, 15_000)
        text += f"，投入{written}"
    return Act("livelihood-item", day, text + "。", values, makes_up=makes_up)


def courtyard(couple: Couple, first: date, chance: Chance) -> Act:
    """One or more fine courtyards."""
    number = chance.choice((1, 1, 1, 1, 2, 2, 3))
    day, makes_up = month_day(couple, first, chance)
    form = chance.choice(phrases()["courtyard"]["forms"])
    text = say(chance, form, couple.village.products, households=number)
    values = {"households": count(number)}
    if chance.happens(0.25):
        rated = chance.choice(("no", "applied", "applied", "won"))
        return Act("courtyard", day, text, {**values, "rated": rated}, makes_up=makes_up)
    return Act("courtyard", day, text, values, makes_up=makes_up)


def research(couple: Couple, first: date, chance: Chance) -> Act:
    """A look into one question, going from house to house."""
    parts = phrases()["research"]
    topic = say(chance, chance.choice(parts["topics"]), couple.village.products)
    number = chance.randint(3, 18)
    day, makes_up = month_day(couple, first, chance)
    return Act(
        "research",
        day,
        chance.choice(parts["forms"]).format(topic=topic, households=number),
        {"topic": topic, "households": count(number)},
        makes_up=makes_up,
    )


Teller = Callable[[Couple, date, Chance], Act]
TELLERS: tuple[Teller, ...] = (livelihood, courtyard, research)


def monthly(couple: Couple, start: date, until: date) -> Iterator[Act]:
    """What one couple does month by month, labour days and visitors apart."""
    for first in months(start, until):
        for teller in TELLERS:
            chance = couple.chance(teller.__name__, first)
            if couple.temper.does(first, chance):
                act = teller(couple, first, chance)
                forgotten = chance.happens(FORGOTTEN)
                yield replace(act, wait=FORGOTTEN_DAYS) if forgotten else act


def month_day(couple: Couple, first: date, chance: Chance) -> tuple[date, date | None]:
    """A working day of the month, or a day early in the next that makes up for it."""
    after = month_after(first)
    if chance.happens(couple.temper.late):
        return after + timedelta(days=chance.randrange(LATE_DAYS - 1)), after - ONE_DAY
    return chance.choice(workdays_in(first, after)), None

"""The round before 18 July 2024: fewer pairings, under a simpler plan of their own."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from datetime import date

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.days import moment
from tongxing.project.demo.days import month_after
from tongxing.project.demo.days import months
from tongxing.project.demo.days import office_day
from tongxing.project.demo.days import sitting
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.incidents import OFFICE
from tongxing.project.demo.sources import Pair
from tongxing.project.demo.sources import pairs
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import End
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Open
from tongxing.project.demo.steps import PutInForce
from tongxing.project.demo.steps import Step
from tongxing.project.demo.telling import count
from tongxing.project.demo.telling import say

BOOK = "440981"
PLAN = "gaozhou-hook"
FILE = "gaozhou-hook-2023"
SINCE = date(2023, 1, 1)
UNTIL = date(2024, 7, 18)
PUT_IN_FORCE = moment(date(2023, 1, 3), 9)
OPENED = moment(date(2023, 1, 5), 10)
ENDED = moment(UNTIL, 17, 30)
WHY = "调整市直单位与挂钩村的分工"
KEPT = 0.88
PRODUCTS = ("荔枝", "龙眼")  # what any village here may ask about


def hook_steps(seed: int, kept: Collection[str]) -> Iterator[Step]:
    """The earlier round in the villages kept, from its beginning to its end."""
    yield Step(PUT_IN_FORCE, OFFICE, PutInForce(made_id(PUT_IN_FORCE, seed, PLAN), BOOK, FILE))
    for pair in pairs(2023):
        if pair.village in kept or pair.named:
            yield from _pairing(seed, pair)
            yield from _visits(seed, pair)


def _pairing(seed: int, pair: Pair) -> Iterator[Step]:
    key = made_id(OPENED, seed, "hook", pair.key)
    yield Step(
        OPENED,
        OFFICE,
        Open(
            id=key,
            kind=f"{PLAN}:hook",
            actors=(By(f"org:{pair.unit}"),),
            place=pair.village,
            since=SINCE,
        ),
    )
    yield Step(ENDED, OFFICE, End(made_id(ENDED, seed, "hook", pair.key), key, UNTIL, WHY))


def _visits(seed: int, pair: Pair) -> Iterator[Step]:
    """A look around once a month, more or less."""
    parts = phrases()["research"]
    for first in months(SINCE, date(2024, 7, 1)):
        chance = Chance(seed, "hook", pair.key, first)
        if not chance.happens(KEPT):
            continue
        day = chance.choice(workdays_in(first, month_after(first)))
        topic = say(chance, chance.choice(parts["topics"]), PRODUCTS)
        number = chance.randint(3, 12)
        at = sitting(seed, f"person:{pair.unit}-clerk", office_day(day))
        entry = Entry(
            id=made_id(at, seed, "hook", pair.key, first),
            kind="research",
            doers=(By(f"org:{pair.unit}"),),
            place=pair.village,
            happened=day,
            text=chance.choice(parts["forms"]).format(topic=topic, households=number),
            values={"topic": topic, "households": count(number)},
        )
        yield Step(at, f"person:{pair.unit}-clerk", Append(entry))

"""The round before 18 July 2024: fewer pairings, under a simpler plan of their own."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
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
from tongxing.project.demo.steps import Value
from tongxing.project.demo.telling import count
from tongxing.project.demo.telling import say

BOOK = "440981"
PLAN = "gaozhou-hook"
FILE = "gaozhou-hook-2023"
SINCE = date(2023, 1, 1)
UNTIL = date(2024, 7, 18)
PUT_IN_FORCE = moment(date(2023, 1, 3), 9)
OPENED = moment(date(2023, 1, 5), 10)
ENDED = moment(UNTIL, 18)  # the moment the new round is opened: one change
WHY = "调整市直单位与挂钩村的分工"
KEPT = 0.88
HALVES = (date(2023, 4, 1), date(2023, 10, 1), date(2024, 3, 1))  # a month in each half-year
PRODUCTS = ("荔枝", "龙眼")  # what any village here may ask about


def hook_steps(seed: int, kept: Collection[str]) -> Iterator[Step]:
    """The earlier round in the villages kept, from its beginning to its end."""
    yield Step(PUT_IN_FORCE, OFFICE, PutInForce(made_id(PUT_IN_FORCE, seed, PLAN), BOOK, FILE))
    for pair in pairs(2023):
        if pair.village in kept or pair.named:
            yield from _pairing(seed, pair)
            yield from _visits(seed, pair)
            yield from _items(seed, pair)


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
        text = chance.choice(parts["forms"]).format(topic=topic, households=number)
        values = {"topic": topic, "households": count(number)}
        yield _filed(seed, pair, day, ("research", text, values))


def _items(seed: int, pair: Pair) -> Iterator[Step]:
    """Something done for the village, half-year by half-year."""
    parts = phrases()["livelihood"]
    for first in HALVES:
        chance = Chance(seed, "hook-item", pair.key, first)
        if not chance.happens(KEPT):
            continue
        day = chance.choice(workdays_in(first, month_after(first)))
        sort, people = chance.choice(list(parts)), chance.randint(5, 120)
        text = say(chance, chance.choice(parts[sort]), PRODUCTS, people=people)
        values = {"field": sort, "people": count(people)}
        yield _filed(seed, pair, day, ("livelihood-item", f"{text}。", values))


def _filed(seed: int, pair: Pair, day: date, said: tuple[str, str, Mapping[str, Value]]) -> Step:
    """A record of the unit, typed the same day or the next working day."""
    kind, text, values = said
    typist = f"person:{pair.unit}-clerk"
    at = sitting(seed, typist, office_day(day))
    entry = Entry(
        id=made_id(at, seed, "hook", kind, pair.key, day),
        kind=kind,
        doers=(By(f"org:{pair.unit}"),),
        place=pair.village,
        happened=day,
        text=text,
        values=values,
    )
    return Step(at, typist, Append(entry))

"""Two provinces working together: what a street office or a firm does in a town, in its time."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import Any

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.days import ONE_DAY
from tongxing.project.demo.days import month_after
from tongxing.project.demo.days import office_day
from tongxing.project.demo.days import sitting
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.sources import place_name
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Value
from tongxing.project.demo.telling import count
from tongxing.project.demo.telling import money
from tongxing.project.demo.tempers import Sort
from tongxing.project.demo.tempers import Temper
from tongxing.project.demo.tempers import of_sort

FROM = date(2024, 1, 1)
# The kind of record each kind of pairing owes, and once in how many months.
OWED = {
    "lingyun-cooperation:street-town": (("exchange-visit", 3), ("training", 12)),
    "lingyun-cooperation:firm-town": (("purchase", 6),),
}
LATE = {Sort.STEADY: 0.05, Sort.TARDY: 0.35, Sort.FADING: 0.2, Sort.STOPPED: 0.1}
LATE_DAYS = range(2, 12)  # after the period's end, within the plan's grace
SIGHTS = ("茶园管护", "油茶加工", "村道和灌渠", "学校和卫生院", "帮扶车间", "蔬菜大棚")
STREET_SIGHTS = ("社区治理", "政务服务", "物业管理", "养老服务")
TOPICS = ("电商开店", "茶叶采制", "家政服务", "农机使用", "乡村旅游接待")
GOODS = ("茶叶", "茶油", "笋干、干菜", "土鸡、土鸡蛋", "大米、杂粮")
MODES = ("canteen", "buy", "channel")
BACK = 0.3  # share of visits in which the town's cadres come to the street office

Told = tuple[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Couple:
    """A pairing of the book, with its habits."""

    unit: str  # the KEY of org:KEY
    town: str
    temper: Temper

    @property
    def clerk(self) -> str:
        return f"person:{self.unit}-clerk"


def exchanges(seed: int, until: date) -> Iterator[Step]:
    """All that is owed and done in the county, pairing by pairing."""
    for item in demo_file("books", "451027.toml")["pairing"]:
        couple = _couple(seed, item)
        for kind, every in OWED[item["kind"]]:
            for first, after in _periods(every, until):
                yield from _doing(seed, couple, kind, first, after)


def _periods(every: int, until: date) -> Iterator[tuple[date, date]]:
    """Half-open spans of so many months, those that begin before `until`."""
    first = FROM
    while first < until:
        after = first
        for _ in range(every):
            after = month_after(after)
        yield first, after
        first = after


def _couple(seed: int, item: Mapping[str, Any]) -> Couple:
    unit = item["actor"].removeprefix("org:")
    chance = Chance(seed, "temper", unit, item["place"])
    return Couple(unit, item["place"], of_sort(Sort(item["temper"]), chance))


def _doing(seed: int, couple: Couple, kind: str, first: date, after: date) -> Iterator[Step]:
    """What this pairing does of one kind in one period, if it does."""
    chance = Chance(seed, couple.unit, couple.town, kind, first)
    day = chance.choice(workdays_in(first, after))
    if not couple.temper.does(day, chance):
        return
    late = chance.happens(LATE[couple.temper.sort])
    if late:
        day = office_day(after + timedelta(days=chance.choice(LATE_DAYS)))
    text, values = TELLERS[kind](chance, couple)
    at = sitting(seed, couple.clerk, office_day(day + timedelta(days=couple.temper.delay(chance))))
    id_ = made_id(at, seed, couple.unit, couple.town, kind, first)
    doers = (By(f"org:{couple.unit}"),)
    makes_up = after - ONE_DAY if late else None
    entry = Entry(id_, kind, doers, couple.town, day, text, values, makes_up=makes_up)
    yield Step(at, couple.clerk, Append(entry))


def _visit(chance: Chance, couple: Couple) -> Told:
    town, people = place_name(couple.town), chance.randint(4, 16)
    if chance.happens(BACK):
        text = f"{town}干部来访，交流{chance.choice(STREET_SIGHTS)}，{people}人次。"
        return text, {"people": count(people), "direction": "to-unit"}
    text = f"到{town}走访，看{chance.choice(SIGHTS)}，{people}人次。"
    return text, {"people": count(people), "direction": "to-village"}


def _training(chance: Chance, _: Couple) -> Told:
    topic, people = chance.choice(TOPICS), chance.randint(24, 60)
    return f"办{topic}培训一期，{people}人次。", {"people": count(people), "topic": topic}


def _purchase(chance: Chance, _: Couple) -> Told:
    goods = chance.choice(GOODS)
    amount, said = money(chance, 8_000, 60_000)
    values = {"amount": amount, "mode": chance.choice(MODES), "goods": goods}
    return f"采购{goods}，{said}。", values


TELLERS = {"exchange-visit": _visit, "training": _training, "purchase": _purchase}

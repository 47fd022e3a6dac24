"""A unit and a village that are paired, and what becomes of something they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from functools import cache

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.days import office_day
from tongxing.project.demo.days import sitting
from tongxing.project.demo.sources import Unit
from tongxing.project.demo.sources import Village
from tongxing.project.demo.sources import pairs
from tongxing.project.demo.sources import units
from tongxing.project.demo.sources import villages
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Value
from tongxing.project.demo.tempers import Temper
from tongxing.project.demo.tempers import temper_of

FRIDAY = 4
BY_SECRETARY = 0.04  # share of records the village secretary types for the unit
SITS_WEEKLY = 0.55  # share of units whose contact types once a week


@dataclass(frozen=True, slots=True)
class Couple:
    """One pairing of the 2024 round, with its habits."""

    village: Village
    unit: Unit
    temper: Temper
    seed: int
    weekday: int  # the day of the week the unit likes to go
    sits_on: int | None  # the weekday its contact types, None = any working day

    @property
    def key(self) -> str:
        return f"{self.village.code}/{self.unit.key}"

    @property
    def clerk(self) -> str:
        return f"person:{self.unit.key}-clerk"

    def chance(self, *parts: object) -> Chance:
        """Draws of this pairing alone."""
        return Chance(self.seed, self.key, *parts)

    def plainly(self) -> tuple[By, ...]:
        """The unit as the doer."""
        return (By(self.unit.party),)

    def led(self) -> tuple[By, ...]:
        """The unit's group leader as the doer, acting for the unit."""
        return (By(f"person:{self.unit.key}-leader", "leader", self.unit.party),)


@dataclass(frozen=True, slots=True)
class Act:
    """Something done, before it is known when and by whom it gets typed."""

    kind: str
    happened: date
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    doers: tuple[By, ...] = ()
    makes_up: date | None = None
    wait: int = 0  # days it lies about at least before it is typed


@cache
def couples(seed: int) -> tuple[Couple, ...]:
    """All pairings of the 2024 round, by village."""
    by_code = {village.code: village for village in villages()}
    by_key = {unit.key: unit for unit in units()}
    found = []
    for pair in pairs(2024):
        chance = Chance(seed, "habits", pair.key)
        found.append(
            Couple(
                village=by_code[pair.village],
                unit=by_key[pair.unit],
                temper=temper_of(seed, pair.key, named=pair.named),
                seed=seed,
                weekday=chance.randrange(5),
                sits_on=FRIDAY - chance.randrange(2) if chance.happens(SITS_WEEKLY) else None,
            )
        )
    return tuple(found)


def secretary(village: str) -> str:
    """The party id of a village's Party secretary."""
    return f"person:village-{village}-secretary"


def filed(couple: Couple, act: Act, *names: object) -> Step:
    """The act as a record, typed when and by whom this couple would; `names` make its id."""
    name = (*names, act.makes_up)
    chance = couple.chance("filing", act.kind, act.happened, *name)
    typist = secretary(couple.village.code) if chance.happens(BY_SECRETARY) else couple.clerk
    wait = max(couple.temper.delay(chance), act.wait)
    day = office_day(act.happened + timedelta(days=wait), weekday=couple.sits_on)
    at = sitting(couple.seed, typist, day)
    entry = Entry(
        id=made_id(at, couple.seed, couple.key, act.kind, act.happened, *name),
        kind=act.kind,
        doers=act.doers or couple.plainly(),
        place=couple.village.code,
        happened=act.happened,
        text=act.text,
        values=act.values,
        makes_up=act.makes_up,
    )
    return Step(at, typist, Append(entry))

"""The work every contender is given: a year of records of a county or a province, as arrays.

Five duties and 93 periods a year: 53 weeks, three times twelve months, four quarters. A year is
drawn from a seed; it becomes the kernel's `Book`, and the flat tables the peers read, which are
laid out as a warehouse would like them: small integers, who owes what already matched, records
that no longer count left out. Days are counted from 1 January 2025; -1 stands for none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.periods import periods_of
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Plan

PLAN = "plan"
KIND = f"{PLAN}:unit-village"
KINDS = ("visit-reception", "labour-day", "livelihood-item", "courtyard", "project-lead")
YEAR = Span(date(2025, 1, 1), date(2026, 1, 1))
FIRST = YEAR.start.toordinal()
DAYS = 365
AS_OF = date(2025, 12, 20)
LOCK_DAYS = 45
VILLAGES_IN_TOWN = 12
LEVELS = (12, 9, 6, 4, 2)  # digits: village, town, county, city, province

Days = NDArray[np.int16]


@dataclass(frozen=True)
class Size:
    """How much there is: `books` counties of `pairings` and `records` each."""

    title: str
    books: int
    pairings: int
    records: int

    @property
    def everything(self) -> int:
        return self.books * self.records


COUNTY = Size("县：108对，1万条", 1, 108, 10_000)


@dataclass(frozen=True)
class Year:
    """One county's year: N records by P pairings; rows of `pair` and `kind` are positions."""

    place: NDArray[np.int64]  # P, ascending: 12-digit codes
    start: Days  # P: the first day of the pairing; most began before the year
    until: Days  # P: the first day after it
    pair: NDArray[np.int32]  # N
    kind: NDArray[np.uint8]
    happened: Days
    makes_up: Days
    received: Days
    amount: NDArray[np.int64]
    replaces: NDArray[np.int32]  # N: the row of the record this one corrects, -1 for none
    waived: NDArray[np.int32]  # W pairings, each once
    waived_from: Days
    waived_until: Days

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Records that were not corrected by a later one."""
        good = np.ones(len(self.pair), np.bool_)
        good[self.replaces[self.replaces >= 0]] = False
        return good


def years(size: Size, seed: int = 1) -> Iterator[Year]:
    """The counties of a province, five to a city, ascending by their codes."""
    for number in range(size.books):
        county = 440_000 + (1 + number // 5) * 100 + 1 + number % 5
        yield year_of(county, size, seed * 1_000_003 + number)


def year_of(county: int, size: Size, seed: int) -> Year:
    """Records spread over the year; some late, some making up, some corrected."""
    draw = np.random.default_rng(seed)
    count, pairs = size.records, size.pairings
    pair = draw.integers(0, pairs, count).astype(np.int32)
    happened = np.sort(draw.integers(0, DAYS, count)).astype(np.int16)
    late = np.where(draw.random(count) < 0.02, draw.integers(20, 90, count), 0)
    received = (happened + draw.integers(0, 3, count) + late).astype(np.int16)
    replaces = corrections(draw, pair)
    correct = np.flatnonzero(replaces >= 0)  # nobody corrects what has not come in
    received[correct] = np.maximum(received[correct], received[replaces[correct]])
    return Year(
        place=places(county, pairs),
        start=np.where(draw.random(pairs) < 0.05, draw.integers(0, 300, pairs), -100).astype("i2"),
        until=np.where(draw.random(pairs) < 0.03, draw.integers(301, 364, pairs), 999).astype("i2"),
        pair=pair,
        kind=draw.integers(0, len(KINDS), count).astype(np.uint8),
        happened=happened,
        makes_up=np.where(draw.random(count) < 0.03, happened - 9, -1).clip(-1).astype(np.int16),
        received=received,
        amount=draw.integers(10_000, 500_000, count),
        replaces=replaces,
        **waivers(draw, pairs),
    )


def places(county: int, pairs: int) -> NDArray[np.int64]:
    """Two pairings a village, twelve villages a town."""
    village = np.arange(pairs, dtype=np.int64) // 2
    town = 100 + village // VILLAGES_IN_TOWN
    return (county * 1000 + town) * 1000 + 200 + village % VILLAGES_IN_TOWN


def corrections(draw: np.random.Generator, pair: NDArray[np.int32]) -> NDArray[np.int32]:
    """One record in a hundred corrects the one before it, which then no longer counts."""
    replaces = np.full(len(pair), -1, np.int32)
    rows = np.arange(1, len(pair), 2)
    rows = rows[draw.random(len(rows)) < 0.02]
    replaces[rows] = rows - 1
    return replaces


def waivers(draw: np.random.Generator, pairs: int) -> dict[str, NDArray[np.int32] | Days]:
    waived = np.flatnonzero(draw.random(pairs) < 0.03).astype(np.int32)
    begin = draw.integers(0, 300, len(waived))
    return {
        "waived": waived,
        "waived_from": begin.astype(np.int16),
        "waived_until": (begin + draw.integers(10, 65, len(waived))).astype(np.int16),
    }


# --- plans --------------------------------------------------------------------------------


def plain_plan() -> Plan:
    """One record a period."""
    rhythms = [Rhythm("week", grace_workdays=2), *[Rhythm("month", grace_days=5)] * 3]
    rhythms += [Rhythm("quarter", grace_days=15)]
    return plan_with([duty_of(n, rhythm, Need()) for n, rhythm in enumerate(rhythms)])


def duty_of(number: int, rhythm: Rhythm, need: Need) -> Duty:
    kind = KINDS[number]
    return Duty(id=kind, title=kind, of=KIND, counts=(kind,), rhythm=rhythm, need=need)


def plan_with(duties: Sequence[Duty], effective: Span = YEAR) -> Plan:
    edition = Edition(
        plan=PLAN,
        edition="2025",
        title="结对共建",
        authority="",
        owner="",
        purpose="",
        place="44",
        effective=effective,
        lock_days=LOCK_DAYS,
        pairings={},
        duties={duty.id: duty for duty in duties},
        indicators={},
        score=None,
        ladder=(),
        sha256="",
    )
    return Plan(PLAN, (edition,))


# --- what the peers are given beside the records -------------------------------------------


@dataclass(frozen=True)
class Calendar:
    """The periods of all duties, one row each; days counted from 1 January."""

    duty: NDArray[np.uint8]
    nth: NDArray[np.uint8]  # among those of its duty, ascending
    start: NDArray[np.int16]
    until: NDArray[np.int16]
    due: NDArray[np.int16]  # the last day that is on time
    closes: NDArray[np.int16]
    planned: NDArray[np.bool_]  # whether the plan's span covers it wholly
    need: NDArray[np.int64]


def calendar_of(plan: Plan) -> Calendar:
    """Every period of the plan's only edition, as a table a SQL engine can join."""
    (edition,) = plan.editions
    rows = [
        (
            number,
            column,
            period.start.toordinal() - FIRST,
            period.until.toordinal() - FIRST,
            period.by.toordinal() - FIRST,
            period.closes.toordinal() - FIRST,
            edition.effective.covers(Span(period.start, period.until)),
            duty.need.amount,
        )
        for number, duty in enumerate(edition.duties.values())
        for column, period in enumerate(
            periods_of(duty.rhythm, anchor=plan.span, over=edition.effective)
        )
    ]
    kinds = ("u1", "u1", "i2", "i2", "i2", "i2", "?", "i8")
    return Calendar(*(np.array(x, k) for x, k in zip(zip(*rows, strict=True), kinds, strict=True)))


@dataclass(frozen=True)
class Asked:
    """The question: as of which day (counted from 1 January), and how long a period is open."""

    day: int = AS_OF.toordinal() - FIRST
    lock_days: int = LOCK_DAYS

    def write(self, folder: Path) -> None:
        (folder / "asked.json").write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Asked:
        return cls(**json.loads((folder / "asked.json").read_text(encoding="utf-8")))

"""How fast the kernel judges, beside the loops one would first write, in one run.

    python benchmarks/kernel.py [--province] [--growth]

Every time is the least processor time of several runs, from arrays to a roll-up by town.
“Plain” cadences ask one record a period; “general” ones ask two, a sum, or a `by`. “Traced”
also lays out the records behind every cell, as a county's pages do. The loops start from
Python rows in memory: no query, no ORM. `--growth` takes one, two, four … times the records
of one county, and as many pairings.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from os import getloadavg
from time import process_time

import numpy as np
from rich.console import Console
from rich.table import Table

from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.periods import periods_of
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing import Book
from tongxing.rules.standing import State
from tongxing.rules.standing import judge
from tongxing.rules.standing import roll_up
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Waivers

PLAN = "plan"
KIND = f"{PLAN}:unit-village"
KINDS = (
    "labour-day",
    "project-lead",
    "livelihood-item",
    "courtyard",
    "visit-reception",
    "purchase",
)
YEAR = Span(date(2025, 1, 1), date(2026, 1, 1))
AS_OF = date(2025, 12, 31)
TOWN_DIGITS = 9
VILLAGES_IN_TOWN = 12


@dataclass(frozen=True)
class Size:
    title: str
    pairings: int
    records: int
    books: int
    rounds: int


SIZES = (
    Size("县：108对，1万条", 108, 10_000, 1, 30),
    Size("县：108对，3万条", 108, 30_000, 1, 30),
)
GROWTH = tuple(
    Size(f"{times}×：{100 * times}对，{8_000 * times:,}条", 100 * times, 8_000 * times, 1, 15)
    for times in (1, 2, 4, 8, 16, 32)
)
PROVINCE = Size("省：4万对，400万条，100本台账", 400, 40_000, 100, 1)


def plain_plan() -> Plan:
    rhythms = [Rhythm("month", grace_days=5)] * 4
    rhythms += [Rhythm("quarter", grace_days=15), Rhythm("week", grace_workdays=2)]
    return plan_with([duty_of(n, rhythm, Need()) for n, rhythm in enumerate(rhythms)])


def general_plan() -> Plan:
    return plan_with(
        [
            duty_of(0, Rhythm("month", by=By(day=28), grace_days=5), Need(times=2)),
            duty_of(1, Rhythm("quarter", by=By(month=1, day=10), grace_days=5), Need(times=2)),
            duty_of(2, Rhythm("month", grace_workdays=3), Need(times=3)),
            duty_of(3, Rhythm("month", by=By(day=20)), Need(times=2)),
            duty_of(4, Rhythm("week", by=By(weekday=4), grace_workdays=2), Need(times=2)),
            duty_of(5, Rhythm("month"), Need(sum="purchase.amount", at_least=500_000)),
        ]
    )


def duty_of(number: int, rhythm: Rhythm, need: Need) -> Duty:
    kind = KINDS[number]
    return Duty(id=kind, title=kind, of=KIND, counts=(kind,), rhythm=rhythm, need=need)


def plan_with(duties: Sequence[Duty]) -> Plan:
    edition = Edition(
        plan=PLAN,
        edition="2025",
        title="结对共建",
        authority="",
        owner="",
        purpose="",
        place="44",
        effective=YEAR,
        lock_days=45,
        pairings={},
        duties={duty.id: duty for duty in duties},
        indicators={},
        score=None,
        ladder=(),
        sha256="",
    )
    return Plan(PLAN, (edition,))


def book_of(size: Size, seed: int) -> Book:
    """A year of records: each by one of the pairings' units at its village, some making up."""
    random = np.random.default_rng(seed)
    count, pairs = size.records, size.pairings
    village = np.arange(pairs) // 2
    town = village // VILLAGES_IN_TOWN
    place = (440_981_000 + 100 + town) * 1000 + 200 + village % VILLAGES_IN_TOWN
    pair = random.integers(0, pairs, count).astype(np.int32)
    first = YEAR.start.toordinal()
    happened = np.sort(random.integers(first, first + 365, count)).astype(np.int32)
    making_up = random.random(count) < 0.03
    none = np.zeros(0, dtype=np.int32)
    records = Records(
        deed=pair * np.int32(len(KINDS)) + random.integers(0, len(KINDS), count, dtype=np.int32),
        happened=happened,
        makes_up=np.where(making_up, happened - 7, NO_DAY).astype(np.int32),
        received=happened + random.integers(0, 3, count).astype(np.int32),
        replacing=none,
        replaced=none,
        returning=none,
        returned=none,
        accepting=none,
        accepted=none,
        columns={
            "purchase.amount": Column(
                random.integers(10_000, 500_000, count),
                np.ones(count, dtype=np.bool_),
                random.random(count) < 0.1,
            )
        },
        deeds=Deeds(
            kind=np.tile(np.arange(len(KINDS), dtype=np.int32), pairs),
            place=np.repeat(place, len(KINDS)),
            doer_row=np.arange(pairs * len(KINDS), dtype=np.int32),
            doer=np.repeat(np.arange(pairs, dtype=np.int32), len(KINDS)),
            doer_role=np.zeros(pairs * len(KINDS), dtype=np.int32),
            about_row=none,
            about=none,
            kinds=KINDS,
            parties=tuple(f"org:{n}" for n in range(pairs)),
            roles=("",),
            subjects=(),
        ),
    )
    every = np.arange(pairs, dtype=np.int32)
    pairings = Pairings(
        keys=tuple(f"pair-{n:05d}" for n in range(pairs)),
        kind=np.zeros(pairs, dtype=np.int32),
        start=np.full(pairs, first - 100, dtype=np.int32),
        until=np.full(pairs, NO_DAY, dtype=np.int32),
        place=place,
        actor_row=every,
        actor=every,
        target_row=every,
        target_low=place,
        target_high=place + 1,
        target_subject=np.full(pairs, -1, dtype=np.int32),
        kinds=(KIND,),
        target_subject_names=("",) * pairs,
    )
    nothing = Waivers(none, (), (), none, none)
    return Book("440981", records, pairings, nothing, Attributes(none, (), (), none, none))


def kernel(books: Sequence[Book], plan: Plan) -> int:
    """Judge and roll up; answers how many periods were kept, to be compared with the loops."""
    kept = 0
    for book in books:
        sums = roll_up(judge(book, (plan,), as_of=AS_OF), TOWN_DIGITS)
        kept += int(sums.counts[..., State.KEPT].sum())
    return kept


def traced(books: Sequence[Book], plan: Plan) -> int:
    """Judge and lay out the records behind every cell; answers how many there are."""
    standings = (judge(book, (plan,), as_of=AS_OF) for book in books)
    return sum(len(duty.hits.record) for standing in standings for duty in standing.duties)


def plain_rows(book: Book) -> dict[int, list[tuple[int, date, date | None]]]:
    """What a prefetch gives: each pairing's records as Python values."""
    records = book.records
    # A deed of this book has one doer, the unit of the pairing of the same number.
    kind, doer = records.deeds.kind[records.deed], records.deeds.doer[records.deed]
    by_pairing = defaultdict(list)
    for row in range(len(records)):
        made_up = int(records.makes_up[row])
        by_pairing[int(doer[row])].append(
            (
                int(kind[row]),
                date.fromordinal(int(records.happened[row])),
                None if made_up == NO_DAY else date.fromordinal(made_up),
            )
        )
    return by_pairing


def loops(rows: dict[int, list[tuple[int, date, date | None]]], plan: Plan) -> int:
    """The prefetch-and-loop form: for each pairing, duty and period, look through the records."""
    kept = 0
    edition = plan.editions[0]
    for records in rows.values():
        for duty in edition.duties.values():
            kind = KINDS.index(duty.counts[0])
            periods = periods_of(duty.rhythm, anchor=plan.span, over=edition.effective)
            on_time = dict.fromkeys((one.start for one in periods), 0)
            for period in periods:
                for sort, happened, makes_up in records:
                    if sort != kind or not period.start <= happened <= period.by:
                        continue
                    if makes_up and any(
                        one.start <= makes_up < one.until <= happened < one.closes
                        for one in periods
                    ):
                        continue
                    on_time[period.start] += 1
            kept += sum(
                number >= duty.need.times
                for period, number in zip(periods, on_time.values(), strict=True)
                if edition.effective.covers(Span(period.start, period.until))
            )
    return kept


def best(action: Callable[[], int], rounds: int) -> tuple[float, int]:
    times = []
    for _ in range(rounds):
        begun = process_time()
        answer = action()
        times.append(process_time() - begun)
    return min(times), answer


def measure(size: Size) -> list[str]:
    books = [book_of(size, seed) for seed in range(size.books)]
    plain, general = plain_plan(), general_plan()
    kernel(books[:1], plain), kernel(books[:1], general)  # the calendar is worked out once
    fast, kept = best(lambda: kernel(books, plain), size.rounds)
    wide, _ = best(lambda: kernel(books, general), size.rounds)
    shown, _ = best(lambda: traced(books, plain), min(size.rounds, 5))
    # The loops are timed on one book and counted for all: they are alike.
    rows = plain_rows(books[0])
    slow, looped = best(lambda: loops(rows, plain), min(size.rounds, 3))
    if size.books == 1 and looped != kept:
        sys.exit(f"{size.title}: the kernel kept {kept}, the loops {looped}")
    slow *= size.books
    return [
        size.title,
        f"{1000 * fast:,.2f} ms",
        f"{1000 * wide:,.2f} ms",
        f"{wide / fast:.2f}×",
        f"{1000 * shown:,.2f} ms",
        f"{1000 * slow:,.0f} ms",
        f"{slow / fast:.0f}×",
    ]


def growing() -> Table:
    """Time a record as a book grows; flat means that a large book costs no more."""
    plan = plain_plan()
    table = Table("规模", "简单周期", "每条", "其中与条数无关")
    for size in GROWTH:
        books = [book_of(size, seed=1)]
        empty = [book_of(replace(size, records=1), seed=1)]
        kernel(books, plan)
        full, _ = best(lambda books=books: kernel(books, plan), size.rounds)
        fixed, _ = best(lambda empty=empty: kernel(empty, plan), size.rounds)
        each = 1e9 * full / size.records
        table.add_row(
            size.title, f"{1000 * full:,.2f} ms", f"{each:,.0f} ns", f"{1000 * fixed:,.2f} ms"
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description="对照测量判定核心的速度")
    parser.add_argument("--province", action="store_true", help="加测一个省的规模（约1分钟）")
    parser.add_argument("--growth", action="store_true", help="加测记录成倍增加时每条的用时")
    chosen = parser.parse_args()
    table = Table("规模", "简单周期", "一般周期", "一般/简单", "连同追溯", "逐条循环", "循环/核心")
    for size in (*SIZES, PROVINCE) if chosen.province else SIZES:
        table.add_row(*measure(size))
    console = Console()
    console.print(table)
    if chosen.growth:
        console.print(growing())
    console.print(f"负载（1、5、15分钟）：{' '.join(f'{one:.1f}' for one in getloadavg())}")


if __name__ == "__main__":
    main()

"""The peers' tables out of a lake: what a warehouse would have prepared before anybody asks.

Which pairing and duty a record counts for, and that it was not corrected, withdrawn or sent
back, is worked out here by the kernel's own steps 1 and 2, once and not measured; a record the
office accepted after the lock is given as received when it happened. So the peers are spared a
part of the work that Tongxing does every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.flat import write_all
from benchmarks.workload import FIRST
from benchmarks.workload import YEAR
from benchmarks.workload import Year
from benchmarks.workload import calendar_of
from tongxing.derive.cutting import cut_book
from tongxing.derive.editions import plans_of
from tongxing.derive.facts import Facts
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.lake import open_lake
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.owe import apart
from tongxing.rules.standing.part import Work
from tongxing.rules.standing.part import matched
from tongxing.rules.standing.part import prepare
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Waivers

NEVER = 9_999  # an open end, in days from 1 January
LAST = date(YEAR.until.year - 1, 12, 31) if YEAR.until else YEAR.start


def flatten(address: str, folder: Path, provinces: tuple[str, ...] = ()) -> int:
    """Write a lake's provinces (all when none are named) to `folder`, once; how many records."""
    lake = open_lake(address)
    named = provinces or tuple(lake.provinces())
    first = lake.books(named[0])[0]
    (plan,) = plans_of(facts_of(lake, first).editions)
    return write_all(folder, calendar_of(plan), {one: counties(lake, one) for one in named})


def facts_of(lake: Lake, book: LakeBook) -> Facts:
    return lake.facts(book).at(book.seq)


def counties(lake: Lake, province: str) -> Iterator[Year]:
    for book in lake.books(province):
        read, facts = lake.read(book, ()), facts_of(lake, book)
        (plan,) = plans_of(facts.editions)
        table = cut_book(book.code, read.chunk, read.registers, facts, rows=book.seq, wanted=())
        yield flat_of(prepare(table, LAST, LAST), plan, table.pairings, table.waivers)


def flat_of(work: Work, plan: Plan, pairings: Pairings, waivers: Waivers) -> Year:
    """What counts, in the order of the book; a record of two pairings stands twice."""
    (edition,) = plan.editions
    found = [matched(work, edition, duty) for duty in edition.duties.values()]
    duty = np.repeat(np.arange(len(found), dtype=np.uint8), [len(rows) for rows, _ in found])
    record = np.concatenate([rows for rows, _ in found])
    pairing = np.concatenate([pair for _, pair in found])
    order = np.argsort(record, kind="stable")
    record, pairing, duty = record[order], pairing[order], duty[order]
    records = work.book.records
    accepted = work.taken.accepted[record]
    waived, begin, end = waived_days(waivers)
    return Year(
        place=pairings.place,
        start=days(pairings.start),
        until=days(pairings.until),
        pair=pairing,
        kind=duty,
        happened=days(records.happened[record]),
        makes_up=days(records.makes_up[record], none=-1),
        received=days(np.where(accepted, records.happened[record], records.received[record])),
        amount=np.zeros(0, np.int64),
        replaces=np.full(len(record), -1, np.int32),
        waived=waived,
        waived_from=begin,
        waived_until=end,
    )


def waived_days(waivers: Waivers) -> tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.int16]]:
    """Stretches without overlap; every waiver must hold for all duties, as synthetic ones do."""
    if any(waivers.duties):
        raise ValueError("a waiver of single duties has no place in the flat tables")
    pairing, start, until = apart(waivers.pairing, waivers.start, waivers.until)
    return pairing.astype(np.int32), days(start), days(until)


def days(ordinals: NDArray[np.signedinteger], none: int = NEVER) -> NDArray[np.int16]:
    found = np.where(ordinals == NO_DAY, none, ordinals - FIRST)
    return found.astype(np.int16)

"""The peers' tables out of a lake: what a warehouse would have prepared before anybody asks.

Which pairing and duty a record counts for is worked out here without the kernel, once
and not measured, so that equal answers say that its matching is right too. What
was corrected, withdrawn or sent back is left out; a record the office accepted after the lock is
given as received when it happened. The peers are spared a part of the work Tongxing does
every time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.flat import write_once
from benchmarks.flat import write_province
from benchmarks.workload import FIRST
from benchmarks.workload import YEAR
from benchmarks.workload import Days
from benchmarks.workload import Year
from benchmarks.workload import calendar_of
from tongxing.derive.editions import plans_of
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import open_lake
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Waivers
from tongxing.rules.standing.take import take

Ints = NDArray[np.signedinteger]
NEVER = 9_999  # an open end, in days from 1 January
LAST = date(YEAR.until.year - 1, 12, 31) if YEAR.until else YEAR.start


def flatten(address: str, folder: Path) -> int:
    """Write a lake's provinces to `folder`, once, two at a time; how many records."""
    lake = open_lake(address)
    provinces = lake.provinces()
    (plan,) = plans_of(lake.editions(lake.books(provinces[0])[0]))
    return write_once(folder, calendar_of(plan), lambda: sum(in_two(address, folder, provinces)))


def in_two(address: str, folder: Path, provinces: Sequence[str]) -> list[int]:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return list(pool.map(partial(one_province, address, folder), provinces))


def one_province(address: str, folder: Path, province: str) -> int:
    return write_province(folder, province, counties(open_lake(address), province))


def counties(lake: Lake, province: str) -> Iterator[Year]:
    for book in lake.books(province):
        (plan,) = plans_of(lake.editions(book))
        yield flat_of(lake.tables(book, ()), plan)


def flat_of(book: Book, plan: Plan) -> Year:
    """What counts, in the order of the book; a record of two pairings stands twice."""
    records, pairings = book.records, book.pairings
    taken = take(records, LAST.toordinal())
    row, pairing, duty = matched(records, pairings, plan)
    happened = records.happened[row]
    good = taken.effective[row]
    good &= (pairings.start[pairing] <= happened) & (happened < pairings.until[pairing])
    row, pairing, duty = row[good], pairing[good], duty[good]
    received = records.received[row]
    if taken.accepted is not None:
        received = np.where(taken.accepted[row], records.happened[row], received)
    waived, begin, end = waived_days(book.waivers)
    return Year(
        place=pairings.place,
        start=days(pairings.start),
        until=days(pairings.until),
        pair=pairing,
        kind=duty,
        happened=days(records.happened[row]),
        makes_up=days(records.makes_up[row], none=-1),
        received=days(received),
        amount=np.zeros(0, np.int64),
        replaces=np.full(len(row), -1, np.int32),
        waived=waived,
        waived_from=begin,
        waived_until=end,
    )


def matched(records: Records, pairings: Pairings, plan: Plan) -> tuple[Ints, Ints, Ints]:
    """(row of a record, pairing, duty): its doer is an actor, its place the target, its kind one
    the duty counts; joined for each deed, and spread over the records."""
    deeds = records.deeds
    duty = duties_of(deeds.kinds, plan)[deeds.kind[deeds.doer_row]]
    counted = np.flatnonzero(duty >= 0)
    doing = deeds.doer_row[counted]
    codes = np.unique(pairings.place)
    # Who and where as one number; places without a pairing are left out by their own.
    at = np.searchsorted(codes, deeds.place[doing]).clip(max=len(codes) - 1)
    wanted = deeds.doer[counted].astype(np.int64) * len(codes) + at
    wanted[codes[at] != deeds.place[doing]] = -1
    actor_place = np.searchsorted(codes, pairings.place[pairings.actor_row])
    offered = pairings.actor.astype(np.int64) * len(codes) + actor_place
    left, right = join(wanted, offered)
    found = np.stack([doing[left], pairings.actor_row[right], duty[counted][left]])
    deed, pairing, number = np.unique(found, axis=1)  # a unit may stand twice among the doers
    record, each = join(records.deed.astype(np.int64), deed.astype(np.int64))
    return record, pairing[each], number[each].astype(np.uint8)


def duties_of(kinds: Sequence[str], plan: Plan) -> Ints:
    """Of each kind the duty that counts it, -1 for none."""
    (edition,) = plan.editions
    found = np.full(len(kinds), -1, np.int64)
    for number, duty in enumerate(edition.duties.values()):
        for kind in duty.counts:
            if kind in kinds:
                found[kinds.index(kind)] = number
    return found


def join(wanted: NDArray[np.int64], offered: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """All pairs of positions with equal numbers, by position in `wanted`; below zero is nobody."""
    order = np.argsort(offered, kind="stable")
    inside = offered[order]
    first = np.searchsorted(inside, wanted, side="left")
    times = np.where(wanted < 0, 0, np.searchsorted(inside, wanted, side="right") - first)
    left = np.repeat(np.arange(len(wanted)), times)
    begin = np.repeat(first - np.cumsum(times) + times, times)
    return left, order[begin + np.arange(len(left))]


def waived_days(waivers: Waivers) -> tuple[Ints, Days, Days]:
    """Stretches without overlap; every waiver must hold for all duties, as synthetic ones do."""
    if any(waivers.duties):
        raise ValueError("a waiver of single duties has no place in the flat tables")
    spans = zip(
        waivers.pairing.tolist(), waivers.start.tolist(), waivers.until.tolist(), strict=True
    )
    apart: list[list[int]] = []
    for pairing, start, until in sorted(spans):
        last = apart[-1] if apart else [-1, 0, 0]
        if last[0] == pairing and start <= last[2]:
            last[2] = max(last[2], until)
        else:
            apart.append([pairing, start, until])
    found = np.array(apart, np.int32).reshape(-1, 3)
    return found[:, 0], days(found[:, 1]), days(found[:, 2])


def days(ordinals: NDArray[np.signedinteger], none: int = NEVER) -> NDArray[np.int16]:
    found = np.where(ordinals == NO_DAY, none, ordinals - FIRST)
    return found.astype(np.int16)


if __name__ == "__main__":
    flatten(sys.argv[1], Path(sys.argv[2]))

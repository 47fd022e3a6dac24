"""Tongxing over a lake as a contender: every book of it read and judged, nothing kept from before.

The processes are started once and wait, as the threads of a database do. Each book is opened,
read, judged and summed by village where it is; what comes back is small. The manifests and the
footers of files are read anew in every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers import Answer
from benchmarks.answers import roll_up
from benchmarks.answers import together
from benchmarks.contender import Contender
from benchmarks.workload import AS_OF
from tongxing.derive.editions import fields_judged
from tongxing.derive.editions import plans_of
from tongxing.derive.keys import days_ahead
from tongxing.derive.lake.lake import open_lake
from tongxing.rules.periods import Span
from tongxing.rules.standing import counts_by_pairing
from tongxing.rules.standing import judge

Villages = tuple[NDArray[np.int64], NDArray[np.int64]]  # places, and their pairings' counts


def contender(address: str, workers: str = "2", years: str = "1") -> Contender:
    """All of a lake. `workers` 1 stays in this process; `years` moves the day to a later year."""
    as_of = AS_OF.replace(year=AS_OF.year + int(years) - 1)
    if workers == "1":
        return Contender(partial(alone, address, as_of), lambda answer: answer)
    pool = ProcessPoolExecutor(int(workers), get_context("spawn"))
    list(pool.map(abs, range(int(workers) * 4)))  # they are there before anything is timed
    return Contender(partial(shared, pool, address, as_of), lambda answer: answer)


def alone(address: str, as_of: date) -> Answer:
    lake = open_lake(address)
    return together(
        [
            summed([villages(address, [one.code for one in lake.books(province)], as_of)])
            for province in lake.provinces()
        ]
    )


def shared(pool: ProcessPoolExecutor, address: str, as_of: date) -> Answer:
    """The books of each province in shares of about as many records, largest provinces first."""
    lake = open_lake(address)
    asked = [
        (province, pool.submit(villages, address, share, as_of))
        for province in lake.provinces()
        for share in shares([(one.seq, one.code) for one in lake.books(province)])
    ]
    parts: dict[str, list[Villages]] = {}
    for province, found in asked:
        parts.setdefault(province, []).append(found.result())
    return together([summed(one) for one in parts.values()])


def shares(books: Sequence[tuple[int, str]], most: int = 1_000_000) -> list[list[str]]:
    """Neighbouring books together, up to so many records."""
    found: list[list[str]] = [[]]
    records = 0
    for count, code in books:
        if found[-1] and records + count > most:
            found.append([])
            records = 0
        found[-1].append(code)
        records += count
    return found


def villages(address: str, codes: Sequence[str], as_of: date) -> Villages:
    """The books judged one after the other; memory is bounded by the largest."""
    lake = open_lake(address)
    year = Span(date(as_of.year, 1, 1), date(as_of.year + 1, 1, 1))
    places, counts = [], []
    for code in codes:
        book = lake.book(code)
        plans = plans_of(lake.editions(book))
        table = lake.tables(book, fields_judged(plans))
        standing = judge(table, plans, as_of=as_of, ahead_days=days_ahead(as_of))
        found = counts_by_pairing(standing, year)[:, :, 1:]
        first = np.flatnonzero(np.diff(table.pairings.place, prepend=-1))
        places.append(table.pairings.place[first])
        counts.append(np.add.reduceat(found, first))
    return np.concatenate(places), np.concatenate(counts)


def summed(parts: Sequence[Villages]) -> Answer:
    return roll_up(
        np.concatenate([place for place, _ in parts]),
        np.concatenate([counts for _, counts in parts]),
    )

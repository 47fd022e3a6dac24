"""Tongxing over a lake as a contender: every book of it read and judged, nothing kept from before.

What is run is what `tongxing judge --lake` runs for neighbouring books (`judged_together`): opened,
read, judged, summed by village, the keys worked out. The processes are started once and wait, as
the threads of a database do; the lake and its files are opened anew in every run, and what never
changes of them (footers, manifests of the same bytes) is known from the run before.

Villages come in province by province, in numbers no wider than they need, and are added up at
once: the process that gathers a nation holds its answer and one province.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from benchmarks.answers import Answer
from benchmarks.answers import roll_up
from benchmarks.answers import together
from benchmarks.contender import Contender
from benchmarks.workload import AS_OF
from benchmarks.workload import LEVELS
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.gather import all_of
from tongxing.derive.rollups.judging import judge_book
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.lake import opened
from tongxing.derive.rollups.processes import TOGETHER
from tongxing.derive.rollups.processes import begin
from tongxing.derive.rollups.processes import judge_in_processes
from tongxing.derive.rollups.reading import judged_together
from tongxing.derive.rollups.reading import shares
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.store import question_of
from tongxing.derive.rollups.sums import by_book
from tongxing.derive.rollups.sums import coarser
from tongxing.derive.rollups.touched import part_of
from tongxing.rules.standing import Book
from tongxing.rules.standing.places import CODE_DIGITS

WITHIN, ABOVE = LEVELS[:2], LEVELS[2:]  # what a book holds whole, and what several make up
EARLIER = "before the last record"  # stands for the chain's hash, as nothing is proved
MOST = 300_000  # records a process is given at a time: few, that all end together


def contender(address: str, workers: str = "2", years: str = "1") -> Contender:
    """All of a lake. `workers` 1 stays in this process; `years` moves the day to a later year;
    "one-more" is the board of all of it when one book has one more record than before,
    "none-more" when none has."""
    as_of = AS_OF.replace(year=AS_OF.year + int(years) - 1)
    if workers in {"one-more", "none-more"}:
        return kept_board(address, as_of, grows=workers == "one-more")
    if workers == "1":
        return Contender(partial(alone, address, as_of), together)
    pool = ProcessPoolExecutor(int(workers), get_context("spawn"), begin, (False,))
    list(pool.map(villages, [address] * 8, [[]] * 8, [as_of] * 8))  # they are there, and warm
    return Contender(partial(shared, pool, address, as_of), together)


def alone(address: str, as_of: date) -> list[Answer]:
    opened.cache_clear()
    asked = shares(heads_in(address, as_of), MOST)
    return summed(villages(address, share, as_of) for share in asked)


def shared(pool: ProcessPoolExecutor, address: str, as_of: date) -> list[Answer]:
    asked = shares(heads_in(address, as_of), MOST)
    return summed(pool.map(partial(villages, address, as_of=as_of), asked))


def heads_in(address: str, as_of: date) -> list[Head]:
    return LakeBooks(address).heads("", as_of)


def villages(address: str, heads: Sequence[Head], as_of: date) -> Answer:
    """The books judged as an engine does, a few neighbours at a time: their villages and towns."""
    reader, places, counts = LakeBooks(address), [], []
    together = (judged_together(reader, some, as_of) for some in shares(heads, TOGETHER))
    for found in chain.from_iterable(together):
        if isinstance(found, Failed):
            raise SystemExit(f"{found.head.code}: {found.say}")
        narrow = coarser(found, CODE_DIGITS)
        places.append(narrow.places)
        counts.append(narrow.counts[:, :, 1:])
    return roll_up(np.concatenate(places), np.concatenate(counts), WITHIN) if places else {}


def summed(parts: Iterable[Answer]) -> list[Answer]:
    """Each province added up once all of its shares are in; they come in by province."""
    return [whole(list(group)) for _, group in groupby(parts, key=province_of)]


def whole(parts: list[Answer]) -> Answer:
    """A province out of shares that cut no county in two."""
    found = together(parts)
    towns = found[WITHIN[-1]]
    return {**found, **roll_up(towns.prefix, towns.counts, ABOVE, WITHIN[-1])}


def province_of(part: Answer) -> int:
    return int(part[WITHIN[0]].prefix[0]) // 10**10


# --- the board of what is kept, with one more record or none --------------------------------


@dataclass(frozen=True)
class Growing(LakeBooks):
    """The books of a lake, each of which says what it was before its last record."""

    def book(self, head: Head) -> BookAt:
        return replace(super().book(head), hash_at=lambda _: EARLIER)


def kept_board(address: str, as_of: date, *, grows: bool) -> Contender:
    """If it grows, in each run another book has a record more than is kept of it, those of mean
    size first."""
    folder, heads = Path(mkdtemp(prefix="tongxing-bench-")), heads_in(address, as_of)
    store, reader = Store(folder, question_of(as_of)), Growing(address)
    board(Job(reader, heads, as_of), store)
    earlier = [without_last(reader.book(head), as_of) for head in heads]
    store.keep(earlier)
    now = [one.sums.head for one in earlier]
    mean = sum(one.seq for one in heads) / len(heads)
    turns = iter(sorted(range(len(heads)), key=lambda n: abs(heads[n].seq - mean)))

    def run() -> int:
        if grows:
            at = next(turns)
            now[at] = heads[at]
        return board(Job(reader, list(now), as_of), store)

    return Contender(run, lambda _: {})


def without_last(book: BookAt, as_of: date) -> BookRollUp:
    """What the book came to before its last record."""
    seq = book.seq - 1

    def cut(wanted: Iterable[str]) -> Book:
        table = book.cut(wanted)
        return part_of(table, np.arange(seq), np.arange(len(table.pairings.keys)))

    return judge_book(replace(book, seq=seq, hash=EARLIER, cut=cut), as_of)


def board(job: Job, store: Store) -> int:
    """Every county's sums and the province's; answers how many counties there are."""
    found = all_of(job, store=store, engine=judge_in_processes, digits=0, progress=lambda *_: None)
    counties, whole = by_book(found.sums.values(), 6), by_book(found.sums.values(), 2)
    return len(counties) + len(whole)

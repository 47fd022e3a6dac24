"""Tongxing's own kernel as a contender: books held as arrays, judged one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks import workload
from benchmarks.answers import Answer
from benchmarks.answers import roll_up
from benchmarks.contender import Contender
from benchmarks.county_database import book_in
from benchmarks.county_database import set_up
from benchmarks.workload import FIRST
from benchmarks.workload import KINDS
from benchmarks.workload import Size
from benchmarks.workload import Year
from benchmarks.workload import years
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing import Book
from tongxing.rules.standing import Standing
from tongxing.rules.standing import counts_by_pairing
from tongxing.rules.standing import judge
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Waivers

NONE = np.zeros(0, dtype=np.int32)


def contender(form: str, home: str = "") -> Contender:
    """The county of the bench: its "arrays", the same "traced" with the records behind every cell
    laid out besides, or the "database" of the installation at `home`."""
    if form == "database":
        return from_database(home)
    work = {"arrays": judge_all, "traced": trace_all}[form]
    books = books_of(workload.COUNTY)
    return Contender(partial(work, books, workload.plain_plan()), lambda answer: answer)


def books_of(size: Size) -> list[Book]:
    return [book_of(year) for year in years(size)]


def judge_all(books: Sequence[Book], plan: Plan) -> Answer:
    """Every book judged, its sums by pairing put in the order of places, and added up."""
    return summed_up(books, [judged(book, plan) for book in books])


def trace_all(books: Sequence[Book], plan: Plan) -> Answer:
    """The same, and as a county's own pages do: which records every cell is made of."""
    standings = [judged(book, plan) for book in books]
    for duty in chain.from_iterable(one.duties for one in standings):
        assert len(duty.hits.record)
    return summed_up(books, standings)


def judged(book: Book, plan: Plan) -> Standing:
    return judge(book, (plan,), as_of=workload.AS_OF, ahead_days=40)


def summed_up(books: Sequence[Book], standings: Sequence[Standing]) -> Answer:
    place = np.concatenate([book.pairings.place for book in books])
    return roll_up(place, np.concatenate([counts_by_pairing(one)[:, :, 1:] for one in standings]))


def book_of(year: Year) -> Book:
    """The year as the kernel's tables: a deed for each pairing and kind."""
    pairs, kinds = len(year.place), len(KINDS)
    every = np.arange(pairs, dtype=np.int32)
    replacing = np.flatnonzero(year.replaces >= 0).astype(np.int32)
    deeds = Deeds(
        kind=np.tile(np.arange(kinds, dtype=np.int32), pairs),
        place=np.repeat(year.place, kinds),
        doer_row=np.arange(pairs * kinds, dtype=np.int32),
        doer=np.repeat(every, kinds),
        doer_role=np.zeros(pairs * kinds, dtype=np.int32),
        about_row=NONE,
        about=NONE,
        kinds=KINDS,
        parties=tuple(f"org:{n}" for n in range(pairs)),
        roles=("",),
        subjects=(),
    )
    records = Records(
        deed=year.pair * np.int32(kinds) + year.kind,
        happened=year.happened + np.int32(FIRST),
        makes_up=np.where(year.makes_up >= 0, year.makes_up + np.int32(FIRST), NO_DAY),
        received=year.received + np.int32(FIRST),
        replacing=replacing,
        replaced=year.replaces[replacing],
        returning=NONE,
        returned=NONE,
        accepting=NONE,
        accepted=NONE,
        columns={f"{KINDS[3]}.amount": amounts_of(year)},
        deeds=deeds,
    )
    waivers = Waivers(
        pairing=year.waived,
        plan=(workload.PLAN,) * len(year.waived),
        duties=(frozenset(),) * len(year.waived),
        start=year.waived_from + np.int32(FIRST),
        until=year.waived_until + np.int32(FIRST),
    )
    attributes = Attributes(NONE, (), (), NONE, NONE)
    return Book("440101", records, pairings_of(year), waivers, attributes)


def amounts_of(year: Year) -> Column:
    present = year.kind == 3
    return Column(np.where(present, year.amount, 0), present, np.zeros(len(present), np.bool_))


def pairings_of(year: Year) -> Pairings:
    pairs = len(year.place)
    every = np.arange(pairs, dtype=np.int32)
    return Pairings(
        keys=tuple(f"pair-{n:05d}" for n in range(pairs)),
        kind=np.zeros(pairs, dtype=np.int32),
        start=year.start + np.int32(FIRST),
        until=year.until + np.int32(FIRST),
        place=year.place,
        actor_row=every,
        actor=every,
        target_row=every,
        target_low=year.place,
        target_high=year.place + 1,
        target_subject=np.full(pairs, -1, dtype=np.int32),
        kinds=(workload.KIND,),
        target_subject_names=("",) * pairs,
    )


def from_database(home: str) -> Contender:
    """The same from the real tables: the book read afresh and judged, nothing kept."""
    set_up(Path(home))
    from tongxing.derive.snapshot import forget_all
    from tongxing.derive.snapshot import snapshot

    code, plan = book_in(Path(home)), workload.plain_plan()

    def run() -> Answer:
        forget_all()
        found = snapshot(code)
        return judge_all([found.cut(found.seq, ())], plan)

    return Contender(run, lambda answer: answer)

"""Several people open the same book at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from django.db import connections

from tests.derive.boards.season import force
from tests.derive.conftest import County
from tests.derive.plans import PLAN
from tests.derive.test_snapshot import afresh
from tests.derive.test_snapshot import assert_equal_books
from tests.records import cast as c
from tongxing.derive import snapshot as snapshots
from tongxing.derive import standings
from tongxing.derive.chunks import Chunk
from tongxing.derive.snapshot import snapshot
from tongxing.derive.standings import forget_all
from tongxing.derive.standings import standing_of

READERS = 6
T = TypeVar("T")


def at_once(work: Callable[[int], T], readers: int = READERS) -> list[T]:
    """The answers of several threads that start together, in their order.

    They share the test's connection, and with it what the test has not committed.
    """
    start = Barrier(readers)
    shared = connection.connection and connections["default"]
    shared.inc_thread_sharing()

    def run(number: int) -> T:
        connections["default"] = shared
        start.wait(timeout=20)
        return work(number)

    try:
        with ThreadPoolExecutor(readers) as pool:
            return list(pool.map(run, range(readers)))
    finally:
        shared.dec_thread_sharing()


@pytest.fixture
def slow_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each reading of the ledger took; each takes its time."""
    found: list[int] = []
    read = Chunk.read.__func__  # type: ignore[attr-defined]

    def reading(cls: type[Chunk], rows: object, registers: object, *, first_row: int) -> Chunk:
        listed = list(rows)  # type: ignore[call-overload]
        found.append(len(listed))
        time.sleep(0.05)
        chunk: Chunk = read(cls, listed, registers, first_row=first_row)
        return chunk

    monkeypatch.setattr(Chunk, "read", classmethod(reading))
    return found


def test_a_cold_book_is_read_once_for_all(county: County, slow_reads: list[int]) -> None:
    found = at_once(lambda _: snapshot(c.BOOK))
    assert slow_reads == [found[0].seq]
    assert {id(one) for one in found} == {id(found[0])}


def test_what_is_new_is_read_once_for_all(county: County, slow_reads: list[int]) -> None:
    snapshot(c.BOOK)
    county.write()
    county.bought("近3万元")
    slow_reads.clear()
    found = at_once(lambda _: snapshot(c.BOOK))
    assert slow_reads == [2]
    assert {id(one) for one in found} == {id(found[0])}


def test_everybody_reads_the_same_bytes_while_the_book_grows(county: County) -> None:
    days = (date(2024, 12, 31), date(2025, 3, 1), county.today)
    for round_ in range(3):
        county.write("zx", later=round_, happened=date(2025, 1, 5 + round_))
        county.bought("1200元", later=round_)
        found = at_once(
            lambda number: standing_of(c.BOOK, as_of=days[number % 3]).as_bytes(), READERS
        )
        forget_all()
        alone = [standing_of(c.BOOK, as_of=day).as_bytes() for day in days]
        assert found == alone * (READERS // 3)


def test_who_holds_an_earlier_book_is_not_disturbed(county: County) -> None:
    """One reader is still at work with the old head while another takes up the new one."""
    county.write()
    held = snapshot(c.BOOK)
    before = standing_of(c.BOOK, as_of=county.today)
    wanted = frozenset({"purchase.mode", "labour-day.people"})
    table = held.cut(held.seq, wanted)
    county.bought("1200元", later=1)
    county.write("lyj", later=2, values={"people": "12人次"})

    def work(number: int) -> object:
        if number % 2:
            return snapshot(c.BOOK).seq
        return held.cut(held.seq, wanted).records.seq.tolist()

    found = at_once(work)
    assert found[::2] == [table.records.seq.tolist()] * 3
    assert found[1::2] == [held.seq + 2] * 3
    plans = before.plans
    again = standings.judged_with(held, plans, seq=held.seq, as_of=county.today, key=before.key)
    assert again.as_bytes() == before.as_bytes()


def test_a_reading_that_fails_leaves_nothing_half_done(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot(c.BOOK)
    county.bought("5元")
    force(county, PLAN.replace("grace_days = 5", "grace_days = 9"))

    def broken(_: str) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "load_facts", broken)
        with pytest.raises(ConnectionError):
            snapshot(c.BOOK)
    extended = snapshot(c.BOOK)
    assert_equal_books(extended, afresh())


def test_different_books_do_not_wait_for_each_other(county: County) -> None:
    """While one book is being read, whoever asks for another gets it."""
    with snapshots._guard:
        reading = snapshots._reading.setdefault("440900", snapshots.Lock())
    with reading:
        (found,) = at_once(lambda _: snapshot(c.BOOK).code, 1)
    assert found == c.BOOK

"""A book judged on from what it came to some records ago is what it is judged afresh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.conftest import County
from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import head
from tests.derive.rollups.made import same
from tests.derive.test_growing_book import ALL
from tests.derive.test_growing_book import anew
from tests.derive.test_growing_book import courses
from tests.records import cast as c
from tests.rules.standing import plans as p
from tests.rules.standing.told import LANGLIAN
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import book_of
from tests.rules.standing.told import pair
from tests.rules.standing.worlds import World
from tests.rules.standing.worlds import worlds
from tongxing.derive.lake.sync import sync
from tongxing.derive.rollups import judging
from tongxing.derive.rollups.database import Database
from tongxing.derive.rollups.judging import counts_since
from tongxing.derive.rollups.judging import judge_book
from tongxing.derive.rollups.judging import rolled_up
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.touched import touched
from tongxing.rules.standing import Book
from tongxing.rules.standing import BookBuilder

SLOW_IS_FINE = list(HealthCheck)


def whole(book: Book, world: World, seq: int) -> BookRollUp:
    _, (one,) = rolled_up([book], world.plans, world.as_of)
    return BookRollUp(
        BookSums(head("440981", seq), (), (), 0), one.prefix, one.counts, one.pairings
    )


def agree(world: World, since: int) -> None:
    """The records from `since` on come in at once; facts are the same before and after."""
    now = world.book.build()
    before = whole(replace(world.book, records=world.book.records[:since]).build(), world, since)
    was = before.counts.copy()
    with patch.object(judging, "PARTS", 1):  # however much of it is touched
        counts = counts_since(before, now, world.plans, world.as_of)
    assert counts is not None
    assert counts.tolist() == whole(now, world, len(now.records)).counts.tolist()
    assert before.counts.tolist() == was.tolist()


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(world=worlds(), back=st.integers(1, 3))
def test_more_records_change_nothing_but_what_is_judged_anew(world: World, back: int) -> None:
    agree(world, max(0, len(world.book.records) - back))


@pytest.mark.full
@settings(max_examples=500, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(world=worlds(), back=st.integers(1, 25))
def test_so_it_is_many_times(world: World, back: int) -> None:
    agree(world, max(0, len(world.book.records) - back))


# --- which part that is -----------------------------------------------------------------------

NEAR, FAR = pair("near"), pair("far", MARKET, targets=(LANGLIAN,), place=LANGLIAN)
BESIDE = pair("beside", "org:water")  # in the same village as the first
OF_MARKET = f"at={LANGLIAN} by={MARKET}"
RECORDS = ["2024-01-10 labour-day", f"2024-01-11 labour-day {OF_MARKET}",
           "2024-01-12 labour-day by=org:water", "2024-01-13 labour-day by=org:nobody"]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "pairings", "records"),
    [
        (["2024-02-10 labour-day"], ["beside", "near"], 3),
        ([f"2024-02-10 labour-day {OF_MARKET}"], ["far"], 2),
        (["2024-02-10 labour-day by=org:water"], ["beside", "near"], 3),
        (["2024-02-10 labour-day by=org:nobody"], [], 0),
        (["2024-02-10 labour-day by=org:nobody replaces=1"], ["far"], 2),
        (["2024-02-10 labour-day by=org:nobody returns=0"], ["beside", "near"], 3),
        (["2024-02-10 labour-day by=org:nobody accepts=1"], ["far"], 2),
        ([f"2024-02-10 labour-day {OF_MARKET}", "2024-02-11 labour-day"],
         ["beside", "near", "far"], 5),
    ],
)  # fmt: skip
def test_places_where_their_parties_act_are_touched_and_no_others(
    more: list[str], pairings: list[str], records: int
) -> None:
    plan = p.plan_of(p.duty_of("labour"))
    told = Told("", plan, [*RECORDS, *more], "2024-03-31", {}, pairings=[NEAR, FAR, BESIDE])
    part = touched(book_of(told), len(RECORDS))
    assert list(part.pairings.keys) == pairings
    assert len(part.records) == records


def test_where_most_of_a_book_is_touched_it_is_judged_afresh() -> None:
    plan = p.plan_of(p.duty_of("labour"))
    for records, known in (([RECORDS[0], *RECORDS[1:2] * 3], True), (RECORDS[:2], False)):
        told = Told("", plan, records, "2024-03-31", {}, pairings=[NEAR, FAR])
        book, world = book_of(told), World(BookBuilder(""), [plan], AS_OF, 31)
        more = replace(told, records=[*records, "2024-02-10 labour-day"])
        found = counts_since(whole(book, world, len(records)), book_of(more), [plan], AS_OF)
        assert (found is not None) == known


# --- books of a ledger and of a lake ------------------------------------------------------------


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many records were judged alone; however much of the book is touched."""
    found: list[int] = []

    def counted(book: Book, since: int) -> Book:
        part = touched(book, since)
        found.append(len(part.records))
        return part

    monkeypatch.setattr(judging, "PARTS", 1)
    monkeypatch.setattr(judging, "touched", counted)
    return found


def follow(reader: Reader, before: BookRollUp) -> BookRollUp:
    (now,) = reader.heads(c.BOOK, AS_OF)
    book = reader.book(now)
    on, afresh = judge_book(book, AS_OF, before), judge_book(book, AS_OF)
    assert same(on, afresh)
    assert on.sums.head == now
    return on


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(courses)
@example(ALL)
def test_a_ledgers_book_is_followed_through_all_that_happens(
    small: County, parts: list[int], steps: list[tuple[str, int]]
) -> None:
    parts.clear()
    with anew(small) as course:
        before = first = follow_from(Database())
        for name, pick in steps:
            course.step(name, pick)
            before = follow(Database(), before)
            follow(Database(), first)
        if steps == ALL:  # facts stay the same at most steps
            assert len(parts) > len(ALL)


@pytest.mark.django_db
@settings(max_examples=3, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(courses)
@example(ALL)
def test_a_lakes_book_is_followed_from_sync_to_sync(
    small: County, parts: list[int], steps: list[tuple[str, int]]
) -> None:
    parts.clear()
    with anew(small) as course, TemporaryDirectory() as folder:
        address = str(Path(folder) / "lake")
        sync(address)
        before = follow_from(LakeBooks(address))
        for name, pick in steps:
            course.step(name, pick)
            sync(address)
            before = follow(LakeBooks(address), before)
        if steps == ALL:
            assert parts


def follow_from(reader: Reader) -> BookRollUp:
    (now,) = reader.heads(c.BOOK, AS_OF)
    return judge_book(reader.book(now), AS_OF)


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["hash", "key", "seq", "name", "day"])
def test_what_is_not_the_books_own_is_left_aside(
    small: County, parts: list[int], other: str
) -> None:
    with anew(small) as course:
        before = follow_from(Database())
        course.step("append", 1)
        follow(Database(), before)
        assert len(parts) == 1
        known = before.sums.head
        wrong = {"hash": "0" * 64, "key": "0" * 64, "seq": known.seq - 1}.get(other)
        kept = replace(known, **{} if wrong is None else {other: wrong})
        (now,) = Database().heads(c.BOOK, AS_OF)
        book = Database().book(now)
        if other == "name":
            book = replace(book, name="别县")
        day = AS_OF.replace(day=11) if other == "day" else AS_OF
        stranger = replace(before, sums=replace(before.sums, head=kept))
        assert same(judge_book(book, day, stranger), judge_book(book, day))
        assert len(parts) == 1

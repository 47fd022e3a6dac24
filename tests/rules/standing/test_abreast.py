"""Books side by side in one table are judged as each is by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import LANGLIAN
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import book_of
from tests.rules.standing.told import day
from tests.rules.standing.told import pair
from tests.rules.standing.worlds import World
from tests.rules.standing.worlds import worlds
from tongxing.rules.plan.model import Need
from tongxing.rules.standing import Book
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing import abreast
from tongxing.rules.standing import judge
from tongxing.rules.standing import roll_up
from tongxing.rules.standing import roll_up_each
from tongxing.rules.standing.abreast import united

SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
SUM = p.plan_of(
    p.duty_of("bought", counts=("purchase",), need=Need(sum="purchase.amount", at_least=6)),
    p.duty_of("labour"),
)
AS_OF = day("2024-03-31")


def told(*records: str, **given: object) -> Book:
    return book_of(Told("", SUM, records, "2024-03-31", {}, **given))  # type: ignore[arg-type]


BOUGHT = told(f"2024-01-10 purchase amount=4≈ by={MARKET}", "2024-01-20 purchase amount=6")
WORKED = told("2024-02-10 labour-day role=leader", "2024-02-11 labour-day replaces=0")
ELSEWHERE = told(
    f"2024-03-01 labour-day at={LANGLIAN} by={MARKET}",
    pairings=[pair("far", MARKET, targets=(LANGLIAN,), place=LANGLIAN)],
)
EMPTY = BookBuilder("440982").build()


@pytest.mark.parametrize(
    "books",
    [(BOUGHT, WORKED), (WORKED, EMPTY, BOUGHT), (EMPTY, EMPTY), (BOUGHT, BOUGHT, ELSEWHERE),
     (ELSEWHERE, WORKED), (BOUGHT,)],
)  # fmt: skip
def test_books_side_by_side_are_judged_as_each_by_itself(books: tuple[Book, ...]) -> None:
    agree(books, World(BookBuilder(""), [SUM], AS_OF, 31))


@given(several=st.lists(worlds(), min_size=2, max_size=3))
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW_IS_FINE)
def test_so_are_any(several: list[World]) -> None:
    agree([one.book.build() for one in several], several[0])


@pytest.mark.full
@given(several=st.lists(worlds(), min_size=2, max_size=4))
@settings(max_examples=500, deadline=None, suppress_health_check=SLOW_IS_FINE)
def test_so_are_any_many_times(several: list[World]) -> None:
    agree([one.book.build() for one in several], several[0])


def agree(books: tuple[Book, ...] | list[Book], asked: World) -> None:
    given = {"as_of": asked.as_of, "ahead_days": asked.ahead_days}
    whole = judge(abreast(books), asked.plans, **given)
    sizes = [len(one.pairings.keys) for one in books]
    rolled = roll_up_each(whole, sizes, 12)
    first_pairing = first_record = 0
    for book, size, sums in zip(books, sizes, rolled, strict=True):
        alone = judge(book, asked.plans, **given)
        for one, all_of_them in zip(alone.duties, whole.duties, strict=True):
            own = (first_pairing <= all_of_them.pairing) & (
                all_of_them.pairing < first_pairing + size
            )
            rows = np.flatnonzero(own)
            assert (all_of_them.pairing[rows] - first_pairing).tolist() == one.pairing.tolist()
            for name in ("state", "on_time", "late", "approx"):
                found = getattr(all_of_them, name)[rows]
                assert found.tolist() == getattr(one, name).tolist(), name
            hits = np.isin(all_of_them.hit_pairing, rows)
            records = all_of_them.hit_record[hits] - first_record
            assert sorted(records.tolist()) == sorted(one.hit_record.tolist())
        by_itself = roll_up(alone, 12)
        assert sums.prefix.tolist() == by_itself.prefix.tolist()
        assert sums.counts.tolist() == by_itself.counts.tolist()
        assert sums.pairings.tolist() == by_itself.pairings.tolist()
        first_pairing += size
        first_record += len(book.records)


def test_one_book_stays_what_it_is() -> None:
    assert abreast([BOUGHT]) is BOUGHT


def test_two_parties_of_one_name_in_two_books_never_meet() -> None:
    both = abreast([BOUGHT, replace(WORKED, code="440982")])
    deeds = both.records.deeds
    assert deeds.parties.count(FORESTRY) == 2
    assert set(both.pairings.actor.tolist()) == {
        at for at, name in enumerate(deeds.parties) if name == FORESTRY
    }


def test_names_of_several_books_stand_once_in_the_order_they_are_met() -> None:
    every, positions = united([("b", "a"), (), ("a", "c")])
    assert every == ("b", "a", "c")
    assert [at.tolist() for at in positions] == [[0, 1], [], [1, 2]]

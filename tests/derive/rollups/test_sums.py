"""Adding up: every level comes to the one above it, whoever adds and in whatever order."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest

from tests.derive.rollups.made import DUTIES
from tests.derive.rollups.made import head
from tests.derive.rollups.made import rolled
from tongxing.derive.boards.cells import tally
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.derive.rollups.shapes import totals_of
from tongxing.derive.rollups.sums import Sum
from tongxing.derive.rollups.sums import by_book
from tongxing.derive.rollups.sums import by_place
from tongxing.rules.standing.tables import State

CODES = ("440981", "440881", "440882", "450101", "110101")
BOOKS = [rolled(head(code), villages=9) for code in CODES]
LEVELS = (0, 2, 4, 6, 9, 12)


def row(**states: int) -> list[int]:
    """Eight states, all nothing but those named."""
    found = [0] * len(State)
    for name, number in states.items():
        found[State[name.upper()]] = number
    return found


def book(code: str, *counts: tuple[int, list[list[int]]], duties: int = 1) -> BookRollUp:
    """A book whose villages have these rows, a row of eight states a duty."""
    cells = np.array([rows for _, rows in counts], np.int64).reshape(-1, duties, len(State))
    places = np.array([place for place, _ in counts], np.int64)
    running = np.ones(len(counts), np.int64)
    sums = BookSums(head(code), DUTIES[:duties], totals_of(cells), len(counts))
    return BookRollUp(sums, places, cells, running)


def whole(sums: dict[str, Sum], prefix: str = "") -> tuple[dict[DutyTold, list[int]], int]:
    """All that lies below a prefix, added up here by hand."""
    counts: dict[DutyTold, list[int]] = {}
    own = [one for place, one in sums.items() if place.startswith(prefix)]
    for one in own:
        for duty, states in one.counts.items():
            known = counts.get(duty, [0] * len(State))
            counts[duty] = [a + b for a, b in zip(known, states.tolist(), strict=True)]
    return counts, sum(one.running for one in own)


@pytest.mark.parametrize(("above", "below"), list(pairwise(LEVELS)))
def test_every_level_is_made_of_the_one_below(above: int, below: int) -> None:
    upper, lower = dict(by_place(BOOKS, above)), dict(by_place(BOOKS, below))
    assert {place[:above] for place in lower} == set(upper)
    for place, one in upper.items():
        assert ({k: v.tolist() for k, v in one.counts.items()}, one.running) == whole(lower, place)


@pytest.mark.parametrize("digits", LEVELS)
def test_the_order_of_the_books_does_not_matter(digits: int) -> None:
    shuffled = list(BOOKS)
    Random(3).shuffle(shuffled)
    first, again = by_place(BOOKS, digits), by_place(shuffled, digits)
    assert list(first) == list(again)
    assert whole(dict(first)) == whole(dict(again))


def test_places_come_in_the_order_of_their_codes() -> None:
    for digits in LEVELS:
        names = list(by_place(BOOKS, digits))
        assert names == sorted(names)
        assert {len(name) for name in names} == {digits}


def test_whole_books_are_told_by_the_digits_asked_for() -> None:
    sums = [one.sums for one in BOOKS]
    assert list(by_book(sums, 2)) == ["11", "44", "45"]
    assert list(by_book(sums, 4)) == ["1101", "4408", "4409", "4501"]
    assert by_book(sums, 0)[""].running == sum(one.running for one in sums)
    assert by_book([], 0) == {}


def test_villages_of_one_town_are_added_and_those_of_the_next_are_not() -> None:
    one = book(
        "440981",
        (440981100200, [row(kept=3)]),
        (440981100201, [row(kept=1, missed=2)]),
        (440981101201, [row(late=5)]),
    )
    towns = by_place([one], 9)
    assert {name: sum_.counts[DUTIES[0]].tolist() for name, sum_ in towns.items()} == {
        "440981100": row(kept=4, missed=2),
        "440981101": row(late=5),
    }
    assert [sum_.running for sum_ in towns.values()] == [2, 1]


def test_a_town_itself_is_told_apart_from_its_villages_at_their_level_alone() -> None:
    one = book("440981", (440981100000, [row(kept=1)]), (440981100200, [row(kept=2)]))
    assert list(by_place([one], 12)) == ["440981100000", "440981100200"]
    assert by_place([one], 9)["440981100"].counts[DUTIES[0]].tolist() == row(kept=3)


def test_a_book_without_pairings_is_there_as_a_county_and_nowhere_below() -> None:
    nobody = rolled(head("440983"), villages=0)
    assert list(by_place([nobody], 6)) == ["440983"]
    assert by_place([nobody], 9) == by_place([nobody], 12) == {}
    assert by_place([nobody, *BOOKS], 12).keys() == by_place(BOOKS, 12).keys()


def test_the_same_duty_of_another_title_or_weight_stands_apart() -> None:
    """Else one county's late periods would weigh as another's do."""
    half = DutyTold("a", "labour-day", "劳动日", 50)
    full = DutyTold("a", "labour-day", "劳动日", 100)
    found = Sum()
    found.add((half,), np.array([row(late=2)]), 1)
    found.add((full,), np.array([row(late=2)]), 1)
    found.add((half,), np.array([row(kept=2)]), 1)
    assert [(counts.tolist(), weight) for counts, weight in found.parts()] == [
        (row(late=2, kept=2), 50), (row(late=2), 100),
    ]  # fmt: skip
    told = tally(found.parts())
    assert (told.kept, told.late, told.rate) == (2, 4, 8333)  # (2 + 2×½ + 2) ÷ 6
    assert found.running == 3


def test_a_duty_of_two_books_under_other_duties_is_added_up() -> None:
    one = book("440981", (440981100200, [row(kept=1), row(late=2)]), duties=2)
    other = book("440982", (440982100200, [row(kept=4)]))
    for found in (by_book([one.sums, other.sums], 2), by_place([one, other], 2)):
        counts = found["44"].counts
        assert {duty: states.tolist() for duty, states in counts.items()} == {
            DUTIES[0]: row(kept=5), DUTIES[1]: row(late=2),
        }  # fmt: skip
        assert len(found["44"].parts()) == 2


def test_adding_up_leaves_what_was_added_as_it_was() -> None:
    before = [(one.sums, one.counts.copy(), one.running.copy()) for one in BOOKS]
    for digits in LEVELS:
        by_place([*BOOKS, *BOOKS], digits)
    for one, (sums, counts, running) in zip(BOOKS, before, strict=True):
        assert one.sums == sums
        assert (one.counts == counts).all()
        assert (one.running == running).all()


def test_rows_that_are_not_as_many_as_the_duties_are_a_fault() -> None:
    with pytest.raises(ValueError, match="1 rows of 2 duties"):
        Sum().add(DUTIES, np.array([row(kept=1)]), 1)


def test_a_sum_of_nothing_has_no_rate() -> None:
    assert Sum().parts() == []
    assert tally(Sum().parts()).rate is None


@pytest.mark.parametrize("villages", [0, 1, 7])
def test_totals_are_all_places_together(villages: int) -> None:
    one = rolled(head("440981"), villages)
    totals = totals_of(one.counts)
    assert len(totals) == len(DUTIES)
    assert np.array(totals).sum() == one.counts.sum()
    assert all(isinstance(number, int) for states in totals for number in states)


def test_a_sum_keeps_no_hold_of_the_rows_it_was_given() -> None:
    given, found = np.array([row(kept=1)]), Sum()
    found.add(DUTIES[:1], given, 1)
    found.add(DUTIES[:1], given, 1)
    given += 100
    assert found.counts[DUTIES[0]].tolist() == row(kept=2)
    once = Sum()
    once.add(DUTIES[:1], given, 1)
    given -= 100
    assert once.counts[DUTIES[0]].tolist() == [number + 100 for number in row(kept=1)]

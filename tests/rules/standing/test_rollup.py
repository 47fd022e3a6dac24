"""Sums by pairing and by place."""

from __future__ import annotations

import numpy as np
import pytest

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import HEDONG
from tests.rules.standing.told import LANGLIAN
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import day
from tests.rules.standing.told import judged
from tests.rules.standing.told import pair
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing import Standing
from tongxing.rules.standing import State
from tongxing.rules.standing import count_states
from tongxing.rules.standing import counts_by_pairing
from tongxing.rules.standing import judge
from tongxing.rules.standing import roll_up
from tongxing.rules.standing import roll_ups
from tongxing.rules.standing.rollup import between
from tongxing.rules.standing.rollup import in_a_row

PLAN = p.plan_of(
    p.duty_of("labour", Rhythm("month", grace_days=5)),
    p.duty_of("project", Rhythm("quarter"), counts=("project-lead",)),
)
PAIRS = [
    pair("a", FORESTRY, place=HEDONG),
    pair("b", MARKET, place=HEDONG),
    pair("c", FORESTRY, MARKET, targets=(LANGLIAN,), place=LANGLIAN),
]
RECORDS = [
    f"2024-01-10 labour-day by={FORESTRY}",
    f"2024-02-03 labour-day by={MARKET} makes_up=2024-01-31",
    f"2024-02-10 labour-day by={FORESTRY} at={LANGLIAN}",
    f"2024-03-10 project-lead by={MARKET}",
]


def county() -> Standing:
    return judged(Told("county", PLAN, RECORDS, "2024-03-31", {}, pairings=PAIRS, ahead_days=0))


def told(counts: np.ndarray) -> dict[str, int]:
    return {state.name: int(counts[state]) for state in State if counts[state]}


def test_every_pairing_has_its_counts() -> None:
    counts = counts_by_pairing(county())
    assert told(counts[0, 0]) == {"KEPT": 1, "MISSED": 1, "OPEN": 1}
    assert told(counts[1, 0]) == {"LATE": 1, "MISSED": 1, "OPEN": 1}
    assert told(counts[2, 0]) == {"MISSED": 1, "KEPT": 1, "OPEN": 1}
    assert told(counts[1, 1]) == {"KEPT": 1}


def test_towns_and_the_county_add_up() -> None:
    towns = roll_up(county(), 9)
    assert towns.names() == ("440981100", "440981101")
    assert towns.pairings.tolist() == [2, 1]
    assert told(towns.counts[0, 0]) == {"KEPT": 1, "LATE": 1, "MISSED": 2, "OPEN": 2}
    whole = roll_up(county(), 6)
    assert whole.names() == ("440981",)
    assert (whole.counts[0] == towns.counts.sum(axis=0)).all()


def test_all_levels_at_once_are_each_level_by_itself() -> None:
    some = np.array([True, False, True])
    span = Span(day("2024-02-01"), day("2024-04-01"))
    every = roll_ups(county(), span=span, among=some)
    assert list(every) == [12, 9, 6, 4, 2]
    for digits, sums in every.items():
        alone = roll_up(county(), digits, span, some)
        assert sums.names() == alone.names()
        assert sums.counts.tolist() == alone.counts.tolist()
        assert sums.pairings.tolist() == alone.pairings.tolist()


def test_more_periods_than_a_byte_counts_are_all_counted() -> None:
    weekly, labour = p.duty_of("weekly", Rhythm("week")), p.duty_of("labour", Rhythm("month"))
    long = p.plan_of(weekly, labour, since=day("2015-01-05"))
    standing = judged(Told("long", long, [], "2024-12-31", {}, since="2015-01-05"))
    weeks = {"MISSED": 521, "OPEN": 1, "AHEAD": 4}
    months = {"NOT_OWED": 1, "MISSED": 118, "OPEN": 1, "AHEAD": 1}
    assert told(count_states(standing.duties[0])[0]) == weeks
    for counts in (counts_by_pairing(standing), roll_up(standing, 6).counts):
        assert [told(one) for one in counts[0]] == [weeks, months]


def test_a_span_without_periods_counts_nothing() -> None:
    never = Span(day("2031-01-01"), day("2032-01-01"))
    assert told(roll_up(county(), 6, never).counts[0, 0]) == {}
    assert count_states(county().duties[0], never).tolist() == [[0] * len(State)] * 3


def test_a_province_code_keeps_its_digits() -> None:
    assert roll_up(county(), 2).names() == ("44",)


def test_a_score_year_takes_the_periods_whose_first_day_it_holds() -> None:
    only = Span(day("2024-02-01"), day("2024-03-01"))
    assert told(roll_up(county(), 6, only).counts[0, 0]) == {"KEPT": 1, "MISSED": 2}
    assert told(roll_up(county(), 6, only).counts[0, 1]) == {}
    assert told(count_states(county().duties[0], only)[1]) == {"MISSED": 1}


def test_only_the_pairings_asked_for_count() -> None:
    some = roll_up(county(), 9, among=np.array([True, False, False]))
    assert some.pairings.tolist() == [1, 0]
    assert told(some.counts[0, 0]) == {"KEPT": 1, "MISSED": 1, "OPEN": 1}
    assert told(some.counts[1, 0]) == {}


def test_a_book_without_pairings_sums_to_nothing() -> None:
    empty = judge(BookBuilder("440981").build(), [PLAN], as_of=day("2024-03-31"))
    sums = roll_up(empty, 9)
    assert sums.names() == ()
    assert sums.counts.shape == (0, 2, len(State))
    assert [one.names() for one in roll_ups(empty).values()] == [()] * 5
    assert empty.duty(p.PLAN, "labour").state.shape == (0, 5)


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ([4], slice(4, 5)),
        ([3, 4, 5], slice(3, 6)),
        ([3, 5, 4, 6], None),  # as long as a run, and none
        ([3, 5], None),
        ([2, 1], None),
    ],
)
def test_neighbours_are_taken_as_a_slice(at: list[int], found: slice | None) -> None:
    rows = np.array(at, np.int32)
    told = in_a_row(rows)
    assert told == found if found else told is rows


def test_sums_between_are_as_wide_as_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    each = np.full((4, 2, 8), 255, np.uint8)
    first = np.array([0, 3])
    narrow = between(each, first)
    monkeypatch.setattr("tongxing.rules.standing.rollup.MOST", 3)
    wide = between(each, first)
    assert (narrow.dtype, wide.dtype) == (np.int32, np.int64)
    assert narrow.tolist() == wide.tolist() == [[[765] * 8] * 2, [[255] * 8] * 2]

"""What plans ask as of a day: worked out once, laid side by side, and the best of several offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import book_of
from tests.rules.standing.told import came_to
from tests.rules.standing.told import day
from tests.rules.standing.told import judged
from tests.rules.standing.told import pair
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing import State
from tongxing.rules.standing import ground
from tongxing.rules.standing import judge
from tongxing.rules.standing.agenda import Agenda
from tongxing.rules.standing.agenda import agenda_of
from tongxing.rules.standing.agenda import contested
from tongxing.rules.standing.agenda import counted
from tongxing.rules.standing.agenda import duties_of
from tongxing.rules.standing.agenda import end_of
from tongxing.rules.standing.agenda import kinds_of
from tongxing.rules.standing.ground import ground_of
from tongxing.rules.standing.settle import beaten
from tongxing.rules.standing.settle import editions_of
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tally import NARROW

MID = date(2024, 9, 16)
AS_OF = day("2024-10-31").toordinal()
HORIZON = day("2024-12-01")
CHANGED = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), p.duty_of("visit"), until=MID, name="2023"),
        p.edition_of(p.duty_of("visit", of=p.BUNDLE), p.duty_of("labour", Rhythm("week")),
                     p.duty_of("survey"), since=MID),
    ),
)  # fmt: skip


def agenda(*plans: Plan, as_of: int = AS_OF, horizon: date = HORIZON) -> Agenda:
    return agenda_of(plans, as_of, horizon)


def test_duties_are_named_as_they_first_appear_over_all_editions() -> None:
    assert duties_of(CHANGED) == ("labour", "visit", "survey")
    assert kinds_of(CHANGED, "visit") == {p.UNIT_VILLAGE, p.BUNDLE}
    assert kinds_of(CHANGED, "survey") == {p.UNIT_VILLAGE}


def test_the_same_question_is_worked_out_once_and_another_anew() -> None:
    first = agenda(CHANGED)
    assert agenda(Plan(p.PLAN, CHANGED.editions)) is first
    assert agenda(CHANGED, as_of=AS_OF + 1) is not first
    assert agenda(CHANGED, horizon=day("2024-12-02")) is not first
    # Equal in every word, but another reading of it: nothing is taken over by mistake.
    again = Plan(p.PLAN, (p.edition_of(p.duty_of("labour")),))
    assert agenda(Plan(p.PLAN, (p.edition_of(p.duty_of("labour")),))) is not agenda(again)


def test_duties_of_one_kind_of_pairing_stand_together_and_find_their_place_again() -> None:
    found = agenda(CHANGED)
    assert [group.kinds for group in found.groups] == [
        {p.UNIT_VILLAGE}, {p.UNIT_VILLAGE, p.BUNDLE},
    ]  # fmt: skip
    frames = [frame.duty for group in found.groups for frame in group.frames]
    assert frames == ["labour", "survey", "visit"]
    assert [frames[n] for n in found.order] == ["labour", "visit", "survey"]
    assert found.begins.tolist() == [0, found.groups[0].width]
    assert sum(found.widths.tolist()) == len(found.start) == len(found.by_day)


def test_columns_stand_by_their_first_day_and_keep_their_edition() -> None:
    frame = agenda(CHANGED).groups[0].frames[0]
    starts = [period.start for period in frame.periods]
    assert starts == sorted(starts)
    assert {period.key for period in frame.periods} >= {"2024-09", "2024-W38"}
    numbers, since, until = editions_of(frame)
    for at, period in enumerate(frame.periods):
        assert (numbers[at] == 0) == (frame.edition[at] == "2023") == ("W" not in period.key)
    assert set(since.tolist()) == {date(2024, 1, 1).toordinal(), MID.toordinal()}
    assert until.max() == p.FOR_EVER.toordinal()


def test_each_day_has_its_column_and_no_day_past_the_one_asked_about() -> None:
    found = agenda(p.plan_of(p.duty_of("labour")))
    days = ("2023-12-31", "2024-01-01", "2024-10-31", "2024-11-01")
    ordinals = np.array([day(one).toordinal() for one in days], np.int32)
    assert found.column[0, found.places_of(ordinals)].tolist() == [-1, 0, 9, -1]
    far = np.array([1, 2_000_000], np.int32)
    assert found.places_of(far).tolist() == [0, found.days - 1]
    assert found.places_of(np.zeros(0, np.int32)).tolist() == []
    assert (found.column[-1] == -1).all()


def test_without_a_plan_there_is_an_agenda_of_nothing() -> None:
    found = agenda()
    assert (found.groups, found.claims, len(found.start), found.lock) == ((), (), 0, 0)
    assert found.column.tolist() == [[-1, -1, -1]]


def test_editions_that_take_alike_share_one_claim_unless_they_contest_a_day() -> None:
    until = date(2024, 10, 1)

    def claims(second: str, since: date) -> int:
        plan = Plan(
            p.PLAN,
            (
                p.edition_of(p.duty_of("labour"), until=since),
                p.edition_of(p.duty_of("labour", counts=(second,)), since=since, name="2"),
            ),
        )
        return len(agenda(plan).claims)

    assert claims("labour-day", until) == 1
    assert claims("courtyard", until) == 2
    assert claims("labour-day", MID) == 2  # both have a column for the days of September


def test_days_are_contested_where_several_have_a_column() -> None:
    none, some = np.array([-1, 3, 4]), np.array([-1, -1, 0])
    assert contested([none, some]).tolist() == [False, False, True]
    assert contested([none]).tolist() == [False, False, False]


def test_a_sum_without_kinds_counts_the_kind_it_sums() -> None:
    need = Need(sum="duty-roster.days", at_least=200)
    assert counted(p.duty_of("days", counts=(), need=need)) == ("duty-roster",)
    assert counted(p.duty_of("days", counts=("a", "b"), need=need)) == ("a", "b")


def test_an_edition_without_an_end_ends_past_every_day() -> None:
    assert end_of(p.edition_of(until=None)) == NO_DAY
    assert end_of(p.edition_of(until=MID)) == MID.toordinal()


@pytest.mark.parametrize(
    ("key", "weight", "number", "lost"),
    [
        ([], [], [], []),
        ([1, 2], [0, 0], [0, 0], [False, False]),
        ([1, 1], [2, 4], [1, 0], [True, False]),
        ([1, 1], [2, 2], [0, 1], [True, False]),
        ([1, 2, 1, 1], [1, 0, 3, 2], [0, 0, 0, 0], [True, False, False, True]),
    ],
)
def test_the_heaviest_offer_wins_then_the_later_edition(
    key: list[int], weight: list[int], number: list[int], lost: list[bool]
) -> None:
    found = beaten(*(np.array(one, np.int64) for one in (key, weight, number)))
    assert found.tolist() == lost


OFFERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 7), st.integers(0, 3)), max_size=20)


@settings(max_examples=40)
@given(OFFERS)
def test_of_each_key_exactly_one_offer_is_left_and_none_is_better(
    offers: list[tuple[int, int, int]],
) -> None:
    key, weight, number = np.array(offers, np.int64).reshape(-1, 3).T
    left = {
        offer[0]: offer[1:]
        for offer, gone in zip(offers, beaten(key, weight, number), strict=True)
        if not gone
    }
    assert len(left) == int((~beaten(key, weight, number)).sum()) == len(set(key.tolist()))
    assert left == {
        one: max((w, n) for k, w, n in offers if k == one) for one in {k for k, _, _ in offers}
    }


TWO = Told(
    "two villages, two units, some late",
    p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5))),
    [
        f"2024-09-12 labour-day by={FORESTRY},{MARKET}",
        "2024-10-03 labour-day makes_up=2024-09-30",
        "2024-10-20 labour-day",
    ],
    "2024-10-31",
    {},
    pairings=[pair("a", FORESTRY), pair("b", MARKET)],
)


def test_every_cell_of_a_book_leads_back_to_its_row_column_and_lateness() -> None:
    found = agenda(CHANGED)
    whole = ground_of(book_of(TWO), found)
    cells = np.arange(whole.none)
    row, column, late = whole.places_of(cells)
    back = set(zip(row.tolist(), column.tolist(), late.tolist(), strict=True))
    # The group of one kind and the group of two have the same two pairings, and columns apart.
    assert len(back) == len(cells) == 2 * 2 * len(found.start)
    assert whole.mark > whole.room > whole.of_day.max() + whole.base.max()


def test_behind_every_count_stand_as_many_records() -> None:
    (duty,) = judged(TWO).duties
    hits = duty.trail.hits(duty.columns.start, duty.columns.stop)
    counts = np.zeros((2, *duty.state.shape), np.int64)
    np.add.at(counts, (hits.late.astype(int), hits.pairing, hits.period), 1)
    assert (counts[0] == duty.on_time).all()
    assert (counts[1] == duty.late).all()
    assert sorted(hits.record.tolist()) == [0, 0, 1, 2]


def test_behind_a_count_stand_its_own_records_under_plans_of_any_length() -> None:
    """As many columns as 35 weekly duties since 1990 have: more than narrow numbers tell apart."""
    weekly = [p.duty_of(name, Rhythm("week")) for name in ("labour", "visit")]
    long = p.plan_of(*weekly, since=date(1000, 1, 1))
    said = ["2024-09-12 labour-day", "2024-10-10 labour-day"]
    for duty in judged(Told("long", long, said, "2024-10-31", {})).duties:
        assert duty.hits.record.tolist() == [0, 1]
        assert (duty.on_time[duty.hits.pairing, duty.hits.period] == 1).all()


def test_a_book_of_more_cells_than_narrow_numbers_hold_is_judged_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (narrow,) = judged(TWO).duties
    assert ground_of(book_of(TWO), agenda(TWO.plan)).begin.dtype == np.int32
    monkeypatch.setattr(ground, "WIDE", 0)
    (wide,) = judged(TWO).duties
    assert ground_of(book_of(TWO), agenda(TWO.plan)).begin.dtype == np.int64
    assert wide.state.tolist() == narrow.state.tolist()
    assert wide.hits.record.tolist() == narrow.hits.record.tolist()


def test_what_no_plan_asks_for_yet_cannot_be_made_up_for() -> None:
    later = p.plan_of(p.duty_of("labour"), since=day("2025-03-01"))
    (duty,) = judged(replace(TWO, plan=later)).duties
    assert duty.state.shape == (2, 0)
    assert len(duty.hits.record) == 0


@pytest.mark.parametrize(
    "size",
    [
        half + one
        for kind in NARROW
        for half in (np.iinfo(kind).max // 2,)
        for one in (0, 1, half + 2)
    ],
)
def test_a_book_beyond_the_narrow_counters_counts_the_same(size: int) -> None:
    """As many records as a counter just holds twice, no more, or not even once; in one month."""
    book = book_of(TWO)
    records = book.records

    def times(column: np.ndarray) -> np.ndarray:
        return np.repeat(column[2:3], size)

    many = replace(
        records,
        deed=times(records.deed),
        happened=times(records.happened),
        makes_up=times(records.makes_up),
        received=times(records.received),
    )
    (duty,) = judge(replace(book, records=many), [TWO.plan], as_of=day(TWO.as_of)).duties
    assert duty.on_time.max() == size
    assert duty.on_time.sum() == size


def test_a_need_beyond_the_narrow_counters_is_not_met_by_one() -> None:
    for times in (256, 65_536):
        often = p.plan_of(p.duty_of("labour", need=Need(times=times)))
        (duty,) = judged(replace(TWO, plan=often)).duties
        assert duty.on_time.max() > 0
        assert State.KEPT not in duty.state


def test_what_came_in_time_and_what_came_late_add_up_beyond_a_narrow_counter() -> None:
    """Each fits in a counter of its own, both together do not."""
    need = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5), need=Need(times=200)))
    said = ["2024-09-12 labour-day"] * 130 + ["2024-10-03 labour-day makes_up=2024-09-30"] * 130
    told = Told("many", need, said, "2024-11-30", {"2024-09": "late 130+130"})
    assert came_to(told) == told.expect

"""A year of periods as the county office would read it off the wall calendar."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from tongxing.rules.periods import By
from tongxing.rules.periods import DayOutOfRange
from tongxing.rules.periods import Period
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import RhythmInvalid
from tongxing.rules.periods import Span
from tongxing.rules.periods import SpanOpen
from tongxing.rules.periods import known_years
from tongxing.rules.periods import periods_of

D = date.fromisoformat
PLAN = Span(D("2024-09-01"), D("2028-01-01"))


def period_at(rhythm: Rhythm, day: str, anchor: Span = PLAN) -> Period:
    """The one period that holds a day."""
    over = Span(D(day), date.fromordinal(D(day).toordinal() + 1))
    (found,) = periods_of(rhythm, anchor=anchor, over=over)
    return found


def keys(rhythm: Rhythm, start: str, until: str, anchor: Span = PLAN) -> list[str]:
    over = Span(D(start), D(until))
    return [one.key for one in periods_of(rhythm, anchor=anchor, over=over)]


TABLE = [
    # the paper says, rhythm, a day of the period, key, by, closes
    ("每月至少一次, 次月5日前补齐", Rhythm("month", grace_days=5), "2024-10-15", "2024-10", "2024-10-31", "2024-11-06"),
    ("每季度一次, 宽限15天", Rhythm("quarter", grace_days=15), "2024-12-31", "2024-Q4", "2024-12-31", "2025-01-16"),
    ("每月28日前", Rhythm("month", by=By(day=28)), "2025-03-02", "2025-03", "2025-03-28", "2025-04-01"),
    ("每月31日前, 二月", Rhythm("month", by=By(day=31)), "2025-02-02", "2025-02", "2025-02-28", "2025-03-01"),
    ("每月31日前, 闰年二月", Rhythm("month", by=By(day=31)), "2028-02-02", "2028-02", "2028-02-29", "2028-03-01"),
    ("每周五前", Rhythm("week", by=By(weekday=4)), "2026-02-11", "2026-W07", "2026-02-13", "2026-02-16"),
    ("每周五前, 2026年第53周", Rhythm("week", by=By(weekday=4)), "2026-12-31", "2026-W53", "2027-01-01", "2027-01-04"),
    ("每季度首月10日前", Rhythm("quarter", by=By(month=1, day=10)), "2026-05-20", "2026-Q2", "2026-04-10", "2026-07-01"),
    ("每季度末月31日前", Rhythm("quarter", by=By(month=3, day=31)), "2026-05-20", "2026-Q2", "2026-06-30", "2026-07-01"),
    ("每半年第2个月末前", Rhythm("half-year", by=By(month=2, day=31)), "2025-03-02", "2025-H1", "2025-02-28", "2025-07-01"),
    ("每年11月30日前", Rhythm("year", by=By(month=11, day=30)), "2026-03-05", "2026", "2026-11-30", "2027-01-01"),
    ("每旬一次", Rhythm("ten-days"), "2024-02-25", "2024-02-X3", "2024-02-29", "2024-03-01"),
    ("每旬第5天前", Rhythm("ten-days", by=By(day=5)), "2025-02-12", "2025-02-X2", "2025-02-15", "2025-02-21"),
    ("每旬第11天前, 二月下旬只有8天", Rhythm("ten-days", by=By(day=11)), "2025-02-25", "2025-02-X3", "2025-02-28", "2025-03-01"),
    ("国庆前一周, 2个工作日内补报", Rhythm("week", grace_workdays=2), "2024-09-25", "2024-W39", "2024-09-29", "2024-10-09"),
    ("九月, 5个工作日内补报, 12日补班", Rhythm("month", grace_workdays=5), "2024-09-25", "2024-09", "2024-09-30", "2024-10-13"),
    ("春节前一周, 2个工作日内补报", Rhythm("week", grace_workdays=2), "2026-02-11", "2026-W07", "2026-02-15", "2026-02-26"),
    ("春节当周, 1个工作日内补报", Rhythm("week", grace_workdays=1), "2026-02-18", "2026-W08", "2026-02-22", "2026-02-25"),
    ("每两周一次", Rhythm("week", multiple=2), "2024-09-09", "2024-W37/2", "2024-09-22", "2024-09-23"),
    ("每两周一次, 第二周周三前", Rhythm("week", multiple=2, by=By(weekday=2)), "2024-09-09", "2024-W37/2", "2024-09-18", "2024-09-23"),
    ("每三个月一次, 末月15日前", Rhythm("month", multiple=3, by=By(day=15)), "2024-09-09", "2024-09/3", "2024-11-15", "2024-12-01"),
    ("每两年一次, 次年3月底前", Rhythm("year", multiple=2, by=By(month=3, day=31)), "2024-09-09", "2024/2", "2025-03-31", "2026-01-01"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rhythm", "day", "key", "by", "closes"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_what_the_paper_says(rhythm, day, key, by, closes):
    found = period_at(rhythm, day, Span(D("2024-09-10")))
    if rhythm.multiple == 1:
        assert found == period_at(rhythm, day), "a single unit knows no anchor"
    assert (found.key, found.by, found.closes) == (key, D(by), D(closes))
    assert not found.estimated


def test_2026_has_53_weeks_and_they_follow_one_another():
    found = keys(Rhythm("week"), "2025-12-29", "2027-01-04")
    assert found == [f"2026-W{n:02}" for n in range(1, 54)]


def test_the_first_period_of_a_plan_may_begin_before_it():
    (found,) = periods_of(
        Rhythm("quarter"), anchor=PLAN, over=Span(D("2024-09-01"), D("2024-09-02"))
    )
    assert (found.start, found.until) == (D("2024-07-01"), D("2024-10-01"))


def test_a_week_is_counted_from_the_week_that_holds_the_plans_first_day():
    # 1 September 2024 is a Sunday: its week began on Monday 26 August.
    found = keys(Rhythm("week", multiple=2), "2024-09-01", "2024-10-01")
    assert found == ["2024-W35/2", "2024-W37/2", "2024-W39/2"]


def test_a_multiple_does_not_start_again_with_the_year():
    found = keys(Rhythm("month", multiple=5), "2024-09-01", "2026-01-01")
    assert found == ["2024-09/5", "2025-02/5", "2025-07/5", "2025-12/5"]


def test_a_later_edition_does_not_reset_a_multiple():
    rhythm = Rhythm("month", multiple=3)
    first_edition = keys(rhythm, "2024-09-01", "2025-11-01")
    both = keys(rhythm, "2024-09-01", "2026-06-01")
    second_edition = keys(rhythm, "2025-11-01", "2026-06-01")
    assert second_edition == ["2025-09/3", "2025-12/3", "2026-03/3"]
    assert sorted({*first_edition, *second_edition}) == both


def test_flood_season_by_the_month_of_the_first_day():
    found = keys(Rhythm("week", only_months=frozenset({6, 7, 8, 9})), "2026-05-01", "2026-11-01")
    assert found[0] == "2026-W23"  # from Monday 1 June
    assert found[-1] == "2026-W40"  # from Monday 28 September, though it ends in October
    assert len(found) == 18


def test_only_months_leave_the_anchor_of_a_multiple_alone():
    rhythm = Rhythm("month", multiple=2, only_months=frozenset({7, 9}))
    assert keys(rhythm, "2024-09-01", "2026-01-01") == ["2024-09/2", "2025-07/2", "2025-09/2"]


YEAR_END = Rhythm("once", on=D("2024-12-31"), grace_days=10)


def test_once_runs_from_the_plans_first_day_to_the_day_named():
    found = period_at(YEAR_END, "2024-10-01")
    assert found == Period(
        key="once",
        start=D("2024-09-01"),
        until=D("2025-01-01"),
        by=D("2024-12-31"),
        closes=D("2025-01-11"),
    )


@pytest.mark.parametrize(
    ("start", "until", "there"),
    [
        ("2024-08-01", "2024-09-01", False),
        ("2024-08-01", "2024-09-02", True),
        ("2024-12-31", "2025-01-01", True),
        ("2025-01-01", "2026-01-01", False),
    ],
)
def test_once_is_there_only_while_it_runs(start, until, there):
    assert keys(YEAR_END, start, until) == (["once"] if there else [])


def test_once_keeps_to_the_months_it_is_limited_to():
    in_september = Rhythm("once", on=D("2024-12-31"), only_months=frozenset({9}))
    in_october = Rhythm("once", on=D("2024-12-31"), only_months=frozenset({10}))
    assert keys(in_september, "2024-09-01", "2025-01-01") == ["once"]
    assert keys(in_october, "2024-09-01", "2025-01-01") == []


def test_once_on_the_plans_very_first_day_is_one_day_long():
    found = period_at(Rhythm("once", on=D("2024-09-01")), "2024-09-01")
    assert (found.start, found.by, found.until) == (
        D("2024-09-01"),
        D("2024-09-01"),
        D("2024-09-02"),
    )


def test_once_before_the_plan_begins_is_refused():
    with pytest.raises(RhythmInvalid, match="2024-08-31早于方案起始日2024-09-01"):
        keys(Rhythm("once", on=D("2024-08-31")), "2024-09-01", "2025-01-01")


def test_grace_in_working_days_of_an_unannounced_year_is_an_estimate():
    year = known_years().stop
    found = periods_of(
        Rhythm("month", grace_workdays=3),
        anchor=PLAN,
        over=Span(date(year - 1, 11, 1), date(year, 2, 1)),
    )
    assert [one.estimated for one in found] == [False, True, True]
    plain_days = periods_of(
        Rhythm("month", grace_days=3), anchor=PLAN, over=Span(date(year, 1, 1), date(year, 2, 1))
    )
    assert not plain_days[0].estimated


def test_grace_that_reaches_into_an_unannounced_year_is_an_estimate_too():
    last_year = known_years().stop - 1
    over = Span(date(last_year, 12, 1), date(last_year, 12, 22))
    for grace, estimated in ((2, False), (15, True)):
        found = periods_of(Rhythm("week", grace_workdays=grace), anchor=PLAN, over=over)[-1]
        assert found.until.year == last_year
        assert found.estimated is estimated


def test_an_empty_span_has_no_periods():
    assert keys(Rhythm("week"), "2026-01-01", "2026-01-01") == []
    assert keys(Rhythm("week"), "2026-01-02", "2026-01-01") == []


def test_periods_without_end_are_refused():
    with pytest.raises(SpanOpen, match="自2026-01-01起的时间范围没有截止日"):
        periods_of(Rhythm("week"), anchor=PLAN, over=Span(D("2026-01-01")))


@pytest.mark.parametrize(
    ("rhythm", "day"),
    [
        (Rhythm("year"), "9999-06-01"),
        (Rhythm("month"), "9999-12-01"),
        (Rhythm("month", grace_days=5_000_000), "2026-01-01"),
        (Rhythm("month", grace_workdays=5_000_000), "2026-01-01"),
        (Rhythm("month", grace_days=31), "9999-11-30"),
        (Rhythm("once", on=date.max), "2026-01-01"),
        (Rhythm("month", multiple=7), "0001-01-01"),
    ],
)
def test_beyond_the_calendar_is_refused_and_never_wrapped(rhythm, day):
    with pytest.raises(DayOutOfRange) as caught:
        period_at(rhythm, day)
    assert isinstance(caught.value, PeriodError)


def test_ten_years_of_weeks_are_cheap():
    rhythm = Rhythm("week", grace_workdays=2, by=By(weekday=4))
    periods_of(rhythm, anchor=PLAN, over=Span(D("2016-01-01"), D("2026-01-01")))
    began = process_time()
    for day in range(1, 21):  # another day each time, as `as_of` moves on
        periods_of(rhythm, anchor=PLAN, over=Span(date(2016, 1, day), date(2025, 12, day)))
    assert process_time() - began < 1.0

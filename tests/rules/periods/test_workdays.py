"""Working days as the State Council announced them, and what is said of years it has not."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.periods import plain
from tongxing.rules.periods import CalendarUnknown
from tongxing.rules.periods import DayOutOfRange
from tongxing.rules.periods import add_workdays
from tongxing.rules.periods import is_announced
from tongxing.rules.periods import is_workday
from tongxing.rules.periods import known_years

D = date.fromisoformat
WORKS, RESTS = True, False


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        ("2024-09-29", WORKS, "a Sunday made up for National Day"),
        ("2024-10-01", RESTS, "National Day, a Tuesday"),
        ("2024-10-07", RESTS, "the last day of the holiday, a Monday"),
        ("2024-10-08", WORKS, "a plain Tuesday"),
        ("2024-10-12", WORKS, "a Saturday made up for National Day"),
        ("2024-10-13", RESTS, "a plain Sunday"),
        ("2024-02-04", WORKS, "a Sunday before the Spring Festival"),
        ("2024-02-16", RESTS, "the Friday that ends the Spring Festival"),
        ("2024-02-18", WORKS, "a Sunday after it"),
        ("2025-01-26", WORKS, "a Sunday before the Spring Festival"),
        ("2025-10-08", RESTS, "Mid-Autumn joined to National Day"),
        ("2025-10-11", WORKS, "a Saturday made up for it"),
        ("2026-01-04", WORKS, "a Sunday made up for New Year"),
        ("2026-02-14", WORKS, "a Saturday before the Spring Festival"),
        ("2026-02-16", RESTS, "the eve, a Monday"),
        ("2026-02-23", RESTS, "the ninth day, a Monday"),
        ("2026-02-28", WORKS, "a Saturday made up for it"),
        ("2026-05-09", WORKS, "a Saturday made up for Labour Day"),
        ("2026-10-10", WORKS, "a Saturday made up for National Day"),
    ],
)
def test_days_everybody_remembers(day, works, why):
    assert is_workday(D(day)) is works, why
    assert is_workday(D(day), strict=True) is works, why


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        ("2024-09-30", 0, "2024-09-30"),
        ("2024-09-30", 1, "2024-10-08"),  # seven days of holiday between
        ("2024-09-30", 5, "2024-10-12"),  # the made-up Saturday counts
        ("2024-09-30", 6, "2024-10-14"),
        ("2024-10-08", -1, "2024-09-30"),
        ("2024-10-08", -2, "2024-09-29"),  # the made-up Sunday counts backwards too
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-22", 3, "2026-02-26"),
        ("2026-03-06", 1, "2026-03-09"),
    ],
)
def test_counting_working_days(day, count, reached):
    assert add_workdays(D(day), count) == D(reached)


def test_the_known_years_reach_from_2004_to_the_last_announcement():
    known = known_years()
    assert known.start == 2004
    assert 2026 in known
    assert all(is_announced(date(year, 7, 1)) for year in known)
    assert not is_announced(date(known.stop, 1, 1))
    assert not is_announced(date(2003, 12, 31))


def test_beyond_the_known_years_monday_to_friday_work():
    first = date(known_years().stop + 1, 10, 1)
    for day in plain.days(first, first + timedelta(days=14)):
        assert is_workday(day) is (day.weekday() < 5)


def test_asked_strictly_an_unannounced_year_is_refused_with_what_to_do():
    day = date(known_years().stop, 3, 1)
    with pytest.raises(CalendarUnknown) as caught:
        is_workday(day, strict=True)
    assert caught.value.day == day
    assert caught.value.known == known_years()
    said = str(caught.value)
    assert f"{day.year}年的节假日安排" in said
    assert f"现有2004年至{day.year - 1}年" in said
    assert "更新节假日数据" in said


def test_counting_strictly_stops_at_the_first_unannounced_day():
    last_known = date(known_years().stop - 1, 12, 31)
    add_workdays(last_known, 3)
    with pytest.raises(CalendarUnknown, match=f"{known_years().stop}-01-01"):
        add_workdays(last_known, 3, strict=True)


@pytest.mark.parametrize("count", [10_001, -10_001])
def test_a_count_of_forty_years_is_a_slip_of_the_pen(count):
    with pytest.raises(DayOutOfRange):
        add_workdays(D("2026-01-01"), count)


@pytest.mark.parametrize(("day", "count"), [("9999-12-31", 1), ("0001-01-01", -1)])
def test_counting_out_of_the_calendar_is_refused(day, count):
    with pytest.raises(DayOutOfRange, match="1年至9999年"):
        add_workdays(D(day), count)


@given(day=plain.days_of_these_years, count=st.integers(1, 60))
def test_the_day_reached_works_and_has_that_many_working_days_up_to_it(day, count):
    reached = add_workdays(day, count)
    assert is_workday(reached)
    passed = plain.days(day + plain.ONE_DAY, reached + plain.ONE_DAY)
    assert sum(is_workday(one) for one in passed) == count


@given(day=plain.days_of_these_years, count=st.integers(-60, 60))
def test_from_a_working_day_there_and_back_is_where_one_was(day, count):
    begin = add_workdays(day, 1)
    assert add_workdays(add_workdays(begin, count), -count) == begin


@given(day=plain.days_of_these_years, one=st.integers(0, 30), other=st.integers(0, 30))
def test_counting_in_two_goes_is_counting_in_one(day, one, other):
    assert add_workdays(add_workdays(day, one), other) == add_workdays(day, one + other)

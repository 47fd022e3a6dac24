"""Days and moments as people write them into an address or a command."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.rules.periods import BeyondRange
from tongxing.rules.periods import DayUnreadable
from tongxing.rules.periods import MomentUnreadable
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day
from tongxing.rules.periods import read_moment
from tongxing.rules.periods import say_moment

CHINA = timezone(timedelta(hours=8))
FIRST, LAST = date(1949, 10, 1), date(2199, 12, 31)


@given(st.dates(FIRST, LAST))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["", "昨天", "2025-02-30", "20250312", "2025-W10-4", "２０２５-03-12", "2025-3-5"]
)
def test_what_is_no_day_is_said_with_an_example(text: str) -> None:
    with pytest.raises(DayUnreadable, match="2026-03-05 的样子"):
        read_day(text)


@pytest.mark.parametrize("text", ["1949-09-30", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_nobody_can_mean_is_said_with_the_range(text: str) -> None:
    with pytest.raises(BeyondRange, match="请写1949-10-01至2199-12-31之间的日期"):
        read_day(text)


def test_the_end_of_a_span_may_lie_one_day_beyond() -> None:
    assert read_day("2200-01-01", end=True) == date(2200, 1, 1)
    assert read_day("2199-12-31", end=True) == LAST
    with pytest.raises(BeyondRange):
        read_day("2200-01-02", end=True)


@pytest.mark.parametrize("text", ["2025-03-12T10:00", "2025-03-12 10:00"])
def test_a_minute_in_china_is_meant_to_its_last_instant(text: str) -> None:
    assert read_moment(text) == datetime(2025, 3, 12, 10, 0, 59, 999_999, tzinfo=CHINA)


def test_an_exact_moment_is_meant_as_written() -> None:
    assert read_moment("2025-03-12T10:00:30") == datetime(2025, 3, 12, 10, 0, 30, tzinfo=CHINA)
    assert read_moment("2025-03-12T02:00+00:00") == datetime(2025, 3, 12, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "昨天", "2025-03-12", "2025-03-12T25:00", "2025-03-12T10:00 08:00"]
)
def test_what_is_no_moment_is_said_with_an_example(text: str) -> None:
    with pytest.raises(MomentUnreadable, match="2026-03-05T15:04 的样子"):
        read_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31T23:59-08:00",
        "0001-01-01T00:00+23:59",
        "2199-12-31T20:00-08:00",  # already the next day in China
        "1949-10-01T00:00+09:00",  # still the day before
    ],
)
def test_a_moment_nobody_can_mean_is_said_with_the_range(text: str) -> None:
    with pytest.raises(BeyondRange, match="超出可以查询的范围"):
        read_moment(text)


@given(st.dates(FIRST, LAST), st.times())
def test_a_moment_said_is_read_back(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock, CHINA)
    assert read_moment(say_moment(moment)) == moment


def test_a_whole_minute_is_said_shortly() -> None:
    assert say_moment(read_moment("2025-03-12T10:00")) == "2025-03-12T10:00"
    assert say_moment(datetime(2025, 3, 12, 2, tzinfo=UTC)) == "2025-03-12T10:00:00+08:00"


@given(st.text(max_size=30))
def test_what_is_refused_is_said_in_words_that_can_be_shown(text: str) -> None:
    with suppress(ValueError):
        date.fromisoformat(text)
        return
    with pytest.raises(PeriodError) as refused:
        read_day(text)
    assert str(refused.value).isprintable()

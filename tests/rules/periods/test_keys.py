"""Period keys both ways, against the plain calendar and at the awkward ends of years."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.periods import plain
from tongxing.rules.periods import DayOutOfRange
from tongxing.rules.periods import KeyUnreadable
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import RhythmInvalid
from tongxing.rules.periods import Span
from tongxing.rules.periods import key_of
from tongxing.rules.periods import span_of

D = date.fromisoformat


@pytest.mark.parametrize("unit", plain.UNITS)
def test_every_key_of_twenty_years_is_the_plain_calendars(unit):
    for day in plain.days(plain.FIRST_DAY, plain.LAST_DAY):
        assert key_of(unit, day) == plain.label(unit, day)


@pytest.mark.parametrize("unit", plain.UNITS)
def test_every_span_of_twenty_years_is_the_plain_calendars(unit):
    for key, start, until in plain.runs(unit, plain.FIRST_DAY, plain.LAST_DAY):
        assert span_of(key) == Span(start, until)


@given(
    unit=st.sampled_from(plain.UNITS), day=plain.days_of_these_years, multiple=st.integers(1, 30)
)
def test_a_key_leads_to_its_span_and_back(unit, day, multiple):
    key = key_of(unit, day, multiple)
    span = span_of(key)
    assert day in span
    assert key_of(unit, span.start, multiple) == key


@given(
    unit=st.sampled_from(plain.UNITS), day=plain.days_of_these_years, multiple=st.integers(1, 30)
)
def test_a_multiple_ends_where_its_last_unit_ends(unit, day, multiple):
    until = span_of(key_of(unit, day, multiple)).until
    day_by_day = span_of(key_of(unit, day))
    for _ in range(multiple - 1):
        day_by_day = span_of(key_of(unit, day_by_day.until))
    assert until == day_by_day.until


@pytest.mark.parametrize(
    ("key", "start", "until"),
    [
        ("2026-W01", "2025-12-29", "2026-01-05"),  # the week of a Thursday in the new year
        ("2020-W53", "2020-12-28", "2021-01-04"),  # a year of 53 weeks
        ("2026-W53", "2026-12-28", "2027-01-04"),  # so is 2026
        ("2024-02-X3", "2024-02-21", "2024-03-01"),  # a leap year: nine days
        ("2023-02-X3", "2023-02-21", "2023-03-01"),  # eight days
        ("2026-01-X3", "2026-01-21", "2026-02-01"),  # eleven days
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026-H1", "2026-01-01", "2026-07-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-W07/2", "2026-02-09", "2026-02-23"),
        ("2026-W53/2", "2026-12-28", "2027-01-11"),
        ("2026-12-X3/2", "2026-12-21", "2027-01-11"),
        ("2026-11/3", "2026-11-01", "2027-02-01"),
        ("2026/3", "2026-01-01", "2029-01-01"),
    ],
)
def test_spans_a_clerk_can_look_up(key, start, until):
    assert span_of(key) == Span(D(start), D(until))


def test_once_is_the_key_of_any_day():
    assert key_of("once", D("2026-03-05")) == "once"


def test_the_span_of_once_is_the_plans_to_say():
    with pytest.raises(KeyUnreadable, match="由方案决定"):
        span_of("once")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "2026-",
        "2026-13",
        "2026-00",
        "2026-1",
        "26-01",
        "2026-W00",
        "2026-W54",
        "2025-W53",  # 2025 has 52 weeks
        "2026-W7",
        "2026-w07",
        "2026-Q5",
        "2026-H3",
        "2026-01-X4",
        "2026-13-X1",
        "2026-01/0",
        "2026-01/1",  # one month is written without /1
        "2026-01/02",
        "2026-01-05",
        "0000",
        "２０２６",
        "2026 ",
        "2026\n",
        "Once",
    ],
)
def test_what_is_no_key_is_refused_with_the_forms_there_are(key):
    with pytest.raises(KeyUnreadable, match=re.escape(f"“{key}”无法识别")) as caught:
        span_of(key)
    assert caught.value.key == key


@given(st.text(alphabet="0123456789-WXQH/once ", max_size=12))
def test_any_text_is_a_key_written_the_one_way_or_refused(text):
    try:
        span = span_of(text)
    except PeriodError:
        return
    multiple = int(text.partition("/")[2] or 1)
    keys = {key_of(unit, span.start, multiple) for unit in plain.UNITS}
    assert text in keys


def test_the_last_year_of_the_calendar_has_no_end():
    assert key_of("year", D("9999-05-01")) == "9999"
    with pytest.raises(DayOutOfRange, match="请检查起止日期"):
        span_of("9999")


def test_a_multiple_below_one_is_refused():
    with pytest.raises(RhythmInvalid, match="倍数为0"):
        key_of("week", D("2026-01-01"), 0)

"""Half-open spans: the first day is in, the last is not."""

from __future__ import annotations

from datetime import date

import pytest

from tongxing.rules.periods import Span

ROUND = Span(date(2024, 9, 1), date(2028, 1, 1))
OPEN = Span(date(2024, 9, 1))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2024, 8, 31), False),
        (date(2024, 9, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_the_first_day_is_in_and_the_last_is_not(day, inside):
    assert (day in ROUND) is inside


def test_an_open_span_never_ends():
    assert date(9999, 12, 31) in OPEN
    assert date(2024, 8, 31) not in OPEN


def test_only_days_are_in_a_span():
    assert "2024-09-01" not in ROUND


@pytest.mark.parametrize(
    ("outer", "inner", "covers"),
    [
        (ROUND, ROUND, True),
        (OPEN, ROUND, True),
        (OPEN, OPEN, True),
        (ROUND, OPEN, False),
        (ROUND, Span(date(2024, 8, 31), date(2025, 1, 1)), False),
        (ROUND, Span(date(2025, 1, 1), date(2028, 1, 2)), False),
        (ROUND, Span(date(2024, 10, 1), date(2024, 11, 1)), True),
    ],
)
def test_a_span_covers_another_when_it_has_all_its_days(outer, inner, covers):
    assert outer.covers(inner) is covers

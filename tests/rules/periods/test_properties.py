"""What holds for every rhythm over twenty years, whatever the numbers."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rules.periods import plain
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.periods import is_workday
from tongxing.rules.periods import periods_of
from tongxing.rules.periods import span_of
from tongxing.rules.periods import title_of

anchors = plain.days_of_these_years.map(Span)


@st.composite
def spans(draw, most_days: int = 1200) -> Span:
    start = draw(plain.days_of_these_years)
    return Span(start, start + timedelta(days=draw(st.integers(1, most_days))))


def all_year(rhythm: Rhythm) -> Rhythm:
    return Rhythm(
        rhythm.unit, rhythm.multiple, None, rhythm.by, rhythm.grace_days, rhythm.grace_workdays
    )


@given(rhythm=plain.rhythms().map(all_year), anchor=anchors, over=spans())
def test_no_day_is_left_out_and_none_counted_twice(rhythm, anchor, over):
    found = periods_of(rhythm, anchor=anchor, over=over)
    assert found[0].start <= over.start
    assert found[-1].until >= over.until
    for one, following in pairwise(found):
        assert one.until == following.start


@given(rhythm=plain.rhythms(), anchor=anchors, over=spans())
def test_every_period_shares_a_day_with_the_span_asked_for(rhythm, anchor, over):
    for one in periods_of(rhythm, anchor=anchor, over=over):
        assert one.start < over.until
        assert over.start < one.until


@given(rhythm=plain.rhythms(), anchor=anchors, over=spans())
def test_a_key_leads_back_to_its_period_and_has_a_title(rhythm, anchor, over):
    found = periods_of(rhythm, anchor=anchor, over=over)
    assert [span_of(one.key) for one in found] == [Span(one.start, one.until) for one in found]
    assert len({title_of(one.key) for one in found}) == len(found)


@given(rhythm=plain.rhythms(), anchor=anchors, over=spans(300))
def test_a_multiple_holds_exactly_that_many_units(rhythm, anchor, over):
    for one in periods_of(rhythm, anchor=anchor, over=over):
        assert len(units_in(rhythm.unit, one.start, one.until)) == rhythm.multiple


@given(rhythm=plain.rhythms(), anchor=anchors, over=spans(300))
def test_by_lies_inside_the_last_unit_and_grace_after_the_end(rhythm, anchor, over):
    for one in periods_of(rhythm, anchor=anchor, over=over):
        assert plain.label(rhythm.unit, one.by) == units_in(rhythm.unit, one.start, one.until)[-1]
        assert one.start <= one.by < one.until <= one.closes


def units_in(unit: str, start: date, until: date) -> list[str]:
    """The units of a span, which must begin and end where units do."""
    labels = [plain.label(unit, day) for day in plain.days(start, until)]
    assert plain.label(unit, start - plain.ONE_DAY) != labels[0]
    assert plain.label(unit, until) != labels[-1]
    return list(dict.fromkeys(labels))


@given(rhythm=plain.rhythms(), anchor=anchors, one=spans(), other=spans())
def test_what_is_asked_for_never_moves_a_period(rhythm, anchor, one, other):
    whole = Span(min(one.start, other.start), max(one.until, other.until))
    in_all = periods_of(rhythm, anchor=anchor, over=whole)
    for part in (one, other):
        in_part = periods_of(rhythm, anchor=anchor, over=part)
        assert in_part == tuple(
            found for found in in_all if found.start < part.until and part.start < found.until
        )


@given(rhythm=plain.rhythms().map(all_year), anchor=anchors)
def test_some_period_begins_with_the_unit_that_holds_the_anchor(rhythm, anchor):
    over = Span(anchor.start, anchor.start + plain.ONE_DAY)
    (found,) = periods_of(rhythm, anchor=anchor, over=over)
    assert units_in(rhythm.unit, found.start, found.until)[0] == plain.label(
        rhythm.unit, anchor.start
    )


@given(rhythm=plain.rhythms(), anchor=anchors, over=spans())
def test_months_only_leave_periods_out(rhythm, anchor, over):
    everything = periods_of(all_year(rhythm), anchor=anchor, over=over)
    months = rhythm.only_months or range(1, 13)
    assert periods_of(rhythm, anchor=anchor, over=over) == tuple(
        one for one in everything if one.start.month in months
    )


@given(rhythm=plain.rhythms(), anchor=anchors, over=spans(400))
def test_grace_is_as_long_as_promised(rhythm, anchor, over):
    for one in periods_of(rhythm, anchor=anchor, over=over):
        grace = plain.days(one.until, one.closes)
        if rhythm.grace_workdays:
            assert sum(is_workday(day) for day in grace) == rhythm.grace_workdays
            assert is_workday(grace[-1])
        else:
            assert len(grace) == rhythm.grace_days


@given(
    start=plain.days_of_these_years,
    length=st.integers(0, 800),
    over=spans(),
    grace=st.integers(0, 40),
)
def test_once_is_one_period_or_none(start, length, over, grace):
    on = start + timedelta(days=length)
    found = periods_of(Rhythm("once", on=on, grace_days=grace), anchor=Span(start), over=over)
    if over.start <= on and start < over.until:
        (one,) = found
        assert (one.start, one.by, one.until) == (start, on, on + plain.ONE_DAY)
        assert one.closes == one.until + timedelta(days=grace)
    else:
        assert found == ()


@pytest.mark.full
@settings(max_examples=5000, deadline=None)
@given(rhythm=plain.rhythms().map(all_year), anchor=anchors, over=spans(8000))
def test_no_gap_and_no_overlap_over_decades(rhythm, anchor, over):
    test_no_day_is_left_out_and_none_counted_twice.hypothesis.inner_test(rhythm, anchor, over)

"""What periods are called in a paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.periods import plain
from tongxing.rules.periods import KeyUnreadable
from tongxing.rules.periods import key_of
from tongxing.rules.periods import title_of


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("2026-W07", "2026年第7周"),
        ("2026-W53", "2026年第53周"),
        ("2026-01-X1", "2026年1月上旬"),
        ("2026-01-X2", "2026年1月中旬"),
        ("2026-12-X3", "2026年12月下旬"),
        ("2026-01", "2026年1月"),
        ("2026-12", "2026年12月"),
        ("2026-Q1", "2026年第1季度"),
        ("2026-H1", "2026年上半年"),
        ("2026-H2", "2026年下半年"),
        ("2026", "2026年"),
        ("once", "一次性任务"),
        ("2026-W07/2", "2026年第7—8周"),
        ("2026-W53/2", "2026年第53周—2027年第1周"),
        ("2026-01-X1/2", "2026年1月上旬—1月中旬"),
        ("2026-01-X3/2", "2026年1月下旬—2月上旬"),
        ("2026-01/3", "2026年1—3月"),
        ("2026-11/3", "2026年11月—2027年1月"),
        ("2026-Q1/2", "2026年第1—2季度"),
        ("2026-Q4/2", "2026年第4季度—2027年第1季度"),
        ("2026-H1/2", "2026年上半年—下半年"),
        ("2026-H2/2", "2026年下半年—2027年上半年"),
        ("2026/3", "2026—2028年"),
    ],
)
def test_titles_as_a_county_office_writes_them(key, title):
    assert title_of(key) == title


def test_what_is_no_key_has_no_title():
    with pytest.raises(KeyUnreadable):
        title_of("2026-13")


@given(unit=st.sampled_from(plain.UNITS), day=plain.days_of_these_years, multiple=st.integers(1, 9))
def test_titles_are_chinese_and_name_their_year(unit, day, multiple):
    key = key_of(unit, day, multiple)
    title = title_of(key)
    assert title.startswith(key[:4])
    assert not any("a" <= one.lower() <= "z" or one == "-" for one in title)


@given(
    unit=st.sampled_from(plain.UNITS),
    one=plain.days_of_these_years,
    other=plain.days_of_these_years,
    multiple=st.integers(1, 4),
)
def test_two_periods_of_one_rhythm_never_share_a_title(unit, one, other, multiple):
    keys = {key_of(unit, one, multiple), key_of(unit, other, multiple)}
    assert len({title_of(key) for key in keys}) == len(keys)

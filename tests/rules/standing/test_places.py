"""Place codes: what lies within what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.rules.standing import place_range
from tongxing.rules.standing.places import nearest
from tongxing.rules.standing.places import own_digits
from tongxing.rules.standing.places import prefixes


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("44", "44"),
        ("440000000000", "44"),
        ("440900", "4409"),
        ("440981", "440981"),
        ("440981000000", "440981"),
        ("440981100", "440981100"),
        ("440981100000", "440981100"),
        ("440981100200", "440981100200"),
        ("100000000000", "10"),
    ],
)
def test_groups_of_zeros_at_the_end_mean_everything_within(code: str, own: str) -> None:
    assert own_digits(code) == own
    low, high = place_range(code)
    assert low == int(own.ljust(12, "0"))
    assert high - low == 10 ** (12 - len(own))


def test_a_county_holds_its_villages_and_not_its_neighbours() -> None:
    low, high = place_range("440981")
    assert low <= 440981100200 < high
    assert not low <= 440982100200 < high
    assert not low <= 440980999999 < high


def test_prefixes_of_many_places_at_once() -> None:
    places = np.array([440981100200, 440982101000], dtype=np.int64)
    assert prefixes(places, 6).tolist() == [440981, 440982]
    assert prefixes(places, 12).tolist() == places.tolist()


@given(
    known=st.sets(st.integers(0, 10**12), min_size=1, max_size=40),
    asked=st.lists(st.integers(0, 10**12), max_size=40),
)
@settings(max_examples=25, deadline=None)
def test_the_nearest_known_code_is_the_last_not_above(known: set[int], asked: list[int]) -> None:
    every = np.array(sorted(known), np.int64)
    codes = np.array([*asked, *known], np.int64)
    at, other = nearest(every, codes)
    assert at.tolist() == (np.searchsorted(every, codes, side="right") - 1).tolist()
    assert all(code in known for row, code in enumerate(codes.tolist()) if row not in other)

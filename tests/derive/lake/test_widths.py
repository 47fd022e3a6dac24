"""Places as ranges of numbers, and columns spread over a book's rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.derive.chunks import Field
from tongxing.derive.facts import Facts
from tongxing.derive.lake.fact_columns import NO_FACTS
from tongxing.derive.lake.fact_columns import facts_columns
from tongxing.derive.lake.tables import _widths
from tongxing.derive.lake.tables import columns_of
from tongxing.derive.lake.tables import fact_tables
from tongxing.rules.standing.places import place_range

codes = st.tuples(
    st.integers(1, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 999),
    st.integers(0, 999),
).map(lambda parts: "{:02d}{:02d}{:02d}{:03d}{:03d}".format(*parts))  # fmt: skip
zeroed = st.tuples(codes, st.sampled_from([2, 4, 6, 9, 12])).map(
    lambda told: told[0][: told[1]].ljust(12, "0")
)


@settings(max_examples=80, deadline=None)
@given(st.lists(codes | zeroed, max_size=6))
def test_a_place_is_as_wide_as_its_zeros(places: list[str]) -> None:
    """The same as the plan language reckons, for any mixture of levels."""
    numbers = np.array([int(one) for one in places], np.int64)
    ranges = [place_range(one) for one in places]
    assert _widths(numbers).tolist() == [high - low for low, high in ranges]
    assert numbers.tolist() == [low for low, _ in ranges]


@pytest.mark.parametrize(
    ("code", "width"),
    [
        ("440981104209", 1), ("440981104000", 10**3), ("440981000000", 10**6),
        ("440900000000", 10**8), ("440000000000", 10**10), ("440981000209", 1),
        ("440900104000", 10**3), ("441900003000", 10**3), ("110000000001", 1),
        ("440981104200", 1), ("440981100000", 10**3), ("440980000000", 10**6),
        ("400000000000", 10**10),
    ],
)  # fmt: skip
def test_the_width_of(code: str, width: int) -> None:
    assert _widths(np.array([int(code)], np.int64)).tolist() == [width]


def test_a_field_is_spread_over_the_rows_that_state_it() -> None:
    fields = {
        "purchase.amount": Field(
            np.array([0, 2], np.int32), np.array([7, 2**62]), np.array([True, False])
        ),
        "purchase.mode": Field(np.array([1], np.int32), np.array([1]), np.array([False])),
    }
    words = {"purchase.mode": ["canteen", "商超"]}
    wanted = ["visit-reception.people", "purchase.mode", "purchase.amount"]
    columns = columns_of(fields, words, wanted, 3)
    assert list(columns) == sorted(wanted)
    amount = columns["purchase.amount"]
    assert amount.values.tolist() == [7, 0, 2**62]
    assert amount.present.tolist() == [True, False, True]
    assert amount.approx.tolist() == [True, False, False]
    assert (amount.words, columns["purchase.mode"].words) == ((), ("canteen", "商超"))
    nobody = columns["visit-reception.people"]
    assert (nobody.present.any(), nobody.words, len(nobody.values)) == (False, (), 3)
    assert columns_of(fields, words, (), 3) == {}


def test_a_book_without_facts() -> None:
    """A county that has opened its book and nothing else."""
    row = facts_columns(Facts((), (), (), ()))
    assert set(row) == set(NO_FACTS)
    found = fact_tables(row, 5)
    assert (found.pairings.keys, found.pairings.kinds) == ((), ())
    arrays = (found.pairings.kind, found.pairings.actor, found.pairings.target_low,
              found.waivers.pairing, found.attributes.pairing)  # fmt: skip
    assert [len(one) for one in arrays] == [0] * 5
    assert found.waivers.start.dtype == found.attributes.until.dtype == np.int32

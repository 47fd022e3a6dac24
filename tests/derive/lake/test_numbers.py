"""Whole numbers laid down in few bytes come back as they were, each behind the one before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.derive.lake.numbers import CHOSEN
from tongxing.derive.lake.numbers import PLAIN
from tongxing.derive.lake.numbers import STEPS
from tongxing.derive.lake.numbers import laid_down
from tongxing.derive.lake.numbers import taken_up

WIDE = np.dtype("<i8")
small = st.integers(-200, 200)
large = st.integers(-(2**62), 2**62)
columns = st.one_of(
    st.lists(small, max_size=9),
    st.lists(large, max_size=9),
    st.lists(st.integers(0, 2), max_size=40).map(lambda some: np.cumsum(some).tolist()),
    st.lists(st.sampled_from([440981104209, 440981124201, 7]), max_size=40),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(columns, max_size=4))
def test_they_come_back_one_behind_the_other(several: list[list[int]]) -> None:
    laid = [laid_down(one) for one in several]
    data, at = b"".join(each for _, each in laid), 0
    for one, (form, _) in zip(several, laid, strict=True):
        found, at = taken_up(form, data, at, WIDE)
        assert found.tolist() == one
        assert found.dtype == WIDE
    assert at == len(data)


@pytest.mark.parametrize(
    ("numbers", "form", "size"),
    [
        ([], (PLAIN, 0, 1, 0), 0),
        ([1, 2, 127], (PLAIN, 3, 1, 0), 3),
        ([1, 2, 128], (STEPS, 3, 1, 0), 10),
        ([0, 30_000, 0], (PLAIN, 3, 2, 0), 6),
        (list(range(1000)), (STEPS, 1000, 1, 0), 8 + 999),
        ([440981104209] * 4, (STEPS, 4, 1, 0), 8 + 3),
        ([440981104209, 110101001001] * 8, (CHOSEN, 16, 1, 2), 16 + 16),
        ([2**40, 7, 2**41], (PLAIN, 3, 8, 0), 24),
    ],
)
def test_in_whichever_form_takes_least(
    numbers: list[int], form: tuple[str, int, int, int], size: int
) -> None:
    found, data = laid_down(numbers)
    assert (found, len(data)) == (form, size)


def test_as_narrow_as_they_are_asked_for() -> None:
    form, data = laid_down(np.arange(300, dtype=np.int64))
    found, _ = taken_up(form, data, 0, np.dtype("<i4"))
    assert found.dtype == np.int32
    assert found.tolist() == list(range(300))


def test_what_is_cut_off_is_no_number() -> None:
    form, data = laid_down([440981104209, 110101001001] * 8)
    with pytest.raises(ValueError, match="buffer"):
        taken_up(form, data[:-1], 0, WIDE)

"""Runs of equal neighbours."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.runs import fresh


@given(st.lists(st.integers(-2, 2)))
def test_a_run_begins_where_the_value_changes(values: list[int]) -> None:
    found = begins(np.array(values, np.int64)).tolist()
    runs = [len(list(run)) for _, run in groupby(values)]
    assert found == [sum(runs[:n]) for n in range(len(runs))]
    assert fresh(np.array(values, np.int64)).sum() == len(runs)

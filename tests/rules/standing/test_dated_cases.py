"""The table of dated cases over the six steps of the law."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.rules.standing.cases_counting import COUNTING
from tests.rules.standing.cases_edges import EDGES
from tests.rules.standing.cases_owing import OWING
from tests.rules.standing.cases_states import STATES
from tests.rules.standing.cases_taking import TAKING
from tests.rules.standing.told import Told
from tests.rules.standing.told import came_to
from tongxing.rules.standing import State

CASES = [*TAKING, *COUNTING, *OWING, *STATES, *EDGES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_comes_to_what_the_clerk_expects(case: Told) -> None:
    assert came_to(case) == case.expect


def test_the_table_is_long_and_shows_every_state() -> None:
    assert len(CASES) >= 60
    assert max(Counter(case.name for case in CASES).values()) == 1
    shown = {said.split()[0] for case in CASES for said in case.expect.values()}
    assert {state.name.lower().replace("_", "-") for state in State} <= shown

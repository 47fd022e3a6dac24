"""Which tests of the rules count for their coverage: those whose examples are written out.

Measuring doubles what a test costs, and what draws hundreds of worlds costs most: it runs with
all the others, where nothing is measured. That every branch is met must not hang on what was
drawn, nor does it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

HERE = Path(__file__).parent
TAKES_LONG = frozenset(
    {"test_a_pile_takes_no_longer_than_its_length", "test_no_text_costs_more_than_one_pass"}
)


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for one in items:
        if is_measured(one):
            one.add_marker("measured")


def is_measured(test: pytest.Item) -> bool:
    """Not what is drawn, nor what has to do with how long it takes and not with what it meets."""
    if HERE not in test.path.parents:
        return False
    drawn = isinstance(test, pytest.Function) and is_hypothesis_test(test.obj)
    return not (drawn or getattr(test, "originalname", "") in TAKES_LONG)

"""Which tests of the rules count for their coverage: those whose examples are written out.

Measuring doubles what a test costs, and what draws hundreds of worlds costs most. That every
branch is met must not hang on what was drawn, nor does it.
"""

from __future__ import annotations

import pytest
from hypothesis import is_hypothesis_test

TAKES_LONG = frozenset(
    {"test_a_pile_takes_no_longer_than_its_length", "test_no_text_costs_more_than_one_pass"}
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for one in items:
        if isinstance(one, pytest.Function) and unmeasured(one):
            one.add_marker("no_cover")


def unmeasured(test: pytest.Function) -> bool:
    """Whether it is drawn, or has to do with how long it takes and not with what it meets."""
    return is_hypothesis_test(test.obj) or test.originalname in TAKES_LONG

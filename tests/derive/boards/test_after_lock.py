"""Records after the lock that wait: those that count once the county office accepts everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.conftest import County
from tests.derive.course import STEPS
from tests.derive.test_growing_book import ALL
from tests.derive.test_growing_book import anew
from tests.records import cast as c
from tongxing.derive.keys import days_ahead
from tongxing.derive.standings import Judged
from tongxing.derive.standings import standing_of
from tongxing.rules.standing import judge

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 3, 12)
courses = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 60)), min_size=4, max_size=9)
LATE = [("append", pick) for pick in range(8)] + [("buy", pick) for pick in range(6)]


def cells(found: Judged, accepted: np.ndarray) -> set[tuple[int, int, int, int]]:
    """(duty, pairing, period, record) that count once these are accepted, all judged anew."""
    standing = found.standing
    table = standing.book.records
    records = replace(
        table,
        accepting=np.concatenate((table.accepting, accepted)),
        accepted=np.concatenate((table.accepted, accepted)),
    )
    book = replace(standing.book, records=records)
    ahead = days_ahead(found.as_of)
    wider = judge(book, found.plans, as_of=found.as_of, ahead_days=ahead)
    return {
        (n, *hit)
        for n, duty in enumerate(wider.duties)
        for hit in zip(
            duty.hit_pairing.tolist(), duty.hit_period.tolist(), duty.hit_record.tolist(),
            strict=True,
        )
    }  # fmt: skip


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example(ALL)
@example([*LATE, ("correct", 3), ("accept", 2), ("give_back", 4), ("withdraw", 1), ("redact", 0)])
def test_those_wait_that_would_count_if_all_were_accepted(
    small: County, steps: list[tuple[str, int]]
) -> None:
    with anew(small) as course:
        for name, pick in steps:
            course.step(name, pick)
        found = standing_of(c.BOOK, as_of=AS_OF)
        every = np.flatnonzero(found.standing.effective).astype(np.int32)
        more = cells(found, every) - cells(found, every[:0])
        assert found.standing.locked_out.tolist() == sorted({record for *_, record in more})
        if steps[: len(LATE)] == LATE:
            assert more, "else this tells nothing"


def test_what_came_late_and_counts_all_the_same_waits_for_nobody(small: County) -> None:
    """Late for its day, and before the lock of its month."""
    with anew(small):
        told = small.write(happened=date(2025, 1, 20), later=1)
        found = standing_of(c.BOOK, as_of=AS_OF)
        row = found.snapshot.row_of(told.id)
        assert any(row in duty.hit_record.tolist() for duty in found.standing.duties)
        assert row not in found.standing.locked_out.tolist()

"""Late records judged alone: those that would count are the ones judging everything anew finds."""

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
from tongxing.derive.boards import waiting
from tongxing.derive.keys import days_ahead
from tongxing.derive.standings import Judged
from tongxing.derive.standings import standing_of
from tongxing.rules.standing import judge

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 3, 12)
courses = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 60)), min_size=4, max_size=9)
LATE = [("append", pick) for pick in range(8)] + [("buy", pick) for pick in range(6)]


def cells(found: Judged, rows: np.ndarray) -> set[tuple[int, int]]:
    """(duty, record) that count once all of these are accepted, everything judged anew."""
    standing = found.standing
    table = standing.book.records
    records = replace(
        table,
        accepting=np.concatenate((table.accepting, rows)),
        accepted=np.concatenate((table.accepted, rows)),
    )
    book = replace(standing.book, records=records)
    ahead = days_ahead(found.as_of)
    wider = judge(book, found.plans, as_of=found.as_of, ahead_days=ahead)
    return {(n, row) for n, duty in enumerate(wider.duties) for row in duty.hit_record.tolist()}


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example(ALL)
@example([*LATE, ("correct", 3), ("accept", 2), ("give_back", 4), ("withdraw", 1), ("redact", 0)])
def test_judged_alone_they_count_as_among_all(small: County, steps: list[tuple[str, int]]) -> None:
    with anew(small) as course:
        for name, pick in steps:
            course.step(name, pick)
        found = standing_of(c.BOOK, as_of=AS_OF)
        none = np.zeros(0, np.int32)
        more = cells(found, waiting._late_rows(found)) - cells(found, none)
        assert waiting._gained(found).tolist() == sorted({row for _, row in more})
        if steps[: len(LATE)] == LATE:
            assert more, "else this tells nothing"


def test_what_came_late_and_counts_all_the_same_waits_for_nobody(small: County) -> None:
    """Late for its day, and before the lock of its month."""
    with anew(small):
        told = small.write(happened=date(2025, 1, 20), later=1)
        found = standing_of(c.BOOK, as_of=AS_OF)
        row = found.snapshot.row_of(told.id)
        assert row in waiting._late_rows(found).tolist()
        assert any(row in duty.hit_record.tolist() for duty in found.standing.duties)
        assert row not in waiting._gained(found).tolist()


def test_where_nothing_came_late_nothing_is_judged_again(
    small: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with anew(small):
        found = standing_of(c.BOOK, as_of=AS_OF)
        monkeypatch.setattr(waiting, "_late_rows", lambda _: np.zeros(0, np.int32))
        monkeypatch.setattr(waiting, "judge", None)
        assert waiting._gained(found).tolist() == []


def test_records_judged_alone_have_no_numbers_of_their_book(small: County) -> None:
    table = standing_of(c.BOOK, as_of=small.today).standing.book.records
    rows = np.array([2, 4], np.int32)
    alone = waiting._alone(table, rows)
    assert alone.happened.tolist() == 2 * table.happened[rows].tolist()
    with pytest.raises(AssertionError):
        _ = alone.seq

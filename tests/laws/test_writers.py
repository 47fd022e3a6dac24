"""Law 4: appends to one book serialize; other books do not wait on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.laws.separate import Separate

EACH = 30


def test_eight_writers_at_once_leave_one_unbroken_chain(separate: Separate) -> None:
    """Two phones of each pair send the same outbox: nothing is doubled."""
    found = separate.run("writers", count=8, each=EACH)
    assert found["failed"] == 0
    assert found["sound"]
    assert found["written"] == found["distinct"] == found["audited"] == 4 * EACH
    assert found["records"] == found["seqs"]
    assert set(found["highest"].values()) == {EACH - 1}


@pytest.mark.parametrize("separate", ["postgresql"], indirect=True)
def test_other_books_do_not_wait_on_postgresql(separate: Separate) -> None:
    """SQLite has one writer; the law promises this of PostgreSQL only."""
    found = separate.run("other_book_waits")
    assert found["other_done"]
    assert found["same_waited"]
    assert found["all_done"]

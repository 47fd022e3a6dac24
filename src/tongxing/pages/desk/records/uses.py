"""What became of a record, and what it is used in (用在哪里)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tongxing.derive.boards.shapes import RecordState
from tongxing.derive.boards.view import View
from tongxing.derive.figures import UsedIn
from tongxing.derive.figures import used_in
from tongxing.pages.desk.records.finding import RowStates


@dataclass(frozen=True, slots=True)
class Uses:
    state: RecordState
    used: UsedIn


def uses_of(view: View, record: UUID) -> Uses | None:
    """Where a record is used; None when it had not been received yet."""
    row = view.judged.snapshot.row_of(record)
    table = view.judged.standing.book.records
    if row is None or row >= len(table):
        return None
    stand = view.stand
    return Uses(
        state=RowStates(table).of(row),
        used=used_in(view.scope, record, as_of=stand.as_of, known_at=stand.known_at),
    )

"""Return a record to its author with a note, or accept one that came after the lock."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongxing.actions.entry import enter
from tongxing.actions.reach import reach
from tongxing.actions.reach import unreplaced
from tongxing.actions.retry import decision_sent_again
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record


def return_record(
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    of: UUID,
    note: str,
) -> Record:
    """Return `of` with a note; it counts again once corrected."""
    note = reason_given(note, "退回说明")
    values, about = {"note": note}, (f"record:{of}",)
    if before := decision_sent_again(acting, id, "record-returned", values, about=about):
        return before
    old = reach(acting, "return", of)
    unreplaced(old, by=id)
    row = system_row(
        acting=acting, at=at, id=id, kind="record-returned", place=old.place,
        values=values, about=about,
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="return", row=row).written()


def accept_record(
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    of: UUID,
    note: str = "",
) -> Record:
    """Let a record received after its period was locked count for that period."""
    note = reason_given(note, "采认说明") if note.strip() else ""
    values, about = {"note": note or None}, (f"record:{of}",)
    if before := decision_sent_again(acting, id, "record-accepted", values, about=about):
        return before
    old = reach(acting, "accept", of)
    row = system_row(
        acting=acting, at=at, id=id, kind="record-accepted", place=old.place,
        values=values, about=about,
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="accept", row=row).written()

"""Withdraw a record with a reason: it stays readable and no longer counts."""

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


def withdraw_record(
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    of: UUID,
    reason: str,
) -> Record:
    """Withdraw `of` by a record `id`; by its author's side or the office."""
    reason = reason_given(reason, "撤回原因")
    values = {"reason": reason}
    if before := decision_sent_again(acting, id, "record-withdrawn", values, replaces=(of,)):
        return before
    old = reach(acting, "withdraw", of)
    unreplaced(old, by=id)
    row = system_row(
        acting=acting, at=at, id=id, kind="record-withdrawn", place=old.place,
        values=values, replaces=(old.id,),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="withdraw", row=row).written()

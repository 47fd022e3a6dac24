"""Withdraw a record with a reason: it stays readable and no longer counts."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongxing.actions.entry import enter
from tongxing.actions.reach import reach
from tongxing.actions.reach import unreplaced
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
    old = reach(acting, "withdraw", of)
    reason = reason_given(reason, "撤回原因")
    unreplaced(old, by=id)
    row = system_row(
        acting=acting, at=at, id=id, kind="record-withdrawn", place=old.place,
        values={"reason": reason}, replaces=(old.id,),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="withdraw", row=row).written()

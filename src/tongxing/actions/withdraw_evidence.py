"""Take a photo or file off a record, with the reason; the record itself stays as it is."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.attach_evidence import DOING
from tongxing.actions.entry import enter
from tongxing.actions.errors import NotFound
from tongxing.actions.reach import reach
from tongxing.actions.retry import decision_sent_again
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.ledger.models import Record


@transaction.atomic
def withdraw_evidence(
    *, acting: Scope, at: datetime, id: UUID, of: UUID, file: str, reason: str
) -> Record:
    """Withdraw `file` (a sha256) from the record `of`; by whoever may correct the record."""
    values = {"reason": reason_given(reason, "撤下原因")}
    about = (f"record:{of}",)
    kind = "evidence-withdrawn"
    if before := decision_sent_again(acting, id, kind, values, about=about, files=(file,)):
        return before
    old = reach(acting, "correct", of, doing=DOING)
    standing(of, file)
    row = system_row(
        acting=acting, at=at, id=id, kind=kind, place=old.place, values=values,
        about=about, files=(file,),
    )  # fmt: skip
    record = enter(acting=acting, at=at, verb="withdraw-evidence", row=row).written()
    now = standing(of, file)  # somebody else may have taken it off right before
    evidence.remove(now, record, at, erased=False)
    return record


def standing(of: UUID, file: str) -> list[Attachment]:
    """What says that the file belongs to the record now; raises `NotFound`."""
    rows = [row for row in attachments_of([of]) if row.file_id == file]
    if not rows:
        raise NotFound("这条记录没有这个照片或附件，可能已经撤下")
    return rows

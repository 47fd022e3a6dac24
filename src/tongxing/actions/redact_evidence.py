"""Take away a photo or file for good, as the law on personal data requires.

Its bytes, name and caption go; that there was one, and who took it away and why, stays. The
county office answers for its book, as with `redact_record`.
"""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.entry import enter
from tongxing.actions.reach import reach
from tongxing.actions.retry import decision_sent_again
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import system_row
from tongxing.actions.withdraw_evidence import standing
from tongxing.records.accounts.access import Scope
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence import parts
from tongxing.records.evidence import storage
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.queries import ever_attached
from tongxing.records.ledger.models import Record


@transaction.atomic
def redact_evidence(
    *, acting: Scope, at: datetime, id: UUID, of: UUID, file: str, reason: str
) -> Record:
    """Erase `file` (a sha256) from the record `of`; its bytes go unless another record has it."""
    values = {"reason": reason_given(reason, "删除原因")}
    about = (f"record:{of}",)
    kind = "evidence-redacted"
    if before := decision_sent_again(acting, id, kind, values, about=about, files=(file,)):
        return before
    old = reach(acting, "redact", of)
    standing(of, file)
    row = system_row(
        acting=acting, at=at, id=id, kind=kind, place=old.place, values=values,
        about=about, files=(file,),
    )  # fmt: skip
    record = enter(acting=acting, at=at, verb="redact-evidence", row=row).written()
    _erase([one for one in ever_attached(of) if one.file_id == file], record, at)
    return record


def erase_files(old: Record, said_by: Record, at: datetime) -> None:
    """Erase everything that ever belonged to a record that is itself being erased."""
    evidence.expect_none(old.id)
    _erase(ever_attached(old.id), said_by, at)


def _erase(rows: Sequence[Attachment], said_by: Record, at: datetime) -> None:
    evidence.remove([row for row in rows if not hasattr(row, "removal")], said_by, at, erased=True)
    for key in evidence.erase(rows, at):
        transaction.on_commit(lambda key=key: _gone(key))  # type: ignore[misc]


def _gone(key: str) -> None:
    parts.erase(key)  # a phone may have brought it once more, for a record not written yet
    storage.take_away(key)  # after it: what one moved at this moment is taken away here

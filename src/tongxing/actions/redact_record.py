"""Erase a record's text, names, photos and files for good, as the law on personal data requires.

The county office answers for its book, so it alone may do this; the audit and a record of its
own say who did it and why. Figures, dates and choices stay, and the chain still verifies.
"""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tongxing.actions.entry import enter
from tongxing.actions.errors import Unfitting
from tongxing.actions.reach import reach
from tongxing.actions.redact_evidence import erase_files
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.canonical import written
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said
from tongxing.rules.plan.model import STAYING_TYPES
from tongxing.rules.plan.shipped import shipped_kind


@transaction.atomic
def redact_record(
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    of: UUID,
    reason: str,
) -> Record:
    """Erase the content of `of` but for its figures, and its photos and files, with the reason."""
    old = reach(acting, "redact", of)
    reason = reason_given(reason, "删减原因")
    found = said(old.body)
    kept = found.values if found.redacted else _kept(old, found.values)
    row = system_row(
        acting=acting, at=at, id=id, kind="record-redacted", place=old.place,
        values={"reason": reason, "kept": kept}, about=(f"record:{old.id}",),
    )  # fmt: skip
    outcome = enter(acting=acting, at=at, verb="redact", row=row)
    erased = ledger.hold_content(old.id)  # be it by whoever had the book right before
    if erased and not outcome.repeated:
        raise Unfitting("这条记录此前已依法删减")
    if not erased:
        ledger.redact(old, written(kept))
        erase_files(old, outcome.written(), at)
    return outcome.written()


def _kept(record: Record, values: Any) -> dict[str, Any]:
    """The figures without the words they were typed in, days, choices and places."""
    fields = shipped_kind(record.kind, record.kind_version).fields
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name in fields and fields[name].type in STAYING_TYPES:
            kept[name] = (
                {k: v for k, v in value.items() if k != "text"}
                if isinstance(value, dict)
                else value
            )
    return kept

"""Seal the audit rows that have come since the last seal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import NotAllowed
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.audit.models import AuditSeal
from tongxing.records.audit.seals import digest_of
from tongxing.records.audit.seals import last_seal
from tongxing.records.audit.seals import newest_row


def seal_audit(*, acting: Scope, at: datetime) -> AuditSeal | None:
    """A seal over the rows since the last one, its own audit row among the next ones.

    None when nothing has come. Writers wait only while the newest row is looked up.
    """
    if not acting.may_anywhere("audit"):
        raise NotAllowed("只有审计管理员可以封存审计")
    with transaction.atomic():
        audit.wait_for_writers()
        newest = newest_row()
    with transaction.atomic():
        before = last_seal()
        first = before.last + 1 if before else 1
        if newest < first:
            return None
        rows, sha256 = digest_of(first, newest, before.sha256 if before else "")
        sealed = AuditSeal(at=at, first=first, last=newest, rows=rows, sha256=sha256)
        audit.note(at=at, who=acting.person, verb="seal-audit", subject=f"audit:{newest}")
        return audit.seal(sealed)

"""Which accounts are locked after wrong attempts: worked out from the audit, stored nowhere."""

from __future__ import annotations

import math
from datetime import datetime
from datetime import timedelta

from django.db import connection

from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.origin import current

SPAN = timedelta(minutes=15)  # in which failures add up, and for which a lock holds
TELLING = ("sign-in", "sign-in-failed", "lock", "unlock")
EVERYWHERE = "*"
ACCOUNT = "account:"


def locked_for(subject: str, at: datetime) -> int:
    """Whole minutes until attempts from here are looked at again; 0 when they are now."""
    ends = [row.at + SPAN for row in _rows(subject, at) if row.verb == "lock" and _holds_here(row)]
    left = (max(ends) - at).total_seconds() if ends else 0
    return math.ceil(left / 60)


def one_at_a_time(subject: str) -> None:
    """Until the transaction ends nobody else judges an attempt of this subject.

    No row is held for it: a name nobody has has none, and how many of its attempts sent at once
    are answered must not tell it from others. On SQLite the transaction itself is the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])


def locked_accounts(at: datetime) -> frozenset[str]:
    """Names of the accounts that are locked for anybody at this moment (one query)."""
    rows = AuditRow.objects.filter(
        verb__in=("lock", "unlock"), at__gt=at - SPAN, at__lte=at, subject__startswith=ACCOUNT
    )
    last = {row.subject: row.verb for row in rows.order_by("at", "pk")}
    return frozenset(
        subject.removeprefix(ACCOUNT) for subject, verb in last.items() if verb == "lock"
    )


def _holds_here(row: AuditRow) -> bool:
    return row.address == current().address or EVERYWHERE in row.detail


def failures(subject: str, at: datetime) -> tuple[int, int]:
    """Wrong attempts since the last that was right: from this address, and from anywhere."""
    failed = [row.address for row in _rows(subject, at) if row.verb == "sign-in-failed"]
    return failed.count(current().address), len(failed)


def _rows(subject: str, at: datetime) -> list[AuditRow]:
    """What happened within the span since the last unlocking, or signing in from here."""
    rows = AuditRow.objects.filter(subject=subject, at__gt=at - SPAN, verb__in=TELLING)
    kept: list[AuditRow] = []
    for row in rows.order_by("at", "pk"):
        if row.verb == "unlock":
            kept = []
        elif row.verb == "sign-in":
            kept = [one for one in kept if one.address != row.address]
        else:
            kept.append(row)
    return kept

"""Reading the audit."""

from __future__ import annotations

from django.db.models import QuerySet

from tongxing.records.audit.models import AuditRow


def audit_of(subject: str) -> QuerySet[AuditRow]:
    """What was done to one subject, latest first."""
    return AuditRow.objects.filter(subject=subject).order_by("-id")


def latest_audit() -> QuerySet[AuditRow]:
    """Everything, latest first; slice it."""
    return AuditRow.objects.order_by("-id")

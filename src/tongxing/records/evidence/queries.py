"""The photos and files of records, as far as those records are in view."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from django.db.models import Q
from django.db.models import QuerySet

from tongxing.records.accounts.access import Scope
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import StoredFile
from tongxing.records.ledger.queries import records_seen_by


def attachments_of(records: Iterable[UUID], *, seq: int | None = None) -> list[Attachment]:
    """What belongs to these records, in the order added (one query).

    With `seq` as it was known there: what was added later is left out, what was removed later
    is not. The caller has chosen records in view.
    """
    found = Attachment.objects.filter(record__in=list(records)).select_related("file", "record")
    return list(_standing(found, seq).order_by("record__seq", "pk"))


def _standing(found: QuerySet[Attachment], seq: int | None) -> QuerySet[Attachment]:
    if seq is None:
        return found.filter(removal=None)
    still = Q(removal=None) | Q(removal__said_by__seq__gt=seq, removal__erased=False)
    return found.filter(still, said_by__seq__lte=seq)


def attachment_seen_by(scope: Scope, record: UUID, key: str) -> Attachment | None:
    """One file of one record, or None when there is none in view."""
    found = Attachment.objects.filter(record=record, file=key, removal=None)
    seen = found.filter(record__in=records_seen_by(scope).filter(pk=record))
    return seen.select_related("file", "record").first()


def ever_attached(record: UUID) -> list[Attachment]:
    """Everything that ever belonged to a record, each row with its `removal` if it has one."""
    return list(Attachment.objects.filter(record=record).select_related("removal"))


def erased_before(data: bytes) -> bool:
    """Whether the law had a file of these very bytes taken away."""
    key = sha256(data).hexdigest()
    return StoredFile.objects.filter(sha256=key).exclude(erased=None).exists()

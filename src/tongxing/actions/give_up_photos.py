"""Say that photos a record names will not come any more: the phone was lost, or emptied.

Whoever may correct the record says so. Nothing of the record changes: it goes on naming them.
Should the phone be found again, a photo it sends is the record's as if nothing had been said:
the phone was told that the record is here, and sends only what is missing. One that sends the
record once more has its photos awaited again.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.attach_evidence import attachable
from tongxing.actions.errors import Unfitting
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.evidence import operations as evidence


@transaction.atomic
def give_up_photos(*, acting: Scope, at: datetime, of: UUID) -> int:
    """Wait no more for the photos of the record `of`; returns how many there were.

    Raises what `attach_evidence` would, and `Unfitting` when none is awaited.
    """
    record = attachable(acting, of)
    photos = evidence.give_up(of, at)
    if not photos:
        raise Unfitting("这条记录没有还在手机上的照片，可能已经传到，请刷新后查看")
    audit.note(
        at=at, who=acting.person, verb="give-up-photos", subject=f"record:{of}",
        detail={"photos": photos}, place=record.place,
    )  # fmt: skip
    return photos

"""Keeping files and saying to which records they belong. Called by actions only."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from django.db import transaction

from tongxing.records.evidence import storage
from tongxing.records.evidence.kept import Gone
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.models import UNDRAWABLE
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import Awaited
from tongxing.records.evidence.models import Removal
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.pictures import Prepared
from tongxing.records.evidence.queries import COMING
from tongxing.records.ledger.models import Record
from tongxing.records.statements import change
from tongxing.records.statements import planned
from tongxing.records.statements import rows_of


def keep(prepared: Prepared, at: datetime, *, key: str = "") -> str:
    """Make the row of a file, then put the bytes beside it; the same bytes are one file.

    Returns their sha256; `key`, where the caller has just worked it out, is taken for it. In the
    caller's transaction: of this and an erasure one comes first. Raises `Gone` after it.
    """
    key = key or sha256(prepared.data).hexdigest()
    rows_of(KEEP, _row(prepared, at, key))
    if hold([key]):
        raise Gone
    return storage.put(prepared.data, key)


def _row(p: Prepared, at: datetime, key: str) -> list[Any]:
    seen = (p.media_type, len(p.data), p.width, p.height, p.likeness, p.mirrored)
    return [key, *seen, at, key]


def hold(keys: Iterable[str]) -> frozenset[str]:
    """Let none of these files be erased before the transaction ends; those that are already.

    Whatever comes to show a file asks this first: what it finds erased it does not show.
    """
    some = StoredFile.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk")
    return frozenset(key for key, gone in some.values_list("pk", "erased") if gone is not None)


KEEP = """
INSERT INTO evidence_storedfile
  (sha256, media_type, size, width, height, likeness, mirrored, stored)
SELECT %s, %s, %s, %s, %s, %s, %s, %s
WHERE NOT EXISTS (SELECT 1 FROM evidence_storedfile WHERE sha256 = %s)
ON CONFLICT DO NOTHING
RETURNING sha256
"""


def take_up(
    by: str, ready: Prepared, file: Kept, at: datetime, origin: Sequence[str]
) -> tuple[bool, bool]:
    """Keep a photo of `by` for the records that wait for it, whoever else was to bring it.

    The waiting ends, the photo's row is made, each record has it, and an audit row (verb, subject,
    place and `origin`) says so: all or nothing, in one message. Whether any waited: of two at
    once, or of a photo and an erasure, one comes first. And whether the law had the photo taken
    away: then nobody waits any more.
    """
    if connection.vendor != "postgresql":
        return _one_by_one(by, ready, file, at, origin)
    photo = (file.sha256, ready.media_type, len(ready.data), ready.width, ready.height)
    ((waited, gone),) = planned(TAKE_UP, [by, *photo, file.name, at, *origin])
    return waited, gone


# The function stands in migration 0005.
TAKE_UP = (
    "SELECT waited, gone FROM tongxing_keep_photo("
    "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def _one_by_one(
    by: str, ready: Prepared, file: Kept, at: datetime, origin: Sequence[str]
) -> tuple[bool, bool]:
    """As the function does it at once."""
    verb, subject, *rest = origin
    with transaction.atomic():
        taken = rows_of(WAITED, [file.sha256, by, file.sha256])
        if taken:
            rows_of(KEEP, _row(ready, at, file.sha256))
        erased = bool(hold([file.sha256]))
        if taken and not erased:
            for (record,) in sorted(set(taken)):
                change(ATTACH_OWN, [file.sha256, file.name, file.caption, at, record])
            change(AUDIT, [at, by, verb, subject, "", *rest])
    return bool(taken), erased


WAITED = """
DELETE FROM evidence_awaited WHERE sha256 = %s AND record_id IN (
  SELECT record_id FROM evidence_awaited WHERE "by" = %s AND sha256 = %s)
RETURNING record_id
"""
ATTACH_OWN = """
INSERT INTO evidence_attachment (record_id, said_by_id, file_id, name, caption, added_by, added)
SELECT id, id, %s, %s, %s, recorded_by, %s FROM ledger_record WHERE id = %s
ON CONFLICT DO NOTHING
"""
AUDIT = """
INSERT INTO audit_auditrow (at, who, verb, subject, detail, place, address, account, session, agent)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def wait_no_more(by: str, key: str) -> None:
    """A photo of `by` will never be here: the law had it taken away."""
    rows_of(WAITED, [key, by, key])


def attach(record: Record, said_by: Record, files: Sequence[Kept], at: datetime) -> None:
    """Say that these files belong to a record; what a record said already is not said again."""
    Attachment.objects.bulk_create(
        [
            Attachment(
                record=record,
                said_by=said_by,
                file_id=one.sha256,
                name=one.name,
                caption=one.caption,
                added_by=said_by.recorded_by,
                added=at,
            )
            for one in files
        ],
        ignore_conflicts=True,
    )


def expect(rows: Iterable[tuple[Record, str]], by: str) -> None:
    """Say that photos (sha256) of these records are still on the phone of `by`, given up or not."""
    Awaited.objects.bulk_create(
        [Awaited(record=record, sha256=key, by=by) for record, key in rows],
        update_conflicts=True,
        unique_fields=("record", "sha256", "by"),
        update_fields=("given_up",),
    )


def arrived(record: UUID, keys: Iterable[str]) -> None:
    """These photos of a record are here: nobody waits for them any more."""
    Awaited.objects.filter(record=record, sha256__in=list(keys)).delete()


def give_up(record: UUID, at: datetime) -> int:
    """Say that the photos a record waits for will not come; how many these were.

    One that comes all the same is taken up. Of two at once, or of a photo and this, one comes
    first.
    """
    open_ = Awaited.objects.filter(COMING, record=record)
    keys = set(open_.select_for_update().order_by("pk").values_list("sha256", flat=True))
    open_.update(given_up=at)
    return len(keys)


def expect_none(record: UUID) -> None:
    """A record is erased: no photo of it is taken up any more, given up or not."""
    Awaited.objects.filter(record=record).delete()


def looked_at(key: str, looks: tuple[bytes, bytes] | None) -> None:
    """What a photo looks like, and in a mirror; None says that it cannot be drawn."""
    likeness, mirrored = looks or (None, UNDRAWABLE)
    open_ = StoredFile.objects.filter(pk=key, likeness=None, mirrored=None, erased=None)
    open_.update(likeness=likeness, mirrored=mirrored)


def remove(rows: Iterable[Attachment], said_by: Record, at: datetime, *, erased: bool) -> None:
    """Say that files no longer belong to their record."""
    Removal.objects.bulk_create(
        [
            Removal(
                attachment=row,
                said_by=said_by,
                removed_by=said_by.recorded_by,
                removed=at,
                erased=erased,
            )
            for row in rows
        ]
    )


def erase(rows: Sequence[Attachment], at: datetime) -> tuple[str, ...]:
    """Empty names and captions; returns the files no record shows any more.

    Their bytes are for the caller to take away once the transaction holds; nobody who `hold`s
    one of them in the meantime is overlooked.
    """
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(name="", caption="")
    keys = {row.file_id for row in rows}
    hold(keys)
    shown = Attachment.objects.filter(file__in=keys, removal=None).values_list("file", flat=True)
    gone = tuple(sorted(keys - set(shown)))
    StoredFile.objects.filter(pk__in=gone, erased=None).update(
        erased=at, likeness=None, mirrored=None
    )
    return gone

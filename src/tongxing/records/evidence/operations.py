"""Keeping files and saying to which records they belong. Called by actions only."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tongxing.records.evidence import storage
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import Awaited
from tongxing.records.evidence.models import Removal
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.pictures import Prepared
from tongxing.records.ledger.models import Record
from tongxing.records.statements import change
from tongxing.records.statements import rows_of


def keep(prepared: Prepared, at: datetime, *, key: str = "") -> str:
    """Put the bytes into storage, then the row beside them; the same bytes are one file.

    Returns their sha256; `key`, where the caller has just worked it out, is taken for it.
    """
    key = storage.put(prepared.data, key)
    p = prepared
    seen = (p.media_type, len(p.data), p.width, p.height, p.likeness, p.mirrored)
    change(KEEP, [key, *seen, at, key])
    return key


KEEP = """
INSERT INTO evidence_storedfile
  (sha256, media_type, size, width, height, likeness, mirrored, stored)
SELECT %s, %s, %s, %s, %s, %s, %s, %s
WHERE NOT EXISTS (SELECT 1 FROM evidence_storedfile WHERE sha256 = %s)
ON CONFLICT DO NOTHING
"""


def take_up(by: str, key: str) -> list[Any]:
    """End the waiting for a photo of `by`, whoever else was to bring it (one statement).

    Returns the ids of the records, as the database keeps them, for `attach_own`; none when
    nobody waits: of two at once, or of a photo and an erasure, one comes first.
    """
    return [record for (record,) in rows_of(TAKE_UP, [key, by, key])]


TAKE_UP = """
DELETE FROM evidence_awaited WHERE sha256 = %s AND record_id IN (
  SELECT record_id FROM evidence_awaited WHERE "by" = %s AND sha256 = %s)
RETURNING record_id
"""


def attach_own(records: Sequence[Any], file: Kept, at: datetime) -> None:
    """Say that a file its own content names belongs to each record (ids of `take_up`)."""
    for record in sorted(set(records)):
        change(ATTACH_OWN, [file.sha256, file.name, file.caption, at, record])


ATTACH_OWN = """
INSERT INTO evidence_attachment (record_id, said_by_id, file_id, name, caption, added_by, added)
SELECT id, id, %s, %s, %s, recorded_by, %s FROM ledger_record WHERE id = %s
ON CONFLICT DO NOTHING
"""


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
    """Say that photos (sha256) of these records are still on the phone of `by`."""
    Awaited.objects.bulk_create(
        [Awaited(record=record, sha256=key, by=by) for record, key in rows],
        ignore_conflicts=True,
    )


def arrived(record: UUID, keys: Iterable[str]) -> bool:
    """These photos of a record are here, or never will be: nobody waits for them any more.

    False when nobody did: of two at once, or of a photo and an erasure, one comes first.
    """
    gone, _ = Awaited.objects.filter(record=record, sha256__in=list(keys)).delete()
    return bool(gone)


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

    Their bytes are for the caller to take away once the transaction holds.
    """
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(name="", caption="")
    keys = {row.file_id for row in rows}
    shown = Attachment.objects.filter(file__in=keys, removal=None).values_list("file", flat=True)
    gone = tuple(sorted(keys - set(shown)))
    StoredFile.objects.filter(pk__in=gone, erased=None).update(
        erased=at, likeness=None, mirrored=None
    )
    return gone

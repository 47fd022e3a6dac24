"""The photos and files of records, as far as those records are in view."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists
from django.db.models import OuterRef
from django.db.models import Q
from django.db.models import QuerySet

from tongxing.records.accounts.access import Scope
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import Awaited
from tongxing.records.evidence.models import StoredFile
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import records_seen_by
from tongxing.records.statements import having
from tongxing.records.statements import planned


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


def brought_for(record: UUID, keys: Collection[str]) -> frozenset[str]:
    """Which of these files were ever here for a record, or erased before (one query at most)."""
    if not keys:
        return frozenset()
    here = Q(attachments__record=record) | Q(erased__isnull=False)
    found = StoredFile.objects.filter(pk__in=keys).filter(here)
    return frozenset(found.values_list("pk", flat=True))


def brought_to(records: Iterable[UUID]) -> frozenset[tuple[UUID, str]]:
    """Each of these records with each file that was ever here for it (one query)."""
    found = Attachment.objects.filter(record__in=list(records))
    return frozenset(found.values_list("record", "file"))


def awaited_of(records: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The photos of these records that are still on a phone, by record (one query)."""
    rows = Awaited.objects.filter(COMING, record__in=list(records))
    told = rows.order_by("record", "sha256").values_list("record", "sha256").distinct()
    found: dict[UUID, tuple[str, ...]] = {}
    for record, key in told:
        found[record] = (*found.get(record, ()), key)
    return found


# Neither given up nor here: a record sent again as its photo arrives may wait for it once more.
COMING = Q(given_up=None) & ~Exists(
    Attachment.objects.filter(record=OuterRef("record"), file=OuterRef("sha256"))
)


def awaited_from(by: str, key: str) -> list[Awaited]:
    """The records that take up a photo from somebody's phone, given up or not (one query)."""
    found = Awaited.objects.filter(by=by, sha256=key).select_related("record")
    return list(found.order_by("record__seq"))


Mark = tuple[object, ...]  # compared, never read
# On the way of every page of what is derived, and of every look of a phone.
MARK = """
    SELECT count(*), max(a.id), count(a.given_up), max(a.given_up)
    FROM evidence_awaited a
"""
MARK_OF_WRITER = f"{MARK} WHERE a.by = %s"
# From the few photos to their records: joined, SQLite would go through all records of the book.
OF_BOOK = "SELECT 1 FROM ledger_record r WHERE r.id = a.record_id AND r.book_id = %s"
MARK_OF_BOOK = f"{MARK} WHERE EXISTS ({OF_BOOK})"


def awaiting_mark(by: str) -> Mark:
    """Changes whenever a photo of somebody's comes in, is waited for or given up (one query).

    Numbers alone would not tell one given up from another awaited once more in its place.
    """
    return planned(MARK_OF_WRITER, [by])[0]


def awaiting_in(book: str) -> Mark:
    """The same of the photos of a book's records (one query)."""
    return planned(MARK_OF_BOOK, [book])[0]


def attached_in(book: str) -> QuerySet[Attachment]:
    """What the records of a book have, to filter further; asked as `MARK_OF_BOOK` is."""
    return Attachment.objects.filter(
        Exists(Record.objects.filter(pk=OuterRef("record"), book=book))
    )


def not_looked_at(book: str, most: int) -> list[str]:
    """Photos of a book nobody knows yet what they look like, oldest first (one query)."""
    found = attached_in(book).filter(NOT_LOOKED_AT)
    return list(dict.fromkeys(found.order_by("pk").values_list("file", flat=True)[:most]))


NOT_LOOKED_AT = Q(
    file__likeness=None, file__mirrored=None, file__width__isnull=False, file__erased=None
)


def brought_by(by: str, keys: Iterable[str]) -> frozenset[str]:
    """Which of these files somebody added to a record before, still standing (one query).

    Only who has shown a file's bytes may name it: a hash alone opens nothing.
    """
    found = Attachment.objects.filter(added_by=by, file__in=list(keys), removal=None)
    return frozenset(found.values_list("file", flat=True))


def kept_among(keys: Iterable[str]) -> frozenset[str]:
    """Which of these files belong to a record, or did (one query)."""
    rows = having("evidence_storedfile", ("sha256", "erased"), "sha256", list(keys))
    return frozenset(key for key, erased in rows if erased is None)


def all_erased() -> list[str]:
    """Every file the law had taken away (one query)."""
    return list(StoredFile.objects.exclude(erased=None).values_list("pk", flat=True))


def erased_among(keys: Iterable[str]) -> frozenset[str]:
    """Which of these files the law had taken away (one query)."""
    rows = having("evidence_storedfile", ("sha256", "erased"), "sha256", list(keys))
    return frozenset(key for key, erased in rows if erased is not None)

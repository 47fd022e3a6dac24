"""Reading the ledger: in view of a scope, by words, by versions; each a bounded query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db import connection
from django.db.models import Exists
from django.db.models import OuterRef
from django.db.models import Q
from django.db.models import QuerySet
from django.db.models import Subquery
from django.db.models.expressions import RawSQL

from tongxing.records.accounts.access import Scope
from tongxing.records.ledger import search
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.models import RecordDoer
from tongxing.records.ledger.models import Replacement
from tongxing.records.ledger.versions import Family
from tongxing.records.ledger.versions import family_of
from tongxing.records.registry.queries import within
from tongxing.records.statements import rows_of

RETURNED = "record-returned"
ACCEPTED = "record-accepted"
WITHDRAWN = "record-withdrawn"
REDACTED = "record-redacted"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a book's chain ends."""

    book: str
    seq: int
    hash: str


def book_names() -> list[tuple[str, str]]:
    """(code, name) of every book, by code; every page asks (one query)."""
    found = rows_of("SELECT code, name FROM ledger_book ORDER BY code", ())
    return [(code, name) for code, name in found]


def head_of(book: str) -> Head:
    """The head of a book; raises `Book.DoesNotExist`."""
    row = Book.objects.get(pk=book)
    return Head(row.code, row.head_seq, row.head_hash)


def seq_at(book: str, known_at: datetime | None) -> int:
    """The last seq recorded up to a moment (0 before the first); None asks for the head."""
    if known_at is None:
        return head_of(book).seq
    found = Record.objects.filter(book=book, recorded__lte=known_at)
    last = found.order_by("-recorded", "-seq").values_list("seq", flat=True).first()
    return last or 0


def heads_within(prefix: str, known_at: datetime | None) -> list[tuple[str, str, int, str]]:
    """(code, name, seq, hash) of the books whose code begins with `prefix`, by code (one query).

    With a moment: where each stood then. Before the first record seq is 0 and the hash "".
    """
    books = Book.objects.filter(code__startswith=prefix).order_by("code")
    if known_at is None:
        heads = books.values_list("code", "name", "head_seq", "head_hash")
        return [(code, name, seq, head if seq else "") for code, name, seq, head in heads]
    known = Record.objects.filter(book=OuterRef("pk"), recorded__lte=known_at)
    last = known.order_by("-recorded", "-seq")
    then = books.annotate(
        seq=Subquery(last.values("seq")[:1]), at=Subquery(last.values("hash")[:1])
    )
    columns = then.values_list("code", "name", "seq", "at")
    return [(code, name, seq or 0, head or "") for code, name, seq, head in columns]


def records_seen_by(scope: Scope) -> QuerySet[Record]:
    """Everything in view of a scope, as one query to filter, order and slice further."""
    if "" in scope.places:
        return Record.objects.all()
    wanted = Q(pk__in=())
    for prefix in sorted(scope.places):
        wanted |= within(prefix, "place")
    if scope.parties:
        mine = RecordDoer.objects.filter(record=OuterRef("pk")).filter(
            Q(party__in=scope.parties) | Q(of__in=scope.parties)
        )
        wanted |= Q(Exists(mine))
    return Record.objects.filter(wanted)


def record_seen_by(scope: Scope, id: UUID) -> Record | None:  # noqa: A002
    """One record with its content, or None when there is none in view."""
    return records_seen_by(scope).select_related("body", "book").filter(pk=id).first()


def of_kinds(book: str, kinds: Iterable[str], upto: int) -> list[Record]:
    """The records of rare kinds up to a seq, in order, with what they say (one query).

    Put in order here: SQLite, asked to, would go through all records of the book by seq.
    """
    found = Record.objects.filter(book=book, kind__in=tuple(kinds)).select_related("body")
    return sorted((one for one in found if one.seq <= upto), key=attrgetter("seq"))


def about_some(book: str, kind: str, subjects: Iterable[str], upto: int) -> list[Record]:
    """The records of a kind about some subjects up to a seq, in order, with what they say.

    One query. Of which book is asked here: SQLite, told it, would go through that book.
    """
    found = Record.objects.filter(kind=kind, about_rows__subject__in=set(subjects))
    known = {one for one in found.select_related("body") if one.book_id == book and one.seq <= upto}
    return sorted(known, key=attrgetter("seq"))


def containing(records: QuerySet[Record], book: str, phrase: str) -> QuerySet[Record]:
    """Those records of a book that hold every word of `phrase`, each exactly."""
    found = search.matching(book, phrase)
    if found is None:
        return records.none()
    return records.filter(book=book, seq__in=RawSQL(*found))  # noqa: S611  parameters apart


def versions_of(record: Record) -> Family:
    """All versions of a record: corrections, withdrawals, conflicts, notes (three queries)."""
    with connection.cursor() as cursor:
        cursor.execute(FAMILY_SQL, [_key(record.id)])
        ids = [row[0] for row in cursor.fetchall()]
    members = list(Record.objects.filter(pk__in=ids).select_related("body").order_by("seq"))
    about = RecordAbout.objects.filter(subject__in=[f"record:{m.id}" for m in members])
    notes = Record.objects.filter(pk__in=about.values("record")).select_related("body")
    return family_of(members, list(notes.order_by("seq")))


def _key(id: UUID) -> str | UUID:  # noqa: A002
    return id if connection.vendor == "postgresql" else id.hex


FAMILY_SQL = """
WITH RECURSIVE family(id) AS (
  SELECT %s
  UNION
  SELECT CASE WHEN r.record_id = f.id THEN r.replaced_id ELSE r.record_id END
  FROM ledger_replacement r JOIN family f ON r.record_id = f.id OR r.replaced_id = f.id
)
SELECT id FROM family
"""


def rivals_of(ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Which records already replace each of these, in order of seq (one query)."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    rows = Replacement.objects.filter(replaced__in=list(ids)).order_by("record__seq")
    for replaced, record in rows.values_list("replaced_id", "record_id"):
        found[replaced] = (*found.get(replaced, ()), record)
    return found


def ends_of(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Where the first corrections of corrections of each of these end (a query a step)."""
    found = {one: one for one in ids}
    while found and (rivals := rivals_of(found.values())):
        found = {one: rivals[end][0] if end in rivals else end for one, end in found.items()}
    return found

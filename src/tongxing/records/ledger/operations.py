"""Appending to a book's chain, and the one lawful erasure. Called by actions only."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from itertools import islice
from operator import attrgetter
from uuid import UUID

from django.db import connection

from tongxing.records.ledger import search
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import ROW
from tongxing.records.ledger.canonical import content_hash
from tongxing.records.ledger.canonical import content_text
from tongxing.records.ledger.canonical import row_hash
from tongxing.records.ledger.canonical import row_text
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.models import RecordDoer
from tongxing.records.ledger.models import Replacement
from tongxing.records.ledger.rows import NewRow
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import about_text
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import doers_text
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import replaces_text
from tongxing.records.ledger.rows import said
from tongxing.records.statements import Asking
from tongxing.records.statements import change
from tongxing.records.statements import insert

REBUILT_AT_ONCE = 2000


def open_book(code: str, name: str) -> Book:
    """Begin the ledger of one county; its head is empty."""
    return Book.objects.create(code=code, name=name, head_hash=GENESIS)


def lock(code: str) -> Book:
    """The book's row, held until the transaction ends; raises `Book.DoesNotExist`.

    On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    """
    return locking(Asking(), code)()


def locking(asking: Asking, code: str) -> Callable[[], Book]:
    """`lock` with other questions behind it: they see what whoever held it before has written."""
    waiting = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    sql = f"SELECT {', '.join(BOOK_COLUMNS)} FROM ledger_book WHERE code = %s{waiting}"  # noqa: S608
    rows = asking.rows(sql, [code])

    def read() -> Book:
        for row in rows():
            book = Book(**dict(zip(BOOK_COLUMNS, row, strict=True)))
            if book.head_recorded and book.head_recorded.tzinfo is None:  # SQLite: UTC unnamed
                book.head_recorded = book.head_recorded.replace(tzinfo=UTC)
            return book
        raise Book.DoesNotExist

    return read


BOOK_COLUMNS = ("code", "name", "head_seq", "head_hash", "head_recorded")
HEAD_SQL = """
UPDATE ledger_book SET head_seq = %s, head_hash = %s, head_recorded = %s WHERE code = %s
"""


def append_rows(
    book: Book, rows: Sequence[NewRow], at: datetime, *, moments: Sequence[datetime] = ()
) -> list[Record]:
    """Append to a book that is locked, all or nothing with the caller's transaction.

    `recorded` is `at`, or a row's own of `moments` (parallel to `rows`, for a history brought
    in), or the moment before it where a clock went back: within a book it never decreases.
    """
    recorded = book.head_recorded or (moments[0] if moments else at)
    records: list[Record] = []
    contents: list[tuple[UUID, str, str]] = []
    words: list[tuple[int, str]] = []
    seq, head = book.head_seq, book.head_hash
    for row, moment in zip(rows, moments or (at,) * len(rows), strict=True):
        seq += 1
        recorded = max(moment, recorded)
        salt = secrets.token_hex(16)
        text = content_text(row.text, row.values, row.files)
        record = _record(row, book.code, seq, head, recorded, content_hash(salt, text))
        head = record.hash
        records.append(record)
        contents.append((record.id, salt, text))
        words.append((search.position(book.code, seq), search.words_of(row.text, row.values)))
    insert("ledger_record", RECORD_COLUMNS, [_columns(record) for record in records])
    insert("ledger_content", ("record_id", "salt", "text"), contents)
    project(records)
    search.index_rows(words)
    book.head_seq, book.head_hash, book.head_recorded = seq, head, recorded
    change(HEAD_SQL, (seq, head, recorded, book.code))
    return records


RECORD_COLUMNS = (*("book_id" if name == "book" else name for name in ROW), "prev", "hash")


_columns = attrgetter(*RECORD_COLUMNS)


def _record(
    row: NewRow, book: str, seq: int, prev: str, recorded: datetime, content: str
) -> Record:
    record = Record(
        id=row.id,
        book_id=book,
        seq=seq,
        kind=row.kind,
        kind_version=row.kind_version,
        doers=doers_text(row.doers),
        place=row.place,
        about=about_text(row.about),
        happened=row.happened,
        makes_up=row.makes_up,
        recorded=recorded,
        recorded_by=row.recorded_by,
        content=content,
        replaces=replaces_text(row.replaces),
        prev=prev,
    )
    record.hash = row_hash(prev, row_of(record))
    return record


def row_of(record: Record) -> str:
    """A record's line of the chain as it was hashed."""
    return row_text(
        record.id,
        record.book_id,
        record.seq,
        record.kind,
        record.kind_version,
        record.doers,
        record.place,
        record.about,
        record.happened,
        record.makes_up,
        record.recorded,
        record.recorded_by,
        record.content,
        record.replaces,
    )


def project(records: Sequence[Record]) -> None:
    """Write the rows by which records are found: doers, subjects, replacements."""
    insert(
        "ledger_recorddoer",
        ("record_id", "party", "role", '"of"'),
        [(r.id, d.who, d.role, d.of) for r in records for d in doers_of(r)],
    )
    insert(
        "ledger_recordabout",
        ("record_id", "subject"),
        [(r.id, subject) for r in records for subject in about_of(r)],
    )
    insert(
        "ledger_replacement",
        ("record_id", "replaced_id"),
        [(r.id, old) for r in records for old in replaced_by(r)],
    )


def redact(record: Record, kept: str) -> None:
    """Erase a content for good; `kept` is the canonical JSON of the values that stay."""
    Content.objects.filter(pk=record.id).update(text=None, kept=kept)
    search.forget(search.position(record.book_id, record.seq))


def clear(book: str) -> None:
    """Drop what is projected from a book's records, before `rebuild`."""
    records = Record.objects.filter(book=book)
    RecordDoer.objects.filter(record__in=records).delete()
    RecordAbout.objects.filter(record__in=records).delete()
    Replacement.objects.filter(record__in=records).delete()
    search.clear(book)


def rebuild(book: Book, progress: Callable[[int], object]) -> None:
    """Write a book's projections and its head afresh from its records (law 7)."""
    book.head_seq, book.head_hash, book.head_recorded = 0, GENESIS, None
    records = Record.objects.filter(book=book).select_related("body").order_by("seq")
    for batch in batched(records.iterator(REBUILT_AT_ONCE), REBUILT_AT_ONCE):
        project(batch)
        found = [(record, said(record.body)) for record in batch]
        search.index_rows(
            (search.position(book.code, record.seq), search.words_of(says.text, says.values))
            for record, says in found
            if not says.redacted
        )
        last = batch[-1]
        book.head_seq, book.head_hash, book.head_recorded = last.seq, last.hash, last.recorded
        progress(last.seq)
    book.save(update_fields=("head_seq", "head_hash", "head_recorded"))


def batched(records: Iterator[Record], size: int) -> Iterator[list[Record]]:
    """Lists of up to `size` records."""
    while batch := list(islice(records, size)):
        yield batch

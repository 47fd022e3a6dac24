"""Appending to a book's chain, and the one lawful erasure. Called by actions only."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from itertools import islice
from operator import attrgetter
from uuid import UUID

import orjson
from django.db import connection

from tongxing.records.ledger import search
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import ROW
from tongxing.records.ledger.canonical import row_hash
from tongxing.records.ledger.canonical import row_text
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.models import RecordDoer
from tongxing.records.ledger.models import Replacement
from tongxing.records.ledger.ready import Ready
from tongxing.records.ledger.ready import made_ready
from tongxing.records.ledger.ready import not_before
from tongxing.records.ledger.rows import NewRow
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.records.statements import change
from tongxing.records.statements import insert
from tongxing.records.statements import moment_of
from tongxing.records.statements import planned
from tongxing.records.statements import postgresql
from tongxing.records.statements import rows_of

REBUILT_AT_ONCE = 2000


def open_book(code: str, name: str) -> Book:
    """Begin the ledger of one county; its head is empty."""
    return Book.objects.create(code=code, name=name, head_hash=GENESIS)


def lock(code: str) -> Book:
    """The book's row, held until the transaction ends; raises `Book.DoesNotExist`.

    On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    """
    waiting = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    sql = f"SELECT {', '.join(BOOK_COLUMNS)} FROM ledger_book WHERE code = %s{waiting}"  # noqa: S608
    for row in rows_of(sql, [code]):
        book = Book(**dict(zip(BOOK_COLUMNS, row, strict=True)))
        if book.head_recorded and book.head_recorded.tzinfo is None:  # SQLite: UTC unnamed
            book.head_recorded = book.head_recorded.replace(tzinfo=UTC)
        return book
    raise Book.DoesNotExist


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
    ready = made_ready(rows, moments or (at,) * len(rows))
    if book.head_recorded:
        not_before(ready, book.head_recorded)
    seq, head = book.head_seq, book.head_hash
    records: list[Record] = []
    for one in ready:
        seq += 1
        hash_ = row_hash(head, one.line(seq))
        records.append(one.record(seq, head, hash_))
        head = hash_
    insert("ledger_record", RECORD_COLUMNS, [_columns(record) for record in records])
    insert(
        "ledger_content", ("record_id", "salt", "text"), [(r.row.id, r.salt, r.text) for r in ready]
    )
    project(records)
    search.index_rows(
        (search.position(book.code, r.seq), search.words_of(one.row.text, one.row.values))
        for r, one in zip(records, ready, strict=True)
    )
    book.head_seq, book.head_hash, book.head_recorded = seq, head, records[-1].recorded
    change(HEAD_SQL, (seq, head, book.head_recorded, book.code))
    return records


RECORD_COLUMNS = (*("book_id" if name == "book" else name for name in ROW), "prev", "hash")


_columns = attrgetter(*RECORD_COLUMNS)


def at_once() -> bool:
    """Whether this database appends in one message (`append_at_once`)."""
    return postgresql()


def append_at_once(
    book: str, rows: Sequence[NewRow], at: datetime, *, verb: str, origin: Mapping[str, str]
) -> list[Record] | None:
    """Lock, append and write the audit rows as one statement: all of it or nothing.

    The book is locked while PostgreSQL works, and for no trip. None, and nothing written, when
    an id is known already. Raises `Book.DoesNotExist`.
    """
    ready = made_ready(rows, (at,) * len(rows))
    while found := planned(APPEND, _given(book, ready, verb, origin)):
        seq, prev, behind, hashes = found[0]
        if hashes is not None:
            break
        if behind is None:
            return None
        not_before(ready, moment_of(behind))
    else:
        raise Book.DoesNotExist
    links = [prev, *(hashes[n : n + HASH] for n in range(0, len(hashes), HASH))]
    return [one.record(seq + n, links[n - 1], links[n]) for n, one in enumerate(ready, 1)]


HASH = 64  # characters
# The function stands in migration 0006.
APPEND = (
    "SELECT head_seq, head_hash, not_before, hashes FROM tongxing_append("
    "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def _given(
    book: str, ready: Sequence[Ready], verb: str, origin: Mapping[str, str]
) -> tuple[str | datetime | None, ...]:
    """What the function takes, in its order; all but moments as text."""
    rows = [(n, one.row) for n, one in enumerate(ready, 1)]
    doers = [(n, d) for n, row in rows for d in row.doers]
    subjects = [{"n": n, "subject": subject} for n, row in rows for subject in row.about]
    replaced = [{"n": n, "old": old} for n, row in rows for old in row.replaces]
    return (
        book,
        verb,
        _json(origin),
        "{" + ",".join(str(one.row.id) for one in ready) + "}",
        BETWEEN.join(one.line(SEQ) for one in ready),
        ready[0].recorded,
        ready[-1].recorded,
        _json([_stored(one) for one in ready]),
        _json([{"n": n, "who": d.who, "role": d.role, "of": d.of} for n, d in doers]),
        _json(subjects) if subjects else None,
        _json(replaced) if replaced else None,
    )


BETWEEN, SEQ = "\x1e", "\x1f"  # JSON escapes them, so no line can hold them


def _stored(one: Ready) -> dict[str, object]:
    row = one.row
    return {
        "kind": row.kind,
        "kind_version": row.kind_version,
        "doers": one.doers,
        "place": row.place,
        "about": one.about,
        "happened": row.happened,
        "makes_up": row.makes_up,
        "at": one.at,
        "recorded": one.recorded,
        "recorded_by": row.recorded_by,
        "content": one.content,
        "replaces": one.replaces,
        "salt": one.salt,
        "text": one.text,
        "words": search.vector_of(row.text, row.values),
    }


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


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


def hold_content(record: UUID) -> bool:
    """Let a record not be erased before the transaction ends; whether it was already.

    Whatever comes to add something to a record long written asks this first. On SQLite the
    transaction itself is the lock.
    """
    waiting = " FOR NO KEY UPDATE" if postgresql() else ""
    ((erased,),) = rows_of(CONTENT_SQL + waiting, [record])
    return bool(erased)


CONTENT_SQL = "SELECT text IS NULL FROM ledger_content WHERE record_id = %s"


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

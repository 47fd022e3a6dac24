"""One entry into a book: record, content, projections and audit row, or nothing at all.

Every verb that writes a record comes through here, so idempotency (law 1), atomicity (law 2)
and the audit are in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import AbstractContextManager
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db import connection
from django.db import transaction

from tongxing.actions.errors import Conflict
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.reach import system
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.canonical import content_hash
from tongxing.records.ledger.canonical import content_text
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import rivals_of
from tongxing.records.ledger.rows import NewRow
from tongxing.records.ledger.rows import about_text
from tongxing.records.ledger.rows import doers_text
from tongxing.records.ledger.rows import replaces_text
from tongxing.records.pairings.fold import Fact
from tongxing.records.pairings.operations import apply
from tongxing.records.statements import having


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one write."""

    id: UUID
    record: Record | None = None
    refused: Refused | None = None
    repeated: bool = False  # the same had been written before; nothing changed
    conflicts: tuple[UUID, ...] = ()  # records that already replace the same one
    warnings: tuple[str, ...] = ()

    def written(self) -> Record:
        """The record, or the refusal raised."""
        if self.refused is not None:
            raise self.refused
        assert self.record is not None
        return self.record


def hold(book: str) -> None:
    """Let nobody else write into a book until the transaction ends; raises `NotFound`.

    For a write that first looks whether another was made: two at once would both find none.
    """
    try:
        ledger.lock(book)
    except Book.DoesNotExist:
        raise NotFound(f"尚未建立“{book}”的台账，请联系县专班") from None


def enter(*, acting: Scope, at: datetime, verb: str, row: NewRow) -> Outcome:
    """Append one row to its book; raises `Refused`."""
    outcome = enter_all(acting=acting, at=at, verb=verb, book=row.book, rows=(row,))[0]
    outcome.written()
    return outcome


def enter_all(
    *, acting: Scope, at: datetime, verb: str, book: str, rows: Sequence[NewRow]
) -> list[Outcome]:
    """Append rows to one book in one transaction; refusals are per row, in order."""
    try:
        return _enter(acting, at, verb, book, rows)
    except IntegrityError:  # the same id came into another book at this very moment
        return _enter(acting, at, verb, book, rows)


def _enter(
    acting: Scope, at: datetime, verb: str, code: str, rows: Sequence[NewRow]
) -> list[Outcome]:
    fresh: dict[UUID, NewRow] = {}
    for row in rows:
        fresh.setdefault(row.id, row)
    with _whole(rows):
        try:
            written, earlier = _appended(acting, at, verb, code, fresh)
        except Book.DoesNotExist:
            missing = NotFound(f"尚未建立“{code}”的台账，请联系县专班")
            return [Outcome(row.id, refused=missing) for row in rows]
        for id_, record in written.items():
            if system(record.kind):  # no other leaves a row among the projections
                apply(fact_of(record, fresh[id_]))
    replaced = {old for row in rows for old in row.replaces}  # told again to what comes again
    rivals = rivals_of(replaced) if replaced else {}
    seen: set[UUID] = set()
    outcomes = []
    for row in rows:
        record = written.get(row.id) or earlier[row.id]
        repeated = row.id in seen or row.id in earlier
        seen.add(row.id)
        outcomes.append(_outcome(row, record, repeated, rivals))
    return outcomes


def _whole(rows: Iterable[NewRow]) -> AbstractContextManager[object]:
    """A transaction, but where one statement is all there is to do and nothing is around it."""
    alone = ledger.at_once() and not connection.in_atomic_block
    if alone and not any(system(row.kind) for row in rows):
        return nullcontext()
    return transaction.atomic()


def _appended(
    acting: Scope, at: datetime, verb: str, code: str, rows: Mapping[UUID, NewRow]
) -> tuple[dict[UUID, Record], dict[UUID, Record]]:
    """The records written, and those of the same id there were before."""
    earlier: dict[UUID, Record] = {}
    while fresh := [row for id_, row in rows.items() if id_ not in earlier]:
        written = _append(acting, at, verb, code, fresh)
        if written is not None:
            return {record.id: record for record in written}, earlier
        earlier = _records(rows)  # nothing is ever deleted: each round fewer are fresh
    return {}, earlier


def _append(
    acting: Scope, at: datetime, verb: str, code: str, rows: Sequence[NewRow]
) -> list[Record] | None:
    """Records and their audit rows; None, and nothing written, when an id is known already."""
    if ledger.at_once():
        return ledger.append_at_once(code, rows, at, verb=verb, origin=audit.origin())
    book = ledger.lock(code)
    if having("ledger_record", ("id",), "id", [row.id for row in rows]):
        return None
    written = ledger.append_rows(book, rows, at)
    subjects = [f"record:{row.id}" for row in rows]
    audit.note_many(at=at, who=acting.person, verb=verb, subjects=subjects, place=code)
    return written


def _outcome(
    row: NewRow, record: Record, repeated: bool, rivals: dict[UUID, tuple[UUID, ...]]
) -> Outcome:
    if repeated and not same(row, record):
        return Outcome(
            row.id,
            refused=Conflict("同一编号已用于另一条内容不同的记录，本次未写入，请以新编号重新提交"),
        )
    return Outcome(row.id, record, repeated=repeated, conflicts=_others(row, rivals))


def _others(row: NewRow, rivals: dict[UUID, tuple[UUID, ...]]) -> tuple[UUID, ...]:
    return tuple(one for old in row.replaces for one in rivals.get(old, ()) if one != row.id)


def _records(ids: Iterable[UUID]) -> dict[UUID, Record]:
    found = Record.objects.filter(pk__in=list(ids)).select_related("body")
    return {record.id: record for record in found}


def answered(row: NewRow, record: Record) -> Outcome | None:
    """The answer given before, if the record of this id says what the row says.

    What was once accepted stays so: a grant that ended since, or a check that would refuse it
    by now, has no say in a retry (law 1).
    """
    if not same(row, record):
        return None
    return Outcome(row.id, record, repeated=True, conflicts=_others(row, rivals_of(row.replaces)))


def same(row: NewRow, record: Record) -> bool:
    """Whether a row says what a stored record says (its content by hash, so erased ones too).

    A record of a system kind takes its day from the clock, so a retry may bear a later one.
    """
    text = content_text(row.text, row.values, row.files)
    return (
        row.kind == record.kind
        and row.place == record.place
        and (row.happened == record.happened or system(row.kind))
        and row.makes_up == record.makes_up
        and doers_text(row.doers) == record.doers
        and about_text(row.about) == record.about
        and replaces_text(row.replaces) == record.replaces
        and content_hash(record.body.salt, text) == record.content
    )


def fact_of(record: Record, row: NewRow) -> Fact:
    """What the projections take from a record just written."""
    return Fact(
        id=str(record.id),
        book=record.book_id,
        seq=record.seq,
        kind=record.kind,
        place=record.place,
        doers=tuple((doer.who, doer.role) for doer in row.doers),
        about=row.about,
        replaces=tuple(str(old) for old in row.replaces),
        text=row.text,
        values=row.values,
    )

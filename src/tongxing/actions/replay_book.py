"""Rebuild everything projected from a book: pairings, waivers, editions, search, head (law 7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongxing.actions.system_record import may_manage
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.records.pairings.operations import STEPS
from tongxing.records.pairings.operations import Fact
from tongxing.records.pairings.operations import apply
from tongxing.records.pairings.operations import clear
from tongxing.records.registry.queries import full


@transaction.atomic
def replay_book(*, acting: Scope, at: datetime, book: str) -> int:
    """Replay a book into its projections; returns how many records it holds."""
    may_manage(acting, full(book))
    row = ledger.lock(book)
    clear(book)
    ledger.clear(book)
    ledger.rebuild(row)
    projected = Record.objects.filter(book=book, kind__in=STEPS).select_related("body")
    for record in projected.order_by("seq").iterator(2000):
        apply(_fact(record))
    audit.note(at=at, who=acting.person, verb="replay-book", subject=f"book:{book}")
    return row.head_seq


def _fact(record: Record) -> Fact:
    found = said(record.body)
    return Fact(
        id=str(record.id),
        book=record.book_id,
        seq=record.seq,
        kind=record.kind,
        place=record.place,
        doers=tuple((doer.who, doer.role) for doer in doers_of(record)),
        about=about_of(record),
        replaces=tuple(str(old) for old in replaced_by(record)),
        text=found.text,
        values=found.values,
    )

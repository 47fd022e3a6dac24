"""Bring in records that were kept elsewhere, each at the moment and by the person that typed it.

For set-up commands and take-overs of an older ledger: everything else is stamped with the
moment it arrives (`append_record`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from tongxing.actions.checks import checked
from tongxing.actions.draft import Draft
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.known import known_for
from tongxing.actions.known import local_day
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import NewRow


@dataclass(frozen=True, slots=True)
class Past:
    """One record of a history: when it was typed, by whom ("person:KEY"), and what."""

    at: datetime
    by: str
    draft: Draft


@transaction.atomic
def append_history(*, acting: Scope, items: Sequence[Past]) -> list[Record]:
    """Append a history to one book, ascending by moment: all of it, or nothing.

    Raises `NotAllowed` unless `acting` manages every place; `Unfitting` when moments go back
    or several books are meant; `Invalid`, `Conflict` or `NotFound` as `append_record` does.
    """
    if not items:
        return []
    if not all(acting.may("manage", place=item.draft.place, parties=()) for item in items):
        raise NotAllowed("只有该县的县专班可以导入历史台账")
    rows = _rows(items)
    books = {row.book for row in rows}
    if len(books) > 1:
        raise Unfitting("历史台账须逐县导入")
    book = _locked(books.pop(), items[0].at)
    if any(later.at < earlier.at for earlier, later in pairwise(items)):
        raise Unfitting("历史台账须按记入时间先后排列")
    if Record.objects.filter(pk__in=[row.id for row in rows]).exists():
        raise Conflict("其中有的编号已经用过，未导入任何记录")
    moments = [item.at for item in items]
    records = ledger.append_rows(book, rows, moments[-1], moments=moments)
    told = ((item.at, item.by, f"record:{item.draft.id}") for item in items)
    audit.note_history(told, place=book.code)
    return records


def _rows(items: Sequence[Past]) -> list[NewRow]:
    known = known_for([item.draft for item in items], items[-1].at)
    return [
        checked(item.draft, replace(known, today=local_day(item.at)), by=item.by) for item in items
    ]


def _locked(code: str, first: datetime) -> Book:
    try:
        book = ledger.lock(code)
    except Book.DoesNotExist:
        raise NotFound(f"尚未建立“{code}”的台账，请联系县专班") from None
    if book.head_recorded and first < book.head_recorded:
        raise Unfitting("台账中已有更晚记入的记录，历史台账只能接在其后")
    return book

"""Rebuild everything projected from a book: pairings, waivers, editions, search, head (law 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import ChainBroken
from tongxing.actions.errors import NotFound
from tongxing.actions.system_record import may_manage
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.found_by import Difference
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.projections import differences
from tongxing.records.ledger.projections import facts_of
from tongxing.records.ledger.verify import Verdict
from tongxing.records.ledger.verify import verify_chain
from tongxing.records.pairings.operations import apply
from tongxing.records.pairings.operations import clear
from tongxing.records.registry.codes import full

Progress = Callable[[int, int], object]  # done, in all


@dataclass(frozen=True, slots=True)
class Replayed:
    """A book whose projections were rebuilt, and what had been wrong with them."""

    records: int
    mended: tuple[Difference, ...]
    head: str  # "seq:hash" as it stood before


@transaction.atomic
def replay_book(
    *, acting: Scope, at: datetime, book: str, progress: Progress | None = None
) -> Replayed:
    """Replay a book into its projections; raises `Refused`.

    Where records were changed or lost, nothing is rebuilt: the tables might be
    the last trace of what they said.
    """
    may_manage(acting, full(book))
    try:
        row = ledger.lock(book)
    except Book.DoesNotExist:
        raise NotFound(f"没有“{book}”的台账，请核对六位县级代码") from None
    head = f"{row.head_seq}:{row.head_hash}"
    in_all = 2 * row.head_seq

    def told(done: int) -> None:
        if progress:
            progress(done, in_all)

    _must_hold(verify_chain(row, told))
    mended = tuple(differences(row))
    clear(book)
    ledger.clear(book)
    ledger.rebuild(row, lambda done: told(done + in_all // 2))
    for fact in facts_of(book):
        apply(fact)
    detail = {"head": head, "mended": len(mended)} if mended else None
    audit.note(at=at, who=acting.person, verb="replay-book", subject=f"book:{book}", detail=detail)
    return Replayed(row.head_seq, mended, head)


def _must_hold(verdict: Verdict) -> None:
    """Raise `ChainBroken` when a record is not what it was, or one the head knows is lost.

    A head that is merely off is rebuilt like the rest.
    """
    if verdict.broken and not verdict.broken.head:
        raise ChainBroken(f"{verdict.say()}。记录本身有误，不能据以重建，请先查明原因")

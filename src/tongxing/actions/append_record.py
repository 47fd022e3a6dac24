"""Write down what happened: one record, or a phone's or a grid's many at once."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from functools import lru_cache

from tongxing.actions.checks import checked
from tongxing.actions.draft import Draft
from tongxing.actions.entry import Outcome
from tongxing.actions.entry import enter_all
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Refused
from tongxing.actions.known import Beforehand
from tongxing.actions.known import Known
from tongxing.actions.known import known_for
from tongxing.actions.reach import ASSESSORS_ONLY
from tongxing.actions.reach import assesses
from tongxing.actions.retry import draft_sent_again
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import writing
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import NewRow
from tongxing.records.pairings.queries import paired_asked
from tongxing.records.pairings.queries import widened
from tongxing.records.statements import Looking


def append_record(*, acting: Scope, at: datetime, draft: Draft) -> Record:
    """Append one record; the same draft again gives the first answer again.

    That holds even when the writer's grant has ended since. Raises `Invalid`, `NotAllowed`,
    `Conflict` or `NotFound` (no such book).
    """
    return append_records(acting=acting, at=at, drafts=(draft,))[0].written()


def append_records(
    *, acting: Scope, at: datetime, drafts: Sequence[Draft], beforehand: Beforehand | None = None
) -> list[Outcome]:
    """Append many, an outcome for each in order: one bad draft never blocks the rest."""
    asking = Looking()
    reach = Reach(acting, drafts, asking, beforehand)
    known = known_for(drafts, at, asking, beforehand)
    outcomes: dict[int, Outcome] = {}
    books: dict[str, list[tuple[int, NewRow]]] = {}
    for n, draft in enumerate(drafts):
        try:
            row = _admitted(draft, known, reach)
        except Refused as refused:
            before = draft_sent_again(acting, draft, known)
            outcomes[n] = before or Outcome(draft.id, refused=refused)
        else:
            books.setdefault(row.book, []).append((n, row))
    for book, numbered in sorted(books.items()):
        rows = [row for _, row in numbered]
        done = enter_all(acting=acting, at=at, verb="append", book=book, rows=rows)
        outcomes |= {n: outcome for (n, _), outcome in zip(numbered, done, strict=True)}
    return [outcomes[n] for n in range(len(drafts))]


def _admitted(draft: Draft, known: Known, reach: Reach) -> NewRow:
    # A place nobody knows, or nobody who did it, is a mistake and not a trespass.
    if draft.place in known.places and draft.doers:
        reach.admit(draft)
    return checked(draft, known, by=reach.acting.person)


_widened = lru_cache(1024)(widened)  # the same for nearly every request of one account


class Reach:
    """Where a scope may append, widened by its pairings on the day a thing happened."""

    def __init__(
        self,
        acting: Scope,
        drafts: Sequence[Draft],
        asking: Looking,
        beforehand: Beforehand | None = None,
    ) -> None:
        """For these drafts only; of pairings only an account with units of its own is asked."""
        self.acting = acting
        self._may_be: dict[Hashable, bool] = {}
        self._by: dict[tuple[tuple[str, str], ...], Scope] = {}
        days = [draft.happened for draft in drafts if not assesses(draft.kind)]
        if beforehand and beforehand.pairs:
            self._paired = beforehand.pairs
        elif days:
            self._paired = paired_asked(asking, acting.units, min(days), max(days))

    def admit(self, draft: Draft) -> None:
        """Raise `NotAllowed` unless the scope may append this draft."""
        parties = {party for doer in draft.doers for party in doer.parties}
        if assesses(draft.kind):
            if not self._may(self.acting, draft, parties):
                raise NotAllowed(ASSESSORS_ONLY)
        elif not self._may(self.acting, draft, parties) and not self._may(
            self._widened(draft.happened), draft, parties
        ):
            raise NotAllowed(
                "您没有在该地为这些参加方登记的权限，"
                "可登记本单位在结对村的工作，其他的请联系县专班代为登记"
            )

    def _may(self, scope: Scope, draft: Draft, parties: set[str]) -> bool:
        written = assesses(draft.kind)
        asked = (id(scope), written, draft.place, frozenset(parties))  # scopes stay with this one
        if asked not in self._may_be:
            verbs = writing(assesses=written)
            self._may_be[asked] = any(
                scope.may(verb, place=draft.place, parties=parties) for verb in verbs
            )
        return self._may_be[asked]

    def _widened(self, on: date) -> Scope:
        pairs = self._paired(on)
        if pairs not in self._by:  # the same for nearly every day
            self._by[pairs] = _widened(self.acting, pairs)
        return self._by[pairs]

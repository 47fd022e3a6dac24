"""What waits for the viewer: returned records of theirs, conflicts, records after the lock."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal

import numpy as np

from tongxing.derive.boards.view import View
from tongxing.records.accounts.access import Verb
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import WITHDRAWN
from tongxing.rules.standing.take import valid_records


@dataclass(frozen=True, slots=True)
class Matter:
    """A record somebody has to settle. `what` completes "集中劳动（2026-10-12，荷垌村）…"."""

    sort: Literal["returned", "conflict", "accept"]
    row: int  # of Records
    day: date  # since when it waits
    what: str


def matters(view: View, limit: int) -> list[Matter]:
    """The `limit` longest waiting of the three sorts; at most one query.

    What happened after the board's day is left out, like everywhere on it.
    """
    happened = view.judged.standing.book.records.happened
    found = [
        one
        for one in (*_returned(view), *_conflicts(view), *islice(_after_lock(view), limit))
        if happened[one.row] <= view.as_of.toordinal()
    ]
    return sorted(found, key=lambda one: (one.day, one.row))[:limit]


def _returned(view: View) -> Iterator[Matter]:
    """Records returned and not corrected since, of the viewer or of whom they speak for."""
    table = view.judged.standing.book.records
    valid = valid_records(table)
    back = dict(zip(table.returned.tolist(), table.returning.tolist(), strict=True))
    rows = [row for row, by in back.items() if valid[row] and valid[by] and view.sight[row]]
    if not rows:
        return
    own = _typed_by(view, rows)
    for row in rows:
        if row in own or not view.scope.parties.isdisjoint(_acting(view, row)):
            yield Matter("returned", row, _day(view, back[row]), "被退回，请更正或撤回")


def _typed_by(view: View, rows: Sequence[int]) -> frozenset[int]:
    known = view.judged.snapshot
    ids = {known.id_of(row): row for row in rows}
    own = Record.objects.filter(id__in=ids, recorded_by=view.scope.person)
    return frozenset(ids[one] for one in own.values_list("id", flat=True))


def _conflicts(view: View) -> Iterator[Matter]:
    """Corrections that came second and that nobody has settled yet."""
    table = view.judged.standing.book.records
    valid = valid_records(table)
    settled = set(table.replaced[valid[table.replacing]].tolist())
    for row in np.unique(table.replacing).tolist():
        if not valid[row] and row not in settled and _may(view, "settle", row):
            olds = table.replaced[table.replacing == row]
            first = int(table.replacing[np.isin(table.replaced, olds)].min())
            withdrawn = table.kind_of(first) == WITHDRAWN
            what = "撤回后又有更正，请裁定" if withdrawn else "有两次不同的更正，请裁定"
            yield Matter("conflict", row, _day(view, row), what)


def _after_lock(view: View) -> Iterator[Matter]:
    """Records that would count if the office accepted them, longest waiting first."""
    if not _accepts(view):
        return
    received = view.judged.standing.book.records.received
    late = view.judged.standing.locked_out
    late = late[view.sight[late]]
    for row in late[np.argsort(received[late], kind="stable")].tolist():
        if _may(view, "accept", row):
            yield Matter("accept", row, _day(view, row), "过了锁定期才报，请核定是否采认")


def _accepts(view: View) -> bool:
    """Whether the viewer accepts records anywhere at all."""
    return any(verb == "accept" for verb, _ in view.scope.verbs_in | view.scope.verbs_of)


def _acting(view: View, row: int) -> tuple[str, ...]:
    return view.judged.standing.book.records.doers_of(row)


def _may(view: View, verb: Verb, row: int) -> bool:
    place = view.judged.standing.book.records.place_of(row)
    return view.scope.may(verb, place=place, parties=_acting(view, row))


def _day(view: View, row: int) -> date:
    return date.fromordinal(int(view.judged.standing.book.records.received[row]))

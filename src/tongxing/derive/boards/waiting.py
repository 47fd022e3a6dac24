"""What waits for the viewer: returned records of theirs, conflicts, records after the lock."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Literal

import numpy as np

from tongxing.derive.boards.view import View
from tongxing.derive.cutting import LaidOut
from tongxing.derive.cutting import cut_book
from tongxing.derive.keys import days_ahead
from tongxing.derive.standings import Judged
from tongxing.records.accounts.access import Verb
from tongxing.records.ledger.models import Record
from tongxing.rules.standing import judge
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
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
            yield Matter("conflict", row, _day(view, row), "有两次不同的更正，请裁定")


def _after_lock(view: View) -> Iterator[Matter]:
    """Records that would count if the office accepted them, longest waiting first.

    Judged once more as if it had: what then counts for more duties is waiting.
    """
    if not _accepts(view):
        return
    received = view.judged.standing.book.records.received
    gained = view.judged.remember("after-lock", lambda: _gained(view.judged))
    gained = gained[view.sight[gained]]
    for row in gained[np.argsort(received[gained], kind="stable")].tolist():
        if _may(view, "accept", row):
            yield Matter("accept", row, _day(view, row), "过了锁定期才报，请核定是否采认")


def _gained(judged: Judged) -> Rows:
    """The records that count for more duties once all late ones are accepted.

    Whether a record counts depends on no other, so the late ones are judged alone: each once as
    if accepted and once as it is. What the whole book's cells are made of need not be worked out.
    """
    rows = _late_rows(judged)
    found = np.zeros(len(rows), np.bool_)
    if not len(rows):
        return rows
    met = _met_by(judged, rows)
    book = replace(met, records=_alone(met.records, rows))
    ahead = days_ahead(judged.as_of)
    for duty in judge(book, judged.plans, as_of=judged.as_of, ahead_days=ahead).duties:
        counts = np.zeros(2 * len(rows), np.bool_)
        counts[duty.hit_record] = True
        found |= counts[: len(rows)] & ~counts[len(rows) :]
    return rows[found]


def _met_by(judged: Judged, rows: Rows) -> Book:
    """The book with only those pairings in which somebody acts who did one of these records.

    They count for no other. A waiver excuses from a period and changes nothing of what counts.
    """
    known, table = judged.snapshot, judged.standing.book.records
    deeds = np.unique(table.deed[rows]).tolist()
    did = {party for deed in deeds for party in table.deeds.doers_of(deed)}
    pairings = tuple(one for one in judged.facts.pairings if not did.isdisjoint(one.actors))
    facts = replace(judged.facts, pairings=pairings, waivers=())
    return cut_book(
        known.code, known.chunk, known.registers, facts, rows=len(table), wanted=table.columns
    )


def _alone(table: Records, rows: Rows) -> Records:
    """A table of these records and no other: all of them accepted, then all as they are."""
    nobody, accepted = np.zeros(0, np.int32), np.arange(len(rows), dtype=np.int32)
    twice = np.concatenate((rows, rows))

    def laid_out(key: str) -> Column:
        whole = table.columns[key]
        return Column(whole.values[twice], whole.present[twice], whole.approx[twice], whole.words)

    return Records(
        deed=table.deed[twice],
        happened=table.happened[twice],
        makes_up=table.makes_up[twice],
        received=table.received[twice],
        replacing=nobody,
        replaced=nobody,
        returning=nobody,
        returned=nobody,
        accepting=accepted,
        accepted=accepted,
        columns=LaidOut(table.columns, laid_out),
        deeds=table.deeds,
        whole=False,
    )


def _accepts(view: View) -> bool:
    """Whether the viewer accepts records anywhere at all."""
    return any(verb == "accept" for verb, _ in view.scope.verbs_in | view.scope.verbs_of)


def _late_rows(judged: Judged) -> Rows:
    """Records received so late that a lock may have begun, and not accepted."""
    standing = judged.standing
    table = standing.book.records
    locks = [one.lock_days for plan in judged.plans for one in plan.editions]
    late = standing.effective & (table.received - table.happened > min(locks, default=0))
    late[table.accepted] = False
    return np.flatnonzero(late).astype(np.int32)


def _acting(view: View, row: int) -> tuple[str, ...]:
    return view.judged.standing.book.records.doers_of(row)


def _may(view: View, verb: Verb, row: int) -> bool:
    place = view.judged.standing.book.records.place_of(row)
    return view.scope.may(verb, place=place, parties=_acting(view, row))


def _day(view: View, row: int) -> date:
    return date.fromordinal(int(view.judged.standing.book.records.received[row]))

"""Step 2, match: which records concern which pairings, and which of those a duty counts.

`meet` joins deeds and pairings once for the whole book; each record looks up its deed's, and
`matching` picks a duty's share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Where
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows

NO_ROWS: Rows = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Meeting:
    """M rows (record, pairing, role of the doer), grouped by the record's kind.

    The record's doer is an actor of the pairing, its place or subject the target, its day in
    the span. The same record and pairing stand once for each such doer and role; `again`
    marks all but the first of them.
    """

    record: Rows
    pairing: Rows
    role: Rows
    again: Flags
    bounds: Rows  # rows of kind k are bounds[k]:bounds[k + 1]; empty in a share of the whole

    def of_kinds(self, kinds: list[int]) -> Meeting:
        """The share whose records are of these kinds; a view where it is one kind."""
        parts = [slice(self.bounds[k], self.bounds[k + 1]) for k in kinds]
        if len(parts) == 1:
            return self.only(parts[0])
        rows = [np.arange(one.start, one.stop) for one in parts]
        return self.only(np.concatenate([NO_ROWS, *rows]))

    def only(self, rows: slice | NDArray[np.bool_ | np.signedinteger]) -> Meeting:
        return Meeting(
            self.record[rows], self.pairing[rows], self.role[rows], self.again[rows], NO_ROWS
        )

    def where(self, keep: Flags) -> Meeting:
        """The rows to keep, without a copy when those are all."""
        return self if keep.all() else self.only(keep)


def meet(book: Book, effective: Flags) -> Meeting:
    """Join the records that count with the pairings they may count for."""
    records, deeds, pairings = book.records, book.records.deeds, book.pairings
    deed, pairing, role = meet_deeds(deeds, pairings)
    again = repeats(deed, pairing)
    record = np.flatnonzero(effective).astype(np.int32)
    which, row = join(records.deed[record], deed, len(deeds))
    record = record[which]
    happened, met = records.happened[record], pairing[row]
    held = (pairings.start[met] <= happened) & (happened < pairings.until[met])
    if not held.all():
        record, row = record[held], row[held]
    kind = deeds.kind[deed[row]]
    order = np.argsort(kind.astype(np.uint16), kind="stable")
    bounds = np.zeros(len(deeds.kinds) + 1, dtype=np.int32)
    np.cumsum(np.bincount(kind, minlength=len(deeds.kinds)), out=bounds[1:])
    row = row[order]
    return Meeting(record[order], pairing[row], role[row], again[row], bounds)


def meet_deeds(deeds: Deeds, pairings: Pairings) -> tuple[Rows, Rows, Rows]:
    """(deed, pairing, role): a doer is an actor, the place or a subject the target."""
    # A party named twice in one pairing acts in it once.
    acting = np.unique((pairings.actor.astype(np.int64) << 32) | pairings.actor_row)
    actor, actor_row = (acting >> 32).astype(np.int32), acting.astype(np.int32)
    doing, row = join(deeds.doer, actor, len(deeds.parties))
    deed, pairing = deeds.doer_row[doing], actor_row[row]
    there = at_target(deeds, pairings, deed, pairing)
    return deed[there], pairing[there], deeds.doer_role[doing[there]]


def join(left: Rows, right: Rows, size: int) -> tuple[Rows, Rows]:
    """All pairs of rows of `left` and `right` with equal values in [0, size), by left row.

    Values below zero in `right` meet nobody.
    """
    order = np.argsort(right, kind="stable").astype(np.int32)
    order = order[np.searchsorted(right[order], 0) :]
    count = np.bincount(right[order], minlength=size)
    first = np.cumsum(count) - count
    times = count[left]
    rows = np.repeat(np.arange(len(left), dtype=np.int32), times)
    begin = np.repeat(first[left] - (np.cumsum(times) - times), times)
    return rows, order[begin + np.arange(len(rows))]


def at_target(deeds: Deeds, pairings: Pairings, deed: Rows, pairing: Rows) -> Flags:
    """Whether the deed's place lies in a target of the pairing, or a target is its subject."""
    rows, target = join(pairing, pairings.target_row, len(pairings.keys))
    place = deeds.place[deed[rows]]
    hits = (pairings.target_low[target] <= place) & (place < pairings.target_high[target])
    subject = pairings.target_subject[target]
    asks = np.flatnonzero(subject >= 0)
    if len(asks):
        size = len(deeds.subjects)
        known = deeds.about_row.astype(np.int64) * size + deeds.about
        wanted = deed[rows[asks]].astype(np.int64) * size + subject[asks]
        hits[asks] |= np.isin(wanted, known)
    there = np.zeros(len(deed), dtype=np.bool_)
    there[rows[hits]] = True
    return there


def repeats(left: Rows, right: Rows) -> Flags:
    """Pairs of rows that stood before."""
    key = (right.astype(np.int64) << 32) | left
    again = np.ones(len(key), dtype=np.bool_)
    again[np.unique(key, return_index=True)[1]] = False
    return again


def matching(book: Book, meeting: Meeting, duty: Duty) -> Meeting:
    """The share of `meeting` that counts for this duty, `not_also` apart; a pair at most once."""
    deeds, pairings = book.records.deeds, book.pairings
    share = meeting.of_kinds(
        [deeds.kinds.index(kind) for kind in counted(duty) if kind in deeds.kinds]
    )
    of = pairings.kinds.index(duty.of) if duty.of in pairings.kinds else -1
    share = share.where(pairings.kind[share.pairing] == of)
    if duty.where.by_role:
        share = share.where(has_role(deeds, share.role, duty.where.by_role))
        share = share.where(~repeats(share.record, share.pairing))
    else:
        share = share.where(~share.again)
    return share.where(holds(book.records, share.record, duty.where))


def counted(duty: Duty) -> tuple[str, ...]:
    """The kinds a duty counts; a sum without `counts` counts the kind it sums."""
    return duty.counts or (duty.need.sum.partition(".")[0],)


def has_role(deeds: Deeds, role: Rows, name: str) -> Flags:
    has: Flags = role == (deeds.roles.index(name) if name in deeds.roles else -1)
    return has


def holds(records: Records, record: Rows, where: Where) -> Flags:
    """Whether each record (rows) meets `where`, `by_role` apart."""
    good = np.ones(len(record), dtype=np.bool_)
    if where.place_within:
        good &= records.deeds.within(*place_range(where.place_within))[records.deed[record]]
    for test in where.fields:
        good &= passes(records, record, test)
    return good


def passes(records: Records, record: Rows, test: FieldTest) -> Flags:
    """Whether each record's field passes; a record without the field does not."""
    good = np.zeros(len(record), dtype=np.bool_)
    kind = records.deeds.kind[records.deed[record]]
    for number, name in enumerate(records.deeds.kinds):
        column = records.columns.get(f"{name}.{test.field}")
        if column is None:
            continue
        value = column.values[record]
        fits = column.present[record] & (kind == number)
        if test.values:
            fits &= np.isin(value, codes_of(column, test.values))
        if test.min is not None:
            fits &= value >= test.min
        if test.max is not None:
            fits &= value <= test.max
        good |= fits
    return good


def codes_of(column: Column, values: tuple[str | int, ...]) -> Amounts:
    """Values of a test as they stand in the column; words nobody wrote are left out."""
    numbers = [
        column.words.index(v) if isinstance(v, str) else v
        for v in values
        if not isinstance(v, str) or v in column.words
    ]
    return np.array(numbers, dtype=np.int64)

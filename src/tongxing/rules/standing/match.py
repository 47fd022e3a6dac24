"""Step 2, match: which records concern which pairings, and which of those a duty counts.

`meet` joins records and pairings once for the whole book; `matching` picks a duty's share.
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
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows

NO_ROWS: Rows = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Meeting:
    """M rows (record, pairing, row of the doers), grouped by the record's kind.

    The record's doer is an actor of the pairing, its place or subject the target, its day in
    the span. The same record and pairing stand once for each doer row; `again` marks all but
    the first of them.
    """

    record: Rows
    pairing: Rows
    doing: Rows
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
            self.record[rows], self.pairing[rows], self.doing[rows], self.again[rows], NO_ROWS
        )

    def where(self, keep: Flags) -> Meeting:
        """The rows to keep, without a copy when those are all."""
        return self if keep.all() else self.only(keep)


def meet(book: Book, effective: Flags) -> Meeting:
    """Join the records that count with the pairings they may count for."""
    records, pairings = book.records, book.pairings
    doing = np.flatnonzero(effective[records.doer_row]).astype(np.int32)
    # A party named twice in one pairing acts in it once.
    acting = np.unique((pairings.actor.astype(np.int64) << 32) | pairings.actor_row)
    actor, actor_row = (acting >> 32).astype(np.int32), acting.astype(np.int32)
    which, row = join(records.doer[doing], actor, len(records.parties))
    pairing = actor_row[row]
    doing = doing[which]
    record = records.doer_row[doing]
    happened = records.happened[record]
    held = (pairings.start[pairing] <= happened) & (happened < pairings.until[pairing])
    if not held.all():
        doing, record, pairing = doing[held], record[held], pairing[held]
    there = at_target(records, pairings, record, pairing)
    if not there.all():
        doing, record, pairing = doing[there], record[there], pairing[there]
    kind = records.kind[record]
    order = np.argsort(kind.astype(np.uint16), kind="stable")
    bounds = np.zeros(len(records.kinds) + 1, dtype=np.int32)
    np.cumsum(np.bincount(kind, minlength=len(records.kinds)), out=bounds[1:])
    record, pairing = record[order], pairing[order]
    again = repeats(records, record, pairing)
    return Meeting(record, pairing, doing[order], again, bounds)


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


def at_target(records: Records, pairings: Pairings, record: Rows, pairing: Rows) -> Flags:
    """Whether the record's place lies in a target of the pairing, or a target is its subject."""
    targets = np.bincount(pairings.target_row, minlength=len(pairings.keys))
    if (targets == 1).all():  # the common case: no need to join
        target = np.argsort(pairings.target_row, kind="stable").astype(np.int32)[pairing]
        return at_one_target(records, pairings, record, target)
    rows, each = join(pairing, pairings.target_row, len(pairings.keys))
    hits = at_one_target(records, pairings, record[rows], each)
    there = np.zeros(len(record), dtype=np.bool_)
    there[rows[hits]] = True
    return there


def at_one_target(records: Records, pairings: Pairings, record: Rows, target: Rows) -> Flags:
    place = records.place[record]
    there = (pairings.target_low[target] <= place) & (place < pairings.target_high[target])
    if (pairings.target_subject >= 0).any():
        subject = pairings.target_subject[target]
        asks = np.flatnonzero(subject >= 0)
        size = len(records.subjects)
        known = records.about_row.astype(np.int64) * size + records.about
        wanted = record[asks].astype(np.int64) * size + subject[asks]
        there[asks] |= np.isin(wanted, known)
    return there


def repeats(records: Records, record: Rows, pairing: Rows) -> Flags:
    """Rows whose record and pairing stood before; only records of several doers can."""
    again = np.zeros(len(record), dtype=np.bool_)
    doers = np.bincount(records.doer_row, minlength=len(records.seq))
    if (doers > 1).any():
        joint = np.flatnonzero(doers[record] > 1)
        key = (pairing[joint].astype(np.int64) << 32) | record[joint]
        first = np.unique(key, return_index=True)[1]
        again[joint] = True
        again[joint[first]] = False
    return again


def matching(book: Book, meeting: Meeting, duty: Duty) -> Meeting:
    """The share of `meeting` that counts for this duty, `not_also` apart; a pair at most once."""
    records, pairings = book.records, book.pairings
    share = meeting.of_kinds(
        [records.kinds.index(kind) for kind in counted(duty) if kind in records.kinds]
    )
    of = pairings.kinds.index(duty.of) if duty.of in pairings.kinds else -1
    share = share.where(pairings.kind[share.pairing] == of)
    if duty.where.by_role:
        share = share.where(has_role(records, records.doer_role[share.doing], duty.where.by_role))
        share = share.where(~repeats(records, share.record, share.pairing))
    else:
        share = share.where(~share.again)
    return share.where(holds(records, share.record, duty.where))


def counted(duty: Duty) -> tuple[str, ...]:
    """The kinds a duty counts; a sum without `counts` counts the kind it sums."""
    return duty.counts or (duty.need.sum.partition(".")[0],)


def has_role(records: Records, role: Rows, name: str) -> Flags:
    has: Flags = role == (records.roles.index(name) if name in records.roles else -1)
    return has


def holds(records: Records, record: Rows, where: Where) -> Flags:
    """Whether each record (rows) meets `where`, `by_role` apart."""
    good = np.ones(len(record), dtype=np.bool_)
    if where.place_within:
        low, high = place_range(where.place_within)
        place = records.place[record]
        good &= (low <= place) & (place < high)
    for test in where.fields:
        good &= passes(records, record, test)
    return good


def passes(records: Records, record: Rows, test: FieldTest) -> Flags:
    """Whether each record's field passes; a record without the field does not."""
    good = np.zeros(len(record), dtype=np.bool_)
    kind = records.kind[record]
    for number, name in enumerate(records.kinds):
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

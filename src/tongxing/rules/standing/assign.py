"""Step 3, assign: each matching record goes to one period, on time or late; then they add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tongxing.rules.standing.columns import Columns
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.take import Taken


@dataclass(frozen=True, slots=True)
class Hits:
    """K records in cells: rows of Records, of the duty's pairings and of its columns."""

    record: Rows
    pairing: Rows
    column: Rows
    late: Flags
    made_up: Flags  # sent to its period by `makes_up`

    def __len__(self) -> int:
        return len(self.record)

    def only(self, keep: Flags | Rows) -> Hits:
        return Hits(
            self.record[keep],
            self.pairing[keep],
            self.column[keep],
            self.late[keep],
            self.made_up[keep],
        )


def assign(records: Records, columns: Columns, record: Rows, pairing: Rows) -> Hits:
    """Send each record to its period; records of days without a period are left out."""
    happened = records.happened[record]
    column = columns.of_days(happened)
    made_up = np.zeros(len(record), dtype=np.bool_)
    makes_up = records.makes_up[record]
    asks = np.flatnonzero(makes_up != NO_DAY)
    if len(asks) and len(columns):
        earlier = columns.of_days(makes_up[asks])
        day = happened[asks]
        in_grace = (columns.until[earlier] <= day) & (day < columns.closes[earlier])
        does = (earlier >= 0) & in_grace
        column[asks[does]] = earlier[does]
        made_up[asks[does]] = True
    if not len(columns):
        return Hits(record, pairing, column, made_up, made_up).only(made_up)
    late = made_up | (happened > columns.by[column])
    hits = Hits(record, pairing, column, late, made_up)
    found = column >= 0
    return hits if found.all() else hits.only(found)


def unlocked(records: Records, taken: Taken, columns: Columns, hits: Hits, lock: int) -> Flags:
    """Hits received by the period's last day + lock days, or accepted by the county office."""
    last = columns.until[hits.column] + (lock - 1)
    return (records.received[hits.record] <= last) | taken.accepted[hits.record]


@dataclass(frozen=True, slots=True)
class Totals:
    """What came in for each cell, P × C: records, or the scaled sum of a field."""

    on_time: Amounts
    late: Amounts
    approx: Flags


def add_up(hits: Hits, shape: tuple[int, ...]) -> Totals:
    """Count the records of each cell."""
    cell = hits.pairing * np.int32(shape[1]) + hits.column
    size = shape[0] * shape[1]
    every = np.bincount(cell, minlength=size)
    late = np.bincount(cell[hits.late], minlength=size)
    approx = np.zeros(shape, dtype=np.bool_)
    return Totals((every - late).reshape(shape), late.reshape(shape), approx)


def add_up_field(records: Records, field: str, hits: Hits, shape: tuple[int, ...]) -> Totals:
    """Sum the field of each cell's records; ≈ when one of them is approximate."""
    column = records.columns[field]
    cell = hits.pairing * np.int32(shape[1]) + hits.column
    amount = column.values[hits.record]
    size = shape[0] * shape[1]
    sums = np.zeros((2, size), dtype=np.int64)
    np.add.at(sums.reshape(-1), cell + hits.late * np.int64(size), amount)
    approx = np.zeros(size, dtype=np.bool_)
    approx[cell[column.approx[hits.record]]] = True
    return Totals(sums[0].reshape(shape), sums[1].reshape(shape), approx.reshape(shape))


def has_field(records: Records, field: str, record: Rows) -> Flags:
    """Whether each record states the field a duty sums; none does when nobody ever wrote it."""
    column = records.columns.get(field)
    return np.zeros(len(record), np.bool_) if column is None else column.present[record]

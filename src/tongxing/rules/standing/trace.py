"""Behind a cell: its records; behind a record: the cells it counts in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tongxing.rules.periods import Period
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Standing
from tongxing.rules.standing.tables import State


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one duty of one pairing, as one record found it."""

    plan: str
    duty: str
    pairing: int  # row of Pairings
    period: Period
    state: State
    late: bool  # whether the record came late for it


def records_behind(duty: DutyStanding, pairing: int, column: int) -> tuple[Rows, Flags]:
    """Rows of the records in a cell, ascending, and whether each is late.

    `pairing` is a row of Pairings, `column` a position in `duty.periods`.
    """
    at = (duty.pairing[duty.hit_pairing] == pairing) & (duty.hit_period == column)
    found = np.flatnonzero(at)
    found = found[np.argsort(duty.hit_record[found])]
    return duty.hit_record[found], duty.hit_late[found]


def cells_of(standing: Standing, record: int) -> tuple[Cell, ...]:
    """Every cell the record (row) counts in, over all plans; empty when it counts nowhere."""
    return tuple(
        Cell(
            plan=duty.plan,
            duty=duty.duty,
            pairing=int(duty.pairing[duty.hit_pairing[hit]]),
            period=duty.periods[duty.hit_period[hit]],
            state=State(duty.state[duty.hit_pairing[hit], duty.hit_period[hit]]),
            late=bool(duty.hit_late[hit]),
        )
        for duty in standing.duties
        for hit in np.flatnonzero(duty.hit_record == record)
    )


def column_of(duty: DutyStanding, pairing: int, key: str) -> int | None:
    """The column with this period key: the one the pairing owes where an edition split it."""
    columns = [n for n, one in enumerate(duty.periods) if one.key == key]
    rows = np.flatnonzero(duty.pairing == pairing)
    owed = [n for n in columns if len(rows) and duty.state[rows[0], n] != State.NOT_OWED]
    return next(iter(owed or columns), None)

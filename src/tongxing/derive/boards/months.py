"""All duties together, by month: the worst state of a month and its records."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.boards.cells import count_states
from tongxing.derive.boards.cells import late_weight
from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import View
from tongxing.rules.periods import key_of
from tongxing.rules.periods import span_of
from tongxing.rules.periods import title_of
from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import State

MONTHS = 12

# From the mildest to the worst: what a month of several duties is shown as.
_ORDER = (
    State.NOT_OWED,
    State.AHEAD,
    State.EXCUSED,
    State.KEPT,
    State.LATE,
    State.OPEN,
    State.OVERDUE,
    State.MISSED,
)
_BITS = np.array([1 << state for state in State], np.uint8)
# By states together, a bit each: which is the worst.
_WORST = np.array(
    [max((s for s in State if states >> s & 1), key=_ORDER.index, default=State.NOT_OWED)
     for states in range(1 << len(_ORDER))],
    np.uint8,
)  # fmt: skip

_STATES = np.arange(len(_ORDER))
_DONE = np.isin(_STATES, (State.KEPT, State.LATE))  # by state
_OWED = _DONE | np.isin(_STATES, (State.OPEN, State.OVERDUE, State.MISSED))
_COUNTED = (_DONE.astype(np.uint8), _OWED.astype(np.uint8))  # a month begins few periods


@dataclass(frozen=True, slots=True)
class MonthHits:
    """Records behind the months of a year: parallel arrays, each (record, pairing, month) once."""

    record: NDArray[np.int64]
    pairing: NDArray[np.int64]  # rows of Pairings
    month: NDArray[np.int64]  # 0-based
    late: NDArray[np.bool_]


def month_heads(year: int, as_of: date) -> tuple[PeriodHead, ...]:
    return tuple(_head(date(year, month, 1), as_of) for month in range(1, MONTHS + 1))


def _head(first: date, as_of: date) -> PeriodHead:
    key = key_of("month", first)
    span = span_of(key)
    until = span.until or span.start
    last = date.fromordinal(until.toordinal() - 1)
    return PeriodHead(
        key, title_of(key), first, until, last, until, estimated=False, current=as_of in span
    )


@dataclass(frozen=True, slots=True)
class _Year:
    """The columns of one duty whose periods begin in a year, at least one, by month."""

    duty: DutyStanding
    columns: slice
    month: NDArray[np.intp]  # 0-based, of each column; ascending
    months: NDArray[np.intp]  # each once
    begins: NDArray[np.intp]  # where they begin among the columns

    @property
    def states(self) -> NDArray[np.uint8]:
        """P′ × C′."""
        return self.duty.state[:, self.columns]


def _years(view: View, year: int) -> tuple[_Year, ...]:
    return view.judged.remember(f"months {year}", lambda: tuple(_laid_out(view, year)))


def _laid_out(view: View, year: int) -> Iterator[_Year]:
    for duty in view.judged.standing.duties:
        columns = of_year(duty, year)
        month = np.array([one.start.month - 1 for one in duty.periods[columns]], np.intp)
        if len(month):
            begin = begins(month)
            yield _Year(duty, columns, month, month[begin], begin)


def month_states(view: View, year: int) -> NDArray[np.uint8]:
    """P × 12: the worst state of each pairing's periods that begin in each month."""
    found: NDArray[np.uint8] = _WORST[month_met(view, year)]
    return found


def month_met(view: View, year: int) -> NDArray[np.uint8]:
    """P × 12: all states of each pairing's periods that begin in each month, a bit each."""
    return view.judged.remember(f"month_met {year}", lambda: _met(view, year))


def _met(view: View, year: int) -> NDArray[np.uint8]:
    met = np.zeros((len(view.pairings), MONTHS), np.uint8)
    for one in _years(view, year):
        own = np.bitwise_or.reduceat(bits_of(one.states), one.begins, axis=1)
        met[one.duty.pairing[:, None], one.months] |= own
    return met


def bits_of(states: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Each state as the bit it has among several."""
    found: NDArray[np.uint8] = _BITS[states]
    return found


def month_hits(view: View, year: int) -> MonthHits:
    """The records that count for any duty's period beginning in a month, each once a month."""
    return view.judged.remember(f"month_hits {year}", lambda: _all_hits(view, year))


def _all_hits(view: View, year: int) -> MonthHits:
    size = max(len(view.judged.standing.book.records), 1)
    parts = [_hits(one, size) for one in _years(view, year)]
    cells = np.sort(np.concatenate([*parts, np.zeros(0, np.int64)]))
    cell, late = cells >> 1, (cells & 1) != 0
    # Of a record late for one duty and in time for another the first is in time, and counts.
    first = np.ones(len(cell), np.bool_)
    first[1:] = cell[1:] != cell[:-1]
    rest, record = np.divmod(cell[first], size)
    pairing, month = np.divmod(rest, MONTHS)
    return MonthHits(record, pairing, month, late[first])


def _hits(one: _Year, size: int) -> NDArray[np.int64]:
    """One number for each (pairing, month, record, late)."""
    duty, columns = one.duty, one.columns
    inside = (columns.start <= duty.hit_period) & (duty.hit_period < columns.stop)
    months = one.month[duty.hit_period[inside] - columns.start]
    pairing = duty.pairing[duty.hit_pairing[inside]].astype(np.int64)
    own = (pairing * MONTHS + months) * size + duty.hit_record[inside]
    found: NDArray[np.int64] = 2 * own + duty.hit_late[inside]
    return found


def month_shares(view: View, year: int) -> NDArray[np.int64]:
    """P × 12 × 2: of the periods that begin in each month, how many are done, and how many owed.

    Owed are those begun and neither excused nor ahead; done are those kept or made up.
    """
    return view.judged.remember(f"month_shares {year}", lambda: _shares(view, year))


def _shares(view: View, year: int) -> NDArray[np.int64]:
    shares = np.zeros((len(view.pairings), MONTHS, 2), np.int64)
    for one in _years(view, year):
        for at, counted in enumerate(_COUNTED):
            own = np.add.reduceat(counted[one.states], one.begins, axis=1, dtype=np.uint8)
            shares[one.duty.pairing[:, None], one.months, at] += own
    return shares


def share_said(done: int, owed: int) -> str:
    """Say a share as 8/9; nothing where nothing is owed."""
    return f"{done}/{owed}" if owed else ""


def month_cells(view: View, rows: NDArray[np.intp], year: int) -> list[tuple[Cell, ...]]:
    """Cells of these pairings over the year's months."""
    states = month_states(view, year)
    shares = month_shares(view, year)
    hits = month_hits(view, year)
    count = np.zeros(states.shape, np.int64)
    late = np.zeros(states.shape, np.int64)
    np.add.at(count, (hits.pairing, hits.month), 1)
    np.add.at(late, (hits.pairing[hits.late], hits.month[hits.late]), 1)
    return [
        tuple(
            Cell(State(state), many, behind, approx=False, said=share_said(*share))
            for state, many, behind, share in zip(*line, strict=True)
        )
        for line in zip(
            states[rows].tolist(),
            count[rows].tolist(),
            late[rows].tolist(),
            shares[rows].tolist(),
            strict=True,
        )
    ]


def month_totals(view: View, rows: Sequence[int], year: int) -> tuple[Tally, ...]:
    """For each month the tally of every duty's periods that begin in it."""
    among = np.zeros(len(view.pairings), np.bool_)
    among[list(rows)] = True
    parts: list[list[tuple[NDArray[np.int64], int]]] = [[] for _ in range(MONTHS)]
    for one in _years(view, year):
        weight = late_weight(view, one.duty.plan)
        of_months = np.split(one.states[among[one.duty.pairing]], one.begins[1:], axis=1)
        for month, own in zip(one.months.tolist(), of_months, strict=True):
            parts[month].append((count_states(own), weight))
    return tuple(map(tally, parts))

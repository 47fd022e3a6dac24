"""Cells, columns and tallies out of the kernel's arrays."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongxing.derive import editions
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import amount_said
from tongxing.records.registry.codes import full
from tongxing.rules.periods import Period
from tongxing.rules.periods import Span
from tongxing.rules.periods import title_of
from tongxing.rules.plan.model import Duty
from tongxing.rules.standing import roll_up
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import State

_STATES = len(State)


def period_head(period: Period, as_of: date) -> PeriodHead:
    return PeriodHead(
        key=period.key,
        title=title_of(period.key),
        start=period.start,
        until=period.until,
        by=period.by,
        closes=period.closes,
        estimated=period.estimated,
        current=period.start <= as_of < period.until,
    )


def of_year(duty: DutyStanding, year: int) -> slice:
    """The columns whose first day lies in the year."""
    years = [period.start.year for period in duty.periods]
    return slice(*np.searchsorted(years, (year, year + 1)))


def running_column(duty: DutyStanding, as_of: date) -> int | None:
    """The column that holds the day."""
    for column, period in enumerate(duty.periods):
        if period.start <= as_of < period.until:
            return column
    return None


def duty_of(view: View, standing: DutyStanding, column: int = -1) -> Duty:
    """The duty as the edition of a column says it."""
    name = standing.edition[column] if standing.edition else ""
    named = editions.plan_named(view.judged.plans, standing.plan)
    having = [one for one in named if standing.duty in one.duties]
    return next((one for one in having if one.edition == name), having[-1]).duties[standing.duty]


def cells(
    view: View, standing: DutyStanding, rows: NDArray[np.intp], columns: slice
) -> list[tuple[Cell, ...]]:
    """Cells of some of the duty's pairings over some columns; equal cells are one object."""
    duty = duty_of(view, standing)
    late = standing.late[rows, columns]
    count = standing.on_time[rows, columns] + late
    tables = (standing.state[rows, columns], count, late, standing.approx[rows, columns])
    known: dict[tuple[int, int, int, bool], Cell] = {}
    found: list[tuple[Cell, ...]] = []
    for row in zip(*(table.tolist() for table in tables), strict=True):
        line = []
        for values in zip(*row, strict=True):
            cell = known.get(values)
            if cell is None:
                cell = known[values] = _cell(duty, *values)
            line.append(cell)
        found.append(tuple(line))
    return found


def _cell(duty: Duty, state: int, count: int, late: int, approx: bool) -> Cell:
    return Cell(State(state), count, late, approx, amount_said(duty, count, approx=approx))


def late_weight(view: View, plan: str) -> int:
    """What a period made up for counts in a plan's rate, in hundredths of a kept one."""
    return editions.late_weight(view.judged.plans, plan)


def count_states(states: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How many cells are in each state."""
    return np.bincount(states.ravel(), minlength=_STATES).astype(np.int64)


def tally(parts: Iterable[tuple[NDArray[np.int64], int]]) -> Tally:
    """Counts by state, each with its plan's weight of late, added up into one tally."""
    total = np.zeros(_STATES, np.int64)
    weighted = 0
    for counts, weight in parts:
        total += counts
        weighted += 100 * int(counts[State.KEPT]) + weight * int(counts[State.LATE])
    judged = int(total[State.KEPT] + total[State.LATE] + total[State.MISSED])
    return Tally(
        kept=int(total[State.KEPT]),
        late=int(total[State.LATE]),
        excused=int(total[State.EXCUSED]),
        ahead=int(total[State.AHEAD]),
        open=int(total[State.OPEN]),
        overdue=int(total[State.OVERDUE]),
        missed=int(total[State.MISSED]),
        rate=(weighted * 100 + judged // 2) // judged if judged else None,
    )


def tallies_by_place(view: View, digits: int, year: int, among: Flags) -> Mapping[str, Tally]:
    """The year's tally of all duties by place (12 digits) of 9 or 12 significant digits."""
    span = Span(date(year, 1, 1), date(year + 1, 1, 1))
    standing = view.judged.standing
    rolled = roll_up(standing, digits, span, among)
    weights = [late_weight(view, one.plan) for one in standing.duties]
    return {
        full(name): tally(zip(counts, weights, strict=True))
        for name, counts in zip(rolled.names(), rolled.counts, strict=True)
    }


def tally_year(view: View, standings: Iterable[DutyStanding], year: int, among: Flags) -> Tally:
    """Every period whose first day lies in the year, over some pairings (P flags)."""
    return tally(
        (
            count_states(one.state[among[one.pairing], of_year(one, year)]),
            late_weight(view, one.plan),
        )
        for one in standings
    )

"""结对 matrix: rows are pairings by town, columns a duty's periods of one year."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.boards.cells import cells
from tongxing.derive.boards.cells import count_states
from tongxing.derive.boards.cells import late_weight
from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.cells import period_head
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.lines import Naming
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.lines import town_of
from tongxing.derive.boards.months import month_cells
from tongxing.derive.boards.months import month_heads
from tongxing.derive.boards.months import month_totals
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.derive.facts import PairingFact
from tongxing.derive.traces import Trace
from tongxing.records.accounts.access import Scope
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import State


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """What is asked for; empty text means no limit."""

    plan: str = ""
    duty: str = ""  # "" or unknown to the plan: all duties, by month
    year: int = 0  # 0: the year of `as_of`
    town: str = ""  # place code, 12 digits
    unit: str = ""  # party id
    state: State | None = None  # rows with at least one such cell


@dataclass(frozen=True, slots=True)
class MatrixRow:
    pairing: PairingLine
    cells: tuple[Cell, ...]  # parallel to `columns`


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    town: Named
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixBoard:
    """One duty over a year, or every duty by month.

    `duty` None means all by month: a cell then holds the worst state of the month's periods,
    how many of them are done of those owed, and the number of records that count for any.
    """

    stand: Stand
    asked: MatrixFilter
    duty: DutyHead | None
    columns: tuple[PeriodHead, ...]
    totals: tuple[Tally, ...]  # parallel to `columns`, over the rows shown
    groups: tuple[MatrixGroup, ...]
    duties: tuple[DutyHead, ...]  # to choose from
    years: tuple[int, ...]
    towns: tuple[Named, ...]
    units: tuple[Named, ...]

    def trace(self, pairing: str, period: str) -> Trace:
        """The address of one cell."""
        return Trace(
            book=self.stand.book,
            as_of=self.stand.as_of,
            known_at=self.stand.known_at,
            plan=self.duty.plan if self.duty else "",
            duty=self.duty.duty if self.duty else "",
            pairing=pairing,
            period=period,
        )


@dataclass(frozen=True, slots=True)
class _Grid:
    """The body of a matrix before filtering: lines parallel to `rows` (rows of Pairings)."""

    rows: NDArray[np.intp]
    columns: tuple[PeriodHead, ...]
    lines: list[tuple[Cell, ...]]


def matrix_board(
    scope: Scope,
    *,
    book: str,
    as_of: date,
    known_at: datetime | None = None,
    asked: MatrixFilter | None = None,
) -> MatrixBoard:
    """The matrix as asked for, cut to what the viewer sees; at most 6 queries."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    asked = replace(asked or MatrixFilter(), year=(asked and asked.year) or as_of.year)
    duty = view.duty(asked.plan, asked.duty) if asked.duty else None
    grid = _grid(view, duty, asked.year)
    shown = [place for place, row in enumerate(grid.rows) if _wanted(view, asked, row)]
    shown = [place for place in shown if _has(grid.lines[place], asked.state)]
    seen = [one for row, one in enumerate(view.pairings) if view.seen[row]]
    names = pairing_names(view, seen)
    return MatrixBoard(
        stand=view.stand,
        asked=asked,
        duty=view.head(duty) if duty else None,
        columns=grid.columns,
        totals=_totals(view, duty, grid.rows[shown], asked.year),
        groups=_groups(view, grid, shown, names),
        duties=tuple(view.head(one) for one in _asked_in(view, asked.year)),
        years=_years(view),
        towns=_towns(seen, names),
        units=_units(seen, names),
    )


def _grid(view: View, duty: DutyStanding | None, year: int) -> _Grid:
    if duty is None:
        heads = month_heads(year, view.as_of)
        owing = {int(row) for one in view.judged.standing.duties for row in one.pairing}
        rows = np.array([row for row in sorted(owing) if view.seen[row]], np.intp)
        rows = rows[_alive(view, rows, heads)]
        return _Grid(rows, heads, month_cells(view, rows, year))
    columns = of_year(duty, year)
    heads = tuple(period_head(period, view.as_of) for period in duty.periods[columns])
    own = np.flatnonzero(view.seen[duty.pairing])
    own = own[_alive(view, duty.pairing[own].astype(np.intp), heads)]
    lines = cells(view, duty, own, columns)
    return _Grid(duty.pairing[own].astype(np.intp), heads, lines)


def _alive(view: View, rows: NDArray[np.intp], heads: tuple[PeriodHead, ...]) -> NDArray[np.bool_]:
    """Which pairings have a day within the columns shown."""
    if not heads:
        return np.zeros(len(rows), np.bool_)
    first, last = heads[0].start, heads[-1].until
    facts = (view.pairings[row] for row in rows)
    return np.array(
        [one.since < last and (one.until is None or first < one.until) for one in facts], np.bool_
    )


def _wanted(view: View, asked: MatrixFilter, row: int) -> bool:
    fact = view.pairings[row]
    here = not asked.town or town_of(fact.place) == asked.town
    return here and (not asked.unit or asked.unit in fact.actors)


def _has(line: Iterable[Cell], state: State | None) -> bool:
    return state is None or any(cell.state == state for cell in line)


def _groups(view: View, grid: _Grid, shown: list[int], names: Naming) -> tuple[MatrixGroup, ...]:
    rows = [
        MatrixRow(pairing_line(view, view.pairings[grid.rows[place]], names), grid.lines[place])
        for place in shown
    ]
    grouped = groupby(rows, key=lambda row: row.pairing.town)
    return tuple(MatrixGroup(town, tuple(some)) for town, some in grouped)


def _totals(
    view: View, duty: DutyStanding | None, rows: NDArray[np.intp], year: int
) -> tuple[Tally, ...]:
    if duty is None:
        return month_totals(view, rows.tolist(), year)
    weight = late_weight(view, duty.plan)
    states = duty.state[np.isin(duty.pairing, rows), of_year(duty, year)]
    return tuple(tally([(count_states(column), weight)]) for column in states.T)


def _asked_in(view: View, year: int) -> Iterator[DutyStanding]:
    """The duties that somebody in view owes in the year."""
    for duty in view.judged.standing.duties:
        states = duty.state[view.seen[duty.pairing], of_year(duty, year)]
        if (states != State.NOT_OWED).any():
            yield duty


def _years(view: View) -> tuple[int, ...]:
    standing = view.judged.standing
    found = {one.start.year for duty in standing.duties for one in duty.periods}
    return tuple(sorted(found | {view.as_of.year}))


def _towns(seen: Iterable[PairingFact], names: Naming) -> tuple[Named, ...]:
    return tuple(names.place(code) for code in sorted({town_of(one.place) for one in seen}))


def _units(seen: Iterable[PairingFact], names: Naming) -> tuple[Named, ...]:
    found = {names.party(party) for one in seen for party in one.actors}
    return tuple(sorted(found, key=lambda one: one.name))

"""结对 matrix: rows are pairings by town, columns a duty's periods of one year."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from datetime import date
from datetime import datetime
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.boards.cells import cells
from tongxing.derive.boards.cells import count_states
from tongxing.derive.boards.cells import late_weight
from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.cells import period_head
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.kinds import KindCount
from tongxing.derive.boards.kinds import kind_counts
from tongxing.derive.boards.lines import Naming
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.lines import town_of
from tongxing.derive.boards.months import bits_of
from tongxing.derive.boards.months import month_cells
from tongxing.derive.boards.months import month_heads
from tongxing.derive.boards.months import month_met
from tongxing.derive.boards.months import month_totals
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.facts import PairingFact
from tongxing.derive.traces import Trace
from tongxing.records.accounts.access import Scope
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import State

_YEAR_DIGITS = 4
Pairs = Literal["", "running", "ever"]


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """What is asked for; empty text means no limit.

    Without `pairs` rows are the pairings that owe something in the columns shown; else those
    running on the day, or all that ever began, whether any duty asks something of them or not.
    """

    plan: str = ""
    duty: str = ""  # "" or unknown to the plan: all duties, by month
    year: int = 0  # 0: the year of `as_of`
    town: str = ""  # place code, 12 digits: a town with its villages, or one village
    unit: str = ""  # party ids, separated by commas
    states: frozenset[State] = frozenset()  # rows with at least one such period in a cell
    period: str = ""  # this column alone; `year` is then the year it begins in
    kind: str = ""  # "plan-id:pairing-kind"
    pairs: Pairs = ""


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
    counted: tuple[KindCount, ...]  # the pairings shown, by kind

    @property
    def total(self) -> Tally:
        """All columns together, but for their rate."""
        counts = (one.name for one in fields(Tally) if one.name != "rate")
        return Tally(**{name: sum(getattr(one, name) for one in self.totals) for name in counts})

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
    met: NDArray[np.uint8]  # R × C: the states in each cell, a bit each


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
    given = asked or MatrixFilter()
    return kept_board(view, ("matrix", given), lambda: _matrix(view, given))


def _matrix(view: View, asked: MatrixFilter) -> MatrixBoard:
    duty = view.duty(asked.plan, asked.duty) if asked.duty else None
    asked = replace(asked, year=_year_of(asked, duty) or view.as_of.year)
    grid = _grid(view, duty, asked)
    shown = [place for place, row in enumerate(grid.rows) if _wanted(view, asked, row)]
    if asked.states:
        wanted = np.bitwise_or.reduce(bits_of(np.array([*asked.states], np.uint8)))
        having = (grid.met & wanted).any(axis=1)
        shown = [place for place in shown if having[place]]
    seen = [one for row, one in enumerate(view.pairings) if view.seen[row]]
    names = pairing_names(view, seen)
    return MatrixBoard(
        stand=view.stand,
        asked=asked,
        duty=view.head(duty) if duty else None,
        columns=grid.columns,
        totals=_totals(view, duty, grid.rows[shown], asked),
        groups=_groups(view, grid, shown, names),
        duties=tuple(view.head(one) for one in _asked_in(view, asked.year)),
        years=_years(view),
        towns=_towns(seen, names),
        units=_units(seen, names),
        counted=kind_counts(view, grid.rows[shown].tolist()),
    )


def _year_of(asked: MatrixFilter, duty: DutyStanding | None) -> int:
    """The year of the columns: where the one asked for begins, else as asked; 0 for none."""
    if not asked.period:
        return asked.year
    if duty is not None:
        return next((one.start.year for one in duty.periods if one.key == asked.period), 0)
    head = asked.period[:_YEAR_DIGITS]
    return int(head) if head.isdecimal() else 0


def _grid(view: View, duty: DutyStanding | None, asked: MatrixFilter) -> _Grid:
    if duty is None:
        grid = _months(view, asked)
    else:
        columns = of_year(duty, asked.year)
        heads = tuple(period_head(period, view.as_of) for period in duty.periods[columns])
        own = np.flatnonzero(_among(view, asked, heads)[duty.pairing])
        rows = duty.pairing[own].astype(np.intp)
        met = bits_of(duty.state[own, columns])
        grid = _Grid(rows, heads, cells(view, duty, own, columns), met)
    if not asked.period:
        return grid
    kept = [place for place, head in enumerate(grid.columns) if head.key == asked.period]
    lines = [tuple(line[place] for place in kept) for line in grid.lines]
    heads = tuple(grid.columns[place] for place in kept)
    return _Grid(grid.rows, heads, lines, grid.met[:, kept])


def _months(view: View, asked: MatrixFilter) -> _Grid:
    heads = month_heads(asked.year, view.as_of)
    among = _among(view, asked, heads)
    if not asked.pairs:
        owing = np.zeros(len(view.pairings), np.bool_)
        for one in view.judged.standing.duties:
            owing[one.pairing] = True
        among = among & owing
    rows = np.flatnonzero(among)
    met = month_met(view, asked.year)[rows]
    return _Grid(rows, heads, month_cells(view, rows, asked.year), met)


def _among(view: View, asked: MatrixFilter, heads: tuple[PeriodHead, ...]) -> Flags:
    """The pairings in view that can be rows at all."""
    if asked.pairs == "running":
        test = np.array([one.runs(view.as_of) for one in view.pairings], np.bool_)
    elif asked.pairs == "ever":
        test = np.array([one.since <= view.as_of for one in view.pairings], np.bool_)
    else:
        test = _alive(view, heads)
    return view.seen & test


def _alive(view: View, heads: tuple[PeriodHead, ...]) -> Flags:
    """Which pairings have a day within the year's columns."""
    if not heads:
        return np.zeros(len(view.pairings), np.bool_)
    first, last = heads[0].start, heads[-1].until
    return np.array(
        [one.since < last and (one.until is None or first < one.until) for one in view.pairings],
        np.bool_,
    )


def _wanted(view: View, asked: MatrixFilter, row: int) -> bool:
    fact = view.pairings[row]
    return (
        (not asked.town or asked.town in {fact.place, town_of(fact.place)})
        and (not asked.unit or not {*asked.unit.split(",")}.isdisjoint(fact.actors))
        and asked.kind in {"", fact.kind}
    )


def _groups(view: View, grid: _Grid, shown: list[int], names: Naming) -> tuple[MatrixGroup, ...]:
    rows = [
        MatrixRow(pairing_line(view, view.pairings[grid.rows[place]], names), grid.lines[place])
        for place in shown
    ]
    grouped = groupby(rows, key=lambda row: row.pairing.town)
    return tuple(MatrixGroup(town, tuple(some)) for town, some in grouped)


def _totals(
    view: View, duty: DutyStanding | None, rows: NDArray[np.intp], asked: MatrixFilter
) -> tuple[Tally, ...]:
    """Parallel to the columns of the grid."""
    if duty is None:
        heads = month_heads(asked.year, view.as_of)
        totals = month_totals(view, rows.tolist(), asked.year)
        pairs = zip(heads, totals, strict=True)
        return tuple(one for head, one in pairs if asked.period in {"", head.key})
    weight = late_weight(view, duty.plan)
    columns = of_year(duty, asked.year)
    states = duty.state[np.isin(duty.pairing, rows), columns]
    return tuple(
        tally([(count_states(column), weight)])
        for column, period in zip(states.T, duty.periods[columns], strict=True)
        if asked.period in {"", period.key}
    )


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

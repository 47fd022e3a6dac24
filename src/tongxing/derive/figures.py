"""The records behind any figure of a board, and the figures a record stands in."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.boards.cells import cells
from tongxing.derive.boards.cells import duty_of
from tongxing.derive.boards.figures import Choice
from tongxing.derive.boards.figures import editions_told
from tongxing.derive.boards.figures import rows_behind
from tongxing.derive.boards.figures import year_of
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.months import month_hits
from tongxing.derive.boards.months import month_shares
from tongxing.derive.boards.months import month_states
from tongxing.derive.boards.months import share_said
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import cell_trace
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.traces import Trace
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import span_of
from tongxing.rules.periods import title_of
from tongxing.rules.standing import cells_of
from tongxing.rules.standing import column_of
from tongxing.rules.standing import indicate
from tongxing.rules.standing import judge
from tongxing.rules.standing import records_behind
from tongxing.rules.standing.tables import State
from tongxing.rules.standing.trace import Cell as StandingCell


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure again, with the records it is made of; the same day, the same knowledge."""

    stand: Stand
    trace: Trace
    title: str  # "组织一次集中劳动 2026年9月", "消费帮扶金额"
    said: str  # the figure as the board printed it
    state: State | None  # of a cell
    pairing: PairingLine | None
    records: tuple[RecordLine, ...]  # ascending by day, then by seq; one page where paged
    late: frozenset[UUID]  # which of all came late for the cell
    count: int  # all the viewer may open, on whatever page
    hidden: int  # further records the viewer may not open
    page: int = 1
    pages: int = 1


def figure_behind(scope: Scope, trace: Trace, *, page: int = 1, most: int = 0) -> Behind:
    """Open a trace. Raises NotInView when it is out of view or names nothing.

    Of an indicator at most `most` records a page, if told; beyond the last page is the last.
    """
    view = view_of(scope, book=trace.book, as_of=trace.as_of, known_at=trace.known_at)
    if trace.indicator:
        return _indicator(view, trace, page, most)
    return _cell(view, trace) if trace.duty else _month(view, trace)


def _indicator(view: View, trace: Trace, page: int, most: int) -> Behind:
    figure, rows = rows_behind(view, trace)
    shown = _in_view(view, rows)
    pages = max(-(-len(shown) // most), 1) if most else 1
    number = min(page, pages)
    paged = shown[(number - 1) * most : number * most] if most else shown
    found = _behind(view, trace, figure.title, figure.said, paged)
    hidden = len(rows) - len(shown)
    return replace(found, count=len(shown), hidden=hidden, page=number, pages=pages)


def _in_view(view: View, rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Those the viewer may open, by day, then by seq."""
    happened = view.judged.standing.book.records.happened
    shown = rows[view.sight[rows]]
    return shown[np.lexsort((shown, happened[shown]))]


def _cell(view: View, trace: Trace) -> Behind:
    row = view.row_of(trace.pairing)
    duty = view.duty(trace.plan, trace.duty)
    column = column_of(duty, row, trace.period)
    own = np.flatnonzero(duty.pairing == row)
    if column is None or not len(own):
        raise NotInView
    cell = cells(view, duty, own, slice(column, column + 1))[0][0]
    title = f"{duty_of(view, duty, column).title} {title_of(trace.period)}"
    rows, late = records_behind(duty, row, column)
    return _behind(view, trace, title, cell.said, rows, cell=cell, late=rows[late])


def _month(view: View, trace: Trace) -> Behind:
    """All duties of one month: the cell of the matrix that shows every duty."""
    try:
        first = span_of(trace.period).start
    except PeriodError:
        raise NotInView from None
    row = view.row_of(trace.pairing)
    hits = month_hits(view, first.year)
    here = (hits.pairing == row) & (hits.month == first.month - 1)
    state = State(month_states(view, first.year)[row, first.month - 1])
    rows = hits.record[here].astype(np.int32)
    count = len(rows)
    said = share_said(*month_shares(view, first.year)[row, first.month - 1].tolist())
    cell = Cell(state, count, int(hits.late[here].sum()), approx=False, said=said)
    title = f"全部任务 {title_of(trace.period)}"
    late = hits.record[here & hits.late]
    return _behind(view, trace, title, cell.said, rows, cell=cell, late=late)


def _behind(
    view: View,
    trace: Trace,
    title: str,
    said: str,
    rows: NDArray[np.int32],
    *,
    cell: Cell | None = None,
    late: NDArray[np.integer] | None = None,
) -> Behind:
    shown = _in_view(view, rows)
    known = view.judged.snapshot
    return Behind(
        stand=view.stand,
        trace=trace,
        title=title,
        said=said,
        state=cell.state if cell else None,
        pairing=_line(view, view.row_of(trace.pairing)) if trace.pairing else None,
        records=record_lines(view, shown.tolist()),
        late=frozenset(known.id_of(int(row)) for row in (() if late is None else late)),
        count=len(shown),
        hidden=len(rows) - len(shown),
    )


def _line(view: View, row: int) -> PairingLine:
    fact = view.pairings[row]
    return pairing_line(view, fact, pairing_names(view, (fact,)))


@dataclass(frozen=True, slots=True)
class UsedCell:
    """One obligation a record counts for."""

    pairing: PairingLine
    duty: DutyHead
    period: str
    period_title: str
    state: State
    late: bool
    trace: Trace


@dataclass(frozen=True, slots=True)
class UsedFigure:
    """One indicator a record is part of, by its place."""

    title: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class UsedIn:
    """用在哪里: what a record counts for, as of the day; empty when it counts nowhere."""

    cells: tuple[UsedCell, ...]
    figures: tuple[UsedFigure, ...]
    awaiting: tuple[UsedCell, ...]  # what it will count for once the office accepts it


def used_in(
    scope: Scope, record_id: UUID, *, as_of: date, known_at: datetime | None = None
) -> UsedIn:
    """Where a record in view counts. Raises NotInView."""
    book = Record.objects.filter(id=record_id).values_list("book_id", flat=True).first()
    if book is None:
        raise NotInView
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    row = view.judged.snapshot.row_of(record_id)
    if row is None or row >= len(view.sight) or not view.sight[row]:
        raise NotInView
    return kept_board(view, ("used in", record_id), lambda: _used_in(view, row))


def _used_in(view: View, row: int) -> UsedIn:
    now = cells_of(view.judged.standing, row)
    return UsedIn(
        cells=_used_cells(view, now),
        figures=_used_figures(view, row),
        awaiting=_used_cells(view, _awaiting(view, row, now)),
    )


def _awaiting(view: View, row: int, now: Sequence[StandingCell]) -> list[StandingCell]:
    """The cells the lock keeps a record out of: those it would count in if it were accepted."""
    book, plans = view.judged.standing.book, view.judged.plans
    table = book.records
    day = min(int(table.happened[row]), int(table.makes_up[row]))
    locks = [one.lock_days for plan in plans for one in plan.editions]
    in_time = not locks or table.received[row] - day <= min(locks)
    if in_time or not view.judged.standing.effective[row]:
        return []
    accepted = replace(  # as if it had said so itself
        table,
        accepting=np.append(table.accepting, np.int32(row)),
        accepted=np.append(table.accepted, np.int32(row)),
    )
    then = judge(replace(book, records=accepted), plans, as_of=view.as_of)
    known = {(one.plan, one.duty, one.pairing, one.period.key) for one in now}
    return [
        one
        for one in cells_of(then, row)
        if (one.plan, one.duty, one.pairing, one.period.key) not in known
    ]


def _used_cells(view: View, cells: Iterable[StandingCell]) -> tuple[UsedCell, ...]:
    found = [one for one in cells if view.seen[one.pairing]]
    names = pairing_names(view, [view.pairings[one.pairing] for one in found])
    used = []
    for one in found:
        head = view.heads[one.plan, one.duty]
        line = pairing_line(view, view.pairings[one.pairing], names)
        key = one.period.key
        trace = cell_trace(view.stand, head, line.key, key)
        used.append(UsedCell(line, head, key, title_of(key), one.state, one.late, trace))
    return tuple(used)


def _used_figures(view: View, row: int) -> tuple[UsedFigure, ...]:
    """The indicators of the record's own year and place it is part of."""
    table = view.judged.standing.book.records
    alone = np.zeros(len(table), np.bool_)
    alone[row] = view.judged.standing.effective[row]
    span = year_of(date.fromordinal(int(table.happened[row])))
    choice = Choice(place=table.place_of(row))
    used = []
    for edition in editions_told(view):
        ones = tuple(edition.indicators.values())
        book = view.judged.standing.book
        for name, figures in indicate(
            book, ones, group=choice.group(), effective=alone, span=span
        ).items():
            if len(figures.record):
                stand = view.stand
                trace = Trace(
                    stand.book,
                    stand.as_of,
                    stand.known_at,
                    plan=edition.plan,
                    indicator=name,
                    place=choice.place,
                    since=span.start,
                    until=span.until,
                )
                used.append(UsedFigure(edition.indicators[name].title, trace))
    return tuple(used)

"""用在哪里: the duties a record satisfies and the figures it enters."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import RecordState
from tongxing.derive.boards.shapes import cell_trace
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import duty_head
from tongxing.derive.traces import Trace
from tongxing.pages.desk.records.finding import RowStates
from tongxing.rules.periods import title_of
from tongxing.rules.plan.model import Edition
from tongxing.rules.standing import cells_of
from tongxing.rules.standing.tables import State


@dataclass(frozen=True, slots=True)
class DutyUse:
    """One period of one duty a record counts in."""

    duty: DutyHead
    pairing: PairingLine
    period: str
    state: State
    late: bool
    trace: Trace


@dataclass(frozen=True, slots=True)
class FigureUse:
    """A figure a record of this kind enters."""

    title: str
    plan: str


@dataclass(frozen=True, slots=True)
class Uses:
    state: RecordState
    duties: tuple[DutyUse, ...]
    figures: tuple[FigureUse, ...]
    lock_days: int  # the shortest lock of the plans in force, 0 without one


def uses_of(view: View, record: UUID, kind: str) -> Uses | None:
    """Where a record is used, None when it was not known yet; at most four queries."""
    row = view.judged.snapshot.row_of(record)
    table = view.judged.standing.book.records
    if row is None or row >= len(table.seq):
        return None
    cells = [cell for cell in cells_of(view.judged.standing, row) if view.seen[cell.pairing]]
    names = pairing_names(view, {view.pairings[cell.pairing] for cell in cells})
    duties = []
    for cell in cells:
        head = duty_head(view.judged.plans, cell.plan, cell.duty, view.as_of)
        line = pairing_line(view, view.pairings[cell.pairing], names)
        trace = cell_trace(view.stand, head, line.key, cell.period.key)
        title = title_of(cell.period.key)
        duties.append(DutyUse(head, line, title, cell.state, cell.late, trace))
    editions = _in_force(view)
    state = RowStates(table).of(row)
    counted = state == "effective"
    return Uses(
        state=state,
        duties=tuple(duties),
        figures=_figures(editions, kind) if counted else (),
        lock_days=min((one.lock_days for one in editions), default=0),
    )


def _in_force(view: View) -> tuple[Edition, ...]:
    return tuple(
        edition
        for plan in view.judged.plans
        for edition in plan.editions
        if view.as_of in edition.effective
    )


def _figures(editions: tuple[Edition, ...], kind: str) -> tuple[FigureUse, ...]:
    return tuple(
        FigureUse(indicator.title, edition.title)
        for edition in editions
        for indicator in edition.indicators.values()
        if indicator.of.partition(".")[0] == kind
    )

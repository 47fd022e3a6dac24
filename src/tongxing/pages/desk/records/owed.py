"""What the viewer's pairings owe now: the likely records to write, with their address filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.derive.boards.view import View
from tongxing.derive.phone import WaitingCell
from tongxing.derive.phone import waiting_cells
from tongxing.pages.desk.records.choices import writable
from tongxing.records.accounts.access import writing
from tongxing.rules.periods import title_of
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Kind
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import State

SHOWN = 12


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One period of one duty of one pairing that still wants a record."""

    title: str  # the duty's
    period: str  # "2026年11月"
    kind: str
    place: str
    pairing: str  # its key
    units: tuple[str, ...]  # the parties that owe it
    state: State
    by: date
    makes_up: date | None  # the last day of an overdue period
    role: str = ""  # as what it must be done, "" for any


@dataclass(frozen=True, slots=True)
class Likely:
    """What is owed first, then every kind: those the plans count before the others."""

    owed: tuple[OwedLine, ...]
    more: int  # how many are owed beyond those listed
    kinds: tuple[Kind, ...]
    others: tuple[Kind, ...]


def likely(view: View) -> Likely:
    """What to offer a writer in this book; no query beyond the view's own."""
    return view.remember("likely", lambda: _likely(view))


def _likely(view: View) -> Likely:
    mine = {one.key for one in writable(view.scope, view.pairings, view.as_of)}
    wanted: Counter[str] = Counter()
    duties = {(one.plan, one.duty): _duty(view, one) for one in view.judged.standing.duties}
    for duty in duties.values():
        wanted.update(duty.counts)
    lines = [
        line_of(cell, duties[cell.standing.plan, cell.standing.duty])
        for cell in waiting_cells(view, mine)
    ]
    lines.sort(
        key=lambda one: (one.state != State.OVERDUE, one.by, one.title, one.place, one.units)
    )
    offered = tuple(kinds_for(view).values())
    first = tuple(sorted((k for k in offered if k.id in wanted), key=lambda k: -wanted[k.id]))
    others = tuple(kind for kind in offered if kind.id not in wanted)
    return Likely(tuple(lines[:SHOWN]), max(0, len(lines) - SHOWN), first, others)


def _duty(view: View, standing: DutyStanding) -> Duty:
    plan = next(one for one in view.judged.plans if one.id == standing.plan)
    having = [one for one in plan.editions if standing.duty in one.duties]
    return having[-1].duties[standing.duty]


def line_of(cell: WaitingCell, duty: Duty) -> OwedLine:
    """The cell as a line of 录入, under the duty that asks for it."""
    return OwedLine(
        title=duty.title,
        period=title_of(cell.period.key),
        kind=duty.counts[0],
        place=cell.pairing.place,
        pairing=cell.pairing.key,
        units=cell.pairing.actors,
        state=cell.state,
        by=cell.last,
        makes_up=cell.makes_up,
        role=duty.where.by_role,
    )


def kinds_offered() -> Mapping[str, Kind]:
    """Every kind a person may write, by id."""
    return {id_: kind for id_, kind in shipped_kinds().items() if not kind.system}


def kinds_for(view: View) -> Mapping[str, Kind]:
    """The kinds the viewer may write somewhere: units no checks, supervisors nothing else."""
    return {
        id_: kind
        for id_, kind in kinds_offered().items()
        if any(view.scope.may_anywhere(verb) for verb in writing(assesses=kind.assesses))
    }

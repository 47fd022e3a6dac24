"""What the viewer's pairings owe now: the likely records to write, with their address filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

import numpy as np

from tongxing.derive.boards.view import View
from tongxing.derive.facts import PairingFact
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
    lines: list[OwedLine] = []
    wanted: Counter[str] = Counter()
    for standing in view.judged.standing.duties:
        duty = _duty(view, standing)
        wanted.update(duty.counts)
        lines.extend(_owed(view, standing, duty, mine))
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


def _owed(view: View, standing: DutyStanding, duty: Duty, mine: set[str]) -> list[OwedLine]:
    waiting = np.isin(standing.state, (State.OPEN, State.OVERDUE))
    found = []
    for at, column in np.argwhere(waiting):
        pairing = view.pairings[int(standing.pairing[at])]
        if pairing.key in mine:
            found.append(_line(standing, duty, pairing, int(at), int(column)))
    return found


def _line(
    standing: DutyStanding, duty: Duty, pairing: PairingFact, at: int, column: int
) -> OwedLine:
    period = standing.periods[column]
    state = State(int(standing.state[at, column]))
    overdue = state == State.OVERDUE
    return OwedLine(
        title=duty.title,
        period=title_of(period.key),
        kind=duty.counts[0],
        place=pairing.place,
        pairing=pairing.key,
        units=pairing.actors,
        state=state,
        by=period.closes - timedelta(days=1) if overdue else period.by,
        makes_up=period.until - timedelta(days=1) if overdue else None,
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

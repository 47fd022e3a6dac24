"""What a phone keeps: which books, and of each which periods of whose pairings want something."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta

import numpy as np

from tongxing.derive.boards.cells import duty_of
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import amount_said
from tongxing.derive.boards.view import books_of
from tongxing.derive.boards.view import need_said
from tongxing.derive.facts import PairingFact
from tongxing.records.accounts.access import Scope
from tongxing.records.audit.queries import places_of
from tongxing.rules.periods import Period
from tongxing.rules.plan.model import Duty
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import State

SOON = timedelta(days=14)  # periods that begin within so many days are told too
MOST_WIDE = 12  # books kept because a place wider than a county is in view: a city's counties
COUNTY_DIGITS = 6
WRITING = ("append", "correct")


@dataclass(frozen=True, slots=True)
class Carried:
    """The books a phone keeps, and how many more its account sees."""

    books: tuple[Named, ...]
    more: int = 0


def carried_books(scope: Scope, *, home: str, since: datetime) -> Carried:
    """All where the account has pairings or a place, and a few of those it only oversees.

    Nobody writes down from a phone for a hundred counties: first come those it wrote something
    in since then, the latest first, and its `home`. Two queries, five for who oversees many.
    """
    seen = books_of(scope)
    wide = {one for one in scope.places if len(one) < COUNTY_DIGITS}
    if not wide or len(seen) <= MOST_WIDE:
        return Carried(seen)
    own = books_of(replace(scope, places=scope.places - wide))
    overseen = [one for one in seen if one not in own]
    order = (*places_of(scope.person, WRITING, since), home[:COUNTY_DIGITS])
    first = {code: at for at, code in reversed(list(enumerate(order)))}
    overseen.sort(key=lambda one: first.get(one.id, len(order)))
    return Carried((*own, *overseen[:MOST_WIDE]), max(0, len(overseen) - MOST_WIDE))


@dataclass(frozen=True, slots=True)
class WaitingCell:
    """One period of one duty of one pairing that still wants something."""

    standing: DutyStanding
    pairing: PairingFact
    at: int  # row and
    column: int  # column of the duty's tables

    @property
    def period(self) -> Period:
        return self.standing.periods[self.column]

    @property
    def state(self) -> State:
        return State(int(self.standing.state[self.at, self.column]))

    @property
    def last(self) -> date:
        """The last day: on time, or where overdue to make it up."""
        overdue = self.state == State.OVERDUE
        return self.period.closes - timedelta(days=1) if overdue else self.period.by

    @property
    def makes_up(self) -> date | None:
        """What a record must say it makes up for, where the period is overdue."""
        overdue = self.state == State.OVERDUE
        return self.period.until - timedelta(days=1) if overdue else None


def waiting_cells(
    view: View, pairings: Collection[str], *, soon: timedelta = timedelta()
) -> Iterator[WaitingCell]:
    """Open and overdue periods of these pairings (keys), and what begins within `soon`."""
    rows = [row for row, one in enumerate(view.pairings) if one.key in pairings]
    for standing in view.judged.standing.duties:
        begun = [one.start <= view.as_of + soon for one in standing.periods]
        ahead = (standing.state == State.AHEAD) & np.array(begun, np.bool_)
        wanted = np.isin(standing.state, (State.OPEN, State.OVERDUE)) | (ahead if soon else False)
        wanted &= np.isin(standing.pairing, rows)[:, None]
        for at, column in np.argwhere(wanted).tolist():
            yield WaitingCell(standing, view.pairings[int(standing.pairing[at])], at, column)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A `WaitingCell` in words; amounts are scaled integers, said beside."""

    cell: WaitingCell
    duty: Duty
    need: int
    need_said: str
    done: int
    done_said: str
    days_left: int


def due_lines(view: View, pairings: Collection[str]) -> list[DueLine]:
    """What these pairings owe now and soon, the most urgent first; no query."""
    found = [_line(view, one) for one in waiting_cells(view, pairings, soon=SOON)]
    return sorted(found, key=_urgency)


def _line(view: View, cell: WaitingCell) -> DueLine:
    standing, at, column = cell.standing, cell.at, cell.column
    duty = duty_of(view, standing, column)
    done = int(standing.on_time[at, column] + standing.late[at, column])
    return DueLine(
        cell=cell,
        duty=duty,
        need=int(standing.need[column]),
        need_said=need_said(duty),
        done=done,
        done_said=amount_said(duty, done, approx=bool(standing.approx[at, column])),
        days_left=(cell.last - view.as_of).days,
    )


def _urgency(line: DueLine) -> tuple[int, date, date, str, str]:
    order = {State.OVERDUE: 0, State.OPEN: 1, State.AHEAD: 2}
    cell = line.cell
    return order[cell.state], cell.last, cell.period.start, line.duty.title, cell.pairing.key

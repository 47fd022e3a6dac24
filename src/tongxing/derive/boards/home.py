"""工作台: what is owed now, who needs a hand, what waits for me, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.boards.cells import count_states
from tongxing.derive.boards.cells import late_weight
from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.cells import running_column
from tongxing.derive.boards.cells import tallies_by_place
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.decisions import decision_on
from tongxing.derive.boards.decisions import decisions_of
from tongxing.derive.boards.kinds import Paired
from tongxing.derive.boards.kinds import paired
from tongxing.derive.boards.ladder import draft_of
from tongxing.derive.boards.ladder import reason_of
from tongxing.derive.boards.ladder import rows_of
from tongxing.derive.boards.ladder import step_lines
from tongxing.derive.boards.ladder import step_title
from tongxing.derive.boards.ladder import steps_due
from tongxing.derive.boards.lines import Naming
from tongxing.derive.boards.lines import latest
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.lines import town_of
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import PlaceBar
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import StepLine
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.boards.waiting import Matter
from tongxing.derive.boards.waiting import matters
from tongxing.records.accounts.access import Scope
from tongxing.rules.periods import say_day
from tongxing.rules.periods import title_of
from tongxing.rules.standing import StepDue
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import State

AHEAD = timedelta(days=14)
HELP_SHOWN = 20
LAST_SHOWN = 10
DUE_NAMED = 8
WAITING_SHOWN = 20
TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class DutyNow:
    """One duty as it stands: the period running now, the overdue ones, the year's missed."""

    duty: DutyHead
    period: str  # key of the running period, "" between two periods
    period_title: str
    current: Tally  # the running period of every pairing in view
    overdue: int  # 逾期待补, whatever the period
    overdue_in: tuple[tuple[int, int], ...]  # the same by the year the period begins in
    missed: int  # since the first day of the year of `as_of`
    year: Tally  # every period whose first day lies in that year


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A pairing that falls behind, why, and a draft to send."""

    pairing: PairingLine
    reason: str  # "“集中劳动”连续2个月未完成（2026年9月起）"
    missed_in_row: int  # the longest running row over its duties
    steps: tuple[StepLine, ...]
    draft: str  # plain, courteous; cites each obligation and how to make up


WaitingSort = Literal["returned", "conflict", "accept", "decide"]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something only the viewer (or one of their office) can settle."""

    sort: WaitingSort  # decide: a step of the ladder a person issues
    title: str
    day: date
    record: UUID | None
    pairing: str  # key, "" when about a record


@dataclass(frozen=True, slots=True)
class DueLine:
    """A day within the next 14 on which something falls due."""

    day: date
    duty: DutyHead
    period: str
    period_title: str
    open: int  # pairings that still owe it
    pairings: tuple[PairingLine, ...]  # at most 8 of them


@dataclass(frozen=True, slots=True)
class HomeBoard:
    stand: Stand
    duties: tuple[DutyNow, ...]
    help: tuple[HelpLine, ...]  # worst first
    waiting: tuple[WaitingLine, ...]
    coming: tuple[DueLine, ...]
    last: tuple[RecordLine, ...]
    towns: tuple[PlaceBar, ...]
    pairings: int  # running; a unit's or team's own, else all in view
    unit: str  # party ids home is about, by commas; "" when it is about all in view
    paired: tuple[Paired, ...]  # by kind


def home_board(
    scope: Scope, *, book: str, as_of: date, known_at: datetime | None = None
) -> HomeBoard:
    """The first page, cut to what the viewer sees; at most 12 queries."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("home",), lambda: _home(view))


def _home(view: View) -> HomeBoard:
    scope = view.scope
    ours = view.ours()
    running = np.zeros(len(view.pairings), np.bool_)
    running[view.running()] = True
    running &= ours
    names = pairing_names(view, (one for row, one in enumerate(view.pairings) if ours[row]))
    steps = steps_due(view)
    asked = view.asked_now()
    waiting = matters(view, WAITING_SHOWN)
    last = latest(view, None, LAST_SHOWN)
    lines = record_lines(view, [*(one.row for one in waiting), *last])
    return HomeBoard(
        stand=view.stand,
        duties=tuple(
            _duty_now(view, duty)
            for duty in view.judged.standing.duties
            if _told(view, duty, asked)
        ),
        help=_help(view, running, names, steps),
        waiting=(
            *(_matter_line(one, line) for one, line in zip(waiting, lines, strict=False)),
            *_decisions(view, names, steps),
        ),
        coming=_coming(view, ours, names),
        last=lines[len(waiting) :],
        towns=tuple(_towns(view, ours, running, names)),
        pairings=int(running.sum()),
        unit=",".join(sorted(scope.units)) if view.for_units else "",
        paired=paired(view, np.flatnonzero(ours).tolist()),
    )


def _own_states(view: View, duty: DutyStanding) -> NDArray[np.uint8]:
    """States of the pairings home is about; ended ones too, for the year's sums."""
    states: NDArray[np.uint8] = duty.state[view.ours()[duty.pairing]]
    return states


def _told(view: View, duty: DutyStanding, asked: frozenset[tuple[str, str]]) -> bool:
    """Whether the duty is listed: owed this year under a plan in force, or still to be made up."""
    states = _own_states(view, duty)
    if (duty.plan, duty.duty) in asked:
        return bool((states[:, of_year(duty, view.as_of.year)] != State.NOT_OWED).any())
    return bool(np.isin(states, (State.OPEN, State.OVERDUE)).any())


def _duty_now(view: View, duty: DutyStanding) -> DutyNow:
    states = _own_states(view, duty)
    column = running_column(duty, view.as_of)
    period = duty.periods[column].key if column is not None else ""
    now = states[:, column] if column is not None else states[:0, :0]
    weight = late_weight(view, duty.plan)
    year = states[:, of_year(duty, view.as_of.year)]
    return DutyNow(
        duty=view.head(duty),
        period=period,
        period_title=title_of(period) if period else "",
        current=tally([(count_states(now), weight)]),
        overdue=int((states == State.OVERDUE).sum()),
        overdue_in=_overdue_in(duty, states),
        missed=int((year == State.MISSED).sum()),
        year=tally([(count_states(year), weight)]),
    )


def _overdue_in(duty: DutyStanding, states: NDArray[np.uint8]) -> tuple[tuple[int, int], ...]:
    """(year, number of cells), ascending: a year's matrix shows the periods begun in it."""
    found: Counter[int] = Counter()
    for period, number in zip(duty.periods, (states == State.OVERDUE).sum(axis=0), strict=True):
        found[period.start.year] += int(number)
    return tuple(sorted((year, number) for year, number in found.items() if number))


def _help(
    view: View,
    running: Flags,
    names: Naming,
    steps: Mapping[int, Sequence[Sequence[StepDue]]],
) -> tuple[HelpLine, ...]:
    """Pairings with a row of two or more, or a step reached; those most behind first."""
    behind = {
        row: rows
        for row, rows in rows_of(view, np.flatnonzero(running)).items()
        if row in steps or len(rows[0].missed) > 1
    }
    worst = sorted(
        behind,
        key=lambda row: (
            -len(steps.get(row, ())),
            -len(behind[row][0].missed),
            -len(behind[row]),
            row,
        ),
    )
    found = []
    for row in worst[:HELP_SHOWN]:
        line = pairing_line(view, view.pairings[row], names)
        found.append(
            HelpLine(
                pairing=line,
                reason=reason_of(behind[row]),
                missed_in_row=len(behind[row][0].missed),
                steps=step_lines(view, steps.get(row, ())),
                draft=draft_of(view, row, line, behind[row]),
            )
        )
    return tuple(found)


def _matter_line(matter: Matter, record: RecordLine) -> WaitingLine:
    title = f"{record.kind_title}（{say_day(record.happened)}，{record.place.name}）"
    return WaitingLine(matter.sort, f"{title}{matter.what}", matter.day, record.id, "")


def _decisions(
    view: View, names: Naming, steps: Mapping[int, Sequence[Sequence[StepDue]]]
) -> Iterator[WaitingLine]:
    """Steps a person has still to decide about, for those who manage the pairing (C10)."""
    ours = [
        (fact, some)
        for row, dues in steps.items()
        for fact in (view.pairings[row],)
        if view.scope.may("manage", place=fact.place, parties=fact.actors)
        for some in dues
        if some[0].step.issued_by == "person"
    ]
    told = decisions_of(view) if ours else ()
    for fact, (first, *others) in ours:
        reached = min(due.reached for due in (first, *others))
        if decision_on(told, fact.key, first.plan, first.step.step, reached) is None:
            title = pairing_line(view, fact, names).title
            what = f"{title}达到“{step_title(first.step)}”条件，请核实后决定"
            yield WaitingLine("decide", what, reached, None, fact.key)


def _coming(view: View, ours: Flags, names: Naming) -> tuple[DueLine, ...]:
    found = [
        line for duty in view.judged.standing.duties for line in _due_lines(view, duty, ours, names)
    ]
    return tuple(sorted(found, key=lambda line: line.day))


def _due_lines(view: View, duty: DutyStanding, ours: Flags, names: Naming) -> Iterator[DueLine]:
    for column, period in enumerate(duty.periods):
        if not view.as_of <= period.by <= view.as_of + AHEAD:
            continue
        waits = np.isin(duty.state[:, column], (State.OPEN, State.AHEAD))
        rows = duty.pairing[waits & ours[duty.pairing]]
        if len(rows):
            yield DueLine(
                day=period.by,
                duty=view.head(duty),
                period=period.key,
                period_title=title_of(period.key),
                open=len(rows),
                pairings=_lines(view, rows[:DUE_NAMED].tolist(), names),
            )


def _lines(view: View, rows: Sequence[int], names: Naming) -> tuple[PairingLine, ...]:
    return tuple(pairing_line(view, view.pairings[row], names) for row in rows)


def _towns(view: View, ours: Flags, running: Flags, names: Naming) -> Iterator[PlaceBar]:
    """Together what the duties say of the year: what ended pairings owed in it counts too."""
    rows = np.flatnonzero(running).tolist()
    pairings = Counter(town_of(view.pairings[row].place) for row in rows)
    for town, told in tallies_by_place(view, TOWN_DIGITS, view.as_of.year, ours).items():
        bar = PlaceBar(names.place(town), pairings[town], told)
        if bar.live:
            yield bar

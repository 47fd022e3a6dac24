"""The ladder's next steps: reached and not yet acted on, with what is on file and a draft.

A reminder is issued by the system, once a week at most: what a pair is told is what had been
reached by the Monday. A talk waits for a person, who needs a field check or the unit's reply on
file (C10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from uuid import UUID

import numpy as np

from tongxing.derive.boards.decisions import Decision
from tongxing.derive.boards.decisions import decision_on
from tongxing.derive.boards.decisions import decisions_of
from tongxing.derive.boards.ladder import Row
from tongxing.derive.boards.ladder import draft_of
from tongxing.derive.boards.ladder import rows_of
from tongxing.derive.boards.ladder import step_lines
from tongxing.derive.boards.ladder import steps_due
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import StepLine
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import plan_named
from tongxing.derive.standings import Judged
from tongxing.records.accounts.access import Scope
from tongxing.rules.periods import say_day
from tongxing.rules.periods import title_of
from tongxing.rules.plan.model import Edition
from tongxing.rules.standing import StepDue
from tongxing.rules.standing.match import meet

CHECKS = ("field-check", "finding", "serious-finding")
REPLY = "unit-reply"
_PAIRING = "pairing:"


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One step one pairing has reached. `on_file` are the records a talk needs one of."""

    pairing: PairingLine
    plan: str
    plan_title: str
    line: StepLine
    on_file: tuple[RecordLine, ...]
    draft: str
    decided: Decision | None

    @property
    def waits(self) -> bool:
        """Whether a person has still to decide."""
        return self.line.issued_by == "person" and self.decided is None


@dataclass(frozen=True, slots=True)
class StepsBoard:
    """`digest` is the Monday up to which the system's reminders are told."""

    stand: Stand
    digest: date
    reminders: tuple[StepEntry, ...]  # issued by the system, reached by the Monday
    waiting: tuple[StepEntry, ...]  # for a person to decide
    decided: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A step as an action asks about it."""

    day: date
    issued_by: str
    on_file: tuple[UUID, ...]


def steps_board(
    scope: Scope, *, book: str, as_of: date, known_at: datetime | None = None
) -> StepsBoard:
    """All steps reached by pairings the viewer answers for; at most 12 queries."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("steps",), lambda: _steps(view))


def _steps(view: View) -> StepsBoard:
    ours = view.ours()
    due = {row: some for row, some in steps_due(view).items() if ours[row]}
    entries = _entries(view, due)
    digest = digest_day(view.as_of)
    return StepsBoard(
        stand=view.stand,
        digest=digest,
        reminders=tuple(
            one for one in entries if one.line.issued_by == "system" and one.line.reached <= digest
        ),
        waiting=tuple(one for one in entries if one.waits),
        decided=tuple(one for one in entries if one.decided is not None),
    )


def digest_day(day: date) -> date:
    """The Monday of the day's week: the weekly digest holds what was reached by then."""
    return day - timedelta(days=day.weekday())


def step_reached(judged: Judged, *, pairing: str, plan: str, step: str) -> Reached | None:
    """Whether a pairing has reached a step on the day judged, and what is on file for it."""
    view = _whole(judged)
    row = next((n for n, one in enumerate(view.pairings) if one.key == pairing), None)
    for dues in steps_due(view).get(row, ()) if row is not None else ():
        if (dues[0].plan, dues[0].step.step) == (plan, step):
            rows = _filed_since(view, row or 0, _first_day(dues))
            ids = tuple(judged.snapshot.id_of(one) for one in rows)
            return Reached(min(one.reached for one in dues), dues[0].step.issued_by, ids)
    return None


def _whole(judged: Judged) -> View:
    """A judged book as somebody sees it who sees all of it."""
    stand = Stand(
        judged.snapshot.code, judged.snapshot.name, judged.as_of, None, judged.seq, judged.key
    )
    seen = np.ones(len(judged.facts.pairings), np.bool_)
    sight = np.ones(len(judged.standing.book.records), np.bool_)
    return View(Scope("", ""), judged, stand, seen, sight, {})


def _entries(
    view: View, due: Mapping[int, tuple[tuple[StepDue, ...], ...]]
) -> tuple[StepEntry, ...]:
    facts = [view.pairings[row] for row in due]
    names = pairing_names(view, facts)
    missed = rows_of(view, due)
    files = _files(view, due)
    decisions = decisions_of(view)
    found = []
    for row, some in due.items():
        line = pairing_line(view, view.pairings[row], names)
        for dues, step in zip(some, step_lines(view, some), strict=True):
            plan = dues[0].plan
            edition = plan_named(view.judged.plans, plan)[-1]
            found.append(
                StepEntry(
                    pairing=line,
                    plan=plan,
                    plan_title=edition.title,
                    line=step,
                    on_file=files[row, plan, step.step],
                    draft=_draft(view, row, line, missed.get(row, ()), step, edition),
                    decided=decision_on(decisions, line.key, plan, step.step, step.reached),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.line.reached, one.pairing.title)))


_File = Mapping[tuple[int, str, str], tuple[RecordLine, ...]]


def _files(view: View, due: Mapping[int, Sequence[Sequence[StepDue]]]) -> _File:
    """The checks and replies on file for each step, in view; at most five queries."""
    wanted: dict[tuple[int, str, str], list[int]] = {}
    for row, some in due.items():
        for dues in some:
            rows = _filed_since(view, row, _first_day(dues))
            seen = [one for one in rows if view.sight[one]]
            wanted[row, dues[0].plan, dues[0].step.step] = seen
    every = sorted({one for rows in wanted.values() for one in rows})
    lines = dict(zip(every, record_lines(view, every), strict=True)) if every else {}
    return {key: tuple(lines[one] for one in rows) for key, rows in wanted.items()}


def _first_day(dues: Sequence[StepDue]) -> date:
    return min(period.start for due in dues for period in due.periods)


def _filed_since(view: View, row: int, day: date) -> list[int]:
    """The records on file about a pairing that happened on a day or later."""
    on_file = view.judged.remember("on file", lambda: _on_file(view.judged))
    happened = view.judged.standing.book.records.happened
    return [one for one in on_file.get(row, ()) if happened[one] >= day.toordinal()]


def _on_file(judged: Judged) -> Mapping[int, tuple[int, ...]]:
    """Field checks, findings and replies by pairing (row of Pairings), ascending."""
    standing = judged.standing
    table = standing.book.records
    rows_by_key = {f"{_PAIRING}{key}": row for row, key in enumerate(standing.book.pairings.keys)}
    counted = standing.effective & table.whose(table.deeds.of_kinds({*CHECKS, REPLY}))
    found: dict[int, set[int]] = defaultdict(set)
    meeting = meet(standing.book, counted)
    for record, pairing in zip(meeting.record.tolist(), meeting.pairing.tolist(), strict=True):
        found[pairing].add(record)
    for record in np.flatnonzero(counted).tolist():
        for subject in table.subjects_of(record):
            if subject in rows_by_key:
                found[rows_by_key[subject]].add(record)
    return {row: tuple(sorted(some)) for row, some in found.items()}


def _draft(
    view: View,
    row: int,
    line: PairingLine,
    rows: Sequence[Row],
    step: StepLine,
    edition: Edition,
) -> str:
    """What to send: a reminder, or the notice of a talk."""
    if step.issued_by == "system":
        return draft_of(view, row, line, rows)
    cited: dict[str, list[str]] = defaultdict(list)
    for one in step.cited:
        cited[one.duty.title].append(title_of(one.period))
    items = [
        f"{number}．{title}：{'、'.join(periods)}。"
        for number, (title, periods) in enumerate(cited.items(), start=1)
    ]
    basis = (
        f"根据{edition.authority}，截至{say_day(view.as_of)}，贵单位与{line.place.name}"
        f"的结对工作中，下列任务连续未见记录，已达到{step.title}条件："
    )
    asks = (
        "经研究，拟请贵单位负责同志就上述事项面谈，时间、地点另行商定。"
        "贵单位如已开展有关工作，请先补记；如有实际困难，请提前说明，便于一并研究解决。"
    )
    told = f"{'、'.join(one.name for one in line.actors)}："
    head = f"关于{step.title}的通知"
    return "\n".join([head, told, basis, *items, asks, edition.owner, say_day(view.as_of)])

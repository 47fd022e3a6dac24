"""谁需要帮一把: rows of missed periods in words, steps reached, and a draft to send."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from tongxing.derive.boards.shapes import Cited
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import StepLine
from tongxing.derive.boards.shapes import cell_trace
from tongxing.derive.boards.view import View
from tongxing.derive.editions import plan_named
from tongxing.rules.periods import Period
from tongxing.rules.periods import say_day
from tongxing.rules.periods import title_of
from tongxing.rules.plan.model import Step
from tongxing.rules.standing import StepDue
from tongxing.rules.standing import steps
from tongxing.rules.standing.ladder import missed_rows
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import State

PERIODS_NAMED = 3
_COUNTED: Mapping[str, str] = {
    "W": "周",
    "X": "旬",
    "M": "个月",
    "Q": "个季度",
    "H": "个半年",
    "Y": "年",
}
_STEP_TITLES: Mapping[str, str] = {"remind": "提醒", "talk": "约谈"}


@dataclass(frozen=True, slots=True)
class Row:
    """The row of missed periods of one duty that still runs, of one pairing."""

    standing: DutyStanding
    duty: DutyHead
    missed: tuple[Period, ...]  # ascending


def rows_of(view: View, among: Iterable[int]) -> Mapping[int, tuple[Row, ...]]:
    """Running rows of missed periods by pairing (row of Pairings), longest row first.

    Of duties in force on the day only: what an ended plan asked needs no help any more.
    """
    asked = view.asked_now()
    wanted = np.zeros(len(view.pairings), np.bool_)
    wanted[list(among)] = True
    found: dict[int, list[Row]] = defaultdict(list)
    for duty in view.judged.standing.duties:
        if (duty.plan, duty.duty) not in asked:
            continue
        missed = missed_rows(duty)
        head = view.head(duty)
        for own in np.flatnonzero(missed.any(axis=1) & wanted[duty.pairing]):
            periods = tuple(duty.periods[column] for column in np.flatnonzero(missed[own]))
            found[int(duty.pairing[own])].append(Row(duty, head, periods))
    return {
        pairing: tuple(sorted(rows, key=lambda row: -len(row.missed)))
        for pairing, rows in found.items()
    }


def reason_of(rows: Sequence[Row]) -> str:
    """Why a pairing is listed: its longest row, and how many duties more; a draft names all.

    "“集中劳动”连续2个月未完成（2026年9月起）；另有1项任务未完成".
    """
    more = f"；另有{len(rows) - 1}项任务未完成" if len(rows) > 1 else ""
    return f"{_reason(rows[0])}{more}"


def _reason(row: Row) -> str:
    first = title_of(row.missed[0].key)
    if len(row.missed) == 1:
        return f"“{row.duty.title}”{first}未完成"
    length = f"{len(row.missed)}{_counted(row.missed[0].key)}"
    return f"“{row.duty.title}”连续{length}未完成（{first}起）"


def _counted(key: str) -> str:
    """The measure word of a period: 2周, 3个月; 期 for multiples and "once"."""
    if "/" in key or key == "once":
        return "期"
    _, _, tail = key.partition("-")
    if not tail:
        return _COUNTED["Y"]
    letter = next((sign for sign in "WXQH" if sign in tail), "M")
    return _COUNTED[letter]


def periods_said(periods: Sequence[Period]) -> str:
    """The last three periods by name, with how many there are in all when more."""
    named = "、".join(title_of(one.key) for one in periods[-PERIODS_NAMED:])
    return f"{named}等{len(periods)}期" if len(periods) > PERIODS_NAMED else named


_Dues = Mapping[int, tuple[tuple[StepDue, ...], ...]]


def steps_due(view: View) -> _Dues:
    """Steps reached by running pairings in view (rows of Pairings), in the ladder's order.

    Each step once, with what every duty contributes to it.
    """
    return view.remember("steps due", lambda: _steps_due(view))


def _steps_due(view: View) -> _Dues:
    running = frozenset(view.running().tolist())
    found: dict[tuple[int, str, str], list[StepDue]] = defaultdict(list)
    judged = view.judged
    for due in judged.remember("steps", lambda: steps(judged.standing, judged.plans)):
        if due.pairing in running:
            found[due.pairing, due.plan, due.step.step].append(due)
    by_pairing: dict[int, list[tuple[StepDue, ...]]] = defaultdict(list)
    for dues in sorted(found.values(), key=lambda some: _order(view, some[0])):
        by_pairing[dues[0].pairing].append(tuple(dues))
    return {pairing: tuple(some) for pairing, some in by_pairing.items()}


def _order(view: View, due: StepDue) -> tuple[str, int]:
    editions = plan_named(view.judged.plans, due.plan)
    ladder = next(one.ladder for one in editions if one.edition == due.edition)
    return due.plan, ladder.index(due.step)


def step_lines(view: View, dues: Iterable[Sequence[StepDue]]) -> tuple[StepLine, ...]:
    """One pairing's steps as printed."""
    return tuple(_step_line(view, some) for some in dues)


def step_title(step: Step) -> str:
    return step.title or _STEP_TITLES.get(step.step, step.step)


def _step_line(view: View, dues: Sequence[StepDue]) -> StepLine:
    step = dues[0].step
    return StepLine(
        step=step.step,
        title=step_title(step),
        reached=min(due.reached for due in dues),
        issued_by=step.issued_by,
        cited=tuple(_cited(view, due, period) for due in dues for period in due.periods),
    )


def _cited(view: View, due: StepDue, period: Period) -> Cited:
    head = view.heads[due.plan, due.duty]
    key = view.pairings[due.pairing].key
    trace = cell_trace(view.stand, head, key, period.key)
    return Cited(head, period.key, title_of(period.key), trace)


def draft_of(view: View, pairing: int, line: PairingLine, rows: Sequence[Row]) -> str:
    """A reminder for a pair: what is missing, what can still be made up, whom to ask."""
    if not rows:
        return ""
    owners = dict.fromkeys(_owner(view, row.duty.plan) for row in rows)
    items = [
        f"{number}．{row.duty.title}{_clause(row.duty)}：{periods_said(row.missed)}。"
        for number, row in enumerate(rows, start=1)
    ]
    open_ones = [*_still_open(view, pairing)]
    return "\n".join(
        [
            f"{'、'.join(one.name for one in line.actors)}：",
            f"截至{say_day(view.as_of)}，贵单位与{line.place.name}的结对工作有以下事项未见记录：",
            *items,
            *(["以下事项仍在时限或补报期内，请安排办理：", *open_ones] if open_ones else []),
            "如已开展，请补记一笔，注明开展日期即可，无需另报材料；如有实际困难，请与我们联系，一起想办法。",
            "、".join(owners),
            say_day(view.as_of),
        ]
    )


def _still_open(view: View, pairing: int) -> Iterable[str]:
    for duty in view.judged.standing.duties:
        for own in np.flatnonzero(duty.pairing == pairing):
            for column in np.flatnonzero(
                (duty.state[own] == State.OVERDUE) | (duty.state[own] == State.OPEN)
            ):
                period = duty.periods[column]
                overdue = duty.state[own, column] == State.OVERDUE
                last = period.closes - timedelta(days=1) if overdue else period.by
                verb = "补做" if overdue else "完成"
                title = view.head(duty).title
                yield f"·{title}（{title_of(period.key)}），请于{say_day(last)}前{verb}。"


def _clause(duty: DutyHead) -> str:
    return f"（{duty.clause}）" if duty.clause else ""


def _owner(view: View, plan: str) -> str:
    return plan_named(view.judged.plans, plan)[-1].owner

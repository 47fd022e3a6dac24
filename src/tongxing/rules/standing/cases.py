"""A plan's examples, judged: each case is a tiny book of one pairing; what differs is a Problem."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import title_of
from tongxing.rules.plan.amounts import AmountError
from tongxing.rules.plan.amounts import read_amount
from tongxing.rules.plan.cases import STATES
from tongxing.rules.plan.cases import Case
from tongxing.rules.plan.cases import CaseRecord
from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.problem import Problem
from tongxing.rules.standing.build import AttributeRow
from tongxing.rules.standing.build import BookBuilder
from tongxing.rules.standing.build import Doer
from tongxing.rules.standing.build import PairingRow
from tongxing.rules.standing.build import RecordRow
from tongxing.rules.standing.build import Value
from tongxing.rules.standing.build import WaiverRow
from tongxing.rules.standing.judge import judge
from tongxing.rules.standing.places import own_digits
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import State
from tongxing.rules.standing.trace import column_of

ACTOR = "org:case"
PAIRING = "case"
AHEAD_DAYS = 800  # a case may expect periods that are still to come
SOME_VILLAGE = "440981100200"  # its digits complete a shorter code
ACCEPTED = "record-accepted"

Kinds = Mapping[str, Kind]


class CaseUnreadable(ValueError):  # noqa: N818 - named for its case
    """A case names something the plan or the kinds do not have; the text is Chinese."""


def run_cases(plan: Edition | Plan, cases: Sequence[Case], kinds: Kinds) -> tuple[Problem, ...]:
    """Judge every case; one Problem for each period that comes out otherwise than expected."""
    whole = plan if isinstance(plan, Plan) else Plan(plan.plan, (plan,))
    return tuple(problem for case in cases for problem in run_case(whole, case, kinds))


def run_case(plan: Plan, case: Case, kinds: Kinds) -> Iterator[Problem]:
    try:
        book = book_of(plan, case, kinds)
        standing = judge(book, (plan,), as_of=case.as_of, ahead_days=AHEAD_DAYS)
    except (CaseUnreadable, AmountError, PeriodError) as wrong:
        yield problem_of(case, "", str(wrong), "请对照方案修改这个例子")
        return
    duty = standing.duty(plan.id, case.duty)
    for key, expected in case.expect.items():
        yield from compare(case, duty, key, expected)


def compare(case: Case, duty: DutyStanding, key: str, expected: str) -> Iterator[Problem]:
    column = column_of(duty, 0, key)
    if column is None:
        yield problem_of(
            case,
            key,
            f"任务“{case.duty}”没有“{key}”这一期",
            "请核对期次编号，以及方案和结对的起止日期",
        )
        return
    state = State(duty.state[0, column])
    if state.name.lower().replace("_", "-") != expected:
        on_time, late = int(duty.on_time[0, column]), int(duty.late[0, column])
        came = f"准时{on_time}，补做{late}，需要{int(duty.need[column])}"
        yield problem_of(
            case,
            key,
            f"{title_of(key)}应为“{STATES[expected]}”，按方案算出的是“{said(state)}”（{came}）",
            "如果例子是对的，请改方案的周期或条件；如果方案是对的，请改例子的 expect",
        )


def said(state: State) -> str:
    return STATES[state.name.lower().replace("_", "-")]


def problem_of(case: Case, key: str, what: str, remedy: str) -> Problem:
    path = f"case.{case.name}.expect.{key}" if key else f"case.{case.name}"
    return Problem(case.file, case.line, path, what, remedy=remedy)


def book_of(plan: Plan, case: Case, kinds: Kinds) -> Book:
    """One pairing, its records as known at the case's `known_at`, waivers and attributes."""
    duty = duty_of(plan, case.duty)
    village = village_in(duty.where.place_within or plan.editions[0].place)
    builder = BookBuilder(village[:6])
    builder.pairings.append(
        PairingRow(PAIRING, duty.of, [ACTOR], [village], case.pairing.start, case.pairing.until)
    )
    known = [
        one
        for one in sorted(case.records, key=lambda one: one.received or one.happened)
        if case.known_at is None or (one.received or one.happened) <= case.known_at
    ]
    for one in known:
        row = builder.record(record_row(one, village, kinds))
        if one.accepted and (case.known_at is None or one.accepted <= case.known_at):
            builder.record(RecordRow(ACCEPTED, one.accepted, [ACTOR], village, accepts=row))
    builder.waivers.extend(
        WaiverRow(PAIRING, plan.id, one.start, one.until) for one in case.waivers
    )
    builder.attributes.extend(
        AttributeRow(PAIRING, one.name, one.value, one.span.start, one.span.until)
        for one in case.attributes
    )
    return builder.build()


def duty_of(plan: Plan, name: str) -> Duty:
    found = [one.duties[name] for one in plan.editions if name in one.duties]
    if not found:
        raise CaseUnreadable(f"方案里没有任务“{name}”")
    return found[0]


def village_in(code: str) -> str:
    """A village within the place: the place's own digits, completed."""
    own = own_digits(code)
    return own + SOME_VILLAGE[len(own) :]


def record_row(one: CaseRecord, village: str, kinds: Kinds) -> RecordRow:
    return RecordRow(
        kind=one.kind,
        happened=one.happened,
        doers=[Doer(ACTOR, one.role)],
        place=one.place or village,
        makes_up=one.makes_up,
        received=one.received,
        values={name: value_of(one, name, kinds) for name in one.values},
    )


def value_of(one: CaseRecord, name: str, kinds: Kinds) -> Value:
    kind = kinds.get(one.kind)
    if kind is None or name not in kind.fields:
        raise CaseUnreadable(f"记录类型“{one.kind}”没有字段“{name}”")
    written = one.values[name]
    field = kind.fields[name]
    return read_amount(written, field) if field.type in QUANTITY_TYPES else str(written)

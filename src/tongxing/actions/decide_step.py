"""A step of the ladder that a person issues: the unit's reply, and what was decided (C10)."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.entry import enter
from tongxing.actions.entry import hold
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.known import local_day
from tongxing.actions.propose_waiver import pairing_spoken_for
from tongxing.actions.propose_waiver import speaking
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import system_row
from tongxing.derive.boards.decisions import DECIDED
from tongxing.derive.plans.steps import REPLY
from tongxing.derive.plans.steps import Reached
from tongxing.derive.plans.steps import step_reached
from tongxing.derive.standings import standing_of
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.rows import said
from tongxing.records.pairings.models import Pairing

DECISIONS = ("issue", "hold")
LONGEST_REPLY = 2000
MOST_CITED = 20


def reply_on_steps(*, acting: Scope, at: datetime, id: UUID, pairing: str, text: str) -> Record:
    """Put on file what a unit says about what its pairing has not done."""
    found = pairing_spoken_for(acting, pairing)
    words = text.strip()
    if not words:
        raise NoReason("请写明情况")
    if len(words) > LONGEST_REPLY:
        raise NoReason(f"情况说明请缩短到{LONGEST_REPLY}字以内")
    row = system_row(
        acting=acting, at=at, id=id, kind=REPLY, place=found.place, values={}, text=words,
        about=(f"pairing:{pairing}",), doers=(speaking(acting, found),),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="reply", row=row).written()


def decide_step(  # noqa: PLR0913  a decision names all of these
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    pairing: str,
    plan: str,
    step: str,
    decision: str,
    reason: str,
) -> Record:
    """Record that a step a pairing has reached is issued, or is not, and why.

    Figures alone never bring a talk about: to issue it a field check or the unit's reply must be
    on file since the first period missed (C10).
    """
    found = _managed(acting, pairing)
    if decision not in DECISIONS:
        problem = Problem("decision", "没有选择发出还是不发", "请选择一项")
        raise Invalid(problems=[problem])
    reason = reason_given(reason, "决定的理由")
    judged = standing_of(found.book, as_of=local_day(at))
    reached = step_reached(judged, pairing=pairing, plan=plan, step=step)
    if reached is None:
        raise Unfitting("这一步没有达到条件，或情况已有变化，请刷新后再看")
    _refuse(reached, decision)
    values = {
        "plan": plan,
        "step": step,
        "reached": reached.day.isoformat(),
        "decision": decision,
        "reason": reason,
    }
    cited = tuple(f"record:{one}" for one in reached.on_file[:MOST_CITED])
    row = system_row(
        acting=acting, at=at, id=id, kind=DECIDED, place=found.place, values=values,
        about=(f"pairing:{pairing}", *cited),
    )  # fmt: skip
    with transaction.atomic():
        hold(found.book)
        if _decided_since(id, pairing, plan, step, reached):
            raise Unfitting("这一步已有决定，请刷新后查看")
        return enter(acting=acting, at=at, verb="decide-step", row=row).written()


def _managed(acting: Scope, key: str) -> Pairing:
    found = Pairing.objects.filter(key=key, died=None).first()
    if found is None or not acting.sees_place(found.place):
        raise NotFound("没有这对结对关系，或不在您的查看范围内")
    may_manage(acting, found.place)
    return found


def _refuse(reached: Reached, decision: str) -> None:
    if reached.issued_by == "system":
        raise Unfitting("这一步由系统每周提示，不需要决定")
    if decision == "issue" and not reached.on_file:
        raise Unfitting(
            "自报数字不能直接引发约谈：尚无实地核查，也无单位答复在案，"
            "请先安排实地核查，或请单位说明情况，再作决定"
        )


def _decided_since(id: UUID, pairing: str, plan: str, step: str, reached: Reached) -> bool:
    """Whether somebody else's decision, or another of one's own, stands on this step."""
    about = RecordAbout.objects.filter(
        subject=f"pairing:{pairing}", record__kind=DECIDED, record__happened__gte=reached.day
    ).exclude(record=id)
    return any(
        (values["plan"], values["step"]) == (plan, step)
        for one in about.select_related("record__body")
        for values in (said(one.record.body).values,)
    )

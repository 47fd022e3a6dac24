"""Waive duties for a span: never without reason, basis, approver and an end date (C15)."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from tongxing.actions.entry import enter
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.propose_waiver import open_proposal
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import span_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import Waiver
from tongxing.records.registry.queries import known_places
from tongxing.rules.periods import say_day


@transaction.atomic
def grant_waiver(  # noqa: PLR0913  everything C15 asks for, by keyword
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    plan: str,
    since: date,
    until: date | None,
    reason: str,
    basis: str,
    approver: str,
    pairing: str = "",
    place: str = "",
    duties: Sequence[str] = (),
    proposal: UUID | None = None,
) -> Record:
    """Waive a plan's duties (all, or those named) for one pairing or everything in a place.

    `proposal` is the unit's request this answers; what is granted may differ from it.
    """
    where = _where(pairing, place)
    may_manage(acting, where)
    about = (f"pairing:{pairing}",) if pairing else ()
    if proposal is not None:
        asked = open_proposal(acting, proposal, by=id)
        if about_of(asked) != about:
            raise Unfitting("这项申请说的是另一对结对，请从申请列表重新办理")
        about = (*about, f"record:{proposal}")
    if until is None:
        raise NoReason("豁免须有结束日期")
    values = {
        "plan": plan,
        "duties": ",".join(duties) or None,
        **span_given(since, until),
        "reason": reason_given(reason, "豁免原因"),
        "basis": reason_given(basis, "豁免依据"),
        "approver": reason_given(approver, "批准人或单位")[:80],
    }
    row = system_row(
        acting=acting, at=at, id=id, kind="waiver-granted", place=where, values=values,
        about=about,
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="grant-waiver", row=row).written()


def _where(pairing: str, place: str) -> str:
    if bool(pairing) == bool(place):
        raise Unfitting("豁免须指明一对结对关系，或一个地方，二者取一")
    if place:
        if place not in known_places((place,)):
            raise NotFound(f"没有代码为“{place[:20]}”的地方")
        return place
    found = Pairing.objects.filter(key=pairing, died=None).first()
    if found is None:
        raise NotFound("没有这对结对关系")
    return found.place


def end_waiver(
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    waiver: str,
    until: date,
    reason: str,
) -> Record:
    """End a waiver earlier than granted."""
    found = Waiver.objects.filter(key=waiver, died=None).first()
    if found is None:
        raise NotFound("没有这项豁免")
    granted = Record.objects.get(pk=UUID(waiver))
    if not acting.sees_place(granted.place):
        raise NotFound("没有这项豁免")
    may_manage(acting, granted.place)
    if not found.since < until or (found.until is not None and until > found.until):
        ends = f"至{say_day(found.until - timedelta(days=1))}之间" if found.until else "（含）以后"
        raise Unfitting(f"豁免的最后一天须在{say_day(found.since)}{ends}")
    row = system_row(
        acting=acting, at=at, id=id, kind="waiver-ended", place=granted.place,
        values={"until": until.isoformat(), "reason": reason_given(reason, "结束原因")},
        about=(f"waiver:{waiver}",),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="end-waiver", row=row).written()

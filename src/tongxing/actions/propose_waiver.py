"""A unit asks for a waiver of what its pairing owes; the office grants it or says why not."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.draft import Doer
from tongxing.actions.entry import enter
from tongxing.actions.entry import hold
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import span_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.rules.plan.edition_reader import read_edition
from tongxing.rules.plan.shipped import shipped_kinds

PROPOSED = "waiver-proposed"
GRANTED = "waiver-granted"
DECLINED = "waiver-declined"


def propose_waiver(  # noqa: PLR0913  everything C15 asks for, by keyword
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    pairing: str,
    since: date,
    until: date | None,
    reason: str,
    basis: str,
    duties: Sequence[str] = (),
) -> Record:
    """Ask that duties of a pairing (all, or those named) be waived for a span."""
    found = pairing_spoken_for(acting, pairing)
    plan = found.kind.partition(":")[0]
    _refuse_unknown(found.book, plan, duties)
    if until is None:
        raise NoReason("豁免须有结束日期")
    values = {
        "plan": plan,
        "duties": ",".join(duties) or None,
        **span_given(since, until),
        "reason": reason_given(reason, "申请原因"),
        "basis": reason_given(basis, "依据"),
    }
    row = system_row(
        acting=acting, at=at, id=id, kind=PROPOSED, place=found.place, values=values,
        about=(f"pairing:{pairing}",), doers=(speaking(acting, found),),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="propose-waiver", row=row).written()


@transaction.atomic
def decline_waiver(*, acting: Scope, at: datetime, id: UUID, of: UUID, reason: str) -> Record:
    """Say no to a proposal, with the reason its unit reads."""
    reason = reason_given(reason, "不批理由")
    proposal = open_proposal(acting, of, by=id)
    row = system_row(
        acting=acting, at=at, id=id, kind=DECLINED, place=proposal.place,
        values={"reason": reason}, about=(f"record:{of}",),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="decline-waiver", row=row).written()


def open_proposal(acting: Scope, of: UUID, *, by: UUID) -> Record:
    """The proposal, if `acting` decides on it and nobody has but the record `by` itself."""
    proposal = Record.objects.filter(pk=of, kind=PROPOSED).first()
    if proposal is None or not acting.sees_place(proposal.place):
        raise NotFound("没有这项豁免申请，或不在您的查看范围内")
    may_manage(acting, proposal.place)
    hold(proposal.book_id)
    about = RecordAbout.objects.filter(
        subject=f"record:{of}", record__kind__in=(GRANTED, DECLINED)
    ).exclude(record=by)
    if about.exists():
        raise Unfitting("这项申请已经办过，请刷新后查看结果")
    return proposal


def pairing_spoken_for(acting: Scope, key: str) -> Pairing:
    """The pairing, if `acting` may speak for one of its sides; raises `Refused`."""
    found = Pairing.objects.filter(key=key, died=None).first()
    if found is None:
        raise NotFound("没有这对结对关系，或不在您的查看范围内")
    parties = set(found.parties.values_list("party", flat=True))
    if acting.may("append", place=found.place, parties=parties):
        return found
    if acting.sees(place=found.place, parties=parties):
        raise NotAllowed("只有结对双方和县专班可以为这对结对办理此事")
    raise NotFound("没有这对结对关系，或不在您的查看范围内")


def speaking(acting: Scope, pairing: Pairing) -> Doer:
    """The acting person, for the side of the pairing it belongs to where it is one's unit."""
    parties = pairing.parties.order_by("pk").values_list("party", flat=True)
    own = next((party for party in parties if party in acting.units), "")
    return Doer(acting.person, of=own) if own else Doer(acting.person)


def _refuse_unknown(book: str, plan: str, duties: Sequence[str]) -> None:
    """Raise `Invalid` for a duty no edition in force knows."""
    known: set[str] = set()
    for row in EditionInForce.objects.filter(book=book, plan=plan, died=None):
        edition, _ = read_edition(row.text.encode(), file=plan, kinds=shipped_kinds())
        known |= set(edition.duties) if edition else set()
    strange = [duty for duty in duties if duty not in known]
    if strange:
        problem = Problem("duties", "所选任务不在施行中的方案里", "请从列表中重新选择任务")
        raise Invalid(problems=[problem])

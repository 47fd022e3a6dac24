"""豁免: a unit asks with reason and basis, the office grants, declines or ends early (C15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from tongxing.actions.errors import Refused
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.propose_waiver import decline_waiver
from tongxing.actions.propose_waiver import propose_waiver
from tongxing.derive.boards import NotInView
from tongxing.derive.plans.waivers import WaiverForm
from tongxing.derive.plans.waivers import waiver_form
from tongxing.derive.plans.waivers import waivers_board
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.plans.inputs import read_day
from tongxing.pages.desk.plans.views_read import manages
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.pages.desk.writing import PAST
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.pairings.queries import book_of_pairing

FIELDS = ("since", "last", "reason", "basis", "approver")


@require_safe
@for_viewer
def waivers(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return _show(request, viewer)


def _show(
    request: HttpRequest,
    viewer: Viewer,
    refusal: Refusal | None = None,
    given: Mapping[str, str] | None = None,
) -> HttpResponse:
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    board = waivers_board(
        viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at
    )
    context = {
        "board": board,
        "manages": manages(viewer),
        "refusal": refusal,
        "given": given or {},
        "fresh": new_id(timezone.now()),
    }
    return page(
        request, viewer, "plans/waivers.jinja", context, status=refusal.status if refusal else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewer
def ask(request: HttpRequest, viewer: Viewer, pairing: UUID) -> HttpResponseBase:
    """The form about one pairing: a unit asks; the office may grant there and then."""
    if viewer.past:
        return trouble(request, PAST)
    form = _form_of(viewer, str(pairing))
    grants = viewer.scope.may("manage", place=form.pairing.place.id, parties=())
    if request.method != "POST":
        return _form(request, viewer, form, grants=grants)
    given = {one: request.POST.get(one, "") for one in FIELDS}
    chosen = request.POST.getlist("duty")
    wanted = _wanted(given)
    if isinstance(wanted, Refusal):
        return _form(request, viewer, form, wanted, given, chosen, grants=grants)
    at = timezone.now()
    common: dict[str, Any] = {
        "acting": viewer.scope,
        "at": at,
        "id": read_id(request.POST.get("id", "")) or new_id(at),
        "pairing": str(pairing),
        "duties": chosen,
        **wanted,
    }
    try:
        if grants:
            grant_waiver(**common, plan=form.plan, approver=given["approver"])
        else:
            propose_waiver(**common)
    except Refused as refused:
        return _form(request, viewer, form, refusal_of(refused), given, chosen, grants=grants)
    done = "已批准豁免，即时生效。" if grants else "申请已送县专班，结果会列在这里。"
    messages.success(request, done)
    return redirect(viewer.with_carried(reverse("desk:plans:waivers")))


def _form_of(viewer: Viewer, key: str) -> WaiverForm:
    """The pairing to be waived, for those who may speak or decide for it; raises NotInView."""
    book = book_of_pairing(key)
    form = waiver_form(viewer.scope, key=key, book=book, as_of=viewer.today)
    parties = [one.id for one in form.pairing.actors]
    speaks = any(
        viewer.scope.may(verb, place=form.pairing.place.id, parties=parties)
        for verb in ("append", "manage")
    )
    if not speaks:
        raise NotInView
    return form


def _form(
    request: HttpRequest,
    viewer: Viewer,
    form: WaiverForm,
    refusal: Refusal | None = None,
    given: Mapping[str, str] | None = None,
    chosen: list[str] | None = None,
    *,
    grants: bool,
) -> HttpResponse:
    context = {
        "form": form,
        "grants": grants,
        "refusal": refusal,
        "given": given or dict.fromkeys(FIELDS, ""),
        "chosen": chosen or [],
        "fresh": new_id(timezone.now()),
    }
    return page(
        request, viewer, "plans/waive.jinja", context, status=refusal.status if refusal else 200
    )


def _wanted(given: Mapping[str, str]) -> dict[str, Any] | Refusal:
    """The span (its last day made the first after it), reason and basis; else what is missing."""
    since, last = read_day(given["since"]), read_day(given["last"])
    wrong = {}
    if since is None:
        wrong["since"] = "请填写起日。"
    if last is None:
        wrong["last"] = "豁免须有止日，请填写最后一天。"
    elif since is not None and last < since:
        wrong["last"] = "最后一天早于起日，请核对。"
    for name, title in (("reason", "原因"), ("basis", "依据")):
        if not given[name].strip():
            wrong[name] = f"请写明{title}。"
    if wrong or since is None or last is None:
        return Refusal("还有内容需要修改，您填写的都还在。", wrong, UNFIT)
    until: date = last + timedelta(days=1)
    return {"since": since, "until": until, "reason": given["reason"], "basis": given["basis"]}


@require_POST
@for_keeper("manage")
def answer(request: HttpRequest, viewer: Viewer, proposal: UUID) -> HttpResponse:
    """Grant a request, as asked or for another span, or decline it with a reason."""
    given = {one: request.POST.get(one, "") for one in (*FIELDS, "answer")}
    try:
        if given["answer"] == "decline":
            _decline(request, viewer, proposal, given)
            messages.success(request, "已答复不批，理由已告知申请单位。")
        else:
            refusal = _grant(request, viewer, proposal, given)
            if refusal is not None:
                return _show(request, viewer, refusal, {**given, "record": str(proposal)})
            messages.success(request, "已批准豁免，即时生效。")
    except Refused as refused:
        return _show(request, viewer, refusal_of(refused), {**given, "record": str(proposal)})
    return redirect(viewer.with_carried(reverse("desk:plans:waivers")))


def _decline(
    request: HttpRequest, viewer: Viewer, proposal: UUID, given: Mapping[str, str]
) -> None:
    at = timezone.now()
    id_ = read_id(request.POST.get("id", "")) or new_id(at)
    decline_waiver(acting=viewer.scope, at=at, id=id_, of=proposal, reason=given["reason"])


def _grant(
    request: HttpRequest, viewer: Viewer, proposal: UUID, given: Mapping[str, str]
) -> Refusal | None:
    board = waivers_board(viewer.scope, book=viewer.book, as_of=viewer.today)
    asked = next((one for one in board.proposals if one.record == proposal), None)
    if asked is None:
        raise NotInView
    wanted = _wanted(
        {
            "since": given["since"] or asked.since.isoformat(),
            "last": given["last"] or (asked.until - timedelta(days=1)).isoformat(),
            "reason": given["reason"] or asked.reason,
            "basis": given["basis"] or asked.basis,
        }
    )
    if isinstance(wanted, Refusal):
        return wanted
    at = timezone.now()
    grant_waiver(
        acting=viewer.scope,
        at=at,
        id=read_id(request.POST.get("id", "")) or new_id(at),
        plan=asked.plan,
        pairing=asked.pairing.key,
        duties=asked.duty_ids,
        approver=given["approver"],
        proposal=proposal,
        **wanted,
    )
    return None


@require_POST
@for_keeper("manage")
def end(request: HttpRequest, viewer: Viewer, waiver: UUID) -> HttpResponse:
    """End a waiver before its day: `last` is the last day it holds."""
    given = {one: request.POST.get(one, "") for one in ("last", "reason")}
    last = read_day(given["last"])
    if last is None:
        refusal = Refusal("请填写豁免的最后一天。", {}, UNFIT)
        return _show(request, viewer, refusal, {**given, "record": str(waiver)})
    at = timezone.now()
    try:
        end_waiver(
            acting=viewer.scope,
            at=at,
            id=read_id(request.POST.get("id", "")) or new_id(at),
            waiver=str(waiver),
            until=last + timedelta(days=1),
            reason=given["reason"],
        )
    except Refused as refused:
        return _show(request, viewer, refusal_of(refused), {**given, "record": str(waiver)})
    messages.success(request, "豁免已提前结束，原批准记录保留。")
    return redirect(viewer.with_carried(reverse("desk:plans:waivers")))

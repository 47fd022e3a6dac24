"""提醒约谈: steps reached, with what is on file; a reply, and a person's decision (C10)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from tongxing.actions.decide_step import decide_step
from tongxing.actions.decide_step import reply_on_steps
from tongxing.actions.errors import Refused
from tongxing.derive.plans.steps import steps_board
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.plans.views_read import manages
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.pages.desk.writing import PAST
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id


@require_safe
@for_viewer
def steps(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return _show(request, viewer)


def _show(
    request: HttpRequest,
    viewer: Viewer,
    refusal: Refusal | None = None,
    given: Mapping[str, str] | None = None,
) -> HttpResponse:
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    board = steps_board(
        viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at
    )
    context = {
        "board": board,
        "manages": manages(viewer),
        "oversees": viewer.scope.may("manage", place=viewer.book, parties=()),
        "refusal": refusal,
        "given": given or {},
        "fresh": new_id(timezone.now()),
    }
    return page(
        request, viewer, "plans/steps.jinja", context, status=refusal.status if refusal else 200
    )


@require_POST
@for_keeper("manage")
def decide(request: HttpRequest, viewer: Viewer, pairing: UUID) -> HttpResponse:
    """Record what was decided on a step, and why."""
    names = ("plan", "step", "decision", "reason")
    given = {one: request.POST.get(one, "") for one in names}
    at = timezone.now()
    try:
        decide_step(
            acting=viewer.scope,
            at=at,
            id=read_id(request.POST.get("id", "")) or new_id(at),
            pairing=str(pairing),
            **given,
        )
    except Refused as refused:
        return _show(request, viewer, refusal_of(refused), {**given, "pairing": str(pairing)})
    messages.success(request, "决定已记入台账，附所依据的记录。")
    return redirect(viewer.with_carried(reverse("desk:plans:steps")))


@require_POST
@for_viewer
def reply(request: HttpRequest, viewer: Viewer, pairing: UUID) -> HttpResponseBase:
    """Put a unit's words on file."""
    if viewer.past:
        return trouble(request, PAST)
    at = timezone.now()
    words = request.POST.get("words", "")
    try:
        reply_on_steps(
            acting=viewer.scope,
            at=at,
            id=read_id(request.POST.get("id", "")) or new_id(at),
            pairing=str(pairing),
            text=words,
        )
    except Refused as refused:
        given = {"words": words, "pairing": str(pairing)}
        return _show(request, viewer, refusal_of(refused), given)
    messages.success(request, "说明已记入台账，县专班作决定前会看到。")
    return redirect(viewer.with_carried(reverse("desk:plans:steps")))

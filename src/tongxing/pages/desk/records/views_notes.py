"""撤回、退回、采认: one small form each, on the record's own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.errors import Refused
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.records.views_record import show
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_writer
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id

Write = Callable[[Viewer, datetime, UUID, UUID, str], object]
Form = Callable[[HttpRequest, Viewer, UUID], HttpResponse]


def posted(form: Form) -> Callable[[HttpRequest, UUID], HttpResponseBase]:
    """A form that stands on the record's page: opening its address leads there."""
    write = for_writer(form)

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    @wraps(form)
    def answer(request: HttpRequest, record_id: UUID) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("desk:ledger:record", record_id)
        return write(request, record_id)

    return answer


@posted
def withdraw(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    return _note(request, viewer, record_id, _withdraw, "已撤回，原记录仍可查看，不再计入。")


@posted
def give_back(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    return _note(request, viewer, record_id, _return, "已退回，登记方更正后重新计入。")


@posted
def accept(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    return _note(request, viewer, record_id, _accept, "已采认，计入原来的周期。")


def _withdraw(viewer: Viewer, at: datetime, id_: UUID, of: UUID, words: str) -> object:
    return withdraw_record(acting=viewer.scope, at=at, id=id_, of=of, reason=words)


def _return(viewer: Viewer, at: datetime, id_: UUID, of: UUID, words: str) -> object:
    return return_record(acting=viewer.scope, at=at, id=id_, of=of, note=words)


def _accept(viewer: Viewer, at: datetime, id_: UUID, of: UUID, words: str) -> object:
    return accept_record(acting=viewer.scope, at=at, id=id_, of=of, note=words)


def _note(
    request: HttpRequest, viewer: Viewer, record_id: UUID, write: Write, done: str
) -> HttpResponse:
    """Do it and go back to the record, or show the page again with what was refused."""
    at = timezone.now()
    id_ = read_id(request.POST.get("id", "")) or new_id(at)
    words = request.POST.get("words", "")
    try:
        write(viewer, at, id_, record_id, words)
    except Refused as refused:
        given = {"form": request.POST.get("form", ""), "words": words}
        return show(request, viewer, record_id, refusal=refusal_of(refused), given=given)
    messages.success(request, done)
    return redirect("desk:ledger:record", record_id)

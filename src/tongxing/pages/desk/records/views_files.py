"""添加、撤下、依法删除照片和附件: small forms on the record's own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.attach_evidence import attachable
from tongxing.actions.errors import Refused
from tongxing.actions.give_up_photos import give_up_photos
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.actions.withdraw_evidence import withdraw_evidence
from tongxing.pages.desk.evidence.sent import received
from tongxing.pages.desk.evidence.sent import tell
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.records.views_notes import posted
from tongxing.pages.desk.records.views_record import show
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id

NOTHING = "还没有选择照片或文件，没有添加任何内容。请先选择，再点“添加”。"
THERE = "这些照片或附件这条记录已经有了，没有重复添加。"

Removing = Callable[[Viewer, datetime, UUID, UUID, str, str], object]


@posted
def add(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    """Add what can be kept, and say of the rest why not."""
    at = timezone.now()
    given = {"form": "files", "caption": request.POST.get("caption", "")}
    try:
        attachable(viewer.scope, record_id)
        got = received(request, viewer, at)
        if not got.files:
            said = " ".join(got.troubles) or NOTHING
            refusal = Refusal(said, {}, UNFIT)
            return show(request, viewer, record_id, refusal=refusal, given=given)
        id_ = read_id(request.POST.get("id", "")) or new_id(at)
        done = attach_evidence(acting=viewer.scope, at=at, id=id_, of=record_id, files=got.files)
    except Refused as refused:
        return show(request, viewer, record_id, refusal=refusal_of(refused), given=given)
    messages.success(request, f"已添加{len(got.files)}个照片或附件。" if done else THERE)
    tell(request, got.troubles)
    return redirect("desk:ledger:record", record_id)


@posted
def withdraw(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    return _remove(request, viewer, record_id, _withdraw, "已撤下，原因已留痕。")


@posted
def give_up(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    """The photos still on a phone will not come: it was lost, or emptied."""
    try:
        count = give_up_photos(acting=viewer.scope, at=timezone.now(), of=record_id)
    except Refused as refused:
        return show(request, viewer, record_id, refusal=refusal_of(refused))
    messages.success(request, f"已注明{count}张照片不再补传，记录照常计算。")
    return redirect("desk:ledger:record", record_id)


@posted
def redact(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    return _remove(request, viewer, record_id, _redact, "已依法删除，删除的原因和经办人已留痕。")


def _withdraw(v: Viewer, at: datetime, id_: UUID, of: UUID, file: str, reason: str) -> object:
    return withdraw_evidence(acting=v.scope, at=at, id=id_, of=of, file=file, reason=reason)


def _redact(v: Viewer, at: datetime, id_: UUID, of: UUID, file: str, reason: str) -> object:
    return redact_evidence(acting=v.scope, at=at, id=id_, of=of, file=file, reason=reason)


def _remove(
    request: HttpRequest, viewer: Viewer, record_id: UUID, write: Removing, done: str
) -> HttpResponse:
    at = timezone.now()
    id_ = read_id(request.POST.get("id", "")) or new_id(at)
    file, reason = request.POST.get("file", ""), request.POST.get("reason", "")
    try:
        write(viewer, at, id_, record_id, file, reason)
    except Refused as refused:
        return show(request, viewer, record_id, refusal=refusal_of(refused))
    messages.success(request, done)
    return redirect("desk:ledger:record", record_id)

"""依法删减: the county office erases a record's words for good, in two steps, with its basis."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.errors import Refused
from tongxing.actions.redact_record import redact_record
from tongxing.derive.boards import NotInView
from tongxing.pages.desk import uploads
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.records.views_record import record_page
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import PAST
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id

LONGEST = 200  # of reason and basis together, as the record keeps them


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("redact")
def redact(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    """Ask for reason and basis, show what goes for good, and only then let it go."""
    if viewer.past:
        return trouble(request, PAST)
    shown = record_page(viewer, record_id)
    id_ = read_id(request.POST.get("id", "")) or new_id(timezone.now())
    again = any(one.version.record.id == id_ for one in shown.notes)  # tapped twice
    if "redact" not in shown.may and not again:
        raise NotInView
    viewer = viewer.reading(shown.view.stand.book)
    given = {one: request.POST.get(one, "").strip() for one in ("reason", "basis")}
    refusal = _missing(given) if request.method == "POST" else None
    confirmed = request.POST.get("confirmed") == "1"
    if request.method == "POST" and confirmed and refusal is None:
        reason = f"{given['reason']}；依据：{given['basis']}"
        refusal = _redact(viewer, id_, record_id, reason)
        if refusal is None:
            messages.success(request, "已依法删减，文字不再保留，日期、类别和数字不变。")
            return redirect(viewer.with_carried(reverse("desk:ledger:record", args=[record_id])))
    context = {
        "shown": shown,
        "given": given,
        "refusal": refusal,
        "confirming": request.method == "POST" and refusal is None,
        "fresh": id_,
    }
    status = refusal.status if refusal else 200
    return page(request, viewer, "records/redact.jinja", context, status=status)


def _missing(given: dict[str, str]) -> Refusal | None:
    wrong = {}
    if not given["reason"]:
        wrong["reason"] = "请写明删减原因。"
    if not given["basis"]:
        wrong["basis"] = "请写明法律依据。"
    if sum(map(len, given.values())) + len("；依据：") > LONGEST:
        wrong["reason"] = f"原因和依据合起来请缩短到{LONGEST}字以内。"
    return Refusal("还没有删减任何内容，请补全后再继续。", wrong, UNFIT) if wrong else None


def _redact(viewer: Viewer, id_: UUID, of: UUID, reason: str) -> Refusal | None:
    try:
        redact_record(acting=viewer.scope, at=timezone.now(), id=id_, of=of, reason=reason)
    except Refused as refused:
        return refusal_of(refused)
    uploads.empty()
    return None

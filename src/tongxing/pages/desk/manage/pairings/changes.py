"""One change of many pairings: what it did, by whom, and 改回去 as a change of its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import draw_up
from tongxing.actions.assignment import reverse_of
from tongxing.actions.errors import Refused
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.manage.pairings.intake import done
from tongxing.pages.desk.manage.pairings.names import names_of
from tongxing.pages.desk.manage.pairings.redline import redline_of
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.records.pairings.fold import CHANGE
from tongxing.records.pairings.queries import pairings_at
from tongxing.records.registry.codes import full

SECTIONS = (("pairing-ended", "结束"), ("record-withdrawn", "撤回"), ("pairing-resumed", "恢复"),
            ("pairing-opened", "新开"))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def change(request: HttpRequest, viewer: Viewer, change_id: UUID) -> HttpResponse:
    """What one change did; its undoing is shown first, then confirmed by `do=confirm`."""
    records = _records(viewer, change_id)
    post = request.POST
    if request.method != "POST":
        return _page(request, viewer, change_id, records)
    on = _day(post.get("since", ""))
    if on is None:
        return _page(request, viewer, change_id, records, refusal=Refusal("请写明日期。", {}, 422))
    book = records[0].book_id
    if post.get("do") != "confirm":
        return _page(request, viewer, change_id, records, on=on)
    now = timezone.now()
    try:
        made = reassign_pairings(
            acting=viewer.scope, at=now, id=read_id(post.get("id", "")) or new_id(now),
            assignment=_undoing(book, change_id, on), reason=post.get("reason", ""),
            shown=post.get("shown", ""),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, viewer, change_id, records, on=on, refusal=refusal_of(refused))
    messages.success(request, done(made))
    return redirect(viewer.with_carried(reverse("desk:manage:pairings:change", args=[made.id])))


def _records(viewer: Viewer, change_id: UUID) -> list[Record]:
    """The records of a change in a county this reader manages; raises NotInView."""
    found = Record.objects.filter(about_rows__subject=f"{CHANGE}{change_id}")
    records = list(found.select_related("body").order_by("seq"))
    if not records or not viewer.scope.may("manage", place=full(records[0].book_id), parties=()):
        raise NotInView
    return records


def _undoing(book: str, change_id: UUID, on: date) -> Assignment:
    return Assignment(book, on, reverse_of(book, change_id, on), undoes=change_id)


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _page(
    request: HttpRequest,
    viewer: Viewer,
    change_id: UUID,
    records: list[Record],
    *,
    on: date | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    told = refusal or Refusal("", {}, 200)
    first, book = records[0], records[0].book_id
    rows = {row.key: row for row in pairings_at(book, None)}
    listed = {
        kind: [rows[key] for one in records if one.kind == kind for key in _keys(one)]
        for kind, _ in SECTIONS
    }
    every = [row for some in listed.values() for row in some]
    says = said(first.body)
    drawn = redline = None
    if on is not None:
        assignment = _undoing(book, change_id, on)
        drawn = draw_up(assignment)
        redline = redline_of(assignment, drawn, {}, viewer.today)
    context = {
        "change_id": change_id,
        "first": first,
        "reason": says.values.get("reason", "") or says.text,
        "day": _since(records),
        "sections": [(title, listed[kind]) for kind, title in SECTIONS if listed[kind]],
        "names": names_of(every, viewer.today, {first.recorded_by}),
        "on": on,
        "drawn": drawn,
        "redline": redline,
        "given": request.POST,
        "id": read_id(request.POST.get("id", "")) or new_id(timezone.now()),
        "notice": told.notice,
    }
    return page(request, viewer, "manage/pairings/change.jinja", context, status=told.status)


def _keys(record: Record) -> list[str]:
    """The pairings a record of a change is about."""
    if record.kind == "pairing-opened":
        return [str(record.id)]
    named = [one.removeprefix("pairing:") for one in about_of(record) if one.startswith("pairing:")]
    return [*named, *map(str, replaced_by(record))]


def _since(records: list[Record]) -> date | None:
    """The day a change took hold."""
    for one in records:
        values = said(one.body).values
        if day := values.get("until") or values.get("from"):
            return date.fromisoformat(day)
    return None

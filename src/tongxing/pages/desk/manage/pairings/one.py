"""One pairing kept in order: its history, and ending it with a day and a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.cardinality import breaches
from tongxing.actions.cardinality import kinds_in_force
from tongxing.actions.errors import Refused
from tongxing.actions.open_pairing import end_pairing
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.manage.pairings.listing import runs
from tongxing.pages.desk.manage.pairings.listing import title_of
from tongxing.pages.desk.manage.pairings.names import names_of
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import said
from tongxing.records.pairings.fold import CHANGE
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import pairings_at

DAY = "请写明日期"
ABOUT = ("pairing-ended", "pairing-resumed")
TITLES = {
    "pairing-opened": "结对开始",
    "pairing-ended": "结对结束",
    "pairing-resumed": "恢复结对",
    "record-withdrawn": "撤回",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that became of a pairing, with the record that says so."""

    record: UUID
    title: str
    day: date | None  # from when it holds
    recorded: datetime
    by: str
    reason: str
    change: str  # the change of many it was part of, or ""


@dataclass(frozen=True, slots=True)
class Held:
    """A pairing with what is known of it, and the book's others around it."""

    book: str
    row: PairingRow
    rows: tuple[PairingRow, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def one(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The pairing's page; by POST it ends."""
    held = _held(viewer, key)
    if request.method != "POST":
        return _page(request, viewer, held)
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return _page(request, viewer, held, Refusal(f"{DAY}。", {"until": f"{DAY}。"}, 422))
    now = timezone.now()
    try:
        end_pairing(
            acting=viewer.scope, at=now, id=read_id(request.POST.get("id", "")) or new_id(now),
            pairing=key, until=until, reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, viewer, held, refusal_of(refused))
    messages.success(request, "已登记结束，此前的记录不受影响。")
    return redirect(viewer.with_carried(reverse("desk:manage:pairings:one", args=[key])))


def _held(viewer: Viewer, key: str) -> Held:
    id_ = read_id(key)
    found = Record.objects.filter(pk=id_, kind="pairing-opened") if id_ else Record.objects.none()
    record = found.first()
    if record is None or not viewer.scope.may("manage", place=record.place, parties=()):
        raise NotInView
    rows = pairings_at(record.book_id, head_of(record.book_id).seq)
    mine = [row for row in rows if row.key == str(id_)]
    if not mine:  # withdrawn: its last version
        mine = [row for row in pairings_at(record.book_id, None) if row.key == str(id_)]
    return Held(record.book_id, mine[-1], rows)


def _page(
    request: HttpRequest, viewer: Viewer, held: Held, refusal: Refusal | None = None
) -> HttpResponse:
    row, told = held.row, refusal or Refusal("", {}, 200)
    events = events_of(held.book, row.key)
    before = _before(held)
    names = names_of((row, *before), viewer.today, (one.by for one in events))
    kinds = kinds_in_force(held.book)
    alive = row in held.rows
    context = {
        "row": row,
        "names": names,
        "title": f"{names.actors(row)}—{names.place(row.place)}",
        "kind": title_of(row.kind, kinds),
        "runs": alive and runs(row, viewer.today),
        "may_end": alive and row.until is None and not viewer.past,
        "events": events,
        "before": [(one, names.path(one.place)) for one in before],
        "warnings": _warnings(held, viewer.today) if alive and row.until is None else (),
        "given": {"until": request.POST.get("until", ""), "reason": request.POST.get("reason", "")},
        "id": read_id(request.POST.get("id", "")) or new_id(timezone.now()),
        "notice": told.notice,
        "errors": told.errors,
    }
    return page(request, viewer, "manage/pairings/one.jinja", context, status=told.status)


def events_of(book: str, key: str) -> tuple[Event, ...]:
    """Everything the book says of one pairing, in the order it was recorded."""
    ours = Record.objects.filter(book=book).select_related("body")
    found = {
        *ours.filter(pk=key),
        *ours.filter(kind__in=ABOUT, about_rows__subject=f"pairing:{key}"),
        *ours.filter(kind="record-withdrawn", replaces_rows__replaced=UUID(key)),
    }
    return tuple(_event(one) for one in sorted(found, key=lambda one: one.seq))


def _event(record: Record) -> Event:
    says = said(record.body)
    day = says.values.get("from") or says.values.get("until")
    marks = [one for one in about_of(record) if one.startswith(CHANGE)]
    return Event(
        record.id, TITLES[record.kind], date.fromisoformat(day) if day else None, record.recorded,
        record.recorded_by, says.values.get("reason", "") or says.text,
        marks[0].removeprefix(CHANGE) if marks else "",
    )  # fmt: skip


def _before(held: Held) -> list[PairingRow]:
    """The pairings of the same party that ended as this one began: where it was moved from."""
    mine = {party for party, _ in held.row.actors}
    return [
        one
        for one in held.rows
        if one.until == held.row.since and not mine.isdisjoint(dict(one.actors))
    ]


def _warnings(held: Held, on: date) -> tuple[str, ...]:
    """Which numbers of the plan would no longer be met around the village once it ends."""
    kinds = {k: v for k, v in kinds_in_force(held.book).items() if k == held.row.kind}
    now = [row for row in held.rows if runs(row, on)]
    rest = [row for row in now if row.key != held.row.key]
    if not any(row.place == held.row.place for row in rest):
        return ("结束后该村没有结对方",)
    found = breaches(kinds, rest, (held.row.place,), ())
    return tuple(one.say("结束后该村结对方") for one in found if one.unit != "户")

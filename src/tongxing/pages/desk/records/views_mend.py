"""更正 and 裁定: the form again, prefilled with what a record says."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.correct_record import correct_record
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Refused
from tongxing.derive.boards import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.pages.desk.records.entry import Entry
from tongxing.pages.desk.records.entry import Unreadable
from tongxing.pages.desk.records.entry import draft_of
from tongxing.pages.desk.records.entry import entry_of
from tongxing.pages.desk.records.entry import moved_to
from tongxing.pages.desk.records.entry import read_entry
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.records.finding import written_as
from tongxing.pages.desk.records.forms import form_part
from tongxing.pages.desk.records.views_new import MEND
from tongxing.pages.desk.records.views_new import written
from tongxing.pages.desk.records.views_record import RecordPage
from tongxing.pages.desk.records.views_record import record_page
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import STATUS
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_writer
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.rows import replaced_by
from tongxing.rules.plan import shipped_kinds

SAME = "内容没有改动，未写入任何记录。"
SENT_BEFORE = "这张表此前已经提交过，记下的一条没有改动。还要再改，请打开那一条更正。"
RIVAL = "已保存。但这条记录此前已另有更正或撤回，本次暂不计入，等县专班裁定。"

AGAIN = Refusal(SENT_BEFORE, {}, STATUS[Conflict.code])  # back to the form, typed on, sent again

SETTLED = Refusal(
    "这处冲突刚才已有裁定，您写的还没有保存，都在下面。保存后是对已有裁定的更正，不必更正的请返回。",
    {},
    STATUS[Conflict.code],
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writer
def correct(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    """A correction is a new record; the old one stays readable."""
    shown = record_page(viewer, record_id)
    if request.method != "POST":
        return _offered(request, viewer, shown)
    entry = _read(request, shown)
    if "refresh" in request.POST:
        return _form(request, viewer, shown, moved_to(entry, entry.place, frozenset()))
    if replace(entry, id=record_id) == replace(_entry(shown), id=record_id):
        return _form(request, viewer, shown, entry, Refusal(SAME, {}, UNFIT))
    try:
        outcome = correct_record(
            acting=viewer.scope, at=timezone.now(), of=record_id, draft=draft_of(entry)
        )
    except Unreadable as problem:
        return _form(request, viewer, shown, entry, Refusal(MEND, problem.errors, UNFIT))
    except Refused as refused:
        return _form(request, viewer, shown, entry, _told(refused))
    said = RIVAL if outcome.conflicts else "已更正，原记录仍可查看。"
    return written(request, outcome.written().id, said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writer
def settle(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    """One record in the place of all rival corrections; begins from the one it is opened on."""
    shown = record_page(viewer, record_id)
    entry = _read(request, shown)
    again = any(one.version.record.id == entry.id for one in shown.steps)  # tapped twice
    if not (shown.rivals or again) or shown.version.kind.system:
        return _settled(request, viewer, shown, entry)
    if request.method != "POST":
        return _form(request, viewer, shown, _entry(shown), settling=True)
    rivals = [one for raw in request.POST.getlist("rival") if (one := read_id(raw))]
    try:
        outcome = settle_conflict(
            acting=viewer.scope, at=timezone.now(), of=rivals, draft=draft_of(entry)
        )
    except Unreadable as problem:
        told = Refusal(MEND, problem.errors, UNFIT)
        return _form(request, viewer, shown, entry, told, settling=True)
    except Refused as refused:
        return _form(request, viewer, shown, entry, _told(refused), settling=True)
    return written(request, outcome.written().id, "已裁定，各次都保留可查，以这一条为准。")


def _offered(request: HttpRequest, viewer: Viewer, shown: RecordPage) -> HttpResponse:
    """The form, or the record's page, which says why not and leads to the version that counts."""
    if "correct" not in shown.may:
        return redirect("desk:ledger:record", shown.version.record.id)
    return _form(request, viewer, shown, _entry(shown))


def _settled(request: HttpRequest, viewer: Viewer, shown: RecordPage, entry: Entry) -> HttpResponse:
    """Somebody settled it while this form was open: what was typed can still correct theirs."""
    steps = [one.version.record for one in shown.steps]
    if shown.version.kind.system or not any(len(replaced_by(one)) > 1 for one in steps):
        raise NotInView
    if request.method != "POST" or shown.current is None:
        return redirect("desk:ledger:record", shown.version.record.id)
    return _form(request, viewer, record_page(viewer, shown.current), entry, SETTLED)


def _told(refused: Refused) -> Refusal:
    return AGAIN if isinstance(refused, Conflict) else refusal_of(refused)


def _read(request: HttpRequest, shown: RecordPage) -> Entry:
    kind = shipped_kinds()[shown.version.kind.id]
    return read_entry(request.POST, kind, new_id(timezone.now()))


def _entry(shown: RecordPage) -> Entry:
    """What the record says, in the fields its kind has today."""
    kind = shipped_kinds()[shown.version.kind.id]
    return entry_of(shown.version.record, kind, new_id(timezone.now()))


def _form(
    request: HttpRequest,
    viewer: Viewer,
    shown: RecordPage,
    entry: Entry,
    refusal: Refusal | None = None,
    *,
    settling: bool = False,
) -> HttpResponse:
    record = shown.version.record
    told = refusal or Refusal("", {}, 200)
    view = _view(viewer, shown)
    there = written_as(view, entry.id) if told is AGAIN else ()
    name = "settle" if settling else "correct"
    context = {
        "form": form_part(view, entry, errors=told.errors, notice=told.notice, similar=there),
        "title": f"{'裁定' if settling else '更正'}：{entry.kind.title}",
        "lead": LEAD[name],
        "action": reverse(f"desk:ledger:{name}", args=[record.id]),
        "back": (
            ("台账", reverse("desk:ledger:list")),
            (f"第{record.seq}条", reverse("desk:ledger:record", args=[record.id])),
        ),
        "base": shown,
        "rivals": shown.rivals if settling else (),
        "received": None,  # files are added on the record's own page
    }
    viewer = viewer.reading(record.book_id)
    return page(request, viewer, "records/form.jinja", context, status=told.status)


LEAD = {
    "correct": "改成实际情况后保存。更正是一条新记录，原记录仍可查看；数字随即按更正后的计算。",
    "settle": (
        "几次更正或撤回说法不一，请核实后写成一条，保存后以这一条为准，各次都保留可查。"
        "核实后确应撤回的，裁定保存后再撤回裁定的一条。"
    ),
}


def _view(viewer: Viewer, shown: RecordPage) -> View:
    book = shown.version.record.book_id
    return view_of(viewer.scope, book=book, as_of=viewer.today, known_at=None)

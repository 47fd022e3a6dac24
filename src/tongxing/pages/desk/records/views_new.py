"""录入: choose what to write down, write it, read amounts back before they are stored."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_safe

from tongxing.actions.attach_evidence import append_record_with_files
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Refused
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.derive.facts import PairingFact
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.errors import link_part
from tongxing.pages.desk.evidence.sent import Received
from tongxing.pages.desk.evidence.sent import received
from tongxing.pages.desk.evidence.sent import tell
from tongxing.pages.desk.records.choices import usual_doers
from tongxing.pages.desk.records.choices import writable
from tongxing.pages.desk.records.entry import LEADER
from tongxing.pages.desk.records.entry import Entry
from tongxing.pages.desk.records.entry import Unreadable
from tongxing.pages.desk.records.entry import draft_of
from tongxing.pages.desk.records.entry import moved_to
from tongxing.pages.desk.records.entry import read_entry
from tongxing.pages.desk.records.finding import similar_to
from tongxing.pages.desk.records.finding import written_as
from tongxing.pages.desk.records.forms import FormPart
from tongxing.pages.desk.records.forms import doer_part
from tongxing.pages.desk.records.forms import form_part
from tongxing.pages.desk.records.forms import seen_pairings
from tongxing.pages.desk.records.owed import kinds_for
from tongxing.pages.desk.records.owed import kinds_offered
from tongxing.pages.desk.records.owed import likely
from tongxing.pages.desk.records.values import read_back
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import STATUS
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import for_writer
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import place_names
from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import Kind

BOOK_DIGITS = 6
MEND = "还有内容需要修改，您填写的都还在，改好后再提交。"
SIMILAR = "台账里好像已经有同一件事，请核对；确实是另一件事再保存。"
SENT_BEFORE = (
    "这张表已经提交过，记下的一条没有改动。要改那一条，请打开它更正；确实是另一件事再保存。"
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writer
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Without a kind: what is owed now and all kinds. With one: its form."""
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    view = writing_view(viewer)
    if request.method == "POST":
        return _written(request, viewer, view)
    if not request.GET.get("kind"):
        return _choose(request, viewer, view)
    entry = _blank(request, view, kind_of(view, request.GET["kind"]))
    return _form(request, viewer, form_part(view, entry))


def writing_view(viewer: Viewer, place: str = "") -> View:
    """The book (of the place, where one is chosen) as of today, never a past view."""
    book = place[:BOOK_DIGITS] or viewer.book
    return view_of(viewer.scope, book=book, as_of=viewer.today, known_at=None)


def kind_of(view: View, id_: str) -> Kind:
    """The kind an address names; raises BadLink when it is not offered to the viewer."""
    found = kinds_for(view).get(id_)
    if found is None:
        raise BadLink(f"没有可以由您录入的“{id_}”这一类记录。")
    return found


def _choose(request: HttpRequest, viewer: Viewer, view: View) -> HttpResponse:
    offered = likely(view)
    context = {
        "likely": offered,
        "names": place_names({one.place for one in offered.owed}, viewer.today),
        "parties": parties({unit for one in offered.owed for unit in one.units}),
        "stand": view.stand,
    }
    return page(request, viewer, "records/choose.jinja", context)


def _blank(request: HttpRequest, view: View, kind: Kind) -> Entry:
    """The form before anything is typed: the place if there is only one, its usual doers.

    Where the address names a pairing, its place and its own units; and what only leaders can do
    is done by them.
    """
    asked = [one for one in seen_pairings(view) if one.key == request.GET.get("pairing", "")]
    mine = writable(view.scope, view.pairings, view.as_of, assesses=kind.assesses)
    places = {one.place for one in mine}
    only = places.pop() if len(places) == 1 else ""
    place = asked[0].place if asked else link_part("place", request.GET.get("place", "")) or only
    doers = (
        _units(view, asked[0])
        if asked
        else usual_doers(view.scope, seen_pairings(view), place, view.as_of)
    )
    return Entry(
        id=new_id(timezone.now()),
        kind=kind,
        place=place,
        happened=view.as_of.isoformat(),
        makes_up=request.GET.get("makes_up", ""),
        doers=doers,
        leaders=doers if request.GET.get("role") == LEADER else frozenset(),
    )


def _units(view: View, pairing: PairingFact) -> frozenset[str]:
    """Who is ticked for a pairing: the viewer's own unit, else all that hold it."""
    own = view.scope.units.intersection(pairing.actors)
    return frozenset(own or pairing.actors)


def _form(
    request: HttpRequest,
    viewer: Viewer,
    part: FormPart,
    *,
    status: int = 200,
    got: Received | None = None,
) -> HttpResponse:
    context = {
        "form": part,
        "title": f"录入：{part.entry.kind.title}",
        "lead": part.entry.kind.about,
        "action": reverse("desk:ledger:new"),
        "back": (("录入", reverse("desk:ledger:new")),),
        "base": None,
        "rivals": (),
        "received": got or Received(),
    }
    return page(request, viewer, "records/form.jinja", context, status=status)


def _written(request: HttpRequest, viewer: Viewer, view: View) -> HttpResponse:
    """Write it, or show the form again with everything still in it."""
    at = timezone.now()
    entry = read_entry(request.POST, kind_of(view, request.POST.get("kind", "")), new_id(at))
    got = received(request, viewer, at)
    if "refresh" in request.POST:
        return _form(request, viewer, form_part(view, _moved(view, entry)), got=got)
    try:
        draft = draft_of(entry)
    except Unreadable as problem:
        part = form_part(view, entry, errors=problem.errors, notice=MEND)
        return _form(request, viewer, part, status=UNFIT, got=got)
    alike = () if "anyway" in request.POST else similar_to(view, draft)
    if alike:
        part = form_part(view, entry, notice=SIMILAR, similar=alike)
        return _form(request, viewer, part, status=UNFIT, got=got)
    try:
        record = append_record_with_files(acting=viewer.scope, at=at, draft=draft, files=got.files)
    except Conflict:  # back to the form, and something else typed into it
        there, fresh = written_as(view, entry.id), replace(entry, id=new_id(at))
        part = form_part(view, fresh, notice=SENT_BEFORE, similar=there)
        return _form(request, viewer, part, status=STATUS[Conflict.code], got=got)
    except Refused as refused:
        told = refusal_of(refused)
        part = form_part(view, entry, errors=told.errors, notice=told.notice)
        return _form(request, viewer, part, status=told.status, got=got)
    tell(request, got.troubles)
    return written(request, record.id, f"已记入台账，第{record.seq}条。")


def written(request: HttpRequest, record: UUID, said: str) -> HttpResponse:
    """To the record's page, saying what was done."""
    messages.success(request, said)
    return redirect("desk:ledger:record", record)


def _moved(view: View, entry: Entry) -> Entry:
    usual = usual_doers(view.scope, seen_pairings(view), entry.place, view.as_of)
    return moved_to(entry, entry.place, usual)


@require_safe
@for_writer
def doers(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who may be ticked at a place: the part htmx swaps when another one is chosen."""
    view = writing_view(viewer, request.GET.get("place", ""))
    kind = kind_of(view, request.GET.get("kind", ""))
    entry = read_entry(request.GET, kind, new_id(timezone.now()))
    part = doer_part(view, _moved(view, entry), {})
    return page(request, viewer, "records/doers.jinja", {"part": part})


@require_safe
@for_writer
def readback(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """How an amount just typed is read, or why it cannot be."""
    kind = kinds_offered().get(request.GET.get("kind", ""))
    field = kind.fields.get(request.GET.get("field", "")) if kind else None
    if field is None or field.type not in QUANTITY_TYPES:
        raise BadLink("没有这个可以读数的字段。")
    named = [name for name in request.GET if name.endswith(f"f.{field.id}")]
    raw = request.GET[named[0]].strip() if named else ""
    readable, said = read_back(field, raw) if raw else (True, "")
    context = {"readable": readable, "said": said}
    return page(request, viewer, "records/readback.jinja", context)

"""成批录入: one kind, many rows; one bad row never holds up the others."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.append_record import append_records
from tongxing.actions.draft import Draft
from tongxing.actions.errors import Conflict
from tongxing.derive.boards.view import View
from tongxing.pages.desk.records.choices import writable
from tongxing.pages.desk.records.entry import Unreadable
from tongxing.pages.desk.records.entry import draft_of
from tongxing.pages.desk.records.finding import similar_to
from tongxing.pages.desk.records.finding import written_as
from tongxing.pages.desk.records.grid import MOST
from tongxing.pages.desk.records.grid import ROWS
from tongxing.pages.desk.records.grid import GridRow
from tongxing.pages.desk.records.grid import ShownRow
from tongxing.pages.desk.records.grid import entry_of_row
from tongxing.pages.desk.records.grid import how_many
from tongxing.pages.desk.records.grid import pairing_choices
from tongxing.pages.desk.records.grid import read_rows
from tongxing.pages.desk.records.owed import kinds_for
from tongxing.pages.desk.records.views_new import kind_of
from tongxing.pages.desk.records.views_new import writing_view
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import for_writer
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.rules.plan.model import Kind

COMMONEST = "labour-day"
PAIRED = ("place", "doer")


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a grid: what was written, and the rows that stay in the form."""

    written: tuple[Record, ...]
    left: tuple[ShownRow, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_writer
def grid(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    given = request.POST if request.method == "POST" else request.GET
    view = writing_view(viewer)
    kind = kind_of(view, given.get("kind", "") or _commonest(view))
    at = timezone.now()
    if request.method != "POST":
        blank = _blank(viewer, at, how_many(given.get("rows", "")))
        return _form(request, viewer, view, kind, Entered((), blank))
    rows = read_rows(request.POST, kind, (new_id(at) for _ in range(MOST)))
    entered = _enter(request, viewer, view, kind, rows)
    if not entered.left and entered.written:
        messages.success(request, f"已记入台账{len(entered.written)}条。")
        return redirect(viewer.with_carried(reverse("desk:ledger:list")))
    shown = entered.left or _blank(viewer, at, ROWS)
    return _form(request, viewer, view, kind, Entered(entered.written, shown), status=UNFIT)


def _commonest(view: View) -> str:
    """The kind a grid begins with when none is named."""
    offered = kinds_for(view)
    return COMMONEST if COMMONEST in offered else next(iter(offered), COMMONEST)


def _blank(viewer: Viewer, at: datetime, number: int) -> tuple[ShownRow, ...]:
    today = viewer.today.isoformat()
    return tuple(ShownRow(GridRow(n, new_id(at), happened=today), {}) for n in range(number))


def _enter(
    request: HttpRequest, viewer: Viewer, view: View, kind: Kind, rows: Iterable[GridRow]
) -> Entered:
    """Write every row that can be written; the others come back with what is wrong."""
    mine = writable(view.scope, view.pairings, view.as_of, assesses=kind.assesses)
    pairings = {one.key: one for one in mine}
    drafts: list[tuple[GridRow, Draft]] = []
    left: list[ShownRow] = []
    for row in rows:
        if row.empty:
            continue
        try:
            draft = draft_of(entry_of_row(row, kind, pairings))
        except Unreadable as problem:
            left.append(ShownRow(row, _at_row(problem.errors, "请选择村和单位")))
            continue
        alike = () if "anyway" in request.POST else similar_to(view, draft)
        if alike:
            left.append(ShownRow(row, {}, alike))
        else:
            drafts.append((row, draft))
    written, refused = _append(viewer, view, drafts)
    return Entered(written, tuple(sorted((*left, *refused), key=lambda one: one.row.number)))


def _append(
    viewer: Viewer, view: View, drafts: Sequence[tuple[GridRow, Draft]]
) -> tuple[tuple[Record, ...], tuple[ShownRow, ...]]:
    if not drafts:
        return (), ()
    outcomes = append_records(
        acting=viewer.scope, at=timezone.now(), drafts=[draft for _, draft in drafts]
    )
    written, left = [], []
    for (row, _), outcome in zip(drafts, outcomes, strict=True):
        there = written_as(view, row.id) if isinstance(outcome.refused, Conflict) else ()
        if there:  # back to the form, and something else typed into the row
            left.append(ShownRow(replace(row, id=new_id(timezone.now())), {}, there))
        elif outcome.refused is not None:
            told = refusal_of(outcome.refused)
            left.append(ShownRow(row, _at_row(told.errors) or {"": told.notice}))
        elif outcome.record is not None:
            written.append(outcome.record)
    return tuple(written), tuple(left)


def _at_row(errors: Mapping[str, str], instead: str = "") -> dict[str, str]:
    """Errors at the columns a row has: place and doers both stand in its pairing.

    `instead` is what to say of these two where neither is given.
    """
    both = [said for name, said in errors.items() if name in PAIRED]
    others = {name: said for name, said in errors.items() if name not in PAIRED}
    return {"pairing": instead or "".join(both), **others} if both else others


def _form(
    request: HttpRequest,
    viewer: Viewer,
    view: View,
    kind: Kind,
    entered: Entered,
    *,
    status: int = 200,
) -> HttpResponse:
    mine = writable(view.scope, view.pairings, view.as_of, assesses=kind.assesses)
    context = {
        "kind": kind,
        "kinds": tuple(kinds_for(view).values()),
        "pairings": pairing_choices(mine, viewer.today),
        "entered": entered,
        "numbered": tuple(one.row.number for one in entered.left),
        "most": MOST,
        "similar": any(one.similar for one in entered.left),
    }
    return page(request, viewer, "records/grid.jinja", context, status=status)

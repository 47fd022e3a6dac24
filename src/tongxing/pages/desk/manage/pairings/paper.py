"""The blank sheet to download: the right headings, and what runs today if asked."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.actions.cardinality import kinds_in_force
from tongxing.derive.boards import NotInView
from tongxing.documents.pairing_paper import as_cells
from tongxing.documents.pairing_paper import blank_sheet
from tongxing.pages.desk.manage.pairings.listing import chosen_kind
from tongxing.pages.desk.manage.pairings.listing import runs
from tongxing.pages.desk.manage.pairings.names import book_of
from tongxing.pages.desk.manage.pairings.office import for_office
from tongxing.pages.desk.manage.pairings.registering import known_of
from tongxing.pages.desk.rendering import private
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import pairings_at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_office
def paper(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """`kind` of the sheet; with `now=1` filled with the pairings that run today."""
    book = book_of(viewer)
    rows = pairings_at(book, head_of(book).seq)
    kind = chosen_kind(kinds_in_force(book), request.GET.get("kind", ""), rows, viewer.today)
    if kind is None:
        raise NotInView
    lines: list[list[str]] = []
    if request.GET.get("now"):
        known = known_of(viewer, book)
        ours = [row for row in rows if row.kind == kind.id and runs(row, viewer.today)]
        lines = list(as_cells(kind.kind, known, ours))[1:]
    title = f"{dict(viewer.books)[book]}{kind.kind.title}表"
    answer = HttpResponse(blank_sheet(kind.kind, title, lines), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return private(answer)

"""台账: search, filters, and one page of records at a time."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.boards.shapes import RECORD_STATES
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.pages.desk.records.choices import TownChoice
from tongxing.pages.desk.records.choices import place_choices
from tongxing.pages.desk.records.files import still_on_phones
from tongxing.pages.desk.records.finding import Asked
from tongxing.pages.desk.records.finding import asked_of
from tongxing.pages.desk.records.finding import find
from tongxing.pages.desk.records.forms import seen_pairings
from tongxing.pages.desk.records.owed import kinds_offered
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.registry.queries import parties
from tongxing.rules.plan.model import Kind


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters offer."""

    kinds: tuple[Kind, ...]
    towns: tuple[TownChoice, ...]
    units: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter people come back to, as a plain link."""

    title: str
    address: str
    on: bool


@require_safe
@for_viewer
def ledger(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The list; for htmx only what a change of filters changes."""
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    view = view_of(viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at)
    asked = asked_of(request.GET)
    found = kept_board(view, ("ledger", asked), lambda: find(view, asked))
    context: dict[str, object] = {
        "asked": asked,
        "found": found,
        "on_phones": still_on_phones(viewer, (one.id for one in found.lines)),
        "next_page": _next(request),
        "stand": view.stand,
        "may_write": viewer.writes,
    }
    context["saved"] = _saved(viewer, asked)
    if request.headers.get("HX-Request"):
        return page(request, viewer, "records/part.jinja", context)
    context["offered"] = kept_board(view, ("ledger filters",), lambda: _offered(view))
    return page(request, viewer, "records/list.jinja", context)


def _next(request: HttpRequest) -> str:
    """The address of the next page up to the cursor, which the template appends."""
    kept = [(key, value) for key, value in request.GET.items() if key != "after" and value]
    return f"{request.path}?{urlencode([*kept, ('after', '')])}"


def _offered(view: View) -> Offered:
    pairings = seen_pairings(view)
    names = parties({party for one in pairings for party in one.actors})
    units = sorted((Named(*one) for one in names.items()), key=lambda one: one.name)
    return Offered(
        kinds=tuple(kinds_offered().values()),
        towns=place_choices(pairings, view.as_of),
        units=tuple(units),
    )


def _saved(viewer: Viewer, asked: Asked) -> tuple[SavedView, ...]:
    month = viewer.as_of.replace(day=1).isoformat()
    offered: list[tuple[str, dict[str, str]]] = [
        ("全部", {}),
        ("本月", {"since": month}),
        *(
            (title, {"state": str(state)})
            for state, title in RECORD_STATES.items()
            if state in OFTEN
        ),
        ("补录", {"late": "1"}),
        *(("本单位", {"party": unit}) for unit in sorted(viewer.scope.units)[:1]),
    ]
    return tuple(
        SavedView(title, f"?{urlencode(given)}", on=asked == asked_of(given))
        for title, given in offered
    )


OFTEN = ("returned", "conflict", "corrected", "withdrawn")

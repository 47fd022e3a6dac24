"""Finding a place and reading its history: what it was called, since when, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.boards import NotInView
from tongxing.derive.plans.attributes import AskedAttribute
from tongxing.derive.plans.attributes import attributes_asked
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.pairings.queries import running_at
from tongxing.records.registry.codes import full
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.codes import steps_of
from tongxing.records.registry.models import Place
from tongxing.records.registry.place_search import LONGEST
from tongxing.records.registry.place_search import FoundPlace
from tongxing.records.registry.place_search import described
from tongxing.records.registry.place_search import search
from tongxing.records.registry.places import history
from tongxing.records.registry.places import merged_into
from tongxing.records.registry.queries import children

MOST = 40
BOOK = 6  # digits of a county, whose ledger is one book


@dataclass(frozen=True, slots=True)
class PlaceSheet:
    """Everything about one place, as its page shows it."""

    latest: Place
    path: str
    rows: tuple[Place, ...]  # names, the latest first
    above: tuple[FoundPlace, ...]  # from the province down, without itself
    parts: tuple[Place, ...]
    successor: FoundPlace | None
    merged: tuple[FoundPlace, ...]  # what was merged into it
    pairings: int  # running at this very place

    @property
    def label(self) -> str:
        return Place.Level(self.latest.level).label


@require_safe
@for_keeper("manage")
def places(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """`q` finds any place there is or was; without it the county one keeps is listed."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    found = search(q, near=viewer.book, on=None, most=MOST) if q else []
    home = full(viewer.book) if viewer.book else ""
    context = {
        "q": q,
        "found": found,
        "full": len(found) == MOST,
        "home": home,
        "parts": children(home, viewer.as_of) if home and not q else [],
        "level": Place.Level,
        "asked": _asked(viewer, home) if home else (),
    }
    return page(request, viewer, "manage/places/list.jinja", context)


def _asked(viewer: Viewer, home: str) -> tuple[AskedAttribute, ...]:
    """What plans ask to be registered of villages and towns, for who registers it."""
    if not viewer.scope.may("manage", place=home, parties=()):
        return ()
    return attributes_asked(viewer.scope, book=viewer.book, as_of=viewer.as_of, households=False)


@require_safe
@for_keeper("manage")
def place(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """One place with its history. Names and codes are public; changing them is not."""
    sheet = sheet_of(code, viewer.as_of)
    context = {
        "sheet": sheet,
        "keeps": keeps(viewer, code),
        "opens": opens(viewer, code),
        "level": Place.Level,
    }
    return page(request, viewer, "manage/places/one.jinja", context)


def keeps(viewer: Viewer, code: str) -> bool:
    """Whether this reader may change this place, and looks at today."""
    return not viewer.past and viewer.scope.may("manage", place=code, parties=())


def opens(viewer: Viewer, code: str) -> bool:
    """Whether the page of what was done there opens to this reader."""
    return code[:BOOK] in dict(viewer.books) and viewer.scope.sees(place=code, parties=())


def sheet_of(code: str, on: date) -> PlaceSheet:
    """The sheet of a place in at most eight queries; raises NotInView for no such place."""
    rows = history(code)
    if not rows or full(prefix_of(code)) != code:
        raise NotInView
    latest = rows[-1]
    day = min(on, latest.until or on)
    path = described([code], None)
    return PlaceSheet(
        latest=latest,
        path=path[0].path,
        rows=tuple(reversed(rows)),
        above=tuple(described(steps_of(code)[:-1], None)),
        parts=tuple(children(code, day)),
        successor=next(iter(described([latest.successor], None)), None),
        merged=tuple(described(merged_into(code), None)),
        pairings=running_at(code, on),
    )

"""Finding a place, unit or team by a part of its name, within what the viewer sees."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.pairings.models import PairingParty
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.records.registry.place_search import FoundPlace
from tongxing.records.registry.place_search import search
from tongxing.records.registry.queries import within

MOST = 40
LONGEST = 40
BOOK_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: its name, what sort of thing it is, what tells it apart, where it leads."""

    name: str
    sort: str
    beside: str
    address: str


@require_safe
@for_viewer
def find(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A plain GET page: `q`, Chinese words as they stand in names."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    found = [*places_named(viewer, q), *parties_named(viewer, q)] if q else []
    context = {"q": q, "found": found[:MOST], "more": len(found) > MOST}
    return page(request, viewer, "boards/find.jinja", context)


def places_named(viewer: Viewer, q: str) -> Iterator[Found]:
    """Places within the viewer's places: by name, path, code or first letters, nearest first.

    Only those in a county that has a book: others have no page to lead to.
    """
    books = {code for code, _ in viewer.books}
    found: dict[str, FoundPlace] = {}
    for prefix in sorted(viewer.scope.places):
        for one in search(q, near=viewer.book, inside=prefix, on=viewer.as_of, most=MOST + 1):
            found.setdefault(one.code, one)
    for one in (place for place in found.values() if place.code[:BOOK_DIGITS] in books):
        label = Place.Level(one.level).label
        yield Found(one.name, label, one.path, reverse("desk:place", args=[one.code]))


def parties_named(viewer: Viewer, q: str) -> Iterator[Found]:
    """Units and teams that are the viewer's own, or paired with something in view."""
    called = Q(name__contains=q) | Q(short__contains=q) | Q(former_names__name__contains=q)
    units = list(Organization.objects.filter(called).distinct())
    teams = list(Team.objects.filter(Q(name__contains=q) | Q(short__contains=q)))
    ids = [f"org:{one.key}" for one in units] + [f"team:{one.key}" for one in teams]
    seen = in_view(viewer, ids)
    for unit in units:
        if f"org:{unit.key}" in seen:
            address = reverse("desk:unit", args=[unit.key])
            yield Found(str(unit), Organization.Sort(unit.sort).label, unit.name, address)
    for team in teams:
        if f"team:{team.key}" in seen or viewer.scope.sees_place(team.place):
            address = reverse("desk:team", args=[team.key])
            yield Found(str(team), Team.Tier(team.tier).label, team.name, address)


def in_view(viewer: Viewer, ids: Iterable[str]) -> frozenset[str]:
    """Which of these parties the viewer sees."""
    wanted = set(ids)
    own = wanted & viewer.scope.parties
    there = _any(within(prefix, "pairing__place") for prefix in viewer.scope.places)
    if not wanted or there is None:
        return frozenset(own)
    paired = PairingParty.objects.filter(there, party__in=wanted, pairing__died=None)
    return frozenset(own) | frozenset(paired.values_list("party", flat=True))


def _any(tests: Iterable[Q]) -> Q | None:
    """One test for any of them, None when there is none."""
    whole: Q | None = None
    for test in tests:
        whole = test if whole is None else whole | test
    return whole

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
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.queries import places_on

MOST = 40
LONGEST = 40


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
    """Places within the viewer's places, nearest to the top first."""
    within = _any(Q(code__startswith=prefix) for prefix in viewer.scope.places)
    if within is None:
        return
    rows = list(
        places_on(viewer.as_of).filter(within, name__contains=q).order_by("code")[: MOST + 1]
    )
    paths = paths_of([place.code for place in rows], viewer.as_of)
    for place in rows:
        label = Place.Level(place.level).label
        yield Found(place.name, label, paths[place.code], reverse("desk:place", args=[place.code]))


def parties_named(viewer: Viewer, q: str) -> Iterator[Found]:
    """Units and teams that are the viewer's own, or paired with something in view."""
    units = list(Organization.objects.filter(Q(name__contains=q) | Q(short__contains=q)))
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
    within = _any(Q(pairing__place__startswith=prefix) for prefix in viewer.scope.places)
    if not wanted or within is None:
        return frozenset(own)
    paired = PairingParty.objects.filter(within, party__in=wanted, pairing__died=None)
    return frozenset(own) | frozenset(paired.values_list("party", flat=True))


def _any(tests: Iterable[Q]) -> Q | None:
    """One test for any of them, None when there is none."""
    whole: Q | None = None
    for test in tests:
        whole = test if whole is None else whole | test
    return whole

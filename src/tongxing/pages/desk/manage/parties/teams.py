"""工作队: the list, and one team with its units and people, past and present."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.db.models import Prefetch
from django.db.models import Q
from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.pages.desk.manage.parties.within import STATES
from tongxing.pages.desk.manage.parties.within import in_state
from tongxing.pages.desk.manage.parties.within import keeps
from tongxing.pages.desk.manage.parties.within import leaf
from tongxing.pages.desk.manage.parties.within import managed
from tongxing.pages.desk.manage.parties.within import state_of
from tongxing.pages.desk.manage.parties.within import team_of
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.registry.kept import kept_teams
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.personal import masked
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.work_groups import CountyNeed
from tongxing.records.registry.work_groups import county_needs


@require_safe
@for_keeper("manage")
def teams(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Teams sent to this office's places, and which county needs a work group; six queries."""
    state = state_of(request.GET)
    lead = TeamUnit.objects.filter(holding(viewer.as_of), role=TeamUnit.Role.LEAD)
    running = Q(members__since__lte=viewer.as_of) & (
        Q(members__until=None) | Q(members__until__gt=viewer.as_of)
    )
    rows = (
        kept_teams(managed(viewer))
        .filter(in_state(state, viewer))
        .annotate(people=Count("members", filter=running))
        .prefetch_related(Prefetch("units", lead.select_related("organization"), to_attr="leading"))
    )
    found = leaf(request, rows)
    needs = county_needs(kept_teams(managed(viewer)).filter(holding(viewer.as_of)))
    codes = {one.place for one in found.rows} | {one.county for one in needs}
    context = {
        "leaf": found,
        "paths": paths_of(codes, viewer.as_of),
        "needs": needs,
        "state": state,
        "states": STATES,
    }
    return page(request, viewer, "manage/parties/teams.jinja", context)


@dataclass(frozen=True, slots=True)
class Seats:
    """A team's units or people: those of the day, and those before."""

    now: tuple[TeamUnit, ...] | tuple[TeamMember, ...]
    before: tuple[TeamUnit, ...] | tuple[TeamMember, ...]


@dataclass(frozen=True, slots=True)
class TeamPage:
    """One team as its office keeps it."""

    row: Team
    place: str
    units: Seats
    members: Seats
    phones: dict[str, str]  # masked, by a person's key
    size: int
    kept: frozenset[str]  # keys of the units whose entry this reader keeps
    need: CountyNeed | None  # of its county, while that lacks a work group


@require_safe
@for_keeper("manage")
def team(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One team; eight queries."""
    row = team_of(viewer, key)
    units = list(row.units.select_related("organization").order_by("role", "since", "pk"))
    members = sorted(
        row.members.select_related("person__organization"),
        key=lambda one: (ORDER[TeamMember.Role(one.role)], one.since, one.pk),
    )
    present = [one for one in members if _holds(one, viewer)]
    around = Team.objects.filter(holding(viewer.as_of), place__startswith=row.place[:6])
    needs = [one for one in county_needs(around) if one.missing]
    context = {
        "one": TeamPage(
            row=row,
            place=paths_of({row.place}, viewer.as_of)[row.place] or row.place,
            units=Seats(
                tuple(one for one in units if _holds(one, viewer)),
                tuple(one for one in units if not _holds(one, viewer)),
            ),
            members=Seats(tuple(present), tuple(one for one in members if not _holds(one, viewer))),
            phones={one.person.key: masked(one.person.phone) for one in present},
            size=len(present) or row.size,
            kept=frozenset(
                one.organization.key for one in units if keeps(viewer, one.organization.kept_at)
            ),
            need=needs[0] if needs else None,
        )
    }
    return page(request, viewer, "manage/parties/team.jinja", context)


ORDER = {role: at for at, role in enumerate(TeamMember.Role)}


def _holds(one: TeamUnit | TeamMember, viewer: Viewer) -> bool:
    return one.since <= viewer.as_of and (one.until is None or viewer.as_of < one.until)

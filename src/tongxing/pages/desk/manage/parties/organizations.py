"""单位: the list, and one organization with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch
from django.db.models import Q
from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.actions.change_organization import name_since
from tongxing.pages.desk.manage.parties.within import STATES
from tongxing.pages.desk.manage.parties.within import in_state
from tongxing.pages.desk.manage.parties.within import leaf
from tongxing.pages.desk.manage.parties.within import managed
from tongxing.pages.desk.manage.parties.within import organization_of
from tongxing.pages.desk.manage.parties.within import state_of
from tongxing.pages.desk.manage.parties.within import words_of
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.pairings.models import PairingParty
from tongxing.records.registry.kept import kept_organizations
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import FormerPost
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import paths_of

MOST_PAIRINGS = 60


@require_safe
@for_keeper("manage")
def organizations(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Organizations this office keeps: by words, sort and state; at most four queries."""
    words, state = words_of(request.GET), state_of(request.GET)
    sort = request.GET.get("sort", "")
    rows = kept_organizations(managed(viewer), words).filter(in_state(state, viewer))
    if sort in Organization.Sort.values:
        rows = rows.filter(sort=sort)
    names = Prefetch("former_names", FormerName.objects.order_by("since"))
    found = leaf(request, rows.prefetch_related(names))
    context = {
        "leaf": found,
        "paths": paths_of({one.home for one in found.rows}, viewer.as_of),
        "words": words,
        "sort": sort,
        "state": state,
        "sorts": Organization.Sort.choices,
        "states": STATES,
    }
    return page(request, viewer, "manage/parties/organizations.jinja", context)


class Called(NamedTuple):
    """One name with its span."""

    name: str
    short: str
    since: date
    until: date | None


class Left(NamedTuple):
    """Somebody who served here once."""

    name: str
    key: str
    post: str
    since: date
    until: date | None


class Paired(NamedTuple):
    """One pairing of the organization; `key` is empty when the reader may not open it."""

    place: str
    since: date
    until: date | None
    key: str


class Entry(NamedTuple):
    """An account that acts for the organization."""

    username: str
    person: str
    active: bool
    roles: str
    opens: bool  # the reader may open it


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """One organization with everything the registry knows of it."""

    row: Organization
    home: str
    keeper: str  # the path of the place whose office keeps it, "" where it is at home
    names: tuple[Called, ...]
    people: tuple[Person, ...]
    left: tuple[Left, ...]
    teams: tuple[TeamUnit, ...]
    pairings: tuple[Paired, ...]
    accounts: tuple[Entry, ...] | None  # None to those who may not see accounts


@require_safe
@for_keeper("manage")
def organization(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One organization, past and present; a dozen queries."""
    row = organization_of(viewer, key)
    return page(request, viewer, "manage/parties/organization.jinja", {"one": _read(viewer, row)})


def _read(viewer: Viewer, row: Organization) -> OrganizationPage:
    paths = paths_of({row.home, row.kept_at}, viewer.as_of)
    sees_accounts = viewer.scope.may("see-accounts", place=row.kept_at, parties=())
    return OrganizationPage(
        row=row,
        home=paths[row.home] or row.home,
        keeper=(paths[row.keeper] or row.keeper) if row.keeper else "",
        names=names_of(row),
        people=tuple(row.people.filter(holding(viewer.as_of)).order_by("pk")),
        left=_left(viewer, row),
        teams=tuple(row.teams.select_related("team").order_by("-since", "pk")),
        pairings=_pairings(viewer, row),
        accounts=_accounts(viewer, row) if sees_accounts else None,
    )


def names_of(row: Organization) -> tuple[Called, ...]:
    """Every name it had, the present one first."""
    former = row.former_names.order_by("-since")
    return (
        Called(row.name, row.short, name_since(row), row.until),
        *(Called(one.name, one.short, one.since, one.until) for one in former),
    )


def _left(viewer: Viewer, row: Organization) -> tuple[Left, ...]:
    """Those who moved on, and those who ended their time in office here."""
    moved = FormerPost.objects.filter(organization=row).select_related("person")
    ended = Person.objects.filter(organization=row, until__lte=viewer.as_of)
    found = [Left(one.person.name, one.person.key, one.post, one.since, one.until) for one in moved]
    found += [Left(one.name, one.key, one.post, one.since, one.until) for one in ended]
    return tuple(sorted(found, key=lambda one: (one.until or one.since, one.key), reverse=True))


def _pairings(viewer: Viewer, row: Organization) -> tuple[Paired, ...]:
    """Its pairings in view as known now, running ones first."""
    party = f"org:{row.key}"
    held = PairingParty.objects.filter(party=party, pairing__died=None).select_related("pairing")
    rows = [one.pairing for one in held]
    rows.sort(key=lambda one: (one.until is None, one.until or one.since), reverse=True)
    seen = [one for one in rows if viewer.scope.sees(place=one.place, parties=(party,))]
    paths = paths_of({one.place for one in seen[:MOST_PAIRINGS]}, viewer.as_of)
    return tuple(
        Paired(paths[one.place] or one.place, one.since, one.until, one.key)
        for one in seen[:MOST_PAIRINGS]
    )


def _accounts(viewer: Viewer, row: Organization) -> tuple[Entry, ...]:
    """Accounts of its people, and those with a grant for it."""
    its = Q(person__organization=row) | Q(grants__party=f"org:{row.key}")
    grants = Prefetch("grants", Grant.objects.filter(until=None))
    found = Account.objects.filter(its).distinct()
    return tuple(
        Entry(
            one.username,
            one.person.name,
            one.is_active,
            "、".join(grant.get_role_display() for grant in one.grants.all()),
            viewer.scope.may("see-accounts", place=one.home, parties=()),
        )
        for one in found.prefetch_related(grants).order_by("username")
    )

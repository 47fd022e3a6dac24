"""Add places, organizations, people, teams and households, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError
from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.errors import shown
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.credit_code import fault
from tongxing.records.registry.models import Dated
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.personal import label_fault

T = TypeVar("T", bound=Dated)


def add_places(*, acting: Scope, at: datetime, places: Sequence[Place]) -> list[Place]:
    """Add places; each must lie where the account manages."""
    for place in places:
        _manages(acting, place.code)
        if len(place.code) != 12 or not place.code.isascii() or not place.code.isdigit():  # noqa: PLR2004
            raise Invalid(problems=[Problem("code", f"“{place.code}”不是12位区划代码", "请核对")])
    return _added(Place, places, acting, at, [(f"place:{p.code}", p.code) for p in places])


def add_organizations(
    *, acting: Scope, at: datetime, organizations: Sequence[Organization]
) -> list[Organization]:
    """Add organizations; a credit code that is given must be right."""
    problems = [
        Problem(f"{org.key}.credit_code", f"{org.name}：{wrong}", "")
        for org in organizations
        if org.credit_code and (wrong := fault(org.credit_code))
    ]
    if problems:
        raise Invalid(problems=problems)
    for org in organizations:
        _manages(acting, org.kept_at)
    subjects = [(f"org:{org.key}", org.kept_at) for org in organizations]
    return _added(Organization, organizations, acting, at, subjects)


def add_people(*, acting: Scope, at: datetime, people: Sequence[Person]) -> list[Person]:
    """Add people by office; each belongs where their organization is at home."""
    homes = [one.organization.kept_at if one.organization else "" for one in people]
    for home in homes:
        _manages(acting, home)
    subjects = [(f"person:{p.key}", home) for p, home in zip(people, homes, strict=True)]
    return _added(Person, people, acting, at, subjects)


def add_teams(*, acting: Scope, at: datetime, teams: Sequence[Team]) -> list[Team]:
    """Add teams where they are sent; parents must have been added before."""
    for team in teams:
        _manages(acting, team.place)
    return _added(Team, teams, acting, at, [(f"team:{t.key}", t.place) for t in teams])


def add_team_units(*, acting: Scope, at: datetime, units: Sequence[TeamUnit]) -> list[TeamUnit]:
    """Add the units that send teams."""
    for unit in units:
        _manages(acting, unit.team.place)
    subjects = [(f"team:{u.team.key}", u.team.place) for u in units]
    return _added(TeamUnit, units, acting, at, subjects)


def add_team_members(
    *, acting: Scope, at: datetime, members: Sequence[TeamMember]
) -> list[TeamMember]:
    """Add the people who serve in teams."""
    for member in members:
        _manages(acting, member.team.place)
    subjects = [(f"team:{m.team.key}", m.team.place) for m in members]
    return _added(TeamMember, members, acting, at, subjects)


def add_households(
    *, acting: Scope, at: datetime, households: Sequence[Household]
) -> list[Household]:
    """Add households under a number only: a label that could be a name is refused."""
    problems = [
        Problem("labels", f"“{shown(household.label)}”：{wrong}", "")
        for household in households
        if (wrong := label_fault(household.label))
    ]
    if problems:
        raise Invalid(problems=problems)
    for household in households:
        _manages(acting, household.place)
    subjects = [(f"household:{h.key}", h.place) for h in households]
    return _added(Household, households, acting, at, subjects)


def _manages(acting: Scope, place: str) -> None:
    if not acting.may("manage", place=place, parties=()):
        raise NotAllowed("只有该县的县专班可以登记名录")


def _added(
    model: type[T],
    rows: Sequence[T],
    acting: Scope,
    at: datetime,
    subjects: Sequence[tuple[str, str]],  # (what is added, whose auditors read of it)
) -> list[T]:
    try:
        with transaction.atomic():
            audit.note_each(at=at, who=acting.person, verb="add", subjects=subjects)
            return registry.add(model, rows)
    except IntegrityError:
        raise Unfitting("名录中已有相同代码或编号的条目，或起止日期不成立，未作任何登记") from None

"""Which units send a team and who serves in it, each from a day until another.

One unit leads at a time, and one person: whoever takes over ends the other's time on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.keep_teams import running_team
from tongxing.actions.party_fields import day_problems
from tongxing.actions.party_fields import may_keep
from tongxing.actions.party_fields import span_end
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.people import belonging_of
from tongxing.rules.periods import say_day

Seat = TeamUnit | TeamMember
LEAD, LEADER = TeamUnit.Role.LEAD, TeamMember.Role.LEADER


@transaction.atomic
def seat_unit(
    *, acting: Scope, at: datetime, team: str, organization: str, role: str, since: date
) -> TeamUnit:
    """Let a unit send the team, as lead or member, from a day on; the old role ends that day.

    Asked again for what already holds, it changes nothing.
    """
    row = running_team(acting, team)
    unit = Organization.objects.filter(key=organization, until=None).first()
    if unit is None:
        raise NotFound("名录中没有这个单位，或已经撤销，请先登记单位")
    may_keep(acting, unit.kept_at)
    if role not in TeamUnit.Role.values:
        raise Invalid(problems=[Problem("role", "没有选择角色", "请选择牵头单位或成员单位")])
    seats = list(row.units.filter(until=None).select_related("organization"))
    own = [one for one in seats if one.organization_id == unit.pk]
    if any(one.role == role for one in own):
        return own[0]
    _check_day(row, since, at)
    given_up: list[Seat] = [*own, *(one for one in seats if role == TeamUnit.Role.LEAD == one.role)]
    past = row.units.filter(until__gt=since).select_related("organization")
    rivals = [one for one in past if one.organization_id == unit.pk or one.role == role == LEAD]
    _hand_over([*given_up, *rivals], since)
    detail = {"unit": organization, "role": role, "since": since.isoformat()}
    _note(acting, at, row, "seat-unit", detail)
    new = TeamUnit(team=row, organization=unit, role=role, since=since)
    return registry.add(TeamUnit, [new])[0]


@transaction.atomic
def seat_member(
    *, acting: Scope, at: datetime, team: str, person: str, role: str, since: date
) -> TeamMember:
    """Let a person serve in the team in a role from a day on; the old role ends that day.

    Asked again for what already holds, it changes nothing.
    """
    row = running_team(acting, team)
    found = Person.objects.filter(key=person, until=None).select_related("organization").first()
    # Who serves in a team is kept by its place: nobody gets hold of somebody else's people so.
    if found is None or not _keeps(acting, found):
        raise NotFound("名录中没有这个人，或已经离任，请先登记人员")
    if role not in TeamMember.Role.values:
        raise Invalid(problems=[Problem("role", "没有选择角色", "请选择")])
    seats = list(row.members.filter(until=None).select_related("person"))
    own = [one for one in seats if one.person_id == found.pk]
    if any(one.role == role for one in own):
        return own[0]
    _check_day(row, since, at)
    if found.since > since:
        raise Invalid(problems=[Problem("since", "此人当时还没有到任", "请核对日期")])
    given_up: list[Seat] = [
        *own,
        *(one for one in seats if role == TeamMember.Role.LEADER == one.role),
    ]
    past = row.members.filter(until__gt=since).select_related("person")
    rivals = [one for one in past if one.person_id == found.pk or one.role == role == LEADER]
    _hand_over([*given_up, *rivals], since)
    detail = {"person": person, "role": role, "since": since.isoformat()}
    _note(acting, at, row, "seat-member", detail)
    new = TeamMember(team=row, person=found, role=role, since=since)
    return registry.add(TeamMember, [new])[0]


@transaction.atomic
def unseat_unit(
    *, acting: Scope, at: datetime, team: str, organization: str, until: date
) -> TeamUnit:
    """Let a unit's part in the team end before a day."""
    row = running_team(acting, team)
    seat = row.units.filter(organization__key=organization, until=None).first()
    if seat is None:
        raise NotFound("这个单位不在这支队伍中")
    _unseat(seat, until, at)
    _note(acting, at, row, "unseat-unit", {"unit": organization, "until": until.isoformat()})
    return seat


@transaction.atomic
def unseat_member(
    *, acting: Scope, at: datetime, team: str, person: str, until: date
) -> TeamMember:
    """Let a person's time in the team end before a day."""
    row = running_team(acting, team)
    seat = row.members.filter(person__key=person, until=None).first()
    if seat is None:
        raise NotFound("此人不在这支队伍中")
    _unseat(seat, until, at)
    _note(acting, at, row, "unseat-member", {"person": person, "until": until.isoformat()})
    return seat


def _keeps(acting: Scope, person: Person) -> bool:
    places = belonging_of(person).places
    return any(acting.may("manage", place=place, parties=()) for place in places)


def _check_day(team: Team, since: date, at: datetime) -> None:
    problems = list(day_problems("since", since, at))
    if since < team.since:
        problems.append(Problem("since", "这支队伍当时还没有成立", "请核对日期"))
    if problems:
        raise Invalid(problems=problems)


def _hand_over(seats: Sequence[Seat], since: date) -> None:
    """End what the new seat takes the place of; a handover cannot come before its beginning.

    Nor before the end of a seat that is over: two would have held it at once.
    """
    for seat in seats:
        if seat.until is not None:
            held = say_day(seat.until)
            told = f"{seat}到{held}才终止，新的不能早于这一天"
            raise Invalid(problems=[Problem("since", told, "请核对日期")])
        if seat.since >= since:
            begun = say_day(seat.since)
            told = f"{seat}的起日是{begun}，新的须晚于这一天"
            raise Invalid(problems=[Problem("since", told, "请核对日期")])
    if seats:
        registry.end(seats, since)


def _unseat(seat: Seat, until: date, at: datetime) -> None:
    span_end(seat.since, until, at)
    registry.end([seat], until)


def _note(acting: Scope, at: datetime, row: Team, verb: str, detail: Mapping[str, object]) -> None:
    audit.note(
        at=at, who=acting.person, verb=verb, subject=f"team:{row.key}", detail=detail,
        place=row.place,
    )  # fmt: skip

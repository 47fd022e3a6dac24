"""Boards of a unit and of a team."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from tongxing.derive.boards.doors import Doors
from tongxing.derive.boards.figures import Choice
from tongxing.derive.boards.figures import chosen_rows
from tongxing.derive.boards.figures import indicator_sums
from tongxing.derive.boards.figures import money_sums
from tongxing.derive.boards.group import Group
from tongxing.derive.boards.group import group_of
from tongxing.derive.boards.group import timeline
from tongxing.derive.boards.scores import unit_scores
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.subjects import TeamBoard
from tongxing.derive.boards.subjects import UnitBoard
from tongxing.derive.boards.tiers import team_named
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.queries import holding


def unit_board(
    scope: Scope, *, book: str, party: str, as_of: date, known_at: datetime | None = None
) -> UnitBoard:
    """A unit within one book. At most 20 queries; raises NotInView."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("unit", party), lambda: _unit_board(view, party))


def _unit_board(view: View, party: str) -> UnitBoard:
    scope, as_of = view.scope, view.as_of
    group = group_of(view, lambda one: party in one.actors, (party,))
    unit = Organization.objects.filter(key=party.removeprefix("org:")).first()
    if unit is None or not _party_seen(view, party, group):
        raise NotInView
    choice = Choice(party=party)
    people = unit.people.filter(holding(as_of)).order_by("id")
    opens = scope.may_reveal((unit.kept_at,), (party,))  # their pages tell the phone number
    sent = Team.objects.filter(holding(as_of), units__organization=unit).distinct()
    return UnitBoard(
        stand=view.stand,
        party=Named(party, str(unit)),
        full_name=f"{unit.name}（演示）" if unit.illustrative else unit.name,
        pairings=group.strips(group.running),
        ended=group.lines(group.ended),
        duties=group.duties(),
        money=money_sums(view, choice),
        figures=indicator_sums(view, choice),
        scores=unit_scores(view, party),
        former_names=tuple(
            (one.name, one.since, one.until) for one in unit.former_names.order_by("-since")
        ),
        people=tuple(Named(f"person:{one.key}", _post(one), opens) for one in people),
        teams=tuple(team_named(view.scope, one) for one in sent.order_by("key")),
        kept=scope.may("manage", place=unit.kept_at, parties=()),
        timeline=timeline(view, choice),
    )


def _post(person: Person) -> str:
    """Somebody by name and post; a name that is the post is said once."""
    plain = not person.post or person.post in person.name
    return person.name if plain else f"{person.name}（{person.post}）"


def team_board(
    scope: Scope, *, book: str, party: str, as_of: date, known_at: datetime | None = None
) -> TeamBoard:
    """A team with the tiers above and below it. At most 20 queries; raises NotInView."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("team", party), lambda: _team_board(view, party))


def _team_board(view: View, party: str) -> TeamBoard:
    scope, as_of = view.scope, view.as_of
    teams = Team.objects.select_related("parent").filter(key=party.removeprefix("team:"))
    team = teams.first()
    if team is None:
        raise NotInView
    group = group_of(view, lambda one: party in one.actors, (party, team.place))
    if not (scope.sees_place(team.place) or _party_seen(view, party, group)):
        raise NotInView
    units = list(team.units.filter(holding(as_of)).select_related("organization").order_by("id"))
    lead = next((one for one in units if one.role == TeamUnit.Role.LEAD), None)
    people = _people(scope, team, as_of)
    choice = Choice(party=party)
    doors = group.names.doors
    return TeamBoard(
        stand=view.stand,
        party=Named(party, str(team)),
        full_name=team.name,
        tier=team.get_tier_display(),
        place=group.names.place(team.place),
        size=len(people) or team.size,
        people=tuple(people),
        kept=scope.may("manage", place=team.place, parties=()),
        lead=_unit(doors, lead) if lead else None,
        members=tuple(_unit(doors, one) for one in units if one is not lead),
        branch=team.party_branch,
        branch_approved_by=team.branch_approved_by,
        branch_approved_on=team.branch_approved_on,
        parent=team_named(scope, team.parent) if team.parent else None,
        children=tuple(
            team_named(scope, one) for one in team.children.filter(holding(as_of)).order_by("key")
        ),
        pairings=group.strips(group.running),
        duties=group.duties(),
        money=money_sums(view, choice),
        figures=indicator_sums(view, choice),
        timeline=timeline(view, choice),
    )


def _people(scope: Scope, team: Team, on: date) -> list[tuple[Named, str]]:
    """Those who serve in the team, with their roles, the leader first."""
    opens = scope.may_reveal((team.place,), (f"team:{team.key}",))
    order = list(TeamMember.Role)
    serving = team.members.filter(holding(on)).select_related("person").order_by("since", "pk")
    return [
        (Named(f"person:{one.person.key}", one.person.name, opens), one.get_role_display())
        for one in sorted(serving, key=lambda one: order.index(TeamMember.Role(one.role)))
    ]


def _unit(doors: Doors, one: TeamUnit) -> Named:
    party = f"org:{one.organization.key}"
    return Named(party, str(one.organization), doors.party(party))


def _party_seen(view: View, party: str, group: Group) -> bool:
    """Whether the viewer sees this party anywhere: a pairing of its, a record, or itself."""
    if party in view.scope.parties or group.running or group.ended:
        return True
    return bool(chosen_rows(view, Choice(party=party)).any())

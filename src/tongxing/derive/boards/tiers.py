"""The tiers of assistance on one page: commands, county work groups, resident teams (S1)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models import Q

from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.view import NotInView
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.work_groups import CountyNeed
from tongxing.records.registry.work_groups import county_needs

COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team of a tier."""

    team: Named
    place: str  # its path, "吴川市王村港镇"
    parent: str
    lead: str
    members: int  # member units beside the lead unit
    size: int  # people: those registered, else as the entry says; 0 when not on file
    branch: str  # temporary Party branch
    approved_by: str
    approved_on: date | None
    kept: bool  # the viewer keeps its entry


@dataclass(frozen=True, slots=True)
class Tier:
    title: str  # 指挥部 | 县工作组 | 驻镇工作队
    places: int  # different places they are sent to
    teams: tuple[TeamLine, ...]


@dataclass(frozen=True, slots=True)
class CountyTier:
    """One county: its work group, and the teams of its towns."""

    county: str  # 12-digit code
    name: str
    towns: int  # with a team
    needed: bool  # enough of them that a work group belongs there
    groups: tuple[TeamLine, ...]
    teams: tuple[TeamLine, ...]
    kept: bool  # the viewer keeps this county's teams

    @property
    def missing(self) -> bool:
        return self.needed and not self.groups


@dataclass(frozen=True, slots=True)
class CommandTier:
    """A command over its counties; `command` is None for those under no command."""

    command: TeamLine | None
    counties: tuple[CountyTier, ...]


@dataclass(frozen=True, slots=True)
class TiersBoard:
    as_of: date
    tiers: tuple[Tier, ...]  # from the top
    commands: tuple[CommandTier, ...]


def team_named(scope: Scope, team: Team) -> Named:
    """A team as a link, or as a plain name to those who may not open it."""
    party = f"team:{team.key}"
    seen = scope.sees(place=team.place, parties=(party,))
    return Named(party, str(team), seen)


def tiers_board(scope: Scope, *, as_of: date) -> TiersBoard:
    """All teams, by tier and one under the other; four queries.

    Raises NotInView to those who see none of them. Which team is sent to which town is public;
    what they did stands on their own pages.
    """
    serving = Q(members__since__lte=as_of) & (Q(members__until=None) | Q(members__until__gt=as_of))
    found = Team.objects.filter(holding(as_of)).select_related("parent")
    counted = found.annotate(people=Count("members", filter=serving)).order_by("place", "key")
    teams = list(counted.prefetch_related("units__organization"))
    if not any(team_named(scope, one).opens for one in teams):
        raise NotInView
    needs = county_needs(teams)
    paths = paths_of({*(one.place for one in teams), *(one.county for one in needs)}, as_of)
    lines = {one.key: _line(scope, one, paths[one.place], as_of) for one in teams}
    tiers = (Team.Tier.CITY, Team.Tier.COUNTY, Team.Tier.TOWN)
    return TiersBoard(
        as_of,
        tuple(_tier(tier, teams, lines) for tier in tiers),
        _commands(scope, teams, needs, lines, paths),
    )


def _tier(tier: Team.Tier, teams: Sequence[Team], lines: Mapping[str, TeamLine]) -> Tier:
    own = [one for one in teams if one.tier == tier]
    places = len({one.place for one in own})
    return Tier(tier.label, places, tuple(lines[one.key] for one in own))


def _commands(
    scope: Scope,
    teams: Sequence[Team],
    needs: Sequence[CountyNeed],
    lines: Mapping[str, TeamLine],
    paths: Mapping[str, str],
) -> tuple[CommandTier, ...]:
    """Every command with its counties, those under none last."""
    heads = {one.key: one for one in teams if one.tier == Team.Tier.CITY}
    under: dict[str, list[CountyTier]] = {key: [] for key in (*heads, "")}
    for need in needs:
        inside = [one for one in teams if one.place.startswith(need.county[:COUNTY_DIGITS])]
        county = CountyTier(
            county=need.county,
            name=paths[need.county] or need.county,
            towns=need.towns,
            needed=need.needed,
            groups=tuple(lines[one.key] for one in need.groups),
            teams=tuple(lines[one.key] for one in inside if one.tier == Team.Tier.TOWN),
            kept=scope.may("manage", place=need.county, parties=()),
        )
        under[_command_of(inside, heads)].append(county)
    return tuple(
        CommandTier(lines[key] if key else None, tuple(counties))
        for key, counties in under.items()
        if key or counties
    )


def _command_of(inside: Sequence[Team], heads: Mapping[str, Team]) -> str:
    """The command over a county: its work group's, else the one its teams answer to."""
    groups_first = sorted(inside, key=lambda one: one.tier != Team.Tier.COUNTY)
    parents = (one.parent.key for one in groups_first if one.parent)
    return next((key for key in parents if key in heads), "")


def _line(scope: Scope, team: Team, path: str, on: date) -> TeamLine:
    units = [one for one in team.units.all() if _holds(one, on)]
    people: int = getattr(team, "people", 0)
    return TeamLine(
        team=team_named(scope, team),
        place=path,
        parent=str(team.parent) if team.parent else "",
        lead=_lead(units),
        members=sum(one.role == TeamUnit.Role.MEMBER for one in units),
        size=people or team.size,
        branch=team.party_branch,
        approved_by=team.branch_approved_by,
        approved_on=team.branch_approved_on,
        kept=scope.may("manage", place=team.place, parties=()),
    )


def _lead(units: Iterable[TeamUnit]) -> str:
    return next((str(one.organization) for one in units if one.role == TeamUnit.Role.LEAD), "")


def _holds(unit: TeamUnit, on: date) -> bool:
    return unit.since <= on and (unit.until is None or on < unit.until)

"""The tiers of assistance side by side: commands, county work groups, resident teams (S1)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.view import NotInView
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import paths_of


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team of a tier."""

    team: Named
    place: str  # its path, "吴川市王村港镇"
    parent: str
    lead: str
    members: int  # member units beside the lead unit
    size: int  # people, 0 when not on file
    branch: str  # temporary Party branch


@dataclass(frozen=True, slots=True)
class Tier:
    title: str  # 指挥部 | 县工作组 | 驻镇工作队
    places: int  # different places they are sent to
    teams: tuple[TeamLine, ...]


@dataclass(frozen=True, slots=True)
class TiersBoard:
    as_of: date
    tiers: tuple[Tier, ...]  # from the top


def team_named(scope: Scope, team: Team) -> Named:
    """A team as a link, or as a plain name to those who may not open it."""
    party = f"team:{team.key}"
    seen = scope.sees(place=team.place, parties=(party,))
    return Named(party, str(team), seen)


def tiers_board(scope: Scope, *, as_of: date) -> TiersBoard:
    """All teams, by tier; three queries. Raises NotInView to those who see none of them.

    Which team is sent to which town is public; what they did stands on their own pages.
    """
    found = Team.objects.filter(holding(as_of)).select_related("parent").order_by("place", "key")
    teams = list(found.prefetch_related("units__organization"))
    if not any(team_named(scope, one).opens for one in teams):
        raise NotInView
    paths = paths_of({one.place for one in teams}, as_of)
    lines = {one.key: _line(scope, one, paths[one.place], as_of) for one in teams}
    tiers = (Team.Tier.CITY, Team.Tier.COUNTY, Team.Tier.TOWN)
    return TiersBoard(as_of, tuple(_tier(tier, teams, lines) for tier in tiers))


def _tier(tier: Team.Tier, teams: Sequence[Team], lines: dict[str, TeamLine]) -> Tier:
    own = [one for one in teams if one.tier == tier]
    places = len({one.place for one in own})
    return Tier(tier.label, places, tuple(lines[one.key] for one in own))


def _line(scope: Scope, team: Team, path: str, on: date) -> TeamLine:
    units = [one for one in team.units.all() if _holds(one, on)]
    return TeamLine(
        team=team_named(scope, team),
        place=path,
        parent=str(team.parent) if team.parent else "",
        lead=_lead(units),
        members=sum(one.role == TeamUnit.Role.MEMBER for one in units),
        size=team.size,
        branch=team.party_branch,
    )


def _lead(units: Iterable[TeamUnit]) -> str:
    return next((str(one.organization) for one in units if one.role == TeamUnit.Role.LEAD), "")


def _holds(unit: TeamUnit, on: date) -> bool:
    return unit.since <= on and (unit.until is None or on < unit.until)

"""Which counties need a work group over their teams, and which have it (S1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Team

TOWNS_FOR_A_GROUP = 4
COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class CountyNeed:
    """A county with teams in its towns. `county` is its 12-digit code."""

    county: str
    towns: int  # different towns with a team
    groups: tuple[Team, ...]

    @property
    def needed(self) -> bool:
        return self.towns >= TOWNS_FOR_A_GROUP

    @property
    def missing(self) -> bool:
        """Four assisted towns or more, and nobody over their teams."""
        return self.needed and not self.groups


def county_needs(teams: Iterable[Team]) -> tuple[CountyNeed, ...]:
    """Every county that has a town team or a work group among running teams, by code."""
    towns: dict[str, set[str]] = {}
    groups: dict[str, list[Team]] = {}
    for team in teams:
        county = full(team.place[:COUNTY_DIGITS])
        if team.tier == Team.Tier.TOWN:
            towns.setdefault(county, set()).add(team.place)
        elif team.tier == Team.Tier.COUNTY:
            groups.setdefault(county, []).append(team)
    return tuple(
        CountyNeed(county, len(towns.get(county, ())), tuple(groups.get(county, ())))
        for county in sorted({*towns, *groups})
    )

"""Where a person belongs: the places whose office keeps them, the parties they act for."""

from __future__ import annotations

from dataclasses import dataclass

from tongxing.records.registry.models import Person


@dataclass(frozen=True, slots=True)
class Belonging:
    """`places` are codes, `parties` ids: themselves, their organization and teams."""

    places: frozenset[str]
    parties: frozenset[str]


def belonging_of(person: Person) -> Belonging:
    """Where their organization is kept and where the teams they serve in are sent (one query).

    Somebody who left a team does not belong to it any more.
    """
    teams = [one.team for one in person.teams.filter(until=None).select_related("team")]
    places = {team.place for team in teams}
    parties = {f"person:{person.key}", *(f"team:{team.key}" for team in teams)}
    if person.organization is not None:
        places.add(person.organization.kept_at)
        parties.add(f"org:{person.organization.key}")
    return Belonging(frozenset(places), frozenset(parties))

"""What a grant form offers: the roles one may give, and the units and teams of one's places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tongxing.pages.desk.viewer import Viewer
from tongxing.records.accounts.access import giving
from tongxing.records.accounts.models import Role
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import organizations_within
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.queries import teams_within

LEVELS = (12, 9, 6, 4, 2)  # digits of a place code without its trailing zeros


@dataclass(frozen=True, slots=True)
class Scopes:
    """Where a grant may hold: inside a place, for a unit or a team."""

    within: str  # prefix of the places to choose from, "" for everywhere
    parties: tuple[tuple[str, str], ...]  # (party id, name)


def roles_for(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """(role, title) this reader may give somewhere; none on a view of the past."""
    if viewer.past:
        return ()
    return tuple(
        (role.value, role.label)
        for role in Role
        if any(viewer.scope.may_anywhere(verb) for verb in giving(role.value))
    )


def scope_choices(viewer: Viewer) -> Scopes:
    """Units and teams at home where this reader gives grants."""
    places = viewer.scope.where("grant-local") | viewer.scope.where("keep-grants")
    parties: dict[str, str] = {}
    for prefix in sorted(places):
        for org in organizations_within(full(prefix), viewer.today):
            parties[f"org:{org.key}"] = org.name
        for team in teams_within(full(prefix), viewer.today):
            parties[f"team:{team.key}"] = team.name
    return Scopes(_around(places), tuple(parties.items()))


def _around(places: Collection[str]) -> str:
    """The narrowest place around all of these, "" for the nation."""
    first, last = min(places, default=""), max(places, default="")
    levels = (one for one in LEVELS if one <= len(first) and first[:one] == last[:one])
    return first[: next(levels, 0)]


def home_choices(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """(code, name) of the places by which an account may be kept; none where there is no choice."""
    places = sorted(viewer.scope.where("open-accounts") - {""})
    if len(places) < 2:  # noqa: PLR2004  two are a choice
        return ()
    paths = paths_of([full(one) for one in places], viewer.today)
    return tuple((full(one), paths.get(full(one), full(one))) for one in places)

"""The demo's names: places, organizations, people by office, teams, households."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from hashlib import sha256
from typing import Any

from tongxing.actions.keep_registry import add_households
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.keep_registry import add_people
from tongxing.actions.keep_registry import add_places
from tongxing.actions.keep_registry import add_team_members
from tongxing.actions.keep_registry import add_team_units
from tongxing.actions.keep_registry import add_teams
from tongxing.project.demo.bundles import bundles
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.sources import demo_places
from tongxing.project.demo.sources import pairs
from tongxing.project.demo.sources import place_name
from tongxing.project.demo.sources import units
from tongxing.project.demo.towns import BOOKS
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit

BEGIN = date(2020, 1, 1)  # before anything the demo tells
TEAMS_SINCE = date(2021, 7, 1)
GAOZHOU = "440981000000"
FILES = (("gaozhou", "registry.toml"), *(("books", f"{book}.toml") for book in BOOKS))
TIERS = ("city", "county", "town")


def load_places(acting: Scope, at: datetime) -> None:
    """Add every place the demo needs."""
    rows = [Place(code=p.code, name=p.name, level=p.level, since=BEGIN) for p in demo_places()]
    add_places(acting=acting, at=at, places=rows)


def load_registry(acting: Scope, at: datetime) -> None:
    """Add everybody and everything the demo's records name."""
    load_places(acting, at)
    organizations = add_organizations(acting=acting, at=at, organizations=list(_organizations()))
    by_key = {one.key: one for one in organizations}
    add_people(acting=acting, at=at, people=list(_people(by_key)))
    teams = _load_teams(acting, at)
    add_team_units(acting=acting, at=at, units=list(_team_units(teams, by_key)))
    add_team_members(acting=acting, at=at, members=list(_team_members(teams)))
    add_households(acting=acting, at=at, households=list(_households()))


def _village_codes() -> list[str]:
    return sorted({pair.village for year in (2023, 2024) for pair in pairs(year)})


def _organizations() -> Iterator[Organization]:
    for unit in units():
        yield Organization(
            key=unit.key,
            name=unit.name,
            short=unit.short,
            sort=unit.sort,
            home=GAOZHOU,
            since=BEGIN,
            illustrative=not unit.named,
        )
    for code in _village_codes():
        name = place_name(code)
        yield Organization(
            key=f"village-{code}",
            name=f"{name}党组织",
            short=name,
            sort="committee",
            home=code,
            since=BEGIN,
        )
    for path in FILES:
        for item in demo_file(*path)["organization"]:
            yield Organization(since=BEGIN, **{"keeper": _keeper(path, item), **item})


def _keeper(path: tuple[str, ...], item: Mapping[str, Any]) -> str:
    """Units of another city that send teams are kept by the county of the book."""
    county = demo_file(*path).get("book", "440981")
    return "" if item["home"].startswith(county) else f"{county}000000"


def _people(by_key: Mapping[str, Organization]) -> Iterator[Person]:
    for unit in units():
        for key, post in (("leader", "帮扶组长"), ("clerk", "联络员")):
            yield _person(f"{unit.key}-{key}", f"{unit.short}{post}", post, by_key[unit.key])
    for code in _village_codes():
        name = f"{place_name(code)}党组织书记"
        home = by_key[f"village-{code}"]
        yield _person(f"village-{code}-secretary", name, "党组织书记", home)
    for one in bundles():
        sender, village = by_key[one.unit], by_key[f"village-{one.village.code}"]
        yield _person(one.unit_member, f"{sender.short}包户党员", "包户党员", sender)
        label = f"{one.village.name}包户党员{one.number + 1}"
        yield _person(one.village_member, label, "包户党员", village)
    for path in FILES:
        for item in demo_file(*path)["person"]:
            employer = by_key.get(item.get("organization", ""))
            yield _person(item["key"], item["name"], item["post"], employer)


def _person(key: str, name: str, post: str, home: Organization | None) -> Person:
    return Person(
        key=key, name=name, post=post, organization=home, since=BEGIN,
        phone=_phone(key), illustrative=True,
    )  # fmt: skip


def _load_teams(acting: Scope, at: datetime) -> Mapping[str, Team]:
    """Commands first, then county groups, then town teams: each names its parent."""
    found: dict[str, Team] = {}
    for tier in TIERS:
        items = [item for item in demo_file("teams.toml")["team"] if item["tier"] == tier]
        rows = [_team(item, found.get(item.get("parent", ""))) for item in items]
        found |= {team.key: team for team in add_teams(acting=acting, at=at, teams=rows)}
    return found


def _team(item: Mapping[str, Any], parent: Team | None) -> Team:
    plain = ("key", "name", "short", "tier", "place", "size", "party_branch")
    given = {name: item[name] for name in plain if name in item}
    if item["illustrative"]:  # which towns these teams went to, the papers do not say
        given |= {name: f"{given[name]}（演示）" for name in ("name", "short") if name in given}
    return Team(
        since=TEAMS_SINCE,
        parent=parent,
        branch_approved_by=item.get("branch_approved_by", ""),
        branch_approved_on=item.get("branch_approved_on"),
        **given,
    )


def _team_units(
    teams: Mapping[str, Team], by_key: Mapping[str, Organization]
) -> Iterator[TeamUnit]:
    for item in demo_file("teams.toml")["team"]:
        senders = [(key, "member") for key in item.get("members", ())]
        if "lead" in item:
            senders.insert(0, (item["lead"], "lead"))
        for key, role in senders:
            yield TeamUnit(
                team=teams[item["key"]], organization=by_key[key], role=role, since=TEAMS_SINCE
            )


def _team_members(teams: Mapping[str, Team]) -> Iterator[TeamMember]:
    """Those who serve in the teams the papers tell of, by post."""
    keys = {
        one["key"] for item in demo_file("teams.toml")["team"] for one in item.get("people", ())
    }
    people = {one.key: one for one in Person.objects.filter(key__in=keys)}
    for item in demo_file("teams.toml")["team"]:
        for one in item.get("people", ()):
            yield TeamMember(
                team=teams[item["key"]],
                person=people[one["key"]],
                role=one["role"],
                since=TEAMS_SINCE,
            )


def _phone(key: str) -> str:
    """A number nobody has: 154 is given to no operator; the same person always gets the same."""
    return f"154{int(sha256(key.encode()).hexdigest(), 16) % 10**8:08d}"


def _households() -> Iterator[Household]:
    for one in bundles():
        for key, label in one.households:
            yield Household(key=key, place=one.village.code, label=label, since=BEGIN)

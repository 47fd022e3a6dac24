"""单位、人员、工作队、农户编号: the county office keeps them; a phone is for those it serves."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from tests.access.asked import Asked
from tests.access.asked import AskedOf
from tests.access.asked import Deed
from tests.access.asked import DeedsOf
from tests.access.asked import World
from tests.derive.plans import ASKING
from tests.derive.plans import EXAMPLES
from tests.records import cast as c
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.keep_registry import add_people
from tongxing.actions.keep_registry import add_teams
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team

OFFICE = frozenset({"office"})
OFFICES = frozenset({"office", "neighbour"})
# Of 市委办's liaison: the county office, and 市委办 itself.
OF_SWB = frozenset({"office", "swb"})


def _list(name: str) -> AskedOf:
    return lambda _: [Asked(reverse(name), OFFICES)]


def _one(name: str, key: str) -> AskedOf:
    return lambda _: [
        Asked(reverse(name, args=[key]), OFFICE),
        Asked(reverse(name, args=["nobody"]), frozenset()),
    ]


def _deed(view: str, /, *args: str, by: frozenset[str] = OFFICE, **given: str) -> DeedsOf:
    def deeds(_: World) -> list[Deed]:
        idle()
        return [Deed(reverse(view, args=args), given, by)]

    return deeds


def idle() -> None:
    """An organization, somebody in it and a team that nothing hangs on: they can be ended."""
    if Team.objects.filter(key="idle").exists():
        return
    acting, at = everything(), datetime(2025, 3, 12, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    since = c.LONG_AGO
    row = Organization(key="idle", name="高州市某站", sort="unit", home=c.COUNTY, since=since)
    (home,) = add_organizations(acting=acting, at=at, organizations=[row])
    person = Person(key="idle", name="某站联络员", organization=home, since=since)
    add_people(acting=acting, at=at, people=[person])
    team = Team(key="idle", name="驻曹江镇老队", tier="town", place=c.CAOJIANG, since=since)
    add_teams(acting=acting, at=at, teams=[team])


def asks() -> None:
    """A plan that asks what is registered of households and villages."""
    if EditionInForce.objects.filter(text=ASKING).exists():
        return
    at = datetime(2025, 3, 12, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    put_in_force(
        acting=everything(), at=at, id=new_id(at), book=c.BOOK, text=ASKING.encode(),
        examples=EXAMPLES.encode(),
    )  # fmt: skip


def _attributes(world: World) -> list[Deed]:
    asks()
    given = {"what": "grade=monitored", "subjects": c.HOUSEHOLD, "since": "2025-03-01"}
    address = reverse("desk:manage:household-attributes", args=[c.BAIQIAO])
    return [Deed(address, given, OFFICE)]


def _sorts(world: World) -> list[Deed]:
    asks()
    given = {"what": "village-sort=示范", "subjects": f"place:{c.BAIQIAO}", "since": "2025-03-01"}
    return [Deed(reverse("desk:manage:place-attributes"), given, OFFICE)]


ORG = {
    "name": "高州市供销合作联社",
    "sort": "unit",
    "home_said": "高州市",
    "since": "2025-01-01",
}
TEAM = {
    "name": "驻曹江镇工作队",
    "tier": "town",
    "place_said": "曹江镇",
    "since": "2025-01-01",
}


def _person(world: World) -> list[Asked]:
    return [
        Asked(reverse("desk:manage:person", args=["swb"]), OF_SWB),
        Asked(reverse("desk:manage:person", args=["lyj"]), frozenset({"office", "lyj"})),
        Asked(reverse("desk:manage:person", args=["nobody"]), frozenset()),
    ]


ABOUT = {
    "desk:manage:organizations": _list("desk:manage:organizations"),
    "desk:manage:people": _list("desk:manage:people"),
    "desk:manage:teams": _list("desk:manage:teams"),
    "desk:manage:households": _list("desk:manage:households"),
    "desk:manage:organization": _one("desk:manage:organization", "swb"),
    "desk:manage:team": _one("desk:manage:team", "genzi"),
    "desk:manage:person": _person,
    "desk:manage:household-attributes": lambda _: [
        Asked(reverse("desk:manage:household-attributes", args=[c.BAIQIAO]), OFFICE),
        Asked(reverse("desk:manage:household-attributes", args=["000000000000"]), frozenset()),
    ],
    "desk:manage:place-attributes": lambda _: [
        Asked(reverse("desk:manage:place-attributes"), OFFICE),
    ],
    "desk:manage:village-households": lambda _: [
        Asked(reverse("desk:manage:village-households", args=[c.BAIQIAO]), OFFICE),
        Asked(reverse("desk:manage:village-households", args=["000000000000"]), frozenset()),
    ],
}
DEEDS = {
    "desk:manage:organization-new": _deed("desk:manage:organization-new", **ORG),
    "desk:manage:organization-correct": _deed(
        "desk:manage:organization-correct", "swb", **{**ORG, "name": "中共高州市委办"}
    ),
    "desk:manage:organization-rename": _deed(
        "desk:manage:organization-rename", "swb", name="中共高州市委", since="2025-01-01"
    ),
    "desk:manage:organization-end": _deed(
        "desk:manage:organization-end", "idle", until="2025-03-01", reason="并入"
    ),
    "desk:manage:person-new": _deed(
        "desk:manage:person-new",
        name="联络员乙",
        organization="市政协",
        post="联络员",
        since="2025-01-01",
    ),
    "desk:manage:person-correct": _deed(
        "desk:manage:person-correct", "swb", name="联络员甲", post="联络员", since="2025-01-01"
    ),
    "desk:manage:person-move": _deed(
        "desk:manage:person-move", "swb", organization="市政协", post="联络员", since="2025-01-01"
    ),
    "desk:manage:person-end": _deed(
        "desk:manage:person-end", "idle", until="2025-03-01", reason="退休"
    ),
    "desk:manage:person-phone": _deed(
        "desk:manage:person-phone", "swb", by=OF_SWB, reason="通知周五联席会议"
    ),
    "desk:manage:team-new": _deed("desk:manage:team-new", **TEAM),
    "desk:manage:team-correct": _deed(
        "desk:manage:team-correct",
        "genzi",
        **{**TEAM, "name": "驻根子镇工作队", "place_said": "根子镇", "size": "9"},
    ),
    "desk:manage:team-end": _deed(
        "desk:manage:team-end", "idle", until="2025-03-01", reason="任期届满"
    ),
    "desk:manage:team-unit": _deed(
        "desk:manage:team-unit", "genzi", organization="市政协", role="member", since="2025-01-01"
    ),
    "desk:manage:team-member": _deed(
        "desk:manage:team-member", "genzi", person="swb", role="leader", since="2025-01-01"
    ),
    "desk:manage:team-leave": _deed(
        "desk:manage:team-leave", "genzi", "unit", "swb", until="2025-03-01"
    ),
    "desk:manage:household-new": _deed(
        "desk:manage:household-new", place_said="柏桥村", labels="101至110", since="2025-01-01"
    ),
    "desk:manage:household-attributes": _attributes,
    "desk:manage:place-attributes": _sorts,
    "desk:manage:household-end": _deed(
        "desk:manage:household-end",
        c.BAIQIAO,
        labels="BQ-001",
        until="2025-03-01",
        reason="整户迁出",
    ),
}

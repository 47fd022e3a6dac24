"""Who may give and end which role, for whom and where: the whole table, own place and foreign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tests.remembered import remembered
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.keep_registry import add_people
from tongxing.actions.keep_registry import add_teams
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team

SINCE, UNTIL = date(2025, 3, 1), date(2025, 9, 1)
CITY, TOWN_ABROAD = "440900000000", "440881100000"
WIDER = "该地的安全管理员"  # who gives the roles an office may not
ANY = frozenset(Role.values)
LOCAL = frozenset({"unit", "team", "village"})
NONE: frozenset[str] = frozenset()

# who -> (roles given in 高州 to its accounts, roles given in 廉江 to its accounts)
TABLE: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "office": (LOCAL, NONE),
    "security": (ANY, NONE),
    "sysadmin": (NONE, NONE),
    "auditor": (NONE, NONE),
    "supervisor": (NONE, NONE),
    "swb": (NONE, NONE),
    "team": (NONE, NONE),
    "village": (NONE, NONE),
    "neighbour": (NONE, LOCAL),
}
# side -> the account, then scopes for the roles of a unit, a team, and everybody else
SIDES = {
    "own": ("new", {"unit": c.FL, "team": c.TEAM}, c.COUNTY),
    "abroad": ("new-lj", {"unit": "org:lj", "team": "team:lj"}, c.NEIGHBOUR),
}
Where = dict[str, str]


@pytest.fixture
def both(crew: Cast) -> Cast:
    return remembered(f"the cast and two to be granted at {crew.at}", lambda: settled(crew))


def settled(crew: Cast) -> Cast:
    """In each county a unit, a team, and an account nobody has granted anything yet."""
    acting, at = everything(), crew.at
    unit = Organization(key="lj", name="廉江市水务局", sort="unit", home=c.NEIGHBOUR, since=SINCE)
    add_organizations(acting=acting, at=at, organizations=[unit])
    team = Team(key="lj", name="驻石城镇工作队", tier="town", place=TOWN_ABROAD, since=SINCE)
    add_teams(acting=acting, at=at, teams=[team])
    people = {"new": c.COUNTY, "new-lj": c.NEIGHBOUR}
    add_people(
        acting=acting, at=at, people=[Person(key=k, name="新来干部", since=SINCE) for k in people]
    )
    for key, home in people.items():
        create_account(
            acting=acting, at=at, username=key, person=f"person:{key}", password=c.PASSWORD,
            home=home,
        )  # fmt: skip
    return crew


def where(role: str, side: str) -> Where:
    """The scope a role takes on one side of the border."""
    _, parties, place = SIDES[side]
    return {"party": parties[role]} if role in parties else {"place": place}


def gives(crew: Cast, who: str, account: str, role: str, scope: Where) -> Grant:
    acting = everything() if who == "" else crew.scope(who)
    return grant_role(acting=acting, at=crew.at, account=account, role=role, since=SINCE, **scope)


def ends(crew: Cast, who: str, grant: Grant) -> None:
    end_grant(acting=crew.scope(who), at=crew.at, grant=grant.pk, until=UNTIL)


def state() -> tuple[int, list[tuple[int, date | None]]]:
    return AuditRow.objects.count(), list(Grant.objects.order_by("pk").values_list("pk", "until"))


def refused(crew: Cast, who: str, account: str, role: str, scope: Where) -> Refused:
    """What is said to who may not; nothing is left of it."""
    before = state()
    with pytest.raises(Refused) as caught:
        gives(crew, who, account, role, scope)
    assert state() == before
    return caught.value


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("who", TABLE)
def test_who_gives_and_ends_what_where(both: Cast, who: str, side: str, role: str) -> None:
    account, scope = SIDES[side][0], where(role, side)
    if role in TABLE[who][side == "abroad"]:
        row = gives(both, who, account, role, scope)
        assert both.scope(account).roles == {role}
        ends(both, who, row)
        assert both.scope(account, UNTIL).roles == frozenset()
        rows = AuditRow.objects.filter(subject=f"account:{account}").order_by("pk")
        assert [(r.verb, r.who) for r in rows][-2:] == [
            ("grant", both.scope(who).person), ("end-grant", both.scope(who).person),
        ]  # fmt: skip
        return
    said = refused(both, who, account, role, scope)
    assert isinstance(said, NotAllowed)
    assert ("县专班或" in said.say()) is (role in LOCAL)
    assert Role(role).label in said.say()
    assert role in LOCAL or WIDER in said.say()
    held = gives(both, "", account, role, scope)
    before = state()
    with pytest.raises(NotAllowed):
        ends(both, who, held)
    assert state() == before


@pytest.mark.parametrize("who", ["office", "security", "neighbour"])
@pytest.mark.parametrize("role", sorted(LOCAL))
def test_whom_one_does_not_keep_one_grants_nothing(both: Cast, who: str, role: str) -> None:
    """The place is one's own, the account another county's: it is not even there."""
    side, other = ("abroad", "own") if who == "neighbour" else ("own", "abroad")
    said = refused(both, who, SIDES[other][0], role, where(role, side))
    assert isinstance(said, NotFound)
    unknown = refused(both, who, "nobody", role, where(role, side))
    assert said.say().replace(SIDES[other][0], "nobody") == unknown.say()


@pytest.mark.parametrize("role", sorted(LOCAL))
def test_what_another_place_gave_to_ones_own_account_is_ended_there(both: Cast, role: str) -> None:
    """An office may end what reaches into its county, whoever the account is kept by."""
    held = gives(both, "", "new", role, where(role, "abroad"))
    with pytest.raises(NotAllowed):
        ends(both, "office", held)
    ends(both, "neighbour", held)
    assert both.scope("new", UNTIL).roles == frozenset()


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        (c.GENZI, True),
        (c.BAIQIAO, True),
        (c.YUANBA, True),
        (c.CAOJIANG, False),
        (c.HETONG, False),
        ("440981000000", False),
        (CITY, False),
        ("440881104000", False),
        ("", False),
    ],
)
def test_an_office_of_one_town_keeps_to_the_town(both: Cast, place: str, allowed: bool) -> None:
    for key in ("clerk", "guest"):
        person = Person(key=key, name="镇干部", since=SINCE)
        add_people(acting=everything(), at=both.at, people=[person])
        create_account(
            acting=everything(), at=both.at, username=key, person=f"person:{key}", home=c.GENZI
        )
    gives(both, "", "clerk", "office", {"place": c.GENZI})
    if allowed:
        gives(both, "clerk", "guest", "village", {"place": place})
        assert both.scope("guest").sees_place(place)
        assert isinstance(
            refused(both, "clerk", "new", "village", {"place": place}), NotFound
        )  # kept by the county
        return
    refused(both, "clerk", "guest", "village", {"place": place})
    assert both.scope("guest").places == frozenset()


UNFIT: Mapping[str, tuple[str, Where, str]] = {
    "no scope": ("village", {}, "取其一"),
    "two scopes": ("village", {"place": c.BAIQIAO, "party": c.FL}, "取其一"),
    "a role there is not": ("mayor", {"place": c.COUNTY}, "角色"),
    "a unit's role in a place": ("unit", {"place": c.COUNTY}, "写明单位或队伍"),
    "a team's role in a place": ("team", {"place": c.GENZI}, "写明单位或队伍"),
    "a village's role for a unit": ("village", {"party": c.FL}, "其他角色的授权写明地方"),
    "an office's role for a team": ("office", {"party": c.TEAM}, "其他角色的授权写明地方"),
}


@pytest.mark.parametrize("case", UNFIT)
@pytest.mark.parametrize("who", ["security", "sysadmin", "swb"])
def test_what_is_no_grant_is_told_so_to_everybody(both: Cast, who: str, case: str) -> None:
    role, scope, words = UNFIT[case]
    said = refused(both, who, "new", role, scope)
    assert isinstance(said, Unfitting)
    assert words in said.say()


@pytest.mark.parametrize("party", ["org:nowhere", "team:nowhere", "person:swb", "fl"])
def test_a_party_nobody_knows_lies_in_nobodys_place(both: Cast, party: str) -> None:
    for who in ("office", "security", "neighbour"):
        assert isinstance(refused(both, who, "new", "unit", {"party": party}), NotAllowed)


def test_the_same_grant_sent_twice_is_one(both: Cast) -> None:
    first = gives(both, "office", "new", "unit", {"party": c.FL})
    audited = AuditRow.objects.count()
    assert gives(both, "office", "new", "unit", {"party": c.FL}) == first
    assert Grant.objects.filter(account__username="new").count() == 1
    assert AuditRow.objects.count() == audited


def test_a_grant_that_ends_that_day_already_is_not_ended_again(both: Cast) -> None:
    grant = gives(both, "office", "new", "unit", {"party": c.FL})
    ends(both, "office", grant)
    before = state()
    ends(both, "office", grant)
    assert state() == before


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("unit", {"party": c.TEAM}),
        ("team", {"party": c.FL}),
        ("village", {"place": "440981104999"}),
        ("supervisor", {"place": "440981104999"}),
    ],
)
def test_a_scope_that_does_not_fit_the_role_or_is_not_there(
    both: Cast, role: str, scope: Where
) -> None:
    assert isinstance(refused(both, "security", "new", role, scope), Unfitting)

"""The three administrators are different people: every combination of roles is tried."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.records.accounts.access import ADMINISTRATORS
from tongxing.records.accounts.access import BLIND
from tongxing.records.accounts.access import VERBS
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.access import giving
from tongxing.records.accounts.access import needs_second
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role

SINCE, LATER = date(2025, 3, 1), date(2025, 6, 1)
OF_PARTIES = {"unit": c.FL, "team": c.TEAM}


def gives(
    crew: Cast, account: str, role: str, since: date = SINCE, until: date | None = None
) -> Grant:
    party = OF_PARTIES.get(role, "")
    return grant_role(
        acting=everything(), at=crew.at, account=account, role=role, since=since, until=until,
        place="" if party else c.COUNTY, party=party,
    )  # fmt: skip


@pytest.fixture
def blank(crew: Cast) -> Cast:
    """Two accounts of one person, 市妇联联络员, without any grant."""
    end = crew.account("fl").grants.get()
    Grant.objects.filter(pk=end.pk).delete()
    create_account(
        acting=everything(), at=crew.at, username="fl-2", person="person:fl", password=c.PASSWORD
    )
    return crew


@pytest.mark.parametrize(("one", "other"), list(permutations(Role.values, 2)))
def test_two_roles_of_one_account(blank: Cast, one: str, other: str) -> None:
    gives(blank, "fl", one)
    if {one, other} & ADMINISTRATORS:
        with pytest.raises(Unfitting, match="这个账号在同一时间已是"):
            gives(blank, "fl", other)
    else:
        gives(blank, "fl", other)
    assert blank.account("fl").grants.count() == (1 if {one, other} & ADMINISTRATORS else 2)


@pytest.mark.parametrize(("one", "other"), list(permutations(Role.values, 2)))
def test_two_roles_of_one_person_with_two_accounts(blank: Cast, one: str, other: str) -> None:
    gives(blank, "fl", one)
    administering = {one, other} & ADMINISTRATORS
    if len(administering) == 2 or (administering and "office" in (one, other)):
        with pytest.raises(Unfitting, match="不同的人担任"):
            gives(blank, "fl-2", other)
    else:
        gives(blank, "fl-2", other)


def test_one_after_the_other_is_fine_and_overlapping_by_a_day_is_not(blank: Cast) -> None:
    gives(blank, "fl", "system", SINCE, LATER)
    gives(blank, "fl", "security", LATER)
    with pytest.raises(Unfitting):
        gives(blank, "fl", "auditor", SINCE, date(2025, 3, 2))
    gives(blank, "fl", "auditor", date(2025, 2, 1), SINCE)


@pytest.mark.parametrize("role", sorted(BLIND))
def test_who_administers_sees_no_record(blank: Cast, role: str) -> None:
    gives(blank, "fl", role)
    scope = blank.scope("fl", SINCE)
    assert (scope.places, scope.parties, scope.units) == (frozenset(), frozenset(), frozenset())
    assert not any(scope.may_anywhere(verb) for verb in VERBS["office"] - VERBS[role])
    assert scope.where("see-accounts") == {"440981"}


def test_no_verb_is_shared_between_opening_and_granting() -> None:
    assert VERBS["system"] & VERBS["security"] == {"see-accounts"}
    assert "audit" not in VERBS["system"] | VERBS["security"] | VERBS["office"]
    assert not {"keep-accounts", "keep-grants"} & VERBS["office"]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(
    "who", ["office", "security", "sysadmin", "auditor", "supervisor", "neighbour"]
)
def test_who_gives_what(blank: Cast, who: str, role: str) -> None:
    party = OF_PARTIES.get(role, "")
    given = {"place": "" if party else c.COUNTY, "party": party}
    local = role in {"unit", "team", "village"}
    allowed = who == "security" or (who == "office" and local)
    assert (giving(role) == ("grant-local", "keep-grants")) is local
    acting = blank.scope(who)
    if allowed:
        row = grant_role(acting=acting, at=blank.at, account="fl", role=role, since=SINCE, **given)
        end_grant(acting=acting, at=blank.at, grant=row.pk, until=LATER)
        return
    with pytest.raises(NotAllowed):
        grant_role(acting=acting, at=blank.at, account="fl", role=role, since=SINCE, **given)


@pytest.mark.parametrize(("who", "role"), [("office", "village"), ("security", "supervisor")])
def test_nobody_grants_or_ungrants_oneself(crew: Cast, who: str, role: str) -> None:
    with pytest.raises(NotAllowed, match="不能给自己授权"):
        grant_role(
            acting=crew.scope(who), at=crew.at, account=who, role=role, since=SINCE, place=c.GENZI
        )
    if who == "security":
        grant = crew.account(who).grants.get()
        with pytest.raises(NotAllowed, match="不能收回自己的授权"):
            end_grant(acting=crew.scope(who), at=crew.at, grant=grant.pk, until=LATER)


def test_an_ended_grant_is_not_lengthened(crew: Cast) -> None:
    grant = crew.account("swb").grants.get()
    end_grant(acting=crew.scope("office"), at=crew.at, grant=grant.pk, until=SINCE)
    with pytest.raises(Unfitting, match="不能延长"):
        end_grant(acting=crew.scope("office"), at=crew.at, grant=grant.pk, until=LATER)


@pytest.mark.parametrize(
    ("policy", "needing"),
    [
        ("none", set()),
        ("administrators", {"system", "security", "auditor"}),
        ("office", {"system", "security", "auditor", "office"}),
        ("all", set(Role.values)),
        ("anything else", set()),
    ],
)
def test_who_needs_a_second_factor(policy: str, needing: set[str]) -> None:
    assert {role for role in Role.values if needs_second([role], policy)} == needing
    assert not needs_second([], policy)

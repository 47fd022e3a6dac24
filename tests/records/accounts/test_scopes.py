"""What grants come to on a day, and how pairings widen them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.records.accounts.access import VERBS
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.queries import scope_of

ON = date(2025, 3, 12)


def test_every_role_has_its_verbs() -> None:
    from tongxing.records.accounts.models import Role

    assert set(VERBS) == set(Role.values)
    assert VERBS["supervisor"] == {"assess"}
    assert VERBS["auditor"] == {"audit", "see-accounts"}


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("office", {"440981"}),
        ("village", {c.BAIQIAO}),
        ("swb", {c.BAIQIAO}),
        ("lyj", {c.HETONG}),
        ("fl", set()),
        ("team", {"440981104"}),
        ("auditor", {"440981"}),
    ],
)
def test_what_each_sees(crew: Cast, who: str, places: set[str]) -> None:
    assert crew.scope(who).places == places


def test_before_the_pairing_a_unit_sees_nothing_but_its_own(crew: Cast) -> None:
    scope = crew.scope("swb", date(2024, 8, 31))
    assert scope.places == frozenset()
    assert scope.sees(place=c.HETONG, parties=[c.SWB])
    assert not scope.sees(place=c.BAIQIAO, parties=[c.ZX])


def test_an_account_closed_or_without_a_grant_sees_nothing(crew: Cast) -> None:
    Account.objects.filter(username="swb").update(is_active=False)
    closed = scope_of(crew.account("swb"), ON)
    early = scope_of(crew.account("office"), date(2019, 1, 1))
    for scope in (closed, early):
        assert (scope.places, scope.parties) == (frozenset(), frozenset())
        assert not any(scope.may_anywhere(verb) for verb in VERBS["office"])


def test_a_grant_ends_on_its_day_and_bumps_the_revision(crew: Cast) -> None:
    account = crew.account("office")
    before = account.revision
    end_grant(
        acting=crew.scope("security"), at=crew.at, grant=account.grants.get().pk, until=date(2025, 4, 1)
    )  # fmt: skip
    again = crew.account("office")
    assert again.revision == before + 1
    assert scope_of(again, date(2025, 3, 31)).roles == {"office"}
    assert scope_of(again, date(2025, 4, 1)).roles == frozenset()


def test_a_new_account_signs_in_with_its_password_only(crew: Cast) -> None:
    create_account(
        acting=crew.scope("office"), at=crew.at, username="zx-2", password="he-dong-2025",
        person="person:zx",
    )  # fmt: skip
    account = Account.objects.get(username="zx-2")
    assert account.check_password("he-dong-2025")
    assert not account.check_password("he-dong-2024")
    assert scope_of(account, ON) == Scope(account="zx-2", person="person:zx")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"password": "12345678"}, Invalid),
        ({"password": "a1-"}, Invalid),
        ({"username": "x"}, Invalid),
        ({"username": "swb"}, Unfitting),
        ({"person": "person:none"}, NotFound),
    ],
)
def test_an_account_refused(crew: Cast, changes, error) -> None:
    given = {"username": "new", "password": "he-dong-2025", "person": "person:zx"} | changes
    with pytest.raises(error):
        create_account(acting=crew.scope("office"), at=crew.at, **given)


@pytest.mark.parametrize(
    ("who", "changes", "error"),
    [
        ("swb", {"place": c.COUNTY, "role": "office"}, NotAllowed),
        ("village", {"party": c.SWB, "role": "unit"}, NotAllowed),
        ("office", {"place": "440783000000", "role": "office"}, NotAllowed),
        ("office", {"place": c.COUNTY, "party": c.SWB, "role": "unit"}, Unfitting),
        ("office", {"place": c.COUNTY, "role": "unit"}, Unfitting),
        ("office", {"place": c.COUNTY, "role": "emperor"}, Unfitting),
        ("office", {"place": c.BAIQIAO, "role": "village", "account": "none"}, NotFound),
    ],
)
def test_a_grant_refused(crew: Cast, who, changes, error) -> None:
    given = {"account": "zx", "since": ON} | changes
    with pytest.raises(error):
        grant_role(acting=crew.scope(who), at=crew.at, **given)

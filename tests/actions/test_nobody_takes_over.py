"""What one office or administrator tries in order to act as, or get hold of, somebody else's."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actions.test_second_factor import SECRET
from tests.actions.test_second_factor import adds
from tests.actions.test_second_factor import code
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.change_organization import rename_organization
from tongxing.actions.change_password import reset_password
from tongxing.actions.change_person import correct_person
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import WrongCode
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.keep_registry import add_people
from tongxing.actions.keep_registry import add_places
from tongxing.actions.register_person import PersonGiven
from tongxing.actions.reveal_phone import reveal_phone
from tongxing.actions.second_factor import add_generator
from tongxing.actions.second_factor import check_second
from tongxing.actions.team_membership import seat_member
from tongxing.actions.team_membership import seat_unit
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.keeping import people_found
from tongxing.records.accounts.models import Account
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place

JAN = date(2025, 1, 1)
ABROAD = "15400000199"  # of no real number


@pytest.fixture
def abroad(crew: Cast) -> Cast:
    """A unit of 廉江 with somebody in it."""
    acting = everything()
    unit = Organization(key="lj", name="廉江市水务局", sort="unit", home=c.NEIGHBOUR, since=JAN)
    (home,) = add_organizations(acting=acting, at=crew.at, organizations=[unit])
    person = Person(key="lj-p", name="水务局干部", organization=home, phone=ABROAD, since=JAN)
    add_people(acting=acting, at=crew.at, people=[person])
    return crew


@pytest.mark.parametrize("person", ["person:neighbour", "person:lj-p"])
def test_no_account_is_opened_in_the_name_of_another_countys_people(
    abroad: Cast, person: str
) -> None:
    """With it the office would read, mend and withdraw what that person wrote at home."""
    with pytest.raises(NotAllowed):
        create_account(
            acting=abroad.scope("office"), at=abroad.at, username="borrowed", person=person,
            home=c.COUNTY,
        )  # fmt: skip
    assert not Account.objects.filter(username="borrowed").exists()


def test_who_has_no_unit_is_found_by_the_place_that_keeps_the_account(crew: Cast) -> None:
    found = {one.key for one in people_found(["440981"], "专班经办人", JAN)}
    assert found == {"office"}
    assert {one.key for one in people_found(["440881"], "专班经办人", JAN)} == {"neighbour"}
    assert "village" in {one.key for one in people_found(["440981"], "书记", JAN)}


def test_nobody_elses_people_are_got_hold_of_by_a_seat_in_ones_team(abroad: Cast) -> None:
    office = abroad.scope("office")
    with pytest.raises(NotFound):
        seat_member(
            acting=office, at=abroad.at, team="genzi", person="lj-p", role="member", since=JAN
        )
    with pytest.raises(NotAllowed):
        seat_unit(
            acting=office, at=abroad.at, team="genzi", organization="lj", role="member", since=JAN
        )
    with pytest.raises(NotAllowed):
        reveal_phone(acting=office, at=abroad.at, key="lj-p", reason="通知周五联席会议")


@pytest.mark.parametrize("who", ["auditor", "security"])
def test_the_system_administrator_becomes_neither_of_the_others(crew: Cast, who: str) -> None:
    before = crew.account(who).password
    with pytest.raises(NotAllowed, match="冒用"):
        reset_password(acting=crew.scope("sysadmin"), at=crew.at, username=who)
    assert crew.account(who).password == before
    adds(crew, who)  # now the password alone opens nothing
    opened = reset_password(acting=crew.scope("sysadmin"), at=crew.at, username=who)
    assert crew.account(who).check_password(opened.password)


def test_the_command_line_and_a_colleague_in_the_same_post_are_reset(crew: Cast) -> None:
    reset_password(acting=everything(), at=crew.at, username="auditor")
    create_account(
        acting=everything(), at=crew.at, username="sys2", person="person:fl", home=c.COUNTY
    )
    for grant in crew.account("fl").grants.all():
        grant.until = JAN
        grant.save()
    grant_role(
        acting=everything(), at=crew.at, account="sys2", role="system", since=JAN, place=c.COUNTY
    )
    reset_password(acting=crew.scope("sysadmin"), at=crew.at, username="sys2")


@pytest.mark.parametrize(
    ("role", "over"), [("auditor", True), ("office", True), ("village", False)]
)
def test_a_wider_post_is_taken_up_at_the_next_sign_in(crew: Cast, role: str, over: bool) -> None:
    """What is due with it, a second factor above all, is asked for at the door only."""
    crew.account("fl").grants.update(until=JAN)
    before = crew.account("fl").get_session_auth_hash()
    grant_role(acting=everything(), at=crew.at, account="fl", role=role, since=JAN, place=c.COUNTY)
    assert (crew.account("fl").get_session_auth_hash() != before) == over


def test_a_code_in_full_width_digits_is_only_wrong(crew: Cast) -> None:
    wide = code(crew.at).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    with pytest.raises(Invalid, match="验证码不对"):
        add_generator(acting=crew.scope("swb"), at=crew.at, name="", secret=SECRET, code=wide)


def test_a_secret_of_another_installation_opens_nothing(crew: Cast, settings: object) -> None:
    codes = adds(crew)
    settings.SECRET_KEY = "another key altogether"  # type: ignore[attr-defined]
    for given in (code(crew.at), codes[0]):
        with pytest.raises(WrongCode):
            check_second(at=crew.at, account=crew.account("swb"), code=given)


def test_what_a_city_does_in_a_county_is_read_by_the_countys_auditor(crew: Cast) -> None:
    """The row belongs where the thing is kept, not where the account is."""
    city = Place(code="440900000000", name="茂名市", level="city", since=c.LONG_AGO)
    add_places(acting=everything(), at=crew.at, places=[city])
    create_account(
        acting=everything(), at=crew.at, username="city", person="person:fl", home="440900000000"
    )
    grant_role(
        acting=everything(), at=crew.at, account="city", role="office", since=JAN,
        place="440900000000",
    )  # fmt: skip
    acting, start = crew.scope("city"), AuditRow.objects.latest("id").pk
    rename_organization(
        acting=acting, at=crew.at, key="zx", name="高州市政协机关", short="政协", since=JAN
    )
    seat_unit(acting=acting, at=crew.at, team="genzi", organization="zx", role="member", since=JAN)
    seat_member(acting=acting, at=crew.at, team="genzi", person="swb", role="leader", since=JAN)
    given = PersonGiven("市委办联络员", "", "联络员", date(2020, 1, 1))
    correct_person(acting=acting, at=crew.at, key="swb", given=given)
    reveal_phone(acting=acting, at=crew.at, key="lyj", reason="通知周五联席会议")
    rows = AuditRow.objects.filter(pk__gt=start)
    assert {row.verb for row in rows} == {
        "rename", "seat-unit", "seat-member", "correct", "reveal",
    }  # fmt: skip
    assert {row.place for row in rows} == {"440981"}

"""A password of one's own: chosen by the rules, none of the last five, and nowhere in plain."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records.cast import PASSWORD
from tests.records.cast import Cast
from tongxing.actions.change_password import change_password
from tongxing.actions.change_password import end_other_sessions
from tongxing.actions.change_password import reset_password
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import register_and_create
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import UsedPassword
from tongxing.records.accounts.passwords import faults
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Person

NEXT = [f"Shan{word}-he-9" for word in ("tian", "dima", "gufeng", "liushui", "qinghe", "baiyun")]


def changes(crew: Cast, password: str, who: str = "swb") -> None:
    change_password(acting=crew.scope(who), at=crew.at, password=password)


def test_another_password_replaces_the_old_one_and_ends_what_is_due(crew: Cast) -> None:
    before = crew.account("swb").get_session_auth_hash()
    changes(crew, NEXT[0])
    account = crew.account("swb")
    assert account.check_password(NEXT[0])
    assert account.password_set == crew.at
    assert not account.must_change
    assert account.get_session_auth_hash() != before


def test_none_of_the_last_five_comes_back_and_the_sixth_may(crew: Cast) -> None:
    for password in NEXT[:4]:
        changes(crew, password)
    for used in (PASSWORD, *NEXT[:4]):
        with pytest.raises(Invalid, match="最近5次"):
            changes(crew, used)
    changes(crew, NEXT[4])
    changes(crew, PASSWORD)
    assert UsedPassword.objects.filter(account__username="swb").count() == 5


@pytest.mark.parametrize(
    ("who", "password"),
    [
        ("swb", "Swb-2025-03"),  # the account's name
        ("swb", "Gaozhou@2025"),  # its county
        ("swb", "Shiweiban-2025"),  # its unit
        ("sysadmin", "Shan9-he-wu"),  # eight would do for others
    ],
)
def test_a_name_that_is_near_will_not_do(crew: Cast, who: str, password: str) -> None:
    with pytest.raises(Invalid):
        changes(crew, password, who)
    assert crew.account(who).check_password(PASSWORD)


def test_what_is_stored_is_never_the_password(crew: Cast) -> None:
    changes(crew, NEXT[0])
    stored = [crew.account("swb").password, *UsedPassword.objects.values_list("encoded", flat=True)]
    assert not any(NEXT[0] in one or PASSWORD in one for one in stored)
    assert not any(NEXT[0] in row.detail for row in AuditRow.objects.all())


def test_the_house_hashes_with_argon2() -> None:
    from tongxing.project import settings

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_reset_is_for_once_and_by_the_system_administrator(crew: Cast) -> None:
    opened = reset_password(acting=crew.scope("sysadmin"), at=crew.at, username="swb")
    account = crew.account("swb")
    assert account.check_password(opened.password)
    assert account.must_change
    assert faults(opened.password, administrator=True) == []
    with pytest.raises(NotAllowed, match="系统管理员"):
        reset_password(acting=crew.scope("office"), at=crew.at, username="swb")
    with pytest.raises(NotAllowed, match="我的账号"):
        reset_password(acting=crew.scope("sysadmin"), at=crew.at, username="sysadmin")
    with pytest.raises(NotFound):
        reset_password(acting=crew.scope("sysadmin"), at=crew.at, username="neighbour")


def test_an_account_opened_without_a_password_gets_one_for_once(crew: Cast) -> None:
    opened = create_account(
        acting=crew.scope("office"), at=crew.at, username="zx-2", person="person:zx"
    )
    assert opened.account.check_password(opened.password)
    assert opened.account.must_change
    assert opened.account.home == "440981000000"
    row = AuditRow.objects.get(subject="account:zx-2")
    assert (row.verb, row.who, row.place) == ("create-account", "person:office", "440981")
    assert opened.password not in row.detail


def test_somebody_in_no_list_is_registered_by_office_with_the_account(crew: Cast) -> None:
    opened = register_and_create(
        acting=crew.scope("sysadmin"), at=crew.at, username="cun-1", name="元坝村文书", post="文书"
    )
    person = Person.objects.get(key=opened.account.person.key)
    assert (person.name, person.post, opened.account.home) == ("元坝村文书", "文书", "440981000000")
    assert AuditRow.objects.filter(subject=f"person:{person.key}", verb="add").count() == 1


@pytest.mark.parametrize("name", ["", " ", "长" * 41])
def test_a_person_needs_a_name(crew: Cast, name: str) -> None:
    with pytest.raises(Invalid, match="姓名或称呼"):
        register_and_create(
            acting=crew.scope("office"), at=crew.at, username="new", name=name, post=""
        )


def test_who_administers_two_places_must_say_which(crew: Cast) -> None:
    with pytest.raises(NotAllowed):
        register_and_create(
            acting=crew.scope("supervisor"), at=crew.at, username="new", name="某", post=""
        )
    made = register_and_create(
        acting=everything(), at=crew.at, username="new", name="某", post="", home="440900000000"
    )
    assert made.account.home == "440900000000"


def test_ending_other_sessions_keeps_the_password(crew: Cast) -> None:
    before = crew.account("swb").get_session_auth_hash()
    end_other_sessions(acting=crew.scope("swb"), at=crew.at + timedelta(minutes=1))
    account = crew.account("swb")
    assert account.get_session_auth_hash() != before
    assert account.check_password(PASSWORD)


def test_a_command_has_no_account_of_its_own_to_change(crew: Cast) -> None:
    with pytest.raises(NotFound, match="没有登录账号"):
        change_password(acting=everything(), at=crew.at, password=NEXT[0])

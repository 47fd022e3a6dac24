"""A phone gets a key of its own, a few of them and for a while; it is taken away again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.phone_keys import LONGEST_NAME
from tongxing.actions.phone_keys import end_phone_key
from tongxing.actions.phone_keys import enrol_phone
from tongxing.records.accounts.models import PhoneKey
from tongxing.records.accounts.phones import MOST_PHONES
from tongxing.records.accounts.phones import carrier_of
from tongxing.records.accounts.phones import phones_of
from tongxing.records.audit.models import AuditRow

FIVE_ALREADY = "一个账号最多登记5部手机，请先停用不再使用的。"


def enrol(crew: Cast, who: str = "swb", name: str = "手机", days: int = 90) -> str:
    return enrol_phone(acting=crew.scope(who), at=crew.at, name=name, days=days)


def row(verb: str) -> tuple[str, str, str]:
    found = AuditRow.objects.get(verb=verb)
    return found.who, found.subject, json.loads(found.detail)["phone"]


def holds(crew: Cast, key: str) -> bool:
    found = carrier_of(key, crew.at)
    assert found is not None
    return found.holds


@pytest.mark.parametrize("who", ["swb", "lyj", "fl", "team", "village", "office"])
def test_who_writes_records_may_carry_a_phone(crew: Cast, who: str) -> None:
    assert holds(crew, enrol(crew, who))
    assert row("enrol-phone") == (f"person:{who}", f"account:{who}", "手机")


@pytest.mark.parametrize("who", ["sysadmin", "security", "auditor"])
def test_who_administers_may_not(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        enrol(crew, who)
    assert refused.value.say() == "手机页只供填报记录的岗位使用，管理员账号不在手机上登记。"
    assert not PhoneKey.objects.exists()
    assert not AuditRow.objects.filter(verb="enrol-phone").exists()


def test_no_two_keys_are_alike_and_none_can_be_guessed(crew: Cast) -> None:
    keys = {enrol(crew) for _ in range(MOST_PHONES)}
    assert len(keys) == MOST_PHONES
    assert all(len(key) >= 43 for key in keys)  # 256 bits


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("办公手机", "办公手机"),
        ("  办公手机  ", "办公手机"),
        ("办公\n手机", "办公 手机"),
        ("", "手机"),
        (" \t\n", "手机"),
        ("长" * 50, "长" * LONGEST_NAME),
        ("<b>手机</b>", "<b>手机</b>"),  # pages escape it
    ],
)
def test_what_a_phone_is_called(crew: Cast, given: str, kept: str) -> None:
    enrol(crew, name=given)
    assert PhoneKey.objects.get().name == kept
    assert row("enrol-phone")[2] == kept


@pytest.mark.parametrize("days", [1, 30, 90])
def test_a_key_holds_for_the_days_told(crew: Cast, days: int) -> None:
    enrol(crew, days=days)
    assert PhoneKey.objects.get().until == crew.at + timedelta(days=days)


def test_five_phones_and_then_one_must_go(crew: Cast) -> None:
    keys = [enrol(crew) for _ in range(5)]
    with pytest.raises(Unfitting) as refused:
        enrol(crew)
    assert refused.value.say() == FIVE_ALREADY
    assert all(holds(crew, key) for key in keys)
    assert holds(crew, enrol(crew, "zx"))  # another account has its own five
    first = phones_of(crew.account("swb"), crew.at)[0]
    end_phone_key(acting=crew.scope("swb"), at=crew.at, phone=first.pk)
    assert holds(crew, enrol(crew))


def test_phones_whose_time_is_over_do_not_count(crew: Cast) -> None:
    for _ in range(5):
        enrol(crew, days=30)
    later = crew.at + timedelta(days=30)
    enrol_phone(acting=crew.scope("swb"), at=later, name="新手机", days=90)
    assert [one.name for one in phones_of(crew.account("swb"), later)] == ["新手机"]


def test_one_s_own_phone_is_ended_and_the_others_stay(crew: Cast) -> None:
    lost, kept = enrol(crew, name="丢失的"), enrol(crew, name="新的")
    phone = PhoneKey.objects.get(name="丢失的")
    ended = end_phone_key(acting=crew.scope("swb"), at=crew.at, phone=phone.pk)
    assert (ended.name, ended.until) == ("丢失的", crew.at)
    assert (holds(crew, lost), holds(crew, kept)) == (False, True)
    assert row("end-phone") == ("person:swb", "account:swb", "丢失的")


def test_ended_twice_is_ended_once(crew: Cast) -> None:
    enrol(crew)
    phone = PhoneKey.objects.get().pk
    end_phone_key(acting=crew.scope("swb"), at=crew.at, phone=phone)
    with pytest.raises(NotFound) as refused:
        end_phone_key(acting=crew.scope("swb"), at=crew.at, phone=phone)
    assert refused.value.say() == "没有这部手机，可能已经停用。"
    assert AuditRow.objects.filter(verb="end-phone").count() == 1


def test_the_system_administrator_ends_a_lost_phone(crew: Cast) -> None:
    key = enrol(crew)
    phone = PhoneKey.objects.get().pk
    end_phone_key(acting=crew.scope("sysadmin"), at=crew.at, phone=phone, username="swb")
    assert not holds(crew, key)
    assert row("end-phone") == ("person:sysadmin", "account:swb", "手机")


@pytest.mark.parametrize(
    ("who", "username"),
    [
        ("zx", ""),  # not one's own
        ("zx", "zx"),  # who writes records keeps no accounts
        ("zx", "swb"),
        ("neighbour", "swb"),
        ("auditor", "swb"),
        ("sysadmin", ""),  # the administrator's own account has no such phone
        ("sysadmin", "zx"),  # the account named is another
        ("sysadmin", "nobody"),
    ],
)
def test_nobody_else_ends_it(crew: Cast, who: str, username: str) -> None:
    key = enrol(crew)
    phone = PhoneKey.objects.get().pk
    with pytest.raises(Refused) as refused:
        end_phone_key(acting=crew.scope(who), at=crew.at, phone=phone, username=username)
    assert refused.value.say().endswith("。")
    assert holds(crew, key)
    assert not AuditRow.objects.filter(verb="end-phone").exists()


def test_a_phone_that_never_was(crew: Cast) -> None:
    for phone in (0, -1, 10**9):
        with pytest.raises(NotFound):
            end_phone_key(acting=crew.scope("swb"), at=crew.at, phone=phone)


def test_the_audit_row_lies_where_the_account_is_kept(crew: Cast) -> None:
    enrol(crew)
    found = AuditRow.objects.get(verb="enrol-phone")
    assert found.place == c.BOOK
    assert found.at == crew.at

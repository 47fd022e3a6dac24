"""Whose phone a key belongs to, until when, and what of an account ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from datetime import timedelta
from typing import Any

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.phone_keys import enrol_phone
from tongxing.records.accounts import operations as accounts
from tongxing.records.accounts.models import PhoneKey
from tongxing.records.accounts.phones import carrier_of
from tongxing.records.accounts.phones import digest_of
from tongxing.records.accounts.phones import phones_of

DAYS = 90


@pytest.fixture
def key(crew: Cast) -> str:
    """The key of the phone of 市委办's liaison."""
    return enrol_phone(acting=crew.scope("swb"), at=crew.at, name="办公手机", days=DAYS)


def end_by_hand(crew: Cast) -> None:
    accounts.end_phone(PhoneKey.objects.get(account__username="swb"), crew.at)


def choose_another_password(crew: Cast) -> None:
    accounts.set_password(crew.account("swb"), "lin-ye-2025-quan", at=crew.at, once=False)


def end_sessions(crew: Cast) -> None:
    accounts.end_sessions(crew.account("swb"))


def close(crew: Cast) -> None:
    accounts.set_active(crew.account("swb"), active=False)


ENDINGS: tuple[Callable[[Cast], Any], ...] = (
    end_by_hand, choose_another_password, end_sessions, close,
)  # fmt: skip


def test_a_key_leads_to_its_account_and_person(
    crew: Cast, key: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = carrier_of(key, crew.at)
    account = crew.account("swb")
    assert found is not None
    assert (found.account, found.username) == (account.pk, "swb")
    assert (found.person, found.name) == ("person:swb", "市委办联络员")
    assert (found.home, found.revision) == (c.COUNTY, account.revision)
    assert found.key == PhoneKey.objects.get().pk
    assert found.until == crew.at + timedelta(days=DAYS)
    assert found.holds


def test_the_key_itself_is_kept_nowhere(crew: Cast, key: str) -> None:
    row = PhoneKey.objects.values().get()
    assert row["digest"] == digest_of(key)
    assert key not in str(row)
    assert carrier_of(row["digest"], crew.at) is None  # what is kept opens nothing


@pytest.mark.parametrize(
    "change", [str.swapcase, lambda k: k[:-1], lambda k: k + " ", lambda _: ""]
)
def test_a_key_nobody_was_given(crew: Cast, key: str, change: Callable[[str], str]) -> None:
    assert carrier_of(change(key), crew.at) is None


def test_odd_keys_are_nobody_s(crew: Cast, key: str) -> None:
    for odd in ("\0", "\ud800", "钥匙", "x" * 10_000, "' OR 1=1 --", "%s"):
        assert carrier_of(odd, crew.at) is None


def test_digests_tell_keys_apart() -> None:
    assert digest_of("a") != digest_of("b")
    assert len(digest_of("")) == 64
    assert digest_of("\ud800") == digest_of("?")  # no fault; a browser sends no such thing


def test_a_key_holds_until_its_moment_and_no_longer(crew: Cast, key: str) -> None:
    end = crew.at + timedelta(days=DAYS)
    for moment, holds in (
        (crew.at, True),
        (end - timedelta(microseconds=1), True),
        (end, False),
        (end + timedelta(days=1), False),
    ):
        found = carrier_of(key, moment)
        assert found is not None
        assert found.holds is holds
        assert bool(phones_of(crew.account("swb"), moment)) is holds


def test_the_end_is_a_moment_wherever_the_clock_stands(crew: Cast, key: str) -> None:
    end = (crew.at + timedelta(days=DAYS)).astimezone(UTC)
    before, then = carrier_of(key, end - timedelta(seconds=1)), carrier_of(key, end)
    assert before is not None
    assert then is not None
    assert (before.holds, then.holds) == (True, False)


@pytest.mark.parametrize("end", ENDINGS, ids=lambda one: one.__name__)
def test_whatever_ends_a_key_ends_it_at_once(
    crew: Cast, key: str, end: Callable[[Cast], Any]
) -> None:
    end(crew)
    found = carrier_of(key, crew.at)
    assert found is not None  # the phone is told its key has ended, not that there is none
    assert not found.holds
    assert phones_of(crew.account("swb"), crew.at) == []


@pytest.mark.parametrize("end", ENDINGS, ids=lambda one: one.__name__)
def test_the_phone_of_somebody_else_goes_on(
    crew: Cast, key: str, end: Callable[[Cast], Any]
) -> None:
    other = enrol_phone(
        acting=crew.scope("zx"), at=crew.at + timedelta(hours=1), name="", days=DAYS
    )
    theirs = PhoneKey.objects.get(digest=digest_of(other))
    end(crew)
    found = carrier_of(other, crew.at + timedelta(hours=2))
    assert found is not None
    assert found.holds
    assert phones_of(crew.account("zx"), crew.at + timedelta(hours=2)) == [theirs]


def test_phones_stand_in_the_order_they_were_enrolled(crew: Cast) -> None:
    for hours, name in ((2, "三"), (0, "一"), (1, "二")):
        enrol_phone(
            acting=crew.scope("swb"), at=crew.at + timedelta(hours=hours), name=name, days=DAYS
        )
    found = phones_of(crew.account("swb"), crew.at + timedelta(hours=3))
    assert [one.name for one in found] == ["一", "二", "三"]
    assert [one.name for one in phones_of(crew.account("zx"), crew.at)] == []


def test_a_new_grant_is_a_new_revision_under_the_same_key(crew: Cast, key: str) -> None:
    before = carrier_of(key, crew.at)
    accounts.grant(
        crew.account("swb"), "village", place=c.YUANBA, party="", since=crew.at.date(), until=None
    )
    after = carrier_of(key, crew.at)
    assert before is not None
    assert after is not None
    assert after.holds
    assert after.revision == before.revision + 1

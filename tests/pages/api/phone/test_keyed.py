"""Whose phone asks: its header, its key, whose page it is, and what its account may still do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory
from django.utils import timezone

from tests.records.cast import Cast
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.phone_keys import enrol_phone
from tongxing.pages.api.phone.answering import KEY_ENDED
from tongxing.pages.api.phone.answering import NO_HEADER
from tongxing.pages.api.phone.answering import NO_KEY
from tongxing.pages.api.phone.answering import OTHER_ACCOUNT
from tongxing.pages.api.phone.answering import Halt
from tongxing.pages.api.phone.keyed import LONGEST_KEY
from tongxing.pages.api.phone.keyed import SCOPES
from tongxing.pages.api.phone.keyed import Phone
from tongxing.pages.api.phone.keyed import PhoneKey
from tongxing.records.accounts.access import PHONE_VERBS
from tongxing.records.accounts.models import Grant


class Clock:
    """The moment the server takes it to be."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    found = Clock(crew.at)
    monkeypatch.setattr(timezone, "now", found)
    SCOPES.clear()
    yield found
    SCOPES.clear()


@pytest.fixture
def key(crew: Cast, clock: Clock) -> str:
    return enrol_phone(acting=crew.scope("swb"), at=crew.at, name="手机", days=90)


def asks(key: str | None, header: str | None = "1", **headers: str) -> Phone:
    request = RequestFactory().get("/api/phone/work", headers=headers)
    if header is not None:
        request.META["HTTP_X_TONGXING_PHONE"] = header
    if key is not None:
        request.COOKIES[django_settings.PHONE_COOKIE_NAME] = key
    return PhoneKey()(request)


def halt(*args: Any, **headers: str) -> Halt:
    with pytest.raises(Halt) as found:
        asks(*args, **headers)
    return found.value


def test_the_phone_and_what_its_key_opens(crew: Cast, key: str) -> None:
    phone = asks(key)
    assert (phone.carrier.username, phone.scope.person) == ("swb", "person:swb")
    assert (phone.at, phone.today) == (crew.at, crew.at.date())
    given = (*phone.scope.verbs_in, *phone.scope.verbs_of, *phone.scope.verbs_there)
    assert {verb for verb, _ in given} <= PHONE_VERBS
    assert phone.scope.may_anywhere("correct")


@pytest.mark.parametrize("header", [None, "", "0", "true", "11", " 1x"])
def test_without_the_header_the_cookie_does_nothing(key: str, header: str | None) -> None:
    assert halt(key, header) is NO_HEADER


@pytest.mark.parametrize(
    "given", [None, "", "x", "x" * LONGEST_KEY, "x" * (LONGEST_KEY + 1), "x" * 100_000, "钥匙"]
)
def test_no_key_and_keys_nobody_was_given(key: str, given: str | None) -> None:
    assert halt(given) is NO_KEY


def test_a_key_too_long_asks_the_database_nothing(key: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert halt("x" * (LONGEST_KEY + 1)) is NO_KEY


def test_a_key_whose_time_is_over_says_so(key: str, clock: Clock) -> None:
    clock.at += timedelta(days=90) - timedelta(seconds=1)
    assert asks(key).carrier.holds
    clock.at += timedelta(seconds=1)
    assert halt(key) is KEY_ENDED


@pytest.mark.parametrize("whose", ["swb", quote("swb"), ""])
def test_the_page_of_the_same_account(key: str, whose: str) -> None:
    assert asks(key, **{"X-Tongxing-Account": whose}).carrier.username == "swb"


@pytest.mark.parametrize("whose", ["zx", "SWB", "swb2", quote("市委办"), "%", "%ff"])
def test_a_tab_left_open_by_somebody_else_sends_nothing(key: str, whose: str) -> None:
    assert halt(key, **{"X-Tongxing-Account": whose}) is OTHER_ACCOUNT


def test_the_scope_is_worked_out_once_a_day(
    crew: Cast, key: str, clock: Clock, django_assert_num_queries: Any
) -> None:
    first = asks(key)
    with django_assert_num_queries(1):  # the key alone
        again = asks(key)
    assert again.scope is first.scope
    clock.at += timedelta(days=1)
    assert asks(key).scope is not first.scope


def test_a_grant_that_ends_is_felt_on_its_day(crew: Cast, key: str, clock: Clock) -> None:
    grant = Grant.objects.get(account__username="swb")
    end_grant(
        acting=crew.scope("office"), at=crew.at, grant=grant.pk,
        until=crew.at.date() + timedelta(days=2),
    )  # fmt: skip
    for days, may in ((0, True), (1, True), (2, False)):
        clock.at = crew.at + timedelta(days=days)
        phone = asks(key)
        assert (phone.granted, phone.scope.may_anywhere("correct")) == (may, may)

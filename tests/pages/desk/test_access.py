"""Signing in and out, the demo's cast, and pages for those who are not signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.pages.desk.conftest import County
from tests.pages.desk.reading import Page
from tests.records import cast as c
from tests.records.cast import ACCOUNTS
from tests.records.cast import PASSWORD
from tests.records.cast import Cast
from tongxing.pages.desk.access.cast import cast
from tongxing.records.accounts.models import Grant


def test_a_page_asks_who_it_is_first_and_comes_back(crew: Cast) -> None:
    client = Client()
    answer = client.get("/matrix/?year=2025")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/matrix/%3Fyear%3D2025"
    sent = {"username": "swb", "password": PASSWORD, "next": "/matrix/?year=2025"}
    assert client.post("/sign-in/", sent)["Location"] == "/matrix/?year=2025"


def test_a_wrong_password_says_so_and_lets_nobody_in(crew: Cast) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"username": "swb", "password": "wrong"})
    assert answer.status_code == 403
    page = Page(answer.content.decode())
    assert "账号或密码不对，没有登录" in page.text
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:1"])
def test_signing_in_leads_nowhere_else(crew: Cast, elsewhere: str) -> None:
    sent = {"username": "swb", "password": PASSWORD, "next": elsewhere}
    assert Client().post("/sign-in/", sent)["Location"] == "/"


def test_outside_the_demo_nobody_gets_in_without_a_password(crew: Cast, settings: Any) -> None:
    settings.DEMO = False
    assert Client().post("/sign-in/", {"as": "office"}).status_code == 403
    assert "选一位进入" not in Page(Client().get("/sign-in/").content.decode()).text


def test_in_the_demo_one_press_signs_in(crew: Cast, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    text = Page(client.get("/sign-in/").content.decode()).text
    assert "县专班 · 高州市" in text
    assert client.post("/sign-in/", {"as": "office"})["Location"] == "/"
    assert client.get("/sign-in/").status_code == 302


def test_even_in_the_demo_a_closed_account_stays_closed(crew: Cast, settings: Any) -> None:
    settings.DEMO = True
    account = crew.account("office")
    account.is_active = False
    account.save()
    assert Client().post("/sign-in/", {"as": "office"}).status_code == 403


def test_signing_out_takes_a_press_not_a_link(county: County) -> None:
    client = county.client("office")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_the_cast_stands_in_its_own_order_with_what_each_may_see(crew: Cast) -> None:
    members = cast(crew.at.date())
    assert {one.username for one in members} == set(ACCOUNTS)
    assert members[0].username == "office"
    duties = {one.username: one.duty for one in members}
    assert duties["swb"] == "结对单位 · 市委办"
    assert duties["village"] == "村 · 高州市根子镇柏桥村"


def test_a_role_granted_for_several_places_is_said_once(crew: Cast) -> None:
    account = crew.account("supervisor")
    Grant.objects.create(account=account, role="supervisor", place=c.GENZI, since=c.LONG_AGO)
    Grant.objects.create(account=account, role="unit", party=c.SWB, since=c.LONG_AGO)
    (one,) = (one for one in cast(crew.at.date()) if one.username == "supervisor")
    assert one.duty == "督导组 · 高州市、高州市根子镇；结对单位 · 市委办"


def test_a_stale_form_says_nothing_was_lost(county: County) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "swb", "password": PASSWORD})
    assert answer.status_code == 403
    assert "没有写入台账" in Page(answer.content.decode()).text


def test_an_unknown_address_is_answered_in_chinese(db: None) -> None:
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    page = Page(answer.content.decode())
    assert "没有找到这一页" in page.text
    assert not page.breaches

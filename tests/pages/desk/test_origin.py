"""From where a request comes: what is believed, and how little is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from tests.pages.desk.records.conftest import Desk
from tests.pages.desk.records.conftest import desk  # noqa: F401
from tongxing.pages.desk.origin import address_of
from tongxing.pages.desk.origin import agent_of
from tongxing.pages.desk.origin import origin_of
from tongxing.pages.desk.origin import session_of
from tongxing.records.audit.models import AuditRow

WINDOWS_CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36"
)


def asked(**headers: Any) -> HttpRequest:
    request = RequestFactory().get("/", **headers)
    request.user = AnonymousUser()
    request.session = SessionStore()
    return request


def test_without_a_proxy_of_ours_a_forwarded_address_is_not_believed(settings: Any) -> None:
    settings.PROXIES = 0
    assert address_of(asked(HTTP_X_FORWARDED_FOR="8.8.8.8", REMOTE_ADDR="10.0.0.7")) == "10.0.0.7"


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (1, "10.9.9.9", "10.9.9.9"),
        (1, "1.2.3.4, 10.9.9.9", "10.9.9.9"),  # the first was written by the reader himself
        (2, "1.2.3.4, 10.9.9.9, 10.0.0.1", "10.9.9.9"),
        (2, "10.9.9.9", "127.0.0.1"),  # fewer than there should be: the proxy itself
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "<script>", ""),
        (1, "", ""),
    ],
)
def test_behind_proxies_as_many_addresses_are_believed(
    settings: Any, proxies: int, told: str, address: str
) -> None:
    settings.PROXIES = proxies
    assert address_of(asked(HTTP_X_FORWARDED_FOR=told)) == address


@pytest.mark.parametrize(
    ("told", "family"),
    [
        (WINDOWS_CHROME, "Chrome·Windows"),
        (f"{WINDOWS_CHROME} Edg/140.0", "Edge·Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/99 MicroMessenger/8.0", "微信·安卓"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari·iOS"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_of_the_browser_only_its_family_is_kept(told: str, family: str) -> None:
    assert agent_of(asked(HTTP_USER_AGENT=told)) == family


def test_a_session_is_told_apart_but_not_opened(desk: Desk) -> None:  # noqa: F811
    request = asked()
    assert session_of(request) == ""
    request.session = desk.as_("office").session
    known = session_of(request)
    assert len(known) == 12
    assert known not in str(request.session.session_key)
    request.session = desk.as_("swb").session
    assert session_of(request) != known


def test_a_stranger_has_no_account_and_no_home() -> None:
    origin = origin_of(asked())
    assert (origin.account, origin.session, origin.home()) == ("", "", "")


def test_a_write_over_the_desk_says_all_of_it(desk: Desk) -> None:  # noqa: F811
    client = desk.as_("swb")
    form = desk.form()
    answer = client.post("/ledger/new/", form, headers={"User-Agent": WINDOWS_CHROME})
    assert answer.status_code == 302
    row = AuditRow.objects.get(subject=f"record:{form['id']}")
    assert (row.account, row.address, row.agent) == ("swb", "127.0.0.1", "Chrome·Windows")
    assert row.session
    assert row.place == "440981"

"""The way of the phone's calls: past what pages need, with what a browser has to be told."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.http import HttpResponse
from django.test import Client
from django.test import RequestFactory

from tests.pages.api.phone.conftest import API
from tests.pages.api.phone.conftest import HEADER
from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.conftest import county  # noqa: F401
from tests.pages.api.phone.conftest import phones  # noqa: F401
from tests.pages.api.phone.conftest import plain_files  # noqa: F401
from tongxing.pages.api.fork import Fork


def to_pages(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse("a page")


@pytest.mark.parametrize(
    "path", ["/", "/ledger/", "/api/phone", "/phone/", "/api/phone/nothing", "/x/api/phone/work"]
)
def test_everything_else_goes_to_the_pages(path: str) -> None:
    assert Fork(to_pages)(RequestFactory().get(path)).content == b"a page"


@pytest.mark.parametrize(("method", "path"), [("get", "work"), ("post", "records")])
def test_a_call_of_the_phone_never_comes_by_the_pages(db: None, method: str, path: str) -> None:
    request = getattr(RequestFactory(), method)(f"{API}{path}", headers=HEADER)
    answer = Fork(to_pages)(request)
    assert answer.status_code == 401
    assert request.resolver_match.view_name == f"phone-api:{path}"
    assert not hasattr(request, "session")
    assert not hasattr(request, "user")


def test_the_browser_is_told_as_by_every_page(phones: Phones) -> None:  # noqa: F811
    answer = phones.work("swb")
    told = answer.headers
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["X-Frame-Options"] == "DENY"
    assert told["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "geolocation=()" in told["Permissions-Policy"]
    assert int(told["Content-Length"]) == len(answer.content)


def test_it_opens_no_session_and_asks_nothing_about_one(
    phones: Phones,  # noqa: F811
) -> None:
    answer = phones.work("swb")
    assert set(answer.cookies) == set()
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_host_that_is_none_of_ours_is_refused(db: None) -> None:
    client = Client(raise_request_exception=False)
    asked: dict[str, Any] = {"headers": {**HEADER, "Host": "evil.example"}}
    assert client.get(f"{API}work", **asked).status_code == 400


def test_a_fault_is_told_on_a_page_and_nothing_is_answered(
    phones: Phones,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("tongxing.pages.api.phone.api.answers", broken)
    phones["swb"].raise_request_exception = False
    answer = phones.post("swb", {"items": [phones.item()]})
    assert answer.status_code == 500
    assert "没有完成" in answer.content.decode()

"""Pages for what went wrong: what happened, that nothing was lost, what to do next."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.test import RequestFactory
from django.urls import reverse

from tests.pages.desk.conftest import County
from tests.pages.desk.reading import Page
from tests.records.cast import PASSWORD
from tests.records.cast import Cast
from tongxing.pages.desk import errors
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.errors import Trouble
from tongxing.records.ledger.models import Record

TROUBLES = {name: one for name, one in vars(errors).items() if isinstance(one, Trouble)}
HOME = '<a class="btn btn-primary" href="/">返回工作台</a>'


@pytest.fixture
def request_(rf: RequestFactory) -> Any:
    return rf.get("/anything/")


def test_there_is_a_trouble_for_each_status() -> None:
    assert {one.status for one in TROUBLES.values()} >= {403, 404, 500}
    assert len({one.title for one in TROUBLES.values()}) == len(TROUBLES)


@pytest.mark.parametrize("name", TROUBLES)
def test_each_says_what_happened_and_what_to_do(name: str, request_: Any) -> None:
    what = TROUBLES[name]
    answer = errors.trouble(request_, what)
    page = Page(answer.content.decode())
    assert answer.status_code == what.status
    for words in (what.title, what.happened, what.to_do):
        assert words in page.text
    assert HOME in answer.content.decode()
    assert not page.breaches
    assert not page.unbalanced


@pytest.mark.parametrize("name", TROUBLES)
def test_each_is_plain_official_chinese(name: str) -> None:
    what = TROUBLES[name]
    for words in (what.happened, what.to_do):
        assert words.endswith("。")
        assert not set("!！?？") & set(words)
        assert not any(char.isascii() and char.isalpha() for char in words)
    assert not what.title.endswith("。")


@pytest.mark.parametrize(
    ("handler", "what"),
    [
        (errors.forbidden, errors.FORBIDDEN),
        (errors.not_found, errors.NOT_FOUND),
        (errors.stale_form, errors.STALE_FORM),
        (errors.broken, errors.BROKEN),
    ],
)
def test_the_framework_s_own_troubles_are_answered(
    request_: Any, handler: Any, what: Trouble
) -> None:
    answer = handler(request_)
    assert answer.status_code == what.status
    assert what.title in answer.content.decode()


def test_the_reason_of_a_refusal_is_never_shown(request_: Any) -> None:
    answer = errors.forbidden(request_, PermissionDenied("grant 17 of account swb"))
    assert "swb" not in answer.content.decode()
    assert "secret" not in errors.stale_form(request_, "secret").content.decode()


def test_what_is_unreadable_in_a_link_is_said_and_escaped(request_: Any) -> None:
    answer = errors.bad_link(request_, BadLink("“<script>”不是日期"))
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "“&lt;script&gt;”不是日期" in text
    assert "<script>”" not in text


def test_a_trouble_needs_nobody_signed_in_and_no_database(request_: Any) -> None:
    """Also when the database is what broke."""
    assert errors.broken(request_).status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/", "/ledger/nothing/", "/matrix", "/units/"])
def test_an_address_that_is_none_is_no_page(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in {301, 404}


@pytest.mark.parametrize("path", ["sign-out/", "ledger/new/", "matrix/"])
def test_a_verb_a_page_does_not_know_changes_nothing(county: County, path: str) -> None:
    before = Record.objects.count()
    assert county.client("office").delete(f"/{path}").status_code in {403, 405}
    assert Record.objects.count() == before


@pytest.mark.parametrize("path", ["/", "/matrix/", "/find/?q=村"])
def test_reading_pages_do_not_take_forms(county: County, path: str) -> None:
    assert county.client("office").post(path, {"text": "x"}).status_code == 405


# Signing in.


def sign_in(**sent: str) -> Any:
    client = Client()
    return client, client.post("/sign-in/", sent)


def test_a_wrong_password_keeps_the_name_but_not_the_password(crew: Cast) -> None:
    _, answer = sign_in(username="swb", password="not-this-one")
    text = answer.content.decode()
    assert 'value="swb"' in text
    assert "not-this-one" not in text


@pytest.mark.parametrize("username", ["nobody", "", "SWB", "swb'--"])
def test_an_unknown_name_is_answered_as_a_wrong_password(crew: Cast, username: str) -> None:
    """So that nobody can try out which accounts there are."""
    _, wrong = sign_in(username="swb", password="wrong")
    _, unknown = sign_in(username=username, password=PASSWORD)
    assert unknown.status_code == wrong.status_code == 403
    said = "账号或密码不对，没有登录"
    assert said in wrong.content.decode()
    assert said in unknown.content.decode()


def test_blanks_around_a_name_are_forgiven(crew: Cast) -> None:
    client, answer = sign_in(username=" swb ", password=PASSWORD)
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def test_a_closed_account_is_not_let_in(crew: Cast) -> None:
    account = crew.account("swb")
    account.is_active = False
    account.save()
    assert sign_in(username="swb", password=PASSWORD)[1].status_code == 403


def test_an_account_closed_while_signed_in_is_out_at_once(county: County) -> None:
    client = county.client("swb")
    assert client.get("/").status_code == 200
    account = county.crew.account("swb")
    account.is_active = False
    account.save()
    assert client.get("/").status_code == 302


def test_signing_in_takes_a_new_session(crew: Cast) -> None:
    client = Client()
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": "swb", "password": PASSWORD})
    first = client.session.session_key
    client.post("/sign-out/")
    client.post("/sign-in/", {"username": "swb", "password": PASSWORD})
    assert client.session.session_key != first


def test_the_form_is_named_and_never_kept_by_a_browser(crew: Cast) -> None:
    answer = Client().get("/sign-in/?next=/matrix/")
    page = Page(answer.content.decode())
    assert not page.nameless
    assert "no-store" in answer["Cache-Control"]
    assert 'name="next" value="/matrix/"' in answer.content.decode()


def test_a_signed_in_reader_goes_straight_on(county: County) -> None:
    client = county.client("swb")
    assert client.get("/sign-in/?next=/matrix/")["Location"] == "/matrix/"
    assert client.get("/sign-in/?next=https://example.org/")["Location"] == "/"


@pytest.mark.parametrize("name", ["desk:home", "desk:matrix", "desk:find", "desk:ledger:list"])
def test_a_page_comes_back_after_signing_in(crew: Cast, name: str) -> None:
    path = reverse(name)
    client = Client()
    there = client.get(path)["Location"]
    assert there == f"/sign-in/?next={path}"
    sent = {"username": "office", "password": PASSWORD, "next": path}
    assert client.post(there, sent)["Location"] == path
    assert client.get(path).status_code == 200


def test_outside_the_demo_a_chosen_name_counts_for_nothing(crew: Cast, settings: Any) -> None:
    settings.DEMO = False
    _, answer = sign_in(**{"as": "office", "username": "", "password": ""})
    assert answer.status_code == 403


def test_in_the_demo_a_name_outside_the_cast_is_not_let_in(crew: Cast, settings: Any) -> None:
    settings.DEMO = True
    assert sign_in(**{"as": "nobody"})[1].status_code == 403

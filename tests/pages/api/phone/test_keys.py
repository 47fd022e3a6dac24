"""A phone's key: who gets one, how far it reaches, and everything that ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tests.pages.api.phone.conftest import API
from tests.pages.api.phone.conftest import HEADER
from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.conftest import with_key
from tests.records import cast as c
from tongxing.actions.change_password import change_password
from tongxing.actions.change_password import end_other_sessions
from tongxing.actions.close_account import close_account
from tongxing.actions.close_account import reopen_account
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.phone_keys import end_phone_key
from tongxing.actions.phone_keys import enrol_phone
from tongxing.records.accounts.access import PHONE_VERBS
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import PhoneKey
from tongxing.records.accounts.phones import MOST_PHONES
from tongxing.records.accounts.phones import carrier_of
from tongxing.records.audit.models import AuditRow


def enter(phones: Phones, who: str, **given: str) -> Any:
    client = phones.county.client(who)
    return client, client.post(reverse("desk:phone-enter"), given)


def refused_with(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_one_button_gives_the_phone_its_key(phones: Phones) -> None:
    _client, answer = enter(phones, "swb", name="  我的\n手机 ")
    assert (answer.status_code, answer["Location"]) == (302, "/phone/#entered")
    cookie = answer.cookies[django_settings.PHONE_COOKIE_NAME]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == (API, "Strict", True)
    assert cookie["max-age"] == 90 * 86_400
    row = PhoneKey.objects.get()
    assert (row.account.username, row.name) == ("swb", "我的 手机")
    assert cookie.value not in (row.digest, row.mark)
    assert len(cookie.value) >= 43  # 256 bits
    assert with_key(cookie.value).get(f"{API}work", headers=HEADER).status_code == 200
    told = AuditRow.objects.get(verb="enrol-phone")
    assert (told.who, told.subject) == ("person:swb", "account:swb")
    assert cookie.value not in told.detail


def test_the_page_offers_the_button_and_a_name(phones: Phones) -> None:
    page = phones.county.client("swb").get(
        reverse("desk:phone-enter"), headers={"User-Agent": "Mozilla (iPhone; CPU)"}
    )
    assert "在这部手机上使用" in page.content.decode()
    assert 'value="苹果手机"' in page.content.decode()


@pytest.mark.parametrize("name", ["sysadmin", "security", "auditor"])
def test_who_administers_gets_none(phones: Phones, name: str) -> None:
    crew = phones.county.crew
    with pytest.raises(NotAllowed):
        enrol_phone(acting=crew.scope(name), at=crew.at, name="手机", days=90)
    client, answer = enter(phones, name)
    assert answer.status_code == 403
    page = client.get(reverse("desk:phone-enter")).content.decode()
    assert "您的岗位不用手机页" in page
    assert not PhoneKey.objects.exists()


def test_who_has_no_grant_gets_none(phones: Phones) -> None:
    Grant.objects.filter(account__username="fl").delete()
    _, answer = enter(phones, "fl")
    assert answer.status_code == 403


def test_a_number_of_phones_and_no_more(phones: Phones) -> None:
    crew = phones.county.crew
    for _ in range(MOST_PHONES):
        enrol_phone(acting=crew.scope("swb"), at=crew.at, name="手机", days=90)
    with pytest.raises(Unfitting):
        enrol_phone(acting=crew.scope("swb"), at=crew.at, name="手机", days=90)
    client, answer = enter(phones, "swb")
    assert answer.status_code == 422
    assert "查看我的手机" in client.get(reverse("desk:phone-enter")).content.decode()
    ended = PhoneKey.objects.filter(account__username="swb").earliest("pk")
    end_phone_key(acting=crew.scope("swb"), at=crew.at, phone=ended.pk)
    assert enrol_phone(acting=crew.scope("swb"), at=crew.at, name="手机", days=90)


def test_without_key_or_header_nothing_is_told(phones: Phones) -> None:
    key = phones["swb"].cookies[django_settings.PHONE_COOKIE_NAME].value
    no_header = phones["swb"].get(f"{API}work")
    assert refused_with(no_header) == (403, "no-header")
    for wrong in ("", key[:-1], key + "x", key.upper(), "x" * 5000, "üß"):
        answer = with_key(wrong).get(f"{API}work", headers=HEADER)
        assert refused_with(answer) == (401, "no-key")


def test_a_session_at_the_desk_is_no_key(phones: Phones) -> None:
    answer = phones.county.client("swb").get(f"{API}work", headers=HEADER)
    assert refused_with(answer) == (401, "no-key")


def test_an_idle_session_at_the_desk_does_not_stand_in_the_way(phones: Phones) -> None:
    """The browser sends both cookies; the desk's has run out long ago."""
    client = phones.county.client("swb")
    client.get(reverse("desk:home"))
    client.cookies[django_settings.PHONE_COOKIE_NAME] = (
        phones["swb"].cookies[django_settings.PHONE_COOKIE_NAME].value
    )
    phones.later(hours=5)
    sent = phones.item()
    answer = client.post(
        f"{API}records", {"items": [sent]}, content_type="application/json", headers=HEADER
    )
    assert answer.json()["answers"][0]["state"] == "written"


def _change(phones: Phones) -> None:
    crew = phones.county.crew
    change_password(acting=crew.scope("swb"), at=crew.at, password="Qingshan-2025-lv")


def _epoch(phones: Phones) -> None:
    crew = phones.county.crew
    end_other_sessions(acting=crew.scope("swb"), at=crew.at)


def _closed(phones: Phones) -> None:
    crew = phones.county.crew
    close_account(acting=crew.scope("sysadmin"), at=crew.at, username="swb", reason="调离")


def _reopened(phones: Phones) -> None:
    """Whoever had the phone meanwhile does not come in again with the account."""
    crew = phones.county.crew
    _closed(phones)
    reopen_account(acting=crew.scope("sysadmin"), at=crew.at, username="swb", reason="复岗")


def _own_list(phones: Phones) -> None:
    client = phones.county.client("swb")
    page = client.get(reverse("desk:me:home")).content.decode()
    assert "我的手机" in page
    client.post(reverse("desk:me:phone-end"), {"phone": PhoneKey.objects.get().pk})


def _administrator(phones: Phones) -> None:
    client = phones.county.client("sysadmin")
    there = reverse("desk:manage:accounts:account", args=["swb"])
    assert "停用" in client.get(there).content.decode()
    address = reverse("desk:manage:accounts:end-phone", args=["swb"])
    client.post(address, {"phone": PhoneKey.objects.get().pk})


def _time(phones: Phones) -> None:
    phones.later(days=90)


@pytest.mark.parametrize(
    "end", [_change, _epoch, _closed, _reopened, _own_list, _administrator, _time]
)
def test_what_ends_a_key(phones: Phones, end: Any) -> None:
    assert phones.work("swb").status_code == 200
    end(phones)
    for answer in (phones.work("swb"), phones.post("swb", {"items": [phones.item()]})):
        assert refused_with(answer) == (401, "key-ended")
        assert "都还在手机里" in answer.json()["say"]


def test_a_key_holds_until_its_last_moment(phones: Phones) -> None:
    assert phones.work("swb").status_code == 200
    phones.later(days=89, hours=23)
    assert phones.work("swb").status_code == 200


def test_leaving_ends_this_phone_and_no_other(phones: Phones) -> None:
    crew = phones.county.crew
    other = with_key(enrol_phone(acting=crew.scope("swb"), at=crew.at, name="备用", days=90))
    answer = phones["swb"].post(f"{API}leave", headers=HEADER)
    assert answer.status_code == 204
    assert answer.cookies[django_settings.PHONE_COOKIE_NAME]["path"] == API
    assert refused_with(phones["swb"].get(f"{API}work", headers=HEADER))[0] == 401
    assert other.get(f"{API}work", headers=HEADER).status_code == 200


def test_leaving_signs_out_at_the_desk_too(phones: Phones) -> None:
    """Who enrolled here signed in for it: whoever has the phone next would be them, unasked."""
    phone = phones["swb"]
    phone.force_login(phones.county.crew.account("swb"))
    assert phone.get("/phone/enter/").status_code == 200
    answer = phone.post(f"{API}leave", headers=HEADER)
    assert answer.status_code == 204
    assert answer.cookies[django_settings.SESSION_COOKIE_NAME].value == ""
    assert phone.get("/phone/enter/").status_code == 302  # to the sign-in
    row = AuditRow.objects.get(verb="sign-out")
    assert (row.who, row.account, row.detail) == ("person:swb", "swb", '{"by":"self"}')


def test_leaving_under_tls_lets_the_browser_forget_the_pages_it_kept(phones: Phones) -> None:
    answer = phones["swb"].post(f"{API}leave", headers=HEADER, secure=True)
    assert answer["Clear-Site-Data"] == '"cache"'


def test_nobody_ends_the_phone_of_somebody_else(phones: Phones) -> None:
    crew = phones.county.crew
    phones["swb"]
    row = PhoneKey.objects.get()
    with pytest.raises(NotFound):
        end_phone_key(acting=crew.scope("zx"), at=crew.at, phone=row.pk)
    with pytest.raises((NotFound, NotAllowed)):
        end_phone_key(acting=crew.scope("office"), at=crew.at, phone=row.pk, username="swb")
    assert carrier_of(phones["swb"].cookies["phone"].value, crew.at).holds


def test_a_grant_that_ended_ends_what_may_be_written_at_once(phones: Phones) -> None:
    phones.send("swb", phones.item())
    crew = phones.county.crew
    grant = Grant.objects.get(account__username="swb")
    end_grant(acting=everything(), at=crew.at, grant=grant.pk, until=crew.at.date())
    (answer,) = phones.send("swb", phones.item())
    assert (answer["state"], answer["code"]) == ("refused", "not-allowed")
    assert refused_with(phones.work("swb")) == (403, "not-allowed")
    # A phone that is handed on can be signed out all the same.
    assert phones["swb"].post(f"{API}leave", headers=HEADER).status_code == 204


def test_who_comes_to_administer_no_longer_uses_a_phone(phones: Phones) -> None:
    assert phones.work("swb").status_code == 200
    Grant.objects.filter(account__username="swb").delete()
    crew = phones.county.crew
    grant_role(
        acting=everything(), at=crew.at, account="swb", role="auditor", since=c.LONG_AGO,
        place=c.COUNTY,
    )  # fmt: skip
    assert phones.work("swb").status_code in {401, 403}
    PhoneKey.objects.update(mark=crew.account("swb").get_session_auth_hash())
    assert refused_with(phones.work("swb")) == (403, "not-allowed")


def test_the_reach_of_a_phone_is_writing_and_mending_only(phones: Phones) -> None:
    """The office's phone writes for others and mends, and decides nothing."""
    scope = phones.county.crew.scope("office").on_phone()
    held = {one[0] for one in (*scope.verbs_in, *scope.verbs_of, *scope.verbs_there)}
    assert held <= PHONE_VERBS
    assert "append-for" in held
    assert not held & {"manage", "return", "accept", "settle", "redact", "withdraw", "reveal"}


def test_a_new_day_is_a_new_scope(phones: Phones) -> None:
    Grant.objects.filter(account__username="swb").update(
        until=phones.county.crew.at.date() + timedelta(days=1)
    )
    assert phones.work("swb").status_code == 200
    phones.later(days=1)
    assert phones.work("swb").status_code == 403


def test_a_name_of_a_million_marks_takes_no_time(phones: Phones) -> None:
    crew = phones.county.crew
    name = "机" + "\u0315\u0300" * 200_000  # put in order, minutes
    enrol_phone(acting=crew.scope("swb"), at=crew.at, name=name, days=90)
    assert PhoneKey.objects.get().name.startswith("机")

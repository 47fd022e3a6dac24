"""我的账号: the password, what one may do in words, and what is due first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.desk.access.conftest import Door
from tests.pages.desk.access.conftest import text
from tests.records.cast import PASSWORD
from tongxing.actions.change_password import reset_password

NEW = "Shan-he-wuyang-9"


def test_it_says_what_one_may_do_in_words(door: Door) -> None:
    door.sign_in()
    said = text(door.get("/me/"))
    assert "结对单位 · 市委办" in said
    assert "查看与本单位结对的村的记录" in said
    assert "2020年1月1日起" in said


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"old": "wrong", "password": NEW, "again": NEW}, "原密码不对"),
        ({"old": PASSWORD, "password": NEW, "again": NEW + "x"}, "两次输入的新密码不一样"),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "长度应为8到128位"),
        ({"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "最近5次"),
    ],
)
def test_a_password_not_changed_says_why(door: Door, given: dict[str, str], told: str) -> None:
    door.sign_in()
    answer = door.post("/me/password/", **given)
    assert answer.status_code == 422
    assert told in text(answer)
    assert given["password"] not in answer.content.decode()
    assert door.another().sign_in().status_code == 302


def test_guessing_the_old_password_locks_as_signing_in_does(door: Door) -> None:
    door.sign_in()
    for _ in range(5):
        answer = door.post("/me/password/", old="wrong", password=NEW, again=NEW)
    assert "已暂停登录" in text(answer)


def test_a_password_of_an_administrator_must_go_first(door: Door) -> None:
    opened = reset_password(acting=door.crew.scope("sysadmin"), at=door.clock[0], username="swb")
    door.sign_in(password=opened.password)
    assert door.get("/ledger/")["Location"] == "/me/"
    assert "一次性密码" in text(door.get("/me/"))
    door.post("/me/password/", old=opened.password, password=NEW, again=NEW)
    assert door.get("/ledger/").status_code == 200


def test_a_password_runs_out_after_its_days_and_warns_before(door: Door, settings: Any) -> None:
    settings.PASSWORD_DAYS = 90
    door.wait(days=75)
    door.sign_in()
    assert "天后到期" not in text(door.get("/ledger/"))
    late = door.another()
    late.wait(days=1)
    late.sign_in()
    assert "您的密码14天后到期" in text(late.get("/ledger/"))
    over = door.another()
    over.wait(days=14)
    over.sign_in()
    assert over.get("/ledger/")["Location"] == "/me/"
    assert "您的密码已到期" in text(over.get("/me/"))


def test_with_no_days_a_password_never_runs_out(door: Door, settings: Any) -> None:
    settings.PASSWORD_DAYS = 0
    door.wait(days=4000)
    door.sign_in()
    assert door.get("/ledger/").status_code == 200


def test_a_form_of_another_site_changes_nothing(door: Door) -> None:
    door.sign_in()
    answer = door.client.post("/me/password/", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert answer.status_code == 403
    assert door.crew.account("swb").check_password(PASSWORD)


def test_the_demos_one_press_asks_for_nothing_first(door: Door, settings: Any) -> None:
    settings.DEMO, settings.SECOND_FACTOR, settings.PASSWORD_DAYS = True, "all", 1
    door.wait(days=30)
    assert door.post("/sign-in/", **{"as": "office"})["Location"] == "/"
    assert door.get("/ledger/").status_code == 200


def test_an_account_closed_meanwhile_is_out_with_the_next_page(door: Door) -> None:
    door.sign_in()
    account = door.crew.account("swb")
    account.is_active = False
    account.save()
    assert not door.is_in()


def test_administrators_arrive_where_they_work(door: Door, settings: Any) -> None:
    settings.SECOND_FACTOR = "none"
    assert door.sign_in("sysadmin")["Location"] == "/manage/"
    said = text(door.get("/"))
    assert "不查看台账内容" in said

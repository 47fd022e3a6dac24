"""Password first, then a code: until both are shown nobody is signed in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.test_second_factor import code
from tests.pages.desk.access.conftest import Door
from tests.pages.desk.access.conftest import hidden
from tests.pages.desk.access.conftest import text
from tests.records.cast import PASSWORD
from tongxing.records.accounts.models import SecondFactor
from tongxing.records.audit.models import AuditRow


def test_the_password_alone_lets_nobody_in(door: Door) -> None:
    door.has_phone()
    assert door.sign_in(next="/ledger/")["Location"] == "/sign-in/second/"
    assert not door.is_in()
    assert "手机上的六位数" in text(door.get("/sign-in/second/"))
    assert door.post("/sign-in/second/", code=door.code())["Location"] == "/ledger/"
    assert door.is_in()
    assert AuditRow.objects.get(verb="sign-in").detail == '{"by":"totp"}'


def test_a_wrong_code_says_so_and_five_lock(door: Door) -> None:
    door.has_phone()
    door.sign_in()
    answers = [door.post("/sign-in/second/", code="12") for _ in range(5)]
    assert "验证码不对，或已经用过" in text(answers[0])
    assert "已暂停登录" in text(answers[4])
    assert not door.is_in()


def test_a_code_from_paper_opens_too(door: Door) -> None:
    first, *_ = door.has_phone()
    door.sign_in()
    door.post("/sign-in/second/", code=first)
    assert door.is_in()


def test_the_second_step_waits_five_minutes(door: Door) -> None:
    door.has_phone()
    door.sign_in()
    door.wait(minutes=6)
    answer = door.post("/sign-in/second/", code=door.code())
    assert "请重新登录" in text(answer)
    assert not door.is_in()


def test_another_password_meanwhile_ends_the_waiting(door: Door) -> None:
    door.has_phone()
    door.sign_in()
    account = door.crew.account("swb")
    account.set_password("Another-one-9")
    account.save()
    assert "请重新登录" in text(door.post("/sign-in/second/", code=door.code()))


def test_a_form_kept_comes_through_both_steps(door: Door) -> None:
    door.has_phone()
    door.sign_in()
    door.post("/sign-in/second/", code=door.code())
    door.wait(minutes=40)
    kept = hidden(door.post("/ledger/new/", text="迟到的内容"), "kept")
    door.sign_in(kept=kept)
    answer = door.post("/sign-in/second/", code=door.code())
    assert "迟到的内容" in answer.content.decode()


def test_an_address_elsewhere_is_not_followed_after_the_second_step(door: Door) -> None:
    door.has_phone()
    door.sign_in(next="https://example.org/")
    assert door.post("/sign-in/second/", code=door.code())["Location"] == "/"


def test_where_required_nothing_else_opens_before_there_is_one(door: Door, settings: Any) -> None:
    settings.SECOND_FACTOR = "administrators"
    assert door.sign_in("security")["Location"] == "/manage/"
    assert door.get("/manage/")["Location"] == "/me/"
    assert "须有第二重验证" in text(door.get("/me/"))
    door.post("/me/confirm/", password=PASSWORD)
    secret = hidden_secret(door.get("/me/second/generator/"))
    answer = door.post("/me/second/generator/", code=code(door.clock[0], secret), name="")
    assert "只显示这一次" in text(answer)
    assert door.get("/manage/").status_code == 200


def hidden_secret(answer: Any) -> str:
    said = answer.content.decode()
    start = said.index('<code class="secret">') + len('<code class="secret">')
    return said[start : said.index("</code>", start)].replace(" ", "")


@pytest.mark.parametrize(("who", "policy", "due"), [
    ("office", "administrators", False), ("office", "office", True), ("swb", "office", False),
    ("swb", "all", True), ("auditor", "administrators", True), ("security", "none", False),
])  # fmt: skip
def test_of_whom_it_is_asked(door: Door, settings: Any, who: str, policy: str, due: bool) -> None:
    settings.SECOND_FACTOR = policy
    door.sign_in(who)
    assert (door.get("/").status_code == 302) is due


def test_changing_the_second_factor_asks_for_the_password_again(door: Door) -> None:
    door.sign_in()
    for path in ("/me/second/", "/me/second/generator/", "/me/second/passkey/"):
        assert door.get(path)["Location"] == "/me/confirm/?next=%2Fme%2Fsecond%2F"
    assert "密码不对" in text(door.post("/me/confirm/", password="wrong"))
    answer = door.post("/me/confirm/", password=PASSWORD, next="/me/second/")
    assert answer["Location"] == "/me/second/"
    assert door.get("/me/second/").status_code == 200
    door.wait(minutes=6)
    assert door.get("/me/second/").status_code == 302


def test_the_drawn_code_says_what_the_text_says_and_has_no_style(door: Door) -> None:
    door.sign_in()
    door.post("/me/confirm/", password=PASSWORD)
    answer = door.get("/me/second/generator/")
    said = answer.content.decode()
    assert len(hidden_secret(answer)) == 32
    assert '<svg viewBox="' in said
    assert "style=" not in said
    assert "no-store" in answer["Cache-Control"]


def test_a_code_drawn_too_long_ago_is_drawn_again(door: Door) -> None:
    door.sign_in()
    door.post("/me/confirm/", password=PASSWORD)
    answer = door.post("/me/second/generator/", code="123456")  # nothing was drawn
    assert answer["Location"] == "/me/second/generator/"
    door.get("/me/second/generator/")
    answer = door.post("/me/second/generator/", code="12345")
    assert answer.status_code == 422
    assert "请核对手机时间" in text(answer)


def test_one_takes_ones_own_off_and_gets_other_codes(door: Door) -> None:
    door.has_phone()
    door.sign_in()
    door.post("/sign-in/second/", code=door.code())
    door.post("/me/confirm/", password=PASSWORD)
    assert "还剩10个" in text(door.get("/me/second/"))
    assert "只显示这一次" in text(door.post("/me/second/codes/"))
    for wrong in ("", "x", "0", "9" * 30):
        assert door.post("/me/second/remove/", factor=wrong).status_code == 404
    door.post("/me/second/remove/", factor=str(SecondFactor.objects.get().pk))
    assert "还没有添加" in text(door.get("/me/second/"))
    assert door.post("/me/second/codes/").status_code == 422


def test_by_a_number_for_an_address_no_passkey_is_offered(door: Door) -> None:
    door.sign_in()
    door.post("/me/confirm/", password=PASSWORD)
    answer = door.client.get("/me/second/passkey/", headers={"host": "127.0.0.1:8000"})
    assert "data-options" not in answer.content.decode()
    assert "网址名称" in text(answer)
    by_name = door.client.get("/me/second/passkey/", headers={"host": "localhost:8000"})
    assert "data-options" in by_name.content.decode()
    assert door.post("/me/second/passkey/", answer="{}").status_code == 422

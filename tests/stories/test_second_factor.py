"""Somebody adds a code generator and a passkey in a real browser, and signs in with each."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator

import pytest
from django_otp.oath import hotp
from playwright.sync_api import Browser
from playwright.sync_api import CDPSession
from playwright.sync_api import Page
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CLERK = "forestry"
KEEPER = "party-office"
PASSWORD = "Shan-he-wuyang-9"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def code(secret: str, steps: int = 0) -> str:
    key = base64.b32decode(secret.replace(" ", ""))
    return f"{hotp(key, int(time.time()) // 30 + steps):06d}"


def one_time_password(page: Page, username: str) -> str:
    """The system administrator resets somebody's password and reads it out."""
    page.goto("/sign-in/")
    page.locator("button[value=gaozhou-system]").click()
    page.goto(f"/manage/accounts/name/{username}/")
    page.get_by_text("重置密码", exact=True).first.click()
    page.get_by_role("button", name="重置密码").click()
    said = page.locator("code.secret").inner_text()
    page.locator(".whoami > summary").click()
    page.get_by_role("button", name="退出登录").click()
    return said


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator(".whoami > summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()


def choose_own_password(page: Page, first: str) -> None:
    """What is due at the first sign-in."""
    expect(page.get_by_text("一次性密码，请先修改密码")).to_be_visible()
    page.get_by_label("原密码").fill(first)
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次新密码").fill(PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_text("密码已修改")).to_be_visible()


def to_second_factors(page: Page) -> None:
    page.goto("/me/second/")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="第二重验证", level=1)).to_be_visible()


def test_a_first_sign_in_a_phone_and_a_code_on_paper(page: Page) -> None:
    first = one_time_password(page, CLERK)
    sign_in(page, CLERK, first)
    choose_own_password(page, first)
    to_second_factors(page)
    page.get_by_role("link", name="添加手机动态口令").click()
    expect(page.locator(".qr-box svg")).to_be_visible()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("六位数").fill(code(secret))
    page.get_by_label("给它起个名").fill("工作手机")
    page.get_by_role("button", name="添加").click()
    papers = page.locator(".codes code").all_inner_texts()
    assert len(set(papers)) == 10
    page.get_by_role("link", name="我已记下").click()
    expect(page.get_by_text("工作手机")).to_be_visible()
    sign_out(page)

    sign_in(page, CLERK, PASSWORD)
    expect(page.get_by_role("heading", name="第二重验证")).to_be_visible()
    page.get_by_label("手机上的六位数").fill(code(secret, 1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()
    sign_out(page)

    sign_in(page, CLERK, PASSWORD)
    page.get_by_label("手机上的六位数").fill(papers[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()


@pytest.fixture
def named(chromium: Browser, address: str) -> Iterator[Page]:
    """The site by its name, as passkeys need it, with a key built into the machine."""
    context = chromium.new_context(base_url=address.replace("127.0.0.1", "localhost"))
    made = context.new_page()
    yield made
    context.close()


def with_key(page: Page) -> tuple[CDPSession, str]:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return devtools, made["authenticatorId"]


def test_a_passkey_is_made_named_used_and_removed(named: Page) -> None:
    page = named
    first = one_time_password(page, KEEPER)
    sign_in(page, KEEPER, first)
    choose_own_password(page, first)
    to_second_factors(page)
    devtools, machine = with_key(page)
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("给它起个名").fill("办公室电脑")
    page.get_by_role("button", name="开始添加").click()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": machine})
    assert [one["rpId"] for one in kept["credentials"]] == ["localhost"]
    sign_out(page)

    sign_in(page, KEEPER, PASSWORD)
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()

    to_second_factors(page)
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_role("button", name="开始添加").click()
    expect(page.get_by_text("已有登记过的通行密钥")).to_be_visible()
    page.goto("/me/second/")
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有添加")).to_be_visible()


def test_without_a_key_it_says_what_else_one_can_do(named: Page) -> None:
    page = named
    first = one_time_password(page, "hedong-village")
    sign_in(page, "hedong-village", first)
    choose_own_password(page, first)
    to_second_factors(page)
    devtools, machine = with_key(page)
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_role("button", name="开始添加").click()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    sign_out(page)
    devtools.send("WebAuthn.clearCredentials", {"authenticatorId": machine})
    sign_in(page, "hedong-village", PASSWORD)
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_text("没有完成：已取消、超时")).to_be_visible()
    expect(page.get_by_label("纸上的一个备用码")).to_be_visible()

"""手机页: everybody comes in, and sees nothing of whoever had the phone before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.on_the_phone import workbook
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import VILLAGE
from tests.stories.phone_page.writing import enrol
from tests.stories.phone_page.writing import write

pytestmark = pytest.mark.browser

OTHER = "市委办联络员"


def test_everybody_can_come_in(phone: Page) -> None:
    phone.goto("/phone/")
    expect(phone.get_by_role("button", name="登录", exact=True)).to_be_visible()
    usable_by_everyone(phone)
    phone.get_by_role("button", name="登录", exact=True).tap()
    phone.locator(f'button[name="as"]:has-text("{MEMBER}")').first.tap()
    expect(phone.get_by_role("button", name="在这部手机上使用")).to_be_visible()
    usable_by_everyone(phone)
    phone.get_by_role("button", name="在这部手机上使用").tap()
    expect(phone.get_by_role("heading", name="我的待办")).to_be_visible()
    usable_by_everyone(phone)
    phone.goto("/phone/#/phone")
    expect(phone.get_by_role("heading", name="本机")).to_be_visible()
    usable_by_everyone(phone)
    phone.context.clear_cookies(name="phone")
    phone.goto("/phone/#/outbox")
    phone.reload()
    expect(phone.get_by_role("link", name="重新登录")).to_be_visible()
    usable_by_everyone(phone)


def test_another_person_on_the_same_phone_sees_a_number_and_nothing_else(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.context.set_offline(True)
    write(phone, "7", "只有本人看得到的话")
    phone.goto("/phone/#/phone")
    phone.get_by_role("button", name="在这部手机上退出登录").tap()
    expect(phone.get_by_text("这部手机上有1条没有发出的记录")).to_be_visible()
    usable_by_everyone(phone)
    phone.context.set_offline(False)
    enrol(phone, OTHER)  # is asked to sign in, whoever was signed in before
    for place in ("todo", "outbox", "mine"):
        phone.goto(f"/phone/#/{place}")
        expect(phone.locator("h1")).to_be_visible()
        assert "只有本人看得到的话" not in phone.locator("body").inner_text()
        assert VILLAGE not in phone.locator("#view").inner_text()


def test_who_oversees_a_province_is_told_whose_lines_the_phone_has(phone: Page) -> None:
    enrol(phone, MEMBER)
    expect(phone.locator("#books")).to_have_count(0)
    phone.context.set_offline(True)
    phone.evaluate(workbook("{ books: ['高州市', '化州市'], books_more: 110 }"))
    phone.reload()
    expect(phone.locator("#books")).to_contain_text("手机上只带2个县（市、区）：高州市、化州市。")
    expect(phone.locator("#books")).to_contain_text("另外110个的待办请在电脑上看")
    usable_by_everyone(phone)

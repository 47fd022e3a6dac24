"""手机页: storage that is full, missing or newer than the page, and what is then not kept."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.on_the_phone import workbook
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol
from tests.stories.phone_page.writing import said_saved

pytestmark = pytest.mark.browser

FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.room = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
# There is no room for the workbook, until `room` is called.
NO_ROOM = """(() => {
  const put = IDBObjectStore.prototype.put;
  window.room = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "workbook") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
})()"""
# The kinds are taken away, as when a grant ends.
NO_KINDS = workbook("{ kinds: [] }")
# As a later version of the page leaves what is kept.
NEWER = """async () => {
  for (const { name, version } of await indexedDB.databases()) {
    await new Promise((done) => {
      const asked = indexedDB.open(name, version + 1);
      asked.onsuccess = () => done(asked.result.close());
    });
  }
}"""


def test_a_full_phone_says_so_at_the_sign_in_and_goes_on_once_there_is_room(phone: Page) -> None:
    phone.add_init_script(NO_ROOM)
    phone.goto("/phone/")
    sign_in = phone.get_by_role("button", name="登录", exact=True)
    sign_in.tap()
    phone.locator(f'button[name="as"]:has-text("{MEMBER}")').first.tap()
    phone.get_by_role("button", name="在这部手机上使用").tap()
    expect(phone.get_by_text("手机存储已满，您的待办存不下")).to_be_visible()
    phone.evaluate("room()")
    sign_in.tap()
    expect(phone.get_by_role("heading", name="我的待办")).to_be_visible()


def test_a_page_older_than_what_is_kept_says_so(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.get_by_label("一句话说明").fill("更新时正在写")
    phone.wait_for_url("**/#/draft/*")
    phone.evaluate(NEWER)
    expect(phone.get_by_role("heading", name="手机页已更新")).to_be_visible()
    phone.get_by_role("button", name="重新打开").tap()
    expect(phone.get_by_role("heading", name="这一版手机页太旧")).to_be_visible()
    usable_by_everyone(phone)


def test_a_browser_without_storage_says_so(phone: Page) -> None:
    phone.add_init_script("""
        IDBFactory.prototype.open = () => { throw new DOMException("", "SecurityError"); };
    """)
    phone.goto("/phone/")
    expect(phone.get_by_role("heading", name="手机页没有打开")).to_be_visible()


def test_what_is_not_kept_or_not_sent_is_said_to_be_so(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.get_by_role("button", name="保存", exact=True).tap()
    people = phone.get_by_label("参加人次")
    expect(people).to_have_attribute("aria-invalid", "true")
    expect(people).to_be_focused()

    phone.evaluate(FULL)
    people.fill("21")
    told = phone.get_by_role("alert").filter(has_text="刚填写的还没有存下")
    expect(told).to_contain_text("手机存储已满，刚填写的还没有存下。请先不要离开这一页")
    usable_by_everyone(phone)
    phone.evaluate("room()")
    phone.context.set_offline(True)
    phone.get_by_label("一句话说明").fill("存储满过一次")
    expect(told).to_be_hidden()
    phone.wait_for_timeout(700)
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)

    phone.goto("/phone/#/outbox")
    phone.get_by_text("发不出去时：导出成文件").tap()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="导出未发").tap()
    assert len(json.loads(download.value.path().read_text(encoding="utf-8"))["items"]) == 1
    expect(phone.get_by_role("status").filter(has_text="已导出1条")).to_contain_text(
        "手机未发记录-"
    )

    item = phone.locator("[data-state=waiting]").get_attribute("data-item")
    phone.goto("/phone/#/item/0")
    expect(phone.get_by_text("这一条不在待发里了")).to_be_visible()
    phone.evaluate(NO_KINDS)
    phone.goto(f"/phone/?again#/edit/{item}")
    phone.reload()
    expect(phone.get_by_text("您现在不能记这一类。这一条还在待发里")).to_be_visible()

"""手机页: what the county refuses is mended; of two versions one is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.on_the_phone import workbook
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import VILLAGE
from tests.stories.phone_page.writing import enrol
from tests.stories.phone_page.writing import said_saved
from tests.stories.phone_page.writing import write
from tests.stories.phone_page.writing import write_here

pytestmark = pytest.mark.browser

OFFICE = "县专班经办人"
ELSEWHERE = "440981102201"  # 珍珠村, with which the unit is not paired
# As the workbook was before the kind's form was changed.
OLDER = workbook(
    """{ kinds: kept.body.kinds.map((one) => one.id !== "labour-day" ? one : {
  ...one, version: 0,
  fields: [...one.fields, { ...one.fields[0], id: "old", title: "旧的一格", type: "text", unit: "", optional: true }],
}) }""",
)
# As it was while a kind was still written that is no more.
FORMER = workbook(
    """{ kinds: [...kept.body.kinds, {
  ...kept.body.kinds.find((one) => one.id === "labour-day"), id: "old-kind", title: "停了的类别" }] }""",
)


def test_what_the_county_refuses_is_mended_and_blocks_nothing(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.locator(".who-where summary").tap()
    phone.evaluate(  # as if the place had been granted when the workbook was read
        "code => document.querySelector('#i-place').append(new Option('珍珠村', code))", ELSEWHERE
    )
    phone.get_by_label("地点").select_option(ELSEWHERE)
    phone.get_by_label("参加人次").fill("12")
    phone.get_by_label("一句话说明").fill("到邻村清淤")
    phone.wait_for_timeout(700)
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)
    write(phone, "6", "跟在后面的一条")
    phone.goto("/phone/#/outbox")
    refused = phone.locator("[data-state=attention]")
    expect(refused).to_contain_text("需要修改")
    expect(refused).to_contain_text("您没有在该地")
    expect(phone.locator("[data-item]")).to_have_count(1)  # the one behind it has gone
    usable_by_everyone(phone)
    refused.get_by_role("link").tap()
    phone.get_by_role("link", name="改好再发").tap()
    expect(phone.get_by_label("地点")).to_be_visible()
    usable_by_everyone(phone)
    phone.get_by_label("地点").select_option(label=VILLAGE)
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_role("heading", name="已存在手机上")).to_be_visible()
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()


def test_what_was_written_on_an_older_form_is_mended_on_the_newer(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.evaluate(OLDER)
    phone.context.set_offline(True)
    phone.reload()
    phone.goto("/phone/#/write/labour-day")
    phone.locator("summary", has_text="补充内容").tap()
    phone.get_by_label("旧的一格").fill("渡口东头")
    write_here(phone, "12", "按旧表写的一条")
    phone.context.set_offline(False)
    phone.goto("/phone/#/write/visit-reception")  # the ledger grows, and the workbook is read anew
    phone.get_by_label("接待人次").fill("3")
    phone.get_by_label("一句话说明").fill("另一类的一条")
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)
    told_by_the_workbook(phone, "另一类的一条")
    phone.goto("/phone/#/outbox")
    refused = phone.locator("[data-state=attention]")
    expect(refused).to_contain_text("字段已更新到第1版")
    refused.get_by_role("link").tap()
    phone.get_by_role("link", name="改好再发").tap()
    left = phone.locator(".note", has_text="这一类的表已经更新")
    expect(left).to_contain_text("1项没有对应的格（渡口东头）")
    usable_by_everyone(phone)
    phone.get_by_label("一句话说明").fill("按旧表写的一条，在渡口东头")
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_role("heading", name="已存在手机上")).to_be_visible()
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()


def test_what_was_written_of_a_kind_that_is_no_more_is_still_read_and_finished(
    phone: Page,
) -> None:
    enrol(phone, MEMBER)
    phone.evaluate(FORMER)
    phone.context.set_offline(True)
    phone.reload()
    phone.goto("/phone/#/write/old-kind")
    write_here(phone, "12", "按停了的类别写的")
    phone.goto("/phone/#/write/old-kind")
    phone.get_by_label("一句话说明").fill("还没有写完")
    phone.wait_for_timeout(700)
    phone.context.set_offline(False)
    write(phone, "3", "台账又多一条")  # and the workbook is read anew
    told_by_the_workbook(phone, "台账又多一条")
    phone.goto("/phone/#/outbox")
    refused = phone.locator("[data-state=attention]")
    expect(refused).to_contain_text("没有可填的类别")
    expect(phone.locator("[data-draft]")).to_contain_text("停了的类别")
    refused.get_by_role("link").tap()
    expect(phone.locator("dl.lines")).to_contain_text("12人次")
    phone.goto("/phone/#/outbox")
    phone.locator("[data-draft]").get_by_role("link").tap()
    expect(phone.get_by_text("导出成文件交给县专班")).to_be_visible()
    expect(phone.get_by_label("一句话说明")).to_have_value("还没有写完")
    usable_by_everyone(phone)


def told_by_the_workbook(phone: Page, words: str) -> None:
    """Waits for the workbook that knows this record: it counts there."""
    phone.goto("/phone/#/mine")
    expect(phone.locator("[data-record]", has_text=words)).to_contain_text("已计入")


@contextmanager
def at_the_desk(browser: Browser, phone: Page, id_: str) -> Iterator[Page]:
    """The record's page as the office has it."""
    desk = browser.new_page(base_url=phone.url.split("/phone/")[0])
    desk.goto("/sign-in/")
    desk.locator(f'button[name="as"]:has-text("{OFFICE}")').first.click()
    desk.goto(f"/ledger/{id_}/")
    yield desk
    desk.context.close()


def corrected_at_the_desk(browser: Browser, phone: Page, id_: str, people: str) -> None:
    with at_the_desk(browser, phone, id_) as desk:
        desk.get_by_role("link", name="更正", exact=True).click()
        desk.get_by_label("参加人次").fill(people)
        desk.get_by_role("button", name="保存更正").click()
        expect(desk.get_by_role("heading", level=1)).to_be_visible()


def corrected_offline(phone: Page, words: str) -> str:
    """The id of a record that says 18; the correction of it that waits says 20."""
    write(phone, "18", words)
    phone.goto("/phone/#/mine")
    row = phone.locator("[data-record]", has_text=words)
    expect(row).to_contain_text("已计入")
    id_ = row.get_attribute("data-record")
    row.get_by_role("link").tap()
    phone.context.set_offline(True)
    phone.get_by_role("link", name="更正", exact=True).tap()
    phone.get_by_label("参加人次").fill("20")
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)
    return str(id_)


def in_conflict(browser: Browser, phone: Page, words: str) -> str:
    """Mine says 20, the office's, which came first, 25."""
    id_ = corrected_offline(phone, words)
    corrected_at_the_desk(browser, phone, id_, "25")
    sent_into_conflict(phone)
    expect(phone.locator("tr.differs")).to_have_count(1)
    expect(phone.locator("tr.differs")).to_contain_text("20人次25人次")
    return id_


def sent_into_conflict(phone: Page) -> None:
    phone.context.set_offline(False)
    phone.goto("/phone/#/outbox")
    phone.locator("[data-state=conflict]").get_by_role("link").tap()


def test_two_versions_stand_side_by_side_and_either_may_be_kept(
    phone: Page, chromium: Browser
) -> None:
    enrol(phone, MEMBER)
    in_conflict(chromium, phone, "两边都更正了的一条")
    usable_by_everyone(phone)
    phone.get_by_role("button", name="用对方的").tap()
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()
    in_conflict(chromium, phone, "还是照我的算")
    keep = phone.get_by_role("button", name="保留我的")
    keep.evaluate("(button) => { button.click(); button.click(); }")  # tapped twice it is one
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()
    phone.goto("/phone/#/mine")
    rows = phone.locator("[data-record]", has_text="还是照我的算")
    expect(rows.filter(has_text="已更正")).to_have_count(2)  # what I wrote first, and the office's
    expect(rows.filter(has_text="已计入")).to_have_count(1)
    rows.filter(has_text="已计入").get_by_role("link").tap()
    expect(phone.locator("dl.lines")).to_contain_text("20人次")


def test_what_the_office_ruled_on_asks_nobody_any_more(phone: Page, chromium: Browser) -> None:
    enrol(phone, MEMBER)
    id_ = in_conflict(chromium, phone, "县里裁定过的一条")
    with at_the_desk(chromium, phone, id_) as desk:
        desk.get_by_role("link", name="以这一条为底稿裁定").click()
        desk.get_by_label("参加人次").fill("22")
        desk.get_by_role("button", name="保存裁定").click()
        expect(desk.get_by_text("已裁定，各次都保留可查")).to_be_visible()
    phone.reload()
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()


def test_of_what_was_withdrawn_meanwhile_there_is_nothing_to_choose(
    phone: Page, chromium: Browser
) -> None:
    enrol(phone, MEMBER)
    with at_the_desk(chromium, phone, corrected_offline(phone, "县里撤回了的一条")) as desk:
        desk.get_by_text("撤回", exact=True).first.click()
        desk.get_by_label("原因").fill("重复登记")
        desk.get_by_role("button", name="撤回").last.click()
        expect(desk.get_by_text("这一条已撤回，不再计入任何数字")).to_be_visible()
    sent_into_conflict(phone)
    expect(phone.get_by_text("所更正的记录此前已被撤回，您的这次暂不计入")).to_be_visible()
    expect(phone.get_by_text("原因：重复登记")).to_be_visible()
    expect(phone.get_by_role("button", name="保留我的")).to_have_count(0)
    usable_by_everyone(phone)
    phone.get_by_role("button", name="知道了").tap()
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()


def test_what_was_returned_stands_among_what_is_to_be_done(phone: Page, chromium: Browser) -> None:
    enrol(phone, MEMBER)
    write(phone, "18", "县里退回的一条")
    phone.goto("/phone/#/mine")
    row = phone.locator("[data-record]", has_text="县里退回的一条")
    expect(row).to_contain_text("已计入")
    with at_the_desk(chromium, phone, str(row.get_attribute("data-record"))) as desk:
        desk.get_by_text("退回", exact=True).first.click()
        desk.get_by_label("退回说明").fill("请补上清理点位")
        desk.get_by_role("button", name="退回").last.click()
        expect(desk.get_by_text("这一条已被退回，暂不计入")).to_be_visible()
    phone.goto("/phone/#/todo")
    phone.reload()
    told = phone.locator("#returned")
    expect(told).to_contain_text("有1条记录被退回，更正后才计入。")
    usable_by_everyone(phone)
    told.get_by_role("link").tap()
    expect(phone.get_by_text("退回说明：请补上清理点位")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("link", name="更正", exact=True).tap()
    phone.get_by_label("参加人次").fill("19")
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)
    phone.goto("/phone/#/todo")
    expect(phone.locator("#returned")).to_have_count(0)  # its correction waits
    phone.context.set_offline(False)
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()

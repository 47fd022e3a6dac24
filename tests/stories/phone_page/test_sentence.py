"""手机页: one sentence finds the kind, the day, the amount and the village."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.on_the_phone import workbook
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import VILLAGE
from tests.stories.phone_page.writing import enrol
from tests.stories.phone_page.writing import said_saved

pytestmark = pytest.mark.browser

SUPERVISOR = "督导组成员"
# One unit is paired with several villages, each of them with nobody else.
ONE_EACH = workbook(
    "{ pairings: [...new Map(kept.body.pairings.map((one) => [one.place.code, one])).values()] }",
)


def test_one_sentence_finds_its_kind_its_day_and_its_amount(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.get_by_role("link", name="记一笔").tap()
    phone.get_by_label("做了什么").fill("昨天买了三千多块钱的荔枝")
    expect(phone.locator("#likely")).to_have_text("列在最前的是消费帮扶")
    usable_by_everyone(phone)
    phone.locator("#kinds .kind").first.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("消费帮扶")
    expect(phone.get_by_text("读作 3000多元")).to_be_visible()
    yesterday = phone.evaluate("new Date(Date.now() - 864e5).toLocaleDateString('sv')")
    expect(phone.get_by_label("日期")).to_have_value(str(yesterday))
    expect(phone.get_by_label("一句话说明")).to_have_value("昨天买了三千多块钱的荔枝")
    usable_by_everyone(phone)


def test_a_sentence_is_still_there_when_it_was_another_kind(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write")
    phone.get_by_label("做了什么").fill("昨天去看了几户人家")
    phone.locator("#kinds .kind").nth(1).tap()
    expect(phone.get_by_label("一句话说明")).to_have_value("昨天去看了几户人家")
    phone.go_back()
    expect(phone.get_by_label("做了什么")).to_have_value("昨天去看了几户人家")


def test_the_day_follows_the_sentence_until_somebody_chooses_one(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    words, day = phone.get_by_label("一句话说明"), phone.get_by_label("日期")
    ago = "days => new Date(Date.now() - days * 864e5 + 8 * 36e5).toISOString().slice(0, 10)"
    words.fill("昨天清理村道")
    expect(day).to_have_value(str(phone.evaluate(ago, 1)))
    words.fill("前天清理村道")
    expect(day).to_have_value(str(phone.evaluate(ago, 2)))
    phone.get_by_role("button", name="今天", exact=True).tap()
    words.fill("大前天清理村道")
    phone.wait_for_timeout(700)
    expect(day).to_have_value(str(phone.evaluate(ago, 0)))


def test_a_time_that_is_no_single_day_asks_to_look_at_the_day(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write")
    phone.get_by_label("做了什么").fill("上个月集中劳动20人")
    phone.locator("#kinds .kind").first.tap()
    doubt, words = phone.locator("#i-happened-doubt"), phone.get_by_label("一句话说明")
    day = phone.get_by_label("日期")
    expect(doubt).to_have_text("您说的是“上个月”，请核对日期。")
    usable_by_everyone(phone)
    words.fill("上个月订的树苗，昨天种下")
    expect(doubt).to_be_empty()
    words.fill("上上周集中劳动20人")
    expect(doubt).to_have_text("您说的是“上上周”，请核对日期。")
    phone.goto("/phone/#/todo")
    phone.go_back()
    expect(doubt).to_have_text("您说的是“上上周”，请核对日期。")
    words.fill("集中劳动20人")
    expect(doubt).to_be_empty()
    words.fill("前段时间集中劳动20人")
    expect(doubt).to_be_visible()
    phone.get_by_role("button", name="今天", exact=True).tap()  # it was today after all
    expect(doubt).to_be_empty()
    words.fill("前段时间集中劳动二十人")
    phone.wait_for_timeout(700)
    expect(doubt).to_be_empty()
    expect(day).not_to_have_value("")
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)


def test_a_sentence_that_names_a_village_chooses_it_among_many(phone: Page) -> None:
    enrol(phone, SUPERVISOR)
    phone.context.set_offline(True)
    phone.evaluate(ONE_EACH)
    phone.reload()
    phone.goto("/phone/#/write/field-check")
    where = phone.locator(".who-where summary")
    expect(where).to_contain_text("请选择")
    words = phone.get_by_label("一句话说明")
    words.fill(f"到{VILLAGE.removesuffix('村')}看了村道")
    expect(where).to_contain_text(VILLAGE)
    expect(phone.get_by_text(f"地点：{VILLAGE}")).to_be_visible()
    expect(words).to_be_focused()
    phone.get_by_role("button", name="不记了").tap()

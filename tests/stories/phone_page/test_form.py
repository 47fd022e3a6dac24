"""手机页: the form takes few taps, and what was begun is there when one comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol

pytestmark = pytest.mark.browser

# For this unit nobody else here writes: its labour day is still due, and there is none like it.
UNTOUCHED = "市委办联络员"
TAPS_MOST = 5


def test_the_commonest_record_takes_at_most_five_taps(phone: Page) -> None:
    enrol(phone, UNTOUCHED)
    phone.evaluate("window.taps = 0; addEventListener('click', (e) => e.isTrusted && (taps += 1))")
    phone.locator(".due", has_text="组织一次集中劳动").first.tap()
    phone.get_by_label("参加人次").tap()
    phone.keyboard.type("三十多")
    expect(phone.get_by_text("读作 30多人次")).to_be_visible()
    phone.get_by_label("一句话说明").tap()
    phone.keyboard.type("清理村道两旁杂草")
    expect(phone.get_by_text("按这句话填好了")).to_be_visible()
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_role("heading", name="已存在手机上")).to_be_visible()
    assert 0 < int(phone.evaluate("taps")) <= TAPS_MOST


def test_a_form_left_in_the_middle_is_still_there(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    words = phone.get_by_label("一句话说明")
    words.fill("写到一半")
    phone.wait_for_url("**/#/draft/*")
    phone.get_by_role("link", name="待办").tap()
    expect(words).to_have_count(0)
    phone.go_back()
    expect(words).to_have_value("写到一半")
    phone.reload()  # as a phone does that needed its memory for the camera
    expect(words).to_have_value("写到一半")
    words.fill("写到一半又多一些")
    phone.get_by_role("link", name="待发").tap()
    phone.get_by_role("link", name="写到一半又多一些").tap()
    expect(words).to_have_value("写到一半又多一些")
    phone.goto("/phone/#/outbox")
    begun = phone.locator("[data-draft]", has_text="写到一半")
    begun.get_by_role("button", name="删去").tap()
    expect(begun).to_have_count(0)
    expect(phone.locator("#title")).to_be_focused()


def test_a_long_report_pasted_in_is_not_cut_and_says_how_much_is_over(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    words, report = phone.get_by_label("一句话说明"), "清理村道。" * 850
    words.focus()
    phone.keyboard.insert_text(report)  # as pasting does; it stops at what an input may hold
    told = phone.get_by_text("写了4250字，最多4000字，请再删去250字")
    expect(told).to_be_visible()
    expect(words).to_have_value(report)
    phone.get_by_label("参加人次").fill("12")
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(words).to_be_focused()
    usable_by_everyone(phone)
    phone.goto("/phone/#/todo")
    phone.go_back()
    expect(words).to_have_value(report)
    words.fill(report[:4000])
    expect(told).to_have_count(0)
    phone.get_by_role("button", name="不记了").tap()


def test_a_due_line_leads_to_what_was_begun_for_it(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.locator(".due", has_text="接待群众来访").first.tap()
    phone.get_by_label("一句话说明").fill("接待到一半")
    phone.wait_for_url("**/#/draft/*")
    phone.get_by_role("link", name="待办").tap()
    begun = phone.locator(".due", has_text="写到一半，点开接着写")
    expect(begun).to_have_count(1)
    usable_by_everyone(phone)
    begun.tap()
    expect(phone.get_by_label("一句话说明")).to_have_value("接待到一半")
    phone.get_by_role("button", name="不记了").tap()
    phone.get_by_role("link", name="待办").tap()
    expect(phone.locator(".due", has_text="接待群众来访").first).to_be_visible()
    expect(begun).to_have_count(0)


def test_a_form_open_past_midnight_knows_what_today_is(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    yesterday = phone.get_by_role("button", name="昨天", exact=True)
    expect(yesterday).to_be_visible()
    begun = phone.get_by_label("日期").input_value()
    phone.evaluate("() => { const now = Date.now; Date.now = () => now() + 864e5; }")
    yesterday.tap()
    expect(phone.get_by_label("日期")).to_have_value(begun)


def test_a_phone_whose_clock_fell_back_says_what_it_shows_and_fills_no_day(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.context.set_offline(True)
    phone.clock.set_fixed_time("2019-03-01T10:00:00+08:00")  # its battery was empty
    phone.reload()
    phone.goto("/phone/#/write/labour-day")
    expect(phone.get_by_text("手机上是2019年3月1日")).to_be_visible()
    expect(phone.get_by_label("日期")).to_have_value("")

"""A unit's member sees what is owed, writes it down once, and sees it counted everywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

UNIT = "市林业局联络员"
OFFICE = "县专班经办人"
VILLAGE = "荷垌村"
DUTY = "组织一次集中劳动"


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()


def sign_out(page: Page) -> None:
    page.locator(".whoami > summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()


def counted_now(page: Page) -> int:
    """How many records the current period of the village's labour days holds."""
    page.get_by_role("link", name="结对", exact=True).click()
    page.get_by_role("navigation", name="任务").get_by_role("link", name=DUTY).click()
    column = page.locator("thead th[data-period]").evaluate_all(
        "heads => heads.findIndex(head => head.hasAttribute('aria-current'))"
    )
    row = page.locator("tr[data-pairing]", has_text=VILLAGE).filter(has_text="市林业局")
    said = row.locator("td[data-state]").nth(column).inner_text()
    return int(re.sub(r"\D", "", said) or 0)


def write_labour_day(page: Page, people: str, words: str) -> None:
    page.get_by_role("navigation", name="主要栏目").get_by_role("link", name="录入").click()
    page.goto("/ledger/new/?kind=labour-day")
    page.get_by_label("地点").select_option(label=VILLAGE)
    page.get_by_label(re.compile("参加人次")).fill(people)
    expect(page.locator("#i-people-r")).not_to_be_empty()
    page.get_by_label("说明").fill(words)
    page.get_by_role("button", name="保存", exact=True).click()
    again = page.get_by_role("button", name="是另一件事，仍要保存")
    if again.is_visible():
        again.click()
    expect(page.get_by_text(words).first).to_be_visible()


def test_write_once_and_see_it_count(page: Page) -> None:
    sign_in(page, UNIT)
    expect(page.get_by_role("heading", name="眼下该做的")).to_be_visible()
    before = counted_now(page)
    write_labour_day(page, "三十多人次", "清理河岸杂物并补种树苗")
    expect(page.get_by_text("用在哪里")).to_be_visible()
    expect(page.get_by_text(DUTY).first).to_be_visible()
    assert counted_now(page) == before + 1
    page.get_by_role("link", name="工作台", exact=True).first.click()
    expect(page.get_by_text("清理河岸杂物并补种树苗").first).to_be_visible()


def test_a_returned_record_falls_out_and_waits_for_its_writer(page: Page) -> None:
    sign_in(page, UNIT)
    before = counted_now(page)
    write_labour_day(page, "12", "修整村口花坛")
    record = page.url
    assert counted_now(page) == before + 1
    sign_out(page)
    sign_in(page, OFFICE)
    page.goto(record)
    page.locator("summary", has_text="退回").click()
    page.get_by_label("退回说明").fill("请补写点位数")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("已退回").first).to_be_visible()
    sign_out(page)
    sign_in(page, UNIT)
    assert counted_now(page) == before
    page.get_by_role("link", name="工作台", exact=True).first.click()
    expect(page.get_by_text("退回待改").first).to_be_visible()


def test_the_unit_opens_nothing_of_others(page: Page) -> None:
    sign_in(page, UNIT)
    page.get_by_role("link", name="结对", exact=True).click()
    rows = page.locator("tr[data-pairing]")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        assert VILLAGE in row.inner_text()

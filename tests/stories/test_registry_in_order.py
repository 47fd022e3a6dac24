"""A county clerk registers a unit with a miscopied code, renames it, reads one phone number."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.test_write_once import sign_in

pytestmark = pytest.mark.browser

COUNTY_CLERK = "吴川市专班经办人"
# Two units, each with its code as miscopied (full-width, an 8 for the B) and as it should be.
CODES = {
    "吴川市供销合作联社": ("１１４４０９８１００７０８８６１３５", "1144098100708B6135"),
    "吴川市商业总公司": ("11440883007088613w", "1144088300708B613W"),
}
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def no_wider_than_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def registers_a_unit(page: Page, name: str) -> None:
    """By keyboard alone, with a code that has an 8 for a B, then the right one."""
    miscopied, right = CODES[name]
    page.goto("/manage/organizations/new/")
    page.get_by_label("单位全称").focus()
    for typed in (name, "", None, miscopied):
        if typed is None:
            page.keyboard.press("ArrowDown")
        else:
            page.keyboard.insert_text(typed)
        page.keyboard.press("Tab")
    page.get_by_label("统一社会信用代码").press("Enter")
    wrong = page.get_by_label("统一社会信用代码")
    expect(page.get_by_text("第14位“8”可能应为“B”")).to_be_visible()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("单位全称")).to_have_value(name)
    no_wider_than_the_screen(page)
    wrong.fill(right)
    wrong.press("Enter")
    expect(page.get_by_text(f"已登记“{name}”")).to_be_visible()
    expect(page.get_by_text(right)).to_be_visible()


def renames_it(page: Page, name: str, since: str) -> None:
    page.get_by_role("link", name="更名").click()
    page.get_by_label("新名称").fill(name)
    page.get_by_label("从哪一天起").fill(since)
    page.get_by_role("button", name="更名").click()


@pytest.mark.parametrize(("screen", "name"), list(zip((DESK, PHONE), CODES, strict=True)))
def test_a_unit_is_registered_with_the_wrong_character_named(
    page: Page, screen: dict[str, int], name: str
) -> None:
    page.set_viewport_size(screen)
    sign_in(page, COUNTY_CLERK)
    today = page.evaluate("new Date().toLocaleDateString('sv')")  # the unit may begin tomorrow
    registers_a_unit(page, name)
    renames_it(page, f"{name}（新）", today)
    # It began then or later: a rename must come after, and the form says so and keeps what was typed.
    expect(page.get_by_text("更名日期须晚于现名称的起日")).to_be_visible()
    expect(page.get_by_label("新名称")).to_have_value(f"{name}（新）")
    no_wider_than_the_screen(page)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_one_phone_number_is_read_with_a_reason(page: Page, screen: dict[str, int]) -> None:
    page.set_viewport_size(screen)
    sign_in(page, COUNTY_CLERK)
    page.goto("/teams/")
    heading(page, "三级帮扶机制")
    no_wider_than_the_screen(page)
    expect(page.get_by_text("1个指挥部 · 4个县工作组 · 24支驻镇工作队")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="王村港镇工作队临时党支部")
    expect(row).to_contain_text("王村港镇党委2021年7月19日批准")
    row.get_by_role("link", name="办理").click()
    page.get_by_role("link", name="驻王村港镇工作队队长").first.click()
    heading(page, "驻王村港镇工作队队长")
    expect(page.locator(".phone")).to_contain_text("154****")
    page.get_by_label("查看的原因").fill("通知周五联席会议")
    page.get_by_label("查看的原因").press("Enter")
    expect(page.locator(".phone")).to_contain_text("15444682785")
    page.goto("/manage/people/wangcungang-team-leader/")
    expect(page.locator(".phone")).to_contain_text("154****")

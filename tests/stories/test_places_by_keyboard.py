"""The office finds a village by first letters, merges it, all by keyboard; the phone shows it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

OFFICE = "县专班经办人"
ENDED, GOES_ON = "水贝村", "高田村"  # of 根子镇, paired with nobody
PHONE = {"width": 390, "height": 844}


def sign_in(page: Page) -> None:
    page.get_by_role("button", name=OFFICE).first.press("Enter")
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()


def press_link(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.press("Enter")


def test_a_village_is_merged_by_keyboard_alone(page: Page) -> None:
    sign_in(page)
    page.goto("/manage/places/")
    page.get_by_label("查找地名").press_sequentially("根子sbc")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"高州市根子镇{ENDED}")).to_be_visible()
    press_link(page, ENDED)
    press_link(page, "并入")
    into = page.get_by_role("combobox", name="并入哪里")
    into.focus()
    page.keyboard.type("gtc")
    option = page.get_by_role("option", name=re.compile(f"根子镇{GOES_ON}"))
    expect(option).to_be_visible()
    for _ in range(12):
        if option.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    expect(into).to_have_attribute("aria-activedescendant", re.compile("i-into-list-"))
    page.keyboard.press("Enter")
    expect(into).to_have_value(re.compile(f"根子镇{GOES_ON}$"))
    expect(page.get_by_role("option")).to_have_count(0)
    page.get_by_label("依据").focus()
    page.keyboard.type("高府函〔2025〕12号")
    page.keyboard.press("Enter")
    expect(page.get_by_text("终止，并入")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(f"根子镇{GOES_ON}$"))).to_be_visible()


def test_escape_leaves_what_was_typed_and_the_server_reads_it(page: Page) -> None:
    sign_in(page)
    page.goto("/manage/places/440981104212/merge/")
    into = page.get_by_role("combobox", name="并入哪里")
    into.focus()
    page.keyboard.type("没有此地")
    expect(page.get_by_text("没有找到“没有此地”")).to_be_visible()
    page.keyboard.press("Escape")
    expect(into).to_have_value("没有此地")
    page.get_by_label("依据").fill("批复")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有找到叫“没有此地”的地方")).to_be_visible()
    expect(into).to_have_value("没有此地")


def test_on_a_phone_the_choices_fit_and_can_be_tapped(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.goto("/")
    sign_in(page)
    page.goto("/manage/places/440981104212/merge/")
    page.get_by_role("combobox", name="并入哪里").tap()
    page.keyboard.type("横山")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    boxes = [one.bounding_box() for one in options.all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
    assert all(box and box["height"] >= 40 for box in boxes)
    options.first.tap()
    expect(page.locator("input[name=into]")).to_have_value(re.compile(r"^\d{12}$"))
    context.close()

"""A province's liaison looks over the counties by keyboard alone, at the desk and on the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
TABS_MOST = 80


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(TABS_MOST):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(e => e.getAttribute('aria-label') || e.innerText || '')(document.activeElement)"
        )
        if re.search(wanted, told):
            return
    pytest.fail(f"{wanted}: not reached by {TABS_MOST} tabs")


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_province_into_a_county_without_a_mouse(page: Page, width: str) -> None:
    wide, high = WIDTHS[width]
    page.set_viewport_size({"width": wide, "height": high})
    page.locator('button[value="province-group"]').focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()
    tab_to(page, "^各县$")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("广东省")
    expect(page.get_by_text("不作为划界依据")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= wide

    tab_to(page, "^高州市：按期率")
    focused = page.locator("svg a:focus")
    expect(focused).to_have_count(1)
    drawn = focused.locator("path").bounding_box()
    assert drawn is not None
    assert min(drawn["width"], drawn["height"]) > 8  # to be seen, and to be hit by a finger
    outline = focused.locator("path").evaluate("e => getComputedStyle(e).strokeWidth")
    assert outline == "4px"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("高州市")

    tab_to(page, "^茂名市$")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("茂名市")
    row = page.locator("table.counties tbody tr", has_text="高州市")
    expect(row).to_have_count(1)
    assert re.search(r"按期率|\d+\.\d%", row.inner_text())


@pytest.mark.parametrize(
    ("who", "path"), [("province-group", "/regions/44/"), ("east-west", "/regions/")]
)
def test_the_map_and_the_table_say_the_same(page: Page, who: str, path: str) -> None:
    page.locator(f'button[value="{who}"]').click()
    page.goto(path)
    for link in page.locator("svg a").all():
        name, _, told = str(link.get_attribute("aria-label")).partition("：")
        row = page.locator("table.counties tbody tr", has_text=name).last
        rate = re.search(r"\d+\.\d%", told)
        assert (rate is None and "暂无" in row.inner_text()) or (
            rate is not None and rate[0] in row.inner_text()
        )
    assert page.locator("svg a").count() >= 2

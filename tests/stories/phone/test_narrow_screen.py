"""The narrowest phones, with letters twice as large: nothing stands beyond the edge of the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.phone.handset import SIZE
from tests.stories.phone.handset import Handset
from tests.stories.phone.writing import go

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
# What can be tapped and reaches beyond the screen's edge, with large letters.
BEYOND = """() => {
  const root = document.documentElement;
  root.style.fontSize = "200%";
  const beyond = (one) => one.getClientRects().length && one.getBoundingClientRect().right > innerWidth;
  const found = [...document.querySelectorAll("a, button, input, select")].filter(beyond).map((one) => one.outerHTML);
  root.style.fontSize = "";
  return found;
}"""


def test_forms_and_drafts_fit_the_narrowest_screen(phone: Handset) -> None:
    page: Page = phone.page()
    page.set_viewport_size(NARROW)
    go(page, "#/write/purchase")
    page.fill("#i-text", "还没有写完的一条")
    fits(page)
    go(page, "#/outbox")
    expect(page.locator("[data-draft] button")).to_be_visible()
    fits(page)
    page.set_viewport_size(SIZE)


def fits(page: Page) -> None:
    usable_by_everyone(page)
    assert page.evaluate(BEYOND) == []

"""The narrowest phones, with letters twice as large: nothing stands beyond the edge of the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol

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


@pytest.fixture
def narrow(chromium: Browser, address: str) -> Iterator[Page]:
    """A window, as a phone's browser would draw a page that is too wide smaller."""
    context = chromium.new_context(base_url=address, viewport=NARROW, has_touch=True)
    yield context.new_page()
    context.request.post("/api/phone/leave", headers={"X-Tongxing-Phone": "1"}, data={})
    context.close()


def test_forms_and_drafts_fit_the_narrowest_screen(narrow: Page) -> None:
    enrol(narrow, MEMBER)
    narrow.goto("/phone/#/write/purchase")
    narrow.get_by_label("一句话说明").fill("还没有写完的一条")
    fits(narrow)
    narrow.goto("/phone/#/outbox")
    expect(narrow.locator("[data-draft]").get_by_role("button")).to_be_visible()
    fits(narrow)


def fits(page: Page) -> None:
    usable_by_everyone(page)
    assert page.evaluate(BEYOND) == []

"""The narrowest phones, with letters twice as large: nothing stands beyond the edge of the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.on_the_phone import workbook
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
# What can be tapped and reaches beyond the screen's edge, and what a card cuts off, with large letters.
BEYOND = """() => {
  const root = document.documentElement;
  root.style.fontSize = "200%";
  const beyond = (one) => one.getClientRects().length && one.getBoundingClientRect().right > innerWidth;
  const found = [...document.querySelectorAll("a, button, input, select")].filter(beyond).map((one) => one.outerHTML);
  const cut = (one) => one.scrollWidth > one.clientWidth;
  found.push(...[...document.querySelectorAll(".card")].filter(cut).map((one) => `cut off: ${one.innerText}`));
  root.style.fontSize = "";
  return found;
}"""

# As it is in the days after a period, when what is said of what is left is longest.
OVERDUE = workbook(
    """{ due: kept.body.due.map((one) => ({ ...one, state: "overdue", period: {
  ...one.period, start: "2026-01-05", closes: new Date(Date.now() + 12 * 864e5).toISOString().slice(0, 10),
} })) }""",
)


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


def test_what_is_left_of_a_duty_is_said_whole_on_the_narrowest_screen(narrow: Page) -> None:
    enrol(narrow, MEMBER)
    narrow.evaluate("navigator.serviceWorker.ready.then(() => true)")
    narrow.evaluate(OVERDUE)
    narrow.context.set_offline(True)
    narrow.reload()
    expect(narrow.get_by_text("逾期，还有").first).to_be_visible()
    fits(narrow)
    narrow.context.set_offline(False)


def fits(page: Page) -> None:
    usable_by_everyone(page)
    assert page.evaluate(BEYOND) == []

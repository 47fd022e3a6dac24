"""The desk's pages keep the rules that let everybody use them, and fit screens of any width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import keeps_the_rules

pytestmark = [pytest.mark.browser, pytest.mark.full]

PAGES = (
    "/",
    "/matrix/",
    "/ledger/",
    "/places/440981000000/",
    "/ledger/new/",
    "/ledger/new/grid/?kind=labour-day",
    "/plans/",
    "/plans/steps/",
    "/plans/editions/gaozhou-pairing/2024/",
    "/manage/",
    "/manage/pairings/",
    "/manage/accounts/",
    "/me/",
)
# The first record of the ledger, the first village and the first pairing of the matrix.
LINKS = (
    ("/ledger/", "main a[href*='/ledger/0']"),
    ("/matrix/", "main a[href*='/places/4409811']"),
    ("/matrix/", "main a[href*='/pairings/0']"),
)
# A window at twice its size has half the width; the narrowest is a phone's.
WIDTHS = (720, 390)


def test_every_kind_of_page_can_be_used_by_everybody(page: Page) -> None:
    expect(page.locator('button[value="gaozhou-office"]')).to_be_visible()
    keeps_the_rules(page)
    page.locator('button[value="gaozhou-office"]').click()
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()
    for address in (*PAGES, *(found(page, *one) for one in LINKS)):
        answer = page.goto(address)
        assert answer, address
        assert answer.ok, address
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        keeps_the_rules(page)
        page.emulate_media(media="print")
        assert page.locator("body .btn:visible").count() == 0, f"{address} prints buttons"
        page.emulate_media(media="screen")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            needs = page.evaluate("document.documentElement.scrollWidth")
            assert needs <= width, f"{address} is {needs} wide where there is room for {width}"
        page.set_viewport_size({"width": 1440, "height": 900})


def found(page: Page, address: str, link: str) -> str:
    page.goto(address)
    return str(page.locator(link).first.get_attribute("href"))

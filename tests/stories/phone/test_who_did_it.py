"""Who did it, as what and for whom: as chosen on the page, so in the ledger; one correction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from playwright.sync_api import Playwright
from playwright.sync_api import expect

from tests.stories.phone.county import County
from tests.stories.phone.handset import Handset
from tests.stories.phone.line import Line
from tests.stories.phone.writing import go
from tests.stories.phone.writing import save_new

pytestmark = pytest.mark.browser

SECRETARY = "荷垌村党组织书记"  # of the village: several units and parties are paired with it
RECENT = "() => fetch('/api/phone/work', { headers: { 'X-Tongxing-Phone': '1' } }).then((told) => told.json())"


@pytest.fixture
def village(playwright: Playwright, line: Line, tmp_path: Path) -> Iterator[Page]:
    """The page of the village's secretary, on a phone of their own."""
    made = Handset(playwright, tmp_path, line.port)
    made.switch_on()
    made.enrol(SECRETARY)
    yield made.page()
    made.battery_dies()


def all_gone(page: Page) -> None:
    go(page, "#/outbox")
    expect(page.get_by_text("没有待发的")).to_be_visible()


def test_of_several_parties_none_is_chosen_unasked_and_each_keeps_its_role(village: Page) -> None:
    go(village, "#/write/labour-day")
    parties = village.locator("input[id^='i-doer-']")
    expect(parties.nth(1)).to_be_visible()  # the place, its only one, is chosen
    assert [one.is_checked() for one in parties.all()[:2]] == [False, False]
    for n in (0, 1):
        parties.nth(n).check()
    for role in village.get_by_role("combobox", name="的身份").all():
        role.select_option(label="组长")
    expect(village.locator(".who-where summary")).to_contain_text("（组长）、")
    assert village.get_by_role("combobox", name="的身份").evaluate_all(
        "all => all.map((one) => one.value)"
    ) == ["leader", "leader"]
    household = village.locator("input[id^='i-about-']").first
    household.focus()
    village.keyboard.press("Space")
    expect(household).to_be_focused()
    village.fill("#f-people", "12")
    village.fill("#i-text", "谁做的都写清")
    village.click("#save")
    expect(village.locator(".saved")).to_be_visible()
    all_gone(village)
    go(village, "#/mine")
    village.locator("[data-record] a", has_text="谁做的都写清").click()
    lines = village.locator("dl.lines")
    expect(lines).to_contain_text("涉及的农户")
    told = next(one for one in village.evaluate(RECENT)["recent"] if one["text"] == "谁做的都写清")
    assert [one["role"] for one in told["doers"]] == ["leader", "leader"]
    assert len(told["about"]) == 1
    assert lines.inner_text().count("（组长）") == 2


def test_a_correction_that_waits_is_changed_not_made_twice(phone: Handset, county: County) -> None:
    page, mark = phone.page(), "一次更正改两回"
    save_new(page, "labour-day", mark, str(timezone.localdate()))
    all_gone(page)
    go(page, "#/mine")
    page.locator("[data-record] a", has_text=mark).click()
    page.locator("a[href^='#/mend/']").wait_for()
    at = page.url.split("/phone/")[1]
    phone.signal_lost()
    for people in ("41", "42"):
        go(page, at)
        page.locator("a[href^='#/mend/']").click()
        page.fill("#f-people", people)
        page.click("#save")
        expect(page.locator(".saved, #alike")).to_be_visible()
        if page.locator("#alike").count():
            page.click("#alike button")
            expect(page.locator(".saved")).to_be_visible()
    go(page, at)
    expect(page.get_by_text("更正已写好，还在待发里")).to_be_visible()
    phone.signal_back()
    all_gone(page)
    first, second = county.written(mark)
    assert (first.replaced, second.replaced, second.values["people"]["v"]) == (1, 0, 42)

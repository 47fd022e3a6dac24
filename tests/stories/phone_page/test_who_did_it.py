"""Who did it, as what and for whom: as chosen on the page, so in the ledger; one correction at a time."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol
from tests.stories.phone_page.writing import said_saved
from tests.stories.phone_page.writing import write

pytestmark = pytest.mark.browser

SECRETARY = "荷垌村党组织书记"  # of the village: several units and parties are paired with it
RECENT = "() => fetch('/api/phone/work', { headers: { 'X-Tongxing-Phone': '1' } }).then((told) => told.json())"


def all_gone(page: Page) -> None:
    page.goto("/phone/#/outbox")
    expect(page.get_by_text("没有待发的")).to_be_visible()


def recent(page: Page, words: str) -> list[dict[str, Any]]:
    """What the county tells of the records with these words, the latest first."""
    return [one for one in page.evaluate(RECENT)["recent"] if one["text"] == words]


def test_of_several_parties_none_is_chosen_unasked_and_each_keeps_its_role(phone: Page) -> None:
    enrol(phone, SECRETARY)
    phone.goto("/phone/#/write/labour-day")
    parties = phone.locator("input[id^='i-doer-']")
    expect(parties.nth(1)).to_be_visible()  # the place, its only one, is chosen
    assert [one.is_checked() for one in parties.all()[:2]] == [False, False]
    for n in (0, 1):
        parties.nth(n).check()
    for role in phone.get_by_role("combobox", name="的身份").all():
        role.select_option(label="组长")
    expect(phone.locator(".who-where summary")).to_contain_text("（组长）、")
    assert phone.get_by_role("combobox", name="的身份").evaluate_all(
        "all => all.map((one) => one.value)"
    ) == ["leader", "leader"]
    household = phone.locator("input[id^='i-about-']").first
    household.focus()
    phone.keyboard.press("Space")
    expect(household).to_be_focused()
    phone.fill("#f-people", "12")
    phone.fill("#i-text", "谁做的都写清")
    phone.click("#save")
    expect(phone.locator(".saved")).to_be_visible()
    all_gone(phone)
    phone.goto("/phone/#/mine")
    phone.locator("[data-record] a", has_text="谁做的都写清").click()
    lines = phone.locator("dl.lines")
    expect(lines).to_contain_text("涉及的农户")
    (told,) = recent(phone, "谁做的都写清")
    assert [one["role"] for one in told["doers"]] == ["leader", "leader"]
    assert len(told["about"]) == 1
    assert lines.inner_text().count("（组长）") == 2


def test_a_correction_that_waits_is_changed_not_made_twice(phone: Page) -> None:
    mark = "一次更正改两回"
    enrol(phone, MEMBER)
    write(phone, "40", mark)
    all_gone(phone)
    phone.goto("/phone/#/mine")
    phone.locator("[data-record] a", has_text=mark).click()
    mend = phone.locator("a[href^='#/mend/']")
    mend.wait_for()
    at = phone.url
    phone.context.set_offline(True)
    for people in ("41", "42"):
        phone.goto(at)
        mend.click()
        phone.get_by_label("参加人次").fill(people)
        phone.get_by_role("button", name="保存", exact=True).tap()
        said_saved(phone)
    phone.goto(at)
    expect(phone.get_by_text("更正已写好，还在待发里")).to_be_visible()
    phone.context.set_offline(False)
    all_gone(phone)
    told = recent(phone, mark)
    assert [(one["state"], one["values"][0]["typed"]) for one in told] == [
        ("counted", "42"),
        ("corrected", "40"),
    ]


def test_what_was_corrected_from_here_is_not_corrected_twice_while_the_county_is_not_heard_of(
    phone: Page,
) -> None:
    mark = "更正发出以后断了线"
    enrol(phone, MEMBER)
    write(phone, "40", mark)
    all_gone(phone)
    phone.goto("/phone/#/mine")
    row = phone.locator("[data-record]", has_text=mark)
    expect(row).to_contain_text("已计入")
    row.get_by_role("link").click()
    at = phone.url
    phone.route("**/api/phone/work", lambda asked: asked.fulfill(status=304))  # nothing newer
    for before, after in (("40", "41"), ("41", "42")):
        phone.goto(at)
        if before != "40":
            phone.get_by_role("link", name="看更正后的").click()
        phone.get_by_role("link", name="更正", exact=True).click()
        expect(phone.get_by_label("参加人次")).to_have_value(before)
        phone.get_by_label("参加人次").fill(after)
        phone.get_by_role("button", name="保存", exact=True).tap()
        said_saved(phone)
        all_gone(phone)
    phone.goto("/phone/#/mine")
    expect(phone.locator("[data-record]", has_text=mark).last).to_contain_text("已更正")
    phone.unroute("**/api/phone/work")
    told = recent(phone, mark)
    assert [(one["state"], one["values"][0]["typed"]) for one in told] == [
        ("counted", "42"),
        ("corrected", "41"),
        ("corrected", "40"),
    ]

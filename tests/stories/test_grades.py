"""A plan that visits monitored households only asks nobody until the office says which they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.test_plans import to_plans
from tests.stories.test_write_once import sign_in

pytestmark = pytest.mark.browser

OFFICE, BUNDLE = "县专班经办人", "gaozhou-pairing:household-bundle"
PLAN = f"""
schema    = 1
id        = "household-visits"
edition   = "2026"
title     = "监测户走访"
authority = "防止返贫监测帮扶工作通知"
owner     = "高州市农业农村局"
purpose   = "监测户有人常走访"
place     = "440981"
effective = {{ from = 2026-01-01, until = 2028-01-01 }}
lock_days = 45

[duty.visit]
title   = "走访监测户"
of      = "{BUNDLE}"
counts  = ["condolence"]
cadence = {{ every = "month", times = 1, grace_days = 5 }}
for     = {{ grade = ["monitored"] }}
clause  = "第三条"
"""
CASES = """
[[case]]
name       = "二月中旬列为监测户，三月起每月走访"
duty       = "visit"
pairing    = { from = 2026-01-01 }
attributes = [{ name = "grade", value = "monitored", from = 2026-02-10 }]
as_of      = 2026-03-20
expect     = { "2026-02" = "not-owed", "2026-03" = "open" }
"""
MATRIX = "/matrix/?duty=household-visits:visit&year=2026"
NOW = "new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19)"  # as China's clocks tell
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def address(own_address: str) -> str:
    """What is put in force here holds in no other story's county."""
    return own_address


def puts_in_force(page: Page, folder: Path) -> None:
    for name, text in (("plan", PLAN), ("cases", CASES)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    to_plans(page)
    page.get_by_role("link", name="上传新版").click()
    page.get_by_label("方案文件").set_input_files(folder / "plan.toml")
    page.get_by_label("例子文件").set_input_files(folder / "cases.toml")
    page.get_by_role("button", name="核对").click()
    page.get_by_label("自哪一天起施行").fill("2026-01-01")
    page.get_by_label("依据的文件或会议").fill("2026年第1次工作例会纪要")
    page.get_by_role("button", name="施行").click()


def owed(page: Page, address: str = MATRIX) -> list[list[str]]:
    """Of each bundle listed the months in which something was due, as columns from January."""
    page.goto(address)
    expect(page.get_by_role("heading", name="结对", level=1)).to_be_visible()
    rows = page.locator("tr[data-pairing]").all()
    return [
        [str(n) for n, cell in enumerate(row.locator("td[data-state]").all(), 1)
         if "s-not-owed" not in str(cell.get_attribute("class"))]
        for row in rows
    ]  # fmt: skip


def test_the_duty_falls_due_where_it_was_registered(page: Page, tmp_path: Path) -> None:
    sign_in(page, OFFICE)
    puts_in_force(page, tmp_path)
    expect(page.get_by_text("户都还没有登记户类，所以现在不向任何结对要求")).to_be_visible()
    assert not any(owed(page))
    before = page.evaluate(NOW)
    page.wait_for_timeout(1100)  # a moment asked about is a whole second

    page.go_back()
    page.get_by_role("link", name="去登记户类").click()
    page.get_by_role("row", name=re.compile("荷垌村")).get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="登记户类", level=1)).to_be_visible()
    every = page.get_by_label("全选")
    every.check()
    assert page.locator("input[name=subjects]:not(:checked)").count() == 0
    every.uncheck()
    for label in ("001", "002"):
        page.get_by_label(re.compile(f"^{label}")).check()
    expect(every).not_to_be_checked()
    page.get_by_role("button", name="登记勾选的").click()
    assert page.get_by_label("登记为").evaluate("field => field.validity.valueMissing")
    page.get_by_label("登记为").select_option("户类：监测户")
    page.get_by_label("从哪一天起").fill("2026-03-15")
    page.get_by_role("button", name="登记勾选的").dblclick()
    expect(page.get_by_text("登记了2户。户类：监测户，2026年3月15日起。")).to_be_visible()
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    sheet = page.url
    (bundle,) = [months for months in owed(page) if months]
    assert bundle == [str(n) for n in range(4, 13)], "from the first month that begins with it"
    assert not any(owed(page, f"{MATRIX}&known_at={before}"))
    page.goto(f"{sheet}?as_of=2026-03-14")
    expect(page.get_by_text(re.compile("户没有登记户类"))).to_be_visible()
    expect(page.get_by_role("cell", name="监测户", exact=True)).to_have_count(0)

    page.goto(sheet)
    page.get_by_text("1次").first.click()
    page.get_by_role("link", name="户类：监测户").first.click()
    expect(page.get_by_role("heading", name="属性登记", level=1)).to_be_visible()
    expect(page.get_by_text("001", exact=True)).to_be_visible()

"""The office mends a new edition, tries it and puts it in force; a unit is granted a waiver."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.test_write_once import sign_in
from tests.stories.test_write_once import sign_out
from tongxing.rules.plan import shipped_plan_bytes

pytestmark = pytest.mark.browser

OFFICE, UNIT = "县专班经办人", "市林业局联络员"
TEXT, EXAMPLES = (one.decode() for one in shipped_plan_bytes("440981", "gaozhou-pairing-2024"))
NEXT = TEXT.replace('edition   = "2024"', 'edition   = "2027"').replace(
    "cure_days = 30", "cure_days = 60"
)
REDLINE = "提醒约谈“约谈”：整改期由“30天”改为“60天”"
BROKEN = NEXT.replace('counts  = ["project-lead"]', 'counts  = ["project-leed"]')


def to_plans(page: Page) -> None:
    page.get_by_role("navigation", name="主要栏目").get_by_role("link", name="方案").click()
    expect(page.get_by_role("heading", name="方案", level=1)).to_be_visible()


def test_an_edition_is_mended_tried_and_put_in_force(page: Page, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "cases.toml").write_text(EXAMPLES, encoding="utf-8")
    sign_in(page, OFFICE)
    to_plans(page)
    page.get_by_role("link", name="上传新版").click()
    page.get_by_label("方案文件").set_input_files(tmp_path / "plan.toml")
    page.get_by_label("例子文件").set_input_files(tmp_path / "cases.toml")
    page.get_by_role("button", name="核对").click()

    line = BROKEN.splitlines().index('counts  = ["project-leed"]') + 1
    fault = page.locator(f"#p{line}")
    expect(fault).to_contain_text("没有记录种类“project-leed”")
    expect(fault).to_contain_text("是不是“project-lead”")
    expect(page.get_by_label("自哪一天起施行")).to_have_count(0)

    page.locator("#i-text").fill(NEXT)
    page.get_by_role("button", name="再核对").click()
    expect(page.get_by_text(re.compile("例子26个，全部通过"))).to_be_visible()
    expect(page.get_by_text(REDLINE)).to_be_visible()

    page.get_by_role("link", name="用去年的记录试行").click()
    expect(page.get_by_role("heading", name="各任务完成多少")).to_be_visible()
    expect(page.get_by_role("heading", name="会提醒谁、约谈谁")).to_be_visible()
    page.get_by_role("link", name="回到核对页").click()

    page.get_by_label("自哪一天起施行").fill("2027-12-01")
    page.get_by_label("依据的文件或会议").fill("2026年第12次工作例会纪要")
    page.get_by_role("button", name="施行").click()
    expect(page.get_by_text("自2027年12月1日起施行")).to_be_visible()
    expect(page.get_by_text("2027年12月1日至2027年12月31日")).to_be_visible()
    expect(page.get_by_text(REDLINE)).to_be_visible()
    to_plans(page)
    expect(page.get_by_text("未施行", exact=True)).to_be_visible()
    expect(page.get_by_text("2024年9月1日—2027年11月30日")).to_be_visible()


def test_a_waiver_is_asked_for_granted_and_seen(page: Page) -> None:
    sign_in(page, UNIT)
    page.get_by_role("link", name="结对", exact=True).click()
    page.get_by_role("link", name=re.compile("荷垌村.*市林业局")).first.click()
    page.get_by_role("link", name="申请豁免").click()
    page.get_by_label("组织一次集中劳动").check()
    page.get_by_label("起日").fill("2026-10-01")
    page.get_by_label("最后一天").fill("2026-10-31")
    page.get_by_label("原因").fill("抽调参加防风救灾")
    page.get_by_label("书面依据").fill("防汛办抽调通知")
    page.get_by_role("button", name="送县专班").click()
    expect(page.get_by_text("申请已送县专班")).to_be_visible()
    sign_out(page)

    sign_in(page, OFFICE)
    to_plans(page)
    page.get_by_role("link", name="豁免", exact=True).click()
    expect(page.get_by_text("抽调参加防风救灾")).to_be_visible()
    page.get_by_text("批准", exact=True).first.click()
    page.get_by_label("批准人或单位").fill("县专班会议")
    page.get_by_role("button", name="批准豁免").click()
    expect(page.get_by_text("已批准豁免，即时生效")).to_be_visible()

    page.goto("/matrix/?duty=gaozhou-pairing:labour-day&year=2026")
    row = page.locator("tr[data-pairing]", has_text="荷垌村").filter(has_text="市林业局")
    expect(row.locator("td[data-state]").nth(9)).to_contain_text("免")

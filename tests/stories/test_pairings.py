"""The office brings its sheet in, mends it at its cells, re-assigns, and takes it back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.documents.intake.sheets import rows
from tests.documents.intake.sheets import workbook
from tests.stories.test_matrix_by_keyboard import press_until
from tests.stories.test_write_once import sign_in

pytestmark = pytest.mark.browser

OFFICE = "县专班经办人"
HEAD = ("镇（街道）", "村（社区）", "结对单位（两个）", "起始日期")
WRONG = (
    HEAD,
    ("曹江镇", "荷洞村", "市林业局", ""),
    ("根子镇", "柏桥村", "市委办、市园林花卉所", "去年"),
)
RIGHT = (
    HEAD,
    ("曹江镇", "荷垌村 ", "市林业局", ""),
    ("根子镇　", "柏桥村", "市委办、市园林花卉所", "2026.1.5"),
)


def sends(page: Page, path: Path, cells: object) -> None:
    """Upload a sheet from the page that asks for one."""
    path.write_bytes(workbook(rows(cells)))  # type: ignore[arg-type]
    page.goto("/manage/pairings/import/")
    page.get_by_label("结对表文件").set_input_files(path)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", name="核对结对表")).to_be_visible()


def test_a_sheet_is_mended_confirmed_and_the_second_time_changes_nothing(
    page: Page, tmp_path: Path
) -> None:
    sign_in(page, OFFICE)
    sends(page, tmp_path / "结对表.xlsx", WRONG)
    faults = page.get_by_role("table").filter(has_text="怎么改")
    for cell in ("B2", "C3", "D3"):
        expect(faults.get_by_role("rowheader", name=cell, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="确认，一次办理")).to_have_count(0)
    sends(page, tmp_path / "结对表.xlsx", RIGHT)
    page.get_by_label(re.compile("市园林花卉所")).select_option("new")
    page.get_by_role("button", name="重新核对").click()
    expect(page.get_by_text("随之登记1个新单位")).to_be_visible()
    page.get_by_label("依据或原因").fill("补充结对单位的通知")
    page.get_by_role("button", name="确认，一次办理").click()
    expect(page.get_by_text("已一次办理：新开1对")).to_be_visible()
    sends(page, tmp_path / "结对表.xlsx", RIGHT)
    expect(page.get_by_text("与现有结对关系完全一致")).to_be_visible()


def test_a_re_assignment_and_its_undoing_by_keyboard_alone(page: Page) -> None:
    press_until(page, "Tab", "document.activeElement.matches('button[value=gaozhou-office]')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()
    page.goto("/manage/pairings/reassign/")
    press_until(page, "Tab", "document.activeElement.matches('textarea[name=cells]')")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.type("、市气象局")
    press_until(page, "Tab", "document.activeElement.textContent === '下一步：核对'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="核对新的分工")).to_be_visible()
    expect(page.locator(".redline")).to_contain_text("市气象局")
    press_until(page, "Tab", "document.activeElement.matches('input[name=reason]')")
    page.keyboard.type("调整分工的通知")
    press_until(page, "Tab", "document.activeElement.value === 'confirm'")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已一次办理")).to_be_visible()
    press_until(page, "Tab", "document.activeElement.textContent === '看改回去的对照'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="改回去")).to_be_visible()
    press_until(page, "Tab", "document.activeElement.matches('input[name=reason]')")
    page.keyboard.type("误改")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已一次办理：撤回1对")).to_be_visible()

"""The matrix with the keyboard alone: into a cell, along the row, the records beside it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.matches('td[data-state]')"
WHERE = """() => {
  const cell = document.activeElement, row = cell.closest('tr');
  const rows = [...document.querySelectorAll('tr[data-pairing]')];
  return [rows.indexOf(row), [...row.querySelectorAll('td[data-state]')].indexOf(cell)];
}"""


def press_until(page: Page, key: str, test: str, most: int = 80) -> None:
    for _ in range(most):
        if page.evaluate(test):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} never led to {test}")


def to_the_matrix(page: Page) -> None:
    """From the sign-in form to the first cell without a mouse."""
    press_until(page, "Tab", "document.activeElement.matches('button[value=gaozhou-office]')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()
    press_until(page, "Tab", "document.activeElement.matches('.mainnav a[href=\"/matrix/\"]')")
    page.keyboard.press("Enter")
    expect(page.locator("table[data-matrix]")).to_be_visible()
    press_until(page, "Tab", FOCUSED)


def test_the_first_stop_leads_past_the_menu(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()


def test_arrows_move_enter_opens_escape_comes_back(page: Page) -> None:
    to_the_matrix(page)
    assert page.evaluate(WHERE) == [0, 0]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(WHERE) == [1, 1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(WHERE) == [0, 1]
    page.keyboard.press("End")
    assert page.evaluate(WHERE) == [0, 11]
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    expect(panel.get_by_text("全部任务")).to_be_focused()
    expect(panel.get_by_text("条记录组成")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert page.evaluate(WHERE) == [0, 0]


def test_a_menu_opens_and_closes_by_key_and_gives_focus_back(page: Page) -> None:
    to_the_matrix(page)
    menu = page.locator("details.whoami > summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="退出登录")).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    page.locator("details.asof > summary").click(position={"x": 4, "y": 4})
    expect(page.get_by_role("button", name="退出登录")).to_be_hidden()


def test_only_one_cell_stands_in_the_order_of_tabs(page: Page) -> None:
    to_the_matrix(page)
    page.keyboard.press("ArrowDown")
    assert page.locator("td[data-state][tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert not page.evaluate(FOCUSED)


def test_a_click_opens_the_same_records(page: Page) -> None:
    to_the_matrix(page)
    page.locator("td[data-state]").nth(3).click()
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="关闭").click()
    expect(panel).to_be_hidden()


def test_without_a_script_a_row_leads_to_its_pairing(page: Page, address: str) -> None:
    to_the_matrix(page)
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=address, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto("/matrix/")
    plain.locator("tr[data-pairing] th a").first.click()
    expect(plain.get_by_role("heading", name="双方")).to_be_visible()
    context.close()

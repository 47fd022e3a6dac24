"""Coming in to 手机页 and writing there, as a person does."""

from __future__ import annotations

from playwright.sync_api import Page
from playwright.sync_api import expect

MEMBER = "市林业局联络员"
VILLAGE = "荷垌村"


def enrol(page: Page, name: str) -> None:
    page.goto("/phone/")
    page.get_by_role("button", name="登录", exact=True).tap()
    page.locator(f'button[name="as"]:has-text("{name}")').first.tap()
    page.get_by_role("button", name="在这部手机上使用").tap()
    expect(page.get_by_role("heading", name="我的待办")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def said_saved(page: Page) -> None:
    """Saved; where the same seems recorded already, after saying that it is another thing."""
    saved = page.get_by_role("heading", name="已存在手机上")
    again = page.get_by_role("button", name="是另一件事，仍要保存")
    expect(saved.or_(again)).to_be_visible()
    if again.is_visible():
        again.tap()
    expect(saved).to_be_visible()


def write(page: Page, people: str, words: str) -> None:
    page.goto("/phone/#/write/labour-day")
    write_here(page, people, words)


def write_here(page: Page, people: str, words: str) -> None:
    """Into the form that stands open."""
    page.get_by_label("参加人次").fill(people)
    page.get_by_label("一句话说明").fill(words)
    page.wait_for_timeout(700)  # what the sentence says has filled its fields
    page.get_by_role("button", name="保存", exact=True).tap()
    said_saved(page)

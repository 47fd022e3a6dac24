"""补做: the day a form brings along stays only as long as the day it was done on needs it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol

pytestmark = pytest.mark.browser


def test_what_was_done_in_time_makes_up_for_nothing(phone: Page) -> None:
    today = timezone.localdate()
    before = [str(today - timedelta(days=days)) for days in range(8)]
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.get_by_label("参加人次").fill("7")
    phone.locator("summary", has_text="补充内容").tap()
    day, made_up = phone.locator("#i-happened"), phone.locator("#i-makes-up")
    made_up.fill(before[3])
    day.fill(before[5])
    expect(made_up).to_have_value("")
    expect(phone.get_by_text("不算补做")).to_be_visible()
    day.fill(before[1])
    expect(made_up).to_have_value(before[3])
    made_up.fill(before[0])
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_text("补做只能补以前的")).to_be_visible()
    expect(made_up).to_be_focused()

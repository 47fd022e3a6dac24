"""补做: the day a form brings along stays only as long as the day it was done on needs it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.stories.phone.handset import Handset
from tests.stories.phone.writing import go

pytestmark = pytest.mark.browser


def test_what_was_done_in_time_makes_up_for_nothing(phone: Handset) -> None:
    page, today = phone.page(), timezone.localdate()
    before = [str(today - timedelta(days=days)) for days in range(8)]
    go(page, "#/write/labour-day")
    page.fill("#f-people", "7")
    page.locator("summary", has_text="补充内容").click()
    page.fill("#i-makes-up", before[3])
    page.fill("#i-happened", before[5])
    expect(page.locator("#i-makes-up")).to_have_value("")
    expect(page.get_by_text("不算补做")).to_be_visible()
    page.fill("#i-happened", before[1])
    expect(page.locator("#i-makes-up")).to_have_value(before[3])
    page.fill("#i-makes-up", before[0])
    page.click("#save")
    expect(page.get_by_text("补做只能补以前的")).to_be_visible()
    expect(page.locator("#i-makes-up")).to_be_focused()

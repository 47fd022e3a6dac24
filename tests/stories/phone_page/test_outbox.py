"""手机页: written and mended without a line, then sent, or taken out as files."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.on_the_phone import script
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol
from tests.stories.phone_page.writing import write

pytestmark = pytest.mark.browser

OFFICE_TAKES = 60_000_000  # bytes of one file
# What waits is there thirty times, each with two photos of a megabyte: weeks without a line.
WEEKS = script("""
  const tx = (await open(accounts[0].database)).transaction(["outbox", "photos"], "readwrite");
  const [outbox, photos] = [tx.objectStore("outbox"), tx.objectStore("photos")];
  const [item] = await got(outbox.getAll());
  for (let n = 0; n < 29; n += 1) {
    const files = [2 * n, 2 * n + 1].map((one) => String(one).padStart(64, "0"));
    for (const sha256 of files) await got(photos.put({ sha256, data: new Blob([new Uint8Array(1_000_000)]) }));
    const end = (parseInt(item.id.slice(-2), 16) + 1 + n) % 256;  // never its own
    const id = item.id.slice(0, -2) + end.toString(16).padStart(2, "0");
    await got(outbox.put({ ...item, id, draft: { ...item.draft, files }, entry: { ...item.entry, id, files } }));
  }
""")


def test_written_mended_and_discarded_without_a_line_then_sent(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_role("heading", name="我的待办")).to_be_visible()
    write(phone, "12", "没有信号时写的")
    write(phone, "13", "写错了要删的")
    phone.goto("/phone/#/outbox")
    expect(phone.locator("[data-state=waiting]")).to_have_count(2)
    phone.locator("[data-item]", has_text="写错了要删的").get_by_role("link").tap()
    with phone.expect_event("dialog") as asked:
        phone.get_by_role("button", name="删去").tap()
    assert "县里可能已经收到；删去只删手机上的" in asked.value.message
    expect(phone.locator("[data-state=waiting]")).to_have_count(1)
    phone.locator("[data-item]", has_text="没有信号时写的").get_by_role("link").tap()
    phone.get_by_role("link", name="修改").tap()
    phone.get_by_label("一句话说明").fill("没有信号时改过的")
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_role("heading", name="已存在手机上")).to_be_visible()
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有信号时改过的")).to_be_visible()

    phone.goto("/phone/#/write/labour-day")
    phone.get_by_label("一句话说明").fill("没写完的一条")
    phone.wait_for_url("**/#/draft/*")
    phone.goto("/phone/#/outbox")
    with phone.expect_download() as download:
        phone.get_by_text("发不出去时：导出成文件").tap()
        usable_by_everyone(phone)
        phone.get_by_role("button", name="导出未发").tap()
    expect(phone.get_by_text("没写完的1条不在里面，写完保存后再导出一次")).to_be_visible()
    phone.locator("[data-draft]").get_by_role("button", name="删去").tap()
    taken = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert taken["format"] == "tongxing-unsent"
    assert [one["draft"]["text"] for one in taken["items"]] == ["没有信号时改过的"]

    phone.context.set_offline(False)
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()
    phone.goto("/phone/#/mine")
    expect(phone.locator("[data-record]", has_text="没有信号时改过的")).to_contain_text("已计入")
    usable_by_everyone(phone)


def test_weeks_without_a_line_go_into_files_the_office_takes(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.context.set_offline(True)
    write(phone, "15", "三个星期没有信号")
    phone.evaluate(WEEKS)
    phone.goto("/phone/#/todo")
    phone.reload()
    phone.goto("/phone/#/outbox")
    phone.get_by_text("发不出去时：导出成文件").tap()
    phone.get_by_role("button", name="导出未发").tap()
    expect(phone.get_by_text("内容多，分成2个文件")).to_be_visible()
    found: list[str] = []
    for n in (1, 2):
        with phone.expect_download() as download:
            phone.get_by_role("button", name=f"导出第{n}个文件").tap()
        assert download.value.suggested_filename.endswith(f"-{n}.json")
        path = download.value.path()
        assert path.stat().st_size < OFFICE_TAKES
        found += [one["id"] for one in json.loads(path.read_bytes())["items"]]
    assert len(found) == len(set(found)) == 30
    phone.get_by_role("button", name="现在发送").tap()  # draws the list anew
    phone.wait_for_timeout(500)
    expect(phone.get_by_text("已导出")).to_have_count(2)

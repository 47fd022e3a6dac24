"""手机页: photos belong to the record they were chosen for, and follow it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone
from tests.stories.phone_page.writing import MEMBER
from tests.stories.phone_page.writing import enrol
from tests.stories.phone_page.writing import said_saved

pytestmark = pytest.mark.browser


def picture(colour: str) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_photos_chosen_and_not_yet_drawn_belong_to_the_record(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.get_by_label("参加人次").fill("8")
    phone.get_by_label("一句话说明").fill("照片还没处理好就保存")
    phone.wait_for_timeout(700)
    # As slow as a small phone: a picture takes its time.
    phone.evaluate("""() => {
      const draw = window.createImageBitmap;
      window.createImageBitmap = async (...given) => {
        await new Promise((done) => setTimeout(done, 1500));
        return draw(...given);
      };
    }""")
    nothing: FilePayload = {"name": "空.jpg", "mimeType": "image/jpeg", "buffer": b""}
    phone.set_input_files("#i-photos", [nothing, picture("red")])
    phone.get_by_role("button", name="保存", exact=True).tap()
    again = phone.get_by_role("button", name="是另一件事，仍要保存")
    waits = phone.get_by_text("照片处理好就保存，请稍候。")
    expect(again.or_(waits)).to_be_visible()
    if again.is_visible():
        again.tap()
    expect(waits).to_be_visible()
    expect(phone.get_by_text("有照片没有收下")).to_be_visible()
    expect(phone.get_by_text("这个文件是空的")).to_be_visible()  # though another came after it
    expect(phone.locator("ul.photos li")).to_have_count(1)
    phone.set_input_files("#i-photos", picture("blue"))
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_role("heading", name="已存在手机上")).to_be_visible()
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()
    phone.goto("/phone/#/mine")
    phone.get_by_role("link", name="照片还没处理好就保存").tap()
    expect(phone.get_by_text("2张", exact=True)).to_be_visible()


def test_a_photo_follows_its_record(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.get_by_label("参加人次").fill("9")
    phone.get_by_label("一句话说明").fill("附照片的一条")
    picture = io.BytesIO()
    Image.effect_noise((900, 700), 60).convert("RGB").save(picture, "JPEG", quality=95)
    chosen = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    phone.get_by_label("照片").first.set_input_files([chosen])
    expect(phone.locator(".photos canvas")).to_have_count(1)
    phone.get_by_role("button", name="去掉第1张照片").tap()
    expect(phone.locator(".photos canvas")).to_have_count(0)
    expect(phone.locator("#i-photos")).to_be_focused()
    phone.get_by_label("照片").first.set_input_files([chosen])
    expect(phone.locator(".photos canvas")).to_have_count(1)
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible(timeout=20_000)
    phone.goto("/phone/#/mine")
    phone.locator("[data-record]", has_text="附照片的一条").first.get_by_role("link").tap()
    expect(phone.get_by_text("1张", exact=True)).to_be_visible()
    usable_by_everyone(phone)

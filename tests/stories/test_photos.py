"""A unit writes a record with photos: a large one gets smaller, a broken one is said plainly."""

from __future__ import annotations

import io
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.records.evidence.drawn import scene
from tests.records.evidence.drawn import sent
from tests.records.evidence.drawn import with_a_place
from tests.stories.test_write_once import sign_in
from tests.stories.test_write_once import sign_out

pytestmark = pytest.mark.browser

UNIT = "市林业局联络员"
STRANGER = "大泽镇党建办经办人"
OFFICE = "县专班经办人"
VILLAGE = "荷垌村"
FORM = "/ledger/new/?kind=labour-day"
SMALL = "main img[src$='/small/']"


@pytest.fixture(scope="module")
def address(own_address: str) -> str:
    """Nobody else's labour day makes this one look like a second time."""
    return own_address


def chosen(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def write(page: Page, words: str, *files: dict[str, object]) -> None:
    page.goto(FORM)
    page.get_by_label("地点").select_option(label=VILLAGE)
    page.get_by_label(re.compile("参加人次")).fill("二十余人次")
    page.get_by_label("说明").fill(words)
    page.get_by_label("照片或附件").set_input_files(list(files))
    page.get_by_role("button", name="保存", exact=True).click()


def grainy(seed: int) -> Image.Image:
    """As a camera sees it, so that a large one is really large."""
    size = (3600, 2700)
    draw = random.Random(seed)
    grain = Image.frombytes("L", (900, 675), draw.randbytes(900 * 675)).resize(size)
    return Image.blend(scene(seed, size), grain.convert("RGB"), 0.2)


def test_a_record_with_photos(page: Page) -> None:
    sign_in(page, UNIT)
    large = sent(grainy(31), quality=95)
    assert len(large) > 1_500_000
    photos = (
        chosen("村道清理.jpg", large),
        chosen("合影.jpg", with_a_place(scene(32, (800, 600)))),
        chosen("没传完.jpg", sent(scene(33))[:6000]),
    )
    page.goto(FORM)
    expect(page.get_by_text("也可以把文件拖到这里")).to_be_visible()
    write(page, "修整村口花池", *photos)
    expect(page.get_by_text("已记入台账")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("“没传完.jpg”没有收下：照片不完整或已损坏")
    expect(page.locator(SMALL)).to_have_count(2)
    record = page.url

    small = page.locator(SMALL).first
    small.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth > 0", arg=small.element_handle())
    whole = re.sub("small/$", "", small.get_attribute("src") or "")
    kept = page.request.get(whole).body()
    assert len(kept) <= 1_000_000
    assert max(Image.open(io.BytesIO(kept)).size) == 2560

    page.get_by_text("添加照片或附件").first.click()
    page.get_by_label("照片或附件").set_input_files(
        {"name": "到场名单.txt", "mimeType": "text/plain", "buffer": "二十三人".encode()}
    )
    expect(page.get_by_text("已选1个：到场名单.txt（不到0.1兆）")).to_be_visible()
    page.get_by_role("button", name="添加", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="到场名单.txt").click()
    assert download.value.suggested_filename == "到场名单.txt"
    write(page, "修整村口花池", chosen("又一张.jpg", sent(scene(34, (800, 600)))))
    expect(page.get_by_text("又一张.jpg（已收下，不必重选）")).to_be_visible()
    page.get_by_role("button", name="是另一件事，仍要保存").click()
    expect(page.get_by_text("已记入台账")).to_be_visible()
    expect(page.locator(SMALL)).to_have_count(1)
    sign_out(page)

    sign_in(page, STRANGER)
    assert page.request.get(whole).status == 404
    assert page.request.get(record).status == 404


def test_the_list_and_the_matrix_are_taken_away(page: Page) -> None:
    sign_in(page, OFFICE)
    for address, name in (("/ledger/?late=1", "台账"), ("/matrix/", "结对情况")):
        page.goto(address)
        with page.expect_download() as download:
            page.get_by_role("button", name="导出表格").click()
        assert download.value.suggested_filename.startswith(f"高州市{name}")
        assert download.value.suggested_filename.endswith(".xlsx")
    page.goto("/exports/mine/")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载我的数据").click()
    assert re.fullmatch(r"我的数据[\d-]+\.zip", download.value.suggested_filename)

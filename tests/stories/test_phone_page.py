"""手机页: enrolled once, then written without a line, mended, sent, taken out, kept from others."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser
from playwright.sync_api import Dialog
from playwright.sync_api import FilePayload
from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.stories.everyone import usable_by_everyone

pytestmark = pytest.mark.browser

MEMBER = "市林业局联络员"
OTHER = "市委办联络员"
OFFICE = "县专班经办人"
SUPERVISOR = "督导组成员"
VILLAGE = "荷垌村"
ELSEWHERE = "440981102201"  # 珍珠村, with which the unit is not paired
TAPS_MOST = 5
OFFICE_TAKES = 60_000_000  # bytes of one file
# No line and no key yet are ways of being for this page, not faults of it.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "status of 401")

FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.room = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
# There is no room for the workbook, until `room` is called.
NO_ROOM = """(() => {
  const put = IDBObjectStore.prototype.put;
  window.room = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "workbook") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
})()"""
# The workbook is changed behind the page's back.
WORKBOOK = """async () => {
  const open = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const { database } = (await got((await open("tongxing")).transaction("accounts").objectStore("accounts").getAll()))[0];
  const store = (await open(database)).transaction("workbook", "readwrite").objectStore("workbook");
  const kept = await got(store.get("work"));
  await got(store.put({ ...kept, body: { ...kept.body, ...CHANGE } }, "work"));
}"""
# The kinds are taken away, as when a grant ends.
NO_KINDS = WORKBOOK.replace("CHANGE", "{ kinds: [] }")
# One unit is paired with several villages, each of them with nobody else.
ONE_EACH = WORKBOOK.replace(
    "CHANGE",
    "{ pairings: [...new Map(kept.body.pairings.map((one) => [one.place.code, one])).values()] }",
)


# What waits is there thirty times, each with two photos of a megabyte: weeks without a line.
WEEKS = """async () => {
  const open = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const { database } = (await got((await open("tongxing")).transaction("accounts").objectStore("accounts").getAll()))[0];
  const tx = (await open(database)).transaction(["outbox", "photos"], "readwrite");
  const [outbox, photos] = [tx.objectStore("outbox"), tx.objectStore("photos")];
  const [item] = await got(outbox.getAll());
  for (let n = 0; n < 29; n += 1) {
    const files = [2 * n, 2 * n + 1].map((one) => String(one).padStart(64, "0"));
    for (const sha256 of files) await got(photos.put({ sha256, data: new Blob([new Uint8Array(1_000_000)]) }));
    const id = item.id.slice(0, -2) + String(n).padStart(2, "0");
    await got(outbox.put({ ...item, id, draft: { ...item.draft, files }, entry: { ...item.entry, id, files } }));
  }
}"""


# As a later version of the page leaves what is kept.
NEWER = """async () => {
  for (const { name, version } of await indexedDB.databases()) {
    await new Promise((done) => {
      const asked = indexedDB.open(name, version + 1);
      asked.onsuccess = () => done(asked.result.close());
    });
  }
}"""


@pytest.fixture(scope="module")
def address(own_address: str) -> str:
    """These stories count what the phone knows of one labour day."""
    return own_address


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    """A phone nobody has used yet."""
    context = chromium.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            said.type == "error"
            and not any(one in said.text for one in EXPECTED)
            and complaints.append(said.text)
        ),
    )
    page.on("dialog", Dialog.accept)
    yield page
    context.set_offline(False)  # and sign out: an account has only so many phones
    context.request.post("/api/phone/leave", headers={"X-Tongxing-Phone": "1"}, data={})
    context.close()
    assert complaints == []


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
    page.get_by_label("参加人次").fill(people)
    page.get_by_label("一句话说明").fill(words)
    page.wait_for_timeout(700)  # what the sentence says has filled its fields
    page.get_by_role("button", name="保存", exact=True).tap()
    said_saved(page)


def picture(colour: str) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_everybody_can_come_in(phone: Page) -> None:
    phone.goto("/phone/")
    expect(phone.get_by_role("button", name="登录", exact=True)).to_be_visible()
    usable_by_everyone(phone)
    phone.get_by_role("button", name="登录", exact=True).tap()
    phone.locator(f'button[name="as"]:has-text("{MEMBER}")').first.tap()
    expect(phone.get_by_role("button", name="在这部手机上使用")).to_be_visible()
    usable_by_everyone(phone)
    phone.get_by_role("button", name="在这部手机上使用").tap()
    expect(phone.get_by_role("heading", name="我的待办")).to_be_visible()
    usable_by_everyone(phone)
    phone.goto("/phone/#/phone")
    expect(phone.get_by_role("heading", name="本机")).to_be_visible()
    usable_by_everyone(phone)
    phone.context.clear_cookies(name="phone")
    phone.goto("/phone/#/outbox")
    phone.reload()
    expect(phone.get_by_role("link", name="重新登录")).to_be_visible()
    usable_by_everyone(phone)


def test_the_commonest_record_takes_at_most_five_taps(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.evaluate("window.taps = 0; addEventListener('click', (e) => e.isTrusted && (taps += 1))")
    phone.locator(".due", has_text="组织一次集中劳动").first.tap()
    phone.get_by_label("参加人次").tap()
    phone.keyboard.type("三十多")
    expect(phone.get_by_text("读作 30多人次")).to_be_visible()
    phone.get_by_label("一句话说明").tap()
    phone.keyboard.type("清理村道两旁杂草")
    expect(phone.get_by_text("按这句话填好了")).to_be_visible()
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_role("heading", name="已存在手机上")).to_be_visible()
    assert 0 < int(phone.evaluate("taps")) <= TAPS_MOST


def test_one_sentence_finds_its_kind_its_day_and_its_amount(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.get_by_role("link", name="记一笔").tap()
    phone.get_by_label("做了什么").fill("昨天买了三千多块钱的荔枝")
    expect(phone.locator("#likely")).to_have_text("列在最前的是消费帮扶")
    usable_by_everyone(phone)
    phone.locator("#kinds .kind").first.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("消费帮扶")
    expect(phone.get_by_text("读作 3000多元")).to_be_visible()
    yesterday = phone.evaluate("new Date(Date.now() - 864e5).toLocaleDateString('sv')")
    expect(phone.get_by_label("日期")).to_have_value(str(yesterday))
    expect(phone.get_by_label("一句话说明")).to_have_value("昨天买了三千多块钱的荔枝")
    usable_by_everyone(phone)


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

    with phone.expect_download() as download:
        phone.get_by_text("发不出去时：导出成文件").tap()
        usable_by_everyone(phone)
        phone.get_by_role("button", name="导出未发").tap()
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


def test_a_form_left_in_the_middle_is_still_there(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    words = phone.get_by_label("一句话说明")
    words.fill("写到一半")
    phone.wait_for_url("**/#/draft/*")
    phone.get_by_role("link", name="待办").tap()
    expect(words).to_have_count(0)
    phone.go_back()
    expect(words).to_have_value("写到一半")
    phone.reload()  # as a phone does that needed its memory for the camera
    expect(words).to_have_value("写到一半")
    words.fill("写到一半又多一些")
    phone.get_by_role("link", name="待发").tap()
    phone.get_by_role("link", name="写到一半又多一些").tap()
    expect(words).to_have_value("写到一半又多一些")
    phone.goto("/phone/#/outbox")
    begun = phone.locator("[data-draft]", has_text="写到一半")
    begun.get_by_role("button", name="删去").tap()
    expect(begun).to_have_count(0)
    expect(phone.locator("#title")).to_be_focused()


def test_a_due_line_leads_to_what_was_begun_for_it(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.locator(".due", has_text="接待群众来访").first.tap()
    phone.get_by_label("一句话说明").fill("接待到一半")
    phone.wait_for_url("**/#/draft/*")
    phone.get_by_role("link", name="待办").tap()
    begun = phone.locator(".due", has_text="写到一半，点开接着写")
    expect(begun).to_have_count(1)
    usable_by_everyone(phone)
    begun.tap()
    expect(phone.get_by_label("一句话说明")).to_have_value("接待到一半")
    phone.get_by_role("button", name="不记了").tap()
    phone.get_by_role("link", name="待办").tap()
    expect(phone.locator(".due", has_text="接待群众来访").first).to_be_visible()
    expect(begun).to_have_count(0)


def test_a_sentence_is_still_there_when_it_was_another_kind(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write")
    phone.get_by_label("做了什么").fill("昨天去看了几户人家")
    phone.locator("#kinds .kind").nth(1).tap()
    expect(phone.get_by_label("一句话说明")).to_have_value("昨天去看了几户人家")
    phone.go_back()
    expect(phone.get_by_label("做了什么")).to_have_value("昨天去看了几户人家")


def test_the_day_follows_the_sentence_until_somebody_chooses_one(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    words, day = phone.get_by_label("一句话说明"), phone.get_by_label("日期")
    ago = "days => new Date(Date.now() - days * 864e5 + 8 * 36e5).toISOString().slice(0, 10)"
    words.fill("昨天清理村道")
    expect(day).to_have_value(str(phone.evaluate(ago, 1)))
    words.fill("前天清理村道")
    expect(day).to_have_value(str(phone.evaluate(ago, 2)))
    phone.get_by_role("button", name="今天", exact=True).tap()
    words.fill("大前天清理村道")
    phone.wait_for_timeout(700)
    expect(day).to_have_value(str(phone.evaluate(ago, 0)))


def test_a_sentence_that_names_a_village_chooses_it_among_many(phone: Page) -> None:
    enrol(phone, SUPERVISOR)
    phone.context.set_offline(True)
    phone.evaluate(ONE_EACH)
    phone.reload()
    phone.goto("/phone/#/write/field-check")
    where = phone.locator(".who-where summary")
    expect(where).to_contain_text("请选择")
    words = phone.get_by_label("一句话说明")
    words.fill(f"到{VILLAGE.removesuffix('村')}看了村道")
    expect(where).to_contain_text(VILLAGE)
    expect(phone.get_by_text(f"地点：{VILLAGE}")).to_be_visible()
    expect(words).to_be_focused()
    phone.get_by_role("button", name="不记了").tap()


def test_a_form_open_past_midnight_knows_what_today_is(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    yesterday = phone.get_by_role("button", name="昨天", exact=True)
    expect(yesterday).to_be_visible()
    begun = phone.get_by_label("日期").input_value()
    phone.evaluate("() => { const now = Date.now; Date.now = () => now() + 864e5; }")
    yesterday.tap()
    expect(phone.get_by_label("日期")).to_have_value(begun)


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


def test_what_the_county_refuses_is_mended_and_blocks_nothing(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.locator(".who-where summary").tap()
    phone.evaluate(  # as if the place had been granted when the workbook was read
        "code => document.querySelector('#i-place').append(new Option('珍珠村', code))", ELSEWHERE
    )
    phone.get_by_label("地点").select_option(ELSEWHERE)
    phone.get_by_label("参加人次").fill("12")
    phone.get_by_label("一句话说明").fill("到邻村清淤")
    phone.wait_for_timeout(700)
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)
    write(phone, "6", "跟在后面的一条")
    phone.goto("/phone/#/outbox")
    refused = phone.locator("[data-state=attention]")
    expect(refused).to_contain_text("需要修改")
    expect(refused).to_contain_text("您没有在该地")
    expect(phone.locator("[data-item]")).to_have_count(1)  # the one behind it has gone
    usable_by_everyone(phone)
    refused.get_by_role("link").tap()
    phone.get_by_role("link", name="改好再发").tap()
    expect(phone.get_by_label("地点")).to_be_visible()
    usable_by_everyone(phone)
    phone.get_by_label("地点").select_option(label=VILLAGE)
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.get_by_role("heading", name="已存在手机上")).to_be_visible()
    phone.goto("/phone/#/outbox")
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()


def corrected_at_the_desk(browser: Browser, phone: Page, id_: str, people: str) -> None:
    desk = browser.new_page(base_url=phone.url.split("/phone/")[0])
    desk.goto("/sign-in/")
    desk.locator(f'button[name="as"]:has-text("{OFFICE}")').first.click()
    desk.goto(f"/ledger/{id_}/")
    desk.get_by_role("link", name="更正", exact=True).click()
    desk.get_by_label("参加人次").fill(people)
    desk.get_by_role("button", name="保存更正").click()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    desk.context.close()


def in_conflict(browser: Browser, phone: Page, words: str) -> None:
    """Mine says 20, the office's, which came first, 25."""
    write(phone, "18", words)
    phone.goto("/phone/#/mine")
    row = phone.locator("[data-record]", has_text=words)
    expect(row).to_contain_text("已计入")
    id_ = row.get_attribute("data-record")
    row.get_by_role("link").tap()
    phone.context.set_offline(True)
    phone.get_by_role("link", name="更正", exact=True).tap()
    phone.get_by_label("参加人次").fill("20")
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)
    corrected_at_the_desk(browser, phone, str(id_), "25")
    phone.context.set_offline(False)
    phone.goto("/phone/#/outbox")
    phone.locator("[data-state=conflict]").get_by_role("link").tap()
    expect(phone.locator("tr.differs")).to_have_count(1)
    expect(phone.locator("tr.differs")).to_contain_text("20人次25人次")


def test_two_versions_stand_side_by_side_and_either_may_be_kept(
    phone: Page, chromium: Browser
) -> None:
    enrol(phone, MEMBER)
    in_conflict(chromium, phone, "两边都更正了的一条")
    usable_by_everyone(phone)
    phone.get_by_role("button", name="用对方的").tap()
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()
    in_conflict(chromium, phone, "还是照我的算")
    keep = phone.get_by_role("button", name="保留我的")
    keep.evaluate("(button) => { button.click(); button.click(); }")  # tapped twice it is one
    expect(phone.get_by_text("没有待发的，都已送到。")).to_be_visible()
    phone.goto("/phone/#/mine")
    rows = phone.locator("[data-record]", has_text="还是照我的算")
    expect(rows.filter(has_text="已更正")).to_have_count(2)  # what I wrote first, and the office's
    expect(rows.filter(has_text="已计入")).to_have_count(1)
    rows.filter(has_text="已计入").get_by_role("link").tap()
    expect(phone.locator("dl.lines")).to_contain_text("20人次")


def test_another_person_on_the_same_phone_sees_a_number_and_nothing_else(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.context.set_offline(True)
    write(phone, "7", "只有本人看得到的话")
    phone.goto("/phone/#/phone")
    phone.get_by_role("button", name="在这部手机上退出登录").tap()
    expect(phone.get_by_text("这部手机上有1条没有发出的记录")).to_be_visible()
    usable_by_everyone(phone)
    phone.context.set_offline(False)
    phone.context.clear_cookies()
    enrol(phone, OTHER)
    for place in ("todo", "outbox", "mine"):
        phone.goto(f"/phone/#/{place}")
        expect(phone.locator("h1")).to_be_visible()
        assert "只有本人看得到的话" not in phone.locator("body").inner_text()
        assert VILLAGE not in phone.locator("#view").inner_text()


def test_a_full_phone_says_so_at_the_sign_in_and_goes_on_once_there_is_room(phone: Page) -> None:
    phone.add_init_script(NO_ROOM)
    phone.goto("/phone/")
    sign_in = phone.get_by_role("button", name="登录", exact=True)
    sign_in.tap()
    phone.locator(f'button[name="as"]:has-text("{MEMBER}")').first.tap()
    phone.get_by_role("button", name="在这部手机上使用").tap()
    expect(phone.get_by_text("手机存储已满，您的待办存不下")).to_be_visible()
    phone.evaluate("room()")
    sign_in.tap()
    expect(phone.get_by_role("heading", name="我的待办")).to_be_visible()


def test_a_page_older_than_what_is_kept_says_so(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.get_by_label("一句话说明").fill("更新时正在写")
    phone.wait_for_url("**/#/draft/*")
    phone.evaluate(NEWER)
    expect(phone.get_by_role("heading", name="手机页已更新")).to_be_visible()
    phone.get_by_role("button", name="重新打开").tap()
    expect(phone.get_by_role("heading", name="这一版手机页太旧")).to_be_visible()
    usable_by_everyone(phone)


def test_a_browser_without_storage_says_so(phone: Page) -> None:
    phone.add_init_script("""
        IDBFactory.prototype.open = () => { throw new DOMException("", "SecurityError"); };
    """)
    phone.goto("/phone/")
    expect(phone.get_by_role("heading", name="手机页没有打开")).to_be_visible()


def test_what_is_not_kept_or_not_sent_is_said_to_be_so(phone: Page) -> None:
    enrol(phone, MEMBER)
    phone.goto("/phone/#/write/labour-day")
    phone.get_by_role("button", name="保存", exact=True).tap()
    people = phone.get_by_label("参加人次")
    expect(people).to_have_attribute("aria-invalid", "true")
    expect(people).to_be_focused()

    phone.evaluate(FULL)
    people.fill("21")
    told = phone.get_by_role("alert").filter(has_text="刚填写的还没有存下")
    expect(told).to_contain_text("手机存储已满，刚填写的还没有存下。请先不要离开这一页")
    usable_by_everyone(phone)
    phone.evaluate("room()")
    phone.context.set_offline(True)
    phone.get_by_label("一句话说明").fill("存储满过一次")
    expect(told).to_be_hidden()
    phone.wait_for_timeout(700)
    phone.get_by_role("button", name="保存", exact=True).tap()
    said_saved(phone)

    phone.goto("/phone/#/outbox")
    phone.get_by_text("发不出去时：导出成文件").tap()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="导出未发").tap()
    assert len(json.loads(download.value.path().read_text(encoding="utf-8"))["items"]) == 1
    expect(phone.get_by_role("status").filter(has_text="已导出1条")).to_contain_text(
        "手机未发记录-"
    )

    item = phone.locator("[data-state=waiting]").get_attribute("data-item")
    phone.goto("/phone/#/item/0")
    expect(phone.get_by_text("这一条不在待发里了")).to_be_visible()
    phone.evaluate(NO_KINDS)
    phone.goto(f"/phone/?again#/edit/{item}")
    phone.reload()
    expect(phone.get_by_text("您现在不能记这一类。这一条还在待发里")).to_be_visible()

"""Photos and files at the desk: added with a record or later, shown, served to who may see."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tests.records.evidence.drawn import document
from tests.records.evidence.drawn import scene
from tests.records.evidence.drawn import sent
from tests.records.evidence.drawn import with_a_place
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import operations
from tongxing.records.evidence import storage
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import StoredFile
from tongxing.records.ledger.models import Record


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE = tmp_path / "evidence"


def photo(seed: int = 1, name: str = "现场.jpg", size: tuple[int, int] = (900, 600)) -> Any:
    return SimpleUploadedFile(name, with_a_place(scene(seed, size)), "image/jpeg")


def broken(name: str = "断.jpg") -> Any:
    return SimpleUploadedFile(name, sent(scene())[:5000], "image/jpeg")


def add(desk: Desk, record: Record, *files: Any, who: str = "swb", **given: Any) -> Any:
    address = reverse("desk:ledger:files-add", args=[record.id])
    return desk.as_(who).post(address, {"file": list(files), **given}, follow=True)


def see(desk: Desk, who: str, record: Record) -> Any:
    return desk.as_(who).get(reverse("desk:ledger:record", args=[record.id]))


def picture(record: Record, name: str = "desk:evidence:file") -> str:
    row = Attachment.objects.filter(record=record).first()
    return reverse(name, args=[record.id, row.file_id])


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_record_is_written_with_its_photos(desk):
    answer = desk.post("swb", "new/", **desk.form(file=[photo(1), photo(2, "二.jpg")]))
    record = Record.objects.get(kind="labour-day")
    assert answer["Location"].endswith(f"/ledger/{record.id}/")
    assert Attachment.objects.filter(record=record, said_by=record).count() == 2
    html = see(desk, "swb", record).content.decode()
    assert "照片：集中劳动，高州市根子镇柏桥村，2025年3月11日" in html
    assert html.count('loading="lazy"') == 2
    assert re.findall(r'<img src="/evidence/[^"]+/small/" width="400" height="266"', html)


def test_a_form_without_photos_asks_for_none(desk):
    """C4: nothing on the form or the record's page says that a photo is missing."""
    form = desk.get("swb", "new/", kind="labour-day", place=c.BAIQIAO).content.decode()
    assert 'enctype="multipart/form-data"' in form
    field = re.search(r"<input[^>]*type=\"file\"[^>]*>", form)[0]
    assert "required" not in field
    assert "capture" not in field
    desk.post("swb", "new/", **desk.form())
    record = Record.objects.get(kind="labour-day")
    for who in ("swb", "office", "supervisor"):
        text = Page(see(desk, who, record).content.decode()).text
        assert "没有照片" not in text
        assert "未上传" not in text
    assert "照片和附件" not in Page(see(desk, "supervisor", record).content.decode()).text


def test_a_bad_photo_never_loses_the_record(desk):
    answer = desk.as_("swb").post("/ledger/new/", desk.form(file=[photo(1), broken()]), follow=True)
    record = Record.objects.get(kind="labour-day")
    assert Attachment.objects.filter(record=record).count() == 1
    said = Page(answer.content.decode()).text
    assert "已记入台账" in said
    assert "“断.jpg”没有收下：照片不完整或已损坏" in said
    assert "可以在本页重新添加" in said


def test_a_form_that_comes_back_keeps_the_photo_it_has(desk):
    wrong = desk.form(**{"f.people": "", "file": [photo(1, "村道.jpg"), broken()]})
    back = desk.post("swb", "new/", **wrong)
    assert back.status_code == 422
    html = back.content.decode()
    assert "村道.jpg（已收下，不必重选）" in html
    assert "“断.jpg”没有收下" in html
    seal = re.search(r'name="kept" value="([^"]+)"', html)[1]
    right = {**wrong, "f.people": "26", "kept": [seal]}
    del right["file"]
    desk.post("swb", "new/", **right)
    record = Record.objects.get(kind="labour-day")
    assert [row.name for row in Attachment.objects.filter(record=record)] == ["村道.jpg"]


def test_nobody_uses_the_seal_of_another(desk):
    """A seal names the account; with somebody else's the photo is simply not there."""
    back = desk.post("swb", "new/", **desk.form(**{"f.people": "", "file": [photo(1)]}))
    seal = re.search(r'name="kept" value="([^"]+)"', back.content.decode())[1]
    for given in (seal, seal[:-2] + "xx", "x"):
        desk.post("zx", "new/", **desk.form(doer=[c.ZX], kept=[given], anyway="1"))
    assert Attachment.objects.count() == 0
    assert Record.objects.filter(kind="labour-day").count() == 3


def test_a_large_photo_arrives_smaller_and_without_its_place(desk):
    desk.post("swb", "new/", **desk.form(file=[photo(1, size=(4000, 3000))]))
    record = Record.objects.get(kind="labour-day")
    answer = desk.as_("office").get(picture(record))
    data = body(answer)
    assert len(data) <= 1_000_000
    assert max(Image.open(io.BytesIO(data)).size) == 2560
    assert b"SECRET" not in data
    assert b"Exif" not in data


def test_more_is_added_on_the_records_page(desk):
    record = desk.write()
    answer = add(desk, record, photo(1), caption="清理后的村道")
    assert "已添加1个照片或附件" in answer.content.decode()
    assert 'alt="清理后的村道"' in answer.content.decode()
    assert "添加照片或附件" in Page(answer.content.decode()).text
    again = add(desk, record, photo(1))
    assert "已经有了，没有重复添加" in again.content.decode()
    assert Attachment.objects.count() == 1
    assert "还没有选择照片或文件" in add(desk, record).content.decode()
    refused = add(desk, record, broken(), caption="清理前的村道")
    assert refused.status_code == 422
    assert 'value="清理前的村道"' in refused.content.decode()
    assert "“断.jpg”没有收下" in refused.content.decode()


def test_who_may_not_add_keeps_nothing(desk):
    """Rights come first: not a byte of theirs is kept."""
    record = desk.write()
    for who, status in (("zx", 403), ("lyj", 404), ("supervisor", 403), ("auditor", 403)):
        assert add(desk, record, photo(9), who=who).status_code == status, who
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("name", ["desk:evidence:file", "desk:evidence:small"])
def test_a_picture_is_for_those_who_see_its_record(desk, name):
    record = desk.write()
    add(desk, record, photo(1))
    for who in ("swb", "zx", "team", "village", "office", "supervisor", "auditor"):
        answer = desk.as_(who).get(picture(record, name))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg"), who
        assert body(answer).startswith(b"\xff\xd8\xff")
    for who in ("lyj", "fl", "neighbour"):
        assert desk.as_(who).get(picture(record, name)).status_code == 404, who


def test_a_picture_is_served_safely_and_not_sent_twice(desk):
    record = desk.write()
    add(desk, record, photo(1, "村道 清理.png"))
    answer = desk.as_("swb").get(picture(record))
    key = Attachment.objects.get().file_id
    assert answer["ETag"] == f'"{key}"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E6%9D%91")
    assert answer["Content-Disposition"].endswith(".jpg")
    body(answer)
    answer.close()
    unchanged = desk.as_("swb").get(picture(record), headers={"If-None-Match": f'"{key}"'})
    assert unchanged.status_code == 304
    assert (
        desk.as_("lyj").get(picture(record), headers={"If-None-Match": f'"{key}"'}).status_code
        == 404
    )


def test_who_opened_a_whole_file_is_noted_and_small_pictures_are_not(desk):
    record = desk.write()
    add(desk, record, photo(1))
    desk.as_("zx").get(picture(record, "desk:evidence:small")).close()
    assert not AuditRow.objects.filter(verb="see-file").exists()
    desk.as_("lyj").get(picture(record))
    desk.as_("zx").get(picture(record)).close()
    row = AuditRow.objects.get(verb="see-file")
    assert (row.who, row.subject) == ("person:zx", f"record:{record.id}")


def test_a_document_is_only_ever_downloaded(desk):
    record = desk.write()
    add(desk, record, SimpleUploadedFile("会议 纪要.docx", document()))
    answer = desk.as_("swb").get(picture(record))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%BC%9A")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert body(answer) == document()
    answer.close()
    assert desk.as_("swb").get(picture(record, "desk:evidence:small")).status_code == 404
    assert "文字文档，不到0.1兆" in see(desk, "swb", record).content.decode()


def test_a_file_missing_from_the_disk_is_said_plainly(desk, settings, tmp_path):
    record = desk.write()
    add(desk, record, photo(1))
    settings.EVIDENCE = tmp_path / "another"
    for name in ("desk:evidence:file", "desk:evidence:small"):
        answer = desk.as_("swb").get(picture(record, name))
        assert answer.status_code == 404
        assert "登记还在，文件本身没有找到" in answer.content.decode()


def test_a_corrected_record_shows_what_its_first_version_had(desk):
    old = desk.write()
    add(desk, old, photo(1))
    draft = desk.crew.draft(id=UUID(desk.form()["id"]), values={"people": "40"})
    new = correct_record(
        acting=desk.crew.scope("swb"), at=desk.pass_time(), of=old.id, draft=draft
    ).written()
    text = Page(see(desk, "swb", new).content.decode()).text
    assert f"第{old.seq}条所附" in text
    assert f"第{old.seq}条所附" not in Page(see(desk, "swb", old).content.decode()).text


def test_a_view_of_the_past_shows_what_was_there_then(desk):
    record = desk.write()
    before = desk.clock[0].isoformat(timespec="minutes")[:16]
    desk.pass_time(hours=1)
    add(desk, record, photo(1))
    then = desk.as_("swb").get(f"/ledger/{record.id}/?known_at={before}")
    assert "/evidence/" not in then.content.decode()
    assert "/evidence/" in see(desk, "swb", record).content.decode()


def remove(desk: Desk, record: Record, verb: str, who: str, reason: str = "传错了") -> Any:
    key = Attachment.objects.filter(record=record).first().file_id
    address = reverse(f"desk:ledger:files-{verb}", args=[record.id])
    return desk.as_(who).post(address, {"file": key, "reason": reason}, follow=True)


def test_a_photo_is_taken_off_with_a_reason(desk):
    record = desk.write()
    add(desk, record, photo(1))
    assert remove(desk, record, "withdraw", "swb", " ").status_code == 422
    answer = remove(desk, record, "withdraw", "swb")
    assert "已撤下" in answer.content.decode()
    assert "传错了" in answer.content.decode()
    assert 'src="/evidence/' not in answer.content.decode()
    assert desk.as_("swb").get(picture(record)).status_code == 404


def test_only_the_office_erases(desk, django_capture_on_commit_callbacks):
    record = desk.write()
    add(desk, record, photo(1))
    assert "依法删除" not in see(desk, "swb", record).content.decode()
    assert remove(desk, record, "redact", "swb").status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        answer = remove(desk, record, "redact", "office", "本人申请")
    assert "已依法删除" in answer.content.decode()
    assert desk.as_("office").get(picture(record)).status_code == 404


def reused(desk: Desk) -> tuple[Record, Record]:
    """林业局 shows in its village the photo 市委办 showed in another."""
    first = desk.write(text="甲")
    second = desk.write("lyj", text="乙")
    add(desk, first, photo(7))
    mirrored = scene(7, (900, 600)).transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((600, 400))
    copy = SimpleUploadedFile("又一张.jpg", sent(mirrored, quality=60))
    add(desk, second, copy, who="lyj")
    return first, second


def test_a_picture_used_again_is_a_quiet_note_to_the_reviewer(desk):
    first, second = reused(desk)
    for who in ("office", "supervisor"):
        text = Page(see(desk, who, second).content.decode()).text
        assert re.search(rf"3月10日 柏桥村 集中劳动（第{first.seq}条） ?，看来是同一张", text)
        assert "不作任何认定" in text
        back = Page(see(desk, who, first).content.decode()).text
        assert re.search(rf"第{second.seq}条） ?，看来", back)


@pytest.mark.parametrize("who", ["lyj", "swb", "zx", "team", "village", "auditor"])
def test_it_is_never_shown_to_anybody_else(desk, who):
    for record in reused(desk):
        assert "相近" not in see(desk, who, record).content.decode()


def test_it_stands_in_the_way_of_nothing_and_is_not_counted(desk):
    first, second = reused(desk)
    assert Attachment.objects.count() == 2
    assert not AuditRow.objects.filter(verb__contains="alike").exists()
    remove(desk, first, "withdraw", "swb")
    assert "相近" not in see(desk, "office", second).content.decode()


def test_other_pictures_are_not_noted(desk):
    first, second = desk.write(text="甲"), desk.write("lyj", text="乙")
    add(desk, first, photo(7))
    add(desk, second, photo(8), who="lyj")
    assert "相近" not in see(desk, "office", second).content.decode()


def test_the_village_page_shows_pictures_along_its_time(desk):
    record = desk.write()
    add(desk, record, photo(1), caption="清理后")
    add(desk, record, SimpleUploadedFile("名单.txt", b"abc"))
    html = desk.as_("village").get(reverse("desk:place", args=[c.BAIQIAO])).content.decode()
    assert html.count('src="/evidence/') == 1
    assert 'alt="清理后" loading="lazy"' in html
    assert picture(record, "desk:evidence:small") in html


def test_pictures_cost_the_pages_a_bounded_number_of_queries(desk, django_assert_max_num_queries):
    for day in range(1, 6):
        one = desk.write(happened=date(2025, 2, day), text=f"第{day}次")
        add(desk, one, photo(day), photo(day + 20))
    other = desk.write("lyj", doers=(Doer(c.LYJ),))
    add(desk, other, *(photo(day) for day in range(1, 6)), who="lyj")
    see(desk, "office", other)
    with django_assert_max_num_queries(32):
        see(desk, "office", other)
    village = reverse("desk:place", args=[c.BAIQIAO])
    desk.as_("office").get(village)
    with django_assert_max_num_queries(24):
        desk.as_("office").get(village)


def test_photos_still_on_a_phone_come_to_an_honest_end(desk):
    """Awaited, given up by whoever may correct the record, and told so from then on."""
    keys = ("a" * 64, "b" * 64)
    record = desk.write(files=keys)
    operations.expect([(record, key) for key in keys], "person:swb")
    button = "照片不再补传</button>"
    asked = see(desk, "swb", record).content.decode()
    assert "2张，等那部手机" in asked
    assert "以后若又传来，照样收下。" in asked
    assert button not in see(desk, "zx", record).content.decode()
    address = reverse("desk:ledger:files-give-up", args=[record.id])
    assert desk.as_("zx").post(address).status_code == 403
    said = desk.as_("swb").post(address, follow=True).content.decode()
    assert "已注明2张照片不再补传" in said
    assert "另有2张照片没有传来" in said
    assert "照片还在手机上" not in said
    assert button not in said
    again = desk.as_("office").post(address)
    assert again.status_code == 422
    assert "没有还在手机上的照片" in again.content.decode()


def test_a_photo_that_cannot_be_drawn_is_not_shown(desk):
    record = desk.write()
    add(desk, record, photo(1))
    row = Attachment.objects.get()
    storage.path_of(row.file_id).write_bytes(b"\xff\xd8\xff\xd9")
    for name in ("desk:evidence:file", "desk:evidence:small"):
        answer = desk.as_("swb").get(picture(record, name))
        assert answer.status_code == 404
        assert "打不开" in answer.content.decode()

"""导入手机未发记录: looked at first, confirmed once, the same file or phone later adds nothing."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.pages.api.phone.pictures import with_place
from tests.records import cast as c
from tongxing.pages.desk import uploads
from tongxing.pages.desk.records import unsent
from tongxing.records.accounts.models import Account
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import parts
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.evidence.queries import awaited_of
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of

START, CHECK = "desk:ledger:unsent", "desk:ledger:unsent-check"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def file_of(*items: Any, files: dict[str, Any] | None = None, **changes: Any) -> bytes:
    given = {
        "format": "tongxing-unsent", "version": 1, "account": "swb", "person": "person:swb",
        "items": list(items), "files": files or {},
    }  # fmt: skip
    return json.dumps({**given, **changes}).encode()


def packed(data: bytes) -> dict[str, str]:
    return {key_of(data): b64encode(data).decode()}


def upload(phones: Phones, data: bytes, who: str = "office") -> Any:
    sent = SimpleUploadedFile("未发.json", data, "application/json")
    return phones.county.client(who).post(reverse(START), {"file": sent})


def checked(phones: Phones, data: bytes, who: str = "office") -> tuple[str, str]:
    """The address of the check and what it says."""
    answer = upload(phones, data, who)
    assert answer.status_code == 302, answer.content.decode()
    page = phones.county.client(who).get(answer["Location"])
    assert page.status_code == 200
    return answer["Location"], page.content.decode()


def confirm(phones: Phones, address: str, who: str = "office") -> str:
    answer = phones.county.client(who).post(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_looked_at_first_then_taken_in(phones: Phones) -> None:
    data, head = photo(), head_of(c.BOOK)
    sent = phones.item(files=[key_of(data)])
    bad = phones.item(happened="2025-09-01")
    address, said = checked(phones, file_of(sent, bad, files=packed(data)))
    assert "可以记入1条" in said
    assert "不能记入1条" in said
    assert "还没有到" in said
    assert "市委办联络员" in said
    assert head_of(c.BOOK) == head  # nothing is written by looking
    told = confirm(phones, address)
    assert "新记入1条" in told
    record = Record.objects.get(pk=sent["id"])
    assert record.recorded_by == "person:office"  # who typed it stays honest
    assert '"who":"org:swb"' in record.doers
    assert [row.file_id for row in attachments_of([record.id])] == [key_of(data)]
    assert not Record.objects.filter(pk=bad["id"]).exists()
    row = AuditRow.objects.get(verb="take-unsent")
    assert (row.who, row.subject, json.loads(row.detail)) == (
        "person:office", "account:swb", {"records": 1},
    )  # fmt: skip


def test_the_same_file_twice_adds_nothing(phones: Phones) -> None:
    data = photo()
    file = file_of(phones.item(files=[key_of(data)]), files=packed(data))
    address, _ = checked(phones, file)
    confirm(phones, address)
    head, audited = head_of(c.BOOK), AuditRow.objects.exclude(verb="see-record").count()
    assert "早已记入1条" in confirm(phones, address)
    again, said = checked(phones, file)
    assert "没有可以记入的新记录" in said
    confirm(phones, again)
    assert head_of(c.BOOK) == head
    assert AuditRow.objects.exclude(verb="see-record").count() == audited


def test_the_phone_that_sends_later_is_told_it_is_all_there(phones: Phones) -> None:
    data = photo()
    sent = phones.item(files=[key_of(data)])
    address, _ = checked(phones, file_of(sent, files=packed(data)))
    confirm(phones, address)
    (answer,) = phones.send("swb", sent)
    assert (answer["state"], answer["files_missing"]) == ("repeated", [])


def test_a_photo_left_out_still_comes_from_the_phone(phones: Phones) -> None:
    data = photo()
    sent = phones.item(files=[key_of(data)])
    address, said = checked(phones, file_of(sent))
    assert "照片1张，不在文件里" in said
    confirm(phones, address)
    (answer,) = phones.send("swb", sent)
    assert (answer["state"], answer["files_missing"]) == ("repeated", [key_of(data)])
    phones.put("swb", key_of(data), 0, data, len(data))
    assert [row.file_id for row in attachments_of([sent["id"]])] == [key_of(data)]
    assert not awaited_of([sent["id"]])


@pytest.mark.parametrize("given_up", [False, True])
def test_the_file_brings_photos_of_what_came_without_them(phones: Phones, given_up: bool) -> None:
    """The record was sent, then the line broke, and the phone's owner brought the file."""
    data = photo()
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    if given_up:
        phones.county.client("office").post(f"/ledger/{sent['id']}/files/give-up/")
    address, said = checked(phones, file_of(sent, files=packed(data)))
    assert "早已记入1条，不会重复，可以补上照片1张" in said
    assert "确认补上照片1张" in said
    assert f'href="/ledger/{sent["id"]}/"' in said
    assert "早已记入1条，补上照片1张" in confirm(phones, address)
    assert [row.file_id for row in attachments_of([sent["id"]])] == [key_of(data)]
    assert not awaited_of([sent["id"]])
    assert "没有可以记入的新记录" in checked(phones, file_of(sent, files=packed(data)))[1]


def test_photos_of_many_records_are_asked_for_together(phones: Phones) -> None:
    data = photo()

    def asked(count: int) -> int:
        sent = [phones.item(files=[key_of(data)], text=f"第{n}次") for n in range(count)]
        address, _ = checked(phones, file_of(*sent, files=packed(data)))
        with CaptureQueriesContext(connection) as seen:
            phones.county.client("office").get(address)
        return sum("evidence_" in one["sql"] for one in seen)

    assert asked(1) == asked(4) > 0


def test_a_photo_that_is_no_good_does_not_hold_up_its_record(phones: Phones) -> None:
    data = with_place()
    sent = phones.item(files=[key_of(data)])
    address, _ = checked(phones, file_of(sent, files=packed(data)))
    told = confirm(phones, address)
    assert "新记入1条" in told
    assert "没有收下" in told


def test_a_correction_comes_with_its_original(phones: Phones) -> None:
    first = phones.item()
    second = phones.item(text="四十人", replaces=[first["id"]])
    address, said = checked(phones, file_of(second, first))
    assert "可以记入2条" in said
    confirm(phones, address)
    assert Record.objects.filter(pk__in=[first["id"], second["id"]]).count() == 2


def test_where_the_office_may_not_write_it_says_so(phones: Phones) -> None:
    _, said = checked(phones, file_of(phones.item()), who="neighbour")
    assert "不能记入1条" in said
    assert "请把这个文件交给那里的县专班导入" in said
    assert "参加人次：" in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", unsent.EMPTY),
        (b"\x89PNG", unsent.NONE_OF_OURS),
        (b"[1]", unsent.NONE_OF_OURS),
        (unsent.BEGINNING + b',"version":1,"items":[{"id":', unsent.CUT),
        (b'{"format": "other"}', unsent.NONE_OF_OURS),
        (file_of({}, version=2), unsent.NEWER),
        (file_of({}, version="1"), unsent.NEWER),
        (file_of({}, account=3), unsent.NONE_OF_OURS),
        (file_of({}).replace(b'"files": {}', b'"files": []'), unsent.NONE_OF_OURS),
        (file_of(), unsent.NOTHING),
        (file_of(*[{}] * 501), unsent.TOO_MANY),
    ],
)
def test_what_is_no_such_file(phones: Phones, data: bytes, said: str) -> None:
    answer = upload(phones, data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "没有写入" in said


def test_a_photo_spoilt_in_the_file_is_said_before_anything_is_written(phones: Phones) -> None:
    data = photo()
    sent = phones.item(files=[key_of(data)])
    files = {key_of(data): b64encode(data[:100]).decode()}
    address, said = checked(phones, file_of(sent, files=files))
    assert "照片1张，不在文件里，或在文件里已损坏" in said
    assert "新记入1条" in confirm(phones, address)
    assert awaited_of([sent["id"]])


def test_a_file_too_large_and_none_at_all(
    phones: Phones,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tongxing.pages.desk.records.views_unsent.LARGEST", 10)
    assert unsent.TOO_LARGE in upload(phones, file_of(phones.item())).content.decode()
    empty = phones.county.client("office").post(reverse(START))
    assert "没有选择文件" in empty.content.decode()


def test_spoilt_items_and_photos_are_told_apart_from_good_ones(phones: Phones) -> None:
    changed = phones.item()
    changed["draft"]["text"] = "改过"
    files = {"x": 3, "y": "不是照片", key_of(b"z"): "eg=="}
    address, said = checked(phones, file_of(3, {}, changed, phones.item(), files=files))
    assert "可以记入1条" in said
    assert "不能记入3条" in said
    assert "认不出的一条" in said
    assert "与手机上写下的不一致" in said
    assert "新记入1条" in confirm(phones, address)


def test_a_file_is_its_uploader_s_own_and_does_not_stay(phones: Phones) -> None:
    address, _ = checked(phones, file_of(phones.item()))
    assert phones.county.client("village").get(address).status_code == 404
    gone = reverse(CHECK, args=["0" * 64])
    answer = phones.county.client("office").get(gone)
    assert answer.status_code == 404
    assert "重新上传" in answer.content.decode()


def test_a_file_uploaded_for_another_page_is_none_of_this_one(phones: Phones) -> None:
    office = Account.objects.get(username="office")
    now = phones.county.crew.at.timestamp()
    name = uploads.keep(office, b"a sheet", now=now)
    answer = phones.county.client("office").get(reverse(CHECK, args=[name]))
    assert answer.status_code == 404


def test_looking_leaves_photos_on_their_way_where_they_are(phones: Phones) -> None:
    data = photo()
    phones.put("office", key_of(data), 0, data, len(data))  # from the clerk's own phone
    address, _ = checked(phones, file_of(phones.item(files=[key_of(data)])))
    assert parts.arrived("person:office", key_of(data)).whole
    assert not path_of(key_of(data)).exists()
    confirm(phones, address)
    assert not parts.arrived("person:office", key_of(data)).whole
    assert path_of(key_of(data)).exists()


def test_who_writes_only_for_himself_is_not_offered_it(phones: Phones) -> None:
    words = "导入手机未发记录"
    new = reverse("desk:ledger:new")
    assert words in phones.county.client("office").get(new).content.decode()
    assert words not in phones.county.client("swb").get(new).content.decode()
    assert upload(phones, file_of(phones.item()), who="swb").status_code == 404


def test_photos_still_on_a_phone_are_told_on_the_desk(phones: Phones) -> None:
    data = photo()
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    client = phones.county.client("office")
    record, there = reverse("desk:ledger:record", args=[sent["id"]]), reverse("desk:ledger:list")
    etag = client.get(f"/places/{c.BAIQIAO}/")["ETag"]
    for address in (record, there):
        assert "照片还在手机上" in client.get(address).content.decode()
    past = client.get(f"{record}?as_of=2025-03-11").content.decode()
    assert "照片还在手机上" not in past
    phones.put("swb", key_of(data), 0, data, len(data))
    for address in (record, there):
        assert "照片还在手机上" not in client.get(address).content.decode()
    assert client.get(f"/places/{c.BAIQIAO}/")["ETag"] != etag

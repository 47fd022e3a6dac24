"""Photos follow their records: in parts, in any order, resumed where the line broke."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.pages.api.phone import pictures
from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tongxing.actions import keep_photo
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.actions.redact_record import redact_record
from tongxing.pages.api.phone.schemas import FileState
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import parts
from tongxing.records.evidence.models import Awaited
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.parts import CHUNK
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.evidence.queries import awaited_from
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record


def chunks(data: bytes) -> list[bytes]:
    return [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]


def bring(phones: Phones, name: str, data: bytes) -> Any:
    for n, part in enumerate(chunks(data)):
        answer = phones.put(name, key_of(data), n, part, len(data))
        assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def shown(sent: dict[str, Any]) -> list[str]:
    return [row.file_id for row in attachments_of([sent["id"]])]


def test_a_record_is_there_before_its_photo(phones: Phones) -> None:
    data = photo()
    sent = phones.item(files=[key_of(data)])
    (answer,) = phones.send("swb", sent)
    assert (answer["state"], answer["files_missing"]) == ("written", [key_of(data)])
    assert shown(sent) == []
    told = bring(phones, "swb", data)
    assert FileState.model_validate(told).whole
    assert shown(sent) == [key_of(data)]
    assert path_of(key_of(data)).read_bytes() == data  # byte for byte: its hash is in the chain
    row = StoredFile.objects.get()
    assert (row.media_type, row.size, row.picture) == ("image/jpeg", len(data), True)
    assert AuditRow.objects.filter(verb="keep-file", who="person:swb").count() == 1
    (again,) = phones.send("swb", sent)
    assert (again["state"], again["files_missing"]) == ("repeated", [])
    assert not Awaited.objects.exists()


def test_a_photo_may_come_before_its_record(phones: Phones) -> None:
    data = photo()
    assert bring(phones, "swb", data)["whole"]
    assert not StoredFile.objects.exists()  # nobody's yet
    sent = phones.item(files=[key_of(data)])
    (answer,) = phones.send("swb", sent)
    assert answer["files_missing"] == []
    assert shown(sent) == [key_of(data)]
    assert not list((parts._folder("person:swb")).iterdir())


def test_one_photo_for_several_records(phones: Phones) -> None:
    data = photo()
    items = [phones.item(files=[key_of(data)]) for _ in range(3)]
    phones.send("swb", *items[:2])
    bring(phones, "swb", data)
    (answer,) = phones.send("swb", items[2])
    assert answer["files_missing"] == []
    assert [shown(one) for one in items] == [[key_of(data)]] * 3


@given(order=st.permutations([0, 1, 2, 3, 0, 2]), record_at=st.integers(0, 6))
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_parts_come_in_any_order_and_more_than_once(
    phones: Phones, order: list[int], record_at: int
) -> None:
    data = photo(800_000)
    key, some = key_of(data), chunks(data)
    sent = phones.item(files=[key], text=str(order))
    parts.forget("person:swb", key)
    for step, n in enumerate(order):
        if step == record_at:
            phones.send("swb", sent)
        answer = phones.put("swb", key, n, some[n], len(data)).json()
        here = set(range(len(some))) if answer["whole"] else set(answer["have"])
        assert set(order[: step + 1]) <= here
    assert answer["whole"]
    if record_at == len(order):
        phones.send("swb", sent)
    assert shown(sent) == [key]
    assert phones.have("swb", key).json()["whole"]


def test_a_line_cut_at_nine_tenths_sends_no_more_than_one_part_again(phones: Phones) -> None:
    """Twenty photos, nearly 20 MB; the line breaks in the middle of a part."""
    large = photo(950_000)
    some = [large[:-2] + bytes([n]) + b"\xff\xd9" for n in range(20)]
    assert 900_000 < len(large) < 1_000_000
    keys = [key_of(one) for one in some]
    phones.send("swb", phones.item(files=keys))
    total = sum(len(one) for one in some)
    sent = 0
    broken = int(total * 0.9)
    for key, one in zip(keys, some, strict=True):
        for n, part in enumerate(chunks(one)):
            if sent + len(part) > broken:
                cut = phones.put("swb", key, n, part[: broken - sent], len(one))
                assert cut.json()["code"] in {"damaged", "unreadable"}
                sent = broken
                break
            phones.put("swb", key, n, part, len(one))
            sent += len(part)
        if sent == broken:
            break
    left = 0
    for key, one in zip(keys, some, strict=True):
        have = phones.have("swb", key).json()
        if have["whole"]:
            continue
        missing = [n for n in range(len(chunks(one))) if n not in have["have"]]
        left += sum(len(chunks(one)[n]) for n in missing)
    assert total * 0.1 <= left <= total - broken + CHUNK


def test_two_pages_send_the_same_photo(phones: Phones) -> None:
    data = photo(500_000)
    key, some = key_of(data), chunks(data)
    sent = phones.item(files=[key])
    phones.send("swb", sent)
    for n in (0, 0, 1, 1, 0, 1):
        answer = phones.put("swb", key, n, some[n], len(data))
    assert answer.json()["whole"]
    assert shown(sent) == [key]
    assert AuditRow.objects.filter(verb="keep-file").count() == 1


def test_a_hash_alone_opens_nothing(phones: Phones) -> None:
    """Who learns a photo's hash and names it in a record of his own does not get to see it."""
    data = photo()
    phones.send("lyj", phones.item(
        files=[key_of(data)], place=c.HETONG, doers=[{"who": c.LYJ, "role": "", "of": ""}],
    ))  # fmt: skip
    bring(phones, "lyj", data)
    sent = phones.item(files=[key_of(data)])
    (answer,) = phones.send("swb", sent)
    assert answer["files_missing"] == [key_of(data)]
    assert shown(sent) == []
    assert phones.have("swb", key_of(data)).json() == {"size": None, "have": [], "whole": False}
    bring(phones, "swb", data)  # but who has it may show it
    assert shown(sent) == [key_of(data)]


def test_a_correction_keeps_the_photos_of_what_it_corrects(phones: Phones) -> None:
    data = photo()
    first = phones.item(files=[key_of(data)])
    phones.send("swb", first)
    bring(phones, "swb", data)
    second = phones.item(text="四十人", files=[key_of(data)], replaces=[first["id"]])
    (answer,) = phones.send("village", second)
    assert (answer["state"], answer["files_missing"]) == ("written", [])
    assert shown(second) == [key_of(data)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pictures.with_place(), "地点"),
        (pictures.with_device(), "设备"),
        (pictures.png(words="某人"), "设备"),
        (photo() + b"hidden", "夹带"),
        (photo()[:-900], "不完整"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不完整"),
        (pictures.gif(), "不完整"),
        (b"%PDF-1.4 nothing", "不完整"),
    ],
)
def test_what_is_no_bare_picture_is_refused(phones: Phones, data: bytes, said: str) -> None:
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    answer = phones.put("swb", key_of(data), 0, data, len(data))
    assert (answer.status_code, answer.json()["code"]) == (422, "unusable-file")
    assert said in answer.json()["say"]
    assert shown(sent) == []
    assert phones.have("swb", key_of(data)).json()["have"] == []


@pytest.mark.parametrize("data", [pictures.as_drawn_elsewhere(), pictures.png()])
def test_what_browsers_draw_is_taken(phones: Phones, data: bytes) -> None:
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    assert bring(phones, "swb", data)["whole"]
    assert shown(sent) == [key_of(data)]


def test_what_was_erased_by_law_does_not_come_back(phones: Phones) -> None:
    data = photo()
    key, crew = key_of(data), phones.county.crew
    sent = phones.item(files=[key])
    phones.send("swb", sent)
    bring(phones, "swb", data)
    redact_evidence(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=sent["id"], file=key,
        reason="拍到了身份证",
    )  # fmt: skip
    for answer in (phones.put("swb", key, 0, data, len(data)), phones.have("swb", key)):
        assert (answer.status_code, answer.json()["code"]) == (409, "erased")
    (other,) = phones.send("swb", phones.item(files=[key]))
    assert (other["state"], other["files_missing"]) == ("written", [])
    assert "依法删除" in other["warnings"][0]
    assert not Awaited.objects.exists()


def test_a_redacted_record_waits_for_nothing(phones: Phones) -> None:
    data, crew = photo(), phones.county.crew
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at),
        of=Record.objects.get(pk=sent["id"]).id, reason="涉及个人信息",
    )  # fmt: skip
    bring(phones, "swb", data)
    assert shown(sent) == []
    (again,) = phones.send("swb", sent)  # the first answer was lost on the way
    assert (again["state"], again["files_missing"]) == ("repeated", [])
    assert "依法删除" in again["warnings"][0]
    bring(phones, "swb", data)
    assert shown(sent) == []
    assert not Awaited.objects.exists()


def test_a_photo_that_comes_while_its_record_is_erased_is_not_added(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, crew = photo(), phones.county.crew
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    seen = awaited_from("person:swb", key_of(data))  # and at this very moment:
    redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at),
        of=Record.objects.get(pk=sent["id"]).id, reason="涉及个人信息",
    )  # fmt: skip
    monkeypatch.setattr(keep_photo, "awaited_from", lambda *_: seen)
    bring(phones, "swb", data)
    assert shown(sent) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("key", "n", "size", "length", "code"),
    [
        ("a" * 63, 0, 10, 10, "not-found"),
        ("A" * 64, 0, 10, 10, "not-found"),
        ("a" * 64, 0, 10, 9, "damaged"),
        ("a" * 64, 1, 10, 10, "damaged"),
        ("a" * 64, 0, 0, 0, "unreadable"),
        ("a" * 64, 0, 1_000_001, CHUNK, "unusable-file"),
        ("a" * 64, 0, CHUNK + 5, CHUNK + 1, "too-large"),
        ("a" * 64, 0, 10, 10, "damaged"),  # other bytes than the hash says
        ("a" * 64, "x", 10, 10, "unreadable"),
        ("a" * 64, 10**30, 10, 10, "damaged"),
    ],
)
def test_parts_that_do_not_fit(
    phones: Phones, key: str, n: Any, size: int, length: int, code: str
) -> None:
    answer = phones.put("swb", key, n, b"x" * length, size)
    assert answer.json()["code"] == code
    assert answer.json()["say"].endswith("。")


def test_a_part_told_another_size_starts_anew(phones: Phones) -> None:
    data = photo(500_000)
    key, some = key_of(data), chunks(data)
    phones.put("swb", key, 0, some[0], 900_000)
    assert phones.have("swb", key).json()["size"] == 900_000
    for n, part in enumerate(some):
        answer = phones.put("swb", key, n, part, len(data))
    assert answer.json()["whole"]


def test_photos_of_no_record_have_little_room_and_do_not_stay(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "WAITING", 2 * parts.LEAST + 10)
    first, second, third = (photo(4_000, n) for n in range(3))
    bring(phones, "swb", first)
    bring(phones, "swb", second)
    answer = phones.put("swb", key_of(third), 0, third, len(third))
    assert (answer.status_code, answer.json()["code"]) == (409, "quota")
    phones.send("swb", phones.item(files=[key_of(third)]))  # named: it has its room
    assert bring(phones, "swb", third)["whole"]
    phones.later(days=parts.KEEP_DAYS + 1)
    other = photo(4_000, 9)
    assert bring(phones, "swb", other)["whole"]
    assert [one.name for one in parts._files("person:swb")] == [f"{key_of(other)}.whole"]


def test_parts_of_a_byte_fill_no_disk(phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is a file of its own, whatever it says of its length."""
    monkeypatch.setattr(parts, "WAITING", 10 * parts.LEAST)
    answers = [phones.put("swb", f"{n:064x}", 1, b"x", CHUNK + 1).json() for n in range(12)]
    assert [one.get("code") for one in answers] == [None] * 10 + ["quota"] * 2
    assert len(list(parts._folder("person:swb").iterdir())) == 10


def test_a_photo_put_aside_is_found_by_a_record_that_missed_it(phones: Phones) -> None:
    """The photo came between the record's look at what is here and its waiting for the rest."""
    data = photo()
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    parts.lay_by("person:swb", key_of(data), data, phones.county.crew.at)
    assert phones.have("swb", key_of(data)).json()["whole"]
    assert shown(sent) == [key_of(data)]


def test_bytes_are_on_disk_before_anybody_is_told(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, synced = photo(500_000), []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(handle), real(handle)))
    phones.put("swb", key_of(data), 0, chunks(data)[0], len(data))
    assert len(synced) == 1

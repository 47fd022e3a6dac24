"""照片不再补传 from both sides: the desk's pages, the phone's workbook, a photo found again."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c

LOST = photo()
WAITING, OVER = "照片还在手机上", "1张照片没有传来"


@pytest.fixture
def sent(phones: Phones) -> str:
    """The id of a record whose photo was given up before it came."""
    item = phones.item(files=[key_of(LOST)])
    phones.send("swb", item)
    address = reverse("desk:ledger:files-give-up", args=[item["id"]])
    assert phones.county.client("office").post(address).status_code == 302
    return str(item["id"])


def page(phones: Phones, address: str) -> str:
    return phones.county.client("office").get(address).content.decode()


def files_told(phones: Phones, id_: str) -> list[dict[str, Any]]:
    """What the phone's list of one's own records says of its photos."""
    (one,) = (one for one in phones.work("swb").json()["recent"] if one["id"] == id_)
    return one["files"]


def test_neither_desk_nor_phone_says_any_more_that_it_is_on_its_way(
    phones: Phones, sent: str
) -> None:
    record = page(phones, reverse("desk:ledger:record", args=[sent]))
    assert WAITING not in record
    assert OVER in record
    assert WAITING not in page(phones, reverse("desk:ledger:list"))
    assert files_told(phones, sent) == [{"sha256": key_of(LOST), "here": True}]


def test_a_phone_found_again_sends_the_photo_alone_and_it_is_shown(
    phones: Phones, sent: str
) -> None:
    answer = phones.put("swb", key_of(LOST), 0, LOST, len(LOST))
    assert answer.json()["whole"]
    record = page(phones, reverse("desk:ledger:record", args=[sent]))
    assert reverse("desk:evidence:small", args=[sent, key_of(LOST)]) in record
    assert OVER not in record
    shown = phones.county.client("office").get(
        reverse("desk:evidence:file", args=[sent, key_of(LOST)])
    )
    assert b"".join(shown.streaming_content) == LOST


def test_a_village_s_page_and_the_workbook_are_read_afresh(phones: Phones) -> None:
    """A copy kept from before is good no more after the giving up, nor after the photo."""
    item = phones.item(files=[key_of(LOST)])
    phones.send("swb", item)
    client, village = phones.county.client("office"), reverse("desk:place", args=[c.BAIQIAO])
    seen = [(client.get(village)["ETag"], phones.work("swb")["ETag"])]
    client.post(reverse("desk:ledger:files-give-up", args=[item["id"]]), follow=True)
    seen.append((client.get(village)["ETag"], phones.work("swb")["ETag"]))
    phones.put("swb", key_of(LOST), 0, LOST, len(LOST))
    seen.append((client.get(village)["ETag"], phones.work("swb")["ETag"]))
    for kept in zip(*seen, strict=True):
        assert len(set(kept)) == 3

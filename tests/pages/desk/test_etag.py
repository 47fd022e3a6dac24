"""A page is answered from the browser's own copy while nothing changed, and never another's."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from tests.pages.desk.conftest import County
from tests.records import cast as c
from tongxing.actions.redact_record import redact_record
from tongxing.records.ledger.ids import new_id


def test_the_same_page_again_is_not_sent_again(county: County) -> None:
    client = county.client("office")
    etag = client.get("/matrix/")["ETag"]
    again = client.get("/matrix/", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert not again.content
    assert again["ETag"] == etag


def test_a_new_record_makes_a_new_page(county: County) -> None:
    client = county.client("office")
    etag = client.get("/matrix/")["ETag"]
    county.labour_day(date(2025, 3, 11))
    again = client.get("/matrix/", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert again["ETag"] != etag


def test_no_two_persons_share_an_etag(county: County) -> None:
    for path in ("/", "/matrix/", f"/places/{c.BAIQIAO}/"):
        etags = [county.get(name, path)["ETag"] for name in ("office", "supervisor", "village")]
        assert len(set(etags)) == len(etags), path


def test_one_person_s_copy_never_answers_for_another(county: County) -> None:
    etag = county.get("office", "/")["ETag"]
    answer = county.client("swb").get("/", headers={"if-none-match": etag})
    assert answer.status_code == 200


def test_a_changed_grant_makes_a_new_page(county: County) -> None:
    client = county.client("office")
    etag = client.get("/")["ETag"]
    account = county.crew.account("office")
    type(account).objects.filter(pk=account.pk).update(revision=account.revision + 1)
    assert client.get("/", headers={"if-none-match": etag}).status_code == 200


def test_part_and_page_are_told_apart(county: County) -> None:
    client = county.client("office")
    whole = client.get("/matrix/")
    part = client.get("/matrix/", headers={"hx-request": "true"})
    assert whole["ETag"] != part["ETag"]
    assert "HX-Request" in whole["Vary"]
    assert "Cookie" in whole["Vary"]


def test_pages_are_kept_by_nobody_but_the_reader(county: County) -> None:
    for path in ("/", "/matrix/", "/find/?q=村", "/units/swb/"):
        assert "private" in county.get("office", path)["Cache-Control"], path


def test_a_view_of_the_past_changes_once_words_were_erased(county: County) -> None:
    crew = county.crew
    record = county.labour_day(date(2025, 3, 11), text="写了不该写的名字")
    address = f"/places/{c.BAIQIAO}/?known_at=2025-03-12T10:00"
    client = county.client("office")
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    object.__setattr__(crew, "at", crew.at + timedelta(minutes=5))
    redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=record.id,
        reason="涉及个人信息",
    )  # fmt: skip
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200

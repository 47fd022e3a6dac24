"""POST records: written, repeated, refused, in conflict; each item for itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.conftest import item
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.pages.api.phone.schemas import Answers
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of

SOMEBODY = "00000000-0000-7000-8000-000000000001"


def test_a_record_from_a_phone_is_in_the_ledger_at_once(phones: Phones) -> None:
    sent = phones.item()
    (answer,) = phones.send("swb", sent)
    assert answer["state"] == "written", answer
    record = Record.objects.get(pk=sent["id"])
    assert (record.seq, record.recorded_by) == (answer["seq"], "person:swb")
    row = AuditRow.objects.get(verb="append", subject=f"record:{sent['id']}")
    assert (row.who, row.account) == ("person:swb", "swb")
    assert row.session  # tells this phone from the account's others


def test_answers_are_as_described(phones: Phones) -> None:
    good, bad = phones.item(), phones.item(values={})
    told = phones.post("swb", {"items": [good, bad, 7]}).json()
    described = Answers.model_validate(told)
    assert [one.state for one in described.answers] == ["written", "refused", "refused"]
    assert described.now == "2025-03-12T10:00:00+08:00"


def test_the_same_again_is_answered_as_the_first_time(phones: Phones) -> None:
    sent = phones.item()
    (first,) = phones.send("swb", sent)
    head, audited = head_of(c.BOOK), AuditRow.objects.count()
    phones.later(days=2)
    again, twice = phones.send("swb", sent, sent)
    assert again == twice == {**first, "state": "repeated"}
    assert (head_of(c.BOOK), AuditRow.objects.count()) == (head, audited)


def test_other_content_under_the_same_id_is_refused(phones: Phones) -> None:
    sent = phones.item()
    phones.send("swb", sent)
    (answer,) = phones.send("swb", phones.item(id=sent["id"], text="另一件事"))
    assert (answer["state"], answer["code"], answer["retry"]) == ("refused", "conflict", False)


def test_one_bad_item_never_blocks_the_rest(phones: Phones) -> None:
    items = [phones.item(), {"id": 3}, phones.item(values={"people": "很多"}), phones.item()]
    states = [one["state"] for one in phones.send("swb", *items)]
    assert states == ["written", "refused", "refused", "written"]


def test_what_is_wrong_is_said_at_its_field(phones: Phones) -> None:
    (answer,) = phones.send(
        "swb",
        phones.item(happened="2025-04-01", values={"people": "很多", "cows": "3"}, place="1" * 12),
    )
    fields = {one["field"] for one in answer["problems"]}
    assert {"happened", "values.people", "values.cows", "place"} <= fields
    assert "还没有到" in answer["say"]
    assert answer["retry"] is False


def test_thousands_of_unknown_fields_are_not_all_told(phones: Phones) -> None:
    sent = phones.item(values={f"k{n}": "1" for n in range(3_000)})
    told = phones.post("swb", {"items": [sent]})
    (answer,) = told.json()["answers"]
    assert (answer["state"], len(answer["problems"])) == ("refused", 50)
    assert len(told.content) < 50_000


def test_a_clock_years_ahead_is_told_what_day_it_is(phones: Phones) -> None:
    told = phones.post("swb", {"items": [phones.item(happened="2031-01-01")]}).json()
    assert told["now"].startswith("2025-03-12")
    assert told["answers"][0]["problems"][0]["field"] == "happened"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"happened": "2025-02-30"}, "happened"),
        ({"happened": "昨天"}, "happened"),
        ({"makes_up": "2025-02-31"}, "makes_up"),
        ({"files": ["../../etc/passwd"]}, "files"),
        ({"files": ["a" * 64, "a" * 64]}, "files"),
        ({"files": [f"{n:064x}" for n in range(21)]}, "files"),
        ({"replaces": ["nothing"]}, "replaces"),
        ({"replaces": [SOMEBODY, SOMEBODY]}, "replaces"),
        ({"kind_version": 9}, "kind"),
        ({"kind_version": "1"}, "kind_version"),
        ({"kind": "record-withdrawn"}, "kind"),
        ({"doers": [{"who": c.SWB, "rank": 1}]}, "doers.0.rank"),
        ({"doers": []}, "doers"),
        ({"values": {"people": {"v": -1}}}, "values.people"),
        ({"values": {"people": {"v": 2**70}}}, "values.people"),
        ({"values": {"people": 3.5}}, "values.people"),
        ({"text": "长" * 4001}, "text"),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_recorded(phones: Phones, changed: dict[str, Any], field: str) -> None:
    before = head_of(c.BOOK)
    draft = phones.draft(**changed)
    try:
        sent = item(draft, str(new_id(phones.county.crew.at)))
    except ValueError:  # no digest can be taken of a fraction
        sent = {"id": str(new_id(phones.county.crew.at)), "digest": "0" * 64, "draft": draft}
    (answer,) = phones.send("swb", sent)
    assert answer["state"] == "refused"
    assert field in {one["field"] for one in answer["problems"]}, answer
    assert all(one["say"].endswith("。") for one in answer["problems"])
    assert head_of(c.BOOK) == before


def test_an_amount_read_by_the_phone_is_as_good_as_its_words(phones: Phones) -> None:
    amount = {"v": 30, "approx": "多", "text": "三十多人次"}
    read, words = phones.item(values={"people": amount}), phones.item()
    phones.send("swb", read, words)
    one, other = (Record.objects.get(pk=sent["id"]).body.text for sent in (read, words))
    assert one == other


def test_damage_on_the_way_is_found_and_may_be_sent_again(phones: Phones) -> None:
    sent = phones.item()
    sent["draft"]["text"] = "清理村道两侧杂务"
    (answer,) = phones.send("swb", sent)
    assert (answer["state"], answer["code"], answer["retry"]) == ("refused", "damaged", True)


def test_where_one_may_not_write_is_said(phones: Phones) -> None:
    elsewhere = phones.item(place=c.HETONG, doers=[{"who": c.LYJ, "role": "", "of": ""}])
    (answer,) = phones.send("swb", elsewhere)
    assert answer["code"] == "not-allowed"
    assert "权限" in answer["say"]


def test_a_correction_stands_in_the_place_of_the_first(phones: Phones) -> None:
    first = phones.item()
    phones.send("swb", first)
    mended = phones.item(text="清理村道，四十人", replaces=[first["id"]])
    (answer,) = phones.send("swb", mended)
    assert (answer["state"], answer["conflicts"]) == ("written", [])
    assert Record.objects.get(pk=mended["id"]).replaces == f'["{first["id"]}"]'


def test_an_original_and_its_correction_come_in_any_order_together(phones: Phones) -> None:
    first = phones.item()
    second = phones.item(text="第二次", replaces=[first["id"]])
    third = phones.item(text="第三次", replaces=[second["id"]])
    answers = phones.send("swb", third, first, second)
    assert [one["state"] for one in answers] == ["written"] * 3
    assert answers[1]["seq"] < answers[2]["seq"] < answers[0]["seq"]


def test_a_correction_before_its_original_is_tried_again_later(phones: Phones) -> None:
    first = phones.item()
    second = phones.item(text="第二次", replaces=[first["id"]])
    (early,) = phones.send("swb", second)
    assert (early["state"], early["retry"]) == ("refused", True)
    phones.send("swb", first)
    (late,) = phones.send("swb", second)
    assert late["state"] == "written"


def test_corrections_of_each_other_are_refused_not_followed_for_ever(phones: Phones) -> None:
    ids = [str(new_id(phones.county.crew.at)) for _ in range(2)]
    ring = [phones.item(id=ids[n], replaces=[ids[1 - n]]) for n in range(2)]
    own = phones.item(id=str(new_id(phones.county.crew.at)))
    itself = phones.item(id=own["id"], replaces=[own["id"]])
    assert {one["state"] for one in phones.send("swb", *ring, itself)} == {"refused"}


def test_a_second_correction_is_kept_and_both_are_shown(phones: Phones) -> None:
    """Two phones, both offline: the second is told what the first wrote, and law 1 holds."""
    first = phones.item()
    phones.send("swb", first)
    one = phones.item(text="四十人", replaces=[first["id"]])
    other = phones.item(text="五十人", replaces=[first["id"]])
    (won,) = phones.send("village", one)
    (lost,) = phones.send("swb", other)
    assert (won["state"], lost["state"]) == ("written", "conflict")
    assert [v["text"] for v in lost["conflicts"]] == ["四十人"]
    assert "裁定" in lost["say"]
    assert phones.send("swb", other) == [lost]
    (again,) = phones.send("village", one)
    assert (again["state"], [v["text"] for v in again["conflicts"]]) == ("repeated", ["五十人"])


def test_a_rival_corrected_since_is_told_as_it_stands_by_now(phones: Phones) -> None:
    first = phones.item()
    phones.send("swb", first)
    early = phones.item(text="四十人", replaces=[first["id"]])
    late = phones.item(text="四十五人", replaces=[early["id"]])
    phones.send("village", early, late)
    (lost,) = phones.send("swb", phones.item(text="五十人", replaces=[first["id"]]))
    assert lost["state"] == "conflict"
    assert [v["text"] for v in lost["conflicts"]] == ["四十五人"]


def test_a_record_withdrawn_meanwhile_is_said_so_and_nothing_is_offered(phones: Phones) -> None:
    first = phones.item()
    phones.send("swb", first)
    crew = phones.county.crew
    id_, of = new_id(crew.at), Record.objects.get(pk=first["id"]).id
    withdraw_record(acting=crew.scope("office"), at=crew.at, id=id_, of=of, reason="重复登记")
    (lost,) = phones.send("swb", phones.item(text="五十人", replaces=[first["id"]]))
    assert (lost["state"], lost["conflicts"]) == ("conflict", [])
    assert "此前已被撤回" in lost["say"]


def test_a_rival_that_is_anothers_by_now_is_not_told_to_the_first(phones: Phones) -> None:
    """The office found that another unit did it elsewhere: what it wrote there is theirs."""
    first = phones.item()
    phones.send("swb", first)
    doers = [{"who": c.LYJ, "role": "", "of": ""}]
    moved = phones.item(text="林业局的", place=c.HETONG, doers=doers, replaces=[first["id"]])
    (won,) = phones.send("office", moved)
    (lost,) = phones.send("swb", phones.item(text="五十人", replaces=[first["id"]]))
    assert (won["state"], lost["state"], lost["conflicts"]) == ("written", "conflict", [])


def test_a_returned_record_is_mended_from_the_phone(phones: Phones) -> None:
    first = phones.item()
    phones.send("swb", first)
    crew = phones.county.crew
    record = Record.objects.get(pk=first["id"])
    return_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=record.id, note="缺人数"
    )
    (answer,) = phones.send("swb", phones.item(text="补上", replaces=[first["id"]]))
    assert answer["state"] == "written"


def test_a_person_writes_for_his_unit(phones: Phones) -> None:
    doer = {"who": "person:swb", "role": "leader", "of": c.SWB}
    (answer,) = phones.send("swb", phones.item(doers=[doer]))
    assert answer["state"] == "written"
    assert Record.objects.get(seq=answer["seq"]).doers == (
        f'[{{"of":"{c.SWB}","role":"leader","who":"person:swb"}}]'
    )


def test_the_desk_and_the_phone_write_the_same(phones: Phones) -> None:
    desk = phones.county.labour_day(date(2025, 3, 11), doers=(Doer(c.SWB),))
    (answer,) = phones.send("swb", phones.item())
    phone = Record.objects.get(seq=answer["seq"])
    told = ("kind", "kind_version", "doers", "place", "about", "happened", "makes_up")
    assert [getattr(desk, name) for name in told] == [getattr(phone, name) for name in told]
    assert desk.body.text == phone.body.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "unreadable"),
        (b"[]", 400, "unreadable"),
        (b'{"items": 3}', 400, "unreadable"),
        (b'{"items": [NaN]}', 400, "unreadable"),
        (b'{"items": [1e', 400, "unreadable"),
        (b"\xff\xfe", 400, "unreadable"),
        (b"[" * 100_000, 400, "unreadable"),
        (b'{"items": [' + b"1," * 20 + b"1]}", 413, "too-large"),
        (b'{"items": ["' + b"x" * 1_000_000 + b'"]}', 413, "too-large"),
    ],
)
def test_a_whole_body_nobody_can_read(phones: Phones, body: bytes, status: int, code: str) -> None:
    answer = phones.post("swb", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["say"].endswith("。")


def test_broken_characters_spoil_their_own_item_only(phones: Phones) -> None:
    good = phones.item()
    bad = {**phones.item(), "draft": phones.draft(text="\ud800")}
    answers = phones.send("swb", bad, good)
    assert [one["state"] for one in answers] == ["refused", "written"]


def test_a_batch_asks_no_more_than_a_single_one(
    phones: Phones, django_assert_max_num_queries: Any
) -> None:
    phones.send("swb", phones.item())
    with django_assert_max_num_queries(16):
        phones.send("swb", phones.item())
    with django_assert_max_num_queries(16):
        phones.send("swb", *[phones.item() for _ in range(20)])

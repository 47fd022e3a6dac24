"""GET work: all a phone needs without a network, and no more than its account sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.known import Beforehand
from tongxing.actions.known import local_day
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive.boards.view import view_of
from tongxing.derive.phone import due_lines
from tongxing.pages.api.phone.keyed import Phone
from tongxing.pages.api.phone.recent import LOCKED
from tongxing.pages.api.phone.schemas import Workbook
from tongxing.pages.api.phone.work import Seen
from tongxing.pages.api.phone.work import due_told
from tongxing.pages.api.phone.work import etag_of
from tongxing.pages.desk.records.owed import kinds_offered
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.phones import carrier_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.rules.plan.model import Where


def work(phones: Phones, name: str) -> dict[str, Any]:
    answer = phones.work(name)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def recent(phones: Phones, name: str, id_: str) -> dict[str, Any]:
    return next(one for one in work(phones, name)["recent"] if one["id"] == id_)


def test_it_is_as_described(phones: Phones) -> None:
    for name in ("swb", "village", "office", "supervisor", "team", "fl"):
        Workbook.model_validate(work(phones, name))


def test_me_and_whom_i_act_for(phones: Phones) -> None:
    me = work(phones, "swb")["me"]
    assert (me["account"], me["person"], me["name"]) == ("swb", "person:swb", "市委办联络员")
    assert me["acts_for"] == [{"id": c.SWB, "name": "市委办"}]
    assert me["until"].startswith("2025-06-10")


def test_what_my_pairings_owe_with_days_left(phones: Phones) -> None:
    book = work(phones, "swb")
    key = str(phones.county.crew.pairings["swb"])
    assert [one["key"] for one in book["pairings"]] == [key]
    assert {one["pairing"] for one in book["due"]} == {key}
    open_now = next(d for d in book["due"] if d["state"] == "open")
    assert open_now["period"]["start"] <= "2025-03-12" <= open_now["period"]["by"]
    left = date.fromisoformat(open_now["period"]["by"]) - date(2025, 3, 12)
    assert open_now["days_left"] == left.days
    assert open_now["need"] > open_now["done"]
    assert open_now["need_said"].startswith("每")
    assert open_now["makes_up"] is None
    assert set(open_now["kinds"]) <= {one["id"] for one in book["kinds"]}


def test_overdue_comes_first_and_says_what_to_make_up(phones: Phones) -> None:
    phones.later(days=22)  # early in April: some of March's may still be made up
    due = work(phones, "swb")["due"]
    states = [one["state"] for one in due]
    assert states == sorted(states, key=["overdue", "open", "ahead"].index)
    late = next(one for one in due if one["state"] == "overdue")
    assert late["period"]["start"] <= late["makes_up"] < late["period"]["until"]
    fields = {one["id"]: one["fields"] for one in work(phones, "swb")["kinds"]}
    wanted = [one for one in fields[late["kinds"][0]] if not one["optional"]]
    asked = {one["id"]: one["choices"][0]["id"] if one["choices"] else "6000" for one in wanted}
    sent = phones.item(
        kind=late["kinds"][0], values=asked, happened="2025-04-02", makes_up=late["makes_up"]
    )
    assert phones.send("swb", sent)[0]["state"] == "written"
    after = work(phones, "swb")["due"]
    told = [(d["duty"], d["period"]["key"]) for d in after if d["state"] == "overdue"]
    assert (late["duty"], late["period"]["key"]) not in told


def test_a_line_says_as_what_it_must_be_done(phones: Phones) -> None:
    crew = phones.county.crew
    view = view_of(crew.scope("swb"), book=c.BOOK, as_of=crew.at.date(), known_at=None)
    line = due_lines(view, {str(crew.pairings["swb"])})[0]
    assert due_told(line)["role"] == ""
    by_leader = replace(line, duty=replace(line.duty, where=Where(by_role="leader")))
    assert due_told(by_leader)["role"] == "leader"


def test_kinds_come_from_their_files_and_only_those_allowed(phones: Phones) -> None:
    unit = {one["id"]: one for one in work(phones, "swb")["kinds"]}
    checks = {one["id"]: one for one in work(phones, "supervisor")["kinds"]}
    assert set(unit) == {id_ for id_, kind in kinds_offered().items() if not kind.assesses}
    assert set(checks) == {id_ for id_, kind in kinds_offered().items() if kind.assesses}
    people = unit["labour-day"]["fields"][0]
    assert (people["id"], people["type"], people["unit"]) == ("people", "count", "人次")
    assert unit["labour-day"]["version"] == 1


def test_who_pairs_with_nobody_has_an_empty_workbook(phones: Phones) -> None:
    book = work(phones, "fl")
    assert (book["pairings"], book["due"], book["recent"]) == ([], [], [])


def test_nobody_elses_things_stand_in_it(phones: Phones) -> None:
    phones.county.labour_day(date(2025, 3, 10), who="lyj", text="荷垌护岸")
    told = phones.work("swb").content.decode()
    assert "荷垌" not in told
    assert c.LYJ not in told
    for name in ("swb", "village", "office", "supervisor"):
        text = phones.work(name).content.decode()
        assert not any(number in text for number in c.PHONES.values())


def test_who_moved_to_another_village_reads_nothing_of_the_first(phones: Phones) -> None:
    crew = phones.county.crew
    sent = phones.item(text="户里的难处")
    phones.send("village", sent)
    assert "户里的难处" in phones.work("village").content.decode()
    grant = Grant.objects.get(account__username="village")
    given = {"acting": everything(), "at": crew.at}
    end_grant(**given, grant=grant.pk, until=crew.at.date())
    grant_role(**given, account="village", role="village", since=crew.at.date(), place=c.YUANBA)
    assert "户里的难处" not in phones.work("village").content.decode()
    assert recent(phones, "swb", sent["id"])["text"] == "户里的难处"  # done by its unit


def test_places_to_choose_begin_with_those_of_pairings(phones: Phones) -> None:
    places = work(phones, "swb")["places"]
    assert places[0] == {"code": c.BAIQIAO, "name": "柏桥村", "path": "高州市根子镇柏桥村"}
    assert {one["code"] for one in work(phones, "office")["places"]} >= {c.BAIQIAO, c.HETONG}


def test_what_became_of_my_records(phones: Phones) -> None:
    crew = phones.county.crew
    counted, first, back, gone = (phones.item(text=text) for text in "甲乙丙丁")
    phones.send("swb", counted, first, back, gone)
    second = phones.item(text="乙二", replaces=[first["id"]])
    third = phones.item(text="乙三", replaces=[first["id"]])
    phones.send("village", second)
    phones.send("swb", third)
    ids = {sent["draft"]["text"]: Record.objects.get(pk=sent["id"]).id for sent in (back, gone)}
    return_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=ids["丙"], note="缺人数"
    )
    withdraw_record(
        acting=crew.scope("swb"), at=crew.at, id=new_id(crew.at), of=ids["丁"], reason="写错了"
    )
    told = {one["text"]: one for one in work(phones, "swb")["recent"]}
    states = {text: one["state"] for text, one in told.items()}
    assert states == {
        **states, "甲": "counted", "乙": "corrected", "丙": "returned", "丁": "withdrawn",
        "乙三": "conflict",
    }  # fmt: skip
    assert told["乙"]["replaced_by"]["text"] == "乙二"
    assert told["乙三"]["replaced_by"]["text"] == "乙二"
    assert (told["丙"]["note"], told["丁"]["note"]) == ("缺人数", "写错了")
    assert told["丁"]["replaced_by"] is None
    may = {text for text, one in told.items() if one["may_correct"]}
    assert {"甲", "丙"} <= may
    assert not may & {"乙", "丁", "乙三"}
    assert told["甲"]["mine"]
    assert not told["乙二"]["mine"]  # typed by the village about my unit's work


def test_what_counts_instead_is_told_as_it_stands_by_now(phones: Phones) -> None:
    """The office found that another unit did it: what it wrote of that is none of my records."""
    first = phones.item(text="甲")
    phones.send("swb", first)
    doers = [{"who": c.LYJ, "role": "", "of": ""}]
    second = phones.item(text="甲二", doers=doers, replaces=[first["id"]])
    phones.send("office", second, phones.item(text="甲三", doers=doers, replaces=[second["id"]]))
    other = phones.item(text="甲乙", replaces=[first["id"]])
    phones.send("swb", other)
    assert recent(phones, "swb", first["id"])["replaced_by"]["text"] == "甲三"
    told = recent(phones, "swb", other["id"])
    assert (told["state"], told["replaced_by"]["text"]) == ("conflict", "甲三")


def test_what_is_anothers_by_now_is_told_no_more_than_to_who_sends_a_correction(
    phones: Phones,
) -> None:
    """The office found that another unit did it elsewhere: what it wrote there is theirs."""
    first = phones.item(text="甲")
    phones.send("swb", first)
    doers = [{"who": c.LYJ, "role": "", "of": ""}]
    moved = phones.item(text="甲二", place=c.HETONG, doers=doers, replaces=[first["id"]])
    phones.send("office", moved)
    other = phones.item(text="甲乙", replaces=[first["id"]])
    (answer,) = phones.send("swb", other)
    told = recent(phones, "swb", first["id"])
    assert (told["state"], told["replaced_by"]) == ("corrected", None)
    assert "不在您的查看范围内，请向县专班了解" in told["note"]
    lost = recent(phones, "swb", other["id"])
    assert (lost["state"], lost["note"], lost["replaced_by"]) == ("conflict", "", None)
    assert answer["conflicts"] == []
    assert "甲二" not in phones.work("swb").content.decode()
    assert recent(phones, "office", moved["id"])["text"] == "甲二"


def test_a_correction_of_what_was_withdrawn_tells_the_reason(phones: Phones) -> None:
    crew = phones.county.crew
    first = phones.item(text="甲")
    phones.send("swb", first)
    of = Record.objects.get(pk=first["id"]).id
    withdraw_record(
        acting=crew.scope("swb"), at=crew.at, id=new_id(crew.at), of=of, reason="写错了"
    )
    other = phones.item(text="甲乙", replaces=[first["id"]])
    phones.send("swb", other)
    told = recent(phones, "swb", other["id"])
    assert (told["state"], told["note"], told["replaced_by"]) == ("conflict", "写错了", None)


def test_what_came_after_the_lock_waits_for_the_office_and_says_so(phones: Phones) -> None:
    crew = phones.county.crew
    late, early = phones.item(happened="2024-10-12"), phones.item(happened="2025-03-11")
    phones.send("swb", late, early)
    told = recent(phones, "swb", late["id"])
    assert (told["state"], told["note"]) == ("counted", LOCKED)
    assert recent(phones, "swb", early["id"])["note"] == ""
    of = Record.objects.get(pk=late["id"]).id
    accept_record(acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=of, note="")
    assert recent(phones, "swb", late["id"])["note"] == ""


def test_what_was_typed_goes_back_into_the_form(phones: Phones) -> None:
    sent = phones.item(values={"people": "三十多人次", "work": "clean"})
    phones.send("swb", sent)
    values = {one["id"]: one for one in recent(phones, "swb", sent["id"])["values"]}
    assert (values["people"]["typed"], values["people"]["said"]) == ("三十多人次", "30多人次")
    assert (values["work"]["typed"], values["work"]["said"]) == ("clean", "清理环境")
    doers = recent(phones, "swb", sent["id"])["doers"]
    assert doers == [{"who": c.SWB, "name": "市委办", "role": "", "of": "", "of_name": ""}]


def test_photos_still_on_the_phone_are_told(phones: Phones) -> None:
    data = photo()
    sent = phones.item(files=[key_of(data)])
    phones.send("swb", sent)
    assert recent(phones, "swb", sent["id"])["files"] == [{"sha256": key_of(data), "here": False}]
    etag = phones.work("swb")["ETag"]
    phones.put("swb", key_of(data), 0, data, len(data))
    assert phones.work("swb")["ETag"] != etag
    assert recent(phones, "swb", sent["id"])["files"][0]["here"] is True


def test_two_accounts_never_share_one_though_all_else_is_alike(phones: Phones) -> None:
    at = phones.county.crew.at
    key = phones["swb"].cookies[settings.PHONE_COOKIE_NAME].value
    carrier = carrier_of(key, at)
    assert carrier is not None
    phone = Phone(carrier, phones.county.crew.scope("swb"), at, local_day(at), Beforehand(0))
    other = replace(phone, carrier=replace(carrier, account=carrier.account + 1))
    nothing = Seen({})
    assert etag_of(phone, nothing) == etag_of(phone, nothing) != etag_of(other, nothing)


def test_it_is_not_sent_again_while_nothing_changed(phones: Phones) -> None:
    first = phones.work("swb")
    etag = first["ETag"]
    assert first["Cache-Control"] == "private, no-cache"
    phones.later(minutes=5)
    again = phones.work("swb", **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert phones.work("swb").json()["now"] > first.json()["now"]
    assert phones.work("zx")["ETag"] != etag
    phones.send("swb", phones.item())
    assert phones.work("swb", **{"If-None-Match": etag}).status_code == 200
    later = phones.work("swb")["ETag"]
    phones.later(days=1)
    assert phones.work("swb", **{"If-None-Match": later}).status_code == 200


def test_it_asks_little_of_the_database(phones: Phones, django_assert_max_num_queries: Any) -> None:
    phones.send("swb", *[phones.item() for _ in range(20)])
    with django_assert_max_num_queries(35):
        etag = phones.work("swb")["ETag"]
    with django_assert_max_num_queries(9):
        phones.work("swb", **{"If-None-Match": etag})
    with django_assert_max_num_queries(9):
        phones.work("swb")


def test_a_record_corrected_twice_counts_by_its_last_version_alone(phones: Phones) -> None:
    first = phones.item(text="甲")
    phones.send("swb", first)
    second = phones.item(text="乙", replaces=[first["id"]])
    phones.send("swb", second)
    phones.send("swb", phones.item(text="丙", replaces=[second["id"]]))
    told = {one["text"]: one for one in work(phones, "swb")["recent"]}
    assert {text: told[text]["state"] for text in "甲乙丙"} == {
        "甲": "corrected", "乙": "corrected", "丙": "counted",
    }  # fmt: skip
    assert [told[text]["replaced_by"]["text"] for text in "甲乙"] == ["丙", "丙"]
    assert told["丙"]["replaced_by"] is None

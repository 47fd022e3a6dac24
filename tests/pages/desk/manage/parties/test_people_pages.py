"""管理 › 人员: masked phones everywhere, one revealed with a reason; posts with their history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.pages.desk.manage.parties.conftest import read_page as read
from tests.pages.desk.manage.parties.conftest import well_formed
from tests.records import cast as c
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Person

LIST = "/manage/people/"
NEW = "/manage/people/new/"
GIVEN = {
    "name": "市政协包户党员",
    "organization": "市政协",
    "post": "包户党员",
    "phone": "138 1234 1234",
    "since": "2025-01-01",
}
MASKED, WHOLE = "154****0101", c.PHONES["swb"]


def one(key: str, act: str = "") -> str:
    return f"/manage/people/{key}/{act}"


def words(answer: Any) -> str:
    return well_formed(answer.content.decode()).text


def test_people_are_listed_with_masked_phones(office: Client) -> None:
    page = read(office, LIST)
    assert MASKED in page.text
    assert WHOLE not in page.text
    assert one("swb") in page.links


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=市林业局", {"lyj"}),
        ("q=联络员", {"swb", "zx", "lyj", "fl"}),
        ("q=" + c.PHONES["swb"], set()),
        ("q=0101", set()),
        ("state=ended", {"fl"}),
    ],
)
def test_people_are_found_but_never_by_their_number(
    office: Client, query: str, found: set[str]
) -> None:
    if "ended" in query:
        Person.objects.filter(key="fl").update(until=date(2025, 2, 1))
    page = read(office, f"{LIST}?{query}")
    people = {link.split("/")[3] for link in page.links if link.startswith(LIST)}
    assert people - {"", "new"} == found


@pytest.mark.parametrize("who", ["office", "swb"])
def test_a_number_is_shown_once_to_who_gives_a_reason(county: Any, who: str) -> None:
    client = county.client(who)
    assert WHOLE not in read(client, one("swb")).text
    answer = client.post(one("swb", "phone/"), {"reason": "通知周五联席会议"})
    assert WHOLE in words(answer)
    assert answer["Cache-Control"] == "private, no-store"
    noted = AuditRow.objects.latest("id")
    assert (noted.verb, noted.subject, noted.who) == ("reveal", "person:swb", f"person:{who}")
    assert WHOLE not in read(client, one("swb")).text, "and is masked again"


@pytest.mark.parametrize("who", ["zx", "village", "team", "supervisor", "auditor", "neighbour"])
def test_to_everybody_else_there_is_no_such_person(county: Any, who: str) -> None:
    client = county.client(who)
    before = AuditRow.objects.count()
    assert client.get(one("swb")).status_code == 404
    answer = client.post(one("swb", "phone/"), {"reason": "通知周五联席会议"})
    assert (answer.status_code, WHOLE in answer.content.decode()) == (404, False)
    assert AuditRow.objects.count() == before


def test_without_a_reason_no_number(office: Client) -> None:
    answer = office.post(one("swb", "phone/"), {"reason": " "})
    assert answer.status_code == 422
    assert "请写明查看的原因" in words(answer)
    assert WHOLE not in answer.content.decode()
    assert office.get(one("swb", "phone/")).status_code == 405


def test_a_number_is_not_shown_from_a_view_of_the_past(office: Client) -> None:
    answer = office.post(one("swb", "phone/") + "?as_of=2025-01-01", {"reason": "通知"})
    assert (answer.status_code, WHOLE in answer.content.decode()) == (409, False)


@pytest.mark.parametrize(
    "address",
    ["/units/swb/", "/manage/organizations/swb/", "/manage/teams/genzi/", "/teams/genzi/",
     "/manage/people/swb/correct/", "/manage/people/swb/move/", "/find/?q=市委办", "/teams/"],
)  # fmt: skip
def test_no_page_shows_a_number_whole(office: Client, address: str) -> None:
    given = {"person": "swb", "role": "leader", "since": "2025-01-01"}
    office.post("/manage/teams/genzi/members/new/", given)
    answer = office.get(address)
    assert answer.status_code == 200
    assert WHOLE not in answer.content.decode()


def test_somebody_is_registered_from_the_page_of_the_unit(office: Client) -> None:
    page = read(office, f"{NEW}?organization=zx")
    assert "高州市政协" in {field.get("value") for field in page.fields}
    answer = office.post(NEW, GIVEN, follow=True)
    assert "已登记“市政协包户党员”" in words(answer)
    assert "138****1234" in words(answer)
    assert "没有重复登记" in words(office.post(NEW, GIVEN, follow=True))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"name": "某某440981198001011234"}, "本系统不收集身份证号"),
        ({"post": "44098119800101123x"}, "本系统不收集身份证号"),
        ({"phone": "４４０９８１１９８００１０１１２３４"}, "本系统不收集身份证号"),
        ({"phone": "12345"}, "11位手机号"),
        ({"organization": "没有的单位"}, "名录中没有这个单位"),
        ({"organization": ""}, "请填写单位名称"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    office: Client, changes: dict[str, str], what: str
) -> None:
    before = AuditRow.objects.count()
    answer = office.post(NEW, {**GIVEN, **changes})
    assert answer.status_code == 422
    assert what in words(answer)
    assert "您填写的都还在" in words(answer)
    assert AuditRow.objects.count() == before


def test_a_correction_keeps_the_number_unless_told_otherwise(office: Client) -> None:
    given = {"name": "市委办联络员", "post": "联络员", "since": "2020-01-01"}
    office.post(one("swb", "correct/"), {**given, "phone": ""})
    row = Person.objects.get(key="swb")
    assert (row.post, row.phone) == ("联络员", WHOLE)
    office.post(one("swb", "correct/"), {**given, "no_phone": "1"})
    assert Person.objects.get(key="swb").phone == ""
    assert "没有登记联系电话" in read(office, one("swb")).text


def test_a_move_is_told_with_both_posts(office: Client) -> None:
    given = {"organization": "高州市妇女联合会", "post": "帮扶组长", "since": "2025-02-01"}
    answer = office.post(one("swb", "move/"), given, follow=True)
    said = words(answer)
    for part in ("市妇联 ，帮扶组长", "现任", "市委办", "2020年1月1日至2025年1月31日"):
        assert part in said
    left = read(office, "/manage/organizations/swb/").text
    assert "曾在本单位任职的1人次" in left


def test_who_still_holds_a_grant_is_told(office: Client) -> None:
    assert "还在续：账号“swb”的“结对单位”授权" in read(office, one("swb", "end/")).text
    answer = office.post(one("swb", "end/"), {"until": "2025-03-01", "reason": "退休"})
    assert (answer.status_code, "还有在续的事项" in words(answer)) == (422, True)


def test_ones_own_unit_reads_and_changes_nothing(county: Any) -> None:
    client = county.client("swb")
    page = read(client, one("swb"))
    assert one("swb", "correct/") not in page.links
    assert client.post(one("swb", "correct/"), {"name": "甲"}).status_code == 404
    assert one("swb") in read(client, "/units/swb/").links
    assert one("swb") not in read(county.client("supervisor"), "/units/swb/").links

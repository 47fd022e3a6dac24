"""管理 › 单位: found, registered with the wrong character named, renamed, ended, with history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.pages.desk.manage.parties.conftest import read_page as read
from tests.pages.desk.manage.parties.conftest import well_formed
from tests.records import cast as c
from tongxing.records.accounts import access
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Organization

LIST = "/manage/organizations/"
NEW = "/manage/organizations/new/"
GOOD = "1144098100708B6135"
GIVEN = {
    "name": "高州市供销合作联社",
    "short": "市供销社",
    "sort": "unit",
    "credit_code": "",
    "home_said": "高州市",
    "since": "2025-01-01",
}


def one(key: str, act: str = "") -> str:
    return f"/manage/organizations/{key}/{act}"


def posted(client: Client, address: str, **given: str) -> Any:
    return client.post(address, given, follow=True)


def words(answer: Any) -> str:
    return well_formed(answer.content.decode()).text


def test_the_first_page_of_manage_offers_the_sections(office: Client) -> None:
    links = read(office, "/manage/").links
    assert {LIST, "/manage/people/", "/manage/teams/", "/manage/households/"} <= set(links)


def test_units_are_listed_by_name_with_what_tells_them_apart(office: Client) -> None:
    page = read(office, LIST)
    assert "共5个单位" in page.text
    assert one("swb") in page.links
    assert "中共高州市委办公室" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=林业", {"lyj"}),
        ("q=市委办", {"swb"}),
        ("q=" + GOOD[4:12].lower(), {"zx"}),
        ("sort=enterprise", set()),
        ("sort=unit&q=高州市政协", {"zx"}),
        ("state=ended", {"fl"}),
        ("state=all&q=妇", {"fl"}),
        ("q=妇", set()),
        ("q=没有", set()),
    ],
)
def test_units_are_found(office: Client, query: str, found: set[str]) -> None:
    Organization.objects.filter(key="zx").update(credit_code=GOOD)
    Organization.objects.filter(key="fl").update(until=date(2025, 2, 1))
    page = read(office, f"{LIST}?{query}")
    units = {link.split("/")[3] for link in page.links if link.startswith(LIST)} - {"", "new"}
    assert units == found


def test_a_former_name_finds_the_unit_and_stands_beside_it(office: Client) -> None:
    posted(office, one("lyj", "rename/"), name="高州市自然资源局", since="2025-02-01")
    page = read(office, f"{LIST}?q=林业局")
    assert one("lyj") in page.links
    assert "曾用名：高州市林业局" in page.text
    assert "/units/lyj/" in read(office, "/find/?q=林业局").links


def test_many_units_are_paged_in_as_many_queries_as_few(office: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(office, LIST)
        return len(asked)

    few = queries()
    rows = [
        Organization(key=f"u{n}", name=f"单位{n:03d}", sort="unit", home=c.COUNTY, since=c.LONG_AGO)
        for n in range(60)
    ]
    Organization.objects.bulk_create(rows)
    assert queries() <= few + 1
    assert "第1页，共2页" in read(office, LIST).text
    second = read(office, f"{LIST}?page=2")
    assert one("u59") in second.links
    assert "第2页，共2页" in read(office, f"{LIST}?page=99").text, "the last page there is"


def test_a_unit_is_registered(office: Client) -> None:
    said = words(posted(office, NEW, **{**GIVEN, "credit_code": GOOD.lower()}))
    assert "已登记“高州市供销合作联社”" in said
    assert GOOD in said
    again = words(posted(office, NEW, **GIVEN))
    assert "没有重复登记" in again
    assert Organization.objects.filter(name=GIVEN["name"]).count() == 1


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (GOOD.replace("B", "8"), "第14位“8”可能应为“B”"),
        ("O" + GOOD[1:], "第1位“O”不是允许的字符"),
        (GOOD[:-1], "应为18位，现为17位"),
    ],
)
def test_the_wrong_character_is_named_at_its_input(office: Client, code: str, what: str) -> None:
    answer = office.post(NEW, {**GIVEN, "credit_code": code})
    page = well_formed(answer.content.decode())
    assert answer.status_code == 422
    assert what in page.text
    assert "您填写的都还在" in page.text
    assert field_of(page, "credit_code")["value"] == code
    assert field_of(page, "credit_code")["aria-invalid"] == "true"
    assert field_of(page, "name")["value"] == GIVEN["name"]
    assert field_of(page, "home_said")["value"] == "高州市"


def field_of(page: Any, name: str) -> dict[str, str]:
    found: dict[str, str] = next(one for one in page.fields if one.get("name") == name)
    return found


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"since": ""}, "请填写日期"),
        ({"since": "2025-13-01"}, "2025-13-01"),
        ({"home_said": ""}, "还没有填写地方"),
        ({"home_said": "没有这个地方"}, "没有找到叫“没有这个地方”的地方"),
        ({"name": "甲440981198001011234"}, "不收集身份证号"),
        ({"name": "\0"}, "没有填写名称"),
    ],
)
def test_what_cannot_be_read_is_told_where_it_stands(
    office: Client, changes: dict[str, str], what: str
) -> None:
    before = AuditRow.objects.count()
    answer = office.post(NEW, {**GIVEN, **changes})
    assert answer.status_code == 422
    assert what in words(answer)
    assert AuditRow.objects.count() == before


def test_one_unit_with_its_history(office: Client) -> None:
    posted(office, one("swb", "rename/"), name="中共高州市委综合办", short="", since="2025-02-01")
    page = read(office, one("swb"))
    for said in (
        "曾用名", "2020年1月1日至2025年1月31日", "市委办联络员", "高州市根子镇柏桥村",
        "根子工作队", "牵头单位", "结对单位",
    ):  # fmt: skip
        assert said in page.text
    assert c.PHONES["swb"] not in page.text


def test_a_unit_page_of_the_desk_tells_the_former_name(office: Client) -> None:
    """A copy kept from before the rename is not shown again."""
    first = office.get("/units/swb/")
    posted(office, one("swb", "rename/"), name="中共高州市委综合办", short="", since="2025-02-01")
    again = office.get("/units/swb/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "曾用名：中共高州市委办公室（2020年1月1日至2025年1月31日）" in words(again)


def test_who_may_not_see_accounts_is_shown_none(county: Any, monkeypatch: Any) -> None:
    kept = {**access.VERBS, "office": access.VERBS["office"] - {"see-accounts"}}
    monkeypatch.setattr(access, "VERBS", kept)
    monkeypatch.setattr("tongxing.records.accounts.queries.VERBS", kept)
    assert "还没有本单位的账号" not in read(county.client("office"), one("fl")).text


def test_what_still_runs_is_told_before_and_after(office: Client) -> None:
    page = read(office, one("swb", "end/"))
    assert "还在续：与高州市根子镇柏桥村的结对" in page.text
    answer = office.post(one("swb", "end/"), {"until": "2025-03-01", "reason": "并入"})
    assert answer.status_code == 422
    assert "还有在续的事项：与高州市根子镇柏桥村的结对" in words(answer)


def test_an_ended_unit_is_readable_and_offers_nothing(office: Client) -> None:
    Organization.objects.filter(key="fl").update(until=date(2025, 2, 1))
    page = read(office, one("fl"))
    assert "已从2025年2月1日起撤销或合并" in page.text
    assert one("fl", "rename/") not in page.links
    answer = office.post(one("fl", "rename/"), {"name": "甲", "since": "2025-03-01"})
    assert (answer.status_code, "不能再改" in words(answer)) == (422, True)


def test_a_correction_begins_with_what_stands_there(office: Client) -> None:
    page = read(office, one("lyj", "correct/"))
    assert field_of(page, "name")["value"] == "高州市林业局"
    assert field_of(page, "home_said")["value"].endswith("高州市")
    given = {**GIVEN, "name": "高州市林业管理局", "short": "市林业局", "since": "2020-01-01"}
    assert "已更正" in words(posted(office, one("lyj", "correct/"), **given))
    assert Organization.objects.get(key="lyj").name == "高州市林业管理局"


def test_from_a_view_of_the_past_nothing_is_written(office: Client) -> None:
    before = AuditRow.objects.count()
    answer = office.post(f"{NEW}?as_of=2025-01-01", GIVEN)
    assert answer.status_code == 409
    assert AuditRow.objects.count() == before
    assert NEW not in read(office, f"{LIST}?as_of=2025-01-01").links


@pytest.mark.parametrize("who", ["swb", "village", "supervisor", "auditor"])
def test_to_everybody_else_these_pages_do_not_exist(county: Any, who: str) -> None:
    client = county.client(who)
    for address in (LIST, NEW, one("swb"), one("swb", "end/"), reverse("desk:manage:teams")):
        assert client.get(address).status_code == 404

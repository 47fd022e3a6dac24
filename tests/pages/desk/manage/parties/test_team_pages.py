"""管理 › 工作队: units and people with their dates, the Party branch, the county's work group."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages.desk.manage.parties.conftest import read_page as read
from tests.pages.desk.manage.parties.conftest import well_formed
from tests.records import cast as c
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember

LIST, ONE = "/manage/teams/", "/manage/teams/genzi/"
GIVEN = {
    "name": "驻曹江镇工作队",
    "short": "",
    "tier": "town",
    "place_said": "曹江镇",
    "since": "2025-01-01",
}


def words(answer: Any) -> str:
    return well_formed(answer.content.decode()).text


def towns(number: int) -> None:
    """Teams in as many towns of the county beside the cast's own."""
    Team.objects.bulk_create(
        Team(key=f"t{n}", name=f"驻{n}号镇工作队", tier="town", place=f"4409811{n + 30:02d}000",
             since=c.LONG_AGO)
        for n in range(number)
    )  # fmt: skip


def test_four_assisted_towns_are_told_that_a_work_group_is_missing(office: Client) -> None:
    towns(2)
    assert "应设县工作组" not in read(office, LIST).text
    towns_more = Team(
        key="more", name="驻曹江镇工作队", tier="town", place=c.CAOJIANG, since=c.LONG_AGO
    )
    Team.objects.bulk_create([towns_more])
    for address in (LIST, ONE):
        page = read(office, address)
        assert "还没有县工作组" in page.text
        assert "已有4个镇派驻了工作队" in page.text
        assert "/manage/teams/new/?tier=county" in page.links


def test_a_county_with_its_work_group_is_told_who_it_is(office: Client) -> None:
    towns(3)
    given = {**GIVEN, "name": "驻高州市工作组", "tier": "county", "place_said": "高州市"}
    assert "已登记“驻高州市工作组”" in words(office.post(f"{LIST}new/", given, follow=True))
    page = read(office, LIST)
    assert "高州市有4个镇派驻了工作队，应设县工作组，现为 驻高州市工作组" in page.text
    assert "还没有县工作组" not in read(office, ONE).text


def test_a_team_with_its_party_branch(office: Client) -> None:
    branch = {"party_branch": "曹江镇临时党支部", "branch_approved_by": "曹江镇党委"}
    answer = office.post(f"{LIST}new/", {**GIVEN, **branch})
    assert (answer.status_code, "没有写明批准日期" in words(answer)) == (422, True)
    given = {**GIVEN, **branch, "branch_approved_on": "2025-01-08", "size": "八人"}
    assert "请填写整数" in words(office.post(f"{LIST}new/", given))
    answer = office.post(f"{LIST}new/", {**given, "size": "8"}, follow=True)
    assert "曹江镇党委2025年1月8日批准" in words(answer)
    assert "8人" in words(answer)


def test_an_entry_is_brought_up_to_date(office: Client) -> None:
    page = read(office, f"{ONE}correct/")
    filled = {one.get("name"): one.get("value") for one in page.fields}
    assert (filled["name"], filled["size"], filled["place_said"][-3:]) == (
        "驻根子镇工作队", "8", "根子镇",
    )  # fmt: skip
    given = {**GIVEN, "name": "驻根子镇工作队", "place_said": "根子镇", "size": "9"}
    assert "9人" in words(office.post(f"{ONE}correct/", given, follow=True))


def test_a_unit_takes_the_lead_and_another_leaves(office: Client) -> None:
    given = {"organization": "市政协", "role": "lead", "since": "2025-02-01"}
    said = words(office.post(f"{ONE}units/new/", given, follow=True))
    assert "以前的派出单位（1）" in said
    assert "2020年1月1日至2025年1月31日" in said
    page = read(office, f"{ONE}unit/zx/leave/")
    assert "退出根子工作队：市政协" in page.text
    answer = office.post(f"{ONE}unit/zx/leave/", {"until": "2025-03-01"}, follow=True)
    assert "还没有登记派出单位" in words(answer)
    for gone in ("unit/zx", "member/swb", "unit/nobody", "guest/zx"):
        assert office.get(f"{ONE}{gone}/leave/").status_code == 404


def test_members_are_of_the_units_that_send_the_team(office: Client) -> None:
    text = office.get(f"{ONE}members/new/").content.decode()
    assert 'value="swb"' in text
    assert 'value="zx"' not in text, "市政协 does not send this team"
    assert "市委办联络员（市委办）" in text


def test_the_size_is_that_of_the_people_registered(office: Client) -> None:
    assert "8人" in read(office, ONE).text
    given = {"person": "swb", "role": "leader", "since": "2025-01-01"}
    said = words(office.post(f"{ONE}members/new/", given, follow=True))
    assert "1人 （按登记的队员）" in said
    assert "154****0101" in said
    assert read(office, LIST).text.count("根子工作队") == 1
    assert "队长" in read(office, "/teams/genzi/").text
    answer = office.post(f"{ONE}member/swb/leave/", {"until": "2025-03-01"}, follow=True)
    assert "以前的队员和角色（1）" in words(answer)
    assert "8人" in words(answer)


def test_a_new_leader_is_entered_in_one_step(office: Client) -> None:
    Person.objects.create(
        key="next", name="新队长", organization=Organization.objects.get(key="swb"),
        since=c.LONG_AGO,
    )  # fmt: skip
    for person, since in (("swb", "2025-01-01"), ("next", "2025-02-01")):
        given = {"person": person, "role": "leader", "since": since}
        office.post(f"{ONE}members/new/", given)
    now = TeamMember.objects.filter(until=None).values_list("person__key", "role")
    assert list(now) == [("next", "leader")]


def test_what_still_runs_is_told_before_a_team_ends(office: Client) -> None:
    page = read(office, f"{ONE}end/")
    assert "还在续：与高州市根子镇的结对" in page.text
    assert "1个单位、0名队员同日结束" in page.text
    answer = office.post(f"{ONE}end/", {"until": "2025-03-01", "reason": "届满"})
    assert answer.status_code == 422


def test_an_ended_team_is_listed_among_the_ended(office: Client) -> None:
    Team.objects.filter(key="genzi").update(until=date(2025, 2, 1))
    assert ONE not in read(office, LIST).links
    assert ONE in read(office, f"{LIST}?state=ended").links
    page = read(office, ONE)
    assert "已从2025年2月1日起结束" in page.text
    assert f"{ONE}members/new/" not in page.links


@pytest.mark.parametrize("address", [LIST, ONE])
def test_as_many_queries_for_many_as_for_few(office: Client, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(office, address)
        return len(asked)

    few = queries()
    towns(20)
    team, home = Team.objects.get(key="genzi"), Organization.objects.get(key="swb")
    people = Person.objects.bulk_create(
        Person(key=f"m{n}", name=f"队员{n}", organization=home, since=c.LONG_AGO) for n in range(20)
    )
    TeamMember.objects.bulk_create(
        TeamMember(team=team, person=one, role="member", since=c.LONG_AGO) for one in people
    )
    assert queries() <= few + 2

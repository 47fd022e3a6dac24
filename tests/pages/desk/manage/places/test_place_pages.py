"""管理 › 地名: found, with their history; renamed, merged, abolished and added by form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages.desk.reading import Page
from tests.records import cast as c
from tongxing.actions.end_places import merge_places
from tongxing.actions.rename_place import rename_place
from tongxing.records.registry.places import history

AT = "desk:manage:places"
PAPER = "高府函〔2025〕12号"
DAY = date(2025, 3, 1)


def read(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = Page(answer.content.decode())
    assert not text.breaches
    assert not text.unbalanced
    assert not text.nameless
    assert len(text.ids) == len(set(text.ids))
    return text


def one(code: str) -> str:
    return reverse(f"{AT}:one", args=[code])


def form(name: str, code: str = c.YUANBA) -> str:
    return reverse(f"{AT}:{name}", args=[code])


@pytest.fixture
def office(county: Any) -> Client:
    client: Client = county.client("office")
    return client


def test_the_county_one_keeps_is_listed_by_town(office):
    text = read(office, reverse(f"{AT}:list"))
    assert "根子镇" in text.text
    assert one(c.GENZI) in text.links
    assert one(c.BAIQIAO) not in text.links, "villages stand on their town's page"


@pytest.mark.parametrize("q", ["柏桥", "bqc", "根子柏桥", c.BAIQIAO])
def test_any_place_is_found_with_its_full_path(office, q):
    text = read(office, reverse(f"{AT}:list", query={"q": q}))
    assert "高州市根子镇柏桥村" in text.text
    assert one(c.BAIQIAO) in text.links


def test_nothing_found_says_what_to_do(office):
    assert "可以补登" in read(office, reverse(f"{AT}:list", query={"q": "没有此地"})).text


def test_a_place_shows_its_parts_and_what_it_lies_in(office):
    text = read(office, one(c.GENZI))
    assert {one(c.COUNTY), one(c.BAIQIAO), one(c.YUANBA)} <= set(text.links)
    assert "1对" in text.text, "the team's pairing with the town runs"


def test_a_rename_by_form_shows_both_names_with_their_days(office):
    answer = office.post(
        form("rename"), {"name": "新元坝村", "since": "2025-03-01", "basis": PAPER}
    )
    assert answer["Location"] == one(c.YUANBA)
    text = read(office, one(c.YUANBA)).text
    assert "元坝村自2025年3月1日起更名为新元坝村" in text
    assert "元坝村 2020年1月1日 2025年2月28日" in text
    assert f"新元坝村 2025年3月1日 至今 {PAPER}" in text


def test_a_merge_by_form_needs_no_scripts_and_links_both_places(office):
    given = {"into_said": "柏桥", "into": "", "on": "2025-03-01", "basis": PAPER}
    assert office.post(form("merge"), given).status_code == 302
    ended = read(office, one(c.YUANBA))
    assert "已于2025年3月1日终止，并入 高州市根子镇柏桥村" in ended.text
    assert one(c.BAIQIAO) in ended.links
    assert form("rename") not in ended.links, "what has ended is not changed further"
    assert "2025年3月1日并入" in read(office, one(c.BAIQIAO)).text


def test_abolishing_warns_of_pairings_that_run_there(office):
    assert "还有2对在续结对" in read(office, form("abolish", c.BAIQIAO)).text
    office.post(form("abolish", c.BAIQIAO), {"on": "2025-03-01", "basis": PAPER})
    text = read(office, one(c.BAIQIAO)).text
    assert "没有承接的地方" in text
    assert "还有2对在续结对" in text


def test_a_missing_village_is_added(office):
    given = {"code": "440981104299", "name": "浮山村", "since": "2025-03-01", "basis": PAPER}
    answer = office.post(reverse(f"{AT}:add"), given)
    assert answer["Location"] == one("440981104299")
    assert "高州市根子镇浮山村" in read(office, one("440981104299")).text


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("rename", {"name": "元坝村", "since": "2025-03-01", "basis": PAPER}, "现在就叫“元坝村”"),
        ("rename", {"name": "新村", "since": "昨天", "basis": PAPER}, "昨天"),
        ("rename", {"name": "新村", "since": "2020-01-01", "basis": PAPER}, "须在这一天之后"),
        (
            "merge",
            {"into_said": "没有", "on": "2025-03-01", "basis": PAPER},
            "没有找到叫“没有”的地方",
        ),
        (
            "merge",
            {"into_said": "廉江市", "on": "2025-03-01", "basis": PAPER},
            "没有找到叫“廉江市”的地方",
        ),
        ("merge", {"into_said": "曹江镇", "on": "2025-03-01", "basis": PAPER}, "不是同一层级"),
        ("abolish", {"on": "", "basis": PAPER}, "请填写日期"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(office, name, given, says):
    answer = office.post(form(name), given)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert all(value in text for value in given.values())
    assert history(c.YUANBA)[-1].until is None


def test_the_past_is_shown_as_it_was_and_not_changed(county, office):
    rename_place(
        acting=county.crew.scope("office"), at=county.crew.at, code=c.YUANBA, name="红旗村", since=DAY, basis=PAPER,
    )  # fmt: skip
    past = f"{one(c.YUANBA)}?as_of=2025-02-01"
    assert form("rename") not in "".join(read(office, past).links)
    given = {"name": "新村", "since": "2025-03-02", "basis": PAPER}
    assert office.post(f"{form('rename')}?as_of=2025-02-01", given).status_code == 409


@pytest.mark.parametrize("name", ["rename", "merge", "abolish"])
def test_who_keeps_another_county_reads_the_history_and_gets_no_form(county, name):
    neighbour = county.client("neighbour")
    assert form(name) not in read(neighbour, one(c.YUANBA)).links
    assert neighbour.get(form(name)).status_code == 404


@pytest.mark.parametrize("code", ["440981104288", "4409811042", "441900", "abc"])
def test_what_is_no_place_is_not_found(office, code):
    assert office.get(one(code)).status_code == 404


def test_a_place_asks_few_questions_however_much_lies_below(
    county, office, django_assert_max_num_queries
):
    merge_places(
        acting=county.crew.scope("office"), at=county.crew.at, codes=[c.YUANBA], into=c.BAIQIAO, on=DAY, basis=PAPER,
    )  # fmt: skip
    for code in (c.COUNTY, c.GENZI, c.BAIQIAO, c.YUANBA):
        with django_assert_max_num_queries(20):
            office.get(one(code))

"""Reading 方案: the list, the document, its files, scores and 减负账, each cut to its reader."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import Any

import pytest

from tests.derive.plans import PLAN
from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.derive.standings import standing_of

EDITION = "/plans/editions/gaozhou-pairing/2024/"
READERS = ("office", "supervisor", "auditor", "swb", "team", "village")


def get(desk: Desk, path: str, who: str = "office", status: int = 200) -> Page:
    answer = desk.as_(who).get(path)
    assert answer.status_code == status, path
    page = Page(answer.content.decode())
    assert page.breaches == []
    assert page.unbalanced == []
    assert page.left_open == []
    assert page.nameless == []
    assert len(page.ids) == len(set(page.ids))
    return page


@pytest.mark.parametrize("who", READERS)
def test_every_reader_of_the_book_reads_the_plan(desk: Desk, who: str) -> None:
    page = get(desk, "/plans/", who)
    assert "市直单位党组织与重点村党组织结对共建（2024版）" in page.text
    assert "每年48条记录" in page.text
    assert "2024年9月1日—2027年12月31日" in page.text
    assert ("上传新版" in page.text) == (who == "office")


def test_who_has_no_book_is_told_so(desk: Desk) -> None:
    for path in ("/plans/", "/plans/burden/", "/plans/steps/", "/plans/waivers/"):
        assert "结对共建" not in get(desk, path, "fl").text


def test_the_document_says_all_of_the_edition(desk: Desk) -> None:
    text = get(desk, EDITION).text
    for said in (
        "责任单位 高州市直属机关工作委员会",
        "适用地区 高州市（440981）",
        "每对“结对共建”每月不少于1次，期满后5日内可补。",
        "按村、按月列出",
        "消费帮扶金额",
        "这是本方案在本台账施行的第一版",
        "C15",
    ):
        assert said in text, said


def test_the_very_text_and_the_schema_are_taken_along(desk: Desk) -> None:
    answer = desk.as_("swb").get(EDITION + "text/")
    assert answer.content.decode() == PLAN
    assert tomllib.loads(answer.content.decode())["edition"] == "2024"
    assert 'filename="gaozhou-pairing-2024.toml"' in answer["Content-Disposition"]
    schema: dict[str, Any] = json.loads(desk.as_("swb").get("/plans/schema/").content)
    assert set(schema["$defs"]) >= {"plan", "kind", "examples"}


def test_an_edition_there_is_not(desk: Desk) -> None:
    get(desk, "/plans/editions/gaozhou-pairing/1999/", status=404)
    get(desk, EDITION, "neighbour", status=404)


def test_a_view_before_the_plan_was_known_has_none(desk: Desk) -> None:
    page = get(desk, "/plans/?known_at=2025-03-12T09:00")
    assert "还没有施行的方案" in page.text


def test_scores_of_a_unit_are_its_own(desk: Desk) -> None:
    page = get(desk, "/plans/scores/gaozhou-pairing/", "swb")
    assert "市委办" in page.text
    assert "市政协" not in page.text.replace("市政协联络员", "")
    whole = get(desk, "/plans/scores/gaozhou-pairing/?by=pairing")
    assert "市政协—柏桥村" in whole.text
    assert "不作排名" in whole.text


def test_the_account_leads_from_the_year_to_the_cell(desk: Desk) -> None:
    page = get(desk, "/plans/burden/")
    assert "要求的记录 48 条" in page.text
    village = next(link for link in page.links if f"place={c.HETONG}" in link)
    cells = get(desk, village)
    assert "逐项：16期" in cells.text
    cell = next(link for link in cells.links if "/figures/" in link and "labour-day" in link)
    assert "组织一次集中劳动" in get(desk, cell).text


def test_the_account_of_a_month_and_a_duty(desk: Desk) -> None:
    page = get(desk, "/plans/burden/?month=1&duty=gaozhou-pairing:bought")
    assert "2025年1月，高州市，采购农产品" in page.text
    assert "要求的记录 3 条" in page.text
    for wrong, status in (("month=13", 400), ("year=x", 400), ("duty=none", 404), ("place=1", 400)):
        get(desk, f"/plans/burden/?{wrong}", status=status)


def test_a_unit_reads_the_account_of_its_village(desk: Desk) -> None:
    page = get(desk, "/plans/burden/", "lyj")
    assert "荷垌村" in page.text
    assert "柏桥村" not in page.text
    get(desk, f"/plans/burden/?place={c.BAIQIAO}", "lyj", status=404)


def test_an_unchanged_page_is_answered_from_its_copy(desk: Desk) -> None:
    first = desk.as_("office").get("/plans/burden/")
    again = desk.as_("office").get("/plans/burden/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/plans/", EDITION, "/plans/burden/", "/plans/steps/",
                                  "/plans/waivers/", "/plans/scores/gaozhou-pairing/"])  # fmt: skip
def test_queries_do_not_grow(desk: Desk, path: str, django_assert_max_num_queries: Any) -> None:
    standing_of(c.BOOK, as_of=date(2025, 3, 12))
    get(desk, path)
    with django_assert_max_num_queries(24):
        get(desk, path)

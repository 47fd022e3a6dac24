"""Every board page with all its parts, and with none: what is printed, and that nothing breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import resolve

from tests.pages.desk import samples as s
from tests.pages.desk.reading import Page
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.subjects import PairingStrips
from tongxing.pages.desk.boards.matrix import STATES
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.models import Account
from tongxing.records.registry.models import Person
from tongxing.rules.standing.tables import State

READER = Scope(account="office", person="person:o", places=frozenset({"440981"}))
WRITER = Scope(
    account="office",
    person="person:o",
    places=frozenset({"440981"}),
    verbs_in=frozenset({("append", "440981"), ("append-for", "440981")}),
)


def shown(
    template: str, path: str, *, scope: Scope = READER, as_of: date = s.AS_OF, **given: Any
) -> Page:
    """The page as its reader gets it."""
    account = Account(pk=1, username="office", person=Person(key="o", name="专班经办人"))
    request = RequestFactory().get(path)
    request.user = account
    request.session = {}
    request._messages = FallbackStorage(request)
    request.resolver_match = resolve(path.split("?", maxsplit=1)[0])
    viewer = Viewer(
        account, scope, s.AS_OF, as_of, None, "440981", (("440981", "高州市"), ("440883", "吴川市"))
    )
    given = {"viewer": viewer, "states": STATES, "regions": (), "pictures": {}, **given}
    return Page(render(request, f"desk/boards/{template}.jinja", given).content.decode())


PAGES = {
    "home": ("home", "/", {"board": s.HOME}),
    "home of nobody": ("home", "/", {"board": s.HOME_EMPTY}),
    "no book": ("no_book", "/", {}),
    "months": ("matrix", "/matrix/", {"board": s.matrix(s.MONTHS, None)}),
    "weeks": ("matrix", "/matrix/", {"board": s.matrix(s.WEEKS, s.VISITS)}),
    "empty matrix": ("matrix", "/matrix/", {"board": s.matrix(s.MONTHS, None, rows=0)}),
    "village": ("village", f"/places/{s.VILLAGE.id}/", {"board": s.VILLAGE_BOARD}),
    "merged village": ("village", f"/places/{s.VILLAGE.id}/", {"board": s.VILLAGE_MERGED}),
    "bare village": ("village", f"/places/{s.VILLAGE.id}/", {"board": s.VILLAGE_EMPTY}),
    "town": ("place", f"/places/{s.TOWN.id}/", {"board": s.TOWN_BOARD}),
    "bare county": ("place", "/places/440981000000/", {"board": s.COUNTY_EMPTY}),
    "unit": ("unit", "/units/shi-wei-ban/", {"board": s.UNIT_BOARD}),
    "team": ("team", "/teams/wangcungang/", {"board": s.TEAM_BOARD}),
    "command": ("team", "/teams/guangzhan/", {"board": s.TEAM_BARE}),
    "pairing": (
        "pairing",
        "/pairings/01958816-0000-7000-8000-000000000001/",
        {"board": s.PAIRING_BOARD},
    ),
    "ended pairing": ("pairing", "/pairings/pairing-0/", {"board": s.PAIRING_ENDED}),
    "figure": ("figure", "/figures/", {"behind": s.BEHIND_FIGURE}),
    "cell": ("cell", "/matrix/cell/", {"behind": s.BEHIND_CELL}),
}


@pytest.mark.parametrize("title", PAGES)
def test_a_page_is_well_formed_and_keeps_the_policy(title: str) -> None:
    template, path, given = PAGES[title]
    page = shown(template, path, scope=WRITER, **given)
    assert not page.breaches
    assert not page.unbalanced
    assert not page.left_open
    assert not page.nameless
    assert len(page.ids) == len(set(page.ids))


def test_what_people_wrote_is_never_taken_for_markup() -> None:
    page = shown("home", "/", board=s.HOME)
    assert "<script>alert(1)</script>" in page.text
    assert not page.breaches


def test_many_records_are_turned_page_by_page() -> None:
    first, middle = (
        shown("figure", "/figures/", behind=replace(s.BEHIND_FIGURE, count=500, page=n, pages=3))
        for n in (1, 2)
    )
    assert "由500条记录组成" in first.text
    assert "第2页，共3页" in middle.text
    turns = [[one[-7:] for one in page.links if "&page=" in one] for page in (first, middle)]
    assert turns == [["&page=2"], ["&page=1", "&page=3"]]


def test_home_says_what_is_owed_who_needs_a_hand_and_what_waits() -> None:
    text = shown("home", "/", board=s.HOME).text
    assert "范围内在续结对108对" in text
    assert "“集中劳动”连续2个月未完成" in text
    assert "提醒草稿" in text
    assert "退回待改" in text
    assert "3月31日（星期二）" in text
    assert "由人决定是否发出" in text  # a talk is never sent by the system (C10)


def test_home_with_nothing_says_what_comes_next_rather_than_nothing() -> None:
    text = shown("home", "/", board=s.HOME_EMPTY).text
    assert "方案由县专班启用" in text
    assert "没有等您处理的事项" in text


def test_every_state_stands_in_the_matrix_as_symbol_and_word() -> None:
    text = shown("matrix", "/matrix/", board=s.matrix(s.MONTHS, None)).text
    for word in ("已完成", "补做完成", "已豁免", "未到期", "进行中", "逾期待补", "未完成"):
        assert word in text
    for symbol in ("✓", "补", "免", "–", "○", "▲", "×"):
        assert symbol in text


def test_a_matrix_row_leads_to_its_pairing_without_a_script() -> None:
    links = shown("matrix", "/matrix/", board=s.matrix(s.MONTHS, None)).links
    assert "/pairings/pairing-0/" in links


def test_a_figure_without_data_is_said_so_and_is_no_link() -> None:
    page = shown("village", f"/places/{s.VILLAGE.id}/", board=s.VILLAGE_BOARD)
    assert "暂无数据：消费帮扶" in page.text
    assert "捐赠到账 ≈140余万元 ≈140余万元" in page.text
    # This year's and all time's, in 资金 and in 主要数字; what has no data opens nothing.
    assert sum("money%3Agiven" in link for link in page.links) == 4
    assert not any("money%3Abought" in link for link in page.links)


def test_a_figure_lists_its_records_and_those_out_of_view_only_by_number() -> None:
    text = shown("cell", "/matrix/cell/", behind=s.BEHIND_CELL).text
    assert "由2条记录组成，其中1条不在您的查看范围内，只计入数字；1条为补做" in text


def test_a_figure_of_all_time_says_up_to_when() -> None:
    ever = replace(s.BEHIND_FIGURE, trace=replace(s.BEHIND_FIGURE.trace, since=None))
    assert "自有记录以来，截至2026年" in shown("figure", "/figures/", behind=ever).text
    assert "自有记录以来" not in shown("figure", "/figures/", behind=s.BEHIND_CELL).text


def test_a_record_of_many_units_names_three_and_their_number() -> None:
    many = tuple(Named(f"org:u{n}", f"单位{n}") for n in range(1, 28))
    line = replace(s.TIMELINE[0], doers=many)
    text = shown("unit", "/units/x/", board=replace(s.UNIT_BOARD, timeline=(line,))).text
    assert "单位3 等27家" in text
    assert "单位4" not in text


def test_households_taken_care_of_without_duties_are_said_so() -> None:
    pair = replace(s.PAIRING, subjects=("household:a", "household:b"))
    own = (PairingStrips(pair, (), ()),)
    text = shown("unit", "/units/x/", board=replace(s.UNIT_BOARD, pairings=own)).text
    assert "包户关系（2户），方案未布置定期任务" in text


def test_what_does_not_open_for_its_reader_is_named_without_a_link() -> None:
    closed = replace(s.PAIRING, place=s.VILLAGE._replace(opens=False))
    address = f"/places/{s.VILLAGE.id}/"
    shut, open_ = (
        shown("pairing", "/pairings/x/", board=replace(s.PAIRING_BOARD, pairing=one)).links
        for one in (closed, s.PAIRING)
    )
    assert open_.count(address) == shut.count(address) + 1


def test_units_and_villages_by_kind_with_what_has_ended() -> None:
    text = shown("home", "/", board=s.HOME).text
    assert "结对共建： 108个单位 ↔ 54个村，109对" in text
    assert "挂钩： 现无在续 ；累计" in text


def test_records_say_whether_they_count_and_were_entered_late() -> None:
    text = shown("unit", "/units/x/", board=s.UNIT_BOARD).text
    assert "补录" in text
    assert "已退回" in text
    assert "补2月28日" in text


def test_the_button_to_write_is_offered_only_to_who_may() -> None:
    path = "/pairings/01958816-0000-7000-8000-000000000001/"
    assert "记一笔" not in shown("pairing", path, board=s.PAIRING_BOARD).text
    assert "记一笔" in shown("pairing", path, scope=WRITER, board=s.PAIRING_BOARD).text


def test_a_cell_already_settled_asks_for_no_further_record() -> None:
    path = "/matrix/cell/"
    assert "记一笔" not in shown("cell", path, scope=WRITER, behind=s.BEHIND_CELL).text
    still_open = replace(s.BEHIND_CELL, state=State.OPEN)
    assert "记一笔" in shown("cell", path, scope=WRITER, behind=still_open).text


def test_a_view_of_the_past_says_so_offers_no_form_and_keeps_its_day_on_links() -> None:
    page = shown(
        "pairing",
        "/pairings/01958816-0000-7000-8000-000000000001/",
        scope=WRITER,
        as_of=date(2026, 1, 31),
        board=s.PAIRING_BOARD,
    )
    assert "截至2026年1月31日的视图，只读" in page.text
    assert "记一笔" not in page.text
    assert "/?as_of=2026-01-31" in page.links
    assert f"/places/{s.VILLAGE.id}/?as_of=2026-01-31" in page.links


def test_the_three_tiers_stand_one_in_another() -> None:
    text = shown("team", "/teams/wangcungang/", board=s.TEAM_BOARD).text
    assert "吴川工作组 驻王村港镇工作队 （驻镇工作队）" in text
    assert "王村港镇党委2021年8月1日批准" in text


def test_a_half_open_end_is_printed_as_its_last_day() -> None:
    text = shown("pairing", "/pairings/pairing-0/", board=s.PAIRING_ENDED).text
    assert "2023年4月1日起，至2024年7月17日" in text

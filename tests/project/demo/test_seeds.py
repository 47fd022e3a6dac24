"""The papers' figures (S1 S2 S9 S11 S15), read as a person reads them: on boards, with traces."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from tests.project.demo.conftest import SEED
from tongxing.derive.boards import MatrixFilter
from tongxing.derive.boards import matrix_board
from tongxing.derive.boards import pairing_board
from tongxing.derive.boards import place_board
from tongxing.derive.boards import team_board
from tongxing.derive.boards import tiers_board
from tongxing.derive.boards import unit_board
from tongxing.derive.boards import village_board
from tongxing.derive.figures import figure_behind
from tongxing.derive.standings import forget_all
from tongxing.project.demo.gaozhou import ASSIGNED
from tongxing.project.demo.gaozhou import gaozhou
from tongxing.project.demo.load import Demo
from tongxing.project.demo.load import load
from tongxing.project.demo.steps import Append
from tongxing.project.demo.towns import BOOKS
from tongxing.project.demo.towns import town
from tongxing.records.accounts.access import everything
from tongxing.rules.standing.tables import State

pytestmark = pytest.mark.django_db  # else no test database is made for this file alone
UNTIL = date(2025, 1, 1)
AS_OF = date(2024, 9, 20)
GAOZHOU, TAIBAO, WANGCUNGANG = "440981", "441825105000", "440883103000"
HETONG, SHUAITANG = "440981124201", "440981124213"
ALL = everything()


def pairings_only(steps):
    """Every pairing of the county, and the records of荷垌村 alone: quick to load."""
    return tuple(
        step
        for step in steps
        if not isinstance(step.deed, Append) or step.deed.entry.place == HETONG
    )


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The small books whole, Gaozhou with all its pairings; rolled back afterwards."""
    steps = [
        step
        for step in pairings_only(gaozhou(SEED, AS_OF))
        if type(step.deed).__name__ in {"Append", "Open", "End", "PutInForce"}
    ]
    books = tuple((book, town(SEED, book, UNTIL)) for book in BOOKS)
    forget_all()
    with django_db_blocker.unblock(), transaction.atomic():
        load(Demo((*books, (GAOZHOU, tuple(steps)))))
        yield
        transaction.set_rollback(True)
    forget_all()


def ever(board) -> dict[str, str]:
    """Each figure of a board by its title, of all time, as printed."""
    return {one.title: one.ever.said for one in (*board.figures, *board.money)}


def test_s1_the_team_of_wangcungang_stands_with_its_tiers():
    board = team_board(ALL, book="440883", party="team:wangcungang", as_of=UNTIL)
    assert board.size == 8
    assert board.lead is not None
    assert 1 + len(board.members) == 5
    assert board.branch
    assert board.branch_approved_by == "王村港镇党委"
    assert board.parent is not None


def test_s1_the_eight_of_the_team_are_registered_by_post():
    board = team_board(ALL, book="440883", party="team:wangcungang", as_of=UNTIL)
    roles = Counter(role for _, role in board.people)
    assert roles == {"队长": 1, "副队长": 1, "队员": 5, "驻村第一书记": 1}


def test_s1_the_three_tiers_on_one_page():
    """One command, four work groups, twenty-four teams; a group wherever there are four towns."""
    board = tiers_board(ALL, as_of=UNTIL)
    assert [len(tier.teams) for tier in board.tiers] == [1, 4, 24]
    counties = [county for top in board.commands for county in top.counties]
    assert sum(len(county.teams) for county in counties) == 24
    assert {county.name for county in counties if county.needed} == {
        "吴川市", "廉江市", "雷州市", "连南瑶族自治县",
    }  # fmt: skip
    assert not any(county.missing for county in counties)


def test_s1_the_command_leads_four_county_groups():
    town_team = team_board(ALL, book="440883", party="team:wangcungang", as_of=UNTIL)
    group = team_board(ALL, book="440883", party=town_team.parent.id, as_of=UNTIL)
    assert (town_team.tier, group.tier) == ("驻镇工作队", "县工作组")
    command = team_board(ALL, book="440883", party=group.parent.id, as_of=UNTIL)
    assert command.tier == "指挥部"
    assert len(command.children) >= 4


def test_s2_the_town_is_described_as_surveyed():
    board = place_board(ALL, place=WANGCUNGANG, as_of=UNTIL)
    facts = {said for _, said in board.profile.facts}
    assert {"26.2平方公里", "6个", "39条", "14300亩", "16000余亩"} <= facts
    assert ever(board)["耕地保有量"] == "14300亩"


def test_s2_the_survey_is_a_record_one_click_away():
    board = place_board(ALL, place=WANGCUNGANG, as_of=UNTIL)
    (surveys,) = (one for one in board.figures if one.title == "摸底调研")
    behind = figure_behind(ALL, surveys.ever.trace)
    assert [one.kind for one in behind.records] == ["survey"]
    assert "调研报告" in behind.records[0].text


def test_s9_108_units_help_54_villages():
    board = matrix_board(ALL, book=GAOZHOU, as_of=AS_OF)
    rows = [row.pairing for group in board.groups for row in group.rows if row.pairing.running]
    rows = [row for row in rows if row.kind == "gaozhou-pairing:unit-village"]
    assert len({row.place.id for row in rows}) == 54
    assert len({actor.id for row in rows for actor in row.actors}) == 108


def test_s9_the_units_were_assigned_anew_on_18_july():
    board = unit_board(ALL, book=GAOZHOU, party="org:gaozhou-forestry", as_of=AS_OF)
    assert [(one.pairing.place.name, one.pairing.since) for one in board.pairings] == [
        ("荷垌村", ASSIGNED)
    ]
    assert [(one.place.name, one.until) for one in board.ended] == [("帅堂村", ASSIGNED)]


@pytest.mark.parametrize(
    ("day", "villages"), [(date(2024, 7, 17), {"帅堂村"}), (date(2024, 7, 18), {"荷垌村"})]
)
def test_s9_on_the_day_before_the_old_pairing_still_runs(day, villages):
    board = unit_board(ALL, book=GAOZHOU, party="org:gaozhou-forestry", as_of=day)
    assert {one.pairing.place.name for one in board.pairings} == villages


def test_s9_the_village_left_behind_keeps_its_history():
    board = village_board(ALL, place=SHUAITANG, as_of=AS_OF)
    assert "市林业局" in {name.name for one in board.ended for name in one.actors}


def test_s9_what_is_planned_for_hetong_is_planned_money_only():
    """3500万元 is planned: it stands by itself and in no other sum."""
    board = village_board(ALL, place=HETONG, as_of=AS_OF)
    planned = [one.ever for one in board.money if "3500万元" in one.ever.said]
    assert [one.id for one in planned] == ["money:planned"]


FIVE = {
    "组织一次集中劳动": "每月",
    "领办一个利民项目": "每季度",
    "办理一件民生实事": "每月",
    "新建一户美丽庭院": "每月",
    "接待群众来访": "每周",
    "组长接待群众来访": "每月",
}


def test_s11_the_five_recurring_duties_are_asked():
    board = matrix_board(ALL, book=GAOZHOU, as_of=AS_OF)
    asked = {one.title: one.need for one in board.duties if "五个一" in one.clause}
    assert set(asked) == set(FIVE)
    assert all(need.startswith(FIVE[title]) for title, need in asked.items())


@pytest.mark.parametrize(
    ("duty", "periods"),
    [("labour-day", 12), ("project", 4), ("livelihood", 12), ("courtyard", 12)],
)
def test_s11_each_has_its_periods_in_a_year(duty, periods):
    asked = MatrixFilter(plan="gaozhou-pairing", duty=duty, year=2025)
    board = matrix_board(ALL, book=GAOZHOU, as_of=date(2025, 12, 31), asked=asked)
    assert len(board.columns) == periods


def test_s11_visitors_are_received_every_week_since_september():
    asked = MatrixFilter(plan="gaozhou-pairing", duty="visitors", year=2024)
    board = matrix_board(ALL, book=GAOZHOU, as_of=AS_OF, asked=asked)
    owed = {head.key for head, tally in zip(board.columns, board.totals, strict=True) if tally.owed}
    assert owed == {"2024-W36", "2024-W37", "2024-W38"}


def test_s11_before_september_nothing_of_it_is_owed():
    board = matrix_board(ALL, book=GAOZHOU, as_of=date(2024, 8, 31))
    kept = [cell for group in board.groups for row in group.rows for cell in row.cells]
    assert not [cell for cell in kept if cell.state is State.MISSED and cell.count]


def test_s11_a_kept_week_opens_the_very_visits():
    unit = unit_board(ALL, book=GAOZHOU, party="org:gaozhou-forestry", as_of=AS_OF)
    key = unit.pairings[0].pairing.key
    board = pairing_board(ALL, key=key, as_of=AS_OF)
    (strip,) = (one for one in board.strips if one.duty.duty == "visitors")
    kept = [
        (head, cell)
        for head, cell in zip(strip.periods, strip.cells, strict=True)
        if cell.state is State.KEPT
    ]
    assert kept
    for head, cell in kept:
        behind = figure_behind(ALL, strip.trace(head.key))
        assert len(behind.records) == cell.count
        assert {one.kind for one in behind.records} == {"visit-reception"}
        assert all(head.start <= one.happened < head.until for one in behind.records)


S15 = {
    "捐款捐物价值": "≈140万元",
    "消费帮扶金额": "≈2000万元",
    "解决难题": "≈30个",
    "重点帮扶人员覆盖": "562人次",
    "惠及群众和学生": "≈6000人",
    "劳务输出": "≈500人次",
    "规划投资": "1500万元",
}


@pytest.mark.parametrize("title", S15)
def test_s15_the_circle_adds_up_as_the_paper_says(title):
    board = place_board(ALL, place=TAIBAO, as_of=UNTIL)
    assert ever(board)[title] == S15[title]


def test_s15_every_sum_opens_the_records_it_is_made_of():
    board = place_board(ALL, place=TAIBAO, as_of=UNTIL)
    for one in board.figures:
        behind = figure_behind(ALL, one.ever.trace)
        assert behind.said == one.ever.said
        assert len(behind.records) == one.ever.records
        assert behind.hidden == 0


def test_s15_given_bought_and_planned_money_stand_apart():
    board = place_board(ALL, place=TAIBAO, as_of=UNTIL)
    said = [one.ever.said for one in board.money if one.ever.value]
    assert sorted(said) == sorted({"≈140万元", "≈2000万元", "1500万元"})


def circle(as_of: date) -> set[str]:
    """The units in the circle on a day."""
    board = place_board(ALL, place=TAIBAO, as_of=as_of)
    actors = {actor.id for one in board.own for actor in one.pairing.actors}
    return {actor for actor in actors if actor.startswith("org:")}


def test_s15_54_units_are_in_the_circle():
    assert len(circle(date(2024, 3, 1))) == 54


def test_s15_outside_its_years_there_is_no_circle():
    assert circle(date(2021, 12, 31)) == set()
    assert circle(UNTIL) == set()


def test_s8_fifteen_villages_tell_what_they_did_and_spent():
    """70多万 + 120多万 + 15万 + 52万."""
    board = place_board(ALL, place="440705101000", as_of=date(2022, 1, 31))
    assert "≈257万元" in ever(board).values()
    assert len({line.place.id for line in board.timeline}) >= 10

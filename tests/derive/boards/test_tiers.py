"""The three tiers on one page: who is sent where, under whom, with which units."""

from __future__ import annotations

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.keep_registry import add_team_units
from tongxing.actions.keep_registry import add_teams
from tongxing.derive.boards import NotInView
from tongxing.derive.boards import team_board
from tongxing.derive.boards import tiers_board
from tongxing.derive.boards import unit_board
from tongxing.derive.boards.tiers import TiersBoard
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit

TODAY = date(2025, 3, 12)


@pytest.fixture
def three_tiers(crew: Cast) -> Cast:
    """A command over the city, a work group over the county, and the cast's own team."""
    acting, at = everything(), crew.at
    (command,) = add_teams(
        acting=acting, at=at,
        teams=[Team(key="command", name="帮扶指挥部", tier="city", place="440900000000",
                    since=c.LONG_AGO)],
    )  # fmt: skip
    add_teams(
        acting=acting, at=at,
        teams=[Team(key="group", name="驻高州市工作组", tier="county", place=c.COUNTY,
                    parent=command, since=c.LONG_AGO)],
    )  # fmt: skip
    add_team_units(
        acting=acting, at=at,
        units=[TeamUnit(team=Team.objects.get(key="genzi"),
                        organization=Organization.objects.get(key="zx"),
                        role="member", since=c.LONG_AGO)],
    )  # fmt: skip
    return crew


def seen_by(crew: Cast, name: str) -> TiersBoard:
    return tiers_board(crew.scope(name), as_of=TODAY)


def test_each_tier_with_its_teams(three_tiers: Cast) -> None:
    board = seen_by(three_tiers, "office")
    assert [(tier.title, len(tier.teams), tier.places) for tier in board.tiers] == [
        ("指挥部", 1, 1),
        ("县工作组", 1, 1),
        ("驻镇工作队", 1, 1),
    ]
    (group,) = board.tiers[1].teams
    assert (group.team.name, group.parent) == ("驻高州市工作组", "帮扶指挥部")


def test_a_team_with_its_lead_and_member_units(three_tiers: Cast) -> None:
    (line,) = seen_by(three_tiers, "office").tiers[2].teams
    assert (line.team.name, line.place, line.size) == ("根子工作队", "高州市根子镇", 8)
    assert (line.lead, line.members) == ("市委办", 1)


def test_a_unit_that_left_the_team_is_not_counted(three_tiers: Cast) -> None:
    TeamUnit.objects.filter(role="member").update(until=date(2025, 1, 1))
    (line,) = seen_by(three_tiers, "office").tiers[2].teams
    assert line.members == 0


def test_one_under_the_other(three_tiers: Cast) -> None:
    """A command with its county, the county with its work group and its towns' teams."""
    (top,) = seen_by(three_tiers, "office").commands
    assert top.command is not None
    assert top.command.team.name == "帮扶指挥部"
    (county,) = top.counties
    assert (county.name, county.towns, county.needed) == ("高州市", 1, False)
    assert [one.team.name for one in county.groups] == ["驻高州市工作组"]
    assert [one.team.name for one in county.teams] == ["根子工作队"]


def test_a_team_may_answer_to_the_command_itself_or_to_none(three_tiers: Cast) -> None:
    Team.objects.filter(key="group").update(parent=None)
    command, without = seen_by(three_tiers, "office").commands
    assert (command.counties, without.command) == ((), None)
    assert [one.name for one in without.counties] == ["高州市"]
    Team.objects.filter(key="genzi").update(parent=Team.objects.get(key="command"))
    (only,) = seen_by(three_tiers, "office").commands
    assert [one.name for one in only.counties] == ["高州市"]


def test_a_county_of_four_towns_without_a_group_is_told_so(three_tiers: Cast) -> None:
    add_teams(
        acting=everything(), at=three_tiers.at,
        teams=[Team(key=f"t{n}", name=f"工作队{n}", tier="town", place=f"44098112{n}000",
                    since=c.LONG_AGO) for n in range(3)],
    )  # fmt: skip
    (county,) = seen_by(three_tiers, "office").commands[0].counties
    assert (county.needed, county.missing) == (True, False)
    Team.objects.filter(key="group").update(until=date(2025, 1, 1))
    county = seen_by(three_tiers, "office").commands[-1].counties[0]
    assert county.missing


def test_who_keeps_a_team_is_offered_to_change_it(three_tiers: Cast) -> None:
    for name, kept in (("office", True), ("supervisor", False), ("team", False)):
        (county,) = seen_by(three_tiers, name).commands[0].counties
        assert (county.kept, county.teams[0].kept) == (kept, kept)
        command = seen_by(three_tiers, name).commands[0].command
        assert command is not None
        assert not command.kept


def test_the_branch_is_told_with_its_approval(three_tiers: Cast) -> None:
    Team.objects.filter(key="genzi").update(
        party_branch="临时党支部", branch_approved_by="根子镇党委", branch_approved_on=c.BEGIN
    )
    (line,) = seen_by(three_tiers, "office").tiers[2].teams
    assert (line.branch, line.approved_by, line.approved_on) == (
        "临时党支部",
        "根子镇党委",
        c.BEGIN,
    )


def test_people_registered_are_counted_on_the_day(three_tiers: Cast) -> None:
    team = Team.objects.get(key="genzi")
    for key, until in (("swb", None), ("zx", None), ("lyj", date(2025, 1, 1))):
        TeamMember.objects.create(
            team=team, person=Person.objects.get(key=key), role="member", since=c.BEGIN, until=until
        )
    (line,) = seen_by(three_tiers, "office").tiers[2].teams
    (before,) = tiers_board(three_tiers.scope("office"), as_of=date(2024, 12, 1)).tiers[2].teams
    (first,) = tiers_board(three_tiers.scope("office"), as_of=date(2024, 1, 1)).tiers[2].teams
    assert (line.size, before.size, first.size) == (2, 3, 8)
    board = team_board(three_tiers.scope("team"), book=c.BOOK, party="team:genzi", as_of=TODAY)
    assert (board.size, [role for _, role in board.people]) == (2, ["队员", "队员"])
    assert board.people[0][0].opens, "its own people"


def test_a_team_out_of_reach_is_a_name_and_no_link(three_tiers: Cast) -> None:
    """The county office reads of the command above it, and cannot open its page."""
    board = seen_by(three_tiers, "office")
    assert [tier.teams[0].team.opens for tier in board.tiers] == [False, True, True]
    of_group = team_board(three_tiers.scope("office"), book=c.BOOK, party="team:group", as_of=TODAY)
    assert of_group.parent is not None
    assert (of_group.parent.opens, of_group.parent.name) == (False, "帮扶指挥部")
    with pytest.raises(NotInView):
        team_board(three_tiers.scope("office"), book=c.BOOK, party="team:command", as_of=TODAY)


@pytest.mark.parametrize("name", ["swb", "lyj", "fl", "village"])
def test_those_who_see_no_team_see_no_tiers(three_tiers: Cast, name: str) -> None:
    with pytest.raises(NotInView):
        seen_by(three_tiers, name)


def test_a_team_not_yet_sent_does_not_stand_there(three_tiers: Cast) -> None:
    Team.objects.filter(key="group").update(since=date(2026, 1, 1))
    assert seen_by(three_tiers, "office").tiers[1].teams == ()


def test_three_queries_whatever_the_number_of_teams(three_tiers: Cast) -> None:
    from django.db import connection

    scope = three_tiers.scope("office")
    with CaptureQueriesContext(connection) as few:
        tiers_board(scope, as_of=TODAY)
    add_teams(
        acting=everything(), at=three_tiers.at,
        teams=[Team(key=f"t{n}", name=f"工作队{n}", tier="town", place=c.CAOJIANG,
                    since=c.LONG_AGO) for n in range(5)],
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        board = tiers_board(scope, as_of=TODAY)
    assert len(board.tiers[2].teams) == 6
    assert len(many) == len(few) <= 4


def test_a_made_up_unit_says_so(crew: Cast) -> None:
    Organization.objects.filter(key="swb").update(illustrative=True)
    board = unit_board(crew.scope("office"), book=c.BOOK, party=c.SWB, as_of=TODAY)
    assert board.full_name == "中共高州市委办公室（演示）"

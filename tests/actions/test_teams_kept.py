"""Teams with their units, people, parents and Party branch: one lead and one leader at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_teams import TeamGiven
from tongxing.actions.keep_teams import correct_team
from tongxing.actions.keep_teams import end_team
from tongxing.actions.keep_teams import register_team
from tongxing.actions.team_membership import seat_member
from tongxing.actions.team_membership import seat_unit
from tongxing.actions.team_membership import unseat_member
from tongxing.actions.team_membership import unseat_unit
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamUnit

JAN, FEB, MAR = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)
GIVEN = TeamGiven(
    name="广州市驻高州市曹江镇帮镇扶村工作队", short="驻曹江镇工作队", tier="town",
    place=c.CAOJIANG, since=c.BEGIN,
)  # fmt: skip
BRANCH = {
    "party_branch": "驻曹江镇工作队临时党支部",
    "branch_approved_by": "曹江镇党委",
    "branch_approved_on": JAN,
}


def registers(crew: Cast, who: str = "office", **changes: object) -> Team:
    given = replace(GIVEN, **changes)  # type: ignore[arg-type]
    return register_team(acting=crew.scope(who), at=crew.at, given=given).team


def group(crew: Cast) -> Team:
    return registers(crew, name="驻高州市工作组", short="", tier="county", place=c.COUNTY)


def test_a_team_under_its_work_group_with_its_party_branch(crew: Cast) -> None:
    over = group(crew)
    row = registers(crew, parent=over.key, size=8, **BRANCH)
    assert (row.key, row.parent, row.size) == ("440981-zcjzgzd", over, 8)
    assert (row.party_branch, row.branch_approved_by, row.branch_approved_on) == tuple(
        BRANCH.values()
    )
    before = AuditRow.objects.count()
    again = register_team(acting=crew.scope("office"), at=crew.at, given=GIVEN)
    assert (again.team, again.added, AuditRow.objects.count()) == (row, False, before)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, ["name"]),
        ({"tier": "village"}, ["tier"]),
        ({"place": c.COUNTY}, ["place"]),
        ({"place": "440981999000"}, ["place"]),
        ({"size": 501}, ["size"]),
        ({"parent": "nobody"}, ["parent"]),
        ({"parent": "genzi"}, ["parent"]),
        ({"party_branch": "临时党支部"}, ["branch_approved_by", "branch_approved_on"]),
        ({"branch_approved_on": JAN}, ["party_branch"]),
        ({**BRANCH, "branch_approved_on": date(2025, 4, 1)}, ["branch_approved_on"]),
        ({"name": "队长440981198001011234"}, ["name"]),
    ],
)
def test_each_fault_is_told_at_its_field(crew: Cast, changes: object, fields: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        registers(crew, **changes)  # type: ignore[arg-type]
    assert [one.field for one in refused.value.problems] == fields


def test_a_parent_lies_over_the_place(crew: Cast) -> None:
    Team.objects.create(
        key="there", name="驻廉江市工作组", tier="county", place=c.NEIGHBOUR, since=c.LONG_AGO
    )
    with pytest.raises(Invalid, match="不在这一片"):
        registers(crew, parent="there")


@pytest.mark.parametrize("who", ["swb", "team", "village", "neighbour", "auditor"])
def test_only_the_office_of_the_county_keeps_teams(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        registers(crew, who)
    with pytest.raises(NotAllowed):
        seats_unit(crew, "zx", "member", JAN, who)
    with pytest.raises(NotAllowed):
        end_team(acting=crew.scope(who), at=crew.at, key="genzi", until=MAR, reason="届满")


def test_the_entry_is_brought_up_to_date(crew: Cast) -> None:
    given = replace(GIVEN, name="驻根子镇工作队", short="根子工作队", place=c.GENZI, size=9)
    correct_team(acting=crew.scope("office"), at=crew.at, key="genzi", given=given)
    assert '"size":["8","9"]' in AuditRow.objects.latest("id").detail
    with pytest.raises(Unfitting, match="没有改动"):
        correct_team(acting=crew.scope("office"), at=crew.at, key="genzi", given=given)
    with pytest.raises(Invalid, match="没有这个上一级"):
        correct_team(
            acting=crew.scope("office"), at=crew.at, key="genzi",
            given=replace(given, parent="genzi"),
        )  # fmt: skip


def seats_unit(crew: Cast, unit: str, role: str, since: date, who: str = "office") -> TeamUnit:
    return seat_unit(
        acting=crew.scope(who), at=crew.at, team="genzi", organization=unit, role=role, since=since
    )


def units(crew: Cast) -> list[tuple[str, str, date, date | None]]:
    rows = Team.objects.get(key="genzi").units.select_related("organization").order_by("since")
    return [(one.organization.key, one.role, one.since, one.until) for one in rows]


def test_a_new_lead_unit_takes_over_on_its_day(crew: Cast) -> None:
    seats_unit(crew, "zx", "member", JAN)
    seats_unit(crew, "zx", "lead", FEB)
    assert units(crew) == [
        ("swb", "lead", c.LONG_AGO, FEB),
        ("zx", "member", JAN, FEB),
        ("zx", "lead", FEB, None),
    ]


def test_a_role_that_holds_already_is_not_given_twice(crew: Cast) -> None:
    before = AuditRow.objects.count()
    seats_unit(crew, "swb", "lead", FEB)
    assert AuditRow.objects.count() == before


def test_a_handover_before_its_beginning(crew: Cast) -> None:
    seats_unit(crew, "zx", "lead", FEB)
    with pytest.raises(Invalid, match="新的须晚于这一天"):
        seats_unit(crew, "lyj", "lead", JAN)
    assert [one for one in units(crew) if one[3] is None] == [("zx", "lead", FEB, None)]


def test_who_cannot_be_seated(crew: Cast) -> None:
    with pytest.raises(NotFound, match="没有这个单位"):
        seats_unit(crew, "nobody", "member", JAN)
    with pytest.raises(Invalid, match="没有选择角色"):
        seats_unit(crew, "zx", "guest", JAN)
    with pytest.raises(Invalid, match="还没有成立"):
        seats_unit(crew, "zx", "member", date(2019, 1, 1))
    Organization.objects.filter(key="fl").update(until=JAN)
    with pytest.raises(NotFound, match="已经撤销"):
        seats_unit(crew, "fl", "member", FEB)


def test_a_unit_leaves_once(crew: Cast) -> None:
    seats_unit(crew, "zx", "member", JAN)
    given = {"team": "genzi", "organization": "zx"}
    unseat_unit(acting=crew.scope("office"), at=crew.at, until=MAR, **given)
    assert units(crew)[-1] == ("zx", "member", JAN, MAR)
    with pytest.raises(NotFound):
        unseat_unit(acting=crew.scope("office"), at=crew.at, until=MAR, **given)


def seats(crew: Cast, person: str, role: str, since: date) -> None:
    seat_member(
        acting=crew.scope("office"), at=crew.at, team="genzi", person=person, role=role,
        since=since,
    )  # fmt: skip


def members() -> list[tuple[str, str, date, date | None]]:
    rows = Team.objects.get(key="genzi").members.select_related("person").order_by("since", "pk")
    return [(one.person.key, one.role, one.since, one.until) for one in rows]


def test_a_new_leader_takes_over_and_the_old_one_may_stay_on(crew: Cast) -> None:
    seats(crew, "swb", "leader", JAN)
    seats(crew, "team", "deputy", JAN)
    seats(crew, "team", "leader", FEB)
    seats(crew, "swb", "secretary", FEB)
    assert members() == [
        ("swb", "leader", JAN, FEB),
        ("team", "deputy", JAN, FEB),
        ("team", "leader", FEB, None),
        ("swb", "secretary", FEB, None),
    ]


def test_who_cannot_serve(crew: Cast) -> None:
    with pytest.raises(NotFound, match="没有这个人"):
        seats(crew, "nobody", "member", JAN)
    with pytest.raises(Invalid, match="没有选择角色"):
        seats(crew, "swb", "boss", JAN)
    Person.objects.filter(key="swb").update(since=FEB)
    with pytest.raises(Invalid, match="还没有到任"):
        seats(crew, "swb", "member", JAN)
    with pytest.raises(NotFound, match="不在这支队伍中"):
        unseat_member(
            acting=crew.scope("office"), at=crew.at, team="genzi", person="swb", until=MAR
        )


def test_a_team_ends_with_its_units_and_people(crew: Cast) -> None:
    over = group(crew)
    row = registers(crew, parent=over.key)
    for seat, given in ((seat_unit, {"organization": "zx"}), (seat_member, {"person": "zx"})):
        seat(  # type: ignore[operator]
            acting=crew.scope("office"), at=crew.at, team=row.key, role="member", since=JAN, **given
        )
    office = crew.scope("office")
    with pytest.raises(Unfitting, match="下面还有驻曹江镇工作队"):
        end_team(acting=office, at=crew.at, key=over.key, until=MAR, reason="届满")
    end_team(acting=office, at=crew.at, key=row.key, until=MAR, reason="届满")
    row.refresh_from_db()
    assert row.until == MAR
    assert {one.until for rows in (row.units, row.members) for one in rows.all()} == {MAR}
    end_team(acting=office, at=crew.at, key=over.key, until=MAR, reason="届满")
    with pytest.raises(Unfitting, match="已经结束"):
        end_team(acting=office, at=crew.at, key=over.key, until=MAR, reason="届满")


def test_a_team_that_is_paired_goes_on(crew: Cast) -> None:
    with pytest.raises(Unfitting) as refused:
        end_team(acting=crew.scope("office"), at=crew.at, key="genzi", until=MAR, reason="届满")
    assert "与高州市根子镇的结对" in refused.value.say()
    assert "账号“team”的“工作队”授权" in refused.value.say()


def test_a_seat_cannot_reach_back_into_one_that_is_over(crew: Cast) -> None:
    """市委办 led until February: nobody else led in January, however late it is entered."""
    seats_unit(crew, "swb", "member", FEB)
    before = units(crew)
    with pytest.raises(Invalid, match="到2025年2月1日才终止，新的不能早于这一天"):
        seats_unit(crew, "zx", "lead", date(2025, 1, 1))
    assert units(crew) == before
    seats_unit(crew, "zx", "lead", FEB)
    assert ("zx", "lead", FEB, None) in units(crew)

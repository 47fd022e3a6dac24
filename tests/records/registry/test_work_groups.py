"""Four assisted towns in a county call for a work group (S1)."""

from __future__ import annotations

from tests.records import cast as c
from tongxing.records.registry.models import Team
from tongxing.records.registry.work_groups import county_needs


def town(number: int) -> Team:
    return Team(key=f"t{number}", tier="town", place=f"44098110{number}000")


GROUP = Team(key="group", tier="county", place=c.COUNTY)


def test_three_towns_need_none_and_four_do() -> None:
    (three,) = county_needs([town(n) for n in range(3)])
    (four,) = county_needs([town(n) for n in range(4)])
    assert (three.county, three.towns, three.needed, three.missing) == (c.COUNTY, 3, False, False)
    assert (four.towns, four.needed, four.missing) == (4, True, True)


def test_two_teams_in_one_town_are_one_town() -> None:
    (need,) = county_needs([*(town(n) for n in range(3)), town(2)])
    assert (need.towns, need.needed) == (3, False)


def test_a_work_group_that_is_there_is_named() -> None:
    (need,) = county_needs([*(town(n) for n in range(4)), GROUP])
    assert (need.missing, need.groups) == (False, (GROUP,))


def test_a_command_is_no_county_and_counties_are_told_apart() -> None:
    command = Team(key="command", tier="city", place="440900000000")
    elsewhere = Team(key="x", tier="town", place="440881105000")
    found = county_needs([command, town(1), elsewhere])
    assert [(one.county, one.towns) for one in found] == [("440881000000", 1), (c.COUNTY, 1)]

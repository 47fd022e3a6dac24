"""The demo's data as shipped: what the papers say stands in it."""

from __future__ import annotations

from collections import Counter

import pytest

from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.sources import demo_places
from tongxing.project.demo.sources import pairs
from tongxing.project.demo.sources import place_name
from tongxing.project.demo.sources import units
from tongxing.project.demo.sources import villages
from tongxing.project.demo.towns import BOOKS

CODES = {place.code for place in demo_places()}


def test_every_place_has_twelve_digits_and_stands_once():
    codes = [place.code for place in demo_places()]
    assert len(codes) == len(set(codes))
    assert codes == sorted(codes)
    assert all(len(code) == 12 and code.isdigit() for code in codes)


def test_every_place_has_its_county_and_town_above_it():
    for place in demo_places():
        if place.level == "village":
            assert place.code[:9] + "000" in CODES
        if place.level in {"village", "town"}:
            assert place.code[:6] + "000000" in CODES


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("440981122210", "朗练村"),
        ("440981124201", "荷垌村"),
        ("440981121212", "耀新村"),
        ("440981123204", "古丁村"),
        ("440981104209", "柏桥村"),
        ("440981008209", "程村村"),
        ("440883103000", "王村港镇"),
        ("441825105000", "太保镇"),
        ("440705101001", "大泽社区"),
        ("450000000000", "广西壮族自治区"),
        ("451027100000", "泗城镇"),
    ],
)
def test_places_bear_the_names_people_use(code, name):
    assert place_name(code) == name


def test_gaozhou_has_54_villages_31_of_them_model_villages():
    assert len(villages()) == 54
    assert sum(village.model for village in villages()) == 31
    assert all(place_name(village.code) == village.name for village in villages())


def test_108_units_help_them_and_each_has_a_village():
    assert len(units()) == 108
    assert {pair.unit for pair in pairs(2024)} == {unit.key for unit in units()}


def test_every_village_has_two_units_and_the_party_office_two_villages():
    per_village = Counter(pair.village for pair in pairs(2024))
    assert set(per_village) == {village.code for village in villages()}
    assert Counter(per_village.values()) == {2: 53, 3: 1}
    per_unit = Counter(pair.unit for pair in pairs(2024))
    assert [unit for unit, number in per_unit.items() if number > 1] == ["gaozhou-party-office"]


def test_pairings_named_in_the_report_are_marked_as_such():
    named = {(place_name(pair.village), pair.unit) for pair in pairs(2024) if pair.named}
    assert named == {
        ("朗练村", "gaozhou-cppcc-office"),
        ("荷垌村", "gaozhou-forestry"),
        ("耀新村", "gaozhou-investment"),
        ("耀新村", "gaozhou-petrochemical"),
        ("古丁村", "gaozhou-market"),
        ("元坝村", "gaozhou-party-office"),
        ("柏桥村", "gaozhou-party-office"),
    }


def test_before_july_the_forestry_bureau_helped_shuaitang():
    before = {(place_name(pair.village), pair.unit) for pair in pairs(2023)}
    assert ("帅堂村", "gaozhou-forestry") in before
    assert len(before) < 108


def test_24_teams_and_a_county_group_wherever_there_are_four():
    teams = demo_file("teams.toml")["team"]
    towns = [team for team in teams if team["tier"] == "town"]
    assert len(towns) == len({team["place"] for team in towns}) == 24
    assert len([team for team in teams if team["tier"] == "city"]) == 1
    per_county = Counter(team["place"][:6] for team in towns)
    groups = {team["place"][:6] for team in teams if team["tier"] == "county"}
    assert groups == {county for county, number in per_county.items() if number >= 4}
    assert len(groups) == 4


def test_every_team_is_sent_to_a_place_that_exists():
    assert all(team["place"] in CODES for team in demo_file("teams.toml")["team"])


def test_the_wangcungang_team_is_as_reported():
    (team,) = (one for one in demo_file("teams.toml")["team"] if one["key"] == "wangcungang")
    assert team["size"] == 8
    assert 1 + len(team["members"]) == 5
    assert team["branch_approved_by"] == "王村港镇党委"


@pytest.mark.parametrize("book", BOOKS)
def test_small_books_name_places_that_exist(book):
    file = demo_file("books", f"{book}.toml")
    for item in (*file["record"], *file["pairing"]):
        assert item["place"] in CODES
        assert item["place"].startswith(book)


def test_people_are_offices_not_names():
    posts = ("经办人", "成员", "管理员", "审计员", "队长", "队员", "联络员", "第一书记")
    files = [demo_file("gaozhou", "registry.toml")]
    files += [demo_file("books", f"{book}.toml") for book in BOOKS]
    for file in files:
        assert all(person["name"].endswith(posts) for person in file["person"])

"""Places and parties by code: names, paths, what lies within."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.models import Place
from tongxing.records.registry.queries import children
from tongxing.records.registry.queries import known_places
from tongxing.records.registry.queries import names_there
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import party_rows
from tongxing.records.registry.queries import path_of
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.queries import place_names
from tongxing.records.registry.queries import teams_within
from tongxing.records.registry.queries import villages_of

ON = date(2025, 3, 12)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("440000000000", "44"),
        ("440900000000", "4409"),
        (c.COUNTY, "440981"),
        (c.GENZI, "440981104"),
        (c.BAIQIAO, c.BAIQIAO),
        ("440981100200", "440981100200"),
        ("440981", "440981"),
    ],
)
def test_a_prefix_holds_everything_within(code: str, prefix: str) -> None:
    assert prefix_of(code) == prefix


def test_a_path_from_the_county_down(crew: Cast, django_assert_num_queries) -> None:
    assert path_of(c.BAIQIAO, ON) == "高州市根子镇柏桥村"
    assert path_of(c.GENZI, ON) == "高州市根子镇"
    with django_assert_num_queries(1):
        found = paths_of([c.BAIQIAO, c.HETONG, c.COUNTY], ON)
    assert list(found.values()) == ["高州市根子镇柏桥村", "高州市曹江镇荷垌村", "高州市"]


def test_what_lies_within(crew: Cast) -> None:
    assert [v.name for v in villages_of("440981104", ON)] == ["柏桥村", "元坝村"]
    assert [p.name for p in children(c.COUNTY, ON)] == ["根子镇", "曹江镇"]
    assert [p.name for p in children(c.CAOJIANG, ON)] == ["荷垌村"]
    assert children(c.BAIQIAO, ON) == []
    assert [t.short for t in teams_within("440981", ON)] == ["根子工作队"]


def test_a_renamed_place_has_the_name_of_the_day(crew: Cast) -> None:
    Place.objects.filter(code=c.YUANBA).update(until=date(2025, 1, 1))
    Place.objects.create(code=c.YUANBA, name="新元坝村", level="village", since=date(2025, 1, 1))
    assert place_names([c.YUANBA], date(2024, 12, 31)) == {c.YUANBA: "元坝村"}
    assert place_names([c.YUANBA], date(2025, 1, 1)) == {c.YUANBA: "新元坝村"}
    assert known_places([c.YUANBA, "999999999999"]) == {c.YUANBA}


def test_a_place_that_has_ended_keeps_its_last_name(crew: Cast) -> None:
    """Its records and pairings go on to be shown: they stood there under a code."""
    Place.objects.filter(code=c.YUANBA).update(until=date(2025, 1, 1))
    assert place_names([c.YUANBA], date(2025, 1, 1)) == {c.YUANBA: "元坝村"}
    assert names_there([c.YUANBA, c.BAIQIAO], date(2025, 1, 1)) == {c.BAIQIAO: "柏桥村"}
    assert paths_of([c.YUANBA], date(2025, 1, 1)) == {c.YUANBA: "高州市根子镇元坝村"}
    assert place_names([c.YUANBA], c.LONG_AGO - timedelta(days=1)) == {}


def test_parties_by_id(crew: Cast, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):  # PostgreSQL answers all three in one message
        found = parties([c.SWB, c.TEAM, "person:village", "org:none", "x"])
    assert found == {c.SWB: "市委办", c.TEAM: "根子工作队", "person:village": "柏桥村党总支书记"}
    assert party_rows(["person:swb"])["person:swb"].organization == c.SWB

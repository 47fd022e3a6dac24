"""Finding a place among many of the same name: nearest first, paths told, days kept."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import cast as c
from tongxing.actions.keep_registry import add_places
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import Place
from tongxing.records.registry.place_index import put
from tongxing.records.registry.place_search import search
from tongxing.records.registry.places import label_of
from tongxing.records.registry.places import resolve
from tongxing.records.registry.queries import children
from tongxing.records.registry.queries import within

DAY = date(2025, 3, 12)
MORE = (
    ("440000000000", "广东省"),
    ("440800000000", "湛江市"),
    ("440900000000", "茂名市"),
    ("440881105000", "横山镇"),
    ("440881105201", "柏桥村"),
    ("440881105202", "新柏桥村"),
    ("441200000000", "肇庆市"),
    ("441223000000", "广宁县"),
    ("441223107000", "横山镇"),
    ("441900000000", "东莞市"),
    ("441900003000", "东城街道"),
    ("441900003001", "岗贝社区"),
    ("330000000000", "浙江省"),
    ("330825000000", "龙游县"),
    ("330825103000", "横山镇"),
)
LIANJIANG, GUANGNING, LONGYOU = "440881105000", "441223107000", "330825103000"


@pytest.fixture(autouse=True)
def nation(crew):
    """Three towns called 横山镇, two villages called 柏桥村, a city without counties."""
    from tongxing.records.registry.codes import level_of

    rows = [Place(code=k, name=n, level=level_of(k), since=c.LONG_AGO) for k, n in MORE]
    add_places(acting=everything(), at=crew.at, places=rows)


def codes(text, near="", inside="", on=DAY):
    return [one.code for one in search(text, near=near, inside=inside, on=on)]


@pytest.mark.parametrize(
    ("near", "first"), [("440881", LIANJIANG), ("441223", GUANGNING), ("330825", LONGYOU)]
)
def test_of_several_towns_of_a_name_the_nearest_comes_first(near, first):
    found = codes("横山镇", near=near)
    assert found[0] == first
    assert set(found) == {LIANJIANG, GUANGNING, LONGYOU}


def test_the_same_province_comes_before_another():
    assert codes("横山镇", near="440981") == [LIANJIANG, GUANGNING, LONGYOU]


def test_every_result_says_by_its_path_which_one_it_is():
    paths = [one.path for one in search("横山", on=DAY)]
    assert paths == ["浙江省龙游县横山镇", "广东省湛江市廉江市横山镇", "广东省肇庆市广宁县横山镇"]


@pytest.mark.parametrize(
    ("province", "city", "county", "path"),
    [
        ("460000 海南省", "469000 省直辖县级行政区划", "469021 定安县", "海南省定安县"),
        ("650000 新疆维吾尔自治区", "659000 自治区直辖县级行政区划", "659001 石河子市",
         "新疆维吾尔自治区石河子市"),
        ("500000 重庆市", "500200 县", "500229 城口县", "重庆市城口县"),
    ],
)  # fmt: skip
def test_what_only_stands_for_a_level_is_not_in_a_path(crew, province, city, county, path):
    rows = []
    for told, level in ((province, "province"), (city, "city"), (county, "county")):
        code, name = told.split()
        rows.append(Place(code=f"{code}000000", name=name, level=level, since=c.LONG_AGO))
    add_places(acting=everything(), at=crew.at, places=rows)
    assert [one.path for one in search(county.split()[1], on=DAY)] == [path]


def test_whole_names_before_beginnings_before_parts():
    assert codes("柏桥", near="440881")[:3] == ["440881105201", "440881105202", c.BAIQIAO]


@pytest.mark.parametrize(
    "text",
    [
        *("根子柏桥", "高州根子柏桥", "高州市根子镇柏桥村", "茂名柏桥", "gzbq", "高州bq"),
        *("gzbqc", "高州根子bqc"),
    ],
)
def test_parts_of_the_path_lead_to_one_village(text):
    assert codes(text) == [c.BAIQIAO]


def test_letters_of_a_polyphone_find_it_both_ways():
    assert "441900003000" in codes("dcjd")


def test_a_code_or_its_beginning_finds_what_lies_there():
    assert codes("440881105") == [LIANJIANG, "440881105201", "440881105202"]
    assert codes("441900") == ["441900000000", "441900003000", "441900003001"]


def test_what_is_looked_for_inside_a_place_stays_there():
    assert codes("柏桥", inside="440881") == ["440881105201", "440881105202"]
    assert codes("440981", inside="440881") == []
    assert codes("横山", inside=GUANGNING) == [GUANGNING]


@pytest.mark.parametrize(
    "text", ["", " ", "、", "\0", '"', "'", "*", "OR", "柏*", "a'b", "NEAR(", "& | !"]
)
def test_signs_of_a_query_are_no_query(text):
    assert all(one.path for one in search(text, near=c.BOOK, on=DAY))


def test_a_name_of_signs_only_leaves_the_place_found_by_its_other_names():
    put({"440881105202": ["新柏桥村", "（"]})
    assert codes("新柏桥", near="440881")[0] == "440881105202"


def test_a_place_is_offered_on_days_it_holds_only():
    Place.objects.filter(code=LIANJIANG).update(until=date(2025, 1, 1))
    assert LIANJIANG not in codes("横山镇")
    assert LIANJIANG in codes("横山镇", on=date(2024, 12, 31))
    assert LIANJIANG in codes("横山镇", on=None)


def test_one_is_resolved_where_the_name_is_plain_within_bounds():
    assert resolve("横山镇", within="", on=DAY).place is None
    assert len(resolve("横山镇", within="", on=DAY).candidates) == 3
    found = resolve("横山", within="4412", on=DAY).place
    assert found is not None
    assert found.path == "广东省肇庆市广宁县横山镇"
    assert resolve("廉江横山镇", within="", on=DAY).place.code == LIANJIANG
    assert resolve(GUANGNING, within="", on=DAY).place.code == GUANGNING
    assert resolve(GUANGNING, within="4409", on=DAY).place is None


def test_a_part_of_a_name_is_never_taken_for_a_place():
    found = resolve("新柏", within="", on=DAY)
    assert found.place is None
    assert [one.code for one in found.candidates] == ["440881105202"]


def test_a_city_without_counties_has_its_towns_right_below():
    assert [one.name for one in children("441900000000", DAY)] == ["东城街道"]
    assert label_of("441900003001", DAY) == "广东省东莞市东城街道岗贝社区"
    assert [one.name for one in children(c.COUNTY, DAY)] == ["根子镇", "曹江镇"]


def test_within_a_place_is_a_range_of_codes():
    def inside(prefix):
        found = Place.objects.filter(within(prefix)).order_by("code")
        return list(found.values_list("code", flat=True))

    assert inside("441223") == ["441223000000", "441223107000"]
    assert inside("440981104") == [c.GENZI, c.BAIQIAO, c.YUANBA]
    assert inside(c.BAIQIAO) == [c.BAIQIAO]
    assert len(inside("")) == Place.objects.count()
    assert "LIKE" not in str(Place.objects.filter(within("44")).query)


def test_the_nation_or_a_county_is_the_nation():
    """An empty test would vanish beside another, and a wide scope become a narrow one."""
    either = Place.objects.filter(within("") | within("440981"))
    assert either.count() == Place.objects.count()

"""The shapes shipped, and a user's own file in their stead."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.derive.regions.test_geojson import feature
from tongxing.derive.regions.shapes import FAR_OFF
from tongxing.derive.regions.shapes import NATION
from tongxing.derive.regions.shapes import SHIPPED
from tongxing.derive.regions.shapes import nation_shapes
from tongxing.derive.regions.shapes import province_from
from tongxing.derive.regions.shapes import province_shapes
from tongxing.derive.regions.shapes import read
from tongxing.derive.regions.shapes import written
from tongxing.records.registry.shipped import shipped_places
from tongxing.records.registry.shipped import shipped_provinces

MOST_BYTES = 1_500_000


def test_the_nations_shapes_are_small_and_a_province_is_read_alone():
    files = sorted(SHIPPED.glob("[0-9]*.json"))
    assert len(files) == 34
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    guangdong = province_shapes("44")
    assert guangdong is not None
    assert len(guangdong.counties) == 124
    assert all(code.startswith("44") for code in guangdong.counties)
    assert "天地图" in guangdong.source


def test_every_county_of_guangdong_has_its_shape_under_its_own_name():
    guangdong = province_shapes("44")
    assert guangdong is not None
    for code, name in (("440981", "高州市"), ("440883", "吴川市"), ("441900", "东莞市")):
        assert guangdong.counties[code].name == name


@pytest.mark.full
def test_a_county_without_a_shape_is_a_development_zone_or_named_in_the_readme():
    told = (SHIPPED / "README.md").read_text(encoding="utf-8")
    places = (one for province in shipped_provinces() for one in shipped_places(province))
    counties = [one for one in places if one.level == "county"]
    drawn = {code for p in SHIPPED.glob("[0-9]*.json") for code in read(p.read_bytes()).counties}
    missing = [one for one in counties if one.code[:6] not in drawn]
    assert len(missing) == 129
    assert all(one.code[:6] in told for one in missing)


def test_a_name_stands_within_what_its_county_covers():
    guangdong = province_shapes("44")
    assert guangdong is not None
    for shape in guangdong.counties.values():
        west, north, east, south = shape.box
        assert west <= shape.at[0] <= east
        assert north <= shape.at[1] <= south


def test_hainan_carries_the_line_at_sea_and_its_far_islands():
    hainan = province_shapes("46")
    assert hainan is not None
    assert {"460321", "460322"} <= set(hainan.counties)
    assert hainan.sea.count("M") == 9
    assert hainan.sea_box is not None
    assert hainan.sea_box[3] > max(one.box[3] for one in hainan.counties.values())


def test_the_nation_has_each_province_and_the_islands_far_off_apart():
    nation = nation_shapes()
    assert nation is not None
    provinces = {path.stem for path in SHIPPED.glob("[0-9]*.json")}
    assert set(nation.counties) == {*provinces, FAR_OFF}
    assert (SHIPPED / f"{NATION}.json").stat().st_size <= 75_000
    assert nation.sea.count("M") == 10
    assert nation.sea_box is not None
    assert nation.counties["44"].name == "广东省"
    near = nation.box(code for code in nation.counties if code != FAR_OFF)
    assert near[:2] == (0, 0)
    assert nation.counties[FAR_OFF].box[1] > nation.counties["46"].box[3]
    assert nation.sea_box[3] > near[3]


def test_a_users_own_counties_leave_the_provinces_as_shipped(settings: Any):
    settings.SHAPES = "/nowhere"
    assert province_shapes("44") is None
    assert nation_shapes() is not None


def test_nothing_is_drawn_of_what_is_no_province():
    assert province_shapes("99") is None
    assert province_shapes("..") is None


def test_what_is_written_is_read_again():
    guangdong = province_shapes("44")
    assert guangdong is not None
    assert read(written(guangdong)) == guangdong
    far = province_from({"460322": ("南沙区", (((1, 1), (5, 1), (3, 4)),))}, ())
    assert read(written(far)) == far


@pytest.fixture
def own(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "县界.geojson"
    path.write_bytes(orjson.dumps({"features": [feature(), feature(code="450101")]}))
    settings.SHAPES = str(path)
    return path


def test_a_file_of_ones_own_takes_the_place_of_the_shipped_one(own: Path):
    guangdong, guangxi = province_shapes("44"), province_shapes("45")
    assert guangdong is not None
    assert guangxi is not None
    assert (list(guangdong.counties), list(guangxi.counties)) == (["440981"], ["450101"])
    assert guangdong.source == "县界.geojson（本单位提供）"
    assert province_shapes("46") is None


def test_a_file_changed_or_gone_is_noticed(own: Path):
    assert province_shapes("44") is not None
    own.write_bytes(orjson.dumps({"features": [feature(code="440883")]}))
    os.utime(own, ns=(1, 1))
    changed = province_shapes("44")
    assert changed is not None
    assert list(changed.counties) == ["440883"]
    own.unlink()
    assert province_shapes("44") is None

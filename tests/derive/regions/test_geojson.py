"""A file of shapes somebody gives: read, or told what is wrong with it and where."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.derive.regions.geojson import read_areas
from tongxing.derive.regions.geojson import read_sea_lines

SQUARE = [[110.0, 21.0], [111.0, 21.0], [111.0, 22.0], [110.0, 22.0], [110.0, 21.0]]


def feature(coordinates: Any = None, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    shape = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    given = properties or {"adcode": "440981", "name": "高州市"}
    return {"type": "Feature", "properties": given, "geometry": shape}


def read(*features: Any) -> Any:
    return read_areas(orjson.dumps({"type": "FeatureCollection", "features": features}))


@pytest.mark.parametrize(
    "properties",
    [
        {"adcode": 440981},
        {"code": "440981"},
        {"gb": "156440981"},
        {"adcode": "440981000000"},
        {"adcode": "", "code": "440981"},
    ],
)
def test_codes_are_read_as_such_files_write_them(properties: dict[str, Any]):
    found = read(feature(**properties))
    assert (list(found.areas), found.faults) == (["440981"], ())


def test_several_shapes_of_one_code_are_one_county():
    two = feature([[SQUARE], [SQUARE]], "MultiPolygon", code="440981", name="高州市")
    name, rings = read(feature(), two).areas["440981"]
    assert (name, len(rings)) == ("高州市", 3)


def test_lines_are_no_counties():
    line = feature([SQUARE], "MultiLineString", name="境界线", gb="")
    assert list(read(feature(), line).areas) == ["440981"]


WRONG: dict[str, tuple[Any, str]] = {
    "no code": (feature(name="高州市"), "没有区划代码"),
    "a short code": (feature(code="4409"), "“4409”不对"),
    "a code with letters": (feature(code="44o981"), "不对"),
    "wide digits": (feature(code="４４０９８１"), "不对"),
    "metres": (feature([[[500000, 2400000]] * 4]), "不在全国范围内"),
    "latitude first": (feature([[[21.0, 110.0]] * 4]), "先经度后纬度"),
    "too few points": (feature([SQUARE[:3]]), "不足四个点"),
    "words for numbers": (feature([[["东", "西"]] * 4]), "经度, 纬度"),
    "true for a number": (feature([[[True, 21]] * 4]), "经度, 纬度"),
    "one level too few": (feature(SQUARE), "坐标写法不对"),
    "no coordinates": (feature([]), "没有边界"),
    "a point": (feature([110, 21], "Point", code="440981"), "种类是“Point”"),
    "no geometry": ({"properties": {"code": "440981"}}, "没有图形"),
    "nothing at all": (None, "没有图形"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_with_its_place(what: str):
    bad, told = WRONG[what]
    found = read(feature(), bad)
    (fault,) = found.faults
    assert fault.where.startswith("第2个图形")
    assert told in fault.say()
    assert list(found.areas) == ["440981"]  # the others are read all the same


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "不是GeoJSON"),
        (b"\xff\xfe", "不是GeoJSON"),
        (b"[]", "没有features"),
        (b'{"features": {}}', "没有features"),
        (b'{"features": []}', "没有任何县级图形"),
    ],
)
def test_a_file_that_is_none_is_said_so(text: bytes, told: str):
    (fault,) = read_areas(text).faults
    assert told in fault.say()


def test_the_line_at_sea_is_taken_and_boundaries_on_land_are_not():
    sea = [[108.2, 6.0], [108.3, 7.0]]
    lines = [sea, [[113.8, 22.1], [113.8, 22.2]], [[73.8, 38.5], [74.8, 38.2]]]
    text = orjson.dumps({"features": [feature(lines, "MultiLineString", gb="")]})
    assert len(read_sea_lines(text)) == 1


def test_the_last_dash_off_taiwan_is_taken_when_asked_for():
    taiwan, elsewhere = [[122.7, 23.7], [122.8, 24.6]], [[122.7, 30.9], [122.8, 31.2]]
    sea = [[108.2, 6.0], [108.3, 7.0]]
    text = orjson.dumps(
        {"features": [feature([sea, taiwan, elsewhere], "MultiLineString", name="境界线", gb="")]}
    )
    assert len(read_sea_lines(text)) == 1
    assert len(read_sea_lines(text, off_taiwan=True)) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.floats(-200, 200) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "properties", "coordinates", "code"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(st.lists(JSON, max_size=4), st.sampled_from(["Polygon", "MultiPolygon", "LineString"]), JSON)
def test_no_file_makes_it_stumble(features: list[Any], kind: str, coordinates: Any):
    found = read(*features, feature(coordinates, kind))
    assert len(found.faults) + len(found.areas) > 0 or kind == "LineString"

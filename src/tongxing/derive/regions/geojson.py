"""Reading county shapes from a GeoJSON file somebody gives; faults are values with an address.

Each feature is a Polygon or MultiPolygon in degrees (CGCS2000 or WGS 84) with its division code
in `adcode`, `code` or `gb` (which puts 156 in front), and its name in `name`.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import orjson

from tongxing.derive.regions.outline import Ring
from tongxing.derive.regions.outline import ring_of

CODE_KEYS = ("adcode", "code", "gb")
CHINA_CODE = "156"
DIGITS = 6
WEST, EAST, SOUTH, NORTH = 72.0, 137.0, 2.0, 55.0
FEWEST_IN_FILE = 4  # of a closed ring, the first point repeated
SEA_NORTH, SEA_WEST, LONG_ENOUGH = 22.0, 105.0, 0.1
OFF_TAIWAN_WEST, OFF_TAIWAN_NORTH = 122.0, 25.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do."""

    where: str
    what: str
    remedy: str

    def say(self) -> str:
        return f"{self.where}：{self.what}。{self.remedy}"


@dataclass(frozen=True, slots=True)
class Areas:
    """(name, rings) by six-digit code, and what could not be read."""

    areas: Mapping[str, tuple[str, tuple[Ring, ...]]]
    faults: tuple[Fault, ...]


class _Wrong(ValueError):  # noqa: N818 - told as a Fault
    """(what, remedy)."""


def read_areas(text: bytes) -> Areas:
    """All counties of a file; several features of one code are one county."""
    try:
        features = _features(text)
    except _Wrong as wrong:
        return Areas({}, (Fault("文件", *wrong.args),))
    found: dict[str, tuple[str, tuple[Ring, ...]]] = {}
    faults: list[Fault] = []
    for number, feature in enumerate(features, 1):
        try:
            code, name, rings = _county(feature)
        except _Wrong as wrong:
            faults.append(Fault(f"第{number}个图形{_named(feature)}", *wrong.args))
            continue
        if code:
            found[code] = (name, (*found.get(code, ("", ()))[1], *rings))
    if not found and not faults:
        faults.append(Fault("文件", "里面没有任何县级图形", "请换一个含县级行政区划的文件"))
    return Areas(found, tuple(faults))


def read_sea_lines(text: bytes, *, off_taiwan: bool = False) -> tuple[Ring, ...]:
    """The dashed line in the South China Sea, as the file draws it; or with its last dash too."""
    lines = chain.from_iterable(
        one["geometry"]["coordinates"]
        for one in _features(text)
        if one["geometry"]["type"] == "MultiLineString"
    )
    return tuple(ring_of(line) for line in lines if _at_sea(line, off_taiwan))


def _at_sea(line: list[list[float]], off_taiwan: bool) -> bool:
    xs, ys = [point[0] for point in line], [point[1] for point in line]
    long = max(max(xs) - min(xs), max(ys) - min(ys)) > LONG_ENOUGH
    south = max(ys) < SEA_NORTH and min(xs) > SEA_WEST
    last = max(ys) < OFF_TAIWAN_NORTH and min(xs) > OFF_TAIWAN_WEST
    return long and (south or (off_taiwan and last))


def _features(text: bytes) -> list[Any]:
    try:
        whole = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _Wrong("不是GeoJSON，读不出来", "请用测绘部门提供的GeoJSON（UTF-8）文件") from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise _Wrong("没有features一节", "最外层应是FeatureCollection")
    return features


def _county(feature: object) -> tuple[str, str, tuple[Ring, ...]]:
    """(code, name, rings); the code "" for a line, which is no county."""
    kind, coordinates = _geometry(feature)
    if kind.endswith("LineString"):
        return "", "", ()
    polygons: dict[str, Callable[[], object]] = {
        "Polygon": lambda: [coordinates],
        "MultiPolygon": lambda: coordinates,
    }
    if kind not in polygons:
        raise _Wrong(f"图形种类是“{kind[:20]}”", "县级图形应是Polygon或MultiPolygon")
    rings = tuple(ring_of(line) for line in _lines(polygons[kind]()))
    if not rings:
        raise _Wrong("没有边界", "请补上边界，或删去这个图形")
    return _code(feature), str(_properties(feature).get("name") or "")[:60], rings


def _geometry(feature: object) -> tuple[str, object]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        raise _Wrong("没有图形", "请补上geometry，或删去这一项")
    return str(geometry.get("type")), geometry.get("coordinates")


def _properties(feature: object) -> Mapping[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _code(feature: object) -> str:
    given = _properties(feature)
    told = next((str(given[key]) for key in CODE_KEYS if given.get(key)), "")
    code = told.removeprefix(CHINA_CODE) if len(told) == len(CHINA_CODE) + DIGITS else told
    if len(code) == 2 * DIGITS and not code[DIGITS:].strip("0"):
        code = code[:DIGITS]
    if not told:
        raise _Wrong("没有区划代码", "请在adcode或code里写六位代码")
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        raise _Wrong(f"区划代码“{told[:20]}”不对", "应是六位数字，如440981")
    return code


def _lines(polygons: object) -> Iterator[list[list[float]]]:
    if not isinstance(polygons, list) or not all(isinstance(one, list) for one in polygons):
        raise _Wrong("坐标写法不对", "请按GeoJSON标准导出")
    for line in chain.from_iterable(polygons):
        if not isinstance(line, list) or not all(_is_point(point) for point in line):
            raise _Wrong("坐标写法不对", "每个点应是[经度, 纬度]两个数")
        if len(line) < FEWEST_IN_FILE:
            raise _Wrong("有一圈边界不足四个点", "请补全，首尾应是同一点")
        for point in line:
            if not (WEST <= point[0] <= EAST and SOUTH <= point[1] <= NORTH):
                raise _Wrong(
                    f"坐标{point[0]:.6g}，{point[1]:.6g}不在全国范围内",
                    "应是经纬度（度），先经度后纬度，不是投影坐标",
                )
        yield line


def _is_point(point: object) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2  # noqa: PLR2004
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in point[:2])
    )


def _named(feature: object) -> str:
    name = str(_properties(feature).get("name") or "")[:20]
    return f"（{name}）" if name else ""
